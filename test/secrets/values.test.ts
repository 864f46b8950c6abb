import { expect, test } from 'vitest'
import { holdsSecret } from '../../src/secrets/forms.ts'
import { namesSecret } from '../../src/secrets/names.ts'
import { isHarmless, isNoSecret } from '../../src/secrets/values.ts'

test.each([
  '$(A)',
  '$(A)-$(B)',
  'prefix-$(A)',
  `\${A}`,
  './x',
  '~/x',
  '/a/b-c',
  'vault:secret/data/db#pw',
  '0',
  'off',
  'keys/app.enc',
  '_',
  '**',
  `SHA256:${'a1B+'.repeat(10)}xyz`,
  Array(20).fill('0A').join(':'),
])('%j is harmless', value => expect(isHarmless(value)).toBe(true))

test.each([
  'tulips',
  'vaultsecret123',
  'Arnold99!x',
  'hunter2',
  'p$(a',
  '/abc+def==',
  'wJalr/K7MDENG/bPxR',
  '12345678',
  'a b c',
  'a.b1',
  'keys/app',
  'A1/b2/C3',
  '63AF7AA15067C05616FDDD88A3A2E8F226F0BC06',
  '0A:0B',
  'SHA256:abc',
])('%j may be a secret', value => expect(isHarmless(value)).toBe(false))

test.each(['IMAGE_PULL_SECRET', 'DB_PASSWORD_SECRET', 'apiKeySecret', 'tls-secret-key', 'API_KEY_SECRETS'])(
  '%s is the name of an object',
  name => {
    expect(isNoSecret(name, 'shop-db')).toBe(true)
    expect(isNoSecret(name, 'Tulips!4')).toBe(false)
  },
)

test.each(['CLIENT_SECRET', 'JWT_SECRET', 'SECRET_KEY', 'CLIENT_KEY_SECRET'])('%s is the secret', name =>
  expect(isNoSecret(name, 'shop-db')).toBe(false),
)

test.each([
  ['APP_SECRET', 'config/keys/app', false],
  ['SIGNING_KEY', '63AF7AA15067C05616FDDD88A3A2E8F226F0BC06', true],
  ['RELEASE_SIGNING_APP_KEYS', '0x63AF7AA15067C056, 63AF7AA15067C05616FDDD88A3A2E8F226F0BC06', true],
  ['REPO_API_KEY', '63AF 7AA1 5067 C056 16FD  DD88 A3A2 E8F2 26F0 BC06', true],
  ['API_KEY', '63AF7AA15067C05616FDDD88A3A2E8F226F0BC06', false],
  ['SIGNING_SECRET', '63AF7AA15067C05616FDDD88A3A2E8F226F0BC06', false],
  ['SIGNING_KEY', '63AF7AA15067C05616FDDD88A3A2E8F226F0BC06AB', false],
])('under the name %s, %s is no secret: %s', (name, value, isNone) => expect(isNoSecret(name, value)).toBe(isNone))

// Nothing counts the steps of a regular expression: one that took the square of these lengths would never come back.
test.each<[string, string, answers?: boolean[]]>([
  ['references', '$('.repeat(500_000)],
  ['beginnings of tokens', 'eyJ'.repeat(500_000)],
  ['addresses', `a${'://'.repeat(500_000)}`, [false, true, false]],
  ['letters and digits', 'A1a'.repeat(500_000)],
  ['parameters', `jdbc:://?${'&'.repeat(500_000)};`],
  ['names of secrets', `;${' password '.repeat(500_000)}`, [false, false, true]],
])('a long text of %s is looked through once', (_, text, answers = [false, false, false]) =>
  expect([holdsSecret(text), isHarmless(text), namesSecret(text)]).toEqual(answers),
)
