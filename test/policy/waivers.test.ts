import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { Overrides } from '../../src/policy/policy.ts'
import type { Waiver } from '../../src/policy/waivers.ts'
import { found, judged, standings, vulnerability } from './kit.ts'

const waiver = (changes: Partial<Waiver> = {}): Waiver => ({
  rule: 'privileged-container',
  reason: 'the old deployer needs it',
  source: '.seaworthy.yml:4',
  ...changes,
})

describe('what a waiver names', () => {
  test.each([
    ['privileged-container', found(), 'our id'],
    ['Privileged-Container', found(), 'in any case'],
    ['CKV_K8S_16', found(), 'an id of another tool'],
    ['ckv_k8s_16', found(), 'in any case'],
    ['vulnerable-package', vulnerability(), 'a rule about images'],
    ['CVE-2026-1234', vulnerability(), 'the advisory'],
    ['cve-2026-1234', vulnerability(), 'in any case'],
    ['GHSA-AAAA-bbbb-cccc', vulnerability(), 'another name of the advisory'],
  ])('%s: %s', (rule, finding) => expect(standings([finding], { waivers: [waiver({ rule })] })).toEqual(['waived']))

  test.each([
    ['host-pid', found()],
    ['CVE-2026-9999', vulnerability()],
    ['CVE-2026-1234', found()],
    ['CVE-2026-123', vulnerability()],
  ])('%s is another thing', (rule, finding) =>
    expect(standings([finding], { waivers: [waiver({ rule })] })).toEqual(['breach']),
  )
})

describe('a word that is no rule', () => {
  const fault = new Fault('BAD_CONFIG', 'x')
  const faults = (name: string, isSlip: boolean, hasReports: boolean) =>
    judged(
      [found(), vulnerability({ code: { id: 'js.xss' } })],
      {},
      { unknownWaivers: [{ name, isSlip, fault }], hasReports },
    ).faults

  test.each([
    ['js.xss', true, true, []],
    ['JS.XSS', false, true, []],
    ['end-of-life:alpine@3.12.0', false, true, [fault]],
    ['host-pod', true, false, [fault]],
    ['end-of-life:alpine@3.12.0', false, false, []],
  ])('%s, a slip: %s, with reports: %s', (name, isSlip, hasReports, wanted) =>
    expect(faults(name, isSlip, hasReports)).toEqual(wanted),
  )

  test('may be the code of any finding, an id of a peer that only one case has is none', () => {
    const finding = found({ code: { id: 'SC2086' }, aliases: { polaris: ['hostPathSet'] } })
    expect(standings([finding], { waivers: [waiver({ rule: 'sc2086' })] })).toEqual(['waived'])
    expect(standings([finding], { waivers: [waiver({ rule: 'x', where: '**' })] })).toEqual(['breach'])
    expect(standings([finding], { waivers: [waiver({ rule: 'hostPathSet' })] })).toEqual(['breach'])
  })

  test('waives the findings that go by it', () => {
    const finding = vulnerability({ rule: 'scanner-misconfiguration', code: { id: 'js.xss' } })
    expect(standings([finding], { waivers: [waiver({ rule: 'js.xss' })] })).toEqual(['waived'])
  })
})

