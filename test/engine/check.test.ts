import { describe, expect, test } from 'vitest'
import type { Change } from '../../src/core/edit.ts'
import type { Problem } from '../../src/core/finding.ts'
import type { Location } from '../../src/core/location.ts'
import { check } from '../../src/engine/check.ts'
import { Resource } from '../../src/kube/resource.ts'
import { type AnyRule, type EnabledRule, rule } from '../../src/rules/rule.ts'
import { World } from '../../src/world/world.ts'
import { container, documents } from '../kit/manifests.ts'
import { read } from '../kit/read.ts'

const meta = {
  title: 'Of no account',
  why: 'None.',
  help: 'None.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
} as const
const arm = (rule: AnyRule, rest: Partial<EnabledRule> = {}): EnabledRule => ({
  rule,
  options: rule.options ?? {},
  ...rest,
})
const run = async (input: Parameters<typeof read>[0], ...enabledRules: readonly EnabledRule[]) =>
  check(await read(input), enabledRules, { kubernetes: 36 })

/** Points at the image of every container. */
const images = rule({
  id: 'images',
  on: 'container',
  ...meta,
  check: container => ({ at: container.at('image'), message: `container \`${container.name}\` has an image` }),
})

const WEB = container('image: shop/web:1.4')

describe('fingerprints', () => {
  const prints = async (input: Parameters<typeof read>[0]) =>
    (await run(input, arm(images))).findings.map(({ fingerprint }) => fingerprint)

  test('are 16 hex digits that stay when lines move, when other objects come, and in any file', async () => {
    const [print] = await prints(WEB)
    expect(print).toMatch(/^[0-9a-f]{16}$/)
    expect(await prints(`# a comment\n\n${WEB}`)).toEqual([print])
    expect((await prints(documents(WEB.replace('name: web', 'name: other'), WEB)))[1]).toBe(print)
    expect(await prints({ 'other.yaml': WEB })).toEqual([print])
  })

  test('differ by rule, by subject, by value, and by order among equals', async () => {
    const [print] = await prints(WEB)
    const again = arm({ ...images, id: 'others' })
    const others = [
      ...(await run(WEB, again)).findings.map(({ fingerprint }) => fingerprint),
      ...(await prints(WEB.replace('name: web', 'name: other'))),
      ...(await prints(WEB.replace('shop/web', 'shop/api'))),
      ...(await prints(documents(WEB, WEB, WEB))),
    ]
    expect(new Set([print, ...others]).size).toBe(6)
  })
})

describe('a finding', () => {
  test('says whom it is about', async () => {
    const namespaced = WEB.replace('name: web', 'name: web\n  namespace: shop')
    const [finding] = (await run(namespaced, arm(images))).findings
    expect(finding).toMatchObject({
      rule: 'images',
      area: 'manifest',
      severity: 'high',
      confidence: 'high',
      subject: 'Pod/shop/web › app',
      resource: { kind: 'Pod', namespace: 'shop', name: 'web', container: 'app' },
      location: { file: 'manifest.yaml', start: { line: 9, column: 7 }, text: 'image: shop/web:1.4' },
      related: [],
      url: 'docs/rules/images.md',
    })
  })

  test('has the severity of the policy, else of the case, else of the rule', async () => {
    const milder = {
      ...images,
      check: (c: Parameters<typeof images.check>[0]) => ({
        ...(images.check(c, undefined as never) as Problem),
        severity: 'low' as const,
      }),
    }
    const severities = async (enabledRules: EnabledRule) =>
      (await run(WEB, enabledRules)).findings.map(({ severity }) => severity)
    expect(await severities(arm(images))).toEqual(['high'])
    expect(await severities(arm(milder))).toEqual(['low'])
    expect(await severities(arm(milder, { severity: 'critical' }))).toEqual(['critical'])
  })

  test('carries peers, and other places with their notes', async () => {
    const other = await read({ 'other.yaml': WEB })
    const source = other.resources[0]!.source
    const pointing = rule({
      id: 'pointing',
      on: 'resource',
      ...meta,
      peers: { trivy: 'KSV-1', hadolint: ['DL1', 'DL2'] },
      check: resource => ({
        at: resource.at('kind'),
        message: 'x',
        see: [
          { at: resource.at('metadata', 'name'), note: 'here' },
          { at: [0, 'spec'], note: 'there', in: source },
        ],
      }),
    })
    const [finding] = (await run(WEB, arm(pointing))).findings
    expect(finding?.aliases).toEqual({ trivy: ['KSV-1'], hadolint: ['DL1', 'DL2'] })
    expect(finding?.related.map(({ file, start, note }) => [file, start.line, note])).toEqual([
      ['manifest.yaml', 4, 'here'],
      ['other.yaml', 5, 'there'],
    ])
  })
})

