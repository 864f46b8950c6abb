import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { run } from '../../src/pipeline.ts'
import type { Result } from '../../src/report/result.ts'
import { rules } from '../../src/rules/index.ts'
import { folderOf } from '../kit/folders.ts'
import { container } from '../kit/manifests.ts'

const PRIVILEGED = container('image: shop/web:1.4\nsecurityContext:\n  privileged: true\n')

/** A report whose one finding goes by no name of ours. */
const SARIF = JSON.stringify({
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'Semgrep', rules: [{ id: 'js.xss', shortDescription: { text: 'XSS' } }] } },
      results: [
        {
          ruleId: 'js.xss',
          level: 'error',
          message: { text: 'text of a stranger ends up in a page' },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'web.js' }, region: { startLine: 1 } } }],
        },
      ],
    },
  ],
})

/** What a run over these files comes to. */
async function resultIn(
  files: Readonly<Record<string, string>>,
  asked: { readonly paths?: readonly string[]; readonly config?: string | false } = {},
): Promise<Result> {
  const host = new DiskHost(folderOf({ 'k8s/web.yaml': PRIVILEGED, ...files }))
  return run(host, rules, { paths: [], reports: [], overrides: {}, ...asked })
}

const faultsIn = async (...asked: Parameters<typeof resultIn>): Promise<readonly (string | undefined)[][]> =>
  (await resultIn(...asked)).verdict.faults.map(({ code, file, message }) => [code, file, message])

describe('where the policy is', () => {
  test.each(['.seaworthy.yml', '.seaworthy.yaml', '.github/seaworthy.yml', '.github/seaworthy.yaml'])(
    'it is read from %s',
    async file => expect((await resultIn({ [file]: 'profile: strict' })).verdict.gate.profile).toBe('strict'),
  )

  test.each(['seaworthy.yml', 'seaworthy.yaml', '.seaworthy.json'])('%s is asked about', async file => {
    const message =
      'is this the policy? It is read from `.seaworthy.yml`, `.seaworthy.yaml`, `.github/seaworthy.yml` or `.github/seaworthy.yaml`: rename the file, or name it with --config'
    expect(await faultsIn({ [file]: '{}' })).toEqual([['BAD_CONFIG', file, message]])
    expect(await faultsIn({ [file]: '{}' }, { config: false })).toEqual([])
    expect(await faultsIn({ [file]: '{}' }, { config: file })).toEqual([])
  })

  test.each(['.Seaworthy.yml', '.seaworthy.yml.yml', '.seaworthy', '.github/.seaworthy.yml', '.github/SEAWORTHY.yaml'])(
    '%s is a slip',
    async file =>
      expect(await faultsIn({ [file]: '{}' })).toEqual([
        ['BAD_CONFIG', file, expect.stringMatching(/is this the policy/)],
      ]),
  )

  test.each(['seaworthy.json', 'seaworthy.md', '.seaworthy.prod.yml', 'seaworthy-deployment.yaml'])(
    '%s is no policy',
    async file => expect(await faultsIn({ [file]: '{}' })).toEqual([]),
  )

  test('one of another case beside the usual one is one too many', async () => {
    const message = 'multiple policies, .seaworthy.yml and .Seaworthy.yml: keep one of them'
    const files = { '.seaworthy.yml': '', '.Seaworthy.yml': '' }
    expect(await faultsIn(files)).toEqual([['BAD_CONFIG', '.Seaworthy.yml', message]])
  })

  test('several are one too many', async () => {
    const files = { '.seaworthy.yml': '', '.github/seaworthy.yaml': '' }
    const message = 'multiple policies, .seaworthy.yml and .github/seaworthy.yaml: keep one of them'
    expect(await faultsIn(files)).toEqual([['BAD_CONFIG', '.seaworthy.yml', message]])
  })
})

