import { describe, expect, test } from 'vitest'
import type { Profile } from '../../src/core/rule.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { run } from '../../src/pipeline.ts'
import type { Result } from '../../src/report/result.ts'
import { rules } from '../../src/rules/index.ts'
import { noTools, toolFolder } from '../e2e/kit/tools.ts'
import { folderOf } from '../kit/folders.ts'
import { container, deployment } from '../kit/manifests.ts'
import { onlyPath } from '../kit/programs.ts'

const PRIVILEGED = container('image: shop/web:1.4\nsecurityContext:\n  privileged: true\n')

interface Asked {
  readonly paths?: readonly string[]
  readonly profile?: Profile
  readonly only?: ReadonlySet<string>
  readonly ignoreUnknown?: boolean
}

const resultIn = (
  files: Readonly<Record<string, string>>,
  { paths = [], ignoreUnknown, ...overrides }: Asked = {},
): Promise<Result> =>
  run(new DiskHost(folderOf(files)), rules, {
    ...{ paths, reports: [], overrides },
    ...(ignoreUnknown && { ignoreUnknown }),
  })

/** Where a rule reports something, and how many files are left to tests. */
async function foundIn(rule: string, ...asked: Parameters<typeof resultIn>): Promise<readonly (string | number)[]> {
  const { verdict, testFiles } = await resultIn(...asked)
  const found = verdict.judged.map(({ finding }) => finding).filter(finding => finding.rule === rule)
  return [testFiles, ...found.map(({ location }) => location.file)]
}

const BOTH = { 'k8s/web.yaml': PRIVILEGED, 'tests/web.yaml': PRIVILEGED }
const ALL = [0, 'k8s/web.yaml', 'tests/web.yaml'] as const

describe('what only tests read', () => {
  test.each<[string, Asked, readonly (string | number)[]]>([
    ['is not judged', {}, [1, 'k8s/web.yaml']],
    ['is not judged in a smaller profile', { profile: 'essential' }, [1, 'k8s/web.yaml']],
    ['is not judged in a list of changed files', { paths: ['tests/web.yaml'], ignoreUnknown: true }, [1]],
    ['is judged when it is named', { paths: ['tests/web.yaml'] }, [0, 'tests/web.yaml']],
    ['is judged by every rule', { profile: 'strict' }, ALL],
    ['is judged by rules that are named', { only: new Set(['privileged-container']) }, ALL],
  ])('%s', async (_, asked, expected) => {
    expect(await foundIn('privileged-container', BOTH, asked)).toEqual(expected)
  })

  test('is what the policy says it is', async () => {
    const policy = (tests: string) => ({ ...BOTH, '.seaworthy.yml': `paths: {tests: ${tests}}\n` })
    expect(await foundIn('privileged-container', policy('[]'))).toEqual(ALL)
    expect(await foundIn('privileged-container', policy('[k8s/**]'))).toEqual([1, 'tests/web.yaml'])
  })

  test('cannot be read: a fault all the same', async () => {
    const { verdict } = await resultIn({ ...BOTH, 'tests/broken.yaml': 'apiVersion: v1\nkind: [Pod\n' })
    expect(verdict.faults.map(({ code, file }) => [code, file])).toEqual([['NOT_YAML', 'tests/broken.yaml']])
  })

  test('is a template that nothing renders: counted, and no fault', async () => {
    const template = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .name }}\n'
    const files = { ...BOTH, 'tests/pod.yaml': template }
    const { verdict, testFiles } = await resultIn(files)
    expect([verdict.faults, testFiles]).toEqual([[], 2])
    const strict = await resultIn(files, { profile: 'strict' })
    expect(strict.verdict.faults.map(({ file }) => file)).toEqual(['tests/pod.yaml'])
  })

  test.skipIf(noTools)(`is deployed by an overlay elsewhere (${noTools ?? 'real kustomize'})`, async () => {
    onlyPath(toolFolder('helm4', 'kubectl'))
    const overlay = 'resources: [pod.yaml]\n'
    const files = {
      'tests/kustomization.yaml': overlay,
      'tests/pod.yaml': PRIVILEGED,
      'k8s/kustomization.yaml': 'resources: [../tests]\n',
    }
    expect(await foundIn('privileged-container', files)).toEqual([0, 'tests/pod.yaml'])
    expect(
      await foundIn('privileged-container', {
        ...files,
        'k8s/kustomization.yaml': overlay,
        'k8s/pod.yaml': PRIVILEGED,
      }),
    ).toEqual([1, 'k8s/pod.yaml'])
  })
})

describe.skipIf(noTools)(`resources in charts (${noTools ?? 'real helm'})`, () => {
  const chart = (template: string) => ({
    'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'shop/values.yaml': 'resources: {}\n',
    'shop/templates/web.yaml': template,
  })
  const found = (template: string, profile?: Profile): ReturnType<typeof foundIn> => {
    onlyPath(toolFolder('helm4', 'helm'))
    return foundIn('memory-limit', chart(template), profile ? { profile } : {})
  }
  const WEB = deployment('containers:\n  - name: app\n    image: shop/web:1.4')
  const OPEN = `${WEB}          resources: {{ toYaml .Values.resources }}\n`

  test('are asked for where no value sets them', async () => {
    expect(await found(WEB)).toEqual([0, 'shop/templates/web.yaml'])
    expect(await found(`${WEB}          # resources are left out\n`)).toEqual([0, 'shop/templates/web.yaml'])
  })

  test('are left to whoever installs a chart whose values set them', async () => {
    expect(await found(OPEN)).toEqual([0])
    expect(await found(OPEN, 'strict')).toEqual([0, 'shop/templates/web.yaml'])
  })
})
