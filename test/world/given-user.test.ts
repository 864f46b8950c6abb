// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Compose, no templates.
import { expect, test } from 'vitest'
import { lastStage } from '../../src/docker/in-force.ts'
import { isGivenUser } from '../../src/world/given-user.ts'
import { readFiles } from '../read/kit.ts'

const DOCKERFILE = 'FROM debian:13 AS app\nLABEL org.opencontainers.image.ref.name=shop/api:1\nCMD ["/app"]\n'
const pod = (security: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "shop/api:1"${security}}]}\n`

/** Whether the files choose the user of `api/Dockerfile`. */
async function isGiven(files: Readonly<Record<string, string>>): Promise<boolean> {
  const { world, faults } = await readFiles({ 'api/Dockerfile': DOCKERFILE, ...files })
  expect(faults).toEqual([])
  const dockerfile = world.dockerfiles.find(({ file }) => file === 'api/Dockerfile')!
  return isGivenUser(world, dockerfile, lastStage(dockerfile)!)
}

const compose = (...services: readonly string[]): Readonly<Record<string, string>> => ({
  'compose.yaml': `services:\n${services.map((service, i) => `  s${i}: ${service}\n`).join('')}`,
})

test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ['no file', {}, false],
  ['a service with a user', compose('{build: api, user: "1000:1000"}'), true],
  ['a service with a number', compose('{build: api, user: 1000}'), true],
  ['a service with a name', compose('{build: {context: ./api}, user: app}'), true],
  ['a service with a variable', compose('{build: api, user: "${UID}"}'), true],
  ['a service with the stage', compose('{build: {context: api, target: APP}, user: app}'), true],
  ['a service with root', compose('{build: api, user: root}'), false],
  ['a service with the number of root', compose('{build: api, user: 0}'), false],
  ['a service with an empty user', compose('{build: api, user: ""}'), false],
  ['a service without a user', compose('{build: api}'), false],
  ['one of two services', compose('{build: api, user: app}', '{build: api}'), false],
  ['a service with another stage', compose('{build: {context: api, target: test}, user: app}'), false],
  ['a service with another Dockerfile', compose('{build: {context: api, dockerfile: b}, user: app}'), false],
  ['a service outside of the checkout', compose('{build: ../api, user: app}'), false],
  ['a service that is not built', compose('{image: shop/api, user: app}'), false],
  ['a service that is a list', compose('[]'), false],
  ['services that are none', { 'compose.yaml': 'services: 5\n' }, false],
  ['a file that is not Compose', { 'skaffold.yaml': 'services: {a: {build: api, user: app}}\n' }, false],
  ['a container with a user', { 'pod.yaml': pod(', securityContext: {runAsUser: 1000}') }, true],
  ['a container with root', { 'pod.yaml': pod(', securityContext: {runAsUser: 0}') }, false],
  ['a container that needs any user', { 'pod.yaml': pod(', securityContext: {runAsNonRoot: true}') }, false],
  [
    'a service with a user, and a container without',
    { ...compose('{build: api, user: app}'), 'pod.yaml': pod('') },
    false,
  ],
])('the user of an image is chosen by %s: %3$s', async (_, files, given) => {
  expect(await isGiven(files)).toBe(given)
})
