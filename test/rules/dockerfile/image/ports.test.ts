// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const file = (lines: string): string => `FROM alpine:3.22\n${lines}\n`

table('expose-port-range', {
  bad: [
    ['too high', file('EXPOSE 80800'), '80800'],
    ['the end of a range', file('EXPOSE 8000-80000/tcp'), '8000-80000/tcp'],
    ['backwards', file('EXPOSE 9000-8000'), { at: '9000-8000', message: 'port `9000-8000` is a reversed range' }],
    ['no number', file('EXPOSE 8080 http'), { at: 'http', message: 'port is not a number' }],
    [
      'beside a variable',
      file('EXPOSE ${FIRST:-80}-80800'),
      { at: '${FIRST:-80}-80800', message: 'port is above 65535' },
    ],
  ],
  good: [
    ['a port', file('EXPOSE 8080 8443/tcp')],
    ['the last one', file('EXPOSE 65535')],
    ['a range', file('EXPOSE 8000-8010/udp')],
    ['a variable', file('EXPOSE $PORT 8000-${LAST} ${PORT}/tcp')],
    ['a variable with a stand-in', file('EXPOSE ${PORT:-8080} 80-${LAST:-90} ${A:-${B:-80}}/tcp ${A:-${B:-${C:-80}}}')],
  ],
  says: 'port `80800` is above 65535',
})

table('expose-ssh', {
  bad: [
    ['the port', file('EXPOSE 22'), '22'],
    ['with its protocol, among others', file('EXPOSE 80 22/tcp'), '22/tcp'],
    ['in a range', file('EXPOSE 20-25'), '20-25'],
    ['in a trigger', file('ONBUILD EXPOSE 22'), '22'],
  ],
  good: [
    ['another port', file('EXPOSE 8080 2222')],
    ['another protocol', file('EXPOSE 22/udp')],
    ['another range', file('EXPOSE 23-80')],
    ['a variable', file('EXPOSE $PORT')],
  ],
  says: '`22` exposes the SSH port',
})

table('expose-host-mapping', {
  bad: [
    [
      'an address',
      file('EXPOSE 127.0.0.1:8080:80'),
      { at: '127.0.0.1:8080:80', fix: 'Keep only the container port', after: file('EXPOSE 80'), safe: true },
    ],
    [
      'a host port',
      file('EXPOSE 443 8080:80/tcp'),
      { at: '8080:80/tcp', fix: 'Keep only the container port', after: file('EXPOSE 443 80/tcp'), safe: true },
    ],
    ['an IPv6 address', file('EXPOSE [::1]:8080:80'), '[::1]:8080:80'],
    ['a variable behind it', file('EXPOSE 8080:${PORT:-80}'), { at: '8080:${PORT:-80}', fix: false }],
    ['nothing behind it', file('EXPOSE 8080:'), { at: '8080:', fix: false }],
  ],
  good: [
    ['a port', file('EXPOSE 80 443/tcp')],
    ['a variable', file('EXPOSE $PORT ${PORT:-8080} ${PORT:-8080}/udp')],
  ],
  says: '`127.0.0.1:8080:80` maps a host port',
  fixes: true,
})

table('expose-proto-casing', {
  bad: [
    [
      'upper case',
      file('EXPOSE 80/TCP'),
      { at: '80/TCP', fix: 'Change to lower case', after: file('EXPOSE 80/tcp'), safe: true },
    ],
    [
      'mixed',
      file('EXPOSE 80/tcp 53/Udp'),
      { at: '53/Udp', fix: 'Change to lower case', after: file('EXPOSE 80/tcp 53/udp'), safe: true },
    ],
    ['behind a variable', file('EXPOSE ${PORT:-80}/TCP'), { at: '${PORT:-80}/TCP', fix: false }],
  ],
  good: [
    ['lower case', file('EXPOSE 80/tcp 53/udp')],
    ['none', file('EXPOSE 80')],
    ['a variable', file('EXPOSE 80/$PROTOCOL 80/${PROTOCOL:-TCP} ${PORT:-80/TCP}')],
  ],
  says: 'protocol `TCP` is not lower-case',
  fixes: true,
})

table('expose-proto-invalid', {
  bad: [
    ['unknown', file('EXPOSE 80/http'), '80/http'],
    ['misspelt', file('EXPOSE 53/upd'), '53/upd'],
  ],
  good: [
    ['the three', file('EXPOSE 80/tcp 53/udp 3868/sctp')],
    ['in another case', file('EXPOSE 80/TCP')],
    ['a variable', file('EXPOSE 80/$PROTOCOL ${PORT:-80/http}')],
  ],
  says: 'invalid protocol; expected tcp, udp or sctp',
})
