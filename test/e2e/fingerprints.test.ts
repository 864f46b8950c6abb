import { describe, expect, test } from 'vitest'
import { folderOf } from '../kit/folders.ts'
import { cliJson } from './kit/cli.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'
const pod = (name: string, image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  hostNetwork: true\n  containers:\n    - name: ${name}\n      image: ${image}\n      securityContext: {privileged: true}\n`
const CONFIG = 'resources: [pod.yaml]\nconfigMapGenerator: [{name: settings, literals: [PASSWORD=%s]}]\n'

/** Of the rules, by what they say. */
function prints(files: Readonly<Record<string, string>>, layer: 'helm3' | 'helm4'): readonly string[] {
  const path = pathOf(toolFolder(layer, 'helm'), toolFolder(layer, 'kubectl'), '/usr/bin', '/bin')
  const { result } = cliJson(['--profile', 'strict'], { cwd: folderOf(files), path })
  expect(result.faults).toEqual([])
  expect(result.findings.length).toBeGreaterThan(3)
  return result.findings.map(({ rule, fingerprint }) => `${rule} ${fingerprint}`).sort()
}

describe.skipIf(noTools)(`fingerprints of what is rendered (${noTools ?? 'real helm and kubectl'})`, () => {
  test.each(['helm3', 'helm4'] as const)('names and values that vary with each render are left out (%s)', layer => {
    const random = '{{ randAlphaNum 8 | lower }}'
    const files = {
      'Chart.yaml': CHART,
      'templates/job.yaml': pod(`job-${random}`, `shop/job-${random}:1`),
      'templates/web.yaml': pod('web', 'shop/web'),
    }
    expect(prints(files, layer)).toEqual(prints(files, layer))
  })

  test('a value that does not vary is a part of them', () => {
    const files = (image: string) => ({ 'Chart.yaml': CHART, 'templates/web.yaml': pod('web', image) })
    expect(prints(files('shop/web'), 'helm4')).not.toEqual(prints(files('shop/api'), 'helm4'))
  })

  test('the name of a generated ConfigMap follows its contents', () => {
    const files = (value: string) => ({
      'kustomization.yaml': CONFIG.replace('%s', value),
      'pod.yaml': pod('web', 'shop/web'),
    })
    expect(prints(files('tulips-in-march'), 'helm4')).toEqual(prints(files('roses-in-june'), 'helm4'))
  })
})
