// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Compose and Bake, no templates.
import { expect, test } from 'vitest'
import type { Copy } from '../../src/docker/ast.ts'
import { readFiles } from '../read/kit.ts'

const DOCKERFILE = 'FROM debian:13\nCOPY --from=src . /src\nCOPY . /app\n'

/** The folders that the Dockerfile copies from, with what states them; those that `--from=src` names have a `+`. */
async function takenFrom(files: Readonly<Record<string, string>>, file = 'api/Dockerfile'): Promise<readonly string[]> {
  const { world, faults } = await readFiles({
    [file]: DOCKERFILE,
    'api/a.txt': '',
    'lib/b.txt': '',
    'api/ui/c.txt': '',
    ...files,
  })
  expect(faults).toEqual([])
  const [stage] = world.dockerfiles.find(one => one.file === file)!.stages
  const copies = stage!.body.filter((one): one is Copy => one.is === 'COPY')
  return copies.flatMap(copy =>
    world.takenBy(copy).origins.map(({ context, by }) => {
      const at = by?.in.locate(by.at)
      const folder = context ? context.folder || '.' : 'unknown'
      return `${copy.from ? '+' : ''}${folder}${at ? ` by ${at.file}:${at.start.line} ${at.text}` : ''}`
    }),
  )
}

const GUESS = ['unknown']

const compose = (...builds: readonly string[]): Readonly<Record<string, string>> => ({
  'compose.yaml': `services:\n${builds.map((build, i) => `  s${i}: {build: ${build}}\n`).join('')}`,
})

test.each<[string, readonly string[], readonly string[]]>([
  ['nothing', [], GUESS],
  ['its folder', ['./api'], ['api by compose.yaml:2 build: ./api']],
  ['the root', ['{context: ., dockerfile: api/Dockerfile}'], ['. by compose.yaml:2 context: .']],
  ['another folder', ['{context: lib, dockerfile: ../api/Dockerfile}'], ['lib by compose.yaml:2 context: lib']],
  [
    'the folder of the file',
    ['{dockerfile: api/Dockerfile}'],
    ['. by compose.yaml:2 build: {dockerfile: api/Dockerfile}'],
  ],
  [
    'two folders',
    ['api', '{context: ., dockerfile: api/Dockerfile}'],
    ['api by compose.yaml:2 build: api', '. by compose.yaml:3 context: .'],
  ],
  ['one folder twice', ['api', '{context: ./api/}'], ['api by compose.yaml:2 build: api']],
  ['another Dockerfile', ['lib'], GUESS],
  ['a folder outside', ['../api'], GUESS],
  ['a folder outside, and back', ['{context: .., dockerfile: shop/api/Dockerfile}'], GUESS],
  ['an absolute folder', ['/api'], GUESS],
  ['a repository', ['"https://github.com/shop/api.git"'], GUESS],
  ['a variable', ['"$DIR"'], GUESS],
  ['a variable with a default', ['"${DIR:-api}"'], ['unknown by compose.yaml:2 build: "${DIR:-api}"']],
  [
    'a folder without a file',
    ['{context: none, dockerfile: ../api/Dockerfile}'],
    ['unknown by compose.yaml:2 context: none'],
  ],
  ['a Dockerfile in the file', ['{context: api, dockerfile_inline: FROM scratch}'], GUESS],
])('the context of a Dockerfile by Compose, which states %s', async (_, builds, contexts) => {
  expect(await takenFrom(compose(...builds))).toEqual(contexts)
})

test.each<[string, string, readonly string[]]>([
  ['a map', '{src: lib}', ['+lib']],
  ['a list', '[other=api, "src=./lib"]', ['+lib']],
  ['in capitals', '{SRC: lib}', ['+lib']],
  ['another name', '{other: lib}', []],
  ['an image', '{src: "docker-image://alpine:3.22"}', ['+unknown']],
  ['a service', '{src: "service:lib"}', ['+unknown']],
  ['a repository', '[src=https://github.com/shop/lib.git]', ['+unknown']],
  ['a repository without a scheme', '{src: github.com/shop/lib}', ['+unknown']],
  ['a repository over SSH', '{src: "git@github.com:shop/lib.git"}', ['+unknown']],
  ['a variable', '{src: "${LIB:-lib}"}', ['+unknown']],
  ['a folder outside', '{src: ../lib}', ['+unknown']],
  ['neither', '5', []],
  ['a list of nothing', '[null, src, "=lib", {src: lib}]', []],
])('another context by Compose: %s', async (_, contexts, named) => {
  const found = await takenFrom(compose(`{context: api, additional_contexts: ${contexts}}`))
  expect(found.map(text => text.split(' ')[0])).toEqual([...named, 'api'])
})

test('a context that only one of two builds names is not known in the other', async () => {
  const found = await takenFrom(compose('{context: api, additional_contexts: {src: lib}}', 'api'))
  expect(found.map(text => text.split(' ')[0])).toEqual(['+lib', '+unknown', 'api'])
})

test('of many folders the first are looked into', async () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`d${i}/a`, '']))
  const builds = Array.from({ length: 30 }, (_, i) => `{context: d${i}, dockerfile: ../api/Dockerfile}`)
  expect(await takenFrom({ ...files, ...compose(...builds) })).toHaveLength(20)
})

test('a file of Compose states folders from its own', async () => {
  const file = { 'deploy/compose.yaml': 'services: {api: {build: ../api}, b: {build: api}}\n' }
  expect(await takenFrom(file)).toEqual(['api by deploy/compose.yaml:1 build: ../api'])
})