test('a case adds ids to those of its rule, and takes away those that do not mean it', async () => {
  const peers = { trivy: ['KSV-1', 'KSV-2'], kubescore: 'pod-probes' } as const
  const problem = {
    message: 'x',
    also: { polaris: 'a', trivy: ['KSV-1', 'KSV-3'] },
    unlike: { kubescore: 'pod-probes' },
  }
  const special = rule({
    id: 'special',
    on: 'resource',
    ...meta,
    peers,
    check: resource => ({ ...problem, at: resource.at('kind') }),
  })
  const [finding] = (await run(WEB, arm(special))).findings
  expect(finding?.aliases).toEqual({ polaris: ['a'], trivy: ['KSV-1', 'KSV-2', 'KSV-3'] })
})

test.each([
  [
    ['KSV-0017', 'AVD-KSV-0017', 'KSV017', 'no-privileged-containers', 'DS-0002'],
    ['KSV-0017', 'KSV017', 'DS-0002'],
  ],
  [['aws-access-key-id'], ['aws-access-key-id']],
])('of the ids of trivy %j, the reports have %j', async (trivy, aliases) => {
  const known = rule({
    id: 'known',
    on: 'resource',
    ...meta,
    peers: { trivy },
    check: () => ({ at: [], message: 'x' }),
  })
  expect((await run(WEB, arm(known))).findings[0]?.aliases).toEqual({ trivy: aliases })
})

describe('a code below the rule', () => {
  const coded = (...ids: readonly string[]) =>
    rule({
      id: 'coded',
      on: 'container',
      ...meta,
      peers: { hadolint: 'DL1' },
      check: container =>
        ids.map(id => ({
          at: container.at('image'),
          message: 'x',
          code: { id, aliases: { shellcheck: [id], hadolint: ['DL1', id] }, url: `https://example.com/${id}` },
        })),
    })

  test('brings its names and its page', async () => {
    const [finding] = (await run(WEB, arm(coded('SC2086')))).findings
    expect(finding?.code?.id).toBe('SC2086')
    expect(finding?.aliases).toEqual({ shellcheck: ['SC2086'], hadolint: ['DL1', 'SC2086'] })
    expect(finding?.url).toBe('https://example.com/SC2086')
  })

  test('tells findings apart at one place: another one before it changes nothing', async () => {
    const prints = async (...ids: string[]) =>
      (await run(WEB, arm(coded(...ids)))).findings.map(({ fingerprint }) => fingerprint)
    const [alone] = await prints('SC2')
    expect((await prints('SC1', 'SC2'))[1]).toBe(alone)
  })
})

describe('a rule that crashes', () => {
  const crashing = rule({
    id: 'crashing',
    on: 'container',
    ...meta,
    check(container) {
      if (container.spec.image === 'bad') throw new TypeError('x is undefined')
      return { at: container.at('image'), message: 'seen' }
    },
  })

  test('is a fault with its name, and nothing else is lost', async () => {
    const bad = WEB.replace('shop/web:1.4', 'bad').replace('name: web', 'name: bad')
    const { findings, faults } = await run(
      documents(WEB, bad, WEB),
      arm(images),
      arm(crashing),
      arm({ ...images, id: 'last' }),
    )
    expect(findings.map(({ rule }) => rule)).toEqual([
      'images',
      'crashing',
      'last',
      'images',
      'last',
      'images',
      'crashing',
      'last',
    ])
    expect(faults).toEqual([
      expect.objectContaining({
        code: 'RULE_CRASHED',
        file: 'manifest.yaml',
        message: 'rule `crashing` crashed on Pod/bad › app: x is undefined. Please report this.',
        cause: expect.any(TypeError),
      }),
    ])
  })

  test.each([
    [
      'throws something else',
      () => {
        throw 'a word'
      },
      'a word',
    ],
    ['points at nothing that is', () => ({ at: undefined, message: 'x' }), /./],
    ['answers nonsense', () => 5, /./],
  ])('%s', async (_, broken, reason) => {
    const { findings, faults } = await run(WEB, arm({ ...images, id: 'broken', check: broken as never }), arm(images))
    expect(findings.map(({ rule }) => rule)).toEqual(['images'])
    expect(faults[0]?.message).toMatch(reason)
  })
})

