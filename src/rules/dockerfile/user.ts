import type { Dockerfile, ImageName, Stage, User } from '../../docker/ast.ts'
import { rule } from '../rule.ts'
import { lastStage, userOf } from './in-force.ts'

/** The image that a stage is built from in the end, if its name can be known. */
function baseOf(stage: Stage): ImageName | undefined {
  let { from } = stage
  while (from.parent) from = from.parent.from
  return from.resolved
}

/**
 * Images that set a USER of their own and say so: distroless and others tag `nonroot`, nginx-unprivileged and
 * rootless variants by name, Chainguard and Bitnami by policy.
 */
const isNonRoot = ({ registry, repository, tag = '' }: ImageName): boolean =>
  /nonroot|non-root|rootless|unprivileged/.test(`${repository}:${tag}`) ||
  registry === 'cgr.dev' ||
  /^(bitnami|bitnamilegacy|bitnamisecure)\//.test(repository)

const isRoot = ({ name }: User): boolean => /^(root|0)(:|$)/.test(name.value)

const imageUser = (dockerfile: Dockerfile): User | undefined => {
  const stage = lastStage(dockerfile)
  return stage && userOf.after(stage)
}

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
    if (base && isNonRoot(base)) return
    return {
      at: stage.from.image,
      message: 'nothing in the last stage sets a `USER`, so the image runs as root',
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
    if (!user || !isRoot(user)) return
    return { at: user, message: `the image runs as \`${user.name.value}\`` }
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
    if (/^\d*$/.test(name) || name.includes('$') || isRoot(user) || user.onbuild) return
    if (user.stage && (!user.stage.final || userOf.after(user.stage) !== user)) return
    return { at: user.name, message: `user \`${name}\` is a name` }
  },
})
