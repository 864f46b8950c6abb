import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cliJson } from './kit/cli.ts'
import { folder } from './kit/stories.ts'
import { tgz } from './kit/tar.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

/** Stands for the credential of the checkout, for that of a cloud, and for what a step wrote into an ignored file. */
const CANARY = 'canary0123456789'
const CREDENTIALS = 'gha-creds-0123456789abcdef.json'

const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'
const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  containers:\n    - name: ${name}\n      image: a:1\n      securityContext:\n        privileged: true\n`
/** Its container has the name of what is in a file: messages quote it. */
const podOf = (file: string): string =>
  pod(`'{{ regexFind "canary[0-9]+" (.Files.Get "${file}") | default "nothing" }}'`)
const CONTENT_AS_NAME = `
replacements:
  - source: {kind: ConfigMap, name: c, fieldPath: data.x}
    targets: [{select: {kind: Pod}, fieldPaths: [spec.containers.0.name]}]
generatorOptions: {disableNameSuffixHash: true}
resources: [p.yaml]
`
const generated = (files: string): string => `configMapGenerator: [{name: c, files: [${files}]}]${CONTENT_AS_NAME}`

interface Attempt {
  readonly files: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
  /** Of the fault; without one it renders, and the file is not there. */
  readonly fault?: string
}
const chart = (file: string, link?: string, fault?: string, root = 'k/'): Attempt => ({
  files: { [`${root}Chart.yaml`]: CHART, [`${root}templates/p.yaml`]: podOf(file) },
  ...(link !== undefined && { links: { [`${root}${file}`]: link } }),
  ...(fault !== undefined && { fault }),
})
const overlay = (kustomization: string, fault: string, links: Attempt['links'] = {}): Attempt => ({
  ...{ files: { 'k/kustomization.yaml': kustomization, 'k/p.yaml': pod('app') }, links, fault },
})
const OF_GIT = 'which is a link to a file of git, or to one that git ignores'
const NOT_READ = 'which git ignores, or which leads to such a file, so it is not read'

const CHARTS: Readonly<Record<string, Attempt>> = {
  'the root of the repository, for the credential of git': chart('.git/config', undefined, undefined, ''),
  'the root of the repository, for that of a cloud': chart(CREDENTIALS, undefined, undefined, ''),
  'the root of the repository, for an ignored file': chart('secret.env', undefined, undefined, ''),
  'a link to the credential of git': chart('l', '../.git/config', `\`k/l\`, ${OF_GIT}`),
  'a link to that of a cloud': chart('l', `../${CREDENTIALS}`, `\`k/l\`, ${OF_GIT}`),
  'a link to an ignored file': chart('l', '../secret.env', `\`k/l\`, ${OF_GIT}`),
  'a link to the folder of git': {
    ...chart('l/config', undefined, `\`k/l\`, ${OF_GIT}`),
    links: { 'k/l': '../.git' },
  },
  'a link over a link': {
    ...chart('l', 'm', `\`k/l\`, ${OF_GIT}`),
    links: { 'k/l': 'm', 'k/m': '../.git/config' },
  },
  'a link among the templates': {
    ...chart('x', undefined, `\`k/templates/l.yaml\`, ${OF_GIT}`),
    links: { 'k/templates/l.yaml': '../../.git/config' },
  },
  'a link in a subchart': {
    files: {
      'k/Chart.yaml': CHART,
      'k/charts/sub/Chart.yaml': CHART.replace('shop', 'sub'),
      'k/charts/sub/templates/p.yaml': podOf('l'),
    },
    links: { 'k/charts/sub/l': '../../../.git/config' },
    fault: `\`k/charts/sub/l\`, ${OF_GIT}`,
  },
  'a subchart that is a link to a chart with a link': {
    files: { ...chart('x').files, 'sub/Chart.yaml': CHART, 'sub/templates/p.yaml': podOf('l') },
    links: { 'k/charts/sub': '../../sub', 'sub/l': '../.git/config' },
    fault: `\`sub/l\`, ${OF_GIT}`,
  },
}

