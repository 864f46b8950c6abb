import type { Finding, ResourceRef } from '../core/finding.ts'
import { groupBy } from '../core/group.ts'
import { once } from '../core/memo.ts'
import type { Source } from '../core/source.ts'
import type { Dockerfile, Instruction, Stage } from '../docker/ast.ts'
import { parseImageName } from '../docker/image-name.ts'
import type { Container } from '../kube/container.ts'
import type { Component } from '../kube/control-plane/component.ts'
import { componentsOf } from '../kube/control-plane/components.ts'
import type { Resource } from '../kube/resource.ts'
import type { AnyRule, Context, Scope, Subjects } from '../rules/rule.ts'
import type { ScanFinding, ScannedPackage, ScanReport } from '../scans/model/report.ts'
import { redact } from '../secrets/redact.ts'
import { deployed } from '../world/deployed.ts'
import type { Scanned } from '../world/scanned.ts'
import type { World } from '../world/world.ts'
import { subjectIn } from './identity.ts'
import type { About } from './locate.ts'

/** One thing to show to the rules that asked for its scope. */
export interface SubjectInContext {
  readonly on: Scope
  /** The kind of the object, for rules that ask only for some. */
  readonly kind: string
  readonly subject: Subjects[Scope]
  readonly source: Source
  readonly about: About
  /** What paths lead down from. */
  readonly object?: Resource
}

/** The name of a file in fingerprints: that of the change, where git says that it was renamed. */
export type FileName = (file: string) => string

/** Everything in the world, one after the other, in the order it was read. Scopes that nobody wants are passed over. */
export function* subjectsOf(
  world: World,
  wanted: ReadonlySet<Scope>,
  fileName: FileName = file => file,
): Generator<SubjectInContext> {
  for (const resource of world.resources) yield* subjectsInResource(world, resource, wanted)
  if (wanted.has('component')) for (const resource of world.configurations) yield* componentsIn(world, resource)
  for (const dockerfile of world.dockerfiles) yield* subjectsInDockerfile(dockerfile, wanted, fileName)
  if (wanted.has('scan')) yield* inReports(world)
}

/** The ids of the rules that have something to judge in the world, of those given. */
export function concernedRules(
  { isOfTests, ...context }: Omit<Context, 'options'> & { readonly isOfTests: (shown: SubjectInContext) => boolean },
  rules: readonly AnyRule[],
): ReadonlySet<string> {
  const open = new Map([...groupBy(rules, ({ on }) => on as Scope)].map(([on, here]) => [on, new Set(here)]))
  const found = new Set<string>()
  for (const shown of subjectsOf(context.world, new Set(open.keys()))) {
    if (isOfTests(shown)) continue
    const { on, kind, subject } = shown
    for (const rule of open.get(on) ?? []) {
      if (rule.kinds?.includes(kind) === false || rule.concerns?.(subject, context) === false) continue
      found.add(rule.id)
      open.get(on)?.delete(rule)
    }
  }
  return found
}

/** Tells whether a file has what a finding is about. A scan is made of an image, wherever its report lies. */
export function holderOf(world: World): (file: string, finding: Pick<Finding, 'area' | 'identity'>) => boolean {
  const subjects = once(() => {
    const all = [...subjectsOf(world, HELD)].map(({ source, about }) => `${source.file}\0${about.identity}`)
    return new Set(all)
  })
  return (file, { area, identity }) => area !== 'image' && subjects().has(`${file}\0${subjectIn(identity)}`)
}

const HELD: ReadonlySet<Scope> = new Set(['resource', 'container', 'component', 'dockerfile', 'stage'])

function* inReports(world: World): Generator<SubjectInContext> {
  const names = new Map<ScanReport, string>()
  for (const scanned of world.scanned()) {
    const { source } = scanned
    const { report } = scanned.reports[0]
    const name = names.get(report) ?? nameOfScanned(report)
    names.set(report, name)
    yield { on: 'scan', kind: '', subject: scanned, source, about: aboutScan(scanned, name) }
  }
}

function aboutScan({ reports, finding }: Scanned, name: string): About {
  const { package: pkg, fixed, kev, epss } = finding
  const { image } = reports[0].report
  return {
    subject: [name, ...(pkg ? [`${pkg.name}@${pkg.version}`] : []), finding.file?.path, finding.id]
      .filter(part => part !== undefined)
      .join(' › '),
    identity: JSON.stringify([name, pkg?.type, pkg?.name, finding.file?.path, finding.id]),
    ...(image && {
      image: {
        ref: image.ref,
        ...(image.digest !== undefined && { digest: image.digest }),
        ...(image.platform !== undefined && { platform: image.platform }),
        ...pathInside(finding),
      },
    }),
    ...(pkg && { package: { name: pkg.name, version: pkg.version, ...(fixed && { fixed }), ...typeOf(pkg) } }),
    ...((kev !== undefined || epss !== undefined) && {
      risk: { ...(kev !== undefined && { kev }), ...(epss !== undefined && { epss }) },
    }),
  }
}

/** Of a package, or of what was found in a file. */
function pathInside({ package: pkg, place }: ScanFinding): { path?: string } {
  const path = pkg?.path ?? place?.replace(/:\d+$/, '')
  return path === undefined ? {} : { path }
}

