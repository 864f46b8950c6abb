import { filesOf } from '../inputs.ts'
import { breaches, findingWords, passWords, type Result } from './result.ts'

/** The verdict in one sentence, for who reads no other: `2 new findings stop this change`. */
export function headline({ verdict, inputs }: Result): string {
  const failing = breaches(verdict)
  if (verdict.outcome === 'error') return 'could not check everything'
  if (verdict.outcome === 'fail' && failing.length === 0) return 'the budget for findings is exceeded'
  if (verdict.outcome === 'fail')
    return `${findingWords(failing)} ${failing.length === 1 ? 'stops' : 'stop'} this change`
  return filesOf(inputs) === 0 ? 'nothing to check' : passWords(verdict)
}
