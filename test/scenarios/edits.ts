import { link } from '../kit/folders.ts'
import { containerOf, documents, pod } from '../kit/manifests.ts'
import { adding, BROKEN, plain, privileged } from './fixtures.ts'
import type { Scenario } from './scenario.ts'

const NOTHING = { new: 0, known: 0, incomparable: 0, fixed: 0 }
const ONE_KNOWN = { ...NOTHING, known: 1 }
const ONE_OF_EACH = { ...NOTHING, new: 1, known: 1 }

const A = { 'k8s/a.yaml': privileged('a') }
const SUDO = 'FROM node:24\nWORKDIR /app\nCOPY package.json .\nRUN sudo make\n'
const STAGES = `FROM node:24 AS build\nRUN sudo make\nFROM scratch\nCOPY --from=build /app /app\n`
const DIGESTS = ['image-digest', 'image-digest-missing']
const pinned = (digit: string): string =>
  privileged('a').replace('- name: app', `- name: app\n      image: shop/web:1@sha256:${digit.repeat(64)}`)

const containers = (...names: readonly string[]): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n${names
    .map(name => `    - {name: ${name}, securityContext: {privileged: true}}\n`)
    .join('')}`

const CHART = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'web/values.yaml': 'privileged: false\n',
  'web/templates/a.yaml': containerOf('a', 'securityContext: {privileged: {{ .Values.privileged }}}'),
  'web/templates/b.yaml': privileged('b'),
}
const OVERLAY = {
  'base/kustomization.yaml': 'resources: [a.yaml]\n',
  'base/a.yaml': adding('a', 'NET_ADMIN'),
  'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
  'prod/patch.yaml': plain('a'),
}

/** What becomes of findings when files are changed. */
export const EDITS: readonly Scenario[] = [
  { name: 'file renamed', base: A, moves: { 'k8s/a.yaml': 'k8s/z.yaml' }, expected: ONE_KNOWN },
  {
    name: 'file renamed and edited',
    base: { 'k8s/a.yaml': adding('a', 'NET_ADMIN') },
    moves: { 'k8s/a.yaml': 'k8s/z.yaml' },
    change: { 'k8s/z.yaml': adding('a', 'NET_ADMIN', 'SYS_ADMIN') },
    expected: ONE_OF_EACH,
  },
  {
    name: 'folder renamed',
    base: { ...A, 'k8s/b.yaml': privileged('b'), 'k8s/Dockerfile': SUDO },
    moves: { k8s: 'deploy' },
    expected: { ...NOTHING, known: 3 },
  },
  {
    name: 'folder renamed to the one that is checked',
    base: { ...A, 'k8s/Dockerfile': SUDO },
    moves: { k8s: 'deploy' },
    paths: ['deploy'],
    expected: { ...NOTHING, known: 2 },
  },
  { name: 'only the case of a name changed', base: A, moves: { 'k8s/a.yaml': 'k8s/A.yaml' }, expected: ONE_KNOWN },
  {
    name: 'object moved between two files',
    base: { 'k8s/1.yaml': documents(privileged('a'), plain('b')), 'k8s/2.yaml': plain('c') },
    change: { 'k8s/1.yaml': plain('b'), 'k8s/2.yaml': documents(plain('c'), privileged('a')) },
    expected: ONE_KNOWN,
  },
  {
    name: 'object renamed: it is another one',
    base: A,
    change: { 'k8s/a.yaml': privileged('z') },
    expected: { ...NOTHING, new: 1, fixed: 1 },
  },
  {
    name: 'Dockerfile renamed',
    base: { Dockerfile: SUDO },
    moves: { Dockerfile: 'app/Dockerfile' },
    expected: ONE_KNOWN,
  },
  {
    name: 'Dockerfile renamed and edited',
    base: { Dockerfile: SUDO },
    moves: { Dockerfile: 'app/Dockerfile' },
    change: { 'app/Dockerfile': `${SUDO}RUN sudo ls\n` },
    expected: ONE_OF_EACH,
  },
  {
    name: 'only the case of a Dockerfile changed',
    base: { 'App.Dockerfile': SUDO },
    moves: { 'App.Dockerfile': 'app.Dockerfile' },
    expected: ONE_KNOWN,
  },
  {
    name: 'stage of a Dockerfile renamed: it is another one',
    base: { Dockerfile: STAGES },
    change: { Dockerfile: STAGES.replaceAll('build', 'compile') },
    expected: { ...NOTHING, new: 1, fixed: 1 },
  },
  {
    name: 'stage put before the last one',
    base: { Dockerfile: SUDO },
    change: { Dockerfile: `FROM golang:1 AS tool\nRUN make\n${SUDO}` },
    expected: ONE_KNOWN,
  },

  {
    name: 'indented otherwise',
    base: A,
    change: { 'k8s/a.yaml': privileged('a').replace(/^ {4,}/gm, '    $&') },
    expected: ONE_KNOWN,
  },
  {
    name: 'quoted, with comments and empty lines',
    base: { 'k8s/a.yaml': adding('a', 'SYS_ADMIN') },
    change: { 'k8s/a.yaml': `# A pod\n\n${adding('a', '"SYS_ADMIN"').replace('name: a', "name: 'a'")}` },
    expected: ONE_KNOWN,
  },
  {
    name: 'written in flow style',
    base: { 'k8s/a.yaml': containers('x') },
    change: {
      'k8s/a.yaml':
        '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: x, securityContext: {privileged: true}}]}}',
    },
    expected: ONE_KNOWN,
  },
  {
    name: 'other line breaks',
    base: { ...A, Dockerfile: SUDO },
    change: { 'k8s/a.yaml': privileged('a').replaceAll('\n', '\r\n'), Dockerfile: SUDO.replaceAll('\n', '\r\n') },
    expected: { ...NOTHING, known: 2 },
  },
  {
    name: 'only the mode changed',
    base: { ...A, Dockerfile: SUDO },
    checkout: 'branch, made executable, --base main',
    expected: { ...NOTHING, known: 2 },
  },
  {
    name: 'documents in another order',
    base: { 'k8s/a.yaml': documents(privileged('a'), privileged('b')) },
    change: { 'k8s/a.yaml': documents(privileged('b'), privileged('a')) },
    expected: { ...NOTHING, known: 2 },
  },
  {
    name: 'containers in another order',
    base: { 'k8s/a.yaml': containers('x', 'y') },
    change: { 'k8s/a.yaml': containers('y', 'x') },
    expected: { ...NOTHING, known: 2 },
  },

  {
    name: 'another value beside the one that was there',
    base: { 'k8s/a.yaml': adding('a', 'NET_ADMIN') },
    change: { 'k8s/a.yaml': adding('a', 'SYS_PTRACE', 'NET_ADMIN') },
    expected: ONE_OF_EACH,
  },
  {
    name: 'another value in the place of the one that was there',
    base: { 'k8s/a.yaml': adding('a', 'NET_ADMIN') },
    change: { 'k8s/a.yaml': adding('a', 'SYS_PTRACE') },
    expected: { ...NOTHING, new: 1, fixed: 1 },
  },
  {
    name: 'second equal finding: the one that was added is new',
    base: { 'k8s/m.yaml': privileged('a') },
    change: { 'k8s/a.yaml': privileged('a') },
    expected: { ...ONE_OF_EACH, newIn: ['k8s/a.yaml'] },
  },
  {
    name: 'one of two equal findings removed',
    base: { ...A, 'k8s/b.yaml': privileged('a') },
    change: { 'k8s/a.yaml': undefined },
    expected: { ...ONE_KNOWN, fixed: 1 },
  },
  {
    name: 'file deleted',
    base: { ...A, 'k8s/b.yaml': plain('b') },
    change: { 'k8s/a.yaml': undefined },
    expected: { ...NOTHING, fixed: 1 },
  },

  {
    name: 'image bumped by its tag',
    base: { 'k8s/a.yaml': plain('a'), Dockerfile: SUDO },
    change: { 'k8s/a.yaml': plain('a').replace('web:1', 'web:2'), Dockerfile: SUDO.replace('node:24', 'node:26') },
    rules: DIGESTS,
    expected: { ...NOTHING, known: 2 },
  },
  {
    name: 'image bumped by its digest',
    base: { 'k8s/a.yaml': pinned('a') },
    change: { 'k8s/a.yaml': pinned('b') },
    rules: ['privileged-container', ...DIGESTS],
    expected: ONE_KNOWN,
  },
  {
    name: 'digest of an image dropped',
    base: { 'k8s/a.yaml': pinned('a') },
    change: { 'k8s/a.yaml': plain('a') },
    rules: DIGESTS,
    expected: { ...NOTHING, new: 1 },
  },

  {
    name: 'the base is not YAML',
    base: { 'k8s/a.yaml': BROKEN },
    change: A,
    expected: { ...NOTHING, incomparable: 1 },
  },
  {
    name: 'the base is not YAML under another name',
    base: { 'k8s/z.yaml': `${plain('z')}${BROKEN}` },
    moves: { 'k8s/z.yaml': 'k8s/a.yaml' },
    change: { 'k8s/a.yaml': privileged('z') },
    expected: { ...NOTHING, incomparable: 1 },
  },
  {
    name: 'another file of the base is not YAML',
    base: { 'k8s/a.yaml': plain('a'), 'k8s/z.yaml': BROKEN },
    change: { ...A, 'k8s/z.yaml': undefined },
    expected: { ...NOTHING, new: 1 },
  },
  {
    name: 'the change is not YAML: what cannot be read is not fixed',
    base: { ...A, 'k8s/b.yaml': privileged('b') },
    change: { 'k8s/b.yaml': BROKEN },
    expected: ONE_KNOWN,
  },

  {
    name: 'link to a manifest added: what is there once more is new',
    base: A,
    change: { 'k8s/l.yaml': link('a.yaml') },
    expected: { ...ONE_OF_EACH, newIn: ['k8s/l.yaml'] },
  },
  {
    name: 'link leads to another manifest',
    base: { 'all/a.yaml': privileged('a'), 'all/b.yaml': privileged('b'), 'k8s/l.yaml': link('../all/a.yaml') },
    change: { 'k8s/l.yaml': link('../all/b.yaml') },
    paths: ['k8s'],
    expected: { ...NOTHING, new: 1, fixed: 1 },
  },
  {
    name: 'manifest behind a link changed',
    base: { 'all/a.yaml': adding('a', 'NET_ADMIN'), 'k8s/l.yaml': link('../all/a.yaml') },
    change: { 'all/a.yaml': adding('a', 'NET_ADMIN', 'SYS_ADMIN') },
    paths: ['k8s'],
    expected: ONE_OF_EACH,
  },
  {
    name: 'manifest replaced by a link to it',
    base: A,
    change: { 'all/a.yaml': privileged('a'), 'k8s/a.yaml': link('../all/a.yaml') },
    paths: ['k8s'],
    expected: ONE_KNOWN,
  },

  {
    name: 'value of a chart changed',
    base: CHART,
    change: { 'web/values.yaml': 'privileged: true\n' },
    renders: true,
    expected: ONE_OF_EACH,
  },
  { name: 'chart moved', base: CHART, moves: { web: 'charts/shop' }, renders: true, expected: ONE_KNOWN },
  {
    name: 'the base cannot render a chart',
    base: { ...CHART, 'web/values.yaml': '', 'web/templates/a.yaml': '{{ fail "no" }}', 'k8s/c.yaml': plain('c') },
    change: { 'web/templates/a.yaml': privileged('a'), 'k8s/c.yaml': privileged('c') },
    renders: true,
    expected: { ...NOTHING, new: 1, incomparable: 2 },
  },
  {
    name: 'patch of an overlay changed',
    base: OVERLAY,
    change: { 'prod/patch.yaml': adding('a', 'NET_ADMIN', 'SYS_ADMIN') },
    renders: true,
    expected: ONE_OF_EACH,
  },

  {
    name: 'moved below `vendor`, where nothing is looked at',
    base: { ...A, 'k8s/b.yaml': privileged('b') },
    moves: { 'k8s/a.yaml': 'vendor/a.yaml' },
    expected: { ...ONE_KNOWN, unwatched: [['vendor/a.yaml', 1]] },
  },
  {
    name: 'given another ending',
    base: { ...A, 'k8s/b.yaml': privileged('b') },
    moves: { 'k8s/a.yaml': 'k8s/a.md' },
    expected: { ...ONE_KNOWN, unwatched: [['k8s/a.md', 1]] },
  },
  {
    name: 'mended in one folder, and brought into another',
    base: { 'staging/web.yaml': privileged('web'), 'prod/web.yaml': plain('web') },
    change: { 'staging/web.yaml': plain('web'), 'prod/web.yaml': privileged('web') },
    expected: { new: 1, known: 0, incomparable: 0, fixed: 1, newIn: ['prod/web.yaml'] },
  },
  {
    name: 'the same between two overlays',
    base: {
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': plain('web'),
      'staging/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
      'staging/patch.yaml': privileged('web'),
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
      'prod/patch.yaml': plain('web'),
    },
    change: { 'staging/patch.yaml': plain('web'), 'prod/patch.yaml': privileged('web') },
    renders: true,
    expected: { new: 1, known: 0, incomparable: 0, fixed: 1 },
  },
  {
    name: 'user moved from the pod to its container',
    base: { 'a.yaml': pod('securityContext: {runAsUser: 0}\ncontainers: [{name: app}]') },
    change: { 'a.yaml': containerOf('web', 'securityContext: {runAsUser: 0}') },
    rules: ['run-as-user-zero'],
    expected: { new: 0, known: 1, incomparable: 0, fixed: 0 },
  },
  {
    name: 'another base image, of an image that still sets no user',
    base: { Dockerfile: 'FROM openjdk:17\nCMD ["x"]\n' },
    change: { Dockerfile: 'FROM eclipse-temurin:17\nCMD ["x"]\n' },
    rules: ['user-missing', 'healthcheck-missing'],
    expected: { new: 0, known: 2, incomparable: 0, fixed: 0 },
  },
  {
    name: 'Docker Hub written out',
    base: { Dockerfile: 'FROM nginx\nUSER 1\n' },
    change: { Dockerfile: 'FROM docker.io/library/nginx\nUSER 1\n' },
    rules: ['image-tag-missing'],
    expected: { new: 0, known: 1, incomparable: 0, fixed: 0 },
  },
  {
    name: 'other words of a command that is started through a shell',
    base: { Dockerfile: 'FROM a:1\nUSER 1\nCMD npm start\n' },
    change: { Dockerfile: 'FROM a:1\nUSER 1\nCMD npm run start --verbose\n' },
    rules: ['cmd-shell-form'],
    expected: { new: 0, known: 1, incomparable: 0, fixed: 0 },
  },
  {
    name: 'mended beside a file that is broken in both',
    base: { 'a.yaml': privileged('a'), 'broken.yaml': 'apiVersion: v1\nkind: Pod\n a: [' },
    change: { 'a.yaml': plain('a') },
    expected: { new: 0, known: 0, incomparable: 0, fixed: 1 },
  },
  {
    name: 'chart moved below `vendor`',
    base: { ...A, ...CHART },
    moves: { web: 'vendor/web' },
    renders: true,
    expected: { ...ONE_KNOWN, unwatched: [['vendor/web/Chart.yaml', 2]] },
  },
  {
    name: 'comment added to a known finding',
    base: A,
    change: { 'k8s/a.yaml': `# seaworthy: ignore privileged-container because of SEC-1\n${privileged('a')}` },
    expected: {
      ...{ new: 0, known: 0, incomparable: 0, fixed: 0 },
      loosened: ['comment ignores `privileged-container` (1 finding): of SEC-1'],
    },
  },
]