const typeOf = ({ type, purl }: ScannedPackage): { type?: string; purl?: string } => ({
  ...(type !== undefined && { type }),
  ...(purl !== undefined && { purl }),
})

/** Without its tag: the same image has another one tomorrow, and what was known of it stays known. */
function nameOfScanned({ image, file }: ScanReport): string {
  const ref = image?.ref ?? file
  const shown = redact(ref)
  // What is hidden must not be taken apart.
  return shown === ref ? (parseImageName(ref)?.name ?? ref) : shown
}

export function* subjectsInResource(
  world: World,
  resource: Resource,
  wanted: ReadonlySet<Scope>,
): Generator<SubjectInContext> {
  const { source, kind } = resource
  const shared = { kind, source, object: resource }
  const about = aboutResource(resource)
  if (wanted.has('resource')) yield { ...shared, on: 'resource', subject: resource, about }
  if (wanted.has('component')) yield* componentsIn(world, resource)
  if (!['workload', 'container', 'container image'].some(scope => wanted.has(scope as Scope))) return
  for (const workload of world.workloadsOf(resource)) {
    if (wanted.has('workload')) yield { ...shared, on: 'workload', subject: workload, about }
    if (!wanted.has('container') && !wanted.has('container image')) continue
    for (const container of workload.containers) {
      const inContainer = { ...shared, about: aboutContainer(container, about) }
      yield { ...inContainer, on: 'container', subject: container }
      if (wanted.has('container image'))
        yield { ...inContainer, on: 'container image', subject: deployed(world, container) }
    }
  }
}

function* componentsIn(world: World, resource: Resource): Generator<SubjectInContext> {
  const { source, kind } = resource
  const about = aboutResource(resource)
  for (const component of componentsOf(resource, world.workloadsOf(resource)))
    yield {
      kind,
      source,
      object: resource,
      on: 'component',
      subject: component,
      about: aboutComponent(component, about),
    }
}

function aboutResource(resource: Resource): About {
  const { handle, kind, namespace, source, origin } = resource
  const isVarying = source.varies?.(resource.at('metadata', 'name')) === true
  return {
    subject: handle,
    identity: isVarying ? [kind, namespace].filter(Boolean).join('/') : withoutHash(resource),
    resource: refOf(resource),
    ...(origin && { origin: origin.root }),
  }
}

/** Kustomize names what it generates after its contents, in these letters. */
const withoutHash = ({ handle, kind, origin }: Resource): string =>
  origin?.by === 'kustomize' && (kind === 'ConfigMap' || kind === 'Secret')
    ? handle.replace(/-[bcdfghkmt2456789]{10}$/, '')
    : handle

function aboutContainer(container: Container, about: About): About {
  const isVarying = container.source.varies?.(container.at('name')) === true
  return {
    ...about,
    subject: container.handle,
    identity: `${about.identity} › ${isVarying ? '' : container.name}`,
    resource: { ...refOf(container.workload.resource), container: container.name },
  }
}

const aboutComponent = ({ name }: Component, about: About): About => ({
  ...about,
  subject: `${about.subject} › ${name}`,
  identity: `${about.identity} › ${name}`,
})

const refOf = (resource: Resource): ResourceRef => ({
  kind: resource.kind,
  name: resource.name,
  ...(resource.namespace !== undefined && { namespace: resource.namespace }),
})

export function* subjectsInDockerfile(
  dockerfile: Dockerfile,
  wanted: ReadonlySet<Scope>,
  fileName: FileName = file => file,
): Generator<SubjectInContext> {
  const shared = { kind: '', source: dockerfile }
  const file = fileName(dockerfile.file)
  const about = { subject: dockerfile.file, identity: file }
  if (wanted.has('dockerfile')) yield { ...shared, on: 'dockerfile', subject: dockerfile, about }
  for (const instruction of dockerfile.head) yield* inInstruction(instruction, { ...shared, about })
  for (const stage of dockerfile.stages) {
    const isLast = stage === dockerfile.stages.at(-1)
    const identity = `${file} › ${stage.name ?? (isLast ? 'last' : stage.index)}`
    const inStage = { ...shared, about: { subject: `${dockerfile.file} › ${stageName(stage)}`, identity } }
    yield* inInstruction(stage.from, inStage)
    if (wanted.has('stage')) yield { ...inStage, on: 'stage', subject: stage }
    for (const instruction of stage.body) yield* inInstruction(instruction, inStage)
  }
}

const stageName = (stage: Stage): string => stage.name ?? `stage ${stage.index}`

/** The narrower scope of a keyword; the others are seen as `instruction` only. */
const SCOPES: Readonly<Record<string, Scope>> = {
  FROM: 'from',
  RUN: 'run',
  COPY: 'copy',
  ADD: 'copy',
  ENV: 'env',
  ARG: 'env',
  LABEL: 'env',
  USER: 'user',
  CMD: 'cmd',
  ENTRYPOINT: 'entrypoint',
  HEALTHCHECK: 'healthcheck',
}

function* inInstruction(
  instruction: Instruction,
  shared: Omit<SubjectInContext, 'on' | 'subject'>,
): Generator<SubjectInContext> {
  yield { ...shared, on: 'instruction', subject: instruction }
  const scope = SCOPES[instruction.is]
  if (scope) yield { ...shared, on: scope, subject: instruction }
  if (instruction.is === 'ONBUILD') yield* inInstruction(instruction.trigger, shared)
}
