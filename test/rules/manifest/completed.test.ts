import { expect, test } from 'vitest'
import type { Finding } from '../../../src/core/finding.ts'
import { check } from '../../../src/engine/check.ts'
import { rules } from '../../../src/rules/index.ts'
import { read } from '../../kit/read.ts'

/** What all rules report of an object, with the options that they have. */
async function findings(text: string): Promise<readonly Finding[]> {
  const enabled = [...rules.values()].map(rule => ({ rule, options: rule.options ?? {} }))
  const result = check(await read(text), enabled, { rules, kubernetes: 36 })
  expect(result.faults).toEqual([])
  return result.findings
}

const IMAGE = `shop/web@sha256:${'0a'.repeat(32)}`

const release = (values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  values:\n    ${values}\n`
const application = (values: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: web\n  namespace: argocd\nspec:\n  source:\n    helm:\n      values: |\n        ${values}\n`
const composition = (pod: string) =>
  `apiVersion: apiextensions.crossplane.io/v1\nkind: Composition\nmetadata:\n  name: web\nspec:\n  resources:\n    - base: {apiVersion: v1, kind: Pod, spec: ${pod}}\n`
const operator = (pod: string) =>
  `apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  front:\n    podTemplate:\n      spec: ${pod}\n`

test.each([
  ['a HelmRelease', release('app: {image: nginx, env: [{name: A, value: b}], securityContext: {}, volumes: []}')],
  ['an Application', application('app: {image: nginx, env: [{name: A, value: b}], securityContext: {}, ports: []}')],
  ['a Composition', composition(`{containers: [{image: "${IMAGE}", name: app}]}`)],
  ['an object of an operator', operator(`{containers: [{image: "${IMAGE}", name: app}]}`)],
])('nothing is missing in %s', async (_, text) => {
  const serious = (await findings(text)).filter(({ severity }) => severity !== 'info')
  expect(serious.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([])
})

test.each([
  ['a HelmRelease', release('app: {securityContext: {privileged: true}}')],
  ['an Application', application('app: {securityContext: {privileged: true}}')],
  [
    'a Composition',
    composition('{containers: [{image: "shop/web:1.4", name: app, securityContext: {privileged: true}}]}'),
  ],
  [
    'an object of an operator',
    operator('{containers: [{image: "shop/web:1.4", name: app, securityContext: {privileged: true}}]}'),
  ],
])('what is explicitly bad is found in %s', async (_, text) =>
  expect((await findings(text)).map(({ rule }) => rule)).toContain('privileged-container'),
)

test('values that are a text are underlined where they begin, and not edited', async () => {
  const [finding] = (await findings(application('app: {securityContext: {privileged: true}}'))).filter(
    ({ rule }) => rule === 'privileged-container',
  )
  expect(finding?.location.text).toBe('values')
  expect(finding?.fix).toBeUndefined()
})

test('values that are a map are edited in place', async () => {
  const text = release('app: {hostNetwork: true}')
  const [finding] = (await findings(text)).filter(({ rule }) => rule === 'host-network')
  expect(finding?.location.text).toBe('hostNetwork: true')
  expect(finding?.fix).toBeDefined()
})
