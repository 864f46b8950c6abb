import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { check } from '../../src/engine/check.ts'
import { resolvePolicy } from '../../src/policy/policy.ts'
import { enabledRules } from '../../src/policy/select.ts'
import { rules } from '../../src/rules/index.ts'
import { rule } from '../../src/rules/rule.ts'
import { pick, randomFrom } from '../kit/random.ts'
import { read } from '../kit/read.ts'

const ENABLED = enabledRules(rules, resolvePolicy({ profile: 'strict' }))

/** The fingerprints of all that is wrong in some files, sorted. */
async function printsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { findings, faults } = check(await read(files), ENABLED, { kubernetes: 36, rules })
  expect(faults).toEqual([])
  return findings.map(({ fingerprint }) => fingerprint).sort()
}

/** What `after` has that `before` has not. */
async function newIn(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const known = new Set(await printsOf(before))
  const { findings } = check(await read(after), ENABLED, { kubernetes: 36, rules })
  return findings.filter(({ fingerprint }) => !known.has(fingerprint)).map(({ message }) => message)
}

type Data = Readonly<Record<string, unknown>>

const container = (name: string, image: string, more: Data = {}): Data => ({ name, image, ...more })

const object = (kind: string, name: string, rest: Data): Data => ({
  apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
  kind,
  metadata: { name },
  ...rest,
})

const OBJECTS: readonly Data[] = [
  object('Pod', 'one', {
    spec: {
      hostPID: true,
      volumes: [
        { name: 'root', hostPath: { path: '/' } },
        { name: 'socket', hostPath: { path: '/var/run/docker.sock' } },
      ],
      containers: [
        container('app', 'shop/app', {
          securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN', 'NET_RAW'] } },
          env: [
            { name: 'DB_PASSWORD', value: 'tulips-in-march' },
            { name: 'API_TOKEN', value: 'roses-in-june' },
          ],
        }),
        container('side', 'shop/side:latest', { ports: [{ containerPort: 80, hostPort: 80 }] }),
      ],
    },
  }),
  object('Deployment', 'two', {
    spec: {
      selector: { matchLabels: { app: 'two' } },
      template: {
        metadata: { labels: { app: 'two' } },
        spec: {
          hostNetwork: true,
          initContainers: [container('first', 'shop/init:1')],
          containers: [container('app', 'shop/two:1'), container('other', 'k8s.gcr.io/pause:3.1')],
        },
      },
    },
  }),
  object('ConfigMap', 'three', { apiVersion: 'v1', data: { PASSWORD: 'lilies-in-may', other: '1' } }),
]

const DOCKERFILES: Readonly<Record<string, readonly string[]>> = {
  Dockerfile: [
    'FROM node:20 AS build',
    'RUN curl -k https://example.com/x.sh | sh',
    'RUN apt-get update && apt-get install curl wget',
    'ADD https://example.com/tool-1.2.tgz /opt/',
    'FROM nginx',
    'COPY --from=build / /',
    'EXPOSE 22 80',
    'ENV API_TOKEN=asters-in-august',
    'USER root',
  ],
  'other/Dockerfile': ['FROM ubuntu:latest', 'RUN cd /tmp', 'RUN sudo pip install flask', 'MAINTAINER me'],
}

