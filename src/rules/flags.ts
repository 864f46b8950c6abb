import type { Path } from '../core/location.ts'
import type { Peers, RuleMeta } from '../core/rule.ts'
import type { Severity } from '../core/severity.ts'
import { listed } from '../core/text.ts'
import type { Component, ComponentName, InEffect } from '../kube/control-plane/component.ts'
import { type Context, type Rule, rule } from './rule.ts'

/** What a value should be, in words, when it is something else; empty where the message needs no words for it. */
export type Expectation = (value: string | undefined) => string | undefined

/** Go's strconv.ParseBool. */
const TRUE = /^(?:1|t|true)$/i
const FALSE = /^(?:0|f|false)$/i

export const isTrue = (value: string | undefined): boolean => TRUE.test(value ?? '')

export const items = (value: string | undefined): readonly string[] => (value ?? '').split(',').map(item => item.trim())

/** The flag has to have some value. */
export const isGiven: Expectation = value => (value ? undefined : '')
/** The flag must not be there. */
export const isAbsent: Expectation = value => (value === undefined ? undefined : '')
/** An absent flag without a default is not `true`. */
export const isOn: Expectation = value => (isTrue(value) ? undefined : '`true`')
/** An absent flag without a default is not `false`. */
export const isOff: Expectation = value => (FALSE.test(value ?? '') ? undefined : '`false`')
export const isNotOn: Expectation = value => (isTrue(value) ? '`false`' : undefined)
export const isNotOff: Expectation = value => (FALSE.test(value ?? '') ? '`true`' : undefined)

export const isAtLeast =
  (least: number): Expectation =>
  value =>
    Number(value ?? 0) >= least ? undefined : `at least ${least}`

const LOOPBACK = /^(?:127(?:\.\d+){3}|localhost|\[?::1\]?)(?::\d+)?$/

export const isLoopback = (address: string): boolean => LOOPBACK.test(address)

export const isOnLoopback: Expectation = value => (isLoopback(value ?? '') ? undefined : '`127.0.0.1`')

export const holds =
  (item: string): Expectation =>
  value =>
    items(value).includes(item) ? undefined : ''

export const lacks =
  (item: string): Expectation =>
  value =>
    items(value).includes(item) ? '' : undefined

/** A flag that is not as expected. */
interface Failing extends InEffect {
  readonly flag: string
  readonly expected: string
}

/** A rule on flags of one component. */
interface FlagRule extends RuleMeta, Pick<Rule, 'covers'> {
  readonly component: ComponentName
  readonly flags: readonly string[]
  readonly expects: Expectation
  /** Ids of peers that ask for the opposite. */
  readonly unlike?: Peers
  /** When the rule does not apply. */
  readonly unless?: (component: Component, context: Context) => boolean
  /** What follows the name of the component; by default, what is set and what is expected. */
  readonly says?: (first: Failing) => string
  /** Only where it is not that of the rule. */
  readonly severityOf?: (component: Component, first: Failing, context: Context) => Severity | undefined
}

/** Addresses, numbers and modes are shown; names of files and lists are not. */
function described(component: Component, failing: readonly Failing[]): string {
  const [{ setting, value, expected }] = failing as readonly [Failing]
  const wanted = expected && `; expected ${expected}`
  if (setting) {
    const shown = value === '' ? 'nothing' : `\`${value}\``
    return `sets \`${setting.name}\`${expected || value === '' ? ` to ${shown}` : ''}${wanted}`
  }
  const names = failing.filter(one => !one.setting).map(({ flag }) => `\`${component.nameOf(flag)}\``)
  const isDefault = value === undefined ? '' : `, which defaults to \`${value}\``
  return `${names.length > 1 ? `sets neither ${listed(names, 'nor')}` : `does not set ${listed(names)}`}${isDefault}${wanted}`
}

/** Finds the flags of a component that are not as they should be: one problem, at the first of them. */
export function flagRule({
  component: name,
  flags,
  expects,
  unless,
  says,
  severityOf,
  unlike,
  ...meta
}: FlagRule): Rule<'component'> {
  return rule({
    ...meta,
    on: 'component',
    // Where a flag is set elsewhere, or by a variable, nothing is known of it.
    concerns: (component, { kubernetes }) =>
      component.name === name && flags.some(flag => component.inEffect(flag, kubernetes) !== undefined),
    check(component, context) {
      if (component.name !== name || unless?.(component, context)) return
      const failing = flags.flatMap((flag): Failing[] => {
        const effect = component.inEffect(flag, context.kubernetes)
        const expected = effect && expects(effect.value)
        return effect && expected !== undefined ? [{ ...effect, flag, expected }] : []
      })
      const [first] = failing
      if (!first) return
      const at: Path = first.setting?.at ?? component.at
      const severity = severityOf?.(component, first, context)
      return {
        at,
        judged: first.flag,
        message: `${name} ${says?.(first) ?? described(component, failing)}`,
        ...(severity && { severity }),
        ...(unlike && { unlike }),
      }
    },
  })
}
