import type { Problem } from '../../../core/finding.ts'
import type { Dockerfile, From, ImageName, Instruction, Stage, User } from '../../../docker/ast.ts'
import { expand } from '../../../docker/expand.ts'
import { called, inForce, lastStage, userOf } from '../../../docker/in-force.ts'
import { isWindows } from '../../../docker/windows.ts'
import { rule } from '../../rule.ts'

/** The FROM that a stage is built from in the end. */
function baseOf(stage: Stage): From {
  let { from } = stage
  while (from.parent) from = from.parent.from
  return from
}

/** Images whose last USER is not root (their own Dockerfiles). */
const SET_A_USER = new Set(['jenkins/jenkins', 'jenkins/agent', 'jenkins/inbound-agent', 'library/memcached'])

/**
 * Images that set a USER of their own and say so: distroless and others tag `nonroot`, nginx-unprivileged and
 * rootless variants by name, Chainguard and Bitnami by policy, and .NET where it has no shell.
 */
const isNonRoot = ({ registry, repository, tag = '' }: ImageName): boolean =>
  /nonroot|non-root|rootless|unprivileged/.test(`${repository}:${tag}`) ||
  registry === 'cgr.dev' ||
  SET_A_USER.has(repository) ||
  /^(bitnami|bitnamilegacy|bitnamisecure)\//.test(repository) ||
  (registry === 'mcr.microsoft.com' && repository.startsWith('dotnet/') && /-(chiseled|distroless)/.test(tag))

/** Accounts that Windows images come with. */
const WINDOWS_USERS = new Set(['containeruser', 'containeradministrator'])

/** A number that the runtime takes for root, or the name. */
const ROOT = /^(root|0+)(:|$)/

type Values = ReadonlyMap<string, string>

/** The last value that the ENVs, or the ARGs, of a body give each name. */
const valuesOf = (body: readonly Instruction[], is: 'ENV' | 'ARG'): Values =>
  new Map(
    body.flatMap(one =>
      one.is === is ? one.pairs.flatMap(({ key, value }) => (value ? [[key.value, value.value] as const] : [])) : [],
    ),
  )

const wholes = {
  ENV: new WeakMap<readonly Instruction[], Values>(),
  ARG: new WeakMap<readonly Instruction[], Values>(),
}

/** The same of a whole body, which many may ask for. */
function valuesOfAll(body: readonly Instruction[], is: 'ENV' | 'ARG'): Values {
  const known = wholes[is].get(body)
  if (known) return known
  const values = valuesOf(body, is)
  wholes[is].set(body, values)
  return values
}

/** How far back a variable is looked for: nobody builds stages upon so many others. */
const MOST_STAGES = 100

/** What the ENVs, or the ARGs, have set where a USER stands, nearest first. */
function valuesAt(user: User, is: 'ENV' | 'ARG'): readonly Values[] {
  const values = [valuesOf(user.siblings.slice(0, user.siblings.indexOf(user)), is)]
  for (let stage = user.stage?.from.parent; stage && values.length < MOST_STAGES; stage = stage.from.parent)
    values.push(valuesOfAll(stage.body, is))
  return values
}

const lookUp = (values: readonly Values[], name: string): string | undefined =>
  values.find(known => known.has(name))?.get(name)

/** Nobody has a longer name. */
const LONGEST_NAME = 100

/** Who a USER is, with the values of its variables put in: ENV goes before ARG, whichever comes last. */
function whoIs(user: User, { head, escape: esc }: Dockerfile): string {
  const { name } = user
  if (name.variables.length === 0 || name.text.length > LONGEST_NAME) return name.value
  const values = [...valuesAt(user, 'ENV'), ...valuesAt(user, 'ARG'), valuesOfAll(head, 'ARG')]
  return expand(name.text, { get: variable => lookUp(values, variable) }, { escape: esc }).text
}

const imageUser = (dockerfile: Dockerfile): User | undefined => {
  const stage = lastStage(dockerfile)
  return stage && userOf.after(stage)
}

/** Whether something says what to start. */
const isStarted = inForce<boolean>(
  () => false,
  (before, { is }) => before || is === 'CMD' || is === 'ENTRYPOINT',
)

const RUNS_AS_ROOT = 'nothing in the last stage sets a `USER`, so the image runs as root'
const RUNS_AS_BASE = 'nothing sets a `USER`: the image runs as its base does, mostly root'

