import { expect, test } from 'vitest'
import {
  beforePassword,
  endsAsSecret,
  namesPassword,
  namesPublic,
  namesPublicHalf,
  namesSecret,
  wordsOf,
} from '../../src/secrets/names.ts'

// Which names are secret is proved for every place at once in test/rules/secret-names.test.ts.
test.each(['', '___', '-', 'key', `${'x'.repeat(5000)}_token`])('%j promises nothing', name =>
  expect(namesSecret(name)).toBe(false),
)

test.each([
  ['dbPassword', ['db', 'password']],
  ['DB_PASSWORD', ['db', 'password']],
  ['spring.datasource.password', ['spring', 'datasource', 'password']],
  ['--X-Api-Key', ['x', 'api', 'key']],
])('%s is read word by word', (name, words) => expect(wordsOf(name)).toEqual(words))

test.each([
  ['db_password', true],
  ['npm_auth_token', true],
  ['secret-in-arg-or-env', false],
  ['X_API_KEY', true],
  ['my-sort-key', false],
  ['no-token-needed', false],
])('%s ends as the name of a secret: %s', (name, ends) => expect(endsAsSecret(name)).toBe(ends))

test.each([
  ['DB_PASSWORD2', true],
  ['HUB_PSW', true],
  ['API_TOKEN', false],
  ['PASSWORD_FILE', false],
])('%s takes whatever a person types: %s', (name, takes) => expect(namesPassword(name)).toBe(takes))

test.each([
  ['NEXT_PUBLIC_API_KEY', true],
  ['SSH_PUB_KEY', true],
  ['PUBLISH_TOKEN', false],
])('%s is for everybody: %s', (name, isPublic) => expect(namesPublic(name)).toBe(isPublic))

test.each([
  ['VITE_AWS_ACCESS_KEY_ID', true],
  ['HUB_USR', true],
  ['KMS_KEY_ID', false],
  ['HUB_PSW', false],
])('%s is the public half of a pair: %s', (name, isHalf) => expect(namesPublicHalf(name)).toBe(isHalf))

test.each([
  ['DB_PASSWORD', 'db_'],
  ['PASSWORD_FILE', ''],
  ['DB_TOKEN', undefined],
])('before the password in %s stands %j', (name, before) => expect(beforePassword(name)).toBe(before))
