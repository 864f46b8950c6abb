import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { cliJson } from './kit/cli.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

const POD = (network: string, security = '') => `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
${network}  hostPID: true
  containers:
    - name: app
      image: shop/web:1
${security}`

function written(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

/** The rules about the host that found something, and what became of it. */
function standings(files: Readonly<Record<string, string>>): readonly string[] {
  const { result } = cliJson([], {
    cwd: written(files),
    path: pathOf(toolFolder('helm4', 'helm'), toolFolder('helm4', 'kubectl')),
  })
  expect(result.faults).toEqual([])
  return result.findings
    .filter(({ rule }) => /^host-|^privileged-container$/.test(rule))
    .map(({ rule, standing }) => `${rule} ${standing}`)
    .sort()
}

test.skipIf(noTools)(`comments in a base and in a patch (${noTools ?? 'real kubectl'})`, () => {
  expect(
    standings({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': POD('  # trivy:ignore:KSV-0009\n  hostNetwork: true\n'),
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\nnamePrefix: prod-\n',
      'prod/patch.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  # seaworthy: ignore host-ipc because of the old database\n  hostIPC: true\n',
    }),
  ).toEqual(['host-ipc suppressed', 'host-network suppressed', 'host-pid breach'])
})

test.skipIf(noTools)(`comments in a template (${noTools ?? 'real helm'})`, () => {
  const chart = (web: string) => ({
    'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
    'c/templates/web.yaml': web,
  })
  const security =
    '      {{- if true }}\n      securityContext:\n        {{/* seaworthy: ignore privileged-container because it loads modules */}}\n        privileged: true\n      {{- end }}\n'
  expect(standings(chart(POD('  hostNetwork: true # seaworthy: ignore host-network because x\n', security)))).toEqual([
    'host-network suppressed',
    'host-pid breach',
    'privileged-container suppressed',
  ])
  expect(
    standings(chart(`# seaworthy: ignore host-pid, host-network because x\n\n${POD('  hostNetwork: true\n')}`)),
  ).toEqual(['host-network suppressed', 'host-pid suppressed'])
})

test.skipIf(noTools)(`comments beside values in a template (${noTools ?? 'real helm'})`, () => {
  const values =
    '      securityContext:\n        # trivy:ignore:KSV-0017\n        privileged: {{ .Values.loads }}\n    - name: b\n      image: shop/b:1\n      securityContext: # seaworthy: ignore privileged-container because x\n        {{- toYaml .Values.sc | nindent 8 }}\n    - name: c\n      image: shop/c:1\n      securityContext:\n        privileged: {{ .Values.loads }}\n'
  expect(
    standings({
      'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
      'c/values.yaml': 'loads: true\nsc: {privileged: true}\n',
      'c/templates/web.yaml': POD('', values),
    }),
  ).toEqual([
    'host-pid breach',
    'privileged-container breach',
    'privileged-container suppressed',
    'privileged-container suppressed',
  ])
})