export const userMissing = rule({
  id: 'user-missing',
  title: 'No USER: the image runs as root',
  why: 'The process is root in its container: a hole in it lets an attacker change the image’s files, and one in the runtime leads to root on the node.',
  help: 'End the last stage with a user that is not root, as a number so that Kubernetes can check it: `USER 65532:65532`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    checkov: 'CKV_DOCKER_3',
    kics: 'fd54f200-402c-4333-a5a4-36ef6709af2f',
    trivy: ['DS-0002', 'AVD-DS-0002', 'DS002'],
  },
  on: 'dockerfile',
  check(dockerfile) {
    const stage = lastStage(dockerfile)
    if (!stage || userOf.after(stage)) return
    const base = baseOf(stage)
    const { resolved } = base
    if (base.image.value === '' || isWindows(base) || (resolved && isNonRoot(resolved))) return
    const isEmpty = base.image.value.toLowerCase() === 'scratch'
    const isIdle = isEmpty && !isStarted.after(stage)
    return {
      at: stage.from.image,
      message: isEmpty || resolved?.repository.startsWith('library/') ? RUNS_AS_ROOT : RUNS_AS_BASE,
      ...(isIdle && { severity: 'info' as const }),
      fix: {
        title: 'Run as user 65532',
        safe: false,
        changes: [{ op: 'insert-after', node: stage.body.at(-1) ?? stage.from, text: '\nUSER 65532:65532' }],
      },
    }
  },
})

const rootPeers = {
  hadolint: 'DL3002',
  trivy: ['DS-0002', 'AVD-DS-0002', 'DS002', 'docker-least-privilege-user', 'least-privilege-user'],
  checkov: 'CKV_DOCKER_8',
  kics: '67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae',
  dockle: 'CIS-DI-0001',
}

/** Stages that end as root by a USER of their own, and are not the image: somebody may build one with `--target`. */
function rootStages(dockerfile: Dockerfile): readonly Problem[] {
  const known = imageUser(dockerfile)
  const { hadolint: _, ...unlike } = rootPeers
  return dockerfile.stages.slice(0, -1).flatMap((stage): readonly Problem[] => {
    const user = stage.body.findLast(one => one.is === 'USER')
    if (!user || user === known) return []
    const who = whoIs(user, dockerfile)
    return ROOT.test(who)
      ? [{ at: user, severity: 'info', message: `${called(stage)} ends as \`${who}\``, unlike }]
      : []
  })
}

export const userRoot = rule({
  id: 'user-root',
  title: 'The last USER is root',
  why: 'The process is root in its container: a hole in it lets an attacker change the image’s files, and one in the runtime leads to root on the node.',
  help: 'Do what needs root first, then end with a user that is not root: `USER 65532:65532`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: rootPeers,
  on: 'dockerfile',
  check(dockerfile) {
    const user = imageUser(dockerfile)
    const who = user && whoIs(user, dockerfile)
    const problems = rootStages(dockerfile)
    return who && ROOT.test(who) ? [...problems, { at: user, message: `the image runs as \`${who}\`` }] : problems
  },
})

/** The name of a user, with the values of ENV put in; an ARG is for whoever builds to choose. */
function nameOf(user: User): string {
  const { value, text, variables } = user.name
  if (variables.length === 0 || text.length > LONGEST_NAME) return value
  const values = valuesAt(user, 'ENV')
  return expand(value, { get: name => lookUp(values, name) }, { escape: '\\', keepUnset: true }).text
}

export const userNotNumeric = rule({
  id: 'user-not-numeric',
  title: 'USER is a name, not a number',
  why: 'Kubernetes cannot tell whether a name is root: with `runAsNonRoot: true` the pod does not start.',
  help: 'Write the user id: `USER 65532:65532`.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3066' },
  on: 'user',
  check(user) {
    if (user.onbuild || (user.stage && (!user.stage.final || userOf.after(user.stage) !== user))) return
    const who = nameOf(user)
    const [name = ''] = who.split(':')
    if (/^\d*$/.test(name) || name.includes('$') || ROOT.test(who)) return
    if (WINDOWS_USERS.has(name.toLowerCase()) || (user.stage && isWindows(baseOf(user.stage)))) return
    return { at: user.name, message: `user \`${name}\` is a name` }
  },
})
