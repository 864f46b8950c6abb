import { expect, test } from 'vitest'
import { expectLinear } from '../kit/steps.ts'
import { readFiles } from './kit.ts'

/** The builds that the files tell: `image → Dockerfile#target`. */
async function buildsIn(
  files: Readonly<Record<string, string>>,
  images: readonly { readonly image: string; readonly dockerfile: string }[] = [],
): Promise<readonly string[]> {
  const { world, faults } = await readFiles(files, { images })
  expect(faults).toEqual([])
  return world.builds.map(({ image, dockerfile, target }) => `${image} → ${dockerfile}${target ? `#${target}` : ''}`)
}

const compose = (service: string): Readonly<Record<string, string>> => ({
  'app/compose.yaml': `services:\n  api: ${service}\n`,
  'k8s.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: api}\n',
})

test.each<[string, string, readonly string[]]>([
  ['a folder', '{image: shop/api, build: api}', ['shop/api → app/api/Dockerfile']],
  ['a folder beside its own', '{image: shop/api, build: ../api}', ['shop/api → api/Dockerfile']],
  ['its own folder', '{image: shop/api, build: {}}', ['shop/api → app/Dockerfile']],
  [
    'all its names',
    '{image: "shop/api:1", build: {dockerfile: api.Dockerfile, target: run, tags: [a/b, "a/b:2", 5]}}',
    ['shop/api:1 → app/api.Dockerfile#run', 'a/b → app/api.Dockerfile#run', 'a/b:2 → app/api.Dockerfile#run'],
  ],
  ['a folder with a stand-in', `{image: shop/api, build: "\${DIR:-api}"}`, ['shop/api → app/api/Dockerfile']],
  ['a registry with a stand-in', `{image: "\${R:-ghcr.io/shop}/api", build: .}`, ['ghcr.io/shop/api → app/Dockerfile']],
  ['a stand-in for nothing but the unset', `{image: "\${R-shop}/api", build: .}`, ['shop/api → app/Dockerfile']],
  ['a tag that a variable decides on', '{image: "shop/api:v$TAG", build: .}', ['shop/api → app/Dockerfile']],
  ['a tag with a stand-in', `{image: "shop/api:\${TAG:-1.4}", build: .}`, ['shop/api → app/Dockerfile']],
  ['a port is no tag', '{image: "localhost:5000/api", build: .}', ['localhost:5000/api → app/Dockerfile']],
  ['a registry that a variable decides on', `{image: "\${R}/api:1", build: .}`, []],
  ['a context on the network', '{image: shop/api, build: "/srv/api"}', []],
  ['a folder outside', '{image: shop/api, build: ../../api}', []],
  ['a Dockerfile in the file itself', '{image: shop/api, build: {dockerfile_inline: FROM scratch}}', []],
  ['no build', '{image: shop/api}', []],
  ['no name', '{build: .}', []],
  ['a service that is none', 'null', []],
  ['for development, by its stage', '{image: "shop/api:latest", build: {target: dev}}', []],
  ['for development, by its Dockerfile', '{image: shop/api, build: {dockerfile: Dockerfile.dev}}', []],
  [
    'for development, with a tag of its own',
    '{image: "shop/api:dev", build: {target: dev}}',
    ['shop/api:dev → app/Dockerfile#dev'],
  ],
])('Compose: %s', async (_, service, builds) => expect(await buildsIn(compose(service))).toEqual(builds))

test('what Compose overrides for development has its own tags only', async () => {
  const text = 'services: {api: {image: shop/api, build: .}}\n'
  const files = { Dockerfile: 'FROM scratch\n', 'compose.override.yaml': text, 'docker-compose.test.yml': text }
  expect(await buildsIn(files)).toEqual([])
})

test.each<[string, string, readonly string[]]>([
  ['Docker', '{image: api, context: api, docker: {dockerfile: D, target: t}}', ['api → api/D#t']],
  ['Kaniko', '{image: api, kaniko: {dockerfile: D}}', ['api → D']],
  ['nothing else', '{image: api, jib: {}}', []],
  ['an artifact that is none', 'null', []],
])('Skaffold: %s', async (_, artifact, builds) => {
  const text = `apiVersion: skaffold/v4beta11\nkind: Config\nbuild: {artifacts: [${artifact}]}\n`
  expect(await buildsIn({ Dockerfile: 'FROM scratch\n', 'skaffold.yaml': text })).toEqual(builds)
})

test('Skaffold: what its profiles build', async () => {
  const text = 'kind: Config\nprofiles: [null, {name: p, build: {artifacts: [{image: api}]}}]\n'
  expect(await buildsIn({ Dockerfile: 'FROM scratch\n', 'skaffold.yaml': text })).toEqual(['api → Dockerfile'])
})

test.each<[string, string, readonly string[]]>([
  ['a target', 'target "api" { tags = ["a:1", "b:2"] }', ['a:1 → Dockerfile', 'b:2 → Dockerfile']],
  [
    'what it inherits, the last first',
    'target "a" { dockerfile = "A"\n target = "x" }\ntarget "b" { dockerfile = "B" }\ntarget "api" { inherits = ["a", "b"]\n tags = ["a:1"] }',
    ['a:1 → B#x'],
  ],
  [
    'a circle',
    'target "a" { inherits = ["b"] tags = ["a:1"] }\ntarget "b" { inherits = ["a"] }',
    ['a:1 → Dockerfile', 'a:1 → Dockerfile'],
  ],
  ['a Dockerfile in the file itself', 'target "api" { dockerfile-inline = "FROM scratch"\n tags = ["a:1"] }', []],
  ['a function in a name', `target "api" { tags = [tag("x"), "\${tag("y")}/api"] }`, []],
  ['maps in a target', 'target "api" { args = { tags = "no:1" }\n tags = ["a:1"] }', ['a:1 → Dockerfile']],
  ['comments', '# target "x" {\ntarget "api" { // }\n /* } */ tags = ["a:1"] }', ['a:1 → Dockerfile']],
  ['a block that is not closed', 'target "api" { tags = ["a:1"', []],
  ['a value without a key', 'target "api" { = }\n}', []],
])('Bake: %s', async (_, text, builds) =>
  expect(await buildsIn({ Dockerfile: 'FROM scratch\n', 'docker-bake.hcl': text })).toEqual(builds),
)

test.each(['compose.yaml', 'skaffold.yaml', 'docker-bake.hcl', 'docker-bake.json'])('%s is not checked', async name => {
  for (const text of ['', '{', '[1]', 'services: 5', 'build: {artifacts: 5}', '{"target": {"a": {"tags": {}}}}'])
    expect((await readFiles({ Dockerfile: 'FROM scratch\n', [name]: text })).world.builds).toEqual([])
})

test('the policy goes before other files, and kustomize gives all of them their names', async () => {
  const files = {
    ...compose('{image: shop/api, build: .}'),
    'kustomization.yaml':
      'images: [{name: shop/api, newName: ghcr.io/shop/api}, {name: other, newName: b}, {name: shop/api, newTag: "1"}]\n',
  }
  const policy = [{ image: 'docker.io/shop/api', dockerfile: './api/../D' }]
  expect(await buildsIn(files, policy)).toEqual(['docker.io/shop/api → D', 'ghcr.io/shop/api → D'])
})

test.each<[string, (size: number) => string]>([
  ['comments that are not closed', size => '/* '.repeat(size)],
  ['texts that are not closed', size => '"\n'.repeat(size)],
  ['blocks that are not closed', size => 'target "a" { '.repeat(size)],
  ['lists that are not closed', size => `target "a" { ${'a = [ "b", '.repeat(size)}`],
  [
    'targets that inherit the same ones',
    size => {
      const targets = Array.from({ length: size }, (_, i) => `target "${i}" { inherits = ["many"] }`)
      return `${targets.join('\n')}\ntarget "many" { inherits = [${targets.map((_, i) => `"x${i}"`).join()}] }`
    },
  ],
  [
    'targets that inherit one of many values',
    size => {
      const values = (sign: string) => Array.from({ length: size }, (_, i) => `k${i} ${sign} "x"`).join('\n')
      const targets = Array.from({ length: size }, (_, i) => `target "${i}" { inherits = ["all"] }`)
      return `target "all" { ${values('=')}\ncontexts = { ${values('=')} } }\n${targets.join('\n')}`
    },
  ],
  [
    'targets that inherit each other',
    size => Array.from({ length: size }, (_, i) => `target "${i}" { inherits = ["${i - 1}"] }`).join('\n'),
  ],
])('the cost of Bake grows with its text: %s', async (_, text) => {
  await expectLinear(
    () => import('../../src/read/builds/bake.ts'),
    ({ bakeRecipes }, size) => bakeRecipes(text(size)),
    500,
  )
})
