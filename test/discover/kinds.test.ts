import { describe, expect, test } from 'vitest'
import { discover } from '../../src/discover/discover.ts'
import { isTemplate, kindOfName, mayBuild, mayConfigureNodes, mayHoldObjects } from '../../src/discover/kinds.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { folderOf } from '../kit/folders.ts'

describe('names', () => {
  test.each([
    ['Dockerfile', 'dockerfile'],
    ['dockerfile', 'dockerfile'],
    ['Containerfile', 'dockerfile'],
    ['Dockerfile.prod', 'dockerfile'],
    ['Dockerfile-dev', 'dockerfile'],
    ['Dockerfile_test', 'dockerfile'],
    ['api.Dockerfile', 'dockerfile'],
    ['api.dockerfile', 'dockerfile'],
    ['Dockerfile.dockerignore', 'none'],
    ['Dockerfile.tmpl', 'template'],
    ['Dockerfile.j2', 'template'],
    ['Dockerfile-template', 'template'],
    ['dockerfile_tmpl', 'template'],
    ['Dockerfile-templates', 'dockerfile'],
    ['pod.yaml.in', 'template'],
    ['Dockerfile.md', 'none'],
    ['Dockerfile~', 'other'],
    ['report.html', 'text'],
    ['dockerfile_lint.rb', 'none'],
    ['Dockerfile.yaml', 'yaml'],
    ['Dockerfiles', 'perhaps dockerfile'],
    ['MyDockerfile', 'perhaps dockerfile'],
    ['Dockerfile1', 'perhaps dockerfile'],
    ['CONTAINERFILEprod', 'perhaps dockerfile'],
    ['Dockerfile.txt', 'perhaps dockerfile'],
    ['Dockerfile.bak', 'other'],
    ['Dockerfile.go', 'dockerfile'],
    ['Containerfile.sh', 'dockerfile'],
    ['dockerfile.go', 'none'],
    ['Dockerfile.test.js', 'none'],
    ['Dockerfile_test.go', 'none'],
    ['dockerfile_parser.go', 'none'],
    ['kustomization.yaml', 'kustomization'],
    ['kustomization.yml', 'kustomization'],
    ['Kustomization', 'kustomization'],
    ['Kustomization.yaml', 'yaml'],
    ['kustomization', 'other'],
    ['Chart.yaml', 'chart'],
    ['chart.yaml', 'yaml'],
    ['Chart.yml', 'yaml'],
    ['x.YAML', 'yaml'],
    ['x.json', 'json'],
    ['x.sarif', 'json'],
    ['x.sarif.gz', 'packed json'],
    ['x.tar.gz', 'none'],
    ['yaml', 'other'],
    ['manifest', 'other'],
    ['pod.yaml.txt', 'text'],
    ['pod.conf', 'other'],
    ['main.go', 'none'],
    ['.gitmodules', 'submodules'],
    ['.yaml', 'yaml'],
    ['__proto__', 'other'],
  ])('%s is %s', (name, kind) => expect(kindOfName(name)).toBe(kind))
})

test.each([
  ['apiVersion: v1\nkind: Pod', true],
  ['{"kind": "Pod", "apiVersion": "v1"}', true],
  ["'apiVersion' : v1\n'kind' : Pod", true],
  ['- {apiVersion: v1, kind: Pod}', true],
  ['? apiVersion\n: v1\n? kind\n: Pod', true],
  ['apiVersion: v1\n!!binary a2luZA==: Pod', true],
  ['apiVersion: v1\n!<tag:yaml.org,2002:binary> a2luZA==: Pod', true],
  [`apiVersion: v1\nx: &${'k'.repeat(200)} kind\n*${'k'.repeat(200)}      : Pod`, true],
  ['{apiVersion: v1, *k :Pod}', true],
  ['{apiVersion: v1, ?kind # c\n:Pod}', true],
  ['items:\n- ? apiVersion # c\n  : v1', true],
  ['apiVersion\u0085: v1\u0085kind\u0085: Pod', true],
  ['apiVersion: v1', false],
  ['emoji: !!python/name:twemoji', false],
  ['text: really? **yes**: it is', false],
  ['kind: Pod', false],
  ['apiVersion: v1\nKind: Pod', true],
  ['kind: Pod\nspec:\n  containers: []', true],
  ['apiVersion: v1\nspec: {template: {spec: {containers: []}}}', true],
  ['spec:\n  containers: []', false],
  ['services:\n  web:\n    image: x', false],
])('%j may hold objects: %s', (text, may) => expect(mayHoldObjects(text)).toBe(may))

test.each([
  ['kubelet-arg:\n  - v=2\n', true],
  ['token: x\netcd-arg : []\n', true],
  ['kube-controller-manager-arg: v=2\n', true],
  ['machine: {}\n---\ncluster:\n  apiServer:\n    extraArgs: {}\n', true],
  ['machine:\n  kubelet:\n    extraConfig:\n      a: b\n', true],
  ['k3s:\n  kubelet-arg: []\n', false],
  ['machine:\n  kubelet: {}\n', false],
  ['server:\n  extraArgs: []\n', false],
  ['cluster: a\nextraArgs: []\n', false],
  ['kube-apiserver-args: []\n', false],
])('%j may configure nodes: %s', (text, may) => expect(mayConfigureNodes(text)).toBe(may))

