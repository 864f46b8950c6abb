import { plural } from '../core/text.ts'
import type { Loosened, Unwatched, Verdict } from '../policy/verdict.ts'

/** So many ways are listed; a change may bring thousands of comments. */
const LISTED = 30

/** Whether a change takes something back that its base asks for, or is judged by rules that nobody has agreed to. */
export const isLoosened = ({ loosening }: Verdict): boolean =>
  loosening !== undefined &&
  (loosening.policy === 'own' || loosening.loosened.length > 0 || loosening.unwatched.length > 0)

/** What becomes of a policy that the change touches, in one line. */
export function policyNote({ loosening }: Verdict): string {
  if (loosening?.policy === undefined) return ''
  return {
    first: 'this change brings the first policy: it holds from the merge on',
    changed: 'this change edits the policy: the edits hold from the merge on',
    removed: 'this change removes the policy, which holds until the merge',
    own: `the policy comes from the change itself: ${loosening.because}`,
  }[loosening.policy]
}

/** How the gate is loosened: each way in words, and how many more there are. `placed` joins a place and words. */
export function loosenedLines(
  { loosening }: Verdict,
  placed: (where: Pick<Loosened, 'file' | 'line'>, what: string) => string,
): readonly string[] {
  if (!loosening) return []
  const lines = [
    ...loosening.loosened.map(
      ({ what, ...where }) =>
        () =>
          placed(where, what),
    ),
    ...loosening.unwatched.map(one => () => placed({ file: one.file }, unwatchedWords(one))),
  ]
  const left = lines.length - LISTED
  return [
    ...lines.slice(0, LISTED).map(line => line()),
    ...(left > 0 ? [`and ${plural(left, 'more way')}, listed in \`change\` of the JSON result`] : []),
  ]
}

const unwatchedWords = ({ objects }: Unwatched): string => `no longer looked at: ${plural(objects, 'object')}`

/** For those who see one line: `this change loosens the gate in 3 ways`. */
export function looseningWords(verdict: Verdict): string {
  const { loosened = [], unwatched = [], policy } = verdict.loosening ?? {}
  const ways = loosened.length + unwatched.length
  if (ways === 0) return policy === 'own' ? policyNote(verdict) : ''
  return `this change loosens the gate in ${plural(ways, 'way')}`
}
