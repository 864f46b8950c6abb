// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of shells and of Docker, no templates.
import { expect, test } from 'vitest'
import { parseImageName } from '../../src/docker/image-name.ts'

const SHA256 = `sha256:${'0a'.repeat(32)}`
const SHA512 = `sha512:${'0a'.repeat(64)}`

// text → name, registry, repository, tag, digest
type Row = readonly [string, string, string, string, tag?: string | undefined, digest?: string | undefined]
test.each<Row>([
  ['redis', 'redis', 'docker.io', 'library/redis'],
  ['redis:7.4', 'redis', 'docker.io', 'library/redis', '7.4'],
  ['redis:latest', 'redis', 'docker.io', 'library/redis', 'latest'],
  ['acme/api', 'acme/api', 'docker.io', 'acme/api'],
  ['acme/api:v1.2.3-rc.1', 'acme/api', 'docker.io', 'acme/api', 'v1.2.3-rc.1'],
  ['acme/team/api:1', 'acme/team/api', 'docker.io', 'acme/team/api', '1'],
  ['library/redis', 'library/redis', 'docker.io', 'library/redis'],
  ['docker.io/redis:7', 'docker.io/redis', 'docker.io', 'library/redis', '7'],
  ['docker.io/acme/api', 'docker.io/acme/api', 'docker.io', 'acme/api'],
  ['index.docker.io/redis', 'index.docker.io/redis', 'docker.io', 'library/redis'],
  ['ghcr.io/acme/api:2', 'ghcr.io/acme/api', 'ghcr.io', 'acme/api', '2'],
  ['quay.io/redis', 'quay.io/redis', 'quay.io', 'redis'],
  ['localhost/api', 'localhost/api', 'localhost', 'api'],
  ['localhost:5000/api', 'localhost:5000/api', 'localhost:5000', 'api'],
  ['localhost:5000', 'localhost', 'docker.io', 'library/localhost', '5000'],
  ['registry:5000/api:1', 'registry:5000/api', 'registry:5000', 'api', '1'],
  ['10.0.0.1:5000/a/b', '10.0.0.1:5000/a/b', '10.0.0.1:5000', 'a/b'],
  ['[fd00::1]:5000/api:3', '[fd00::1]:5000/api', '[fd00::1]:5000', 'api', '3'],
  ['[fd00::1]/api', '[fd00::1]/api', '[fd00::1]', 'api'],
  ['Acme/api', 'Acme/api', 'Acme', 'api'],
  ['a.b/c.d/e_f/g__h/i--j', 'a.b/c.d/e_f/g__h/i--j', 'a.b', 'c.d/e_f/g__h/i--j'],
  [`redis@${SHA256}`, 'redis', 'docker.io', 'library/redis', undefined, SHA256],
  [`redis:7@${SHA256}`, 'redis', 'docker.io', 'library/redis', '7', SHA256],
  [`ghcr.io/a/b@${SHA512}`, 'ghcr.io/a/b', 'ghcr.io', 'a/b', undefined, SHA512],
  [`reg:80/a:b@${SHA256}`, 'reg:80/a', 'reg:80', 'a', 'b', SHA256],
  ['scratch', 'scratch', 'docker.io', 'library/scratch'],
  ['redis:_x', 'redis', 'docker.io', 'library/redis', '_x'],
  [
    'mcr.microsoft.com/windows/servercore:ltsc2022',
    'mcr.microsoft.com/windows/servercore',
    'mcr.microsoft.com',
    'windows/servercore',
    'ltsc2022',
  ],
  ['constructor', 'constructor', 'docker.io', 'library/constructor'],
])('%s', (text = '', name = '', registry = '', repository = '', tag = undefined, digest = undefined) => {
  expect(parseImageName(text)).toEqual({ name, registry, repository, ...(tag && { tag }), ...(digest && { digest }) })
})

test.each([
  ['nothing', ''],
  ['blanks', 'a b'],
  ['a variable', 'redis:$TAG'],
  ['an upper-case repository', 'ghcr.io/Acme/api'],
  ['an upper-case name', 'Redis'],
  ['an empty tag', 'redis:'],
  ['two tags', 'redis:1:2'],
  ['a tag that begins with a dot', 'redis:.1'],
  ['a tag of 129 characters', `redis:${'a'.repeat(129)}`],
  ['an empty digest', 'redis@'],
  ['a digest that is too short', 'redis@sha256:abc'],
  ['a sha256 digest of 63 digits', `redis@sha256:${'a'.repeat(63)}`],
  ['a sha256 digest in upper case', `redis@sha256:${'A'.repeat(64)}`],
  ['two digests', `redis@${SHA256}@${SHA256}`],
  ['an image id', 'ab'.repeat(32)],
  ['a slash at the end', 'acme/'],
  ['a slash at the start', '/acme'],
  ['two slashes', 'acme//api'],
  ['a dash at the end', 'acme/api-'],
  ['three underscores', 'acme/a___b'],
  ['a scheme', 'https://ghcr.io/acme/api'],
  ['a name of 256 characters', `ghcr.io/${'a'.repeat(248)}`],
  ['__proto__', '__proto__'],
])('%s is no image name', (_, text) => {
  expect(parseImageName(text)).toBeUndefined()
})

// Nothing counts the steps of a regular expression: one that took the square of these lengths would never come back.
test('a long name is no name, and not read for long', () => {
  for (const text of [
    'a-'.repeat(500),
    'a.'.repeat(500),
    'a-'.repeat(1_000_000),
    'a.'.repeat(1_000_000),
    `${'a'.repeat(1000)}!`,
    'a'.repeat(1_000_000),
    ':'.repeat(1000),
  ])
    expect(parseImageName(text)).toBeUndefined()
})