describe('what to look at', () => {
  test.each(['k8s', 'k8s/', './k8s', '**/k8s', 'k8s/*'])('`include: [%s]` is the folder', async glob => {
    const files = { 'other/web.yaml': PRIVILEGED, '.seaworthy.yml': `paths: {include: ["${glob}"]}` }
    const { verdict } = await resultIn(files)
    expect(verdict.faults).toEqual([])
    expect(new Set(verdict.judged.map(({ finding }) => finding.location.file))).toEqual(new Set(['k8s/web.yaml']))
  })

  test('`exclude: [k8s/]` is the folder', async () => {
    const { verdict, inputs } = await resultIn({
      Dockerfile: 'FROM a:1\n',
      '.seaworthy.yml': 'paths: {exclude: [k8s/]}',
    })
    expect(inputs.manifests).toBe(0)
    expect(verdict.faults).toEqual([])
  })
})

describe('waivers by the name a scanner gives', () => {
  const policy = (rule: string): string => `waivers:\n  - reason: x\n    rule: ${rule}\n    until: 2099-12-31\n`

  test('waive what goes by it', async () => {
    const { verdict } = await resultIn({ 'scan.sarif': SARIF, '.seaworthy.yml': policy('js.xss') })
    expect(verdict.faults).toEqual([])
    expect(verdict.judged.filter(({ standing }) => standing === 'waived')).toHaveLength(1)
  })

  test('are a fault when nothing does', async () => {
    const { verdict } = await resultIn({ 'scan.sarif': SARIF, '.seaworthy.yml': policy('js.xsss') })
    const message =
      "unknown rule `js.xsss` (neither a Seaworthy rule nor a known tool's id, and no finding of this run has that code)"
    expect(verdict.faults).toEqual([new Fault('BAD_CONFIG', message, { file: '.seaworthy.yml', line: 3, column: 5 })])
  })

  test('without any report nobody can tell: it is idle, and told unless paths were named', async () => {
    const files = { '.seaworthy.yml': policy('js.xss') }
    const all = await resultIn(files)
    expect(all.verdict.faults).toEqual([])
    expect(all.verdict.waivers.idle).toHaveLength(1)
    expect((await resultIn(files, { paths: ['k8s/web.yaml'] })).verdict.waivers.idle).toEqual([])
    expect((await resultIn(files, { paths: [''] })).verdict.waivers.idle).toHaveLength(1)
  })
})

describe('settings of other tools', () => {
  const files = {
    '.hadolint.yaml': 'failure-threshold: warning\n',
    'ci/trivy.yaml': 'severity: [LOW]\n',
    '.trivyignore': 'CVE-2026-0001\n',
    'sbom.json': '{"bomFormat": "CycloneDX"}',
  }
  const unreadIn = async (policy: string): Promise<readonly (string | undefined)[][]> => {
    const { inputs } = await resultIn({ ...files, '.seaworthy.yml': policy })
    expect(inputs.unreadCount).toBe(inputs.unread.length)
    return inputs.unread.map(({ file, format }) => [file, format])
  }

  test('are listed as not read', async () =>
    expect(await unreadIn('')).toEqual([
      ['.hadolint.yaml', 'hadolint-settings'],
      ['.trivyignore', 'ignore-file'],
      ['ci/trivy.yaml', 'trivy-settings'],
      ['sbom.json', 'cyclonedx'],
    ]))

  test('until the policy names them; other files cannot be passed over so', async () => {
    expect(await unreadIn('ignored-settings: [.hadolint.yaml, ci/*.yaml, sbom.json]')).toEqual([
      ['.trivyignore', 'ignore-file'],
      ['sbom.json', 'cyclonedx'],
    ])
  })

  test('an object under such a name is checked all the same', async () => {
    const { verdict, inputs } = await resultIn({ 'polaris.yaml': PRIVILEGED })
    expect(inputs.unread).toEqual([])
    expect(verdict.judged.some(({ finding }) => finding.location.file === 'polaris.yaml')).toBe(true)
  })
})