const OVERLAYS: Readonly<Record<string, Attempt>> = {
  'a link to the credential of git': overlay(generated('x=l'), `\`k/l\`, ${NOT_READ}`, { 'k/l': '../.git/config' }),
  'a link to that of a cloud': overlay(generated('x=l'), `\`k/l\`, ${NOT_READ}`, { 'k/l': `../${CREDENTIALS}` }),
  'a key with a blank before the link': overlay(generated('"x y=l"'), `\`k/l\`, ${NOT_READ}`, {
    'k/l': '../.git/config',
  }),
  'the way to the credential of git': overlay(generated('x=../.git/config'), `\`.git/config\`, ${NOT_READ}`),
  'an ignored file of variables': overlay(
    `secretGenerator: [{name: c, envs: [../secret.env]}]${CONTENT_AS_NAME}`,
    `\`secret.env\`, ${NOT_READ}`,
  ),
  'a patch that is a link': overlay('resources: [p.yaml]\npatches: [{path: l}]\n', `\`k/l\`, ${NOT_READ}`, {
    'k/l': '../.git/config',
  }),
  'a generator in a file': {
    ...overlay(`generators: [g.yaml]${CONTENT_AS_NAME}`, `\`k/l\`, ${NOT_READ}`, { 'k/l': '../.git/config' }),
    files: {
      'k/kustomization.yaml': `generators: [g.yaml]${CONTENT_AS_NAME}`,
      'k/g.yaml': 'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: c}\nfiles: [x=l]\n',
      'k/p.yaml': pod('app'),
    },
  },
  'a chart with a link': {
    files: {
      'k/kustomization.yaml': 'helmCharts: [{name: sub}]\n',
      ...{ 'k/charts/sub/Chart.yaml': CHART.replace('shop', 'sub'), 'k/charts/sub/templates/p.yaml': podOf('l') },
    },
    links: { 'k/charts/sub/l': '../../../.git/config' },
    fault: `\`k/charts/sub/l\`, ${OF_GIT}`,
  },
}

/** A checkout with a credential in each place where one can be. */
function checkout({ files, links = {} }: Attempt): string {
  const root = folder()
  spawnSync('git', ['init', '--quiet', root])
  appendFileSync(join(root, '.git/config'), `[http]\n\textraheader = ${CANARY}\n`)
  const all = { '.gitignore': 'secret.env\n', 'secret.env': CANARY, [CREDENTIALS]: CANARY, ...files }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  for (const [name, target] of Object.entries(links)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    symlinkSync(target, join(root, name))
  }
  spawnSync('git', ['add', '--all'], { cwd: root })
  return root
}

const FORMATS = ['text', 'sarif', 'markdown', 'github']

function expectHidden(attempt: Attempt, path: string): void {
  const [cwd, outputs] = [checkout(attempt), folder()]
  const args = FORMATS.flatMap(format => ['--output', `${format}=${join(outputs, format)}`])
  const { status, result } = cliJson(args, { cwd, path })
  const texts = [...FORMATS.map(format => readFileSync(join(outputs, format), 'utf8')), JSON.stringify(result)]
  for (const text of texts) expect(text).not.toContain(CANARY)
  const faults = result.faults.map(({ message }) => message)
  if (attempt.fault === undefined) expect(faults).toEqual([])
  else expect(faults).toContainEqual(expect.stringContaining(attempt.fault))
  expect(status).toBe(attempt.fault === undefined ? 1 : 2)
}

const GIT = ['/usr/bin', '/bin']

describe.skipIf(noTools).each(['helm3', 'helm4'] as const)(
  `%s gives no chart a credential${noTools ? ` (skipped: ${noTools})` : ''}`,
  layer => {
    const path = (): string => pathOf(toolFolder(layer, 'helm'), ...GIT)
    test.each(Object.entries(CHARTS))('%s', (_, attempt) => expectHidden(attempt, path()))

    test('and renders one whose packed subcharts git ignores', () => {
      const cwd = checkout({
        files: {
          ...{ '.gitignore': 'charts/\n', 'k/Chart.yaml': `${CHART}dependencies: [{name: sub, version: 1.0.0}]\n` },
          'k/templates/p.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n',
        },
      })
      mkdirSync(join(cwd, 'k/charts'))
      const sub = { 'sub/Chart.yaml': CHART.replace('shop', 'sub'), 'sub/templates/p.yaml': pod('app') }
      writeFileSync(join(cwd, 'k/charts/sub-1.0.0.tgz'), tgz(sub))
      const { result } = cliJson([], { cwd, path: path() })
      expect([result.faults, result.inputs['resources']]).toEqual([[], 2])
    })
  },
)

describe.skipIf(noTools)(`kustomize gives no overlay a credential${noTools ? ` (skipped: ${noTools})` : ''}`, () => {
  const path = (): string => pathOf(toolFolder('helm4', 'kubectl'), toolFolder('helm3', 'helm'), ...GIT)
  test.each(Object.entries(OVERLAYS))('%s', (_, attempt) => expectHidden(attempt, path()))
})
