import type { Path } from '../../core/location.ts'
import { isTemplated } from '../filled-in-later.ts'
import { isUnset, type Json, type Resource } from '../resource.ts'
import { defaultOf } from './defaults.ts'
import { fieldOf } from './fields.ts'

/** The programs of a control plane and of its nodes, by what they are called in their own documentation. */
export type ComponentName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-proxy'
  | 'kube-scheduler'
  | 'kubelet'

/**
 * How a component is set up, which decides what applies to settings that are absent: the defaults of the program, of the format of
 * its file, or what kubeadm adds. Of a `part` nobody can tell: others add to it.
 */
export type Form = 'command' | 'file' | 'kubeadm' | 'part'

/** A flag, or the field of a file that stands for it. */
export interface Setting {
  readonly value: string
  readonly at: Path
  /** As it is written in this form: `--read-only-port`, `readOnlyPort`. */
  readonly name: string
}

/** What a component runs with: the setting that states it, if one does, and the value; `undefined` when it has none. */
export interface InEffect {
  readonly setting: Setting | undefined
  readonly value: string | undefined
}

/** By flag, without dashes in front: `anonymous-auth`. */
export type Settings = ReadonlyMap<string, Setting>

/** Files that a flag names, and the flags that they replace; without a list, all of them. */
const FILES: Readonly<Record<string, readonly string[] | undefined>> = {
  'authentication-config': ['anonymous-auth'],
  'authorization-config': ['authorization-mode'],
  config: undefined,
  'config-dir': undefined,
  'config-file': undefined,
}

/** Older flags that do the same. */
const FORMER: Readonly<Record<string, string>> = { 'enable-admission-plugins': 'admission-control' }

/** One component, as one place of an object sets it up. */
export class Component {
  readonly name: ComponentName
  readonly resource: Resource
  /** Where it is named: its command, or the map of its settings. */
  readonly at: Path
  readonly form: Form
  readonly settings: Settings

  constructor(
    resource: Resource,
    init: { readonly name: ComponentName; readonly at: Path; readonly form: Form; readonly settings: Settings },
  ) {
    this.resource = resource
    this.name = init.name
    this.at = init.at
    this.form = init.form
    this.settings = init.settings
  }

  /** `undefined` when that is decided elsewhere, or by a variable. */
  inEffect(flag: string, kubernetes: number): InEffect | undefined {
    const setting = this.settings.get(flag) ?? this.settings.get(FORMER[flag] ?? '')
    if (setting) return isTemplated(setting.value) ? undefined : { setting, value: setting.value }
    if (this.form === 'part' || this.#isInFile(flag)) return undefined
    return { setting: undefined, value: defaultOf(this, flag, kubernetes) }
  }

  /** What a flag is called in this form. */
  nameOf(flag: string): string {
    return this.form === 'file' ? fieldOf(flag) : `--${flag}`
  }

  #isInFile(flag: string): boolean {
    return Object.entries(FILES).some(([file, flags]) => this.settings.has(file) && (flags?.includes(flag) ?? true))
  }
}

/** A scalar, a list or a map of scalars as a flag has it: `true`, `a,b`, `a=true,b=false`; `undefined` for anything else. */
export function flagValue(value: Json): string | undefined {
  if (isUnset(value)) return undefined
  if (typeof value !== 'object') return String(value)
  const parts = Array.isArray(value)
    ? value.map(scalar)
    : Object.entries(value).map(([key, one]) => `${key}=${scalar(one)}`)
  return parts.join(',')
}

const scalar = (value: Json): string => (typeof value === 'object' ? '' : String(value))

/** Flags are the same with `_` and `-`. */
export const flagName = (word: string): string => word.replace(/^--?/, '').replaceAll('_', '-')
