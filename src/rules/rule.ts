import type { Problem } from '../core/finding.ts'
import type { RuleMeta } from '../core/rule.ts'
import type { Severity } from '../core/severity.ts'
import type {
  Cmd,
  Copy,
  Dockerfile,
  Entrypoint,
  Env,
  From,
  Healthcheck,
  Instruction,
  Run,
  Stage,
  User,
} from '../docker/ast.ts'
import type { Container } from '../kube/container.ts'
import type { Component } from '../kube/control-plane/component.ts'
import type { Resource } from '../kube/resource.ts'
import type { Workload } from '../kube/workload.ts'
import type { Deployed } from '../world/deployed.ts'
import type { Scanned } from '../world/scanned.ts'
import type { World } from '../world/world.ts'

/** What a rule may ask to be shown, one at a time. */
export interface Subjects {
  resource: Resource
  workload: Workload
  container: Container
  /** A program of the control plane or of a node, as one place sets it up. */
  component: Component
  dockerfile: Dockerfile
  stage: Stage
  /** Every instruction, triggers of ONBUILD too. */
  instruction: Instruction
  from: From
  run: Run
  /** COPY and ADD. */
  copy: Copy
  /** ENV, ARG and LABEL. */
  env: Env
  user: User
  cmd: Cmd
  entrypoint: Entrypoint
  healthcheck: Healthcheck
  /** One row of a scan report. */
  scan: Scanned
  /** A container with what is known of its image. */
  'container image': Deployed
}
export type Scope = keyof Subjects

export type Options = Readonly<Record<string, unknown>>

export interface Context<O = Options> {
  readonly options: O
  /** Everything else that was read: a rule may look anywhere, and reports on its own subject. */
  readonly world: World
  /** The Kubernetes minor the objects are meant for: 36 for 1.36. */
  readonly kubernetes: number
}

/** What `check` may answer: nothing when all is well. */
export type Found = Problem | readonly Problem[] | undefined

export interface Rule<S extends Scope = Scope, O extends Options = Options> extends RuleMeta {
  readonly on: S
  /** For `resource`, `workload`, `container` and `component`: only of these kinds. */
  readonly kinds?: readonly string[]
  /**
   * Ids of rules of the same scope whose problems are redundant while this one is on the same subject: they are not
   * reported, and their peers' ids stand at what is to be mended first.
   */
  readonly covers?: readonly string[]
  /**
   * Ids of rules of the same scope that report the same fault more precisely: where one of them runs and has a problem on
   * the same subject, those of this rule are not reported, and its peers' ids are with the other.
   */
  readonly yieldsTo?: readonly string[]
  /** Defaults; their types are the types a policy may set. */
  readonly options?: O
  /** What each of them does, for people: a sentence without its full stop. */
  readonly optionHelp?: { readonly [Name in keyof O]: string }
  /** Whether a subject has what the rule judges, however it is set; by default it does. Frameworks ask, to pass no control in vain. */
  concerns?(subject: Subjects[S], context: Omit<Context, 'options'>): boolean
  /** Pure. Method syntax on purpose: it lets a Rule<'run'> stand in a list of Rule. */
  check(subject: Subjects[S], context: Context<O>): Found
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds rules of every scope; only the engine calls them, by scope.
export type AnyRule = Rule<any, any>

/** A rule as it is to run. */
export interface EnabledRule {
  readonly rule: AnyRule
  readonly options: Options
  /** Set when the policy says how grave it is here. */
  readonly severity?: Severity
  /** The policy names it: each of its problems is reported, whatever profile has them. */
  readonly isNamed?: true
  /** It runs for a framework only: what it finds is noted, whatever its severity. */
  readonly isNoted?: boolean
}

/** Identity: it only lends the compiler's eye. */
export function rule<const S extends Scope, O extends Options = Record<never, never>>(init: Rule<S, O>): Rule<S, O> {
  return init
}
