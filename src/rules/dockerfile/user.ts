import type { Dockerfile, From, ImageName, Stage, User } from '../../docker/ast.ts'
import { expand } from '../../docker/expand.ts'
import { rule } from '../rule.ts'
import { inForce, lastStage, userOf } from './in-force.ts'

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

/** Windows knows no user ids, and no root. */
const isWindows = ({ image, resolved, platform }: From): boolean =>
  /windows|nanoserver|servercore/.test(`${image.value} ${resolved?.repository} ${resolved?.tag} ${platform?.value}`)

/** Accounts that Windows images come with. */
const WINDOWS_USERS = new Set(['containeruser', 'containeradministrator'])

/** A number that the runtime takes for root, or the name. */
const ROOT = /^(root|0+)(:|$)/

/** What a variable holds where a USER stands, as far as the file says; ENV goes before ARG, whichever comes last. */
function valueAt(user: User, name: string, { head }: Dockerfile): string | undefined {
  const stages: Stage[] = []
  for (let stage = user.stage; stage; stage = stage.from.parent) stages.push(stage)
  const before = [...head, ...stages.reverse().flatMap(({ body }) => body)].filter(one => one.span[0] < user.span[0])
  const valueIn = (is: 'ENV' | 'ARG'): string | undefined =>
    before.flatMap(one => (one.is === is ? one.pairs : [])).findLast(({ key, value }) => key.value === name && value)
      ?.value?.value
  return valueIn('ENV') ?? valueIn('ARG')
}

/** Nobody has a longer name. */
const LONGEST_NAME = 100

/** Who a USER is, with the values of its variables put in. */
const whoIs = (user: User, dockerfile: Dockerfile): string =>
  user.name.text.length > LONGEST_NAME
    ? user.name.value
    : expand(user.name.text, { get: name => valueAt(user, name, dockerfile) }, dockerfile).text

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
  on: 'dockerfile',
  severity: 'high',
  title: 'No USER: the image runs as root',
  why: 'The process is root in its container: a hole in it lets an attacker change the image’s files, and one in the runtime leads to root on the node.',
  help: 'End the last stage with a user that is not root, as a number so that Kubernetes can check it: `USER 65532:65532`.',
  peers: {
    checkov: 'CKV_DOCKER_3',
    kics: 'fd54f200-402c-4333-a5a4-36ef6709af2f',
    trivy: ['DS-0002', 'AVD-DS-0002', 'DS002'],
  },
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

export const userRoot = rule({
  id: 'user-root',
  on: 'dockerfile',
  severity: 'high',
  title: 'The last USER is root',
  why: 'The process is root in its container: a hole in it lets an attacker change the image’s files, and one in the runtime leads to root on the node.',
  help: 'Do what needs root first, then end with a user that is not root: `USER 65532:65532`.',
  peers: {
    hadolint: 'DL3002',
    trivy: ['DS-0002', 'AVD-DS-0002', 'DS002', 'docker-least-privilege-user', 'least-privilege-user'],
    checkov: 'CKV_DOCKER_8',
    kics: '67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae',
    dockle: 'CIS-DI-0001',
  },
  check(dockerfile) {
    const user = imageUser(dockerfile)
    const who = user && whoIs(user, dockerfile)
    if (!who || !ROOT.test(who)) return
    return { at: user, message: `the image runs as \`${who}\`` }
  },
})

export const userNotNumeric = rule({
  id: 'user-not-numeric',
  on: 'user',
  severity: 'info',
  title: 'USER is a name, not a number',
  why: 'Kubernetes cannot tell whether a name is root: with `runAsNonRoot: true` the pod does not start.',
  help: 'Write the user id: `USER 65532:65532`.',
  peers: { hadolint: 'DL3066' },
  check(user) {
    const [name = ''] = user.name.value.split(':')
    if (/^\d*$/.test(name) || name.includes('$') || ROOT.test(user.name.value) || user.onbuild) return
    if (WINDOWS_USERS.has(name.toLowerCase()) || (user.stage && isWindows(baseOf(user.stage)))) return
    if (user.stage && (!user.stage.final || userOf.after(user.stage) !== user)) return
    return { at: user.name, message: `user \`${name}\` is a name` }
  },
})
