import { describe, expect, test } from 'vitest'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { type Request, run } from '../../src/pipeline.ts'
import { overridesOf } from '../../src/policy/file/overrides.ts'
import type { JudgedControl } from '../../src/policy/frameworks.ts'
import type { Result } from '../../src/report/result.ts'
import { rules } from '../../src/rules/index.ts'
import { folderOf } from '../kit/folders.ts'
import { container, pod } from '../kit/manifests.ts'

type Files = Readonly<Record<string, string>>

const HARDENED = `image: registry.example/shop/web@sha256:${'0'.repeat(64)}
securityContext:
  runAsNonRoot: true
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
  seccompProfile: {type: RuntimeDefault}`

/** A run over these files with the options of the command line. */
async function runWith(
  files: Files,
  asked: Parameters<typeof overridesOf>[0],
  request: Partial<Request> = {},
): Promise<Result> {
  const overrides = await overridesOf(asked, rules)
  return run(new DiskHost(folderOf(files)), rules, { paths: [], reports: [], overrides, ...request })
}

const controlsOf = ({ frameworks = [] }: Result): ReadonlyMap<string, JudgedControl> =>
  new Map(frameworks.flatMap(({ controls }) => controls.map(control => [control.id, control] as const)))

async function control(id: string, ...args: Parameters<typeof runWith>): Promise<JudgedControl> {
  const found = controlsOf(await runWith(...args)).get(id)
  if (!found) throw new Error(`no control ${id}`)
  return found
}

const CIS = { frameworks: ['cis'] }
const RESTRICTED = { frameworks: ['pss-restricted'] }
const PRIVILEGED = { 'web.yaml': container('securityContext: {privileged: true}') }
const POLICY = '.seaworthy.yml'

