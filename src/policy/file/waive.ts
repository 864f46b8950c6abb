import { Fault } from '../../core/fault.ts'
import { didYouMean } from '../../core/text.ts'
import type { RuleSet } from '../../rules/set.ts'
import { entryLines } from '../../yaml/edits/write.ts'
import { readYaml } from '../../yaml/source.ts'
import { dayOf } from '../days.ts'
import { isAdvisory, unknownRule } from '../names.ts'
import { DEFAULT_WAIVER_RULES, type PolicyFile, type WaiverRules } from '../policy.ts'
import type { Waiver } from '../waivers.ts'
import { readPolicy } from './config.ts'
import { WAIVER_SHAPE } from './schema.ts'
import { mistakesIn } from './shape.ts'
import { limitTrouble, usualEnd } from './terms.ts'

/** A waiver before it is written. */
export type NewWaiver = Omit<Waiver, 'source'>

/** What the new text is read with. */
interface Reader {
  readonly rules: RuleSet
  readonly now: Date
}

/**
 * The text of a policy with one waiver more; everything else keeps its bytes. `text`: empty where there is no policy yet.
 * @throws Fault BAD_CONFIG for a policy with mistakes, BAD_INPUT for a waiver with one
 */
export async function withWaiver(file: string, text: string, waiver: NewWaiver, reader: Reader): Promise<string> {
  const { policy, value } = await soundPolicy(file, text, reader)
  refuseWrong(waiver, policy.waiverRules ?? DEFAULT_WAIVER_RULES, reader)
  const meant = JSON.stringify({ ...value, waivers: [...(value.waivers ?? []), waiver] })
  for (const candidate of await candidates(file, text, waiver, value)) {
    const [document, another] = (await readYaml(file, candidate)).documents
    if (another === undefined && JSON.stringify(document?.value) === meant) return candidate
  }
  const item = entryLines(0, waiver, 2, 2).join('\n')
  throw new Fault('BAD_CONFIG', `the waiver cannot be added to this text. Add it by hand:\nwaivers:\n${item}`, { file })
}

interface WrittenPolicy {
  readonly waivers?: readonly NewWaiver[]
}

/** @throws Fault the first mistake: what is not understood is not edited */
async function soundPolicy(
  file: string,
  text: string,
  { rules, now }: Reader,
): Promise<{ readonly policy: PolicyFile; readonly value: WrittenPolicy }> {
  const source = await readYaml(file, text)
  const { policy, faults } = await readPolicy(source, rules, now)
  if (faults[0]) throw faults[0]
  return { policy, value: (source.documents[0]?.value ?? {}) as WrittenPolicy }
}

/** In the order in which they look best. */
async function candidates(
  file: string,
  text: string,
  waiver: NewWaiver,
  { waivers }: WrittenPolicy,
): Promise<readonly string[]> {
  const source = await readYaml(file, text)
  const edit =
    waivers !== undefined && waivers.length > 0
      ? source.edit({ op: 'set', path: [0, 'waivers', waivers.length], value: waiver })
      : source.edit({ op: 'set', path: [0, 'waivers'], value: [waiver] })
  const edited = edit ? [text.slice(0, edit.span[0]) + edit.text + text.slice(edit.span[1])] : []
  return waivers === undefined ? [appended(text, waiver), ...edited] : edited
}

/** At the end, on lines that end as the others do. */
function appended(text: string, waiver: NewWaiver): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const start = text === '' || text.endsWith('\n') ? '' : eol
  return `${text}${start}${['waivers:', ...entryLines(0, waiver, 2, 2)].map(line => line + eol).join('')}`
}

/** @throws Fault BAD_INPUT */
function refuseWrong(waiver: NewWaiver, required: WaiverRules, { rules, now }: Reader): void {
  const [mistake] = mistakesIn(waiver, WAIVER_SHAPE, rules)
  const message = mistake?.message ?? ruleTrouble(waiver.rule, rules) ?? endTrouble(waiver.until, required, now)
  if (message !== undefined) throw new Fault('BAD_INPUT', message)
}

/** Scanners have names of their own for what they find: only the slip of a pen is refused. */
function ruleTrouble(rule: string, rules: RuleSet): string | undefined {
  if (isAdvisory(rule, rules) || rules.resolve(rule).length > 0) return undefined
  const hint = didYouMean(rule, rules.names)
  return hint === '' ? undefined : unknownRule(rule, rules, '', hint)
}

function endTrouble(until: string | undefined, required: WaiverRules, now: Date): string | undefined {
  if (until === undefined)
    return required.until === 'optional'
      ? undefined
      : `\`waive\` requires \`--until\`, the last day: \`--until ${usualEnd(required, now)}\``
  if (until < dayOf(now)) return `invalid \`until\` value \`${until}\`; expected ${dayOf(now)} or later`
  return required.until === 'optional' ? undefined : limitTrouble('until', until, required, now)
}
