import { describe, expect, test } from 'vitest'
import { check } from '../../src/engine/check.ts'
import type { Choices } from '../../src/read/read.ts'
import { deprecatedApi } from '../../src/rules/manifest/object/api-version.ts'
import { secretValueInObject } from '../../src/rules/manifest/object/committed-secrets.ts'
import { imageTag } from '../../src/rules/manifest/pod/image.ts'
import { privilegedContainer } from '../../src/rules/manifest/pod/privilege.ts'
import { plaintextSecretEnv } from '../../src/rules/manifest/pod/secrets.ts'
import type { AnyRule } from '../../src/rules/rule.ts'
import { noTools, toolFolder } from '../e2e/kit/tools.ts'
import { onlyPath } from '../kit/programs.ts'
import { faults, objects, readFiles } from './kit.ts'

const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'

const withHelm = (layer: 'helm3' | 'helm4') => onlyPath(toolFolder(layer, 'helm'), '/usr/bin', '/bin')

describe.skipIf(noTools)(`the version of Kubernetes that charts are rendered for (${noTools ?? 'real helm'})`, () => {
  const budget =
    '{{- if semverCompare "<1.25-0" .Capabilities.KubeVersion.Version }}\napiVersion: policy/v1beta1\n{{- else }}\napiVersion: policy/v1\n{{- end }}\nkind: PodDisruptionBudget\nmetadata: {name: web}\n'
  const files = { 'Chart.yaml': CHART, 'templates/web.yaml': budget }
  test.each<[string, Partial<Choices>, string]>([
    ['is that of the policy', { rendersFor: 24 }, 'policy/v1beta1'],
    ['is a later one', { rendersFor: 25 }, 'policy/v1'],
    ['is that of helm', {}, 'policy/v1'],
  ])('%s', async (_, choices, expected) => {
    for (const layer of ['helm3', 'helm4'] as const) {
      withHelm(layer)
      const { world } = await readFiles(files, choices)
      expect(world.resources.map(({ apiVersion }) => apiVersion)).toEqual([expected])
      const rule: AnyRule = deprecatedApi
      const { findings } = check(world, [{ rule, options: {} }], { kubernetes: choices.rendersFor ?? 34 })
      expect(findings.map(({ location }) => location.start.line)).toEqual(expected === 'policy/v1' ? [] : [2])
    }
  })

  test('does not fit the chart: what to do is told', async () => {
    for (const layer of ['helm3', 'helm4'] as const) {
      withHelm(layer)
      const read = await readFiles(
        { ...files, 'Chart.yaml': `${CHART}kubeVersion: ">=1.28.0-0"\n` },
        { rendersFor: 24 },
      )
      expect(faults(read)).toEqual([
        expect.stringMatching(
          /^RENDER_FAILED Chart\.yaml helm could not render the chart: chart requires kubeVersion: >=1\.28\.0-0 which is incompatible with Kubernetes v1\.24(?:\.0)?\. Set `kubernetes-version` in the policy to a version that it supports, or skip charts with `charts: skip`$/,
        ),
      ])
    }
  })
})

describe.skipIf(noTools)(`values that only the tests of a chart set (${noTools ?? 'real helm'})`, () => {
  const web =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: {{ required "name" .Values.name }}}\nspec:\n  containers:\n    - name: app\n'
  const image = '      image: shop/web:1\n'
  const env = (value: string) => `${image}      env:\n        - name: API_TOKEN\n          value: ${value}\n`
  const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ required "name" .Values.name }}}\n'
  const token = `ghp_${'r4Tz9Kw2mQ'.repeat(4).slice(0, 36)}`

  /** The rules that find something. */
  async function foundIn(template: string, ci: string, defaults = ''): Promise<readonly string[]> {
    withHelm('helm4')
    const read = await readFiles({
      'Chart.yaml': CHART,
      'values.yaml': defaults,
      'ci/a-values.yaml': `name: web\n${ci}`,
      'templates/web.yaml': template,
    })
    expect(faults(read)).toEqual([])
    expect(objects(read)).toHaveLength(1)
    const rules: readonly AnyRule[] = [imageTag, secretValueInObject, plaintextSecretEnv, privilegedContainer]
    const enabled = rules.map(rule => ({ rule, options: rule.options ?? {} }))
    return check(read.world, enabled, { kubernetes: 34 }).findings.map(({ rule }) => rule)
  }

  test.each<[string, string, string, readonly string[], string?]>([
    ['a variable', web + env('{{ .Values.token | quote }}'), `token: ${token}`, []],
    ['a variable with text around it', web + env('id:{{ .Values.token }}'), `token: ${token}`, []],
    ['a variable of the template', web + env(token), '', ['plaintext-secret-env']],
    [
      'a variable of the defaults',
      web + env('{{ .Values.token }}'),
      `token: ${token}`,
      ['plaintext-secret-env'],
      `token: ${token}`,
    ],
    ['a ConfigMap', `${config}data: {token: {{ .Values.token }}}\n`, `token: ${token}`, []],
    ['a ConfigMap in Base64', `${config}binaryData: {token: {{ .Values.token | b64enc }}}\n`, `token: ${token}`, []],
    ['a ConfigMap of the template', `${config}data: {token: ${token}}\n`, '', ['secret-value-in-object']],
    ['an image', `${web}      image: {{ .Values.image }}\n`, 'image: shop/web:latest', []],
    ['an image of the template', `${web}      image: shop/web:latest\n`, 'tag: latest', ['image-tag']],
    [
      'a flag',
      `${web}${image}      securityContext:\n        {{- toYaml .Values.sc | nindent 8 }}\n`,
      'sc: {privileged: true}',
      [],
    ],
    [
      'a flag that is the same by default',
      `${web}${image}      securityContext: {privileged: {{ .Values.privileged }}}\n`,
      'privileged: true',
      ['privileged-container'],
      'privileged: true',
    ],
  ])('%s', async (_, template, ci, expected, defaults) =>
    expect(await foundIn(template, ci, defaults)).toEqual(expected),
  )
})
