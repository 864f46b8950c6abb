import { expect, test } from 'vitest'
import { holdsSecret } from '../../src/secrets/forms.ts'
import { namesSecret } from '../../src/secrets/names.ts'
import { isHarmless, isNoSecret } from '../../src/secrets/values.ts'

test.each(['$(A)', '$(A)-$(B)', 'prefix-$(A)', `\${A}`, './x', '~/x', '/a/b-c', 'vault:secret/data/db#pw', '0', 'off'])(
  '%j is harmless',
  value => expect(isHarmless(value)).toBe(true),
)

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
