import { expect, test } from 'vitest'
import { run } from '../../src/pipeline.ts'
import { rules } from '../../src/rules/index.ts'
import { MemoryHost } from '../fuzz/host.ts'
import { pick, randomFrom } from '../kit/random.ts'

type SecurityContext = { readonly runAsNonRoot?: boolean | null; readonly runAsUser?: number | null }

interface Case {
  readonly pod: SecurityContext
  readonly container: SecurityContext
  /** In the configuration of the image. */
  readonly imageUser: string
}

/**
 * Whether the kubelet refuses a container, as it decides (pkg/kubelet/kuberuntime/security_context_others.go): a field of
 * the container goes before that of its pod; a user that is set counts alone; else the image has a number or a name, and
 * is root when it has neither.
 */
function isRefused({ pod, container, imageUser }: Case): boolean {
  if ((container.runAsNonRoot ?? pod.runAsNonRoot ?? false) === false) return false
  const set = container.runAsUser ?? pod.runAsUser
  if (typeof set === 'number') return set === 0
  const user = imageUser.replace(/:.*$/s, '')
  if (user === '') return true
  const number = /^[-+]?[0-9]+$/.test(user) ? BigInt(user.replace('+', '')) : undefined
  return number === undefined || number !== BigInt.asIntN(64, number) || number === 0n
}

const USERS = [
  '',
  ':',
  ':0',
  '0',
  '0:0',
  '00',
  '+0',
  '-0',
  '1000',
  '+7',
  '-5',
  '1000:1000',
  '1:app',
  'app',
  'app:1000',
  'root',
  'root:root',
  '0x3e8',
  '1_000',
  '1.0',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '-9223372036854775809',
]
const ALPHABET = [...'0019:+-_ax.']

const userFrom = (random: () => number): string =>
  random() < 0.6
    ? pick(random, USERS)
    : Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(random, ALPHABET)).join('')

const contextFrom = (random: () => number): SecurityContext => ({
  ...pick(random, [
    {},
    { runAsNonRoot: null },
    { runAsNonRoot: true },
    { runAsNonRoot: true },
    { runAsNonRoot: false },
  ]),
  ...pick(random, [{}, {}, {}, { runAsUser: null }, { runAsUser: 0 }, { runAsUser: 1000 }]),
})

const IMAGES = 40
const PODS = 120
const LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const

const scan = (image: number, user: string): string =>
  JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: `shop/i${image}:1`,
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian' }, ImageConfig: { os: 'linux', config: user === '' ? {} : { User: user } } },
    Results: [{ Target: 'a', Class: 'os-pkgs', Type: 'debian' }],
  })

const dockerfile = (image: number, user: string): string =>
  `FROM scratch\nLABEL org.opencontainers.image.ref.name=shop/i${image}\n${user === '' ? '' : `USER ${user}\n`}`

/** Random images, each told by a scan or by its Dockerfile, and random pods that run them: each container by its subject. */
function worldFrom(random: () => number): {
  files: Readonly<Record<string, string>>
  cases: ReadonlyMap<string, Case>
} {
  const users = Array.from({ length: IMAGES }, () => userFrom(random))
  const told = users.map((user, image): readonly [string, string] =>
    image % 2 === 0 ? [`trivy-${image}.json`, scan(image, user)] : [`Dockerfile.${image}`, dockerfile(image, user)],
  )
  const cases = new Map<string, Case>()
  const pods = Array.from({ length: PODS }, (_, number) => {
    const pod = contextFrom(random)
    const lists = LISTS.map(list => {
      const container = contextFrom(random)
      const image = Math.floor(random() * IMAGES)
      cases.set(`Pod/p${number} › ${list}`, { pod, container, imageUser: users[image]! })
      return [list, [{ name: list, image: `shop/i${image}:1`, securityContext: container }]]
    })
    const spec = { securityContext: pod, ...Object.fromEntries(lists) }
    return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${number}` }, spec })
  })
  return { files: { ...Object.fromEntries(told), 'pods.yaml': pods.join('\n---\n') }, cases }
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('the kubelet refuses what is found, and nothing else: seed %i', async seed => {
  const { files, cases } = worldFrom(randomFrom(seed))
  const bytes = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])
  const only = new Set(['run-as-non-root-unmet', 'run-as-user-zero'])
  const { verdict } = await run(new MemoryHost(Object.fromEntries(bytes)), rules, {
    ...{ paths: [], reports: [], overrides: { only } },
  })
  expect(verdict.faults.map(({ message }) => message)).toEqual([])
  const foundBy = (rule: string): ReadonlySet<string> =>
    new Set(verdict.judged.flatMap(({ finding }) => (finding.rule === rule ? [finding.subject] : [])))
  const [unmet, zero] = [foundBy('run-as-non-root-unmet'), foundBy('run-as-user-zero')]
  // A user that is set to 0 is a finding of its own, whether root is forbidden or not.
  const isFound = (subject: string, { pod, container }: Case): boolean =>
    unmet.has(subject) || (zero.has(subject) && (container.runAsNonRoot ?? pod.runAsNonRoot) === true)
  const wrong = [...cases].filter(([subject, one]) => isFound(subject, one) !== isRefused(one))
  expect(wrong).toEqual([])
  const refused = [...cases.values()].filter(isRefused).length
  expect(refused).toBeGreaterThan(cases.size / 10)
  expect(unmet.size).toBeGreaterThan(cases.size / 20)
})
