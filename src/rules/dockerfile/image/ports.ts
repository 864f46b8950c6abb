import type { Word } from '../../../docker/ast.ts'
import { isUnknown, portsOf } from '../../../docker/ports.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Why a port or a range cannot be; `undefined` when it can. */
function fault(ports: string): string | undefined {
  const [first = '', last] = ports.split('-')
  const ends = last === undefined ? [first] : [first, last]
  if (ends.some(end => !isUnknown(end) && !/^\d+$/.test(end))) return 'is not a number'
  if (ends.some(end => Number(end) > 65_535)) return 'is above 65535'
  return last !== undefined && Number(first) > Number(last) ? 'is a reversed range' : undefined
}

/** True for a word that may be rewritten: no quotes, and no variables, whose stand-ins would be lost. */
const isPlain = ({ text, value, variables }: Word): boolean => text === value && variables.length === 0

export const exposePortRange = rule({
  id: 'expose-port-range',
  title: 'EXPOSE with an invalid port',
  why: 'Ports end at 65535: the builder rejects the file, or tools that publish the port fail later.',
  help: 'Use the port that the process listens on: `EXPOSE 8080`.',
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
      // Anything but a number may be anything.
      const shown = /^[-\d]+$/.test(ports) ? `port \`${ports}\`` : 'port'
      return why === undefined ? [] : { at: word, message: `${shown} ${why}` }
    })
  },
})

const holdsSsh = (ports: string): boolean => {
  const [first, last = first] = ports.split('-').map(Number)
  return first !== undefined && last !== undefined && first <= 22 && 22 <= last
}

export const exposeSsh = rule({
  id: 'expose-ssh',
  title: 'EXPOSE with the SSH port',
  why: 'It is a second way into the container that bypasses monitoring and access control; its keys and passwords are in the image.',
  help: 'Remove the SSH server, and use `docker exec` or `kubectl exec` for a shell.',
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
      .map(({ word }) => ({ at: word, message: `\`${word.value}\` exposes the SSH port` }))
  },
})

export const exposeHostMapping = rule({
  id: 'expose-host-mapping',
  title: 'EXPOSE with an address or a host port',
  why: 'An image cannot choose ports of its host: the builder ignores that part, and the port stays closed.',
  help: 'Write the container port, `EXPOSE 80`, and map it with `docker run -p 127.0.0.1:8080:80`.',
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
        message: `\`${word.value}\` maps a host port`,
        ...(isPlain(word) &&
          ports !== '' && {
            fix: {
              title: 'Keep only the container port',
              safe: true,
              changes: [{ op: 'replace', node: word, text: protocol ? `${ports}/${protocol}` : ports }],
            },
          }),
      }))
  },
})

export const exposeProtoCasing = rule({
  id: 'expose-proto-casing',
  title: 'EXPOSE with an upper-case protocol',
  why: 'Tools that compare protocols case-sensitively treat `80/TCP` and `80/tcp` as two ports.',
  help: 'Write the protocol in lower case: `EXPOSE 80/tcp`.',
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
        message: `protocol \`${protocol}\` is not lower-case`,
        ...(isPlain(word) && {
          fix: {
            title: 'Change to lower case',
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
  title: 'EXPOSE with an invalid protocol',
  why: 'The builder accepts `tcp`, `udp` and `sctp`, and rejects the file.',
  help: 'Use one of the three: `EXPOSE 53/udp`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  on: 'instruction',
  check(instruction) {
    return portsOf(instruction)
      .filter(({ protocol }) => protocol !== '' && !isUnknown(protocol) && !/^(tcp|udp|sctp)$/i.test(protocol))
      .map(({ word }) => ({
        at: word,
        message: 'invalid protocol; expected tcp, udp or sctp',
      }))
  },
})
