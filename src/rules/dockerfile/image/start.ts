import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import { memo } from '../../../core/memo.ts'
import type { Cmd, Entrypoint, Healthcheck, Instruction, Keyword } from '../../../docker/ast.ts'
import { cmdOf, healthcheckOf, lastStage, shellOf } from '../../../docker/in-force.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

type Started = Cmd | Entrypoint | Healthcheck

/** Words that need no shell: no variables, globs, quotes or operators. */
const PLAIN_WORDS = /^[\w%+:,./@-]+([ \t]+[\w%+=:,./@-]+)*$/
/** Commands that only a shell knows. */
const BUILTINS = new Set('. : cd eval exec exit export set source trap ulimit umask unset wait'.split(' '))

const jsonOf = (text: string): string =>
  `[${text
    .split(/[ \t]+/)
    .map(word => JSON.stringify(word))
    .join(', ')}]`

/** Something in brackets that is no JSON: single quotes, bare words, a comma too many. */
const looksLikeJson = (text: string): boolean =>
  text.startsWith('[') &&
  text.endsWith(']') &&
  (text.includes(',') || /^\[\s*(['"\u201c\u201d]).*['"\u201c\u201d]\s*\]$/s.test(text))

const scriptText = ({ is, rest }: { is: Keyword; rest: string }): string =>
  (is === 'HEALTHCHECK' ? rest.replace(/^CMD\s+/i, '') : rest).trim()

const startedBy = (instruction: Instruction): Started | undefined =>
  instruction.is === 'CMD' || instruction.is === 'ENTRYPOINT' || instruction.is === 'HEALTHCHECK'
    ? instruction
    : undefined

/** The last command takes the place of the shell, and hears all signals. */
const ENDS_IN_EXEC = /(^|&&|;)\s*exec\s([^;&|]|>&)*$/

const needsNoShell = (text: string): boolean => PLAIN_WORDS.test(text) && !BUILTINS.has(text.split(/\s/, 1)[0]!)

/** A check hears no signals: the shell only costs a process each time. */
const checkInShell = ({ keyword }: Healthcheck): Problem => ({
  at: keyword,
  severity: 'info',
  message: '`HEALTHCHECK` runs its command in a shell',
  unlike: { buildkit: 'JSONArgsRecommended' },
})

function processInShell(started: Cmd | Entrypoint, text: string): Problem {
  const [command] = started.commands
  // As an array it would get the CMD, which the shell does not pass on.
  const drops = started.is === 'ENTRYPOINT' && started.stage && cmdOf.after(started.stage)
  const mendable = command && needsNoShell(text) && !drops && command.span[1] - command.span[0] === text.length
  return {
    at: started,
    message: `\`${started.is}\` starts the process in a shell${drops ? ', which ignores `CMD`; a JSON array would get `CMD` as arguments' : ''}`,
    ...(mendable && {
      fix: {
        title: 'Use a JSON array',
        safe: false,
        changes: [{ op: 'replace', node: command, text: jsonOf(text) }],
      },
    }),
  }
}

export const cmdShellForm = rule({
  id: 'cmd-shell-form',
  title: 'Command is started through a shell',
  why: 'The shell is process 1 and does not forward signals: the process never receives SIGTERM and is killed mid-work.',
  help: 'Write a JSON array, `CMD ["node", "server.js"]`; start a command that needs a shell with `exec`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3025', buildkit: 'JSONArgsRecommended', kics: 'b86987e1-6397-4619-81d5-8807f2387c79' },
  on: 'instruction',
  check(instruction) {
    const started = startedBy(instruction)
    if (!started || started.form === 'exec' || shellOf.at(started)) return
    const text = scriptText(started)
    if (text === '' || looksLikeJson(text) || ENDS_IN_EXEC.test(text)) return
    if (started.is !== 'HEALTHCHECK') return processInShell(started, text)
    return started.none || !needsNoShell(text) ? undefined : checkInShell(started)
  },
})

const JSON_FORMS: readonly Keyword[] = ['RUN', 'CMD', 'ENTRYPOINT', 'VOLUME', 'ADD', 'COPY', 'HEALTHCHECK']

const isJson = (text: string): boolean => {
  try {
    return Array.isArray(JSON.parse(text))
  } catch {
    return false
  }
}

/** What runs a script whose outcome counts. */
const TESTS: ReadonlySet<Keyword> = new Set(['RUN', 'HEALTHCHECK'])

/** `[ a, b ]` may also be a test of the shell, though hardly one with a comma. */
const isShellTest = (text: string): boolean => /^\[\s+-|\s(=|==|!=|-[a-z]{2})\s/.test(text)

/** Double quotes for single ones, where that makes an array of an argument that stands in one piece. */
function requoted({ keyword, span }: Instruction, text: string): Pick<Problem, 'fix'> {
  const mended = text.replaceAll("'", '"')
  const start = keyword.span[1] + 1
  if (!isJson(mended) || span[1] - start !== text.length) return {}
  const changes: readonly Change[] = [{ op: 'replace', node: { span: [start, span[1]] }, text: mended }]
  return { fix: { title: 'Use double quotes', safe: false, changes } }
}

export const execFormMalformed = rule({
  id: 'exec-form-malformed',
  title: 'Malformed JSON array',
  why: 'The builder treats the brackets as words of a shell command: the container does not start, or the step does something else.',
  help: 'Write valid JSON with double quotes, commas between items and no trailing comma: `CMD ["node", "server.js"]`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    hadolint: 'DL3025',
    buildkit: 'JSONArgsRecommended',
    kics: '34945ae8-730d-424c-8279-b064d9f108de',
  },
  on: 'instruction',
  check(instruction) {
    const { is } = instruction
    if (!JSON_FORMS.includes(is)) return
    const text = scriptText(instruction)
    if (!looksLikeJson(text) || isJson(text) || (TESTS.has(is) && isShellTest(text))) return
    return {
      at: instruction,
      message: `argument of \`${is}\` is not a valid JSON array`,
      ...requoted(instruction, text),
    }
  },
})

/** The last of each keyword in a body. */
const lastIn = memo(
  (body: readonly Instruction[]): ReadonlyMap<string, Instruction> =>
    new Map(body.map(instruction => [instruction.is, instruction])),
)

/** An instruction that a later one of its stage overrides. */
function overridden(instruction: Instruction, is: string): Problem | undefined {
  const last = instruction.is === is && !instruction.onbuild ? lastIn(instruction.siblings).get(is) : undefined
  if (!last || last === instruction) return undefined
  return {
    at: instruction,
    message: `this \`${is}\` has no effect: a later one overrides it`,
    see: [{ at: last, note: 'the one in effect' }],
    fix: { title: 'Remove the instruction', safe: true, changes: [{ op: 'replace', node: instruction, text: '' }] },
  }
}

/** Instructions of which only the last of a stage counts. */
export const multiple = [
  {
    id: 'cmd-multiple',
    is: 'CMD',
    hadolint: 'DL4003',
    trivy: trivyIds('DS-0016', 'only-one-cmd'),
    kics: '41c195f4-fc31-4a5c-8a1b-90605538d49f',
  },
  {
    id: 'entrypoint-multiple',
    is: 'ENTRYPOINT',
    hadolint: 'DL4004',
    trivy: trivyIds('DS-0007', 'only-one-entrypoint'),
    kics: '6938958b-3f1a-451c-909b-baeee14bdc97',
  },
  {
    id: 'healthcheck-multiple',
    is: 'HEALTHCHECK',
    hadolint: 'DL3012',
    trivy: trivyIds('DS-0023', 'only-one-healthcheck'),
  },
].map(({ id, is, hadolint, trivy, kics }) =>
  rule({
    id,
    title: `Multiple ${is} instructions in one stage`,
    why: 'Only the last one takes effect: a change to an earlier one has no result.',
    help: `Keep only the last \`${is}\` of each stage.`,
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    peers: { hadolint, buildkit: 'MultipleInstructionsDisallowed', trivy, ...(kics && { kics }) },
    on: 'instruction',
    check: instruction => overridden(instruction, is),
  }),
)

export const healthcheckMissing = rule({
  id: 'healthcheck-missing',
  title: 'Image has no HEALTHCHECK',
  why: 'Docker and Swarm keep sending requests to a process that hangs. Kubernetes uses its own probes instead.',
  help: 'Add a check, `HEALTHCHECK CMD ["/app/healthy"]`, or `HEALTHCHECK NONE` if there is nothing to check.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: {
    hadolint: 'DL3057',
    trivy: trivyIds('DS-0026', 'no-healthcheck'),
    checkov: 'CKV_DOCKER_2',
    kics: 'b03a748a-542d-44f4-bb86-9199ab4fd2d5',
    dockle: 'CIS-DI-0006',
  },
  on: 'dockerfile',
  check(dockerfile) {
    const stage = lastStage(dockerfile)
    if (!stage || healthcheckOf.after(stage)) return
    return { at: stage.from.image, judged: '', message: 'the last stage sets no `HEALTHCHECK`' }
  },
})