test('what is merged into another file of Compose states no context that it does not name', async () => {
  const override = { 'docker-compose.override.yml': 'services: {api: {build: {target: dev}}}\n' }
  expect(await takenFrom(override, 'Dockerfile')).toEqual(['.'])
  const stated = { 'docker-compose.dev.yml': 'services: {api: {build: {context: api}}}\n' }
  expect(await takenFrom(stated)).toEqual(['api by docker-compose.dev.yml:1 context: api'])
})

test.each<[string, string, readonly string[]]>([
  ['a target', 'target "api" { context = "api" }', ['api by docker-bake.hcl:1 "api"']],
  ['the root', 'variable "X" {}\n\ntarget "a" { dockerfile = "api/Dockerfile" }', ['. by docker-bake.hcl:3 "a"']],
  [
    'what it inherits',
    'target "_c" { contexts = { src = "lib" } }\ntarget "a" { inherits = ["_c"]\n context = "./api" }',
    ['+lib by docker-bake.hcl:2 "a"', 'api by docker-bake.hcl:2 "a"'],
  ],
  [
    'another context again',
    'target "_c" { contexts = { src = "api" } }\ntarget "a" { inherits = ["_c"]\n context = "api"\n contexts = { src = "lib" } }',
    ['+lib by docker-bake.hcl:2 "a"', 'api by docker-bake.hcl:2 "a"'],
  ],
  [
    'other contexts of both',
    'target "_c" { contexts = { src = "lib" } }\ntarget "a" { inherits = ["_c"]\n context = "api"\n contexts = { "x" : "api" } }',
    ['+lib by docker-bake.hcl:2 "a"', 'api by docker-bake.hcl:2 "a"'],
  ],
  [
    'another target',
    'target "a" { context = "api"\n contexts = { src = "target:b" } }',
    ['+unknown by docker-bake.hcl:1 "a"', 'api by docker-bake.hcl:1 "a"'],
  ],
  [
    'a function as another context',
    'target "a" { context = "api"\n contexts = { src = f("lib") } }',
    ['+unknown by docker-bake.hcl:1 "a"', 'api by docker-bake.hcl:1 "a"'],
  ],
  [
    'a variable with a default',
    'variable "DIR" { default = "api" }\ntarget "a" { context = "${DIR}" }',
    ['unknown by docker-bake.hcl:2 "a"'],
  ],
  ['a variable without', 'target "a" { context = "${DIR}" }', GUESS],
  ['a function', 'target "a" { context = f("api") }', GUESS],
  ['another target as its context', 'target "a" { context = "target:b"\n dockerfile = "api/Dockerfile" }', GUESS],
  ['a repository', 'target "a" { context = "https://github.com/shop/api.git" }', GUESS],
  ['a Dockerfile in the file', 'target "a" { context = "api"\n dockerfile-inline = "FROM scratch" }', GUESS],
  [
    'a Dockerfile in what it inherits',
    'target "i" { dockerfile-inline = <<EOT\nFROM scratch\nEOT\n}\ntarget "a" { context = "api"\n inherits = ["i"] }',
    GUESS,
  ],
])('the context of a Dockerfile by Bake, which states %s', async (_, text, contexts) => {
  expect(await takenFrom({ 'docker-bake.hcl': text })).toEqual(contexts)
})

test('a target of Bake that only others are built upon states no context', async () => {
  const text =
    'target "_common" { platforms = ["linux/amd64"] }\ntarget "a" { inherits = ["_common"]\n context = "api" }'
  expect(await takenFrom({ 'docker-bake.hcl': text }, 'Dockerfile')).toEqual(['.'])
})

test('the contexts of Bake in JSON', async () => {
  const target = { a: { context: 'api', contexts: { src: 'lib' } } }
  const text = JSON.stringify({ target }, null, 1)
  expect(await takenFrom({ 'docker-bake.json': text })).toEqual([
    '+lib by docker-bake.json:3 "a"',
    'api by docker-bake.json:3 "a"',
  ])
})

test.each<[string, string, readonly string[]]>([
  ['a context', '{image: a, context: api}', ['api by skaffold.yaml:3 context: api']],
  ['none, and a Dockerfile', '{image: a, docker: {dockerfile: api/Dockerfile}}', ['. by skaffold.yaml:3 image: a']],
  ['another builder', '{image: a, context: api, ko: {}}', GUESS],
])('the context of a Dockerfile by Skaffold, which states %s', async (_, artifact, contexts) => {
  const text = `kind: Config\nbuild:\n  artifacts: [${artifact}]\n`
  expect(await takenFrom({ 'skaffold.yaml': text })).toEqual(contexts)
})

test('the context of a profile of Skaffold', async () => {
  const text = 'kind: Config\nprofiles:\n  - name: p\n    build: {artifacts: [{image: a, context: api}]}\n'
  expect(await takenFrom({ 'skaffold.yaml': text })).toEqual(['api by skaffold.yaml:4 context: api'])
})

test('another context has its own ignore file only', async () => {
  const taken = compose('{context: api, additional_contexts: {src: lib}}')
  const ignore = { 'api/Dockerfile.dockerignore': '*', 'lib/.dockerignore': 'b.txt' }
  const { world } = await readFiles({ 'api/Dockerfile': DOCKERFILE, 'lib/b.txt': '', ...taken, ...ignore })
  const [named, own] = world.dockerfiles[0]!.stages[0]!.body as readonly Copy[]
  const ignoreFile = (copy: Copy) => world.takenBy(copy).origins[0]?.context?.ignoreFile
  expect([ignoreFile(named!), ignoreFile(own!)]).toEqual(['lib/.dockerignore', 'api/Dockerfile.dockerignore'])
})
