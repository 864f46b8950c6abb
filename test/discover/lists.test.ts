import { describe, expect, test } from 'vitest'
import { type Discovered, discover, type Wanted } from '../../src/discover/discover.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { checkout } from '../kit/checkout.ts'
import { folderOf, link } from '../kit/folders.ts'

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n'

type Files = Parameters<typeof folderOf>[0]

/** What becomes of a list of files, of which what is not an input is passed over. */
const offered = (
  root: string,
  paths: readonly string[],
  { include = [], exclude = [] }: Partial<Pick<Wanted, 'include' | 'exclude'>> = {},
): Discovered => discover(new DiskHost(root), { paths, ignoreUnknown: true, reports: [], include, exclude })

const fates = ({ manifests, dockerfiles, reports, skipped, unread, faults }: Discovered): readonly string[] =>
  [
    ...[...manifests, ...dockerfiles, ...reports].map(({ file }) => `${file}: checked`),
    ...skipped.map(({ path, reason }) => `${path}: ${reason}`),
    ...unread.map(({ file }) => `${file}: not read`),
    ...faults.map(({ code, file }) => `${file}: ${code}`),
  ].sort()

const rows: readonly (readonly [what: string, fate: string, name: string, files: Files])[] = [
  ['a manifest', 'checked', 'pod.yaml', { 'pod.yaml': POD }],
  ['a Dockerfile', 'checked', 'Dockerfile.web', { 'Dockerfile.web': 'FROM a\n' }],
  ['a report', 'checked', 'trivy.json', { 'trivy.json': '{"SchemaVersion": 2, "Results": []}' }],
  ['code', 'not a supported kind of file', 'a.ts', { 'a.ts': POD }],
  ['a picture', 'not a supported kind of file', 'a.png', { 'a.png': '\x89PNG\0' }],
  ['binary data', 'not a supported kind of file', 'data', { data: '\0\x01' }],
  ['values', 'YAML without Kubernetes objects', 'values.yaml', { 'values.yaml': 'a: 1' }],
  ['a Compose file', 'YAML without Kubernetes objects', 'compose.yaml', { 'compose.yaml': 'services: {}' }],
  ['an empty file', 'YAML without Kubernetes objects', 'a.yaml', { 'a.yaml': '' }],
  ['Jinja', 'YAML without Kubernetes objects', 'a.yaml', { 'a.yaml': '{% if x %}\na: [\n' }],
  [
    'other JSON',
    'JSON that is neither a known report nor a Kubernetes object',
    'package.json',
    { 'package.json': '{"name": "x"}' },
  ],
  ['a template of a Dockerfile', 'not read', 'Dockerfile.j2', { 'Dockerfile.j2': 'FROM {{ x }}\n' }],
  ['a part of a Dockerfile', 'not read', 'Dockerfile.part', { 'Dockerfile.part': 'RUN x\n' }],
  ['what was deleted', 'no longer there', 'k8s/web.yaml', {}],
  ['what was deleted, with a name like a glob', 'no longer there', 'app/[id].tsx', { 'app/x.tsx': '' }],
  ['what has a name like a glob', 'checked', 'app/[id].yaml', { 'app/[id].yaml': POD }],
  ['a glob that matches nothing', 'no longer there', 'k8s/*.yaml', { 'k8s/a.ts': '' }],
  ['a link to a file', 'checked', 'a.yaml', { 'a.yaml': link('b.yaml'), 'b.yaml': POD }],
  ['a link out of the workspace', 'symbolic link out of the workspace', 'a.yaml', { 'a.yaml': link('/etc/passwd') }],
  ['a broken link', 'broken symbolic link', 'a.yaml', { 'a.yaml': link('nowhere') }],
  ['a link to a folder', 'symbolic link to a folder', 'all', { all: link('k8s'), 'k8s/a.yaml': POD }],
  ['code of others', 'excluded by default', 'vendor/a/a.yaml', { 'vendor/a/a.yaml': POD }],
  ['what the policy excludes', 'excluded by the policy', 'old/a/b.yaml', { 'old/a/b.yaml': POD }],
  ['what is YAML to nobody', 'UNREADABLE', 'a.yaml', { 'a.yaml': new Uint8Array([0, 255, 254]) }],
  ['a Dockerfile that is no text', 'UNREADABLE', 'Dockerfile', { Dockerfile: new Uint8Array([0x46, 255, 0]) }],
  ['a name that git quotes', 'NOT_FOUND', 'k8s/\\303\\244.yaml', { 'k8s/ä.yaml': POD }],
  ['a name in quotes', 'NOT_FOUND', '"k8s/\\303\\244.yaml"', { 'k8s/ä.yaml': POD }],
  ['a name that is not UTF-8', 'NOT_FOUND', 'k8s/\ufffd.yaml', {}],
  ['what is outside of the workspace', 'NOT_FOUND', '../other.yaml', {}],
  ['a name with a line break', 'checked', 'a\nb.yaml', { 'a\nb.yaml': POD }],
]

test.each(rows)('%s: %s', (_, fate, name, files) =>
  expect(fates(offered(folderOf({ 'other/x': '', ...files }), [name], { exclude: ['old/**', 'old'] }))).toEqual([
    `${name}: ${fate}`,
  ]),
)

test('everything that is listed has one fate', () => {
  const listed = rows.map(([, , name, files], row) => ({ row, name, files }))
  const files = listed.flatMap(({ row, files }) =>
    Object.entries(files).map(([name, content]) => [`${row}/${name}`, content] as const),
  )
  const paths = listed.map(({ row, name }) => `${row}/${name.replace('../', '')}`)
  const told = fates(offered(folderOf(Object.fromEntries(files)), paths))
  expect(told.map(fate => fate.replace(/: [^:]*$/, ''))).toEqual(paths.sort())
})

describe('folders', () => {
  test('are walked through as ever', () => {
    const root = folderOf({ 'k8s/a.yaml': POD, 'k8s/vendor/b.yaml': POD, 'docs/a.md': '', '.gitignore': 'c.yaml' })
    expect(fates(offered(root, ['k8s', 'docs']))).toEqual([
      'docs/a.md: not a supported kind of file',
      'k8s/a.yaml: checked',
      'k8s/vendor: excluded by default',
    ])
  })

  test('that the policy excludes are passed over', () => {
    expect(fates(offered(folderOf({ 'old/a.yaml': POD }), ['old'], { exclude: ['old'] }))).toEqual([
      'old: excluded by the policy',
    ])
  })
})

test('what the policy does not include is passed over', () => {
  expect(
    fates(offered(folderOf({ 'a.yaml': POD, 'k8s/b.yaml': POD }), ['a.yaml', 'k8s/b.yaml'], { include: ['k8s/**'] })),
  ).toEqual(['a.yaml: not included by the policy', 'k8s/b.yaml: checked'])
})

test('what git ignores is checked: a list names it', () => {
  const root = checkout({ 'out/a.yaml': POD, '.gitignore': 'out' })
  expect(fates(offered(root, ['out/a.yaml']))).toEqual(['out/a.yaml: checked'])
})
