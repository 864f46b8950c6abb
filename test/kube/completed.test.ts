import { describe, expect, test } from 'vitest'
import { resourcesOf } from '../../src/kube/objects.ts'
import { workloadsOf } from '../../src/kube/templates.ts'
import type { Workload } from '../../src/kube/workload.ts'
import { readYaml } from '../../src/yaml/source.ts'
import { expectLinear } from '../kit/steps.ts'

const found = async (apiVersion: string, kind: string, yaml: string): Promise<readonly Workload[]> => {
  const source = await readYaml('a.yaml', `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\n${yaml}`)
  return resourcesOf(source).flatMap(workloadsOf)
}

const VALUES = '{web: {securityContext: {privileged: true}}}'
const POD = '{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, securityContext: {privileged: true}}]}}'

/** [apiVersion, kind, the object, where the container is] */
const PLACES = [
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', `spec: {values: ${VALUES}}`, 'spec.values.web'],
  [
    'argoproj.io/v1alpha1',
    'Application',
    `spec: {source: {helm: {valuesObject: ${VALUES}}}}`,
    'spec.source.helm.valuesObject.web',
  ],
  [
    'argoproj.io/v1alpha1',
    'Application',
    `spec: {source: {helm: {values: "${VALUES}"}}}`,
    'spec.source.helm.values.web',
  ],
  [
    'argoproj.io/v1alpha1',
    'Application',
    `spec: {sources: [{}, {helm: {values: "${VALUES}"}}]}`,
    'spec.sources.1.helm.values.web',
  ],
  [
    'argoproj.io/v1alpha1',
    'ApplicationSet',
    `spec: {template: {spec: {source: {helm: {values: "${VALUES}"}}}}}`,
    'spec.template.spec.source.helm.values.web',
  ],
  ['helm.cattle.io/v1', 'HelmChart', `spec: {valuesContent: "${VALUES}"}`, 'spec.valuesContent.web'],
  ['helm.cattle.io/v1', 'HelmChartConfig', `spec: {valuesContent: "${VALUES}"}`, 'spec.valuesContent.web'],
  ['helm.crossplane.io/v1beta1', 'Release', `spec: {forProvider: {values: ${VALUES}}}`, 'spec.forProvider.values.web'],
  ['helm.k0sproject.io/v1beta1', 'Chart', `spec: {values: "${VALUES}"}`, 'spec.values.web'],
  [
    'apiextensions.crossplane.io/v1',
    'Composition',
    `spec: {resources: [{base: ${POD}}]}`,
    'spec.resources.0.base.spec.containers.0',
  ],
  [
    'apiextensions.crossplane.io/v1',
    'Composition',
    `spec: {pipeline: [{input: {resources: [{base: ${POD}}]}}]}`,
    'spec.pipeline.0.input.resources.0.base.spec.containers.0',
  ],
  [
    'apiextensions.crossplane.io/v1',
    'Composition',
    `spec: {resources: [{base: {apiVersion: kubernetes.crossplane.io/v1alpha2, kind: Object, spec: {forProvider: {manifest: ${POD}}}}}]}`,
    'spec.resources.0.base.spec.forProvider.manifest.spec.containers.0',
  ],
  [
    'kubernetes.m.crossplane.io/v1alpha1',
    'Object',
    `spec: {forProvider: {manifest: ${POD}}}`,
    'spec.forProvider.manifest.spec.containers.0',
  ],
  ['template.openshift.io/v1', 'Template', `objects: [${POD}]`, 'objects.0.spec.containers.0'],
  ['v1', 'Template', `objects: [null, ${POD}]`, 'objects.1.spec.containers.0'],
  ['hive.openshift.io/v1', 'SyncSet', `spec: {resources: [${POD}]}`, 'spec.resources.0.spec.containers.0'],
  ['hive.openshift.io/v1', 'SelectorSyncSet', `spec: {resources: [${POD}]}`, 'spec.resources.0.spec.containers.0'],
  [
    'work.open-cluster-management.io/v1',
    'ManifestWork',
    `spec: {workload: {manifests: [${POD}]}}`,
    'spec.workload.manifests.0.spec.containers.0',
  ],
] as const

describe('what others complete', () => {
  test.each(PLACES)('%s %s: %s', async (apiVersion, kind, yaml, path) => {
    const workloads = await found(apiVersion, kind, yaml)
    expect(workloads.map(({ whole }) => whole)).toEqual([false])
    const [container, ...others] = workloads.flatMap(({ containers }) => containers)
    expect(others).toEqual([])
    expect(container?.privileged).toBe(true)
    expect(container?.path.join('.')).toBe(`0.${path}`)
  })

  test('values of a chart: fields of pods and containers in one map, and in maps below it', async () => {
    const workloads = await found(
      'helm.toolkit.fluxcd.io/v2',
      'HelmRelease',
      `
spec:
  values:
    hostNetwork: true
    image: {tag: latest}
    sidecars: [{name: proxy, image: a:1}]
    controllers:
      main:
        image: nginx
        env: [{name: A, value: b}]
    list: [{securityContext: {}}]
`,
    )
    expect(
      workloads.map(({ podPath, pod, containers }) => [
        podPath.join('.'),
        Object.keys(pod),
        containers.map(({ name, spec }) => [name, Object.keys(spec)]),
      ]),
    ).toEqual([
      [
        '0.spec.values',
        ['hostNetwork', 'sidecars'],
        [
          ['web', ['name']],
          ['proxy', ['name', 'image']],
        ],
      ],
      ['0.spec.values.controllers.main', [], [['main', ['name', 'env']]]],
      ['0.spec.values.list.0', [], [['list', ['name', 'securityContext']]]],
    ])
  })

  test.each([
    ['no values', 'spec: {}'],
    ['a text that is no YAML', 'spec: {values: "{"}'],
    ['a list', 'spec: {values: [1, null]}'],
    ['null', 'spec: {values: null}'],
    ['a name of a method', 'spec: {values: {constructor: 1}}'],
  ])('nothing in %s', async (_, yaml) => {
    expect(await found('helm.toolkit.fluxcd.io/v2', 'HelmRelease', yaml)).toEqual([])
    expect(await found('helm.k0sproject.io/v1beta1', 'Chart', yaml)).toEqual([])
  })

  test('values are looked into sixteen levels deep', async () => {
    const nested = (depth: number): string => `spec: {values: ${'{a: '.repeat(depth)}${VALUES}${'}'.repeat(depth)}}`
    expect(await found('helm.toolkit.fluxcd.io/v2', 'HelmRelease', nested(10))).toHaveLength(1)
    expect(await found('helm.toolkit.fluxcd.io/v2', 'HelmRelease', nested(30))).toEqual([])
  })

  test('the time grows with the values', () =>
    expectLinear(
      async () => ({
        ...(await import('../../src/kube/templates.ts')),
        ...(await import('../../src/kube/objects.ts')),
        ...(await import('../../src/yaml/source.ts')),
      }),
      async (module, size) => {
        const lines = Array.from({ length: size }, (_, i) => `      a${i}: {env: [{name: A, value: b}]}\n`).join('')
        const source = await module.readYaml(
          'a.yaml',
          `apiVersion: helm.k0sproject.io/v1beta1\nkind: Chart\nspec:\n  values: |\n${lines}`,
        )
        return module.resourcesOf(source).flatMap(module.workloadsOf)
      },
      200,
    ))
})