describe('where a waiver holds', () => {
  test.each([
    ['k8s/web.yaml', 'the file'],
    ['k8s/*', 'a glob of files'],
    ['web', 'the name of the object'],
    ['shop/web', 'with its namespace'],
    ['Deployment/web', 'with its kind'],
    ['Deployment/shop/web', 'with both'],
    ['shop/*', 'all of a namespace'],
    ['Deployment/shop/web › app', 'the subject as reports tell it'],
    ['web/app', 'a container'],
    ['Deployment/shop/web/app', 'a container in full'],
  ])('manifest: %s, %s', where => expect(standings([found()], { waivers: [waiver({ where })] })).toEqual(['waived']))

  test.each([
    ['registry.example/shop/api:1.4', 'the image'],
    ['registry.example/shop/api', 'the image, any tag'],
    ['**/api:*', 'a glob of images'],
    [`sha256:${'0'.repeat(64)}`, 'its digest'],
    ['openssl', 'the package'],
    ['openssl@3.0.11-1', 'with its version'],
    ['openssl@3.*', 'any version of it'],
    ['pkg:deb/debian/openssl@*', 'its package URL'],
    ['k8s/web.yaml', 'the file it is shown in'],
    ['usr/lib/libssl.so', 'the file in the image'],
    ['/usr/lib/*', 'a folder in the image, by its whole path'],
    ['usr/**', 'or without its slash'],
  ])('image: %s, %s', where =>
    expect(standings([vulnerability()], { waivers: [waiver({ rule: 'CVE-2026-1234', where })] })).toEqual(['waived']),
  )

  test.each(['usr/lib/libssl.so', '/usr/lib/libssl.so'])('scanners write %s', path => {
    const finding = vulnerability({ image: { ref: 'a', path } })
    const at = (where: string) => standings([finding], { waivers: [waiver({ rule: 'CVE-2026-1234', where })] })
    expect(at('usr/lib/libssl.so')).toEqual(['waived'])
    expect(at('/usr/lib/libssl.so')).toEqual(['waived'])
    expect(at('lib/libssl.so')).toEqual(['breach'])
  })

  test.each(['k8s', 'k8s/*.yml', 'we', 'stage/web', 'Pod/web', '!nowhere', 'web/other'])('not at %s', where =>
    expect(standings([found()], { waivers: [waiver({ where })] })).toEqual(['breach']),
  )

  test.each(['a.example/api:1.4', 'a.example/api', 'a.example/*', 'a.example/api:1.4@sha256:*'])(
    'a pinned image goes by the name %s',
    where => {
      const finding = vulnerability({ image: { ref: `a.example/api:1.4@sha256:${'0'.repeat(64)}` } })
      expect(standings([finding], { waivers: [waiver({ rule: 'CVE-2026-1234', where })] })).toEqual(['waived'])
    },
  )

  test('a registry with a port is no tag', () => {
    const finding = vulnerability({ image: { ref: 'registry.example:5000/api' } })
    const at = (where: string) => standings([finding], { waivers: [waiver({ rule: 'CVE-2026-1234', where })] })
    expect(at('registry.example:5000/api')).toEqual(['waived'])
    expect(at('registry.example')).toEqual(['breach'])
  })
})

describe('days', () => {
  test.each([
    ['2026-06-15', '2026-06-15T00:00:00Z', true, 'its last day begins'],
    ['2026-06-15', '2026-06-15T23:59:59Z', true, 'its last day ends'],
    ['2026-06-15', '2026-06-16T00:00:00Z', false, 'the day after'],
    ['2026-06-15', '2026-06-15T23:30:00-02:00', false, 'days are those of UTC'],
    [undefined, '2099-01-01T00:00:00Z', true, 'without an end'],
  ])('until %s, at %s: %s, %s', (until, now, holds, _) => {
    const note = waiver(until === undefined ? {} : { until })
    const verdict = judged([found()], { waivers: [note] }, { now })
    expect(verdict.judged[0]!.standing).toBe(holds ? 'waived' : 'breach')
    expect(verdict.waivers).toMatchObject({ inForce: holds ? 1 : 0, lapsed: holds ? [] : [note] })
  })

  test.each([
    ['2026-06-15', true],
    ['2026-06-29', true],
    ['2026-06-30', false],
  ])('expiring on 2026-06-15: until %s is %s', (until, soon) => {
    const note = waiver({ until })
    expect(judged([found()], { waivers: [note] }).waivers.expiring).toEqual(soon ? [note] : [])
  })
})

test('the first that fits is the exemption; one that nothing needs is idle, a lapsed one is only lapsed', () => {
  const [first, second] = [waiver({ source: 'p:1', by: '@platform', until: '2026-12-31' }), waiver({ source: 'p:2' })]
  const lapsed = waiver({ source: 'p:3', until: '2020-01-01' })
  const { judged: all, waivers } = judged([found()], { waivers: [lapsed, first, second] })
  expect(all[0]!.exemption).toEqual({ reason: 'the old deployer needs it', until: '2026-12-31', source: 'p:1' })
  expect(waivers).toEqual({ inForce: 2, expiring: [], lapsed: [lapsed], idle: [second], comments: [], ineffective: [] })
})

test('of a part, nobody can tell what matches nothing', () => {
  const waivers = [waiver({ rule: 'host-pid' })]
  expect(judged([], { waivers }, { wholeRepository: false }).waivers).toMatchObject({ inForce: 1, idle: [] })
  const idle = (overrides: Overrides) => judged([], { waivers }, { overrides }).waivers.idle.length
  expect([idle({}), idle({ only: new Set(['host-pid', 'host-ipc']) })]).toEqual([1, 1])
  expect([idle({ only: new Set(['host-ipc']) }), idle({ skip: new Set(['host-pid']) })]).toEqual([0, 0])
})