test('a rule sees what it asked for, and only kinds that it asked for', async () => {
  const seen: string[] = []
  const watch = (on: AnyRule['on'], kinds?: readonly string[]): EnabledRule =>
    arm({
      id: `watch-${on}-${kinds}`,
      on,
      ...meta,
      ...(kinds && { kinds }),
      check: (subject: { kind?: string; is?: string }) =>
        void seen.push(`${on} ${subject.kind ?? subject.is ?? ''}`.trim()),
    })
  const files = {
    'a.yaml': documents(WEB, 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n'),
    Dockerfile: 'FROM a AS b\nRUN x\nONBUILD RUN y\nCOPY . .\nADD . .\nUSER a\nCMD a\n',
  }
  await run(
    files,
    watch('resource'),
    watch('resource', ['Service']),
    watch('workload'),
    watch('container'),
    watch('dockerfile'),
    watch('stage'),
    watch('from'),
    watch('run'),
    watch('copy'),
    watch('user'),
    watch('cmd'),
    watch('scan'),
  )
  expect(seen).toEqual(
    [
      'resource Pod',
      'workload',
      'container',
      'resource Service',
      'resource Service',
      'dockerfile',
      'from FROM',
      'stage',
      'run RUN',
      'run RUN',
      'copy COPY',
      'copy ADD',
      'user USER',
      'cmd CMD',
    ].map(word => expect.stringContaining(word)),
  )
})

describe('fixes', () => {
  const fixing = (...changes: readonly Change[]): EnabledRule =>
    arm(
      rule({
        id: 'fixing',
        on: 'resource',
        ...meta,
        check: ({ root }) => ({ at: root, message: 'x', fix: { title: 'Mend it', safe: true, changes } }),
      }),
    )
  const REMOVAL = { op: 'remove', path: [0, 'metadata'] } as const
  const fixOf = async (...changes: readonly Change[]) => (await run(WEB, fixing(...changes))).findings[0]?.fix

  test('are whole', async () => {
    const fix = await fixOf(REMOVAL, { op: 'set', path: [0, 'kind'], value: 'Job' })
    expect(fix).toMatchObject({ title: 'Mend it', safe: true })
    expect(fix?.edits).toHaveLength(2)
  })

  test.each([
    [
      'one change cannot be made',
      [
        { op: 'set', path: [0, 'kind'], value: 'Job' },
        { op: 'remove', path: [0, 'nothing', 'there'] },
      ],
    ],
    ['a change is of another language', [{ op: 'replace', node: { span: [0, 1] }, text: 'x' }]],
    ['there is no change', []],
    ['one change is made in what another one removes', [REMOVAL, { ...REMOVAL, path: [0, 'metadata', 'name'] }]],
  ] as const)('or not offered: %s', async (_, changes) => expect(await fixOf(...changes)).toBeUndefined())
})

describe('lines that may hold a secret', () => {
  const secretive = rule({
    id: 'secretive',
    on: 'container',
    ...meta,
    sensitive: true,
    check: c => ({ at: c.at('image'), message: 'x' }),
  })

  test('hide what other rules underline there, and nothing elsewhere', async () => {
    const named = rule({ id: 'named', on: 'container', ...meta, check: c => ({ at: c.at('name'), message: 'x' }) })
    const { findings } = await run(WEB, arm(images), arm(secretive), arm(named))
    expect(findings.map(({ rule, location }) => [rule, location.text])).toEqual([
      ['images', ''],
      ['secretive', 'image: shop/web:1.4'],
      ['named', 'name: app'],
    ])
  })

  test('hide what was rendered as well', () => {
    const rendered: Location = {
      file: 'x',
      start: { line: 9, column: 1 },
      end: { line: 9, column: 5 },
      text: 'hunter2',
    }
    const source = {
      file: 'x',
      text: '',
      comments: [],
      edit: () => undefined,
      locate: () => ({ ...rendered, rendered }),
      key: () => undefined,
      duplicates: () => [],
      refusals: () => [],
    }
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'app' }] } }
    const { findings } = check(
      new World({ resources: [new Resource(source, [0], pod)] }),
      [arm(images), arm(secretive)],
      { kubernetes: 36 },
    )
    expect(findings.map(({ location: { text, rendered } }) => [text, rendered?.text])).toEqual([
      ['', ''],
      ['hunter2', 'hunter2'],
    ])
  })
})

test('a fix that crashes is none, and the findings are told all the same', async () => {
  const world = await read(WEB)
  const [resource] = world.resources
  const { source, root, json } = resource!
  const crashing = Object.assign(Object.create(source), {
    locate: source.locate.bind(source),
    edit: () => {
      throw new Error('a bug of ours')
    },
  })
  const offering = rule({
    ...images,
    id: 'offering',
    check: container => ({
      at: container.at('image'),
      message: 'x',
      fix: { title: 'Pin it', safe: true, changes: [{ op: 'remove', path: container.at('image') }] },
    }),
  })
  const { findings, faults } = check(new World({ resources: [new Resource(crashing, root, json)] }), [arm(offering)], {
    kubernetes: 36,
  })
  expect(faults).toEqual([])
  expect(findings.map(({ message, fix }) => [message, fix])).toEqual([['x', undefined]])
})
