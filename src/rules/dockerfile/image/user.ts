import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import type { Dockerfile, From, Stage, User } from '../../../docker/ast.ts'
import { knownImage } from '../../../docker/images/lookup.ts'
import { isWindows } from '../../../docker/images/windows.ts'
import { called, lastStage, originOf, userOf } from '../../../docker/in-force.ts'
import { caseIn } from '../../../docker/keywords.ts'
import { portsOf } from '../../../docker/ports.ts'
import { dropsRoot, isTool, type Process, processOf, startsSomething } from '../../../docker/process.ts'
import { isEmpty, isRoot, nameOf, type RunsAs, runsAs } from '../../../docker/user.ts'
import { variablesAt } from '../../../docker/variables.ts'
import { builtHere } from '../../../world/builds.ts'
import { isGivenUser } from '../../../world/given-user.ts'
import type { World } from '../../../world/world.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Accounts that Windows images come with. */
const WINDOWS_USERS = new Set(['containeruser', 'containeradministrator'])

const imageUser = (dockerfile: Dockerfile): User | undefined => {
  const stage = lastStage(dockerfile)
  return stage && userOf.after(stage)
}

/** A container that an editor opens for one person: the editor chooses the user. */
const isDevContainer = ({ file }: Dockerfile): boolean => /(?:^|\/)\.devcontainer\//.test(file)

/** An image without a USER of its own, and what it starts; `undefined` for those that concern no rule. */
interface Unset {
  readonly dockerfile: Dockerfile
  readonly stage: Stage
  readonly base: From
  readonly runs: RunsAs
  readonly process: Process
}

function withoutUser(dockerfile: Dockerfile, world: World): Unset | undefined {
  const stage = lastStage(dockerfile)
  const runs = runsAs(dockerfile, stage, builtHere(world))
  if (!stage || runs?.by.is !== 'FROM' || isDevContainer(dockerfile) || isGivenUser(world, dockerfile, stage))
    return undefined
  const process = processOf(stage, builtHere(world))
  return dropsRoot(process, runs.image) ? undefined : { dockerfile, stage, base: originOf.after(stage)!, runs, process }
}

/** Servers that open a port below 1024, write to folders of root or start others as other users: they begin as root. */
const NEEDS_ROOT =
  /^(?:nginx|apache2|httpd|apachectl|apache2-foreground|httpd-foreground|php-fpm|supervisord|crond?|sshd|dockerd|systemd|init|haproxy|named|postfix|containerd|buildkitd)\b/

/** A USER only where the process that the file starts can run as one: another would fail the start, not the gate. */
function asUser({ dockerfile, stage, runs, process }: Unset): Pick<Problem, 'fix'> {
  const isLow = stage.body.some(one => portsOf(one).some(({ ports }) => Number.parseInt(ports, 10) < 1024))
  if (!process.by || isLow || process.words.some(word => NEEDS_ROOT.test(word))) return {}
  const { name, user } = runs.image?.brings ?? { name: '65532', user: '65532:65532' }
  const changes: readonly Change[] = [
    { op: 'insert-after', node: stage.body.at(-1) ?? stage.from, text: `\n${caseIn(dockerfile)('USER')} ${user}` },
  ]
  const title = runs.image?.brings ? `Run as \`${name}\`, a user of the base image` : `Run as user ${name}`
  return { fix: { title, safe: false, changes } }
}

function asRoot({ base }: Unset, brought: string | undefined): string {
  const image = base.image.text.split('@', 1)[0]!
  if (brought !== undefined) return `the image runs as root, although \`${image}\` brings user \`${brought}\``
  return `the image runs as root: ${
    image.toLowerCase() === 'scratch' ? 'no `USER` is set' : `neither this file nor \`${image}\` sets a user`
  }`
}

export const userMissing = rule({
  id: 'user-missing',
  title: 'Image sets no USER and runs as root',
  why: 'The process is root in its container: an exploit can change the image’s files, and a runtime vulnerability leads to root on the node.',
  help: 'End the last stage with a non-root user, numeric so that Kubernetes can verify it: `USER 65532:65532`. Give it the folders that the process writes to.',
  severity: 'medium',
  profile: 'essential',
  since: '0.1',
  peers: {
    checkov: 'CKV_DOCKER_3',
    kics: 'fd54f200-402c-4333-a5a4-36ef6709af2f',
    trivy: trivyIds('DS-0002', 'least-privilege-user'),
  },
  on: 'dockerfile',
  check(dockerfile, { world }) {
    const unset = withoutUser(dockerfile, world)
    if (unset?.runs.who !== 'root' || !startsSomething(unset.process, unset.runs.image)) return
    const fixed = asUser(unset)
    const brought = fixed.fix && unset.runs.image?.brings?.name
    return {
      ...{ at: unset.stage.from.image, judged: '', message: asRoot(unset, brought) },
      // To use what is there for it takes one line: nothing speaks against it in a service.
      ...(brought !== undefined && !isTool(unset.process) && { severity: 'high' as const }),
      ...fixed,
    }
  },
})

export const userUnknown = rule({
  id: 'user-unknown',
  title: 'User of the image is not known',
  why: 'The image runs as the user of its base, which is root for most images and can change with each release of the base.',
  help: 'End the last stage with the user that the image is meant to run as: `USER 65532:65532`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  on: 'dockerfile',
  check(dockerfile, { world }) {
    const unset = withoutUser(dockerfile, world)
    if (unset?.runs.who !== 'unknown' || !startsSomething(unset.process, undefined)) return
    const { image } = unset.base
    if (image.value === '' || isWindows(unset.base)) return
    return {
      at: unset.stage.from.image,
      judged: '',
      message: `no \`USER\` is set, and the user of \`${image.text.split('@', 1)[0]}\` is not known`,
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
    const who = nameOf(user)
    return isRoot(who)
      ? [{ at: user, severity: 'info', message: `${called(stage)} ends with user \`${who.split(':')[0]}\``, unlike }]
      : []
  })
}

const STARTS_AS_ROOT = 'the image starts as root, and its entry point can change to another user'

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
  check(dockerfile, { world }) {
    const user = imageUser(dockerfile)
    const who = user && nameOf(user)
    const problems = rootStages(dockerfile)
    if (!user || who === undefined || !(isRoot(who) || isEmpty(user)) || isDevContainer(dockerfile)) return problems
    const stage = lastStage(dockerfile)!
    const process = processOf(stage, builtHere(world))
    if (dropsRoot(process, knownImage(originOf.after(stage)!)))
      return [...problems, { at: user, severity: 'info', message: STARTS_AS_ROOT }]
    const message = isRoot(who)
      ? `the image runs as \`${who.split(':')[0]}\``
      : '`USER` sets no user, so the image runs as root'
    return [...problems, { at: user, message }]
  },
})

/** Who a USER is, but for what an ARG is there to choose. */
function fixedName(user: User): string {
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
  profile: 'strict',
  since: '0.1',
  peers: { hadolint: 'DL3066' },
  on: 'user',
  check(user) {
    if (user.onbuild || (user.stage && (!user.stage.final || userOf.after(user.stage) !== user))) return
    const who = fixedName(user)
    const [name = ''] = who.split(':')
    if (/^\d*$/.test(name) || name.includes('$') || isRoot(who)) return
    if (WINDOWS_USERS.has(name.toLowerCase()) || (user.stage && isWindows(originOf.after(user.stage)!))) return
    return { at: user.name, message: `user \`${user.name.text}\` is not numeric` }
  },
})
