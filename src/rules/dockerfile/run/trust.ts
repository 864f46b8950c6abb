import type { Problem } from '../../../core/finding.ts'
import type { Instruction } from '../../../docker/ast.ts'
import { type Assignment, assignmentsOf } from '../../../docker/variables.ts'
import { rule } from '../../rule.ts'

function settingsOf(instruction: Instruction): readonly Assignment[] {
  if (instruction.is === 'RUN') return instruction.commands.flatMap(assignmentsOf)
  if (instruction.is !== 'ENV' && instruction.is !== 'ARG') return []
  return instruction.pairs.flatMap(({ key, value }) => (value ? { name: key.value, value: value.value, at: key } : []))
}

/** Git asks whether its variable is set: `0` switches off too (environment.c). */
const given = (value: string): boolean => value !== ''
const zero = (value: string): boolean => value === '0'
const no = (value: string): boolean => value.toLowerCase() === 'false'

/** Most scripts never name it: no need to read those. */
const mentions = ({ rest, heredocs }: Instruction, names: readonly string[]): boolean =>
  names.some(name => rest.includes(name) || heredocs.some(({ content }) => content.includes(name)))

const problemsOf = (
  instruction: Instruction,
  names: readonly string[],
  isOff: (value: string) => boolean,
): readonly Problem[] => {
  if (!mentions(instruction, names)) return []
  return settingsOf(instruction)
    .filter(({ name, value }) => names.includes(name) && isOff(value))
    .map(({ name, at }) => ({ at, message: `\`${name}\` disables certificate verification` }))
}

/** Environment variables that switch the check of certificates off: the values that do. */
export const trustingVariables = [
  { id: 'env-pip-trusted-host', names: ['PIP_TRUSTED_HOST'], isOff: given, program: 'pip', checkov: 'CKV2_DOCKER_16' },
  {
    id: 'env-pythonhttpsverify',
    names: ['PYTHONHTTPSVERIFY'],
    isOff: zero,
    program: 'Python',
    checkov: 'CKV2_DOCKER_5',
  },
  {
    id: 'env-node-tls-reject',
    names: ['NODE_TLS_REJECT_UNAUTHORIZED'],
    isOff: zero,
    program: 'Node.js',
    checkov: 'CKV2_DOCKER_6',
  },
  {
    id: 'env-npm-strict-ssl',
    names: ['NPM_CONFIG_STRICT_SSL', 'npm_config_strict_ssl'],
    isOff: no,
    program: 'npm',
    checkov: 'CKV2_DOCKER_12',
  },
  {
    id: 'env-git-ssl-no-verify',
    names: ['GIT_SSL_NO_VERIFY'],
    isOff: given,
    program: 'Git',
    checkov: 'CKV2_DOCKER_14',
  },
].map(({ id, names, isOff, program, checkov }) =>
  rule({
    id,
    title: `${/^[a-z]/.test(program) ? `\`${program}\`` : program} does not verify certificates`,
    why: `Anyone on the network path can impersonate the server: what ${program} downloads is under their control, and runs in the image.`,
    help: `Remove \`${names[0]}\`; for a private certificate authority, copy its certificate and run \`update-ca-certificates\`.`,
    severity: 'high',
    profile: 'essential',
    since: '0.1',
    tags: ['supply-chain'],
    peers: { checkov },
    on: 'instruction',
    check: instruction => problemsOf(instruction, names, isOff),
  }),
)