test.each([
  ['{{- if .Values.x }}\nkind: Pod\n{{ end }}', true],
  ['kind: Pod\n{% if x %}\n', true],
  ['expr: "{{ $value }}"', false],
  ['  {{ indented }}', false],
])('%j is a template: %s', (text, is) => expect(isTemplate(text)).toBe(is))

test.each([
  ['FROM a', true],
  ['\ufefffrom a', true],
  ['x\nARG a', true],
  ['FROM\\\n a', true],
  ['# escape=`\r\nFROM`\r\n a', true],
  ['\vFROM a', true],
  ['\u00a0FROM\va', true],
  ['\u0085FROM a', true],
  ['FR\\\nOM a', true],
  ['A`\r\nRG X', true],
  ['FROMAGE', false],
  ['from\n', false],
])('%j may build: %s', (text, may) => expect(mayBuild('Dockerfile.prod', text)).toBe(may))

test('what ends like code builds only with a FROM in capitals', () => {
  expect(mayBuild('Dockerfile.go', 'FROM golang:1.25')).toBe(true)
  expect(mayBuild('Dockerfile.go', '# build\n\nARG V=1\nFROM golang:$V')).toBe(true)
  expect(mayBuild('Dockerfile.py', 'from os import path')).toBe(false)
  expect(mayBuild('Dockerfile.ts', 'export const text = `\nFROM node:24\n`')).toBe(false)
})

describe('content', () => {
  const POD = 'apiVersion: v1\nkind: Pod\n'
  const find = (files: Readonly<Record<string, string>>) =>
    discover(new DiskHost(folderOf(files)), { paths: [], reports: [], include: [], exclude: [] })

  test.each([
    ['a report', '{"SchemaVersion": 2, "Results": []}', 'report'],
    ['an object', '{"apiVersion": "v1", "kind": "Pod"}', 'manifest'],
    [
      'an object whose kind comes late',
      `{"apiVersion": "v1", "data": {"x": "${'x'.repeat(100_000)}"}, "kind": "ConfigMap"}`,
      'manifest',
    ],
    [
      'an object that begins with its kind',
      `{"kind": "ConfigMap", "data": {"x": "${'ü'.repeat(100_000)}"}, "apiVersion": "v1"}`,
      'manifest',
    ],
    ['something else of that kind', `{"kind": "x", "data": "${'x'.repeat(100_000)}"}`, 'none'],
    ['something else', '{"name": "x"}', 'none'],
    ['nothing', '', 'none'],
    ['spaces', ' \n', 'none'],
  ])('JSON: %s', (_, text, kind) => {
    const { manifests, reports, skipped } = find({ 'x.json': text })
    expect([manifests.length && 'manifest', reports.length && 'report', skipped.length && 'none'].find(Boolean)).toBe(
      kind,
    )
  })

  test('an empty file that is called like a report was meant to be one', () =>
    expect(find({ 'out/trivy-results.json': '' }).reports).toEqual([
      { file: 'out/trivy-results.json', named: false, mustBe: true },
    ]))

  test('YAML without objects is ordinary; whether a text is a template is told when it is read', () => {
    const { manifests, skipped } = find({ 'a.yaml': `{{ if .x }}\n${POD}{{ end }}\n`, 'b.yaml': 'a: 1\n' })
    expect(manifests.map(({ file }) => file)).toEqual(['a.yaml'])
    expect(skipped).toEqual([{ path: 'b.yaml', reason: 'YAML without Kubernetes objects', ordinary: true }])
  })

  test('what is called like a Dockerfile is one when something could be built', () => {
    const { dockerfiles, unread } = find({
      Dockerfile: 'RUN x',
      'Dockerfile.prod': 'ARG a\nFROM a',
      'Dockerfile.notes': 'remember the milk',
    })
    expect(dockerfiles.map(({ file }) => file)).toEqual(['Dockerfile', 'Dockerfile.prod'])
    expect(unread.map(({ file }) => file)).toEqual(['Dockerfile.notes'])
  })

  test('of a chart, helm reads what is its own; subcharts belong to it', () => {
    const { charts, manifests, dockerfiles, kustomizations, skipped } = find({
      'shop/Chart.yaml': 'name: shop',
      'shop/values.yaml': POD,
      'shop/values-prod.yaml': POD,
      'shop/templates/web.yaml': POD,
      'shop/crds/x.yaml': POD,
      'shop/ci/a-values.yaml': POD,
      'shop/charts/db/Chart.yaml': 'name: db',
      'shop/charts/db/templates/x.yaml': POD,
      'shop/templates/Dockerfile': 'FROM a',
      'shop/examples/pod.yaml': POD,
      'shop/deep/Chart.yaml': 'name: deep',
      'shop/deep/templates/x.yaml': POD,
      'shop-2/templates/x.yaml': POD,
    })
    expect(charts).toEqual(['shop', 'shop/deep'])
    expect(manifests.map(({ file }) => file)).toEqual(['shop/examples/pod.yaml', 'shop-2/templates/x.yaml'])
    expect(dockerfiles.map(({ file }) => file)).toEqual(['shop/templates/Dockerfile'])
    expect(kustomizations).toEqual([])
    expect(skipped.filter(({ path }) => path.startsWith('shop/deep'))).toEqual([])
  })

  test('a chart at the root', () => {
    const { charts, manifests } = find({ 'Chart.yaml': 'name: x', 'templates/x.yaml': POD, 'k8s/x.yaml': POD })
    expect(charts).toEqual([''])
    expect(manifests.map(({ file }) => file)).toEqual(['k8s/x.yaml'])
  })
})
