import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import type { Dockerfile, From, ImageName, Stage, User } from '../../../docker/ast.ts'
import { called, cmdOf, entrypointOf, lastStage, originOf, userOf } from '../../../docker/in-force.ts'
import { variablesAt } from '../../../docker/variables.ts'
import { isWindows } from '../../../docker/windows.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

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

/** A number that the runtime takes for root (Go's `Atoi` reads a sign too), or the name. */
const ROOT = /^(?:root|[-+]?0+)(?::|$)/

/** Without a user the runtime takes root. What comes from a variable may have a value elsewhere. */
const isNoUser = ({ name }: User): boolean => /^(?:""|'')?(?::|$)/.test(name.text)

/** Who a USER is, with the values of its variables put in. */
const whoIs = (user: User): string => variablesAt(user).expand(user.name)

const imageUser = (dockerfile: Dockerfile): User | undefined => {
  const stage = lastStage(dockerfile)
  return stage && userOf.after(stage)
}

const RUNS_AS_ROOT = 'the last stage sets no `USER`, so the image runs as root'
const RUNS_AS_BASE = 'no `USER` is set: the image runs as the user of its base, usually root'

const asNobody = (stage: Stage): Pick<Problem, 'fix'> => {
  const node = stage.body.at(-1) ?? stage.from
  const changes: readonly Change[] = [{ op: 'insert-after', node, text: '\nUSER 65532:65532' }]
  return { fix: { title: 'Run as user 65532', safe: false, changes } }
}

/** True when the image that a stage begins with is known to have a user, or knows none. */
const setsUser = (base: From): boolean =>
  base.image.value === '' || isWindows(base) || (base.resolved !== undefined && isNonRoot(base.resolved))

export const userMissing = rule({
  id: 'user-missing',
  title: 'Image sets no USER and runs as root',
  why: 'The process is root in its container: an exploit can change the image’s files, and a runtime vulnerability leads to root on the node.',
  help: 'End the last stage with a non-root user, numeric so that Kubernetes can verify it: `USER 65532:65532`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    checkov: 'CKV_DOCKER_3',
    kics: 'fd54f200-402c-4333-a5a4-36ef6709af2f',
    trivy: trivyIds('DS-0002'),
  },
  on: 'dockerfile',
  check(dockerfile) {
    const stage = lastStage(dockerfile)
    if (!stage || userOf.after(stage)) return
    const base = originOf.after(stage)!
    if (setsUser(base)) return
    const isEmpty = base.image.value.toLowerCase() === 'scratch'
    const isIdle = isEmpty && !cmdOf.after(stage) && !entrypointOf.after(stage)
    return {
      at: stage.from.image,
      judged: '',
      message: isEmpty || base.resolved?.repository.startsWith('library/') ? RUNS_AS_ROOT : RUNS_AS_BASE,
      ...(isIdle && { severity: 'info' as const }),
      ...asNobody(stage),
    }
  },
})

const rootPeers = {
  hadolint: 'DL3002',
  trivy: trivyIds('DS-0002', 'least-privilege-user'),
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
    const who = whoIs(user)
    return ROOT.test(who)
      ? [{ at: user, severity: 'info', message: `${called(stage)} ends with user \`${who.split(':')[0]}\``, unlike }]
      : []
  })
}

export const userRoot = rule({
  id: 'user-root',
  title: 'Last USER is root',
  why: 'The process is root in its container: an exploit can change the image’s files, and a runtime vulnerability leads to root on the node.',
  help: 'Run the steps that need root first, then end with a non-root user: `USER 65532:65532`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: rootPeers,
  on: 'dockerfile',
  check(dockerfile) {
    const user = imageUser(dockerfile)
    const who = user && whoIs(user)
    const problems = rootStages(dockerfile)
    if (!user || who === undefined || !(ROOT.test(who) || isNoUser(user))) return problems
    const message = ROOT.test(who)
      ? `the image runs as \`${who.split(':')[0]}\``
      : '`USER` sets no user, so the image runs as root'
    return [...problems, { at: user, message }]
  },
})

/** The same, but for what an ARG is there to choose. */
function nameOf(user: User): string {
  const variables = variablesAt(user)
  const fixed = (name: string): string | undefined => {
    const setting = variables.whereSet(name)
    return setting?.isChosen ? undefined : setting?.value
  }
  return variables.expand(user.name, true, { get: fixed })
}

export const userNotNumeric = rule({
  id: 'user-not-numeric',
  title: 'USER is a name, not a number',
  why: 'Kubernetes cannot verify that a name is not root: with `runAsNonRoot: true` the pod does not start.',
  help: 'Use the user ID: `USER 65532:65532`.',
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
    if (WINDOWS_USERS.has(name.toLowerCase()) || (user.stage && isWindows(originOf.after(user.stage)!))) return
    return { at: user.name, message: `user \`${user.name.text}\` is not numeric` }
  },
})
