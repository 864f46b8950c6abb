import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { NAMES } from '../../../src/policy/suppressions/monokle.ts'
import { suppressedBy } from '../../../src/policy/suppressions/suppressions.ts'
import { finding, inManifest } from './kit.ts'

describe('annotations', () => {
  const annotated = (annotations: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\n  annotations:\n    ${annotations}\n`

  /** The rules held back on an object, of those that exist. */
  const quiet = async (text: string, resource = { kind: 'Pod', namespace: 'shop', name: 'web' }): Promise<string[]> => {
    const suppressed = suppressedBy(await inManifest(text))
    return ['root', 'ephemeral', 'limits', 'high-uid', 'ours-alone'].filter(id =>
      suppressed(finding(id, 'web.yaml', 1, resource)),
    )
  }

  test.each<[string, string, string[]]>([
    ['kube-linter, one check', 'ignore-check.kube-linter.io/run-as-non-root: why', ['root']],
    ['kube-linter, all of its checks', 'kube-linter.io/ignore-all: "false"', ['root', 'limits']],
    ['kube-linter, another check', 'ignore-check.kube-linter.io/no-such: why', []],
    ['Polaris, one check', 'polaris.fairwinds.com/runAsRootAllowed-exempt: "True"', ['root']],
    ['Polaris, a boolean', 'polaris.fairwinds.com/runAsRootAllowed-exempt: true', ['root']],
    ['Polaris, all', 'polaris.fairwinds.com/exempt: "true"', ['root']],
    ['Polaris, not true', 'polaris.fairwinds.com/exempt: "yes"', []],
    ['kube-score, a list', 'kube-score/ignore: none, container-security-context', ['root']],
    ['kube-score, with what it implies', 'kube-score/ignore: container-resources', ['ephemeral', 'limits']],
    ['Checkov, with a reason', 'checkov.io/skip1: CKV_K8S_23=because a=b', ['root']],
    ['Checkov, bare', 'bridgecrew.io/skip99: CKV_K8S_23', ['root']],
    ['Checkov, a key that contains it', 'my.checkov.io/skip7: CKV_K8S_23', ['root']],
    ['Kubescape, a list', 'kubescape.io/skip-controls: "C-0004, C-0013"', ['root', 'limits']],
    [
      'Kubescape, in force',
      '{kubescape.io/skip-controls: C-0013, kubescape.io/skip-expiry: "2026-12-31T00:00:00Z"}',
      ['root'],
    ],
    [
      'Kubescape, lapsed an hour ago',
      '{kubescape.io/skip-controls: C-0013, kubescape.io/skip-expiry: "2026-06-15T11:00:00Z"}',
      [],
    ],
    [
      'Kubescape, a malformed expiry',
      '{kubescape.io/skip-controls: C-0013, kubescape.io/skip-expiry: "2026-12-31"}',
      [],
    ],
    [
      'Kubescape, an expiry without its zone',
      '{kubescape.io/skip-controls: C-0013, kubescape.io/skip-expiry: "2026-12-31T00:00:00"}',
      [],
    ],
    [
      'Kubescape, an expiry on no day',
      '{kubescape.io/skip-controls: C-0013, kubescape.io/skip-expiry: "2026-11-31T00:00:00Z"}',
      [],
    ],
    ['Kubescape, no wildcards', 'kubescape.io/skip-controls: "*"', []],
    ['kube-score, no wildcards', 'kube-score/ignore: "container-*,*"', []],
    ['kube-linter, no wildcards', 'ignore-check.kube-linter.io/*: why', []],
    ['Polaris, no wildcards', 'polaris.fairwinds.com/*-exempt: "true"', []],
    ['Checkov, no wildcards', 'checkov.io/skip1: CKV_K8S_*=why', []],
    ['Monokle, no wildcards', '{"monokle.io/suppress.*": why}', []],
    ['Monokle', 'monokle.io/suppress.kbp013: why', ['root']],
    ['Monokle, a check of Trivy', 'monokle.io/suppress.KSV012: why', ['root']],
    ['Monokle, a check of Trivy by its name', 'monokle.io/suppress.ksv.runs-as-root: why', ['root']],
    [
      'Monokle, a check of Trivy by the name that Monokle has for it',
      'monokle.io/suppress.ksv.run-as-non-root: why',
      ['root'],
    ],
    ['Monokle, by the name of a check', 'monokle.io/suppress.kbp.no-low-user-id: why', ['high-uid']],
    [
      'Monokle, by the name of no check',
      '{monokle.io/suppress.kbp.constructor: why, monokle.io/suppress.xyz.a: b}',
      [],
    ],
    ['Monokle, revoked', 'monokle.io/suppress.KBP013: "false"', []],
    ['a value still to be templated', 'kube-score/ignore: "{{ .Values.x }},container-security-context"', []],
    [
      'odd types',
      '{kube-score/ignore: [container-security-context, {a: 1}], checkov.io/skip1: null, "__proto__": 1}',
      [],
    ],
    ['a map that cannot be text', 'kube-score/ignore: {toString: 1}', []],
    [
      'an expiry that cannot be text',
      '{kubescape.io/skip-controls: C-0013, kubescape.io/skip-expiry: {toString: 1}}',
      [],
    ],
  ])('%s', async (_, annotations, expected) => {
    expect(await quiet(annotated(annotations))).toEqual(expected)
  })

  test('hold on their own document only, where another one has an object of the same name', async () => {
    const text = `${annotated('kube-linter.io/ignore-all: ""')}---\n${annotated('a: b')}`
    const suppressed = suppressedBy(await inManifest(text))
    const at = (line: number) =>
      suppressed(finding('root', 'web.yaml', line, { kind: 'Pod', namespace: 'shop', name: 'web' }))
    expect([at(2), at(7), at(8), at(9)].map(found => found !== undefined)).toEqual([true, true, false, false])
  })

  test('hold on no other object of a list, whatever their names', async () => {
    const item = (name: string, annotations = '{}'): string =>
      `  - {apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, annotations: ${annotations}}}\n`
    const text = `apiVersion: v1\nkind: List\nitems:\n${item('web', '{kube-linter.io/ignore-all: x}')}${item('web')}${item('other')}`
    expect(await quiet(text, { kind: 'Pod', namespace: 'shop', name: 'other' })).toEqual([])
    expect(await quiet(text)).toEqual(['root', 'limits'])
  })

  test('hold on their own object only', async () => {
    const text = annotated('kube-linter.io/ignore-all: ""')
    expect(await quiet(text, { kind: 'Pod', namespace: 'shop', name: 'other' })).toEqual([])
    expect(await quiet(text, { kind: 'Pod', namespace: 'else', name: 'web' })).toEqual([])
  })

  test.each([
    ['the object', ['metadata']],
    ['the template of jobs', ['spec', 'jobTemplate', 'metadata']],
    ['the template of pods', ['spec', 'jobTemplate', 'spec', 'template', 'metadata']],
  ])('are read on %s', async (_, place) => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'web' },
      spec: { jobTemplate: { metadata: {}, spec: { template: { metadata: {}, spec: { containers: [] } } } } },
    }
    let holder: Record<string, unknown> = job
    for (const step of place) holder = holder[step] as Record<string, unknown>
    holder['annotations'] = { 'kube-score/ignore': 'container-security-context' }
    expect(await quiet(JSON.stringify(job), { kind: 'CronJob', name: 'web' } as never)).toEqual(['root'])
  })
})

test('the names of Monokle stand for checks that it has', () => {
  const { manifests } = JSON.parse(readFileSync('__fixtures__/peers/monokle.json', 'utf8')) as { manifests: string[] }
  const ids = Object.values(NAMES).flatMap(names => Object.values(names))
  expect(ids.filter(id => !manifests.includes(id))).toEqual([])
  // Texts that are not YAML cannot have annotations.
  expect(manifests.filter(id => !ids.includes(id) && !/^YML/.test(id))).toEqual([])
})