describe('a control', () => {
  test('fails with the finding of its rule', async () => {
    const { status, findings, rules: checking } = await control('5.2.2', PRIVILEGED, CIS)
    expect([status, findings.map(({ finding }) => finding.rule)]).toEqual(['fail', ['privileged-container']])
    expect(checking).toEqual(['psa-enforce-baseline', 'psa-labels-missing', 'privileged-container'].toSorted(inOrder))
  })

  test('passes where its rules find nothing', async () =>
    expect(await control('5.2.3', PRIVILEGED, CIS)).toMatchObject({ status: 'pass', findings: [], waived: 0 }))

  test('fails with the finding that covers that of its rule', async () => {
    const { status, findings } = await control('allowPrivilegeEscalation', PRIVILEGED, RESTRICTED)
    expect([status, findings.map(({ finding }) => finding.rule)]).toEqual(['fail', ['privileged-container']])
  })

  test('fails with the finding of another rule that means the same to Kubescape', async () => {
    const files = { 'a.yaml': container('securityContext: {capabilities: {add: [NET_RAW]}}') }
    const { status, rules: checking, findings } = await control('5.2.9', files, CIS)
    expect(checking).not.toContain('add-net-raw')
    expect([status, findings.map(({ finding }) => finding.rule)]).toEqual(['fail', ['add-net-raw']])
  })

  test('fails with the finding that covers it also where only the framework runs the rule of that', async () => {
    const nginx = { 'a.yaml': container('image: registry.k8s.io/ingress-nginx/controller:v1.11.1') }
    const asked = { frameworks: ['nsa'], only: ['host-pid'] }
    const { status, findings } = await control('upgrades', nginx, asked)
    expect([status, findings.map(({ finding }) => finding.rule)]).toEqual(['fail', ['known-vulnerable-component']])
  })

  test.each([
    [
      'no object is of the kind that it is about',
      { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' },
    ],
    ['only Dockerfiles are there', { Dockerfile: 'FROM alpine:3.22\nUSER 1000\n' }],
    ['only tests are there', { 'tests/a.yaml': container(HARDENED), Dockerfile: 'FROM alpine:3.22\n' }],
  ])('has nothing to check where %s', async (_, files) => {
    const controls = controlsOf(await runWith(files, { frameworks: ['pss-restricted'] }))
    expect([...new Set([...controls.values()].map(({ status }) => status))]).toEqual(['nothing-to-check'])
  })

  test('on a component has nothing to check where only others are', async () => {
    const command = '[kube-apiserver, --profiling=false]'
    const files = { 'a.yaml': container(`image: registry.k8s.io/kube-apiserver:v1.34.0\ncommand: ${command}`) }
    const controls = controlsOf(await runWith(files, CIS))
    const statuses = ['1.2.15', '1.2.16', '1.3.2', '2.7', '4.2.1'].map(id => controls.get(id)?.status)
    expect(statuses).toEqual(['pass', 'fail', ...Array.from({ length: 3 }, () => 'nothing-to-check')])
  })

  test('that no file shows to hold is not checkable, unless a finding shows that it does not', async () => {
    expect(await control('5.5.1', PRIVILEGED, CIS)).toMatchObject({
      status: 'not-checkable',
      because: 'whether admission verifies the origin of images is not in manifests',
    })
    const policy = { [POLICY]: 'trusted-registries: [ghcr.io/acme]\n', 'a.yaml': container('image: docker.io/a:1') }
    expect(await control('5.5.1', policy, CIS)).toMatchObject({ status: 'fail' })
    expect(await control('1.1.1', PRIVILEGED, CIS)).toMatchObject({ status: 'not-checkable', rules: [] })
  })

  test('passes with what is waived or suppressed, and tells of how much', async () => {
    const waiver = 'waivers: [{rule: privileged-container, reason: x, until: 2999-12-31}]\n'
    const waived = { ...PRIVILEGED, [POLICY]: waiver }
    expect(await control('5.2.2', waived, CIS)).toMatchObject({ status: 'pass', findings: [], waived: 1 })
    const text = PRIVILEGED['web.yaml'].replace(
      'privileged: true}',
      'privileged: true} # seaworthy: ignore privileged-container because x',
    )
    expect(await control('5.2.2', { 'web.yaml': text }, CIS)).toMatchObject({ status: 'pass', waived: 1 })
  })

  test('fails with what the base has, or the baseline accepts', async () => {
    const base = new DiskHost(folderOf(PRIVILEGED))
    const same = (file: string): string => file
    const known = await runWith(PRIVILEGED, CIS, {
      base: { host: base, source: 'dir', before: same, after: same, isChanged: () => false },
    })
    expect(known.verdict.judged.map(({ standing }) => standing)).toContain('known')
    expect(controlsOf(known).get('5.2.2')).toMatchObject({ status: 'fail' })
    expect(await control('5.2.2', PRIVILEGED, CIS, { writeBaseline: true })).toMatchObject({ status: 'fail' })
  })

  test('is incomplete where one of its rules is skipped or off', async () => {
    const because = 'disabled: `host-pid`'
    const off = { 'a.yaml': container(HARDENED), [POLICY]: 'rules: {host-pid: off}\n' }
    expect(await control('5.2.3', off, CIS)).toMatchObject({ status: 'incomplete', because })
    const skipped = { ...CIS, skip: ['host-pid'] }
    expect(await control('5.2.3', PRIVILEGED, skipped)).toMatchObject({ status: 'incomplete', because })
  })

  test('is incomplete where something could not be read, unless it fails', async () => {
    const half = { ...PRIVILEGED, 'half.yaml': 'apiVersion: v1\nkind: Pod\n  metadata: [' }
    const controls = controlsOf(await runWith(half, CIS))
    expect(controls.get('5.2.3')).toMatchObject({ status: 'incomplete', because: 'not everything could be checked' })
    expect(controls.get('5.2.2')).toMatchObject({ status: 'fail' })
  })
})

const inOrder = (a: string, b: string): number => [...rules.keys()].indexOf(a) - [...rules.keys()].indexOf(b)

describe('what only a framework runs', () => {
  const SECRET = { 'a.yaml': container(`${HARDENED}\nenv: [{name: A, valueFrom: {secretKeyRef: {name: a, key: b}}}]`) }
  const standingsIn = ({ verdict: { judged } }: Result): readonly string[] =>
    judged.filter(({ finding }) => finding.rule === 'secret-as-env').map(({ standing }) => standing)

  test('is noted, whatever the threshold, and is no warning', async () => {
    const lax = { 'a.yaml': container('securityContext: {privileged: true}') }
    const asked = { frameworks: ['cis'], only: ['host-pid'], failOn: 'low' }
    const { verdict } = await runWith(lax, asked)
    expect(verdict.outcome).toBe('pass')
    expect(new Set(verdict.judged.map(({ standing }) => standing))).toEqual(new Set(['noted']))
  })

  test('is a breach where the gate runs it too: by profile, by name, or by the name of the framework', async () => {
    const failOn = 'low'
    expect(standingsIn(await runWith(SECRET, { ...CIS, failOn }))).toEqual(['noted'])
    expect(standingsIn(await runWith(SECRET, { ...CIS, failOn, profile: 'strict' }))).toEqual(['breach'])
    expect(standingsIn(await runWith(SECRET, { ...CIS, failOn, only: ['secret-as-env'] }))).toEqual(['breach'])
    expect(standingsIn(await runWith(SECRET, { ...CIS, failOn, only: ['cis'] }))).toEqual(['breach'])
    expect(standingsIn(await runWith(SECRET, { failOn, only: ['CIS'] }))).toEqual(['breach'])
    expect(
      standingsIn(await runWith({ ...SECRET, [POLICY]: 'rules: {secret-as-env: low}\n' }, { ...CIS, failOn })),
    ).toEqual(['breach'])
  })

  test('leaves the verdict of all else as it is', async () => {
    const files = { ...PRIVILEGED, 'b.yaml': pod('hostPID: true') }
    const [alone, reported] = [await runWith(files, {}), await runWith(files, { frameworks: ['nsa', 'cis'] })]
    const failing = ({ verdict }: Result) =>
      verdict.judged.flatMap(({ standing, finding }) => (standing === 'breach' ? [finding.fingerprint] : []))
    expect(failing(reported)).toEqual(failing(alone))
    expect(reported.verdict.outcome).toBe(alone.verdict.outcome)
  })

  test('does not stand in for a gate without rules', async () => {
    const { verdict } = await runWith(PRIVILEGED, { ...CIS, only: ['host-pid'], skip: ['host-pid'] })
    expect(verdict.faults.map(({ message }) => message)).toEqual([expect.stringContaining('no rule is left')])
  })
})

describe('frameworks', () => {
  test('are asked for by name, also in the policy, and the command line beats it', async () => {
    const idsOf = ({ frameworks }: Result): readonly string[] | undefined => frameworks?.map(({ id }) => id)
    expect(idsOf(await runWith(PRIVILEGED, {}))).toBe(undefined)
    expect(idsOf(await runWith(PRIVILEGED, { frameworks: ['NSA, cis'] }))).toEqual(['nsa', 'cis'])
    expect(idsOf(await runWith({ ...PRIVILEGED, [POLICY]: 'framework: cis\n' }, {}))).toEqual(['cis'])
    const both = { ...PRIVILEGED, [POLICY]: 'framework: [cis, mitre]\n' }
    expect(idsOf(await runWith(both, {}))).toEqual(['cis', 'mitre'])
    expect(idsOf(await runWith(both, { frameworks: ['nsa'] }))).toEqual(['nsa'])
  })

  test('are reported once each', async () =>
    expect((await runWith({}, { frameworks: ['cis', 'cis'] })).frameworks).toHaveLength(1))

  test.each([
    ['cls', /^invalid `framework` value `cls`; expected pss-baseline, .* or cis\. Did you mean `cis`\?$/],
    ['pss', /^invalid `framework` value `pss`; expected /],
    [' ', /^empty `framework`/],
  ])('%s is none of them', async (name, message) =>
    expect(overridesOf({ frameworks: [name] }, rules)).rejects.toThrow(message),
  )

  test('have the version of their standard; the Pod Security Standards have that of Kubernetes', async () => {
    const { frameworks } = await runWith({}, { frameworks: ['cis', 'pss-baseline'], kubernetes: '1.30' })
    expect(frameworks?.map(({ title, version }) => `${title} ${version}`)).toEqual([
      'CIS Kubernetes Benchmark 1.10',
      'Pod Security Standards, baseline v1.30',
    ])
  })
})

/** A pod that violates one control of the restricted standard, and only that. */
const VIOLATIONS: readonly (readonly [control: string, ...pods: string[]])[] = [
  ['hostNamespaces', pod(`hostPID: true\ncontainers:\n  - name: app\n${indented(HARDENED)}`)],
  ['hostPorts', container(`${HARDENED}\nports: [{containerPort: 80, hostPort: 80}]`)],
  ['procMount', container(HARDENED.replace('securityContext:', 'securityContext:\n  procMount: Unmasked'))],
  ['runAsNonRoot', container(HARDENED.replace('runAsNonRoot: true', 'runAsUser: 1000'))],
  ['allowPrivilegeEscalation', container(HARDENED.replace('allowPrivilegeEscalation: false', ''))],
  ['capabilities_restricted', container(HARDENED.replace('{drop: [ALL]}', '{drop: [ALL], add: [CHOWN]}'))],
  ['seccompProfile_restricted', container(HARDENED.replace('seccompProfile: {type: RuntimeDefault}', ''))],
  [
    'restrictedVolumes',
    pod(`volumes: [{name: a, nfs: {server: a, path: /}}]\ncontainers:\n  - name: app\n${indented(HARDENED)}`),
  ],
  [
    'sysctls',
    pod(
      `securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}\ncontainers:\n  - name: app\n${indented(HARDENED)}`,
    ),
  ],
]

function indented(text: string): string {
  return text.replace(/^/gm, '    ')
}

test.each(VIOLATIONS)('%s is the one control of the restricted standard that fails', async (wanted, text) => {
  const controls = controlsOf(await runWith({ 'a.yaml': text }, RESTRICTED))
  expect([...controls.values()].filter(({ status }) => status !== 'pass').map(({ id }) => id)).toEqual([wanted])
})

test('a volume of the cluster is not a pod, and not what the Pod Security Standards speak of', async () => {
  const volume = `apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: a}\nspec: {hostPath: {path: /var/lib/kubelet}}\n`
  const files = { 'a.yaml': container(HARDENED), 'b.yaml': volume }
  expect(await control('hostPathVolumes', files, RESTRICTED)).toMatchObject({ status: 'pass' })
  expect(await control('5.2.12', files, CIS)).toMatchObject({ status: 'fail' })
})
