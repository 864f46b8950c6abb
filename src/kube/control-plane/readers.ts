import type { Path } from '../../core/location.ts'
import { isMap, type Json, listOf, textOf } from '../resource.ts'
import { flagName, flagValue, type Setting, type Settings } from './component.ts'

/** Where a step below a value is: in the object, or for all of a text the text. */
export type At = (...steps: Path) => Path

/** Reads settings of one component from a value of its own form. */
export type Reader = (value: Json, at: At) => Settings

const collect = (found: readonly (readonly [flag: string, value: Json, at: Path, name?: string])[]): Settings =>
  new Map(
    found.flatMap(([flag, given, at, name = `--${flag}`]): (readonly [string, Setting])[] => {
      const value = flagValue(given)
      return value === undefined ? [] : [[flag, { value, at, name }]]
    }),
  )

/** Arguments without dashes: a map, a list of `{name, value}`, or texts `flag=value`. */
export const fromArguments: Reader = (value, at) => {
  if (isMap(value)) return collect(Object.entries(value as Json).map(([key, one]) => [flagName(key), one, at(key)]))
  const items = typeof value === 'string' ? [value] : listOf(value)
  return collect(
    items.map((item, index) => {
      const here = typeof value === 'string' ? at() : at(index)
      if (isMap(item)) return [flagName(textOf(item.name)), item.value, here]
      const [, flag = '', text = 'true'] = /^([^=]*)(?:=(.*))?$/s.exec(textOf(item)) ?? []
      return [flagName(flag), text, here]
    }),
  )
}

/** Fields of a file, by the flag that each stands for: `authentication.anonymous.enabled`. */
export const fromFields =
  (fields: Readonly<Record<string, string>>): Reader =>
  (value, at) =>
    collect(
      Object.entries(fields).map(([flag, field]) => {
        const steps = field.split('.')
        return [flag, steps.reduce((inner: Json, step) => inner?.[step], value), at(...steps), field]
      }),
    )

/** Flags in camel case that are not the same with dashes. */
const IN_CAMEL_CASE: Readonly<Record<string, string>> = {
  'audit-log-max-age': 'audit-log-maxage',
  'audit-log-max-backups': 'audit-log-maxbackup',
  'audit-log-max-size': 'audit-log-maxsize',
  'make-ip-tables-util-chains': 'make-iptables-util-chains',
  'pod-pids-limit': 'pod-max-pids',
}

function dashed(field: string): string {
  const flag = field
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
  return IN_CAMEL_CASE[flag] ?? flag
}

/** Flags in camel case, as kops has them. */
export const fromCamelCase: Reader = (value, at) =>
  collect(isMap(value) ? Object.entries(value as Json).map(([key, one]) => [dashed(key), one, at(key), key]) : [])

/** AuthorizationConfiguration: each authorizer has a type. */
export const fromAuthorizers: Reader = (value, at) =>
  collect([['authorization-mode', listOf(value).map(one => textOf(one?.type)), at(), 'authorizers']])

/** AuthenticationConfiguration: with conditions, anonymous requests are limited to some paths. */
export const fromAnonymous: Reader = (value, at) =>
  listOf(value?.conditions).length > 0
    ? new Map()
    : collect([['anonymous-auth', value?.enabled, at('enabled'), 'anonymous.enabled']])

/** The authorization of a cluster of kops: a key for the mode. */
export const fromChoice: Reader = (value, at) =>
  isMap(value) && Object.hasOwn(value, 'alwaysAllow')
    ? collect([['authorization-mode', 'AlwaysAllow', at('alwaysAllow'), 'authorization']])
    : new Map()
