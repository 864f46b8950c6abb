import type { Problem } from '../core/finding.ts'
import { fingerprintOf } from '../core/fingerprint.ts'
import type { Path, Spanned } from '../core/location.ts'
import { partitionPoint } from '../core/search.ts'
import type { Dockerfile, Instruction } from '../docker/ast.ts'
import { parseImageName } from '../docker/image-name.ts'
import { Container } from '../kube/container.ts'
import type { Json, Resource } from '../kube/resource.ts'
import type { AnyRule } from '../rules/rule.ts'
import { redact } from '../secrets/redact.ts'
import { shownTextOf } from './shown.ts'
import type { SubjectInContext } from './subjects.ts'

/**
 * What makes a finding the same one tomorrow: its rule, whom it is about, and the value that the rule judges. Never where
 * or how that is written, never a version, and never a secret: a short one could be guessed from its fingerprint.
 */
export const identityOf = (rule: AnyRule, problem: Problem, shown: SubjectInContext): string =>
  [rule.id, shown.about.identity, ...judgedBy(rule, problem, shown), problem.code?.id ?? ''].join('\0')

/** Whom it is about. */
export const subjectIn = (identity: string): string => identity.split('\0', 2)[1] ?? ''

/** What a finding is recognized by. */
export interface Identified {
  readonly identity: string
  /** Of the identity and of its number among equals: a third copy of a fault is new even when two were known. */
  readonly fingerprint: string
}

/** What the findings of a run are recognized by: all of it is made when one is asked for, which text output never does. */
export class Identities {
  readonly #ordinals = new Map<string, number>()
  readonly #waiting: NumberedIdentity[] = []

  /** Of the next finding. */
  add(make: () => string): Identified {
    const next = new NumberedIdentity(this, make)
    this.#waiting.push(next)
    return next
  }

  makeAll(): void {
    for (const one of this.#waiting.splice(0)) one.make(this.#ordinals)
  }
}

class NumberedIdentity implements Identified {
  readonly #all: Identities
  #make: (() => string) | undefined
  #identity = ''
  #ordinal = 0

  constructor(all: Identities, make: () => string) {
    this.#all = all
    this.#make = make
  }

  make(ordinals: Map<string, number>): void {
    this.#identity = this.#make?.() ?? ''
    // Nobody needs any more what it was made from.
    this.#make = undefined
    this.#ordinal = ordinals.get(this.#identity) ?? 0
    ordinals.set(this.#identity, this.#ordinal + 1)
  }

  get identity(): string {
    this.#all.makeAll()
    return this.#identity
  }

  get fingerprint(): string {
    return fingerprintOf(this.identity, this.#ordinal)
  }
}

function judgedBy(
  rule: AnyRule,
  { at, judged }: Problem,
  { on, source, subject, object }: SubjectInContext,
): readonly string[] {
  if (on === 'scan') return []
  if (judged !== undefined) return [judged]
  if (object) return 'span' in at ? [] : judgedInObject(rule, at, { subject, object })
  return 'span' in at ? judgedInDockerfile(at, source as Dockerfile) : []
}

/**
 * The way down from the object, with names of items instead of their numbers, and the scalar that it leads to. From a
 * container, the way begins there, and for what its pod sets for it in the pod: in force is the same.
 */
function judgedInObject(rule: AnyRule, at: Path, { subject, object }: InObject): readonly string[] {
  const { root, json, kind, source } = object
  const { sensitive } = rule
  const from = subject instanceof Container ? startOf(subject, at) : root.length
  const steps: string[] = []
  let value = json
  for (const [index, step] of at.entries()) {
    if (index < root.length) continue
    value = value?.[step]
    if (index < from) continue
    const hasName = typeof value?.name === 'string' && !source.varies?.([...at.slice(0, index + 1), 'name'])
    steps.push(typeof step === 'string' ? step : hasName ? value.name : '')
  }
  const name = steps.at(-1) || (steps.at(-2) ?? '')
  const isShown = !sensitive && kind !== 'Secret' && !source.varies?.(at)
  return [steps.join('/'), isShown ? shownValue(name, value) : '']
}

type InObject = Pick<SubjectInContext, 'subject'> & { readonly object: Resource }

function startOf({ path, workload: { podPath } }: Container, at: Path): number {
  const outer = [path, podPath].find(whole => whole.every((step, index) => at[index] === step))
  return outer?.length ?? 0
}

function shownValue(name: string, value: Json): string {
  if (typeof value !== 'string') return value === Object(value) ? '' : String(value ?? '')
  if (name === 'image') return withoutVersion(value)
  const written = `${name}: ${value}`
  return redact(written) === written ? value : ''
}

/** The instruction, and the words of it that are pointed at, as they may be shown. */
function judgedInDockerfile(at: Spanned, dockerfile: Dockerfile): readonly string[] {
  const instruction = instructionAt(at, dockerfile)
  if (!instruction) return []
  // Who points at the whole of it judges its form.
  if (at.span[0] === instruction.span[0] && at.span[1] >= instruction.span[1]) return [instruction.is]
  const text = shownTextOf(dockerfile).slice(...at.span)
  return [
    instruction.is,
    text.replaceAll(`${dockerfile.escape}\n`, ' ').split(/\s+/).map(withoutVersion).join(' ').trim(),
  ]
}

function instructionAt({ span: [start] }: Spanned, { instructions }: Dockerfile): Instruction | undefined {
  return instructions[partitionPoint(instructions.length, index => instructions[index]!.span[0] <= start) - 1]
}

/** `name:tag`, `name@digest`, `name=1.2`, `name-1.2.tgz` and `--from=name:tag` without what the next release changes. */
function withoutVersion(word: string): string {
  const [, flag = '', value = ''] = /^(--[\w-]+=)?(.*)$/s.exec(word) ?? []
  const [, server = '', rest = ''] = /^([a-z]+:\/\/[^/]*)?(.*)$/s.exec(value) ?? []
  const name = server === '' ? imageName(rest) : rest
  // The length of a secret would tell something of it.
  return flag + server + name.replace(VERSION, '').replace(/\*+/g, '*')
}

/** The name by which Docker Hub is left out, as most write it. */
function imageName(text: string): string {
  const image = parseImageName(text)
  if (!image) return text
  return image.registry === 'docker.io' ? image.repository.replace(/^library\//, '') : image.name
}

/** Behind the name of a package or an image, or a number with a dot anywhere. */
const VERSION = /(?:[=~<>!^]=?|@)v?\d[\w.+:~-]*$|(?<=[\w\]}]):[\w${][^/\s]*$|v?\d+(?:\.\d+)+[\w+~-]*/g
