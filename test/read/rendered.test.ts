import { describe, expect, test } from 'vitest'
import { check } from '../../src/engine/check.ts'
import { rules } from '../../src/rules/index.ts'
import { noTools, pathOf, toolFolder } from '../e2e/kit/tools.ts'
import { onlyPath } from '../kit/programs.ts'
import { role, rule } from '../kit/rbac.ts'
import { faults, readFiles } from './kit.ts'

describe.skipIf(noTools)(`places in templates (${noTools ?? 'real helm'})`, () => {
  const verbs = (resource: string, ...all: readonly string[]): string =>
    `  - apiGroups: [""]\n    resources: [${resource}]\n    verbs:\n${all.map(verb => `      - ${verb}\n`).join('')}`
  const head = `${role('web', rule('get', 'nodes')).split('rules:')[0]}rules:\n`
  const LOOP = `{{- range list "pods" "secrets" }}\n  - apiGroups: [""]\n    resources: [{{ . }}]\n    verbs:\n      - list\n{{- end }}\n`

  test.each<[string, string, string]>([
    [
      'an item that is repeated, by the lines around it',
      head + verbs('pods', 'get', 'list') + verbs('secrets', 'get', 'list'),
      'templates/web.yaml:14 list',
    ],
    ['an item that a loop repeats', head + LOOP, 'templates/web.yaml:9 list'],
    [
      'items with the same lines around them',
      head + verbs('secrets', 'list') + verbs('secrets', 'list'),
      'templates/web.yaml:8 list',
    ],
    [
      'the first of equal rules',
      `${head}${'  - apiGroups: [""]\n    resources: {{ list "secrets" | toJson }}\n    verbs:\n      - list\n'.repeat(2)}${verbs('pods', 'get')}`,
      'templates/web.yaml:8 list',
    ],
  ])('%s', async (_, template, place) => {
    onlyPath(...pathOf(toolFolder('helm3', 'helm')).split(':'), '/usr/bin', '/bin')
    const read = await readFiles({
      'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'templates/web.yaml': template,
    })
    expect(faults(read)).toEqual([])
    const enabled = [{ rule: rules.get('rbac-secrets-access')!, options: {} }]
    const { findings } = check(read.world, enabled, { kubernetes: 36 })
    expect(findings.map(({ location: { file, start, text } }) => `${file}:${start.line} ${text.slice(0, 4)}`)).toEqual([
      place,
    ])
  })
})
