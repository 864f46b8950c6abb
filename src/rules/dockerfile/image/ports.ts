import type { Word } from '../../../docker/ast.ts'
import { isUnknown, portsOf } from '../../../docker/ports.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Why a port or a range cannot be; `undefined` when it can. */
function fault(ports: string): string | undefined {
  const [first = '', last] = ports.split('-')
  const ends = last === undefined ? [first] : [first, last]
  if (ends.some(end => !isUnknown(end) && !/^\d+$/.test(end))) return 'is no number'
  if (ends.some(end => Number(end) > 65_535)) return 'is above 65535'
  return last !== undefined && Number(first) > Number(last) ? 'goes backwards' : undefined
}

/** True for a word that may be rewritten: no quotes, and no variables, whose stand-ins would be lost. */
const isPlain = ({ text, value, variables }: Word): boolean => text === value && variables.length === 0

export const exposePortRange = rule({
  id: 'expose-port-range',
  title: 'EXPOSE of a port that cannot be',
  why: 'Ports end at 65535: the builder refuses the file, or tools that publish ports by it fail later.',
  help: 'Write the port the process listens on: `EXPOSE 8080`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    hadolint: 'DL3011',
    trivy: trivyIds('DS-0008', 'port-out-of-range'),
    kics: '71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e',
    dockerfilelint: 'invalid_port',
  },
  on: 'instruction',
  check(instruction) {
    return portsOf(instruction).flatMap(({ word, ports }) => {
      const why = fault(ports)
      const shown = isPlain(word) ? ports : word.value
      return why === undefined ? [] : { at: word, message: `port \`${shown}\` ${why}` }
    })
  },
})

const holdsSsh = (ports: string): boolean => {
  const [first, last = first] = ports.split('-').map(Number)
  return first !== undefined && last !== undefined && first <= 22 && 22 <= last
}

export const exposeSsh = rule({
  id: 'expose-ssh',
  title: 'EXPOSE of the SSH port',
  why: 'A second way into the container, past what watches and limits the first; its keys and passwords are in the image.',
  help: 'Leave the SSH server out: `docker exec` and `kubectl exec` give a shell.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    trivy: trivyIds('DS-0004', 'no-ssh-port'),
    checkov: 'CKV_DOCKER_1',
    kics: '5907595b-5b6d-4142-b173-dbb0e73fbff8',
  },
  on: 'instruction',
  check(instruction) {
    return portsOf(instruction)
      .filter(({ ports, protocol }) => holdsSsh(ports) && !/^(udp|sctp)$/i.test(protocol))
      .map(({ word }) => ({ at: word, message: `\`${word.value}\` opens the SSH port` }))
  },
})

export const exposeHostMapping = rule({
  id: 'expose-host-mapping',
  title: 'EXPOSE with an address or a host port',
  why: 'An image cannot choose ports of its host: the builder drops that part, and whoever relied on it finds the port closed.',
  help: 'Name the port of the container, `EXPOSE 80`, and map it with `docker run -p 127.0.0.1:8080:80`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { buildkit: 'ExposeInvalidFormat', dockerfilelint: 'expose_host_port' },
  on: 'instruction',
  check(instruction) {
    return portsOf(instruction)
      .filter(({ host }) => host)
      .map(({ word, ports, protocol }) => ({
        at: word,
        message: `\`${word.value}\` maps a port of the host`,
        ...(isPlain(word) &&
          ports !== '' && {
            fix: {
              title: 'Keep the port of the container',
              safe: true,
              changes: [{ op: 'replace', node: word, text: protocol ? `${ports}/${protocol}` : ports }],
            },
          }),
      }))
  },
})

export const exposeProtoCasing = rule({
  id: 'expose-proto-casing',
  title: 'EXPOSE with a protocol in upper case',
  why: 'Tools that compare protocols letter by letter take `80/TCP` and `80/tcp` for two ports.',
  help: 'Write it in lower case: `EXPOSE 80/tcp`.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { buildkit: 'ExposeProtoCasing' },
  on: 'instruction',
  check(instruction) {
    return portsOf(instruction)
      .filter(({ protocol }) => !isUnknown(protocol) && protocol !== protocol.toLowerCase())
      .map(({ word, protocol }) => ({
        at: word,
        message: `protocol \`${protocol}\` is not in lower case`,
        ...(isPlain(word) && {
          fix: {
            title: 'Write it in lower case',
            safe: true,
            changes: [
              { op: 'replace', node: word, text: `${word.text.slice(0, -protocol.length)}${protocol.toLowerCase()}` },
            ],
          },
        }),
      }))
  },
})

export const exposeProtoInvalid = rule({
  id: 'expose-proto-invalid',
  title: 'EXPOSE with a protocol that does not exist',
  why: 'The builder knows `tcp`, `udp` and `sctp`: it refuses the file.',
  help: 'Write one of the three: `EXPOSE 53/udp`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  on: 'instruction',
  check(instruction) {
    return portsOf(instruction)
      .filter(({ protocol }) => protocol !== '' && !isUnknown(protocol) && !/^(tcp|udp|sctp)$/i.test(protocol))
      .map(({ word, protocol }) => ({ at: word, message: `protocol \`${protocol}\` is none of tcp, udp and sctp` }))
  },
})
