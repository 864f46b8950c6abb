import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DirBase } from '../../src/host/base/dir-base.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { run } from '../../src/pipeline.ts'
import { evidenceOf } from '../../src/read/evidence.ts'
import { toJson } from '../../src/report/json.ts'
import { rules } from '../../src/rules/index.ts'
import { folderOf } from '../kit/folders.ts'
import { onlyPath, programs } from '../kit/programs.ts'

const GRYPE = JSON.stringify({
  matches: [],
  source: { type: 'image', target: { userInput: 'shop/api:2' } },
  descriptor: { name: 'grype', db: { status: { built: '2026-06-15T02:00:00Z' } } },
})

const POLICY = 'profile: strict\n'

const CHART = { 'chart/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n', 'chart/templates/a.yaml': '' }

/** A folder with a program that writes down how it was run. */
function logging(script: string): { readonly path: string; calls(): readonly string[] } {
  const log = join(folderOf({}), 'calls')
  return {
    path: programs({ helm: `/bin/echo "$1" >> ${log}; ${script}` }),
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  }
}

const request = { paths: [], reports: [], overrides: {} }

describe('evidence', () => {
  test('is the commit, the policy by its digest, the tools that ran, and the dates of databases', async () => {
    const { path } = logging('/bin/echo v4.1.4+gdeadbee')
    onlyPath(path)
    const host = new DiskHost(folderOf({ ...CHART, '.seaworthy.yml': POLICY, 'b.json': GRYPE, 'a.json': GRYPE }))
    const { evidence } = await run(host, rules, { ...request, evidence: { commit: '0123' } })
    expect(evidence).toEqual({
      commit: '0123',
      policies: [{ file: '.seaworthy.yml', sha256: createHash('sha256').update(POLICY).digest('hex') }],
      tools: { helm: 'v4.1.4+gdeadbee' },
      databases: ['a.json', 'b.json'].map(report => ({ report, built: '2026-06-15T02:00:00.000Z' })),
    })
  })

  test('starts no program that did not run, and none where nobody asks', async () => {
    const helm = logging('/bin/echo v4.1.4')
    onlyPath(helm.path)
    const files = { 'k8s/a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n' }
    await run(new DiskHost(folderOf(files)), rules, { ...request, evidence: {} })
    expect(helm.calls()).toEqual([])
    const { evidence } = await run(new DiskHost(folderOf(CHART)), rules, request)
    expect(evidence).toBeUndefined()
    expect(helm.calls()).toEqual(['template'])
    await run(new DiskHost(folderOf(CHART)), rules, { ...request, evidence: {} })
    expect(helm.calls()).toEqual(['template', 'template', 'version'])
  })

  test('has the tools of a chart that was rendered in the base only, and of one that is the same in both', async () => {
    onlyPath(logging('/bin/echo v4.1.4').path)
    for (const files of [CHART, { 'a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n' }]) {
      const root = folderOf(files)
      const base = new DirBase(root, folderOf(CHART))
      const { evidence } = await run(new DiskHost(root), rules, { ...request, base, evidence: {} })
      expect(evidence?.tools).toEqual({ helm: 'v4.1.4' })
    }
  })

  test('has no tool that is not there: kubectl builds overlays where kustomize is missing', async () => {
    onlyPath(programs({ kubectl: '[ "$1" = version ] && /bin/echo "Client Version: v1.35.2" || /bin/cat a.yaml' }))
    const overlay = {
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n',
    }
    const { evidence, verdict } = await run(new DiskHost(folderOf(overlay)), rules, { ...request, evidence: {} })
    expect(verdict.faults).toEqual([])
    expect(evidence?.tools).toEqual({ kubectl: 'v1.35.2' })
  })

  test('of a tool that does not tell its version is unknown, also when it cannot be run', async () => {
    const versionsWith = async (scripts: Readonly<Record<string, string>>) => {
      onlyPath(programs(scripts))
      const host = new DiskHost(folderOf({}))
      return (await evidenceOf(host, { policies: [], settings: host, programs: ['kubectl', 'helm'], reports: [] }))
        .tools
    }
    expect(Object.entries(await versionsWith({ helm: '/bin/echo no', kubectl: 'exit 1' }))).toEqual([
      ['helm', 'unknown'],
      ['kubectl', 'unknown'],
    ])
    expect(
      await versionsWith({ kubectl: '/bin/echo "Client Version: v1.35.2"; /bin/echo "Kustomize Version: v5.7.1"' }),
    ).toEqual({
      helm: 'unknown',
      kubectl: 'v1.35.2',
    })
  })

  test('is the same in every run', async () => {
    const host = new DiskHost(folderOf({ '.seaworthy.yml': POLICY, 'a.json': GRYPE }))
    const json = async () => [...toJson(await run(host, rules, { ...request, evidence: { commit: '0123' } }))].join('')
    expect(await json()).toBe(await json())
  })
})