function shuffled<Item>(random: () => number, items: readonly Item[]): readonly Item[] {
  return items
    .map(item => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

/** Lists in which the order means nothing, and the keys of all maps, in another order. */
function reordered(random: () => number, value: unknown): unknown {
  if (Array.isArray(value)) return shuffled(random, value).map(item => reordered(random, item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    shuffled(random, Object.entries(value)).map(([key, inner]) => [key, reordered(random, inner)]),
  )
}

function written(random: () => number, value: unknown): string {
  if (random() < 0.2) return `${JSON.stringify(value, undefined, pick(random, [0, 2, 5]))}\n`
  return stringify(value, {
    indent: pick(random, [2, 3, 8]),
    indentSeq: random() < 0.5,
    collectionStyle: pick(random, ['any', 'flow']),
    defaultStringType: pick(random, ['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE']),
    lineWidth: pick(random, [0, 40]),
  })
}

/** The same objects in other files, and in another order, layout and notation. */
function manifests(random: () => number): Readonly<Record<string, string>> {
  const texts = shuffled(random, OBJECTS).map(one => written(random, reordered(random, one)))
  const files = texts.map(text => [`${Math.floor(random() * 3)}.yaml`, text] as const)
  const merged = new Map<string, string>()
  for (const [file, text] of files)
    merged.set(file, `${merged.has(file) ? `${merged.get(file)}---\n` : '# seen\n\n'}${text}`)
  return Object.fromEntries(merged)
}

const spaced = (random: () => number, line: string): string =>
  line.replace(/ /g, () => pick(random, [' ', '  ', ' \\\n    ']))

const dockerfiles = (random: () => number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    shuffled(random, Object.entries(DOCKERFILES)).map(([file, lines]) => [
      file,
      lines.map(line => pick(random, ['', '# x\n', '\n']) + spaced(random, line)).join('\n'),
    ]),
  )

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
  'fingerprints stay in any order, notation and layout (seed %i)',
  async seed => {
    const random = randomFrom(seed)
    const plain = {
      'all.yaml': OBJECTS.map(one => stringify(one)).join('---\n'),
      ...Object.fromEntries(Object.entries(DOCKERFILES).map(([file, lines]) => [file, lines.join('\n')])),
    }
    const prints = await printsOf(plain)
    expect(prints.length).toBeGreaterThan(100)
    expect(await printsOf({ ...manifests(random), ...dockerfiles(random) })).toEqual(prints)
  },
)

describe('a bump of a version makes nothing new', () => {
  const pod = (image: string): string =>
    stringify(object('Pod', 'web', { spec: { containers: [{ name: 'a', image }] } }))

  test.each([
    ['shop/web:1', 'shop/web:2'],
    ['node:20', 'node:22'],
    [`x:1@sha256:${'0'.repeat(64)}`, `x:2@sha256:${'1'.repeat(64)}`],
    ['Shop/Web:1', 'Shop/Web:2'],
  ])('image %s in a pod', async (before, after) => {
    expect(await newIn({ 'a.yaml': pod(before) }, { 'a.yaml': pod(after) })).toEqual([])
  })

  test.each([
    ['FROM node:20\nRUN npm install', 'FROM node:22\nRUN npm install'],
    ['FROM node:20 AS a\nFROM node:20\nCOPY --from=x:1 / /', 'FROM node:22 AS a\nFROM node:22\nCOPY --from=x:2 / /'],
    ['FROM x\nRUN pip install a==1.0 b', 'FROM x\nRUN pip install a==2.0 b'],
    ['FROM x\nADD https://e.org/v1.0/a-1.0.tgz /a', 'FROM x\nADD https://e.org/v1.1/a-1.1.tgz /a'],
  ])('Dockerfile %j', async (before, after) => {
    expect(await newIn({ Dockerfile: before }, { Dockerfile: after })).toEqual([])
  })

  test('a CVE that both tags have is known, another is new', async () => {
    const report = (tag: string, version: string, ...ids: readonly string[]): string =>
      JSON.stringify({
        SchemaVersion: 2,
        ArtifactName: `shop/web:${tag}`,
        ArtifactType: 'container_image',
        Results: [
          {
            Target: `shop/web:${tag} (debian 12)`,
            Class: 'os-pkgs',
            Type: 'debian',
            Vulnerabilities: ids.map(id => ({
              VulnerabilityID: id,
              PkgName: 'openssl',
              InstalledVersion: version,
              Severity: 'HIGH',
            })),
          },
        ],
      })
    const before = { 'trivy.json': report('1', '3.0.1', 'CVE-2026-1') }
    const after = { 'trivy.json': report('2', '3.0.2', 'CVE-2026-1', 'CVE-2026-2') }
    expect(await newIn(before, after)).toEqual([expect.stringContaining('CVE-2026-2')])
  })
})

describe('another value is new', () => {
  const pod = (add: readonly string[], path = '/'): string =>
    stringify(
      object('Pod', 'web', {
        spec: {
          volumes: [{ name: 'v', hostPath: { path } }],
          containers: [container('a', 'x:1', { securityContext: { capabilities: { add, drop: ['ALL'] } } })],
        },
      }),
    )

  test('a capability in the place of another, beside it, and a path', async () => {
    const before = { 'a.yaml': pod(['NET_ADMIN']) }
    expect(await newIn(before, { 'a.yaml': pod(['SYS_ADMIN', 'NET_ADMIN']) })).toEqual([
      'container `a` adds `SYS_ADMIN`',
    ])
    expect((await newIn(before, { 'a.yaml': pod(['SYS_MODULE']) }))[0]).toContain('SYS_MODULE')
    expect((await newIn(before, { 'a.yaml': pod(['NET_ADMIN'], '/etc') }))[0]).toContain('/etc')
  })

  test('a package, an image and a file of a Dockerfile', async () => {
    const before = { Dockerfile: 'FROM node:20\nRUN pip install a\nEXPOSE 22' }
    const after = { Dockerfile: 'FROM ruby:20\nRUN pip install b\nEXPOSE 22' }
    const added = await newIn(before, after)
    expect(added).toContainEqual(expect.stringContaining('ruby'))
    expect(added).not.toContainEqual(expect.stringContaining('SSH'))
  })
})

test('a secret is in no fingerprint', async () => {
  const files = (value: string): Readonly<Record<string, string>> => ({
    'a.yaml': [
      stringify(object('Secret', 's', { apiVersion: 'v1', stringData: { password: value, other: value } })),
      stringify(object('ConfigMap', 'c', { apiVersion: 'v1', data: { password: value } })),
      stringify(object('Pod', 'p', { spec: { containers: [{ name: 'a', env: [{ name: 'DB_PASSWORD', value }] }] } })),
    ].join('---\n'),
    Dockerfile: `FROM x\nENV DB_PASSWORD=${value}\nRUN curl -u me:${value} http://me:${value}@example.com | sh\nADD https://me:${value}@example.com/x /x`,
  })
  expect(await printsOf(files('tulips-in-march'))).toEqual(await printsOf(files('lilies-in-may-2')))
})

test.each([
  ['the path names a secret', 'password', {}, false],
  ['the rule is about secrets', 'colour', { sensitive: true }, false],
  ['neither', 'colour', {}, true],
])('a value is a part of it unless %s', async (_, key, meta, isPart) => {
  const judging = rule({
    id: 'judging',
    on: 'resource',
    title: 'x',
    why: 'x',
    help: 'x',
    severity: 'high',
    profile: 'essential',
    since: '0.1',
    ...meta,
    check: resource => ({ at: resource.at('data', key), message: 'x' }),
  })
  const printOf = async (value: string) => {
    const world = await read({
      'a.yaml': stringify(object('ConfigMap', 'c', { apiVersion: 'v1', data: { [key]: value } })),
    })
    return check(world, [{ rule: judging, options: {} }], { kubernetes: 36 }).findings[0]?.fingerprint
  }
  expect((await printOf('tulips-in-march')) === (await printOf('lilies-in-may'))).toBe(!isPart)
})

describe('when identities are made', () => {
  /** Finds the same thing three times, and counts how often it is asked what it judges. */
  async function findThrice() {
    let asked = 0
    const thrice = rule({
      id: 'thrice',
      title: 'x',
      why: 'x',
      help: 'x',
      severity: 'low',
      profile: 'strict',
      since: '0.1',
      tags: [],
      on: 'resource',
      check: resource =>
        [1, 2, 3].map(() => ({
          at: resource.at('kind'),
          message: 'x',
          get judged() {
            asked++
            return 'x'
          },
        })),
    })
    const world = await read({ 'a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n' })
    const { findings } = check(world, [{ rule: thrice, options: {} }], { kubernetes: 36 })
    return { findings, asked: () => asked > 0 }
  }

  test('nobody asks a finding for them: none is made', async () => {
    const { findings, asked } = await findThrice()
    expect(findings.map(({ message }) => message)).toEqual(['x', 'x', 'x'])
    expect(asked()).toBe(false)
    expect(findings[0]!.identity).toMatch(/^thrice\0/)
    expect(asked()).toBe(true)
  })

  test('equal findings have the same numbers, whichever is asked first', async () => {
    const [forwards, backwards] = [(await findThrice()).findings, (await findThrice()).findings.toReversed()]
    const prints = forwards.map(({ fingerprint }) => fingerprint)
    expect(new Set(prints).size).toBe(3)
    expect(backwards.map(({ fingerprint }) => fingerprint).toReversed()).toEqual(prints)
  })
})
