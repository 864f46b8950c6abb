import { expect, test } from 'vitest'
import { holdsSecret, tokensIn } from '../../src/secrets/forms.ts'

// Put together here, so that no scanner takes this file for a leak.
const A = 'aB3'.repeat(30)
const upper = 'Q7'.repeat(30)

test.each([
  ['a private key', `-----BEGIN EC PRIVATE ${'KEY'}-----`],
  ['an AWS access key', `AKIA${upper.slice(0, 16)}`],
  ['an AWS access key', `ASIA${upper.slice(0, 16)}`],
  ['a GitHub token', `ghp_${A.slice(0, 36)}`],
  ['a GitHub token', `github_pat_${A.slice(0, 22)}`],
  ['a GitLab token', `glpat-${A.slice(0, 20)}`],
  ['a Slack token', `xoxb-${A.slice(0, 10)}`],
  ['an npm token', `npm_${A.slice(0, 36)}`],
  ['a PyPI token', `pypi-${A.slice(0, 50)}`],
  ['a Docker Hub token', `dckr_pat_${A.slice(0, 20)}`],
  ['a Vault token', `hvs.${A.slice(0, 20)}`],
  ['a Google API key', `AIza${A.slice(0, 35)}`],
  ['a Stripe key', `sk_live_${A.slice(0, 16)}`],
  ['a JSON web token', `eyJ${A.slice(0, 20)}.eyJ${A.slice(0, 20)}`],
])('%s: %s', (what, text) => {
  const found = { what, text: text }
  expect(tokensIn(`x "${text}" y ${text}`)).toEqual([found, found])
  expect(tokensIn(`x${text.slice(0, 10)} y`)).toEqual([])
})

test.each([
  ['AKIA', 'AKIAQ3EGTULIPS4ROSES'],
  ['a GitHub token', `github_pat_${'11ABCDEFG0'.repeat(3)}`],
  ['a Slack token', 'xoxb-123456789012-abcdefghij'],
  ['a Google key', `AIza${'Sy-D_12'.repeat(5)}`],
  ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl'],
  ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpQ1a'.repeat(8)}\n`],
  ['a connection string', 'Server=db;Database=shop;User Id=shop;Password=Sup3rS3cret;'],
  ['the key of an account', 'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=dHVsaXBz'],
  ['a JDBC address', 'jdbc:postgresql://db/shop?user=a&password=b'],
  ['a URL with a password', 'amqp://guest:tulips@rabbit:5672/'],
])('holds a secret: %s', (_, value) => expect(holdsSecret(value)).toBe(true))

test.each([
  ['AKIA', 'AKIA'],
  ['a user without a password', 'amqp://guest@rabbit:5672/'],
  ['a host with a port', 'http://rabbit:5672/a@b'],
  ['a URL that is filled in', 'postgres://shop:$(DB_PASSWORD)@db/shop'],
  ['a public key', '-----BEGIN PUBLIC KEY-----'],
  ['the frame of a private key', '-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----'],
  ['a token of one letter', `ghp_${'x'.repeat(36)}`],
  ['a connection string that is filled in', 'Server=db;Password=$(DB_PASSWORD);'],
  ['a JDBC address that is filled in', 'jdbc:postgresql://db/shop?user=a&password=$(DB_PASSWORD)'],
  ['a JDBC address without a password', 'jdbc:postgresql://db/shop?user=a&passwordless=b'],
  ['a folder', 'cd /srv; PWD=/srv; serve'],
  ['a form of the web', 'https://example.com/reset?password=new'],
])('holds none: %s', (_, value) => expect(holdsSecret(value)).toBe(false))
