import { expect, test } from 'vitest'
import { holdsSecret, tokensIn } from '../../src/secrets/forms.ts'
import { draw } from '../canary/canary.ts'
import { FORMS } from '../canary/forms.ts'

// Put together here, so that no scanner takes this file for a leak.
const A = 'aB3'.repeat(30)
const upper = 'Q7'.repeat(30)

const hex = '0a1b2c3d'.repeat(20)

test.each([
  ['a private key', `-----BEGIN EC PRIVATE ${'KEY'}-----`],
  ['a private key', `AGE-SECRET-KEY-1${upper.slice(0, 58)}`],
  ['an AWS access key', `AKIA${upper.slice(0, 16)}`],
  ['an AWS access key', `ASIA${upper.slice(0, 16)}`],
  ['an AWS access key', `AKIA${'QWERTYUIOPASDFGH'}`],
  ['a GitHub token', `ghp_${A.slice(0, 36)}`],
  ['a GitHub token', `github_pat_${A.slice(0, 22)}`],
  ['a GitLab token', `glpat-${A.slice(0, 20)}`],
  ['a GitLab token', `glrt-${A.slice(0, 20)}`],
  ['a Slack token', `xoxb-${A.slice(0, 10)}`],
  ['a Slack token', `xapp-1-${A.slice(0, 40)}`],
  ['a Slack webhook', `hooks.slack.com/services/${A.slice(0, 44)}`],
  ['an npm token', `npm_${A.slice(0, 36)}`],
  ['a PyPI token', `pypi-${A.slice(0, 50)}`],
  ['a RubyGems token', `rubygems_${hex.slice(0, 48)}`],
  ['a Docker Hub token', `dckr_pat_${A.slice(0, 20)}`],
  ['a Vault token', `hvs.${A.slice(0, 20)}`],
  ['a Google API key', `AIza${A.slice(0, 35)}`],
  ['a Google API key', `GOCSPX-${A.slice(0, 28)}`],
  ['a Stripe key', `sk_live_${A.slice(0, 16)}`],
  ['a JSON web token', `eyJ${A.slice(0, 20)}.eyJ${A.slice(0, 20)}`],
  ['an Anthropic key', `sk-ant-api03-${A.slice(0, 90)}`],
  ['an OpenAI key', `sk-proj-${A.slice(0, 60)}`],
  ['an OpenAI key', `sk-${A.slice(0, 20)}T3BlbkFJ${A.slice(0, 20)}`],
  ['a Hugging Face token', `hf_${A.slice(0, 34)}`],
  ['a SendGrid key', `SG.${A.slice(0, 22)}.${A.slice(0, 43)}`],
  ['a Telegram bot token', `1234567890:AA${A.slice(0, 33)}`],
  ['a Telegram bot token', `1234567890:AA${'aBc'.repeat(11)}`],
  ['an Alibaba access key', `LTAI${'aBcD'.repeat(5)}`],
  ['a Teams webhook', `webhook.office.com/webhookb2/${hex.slice(0, 32)}@x/IncomingWebhook/${hex.slice(0, 32)}`],
  ['a Mailchimp key', `${hex.slice(0, 32)}-us1`],
  ['a DigitalOcean token', `dop_v1_${hex.slice(0, 64)}`],
  ['a Shopify token', `shpat_${hex.slice(0, 32)}`],
  ['a Grafana token', `glsa_${A.slice(0, 32)}_${hex.slice(0, 8)}`],
  ['a Grafana token', `glc_${A.slice(0, 40)}`],
  ['a Sentry token', `sntryu_${hex.slice(0, 64)}`],
  ['a Sentry token', `sntrys_${A.slice(0, 80)}`],
  ['a Doppler token', `dp.pt.${A.slice(0, 43)}`],
  ['a New Relic key', `NRAK-${upper.slice(0, 27)}`],
  ['a New Relic key', `${hex.slice(0, 36)}NRAL`],
  ['a Pulumi token', `pul-${hex.slice(0, 40)}`],
  ['a Postman key', `PMAK-${hex.slice(0, 24)}-${hex.slice(0, 34)}`],
  ['a PlanetScale token', `pscale_tkn_${A.slice(0, 43)}`],
  ['a Terraform token', `${A.slice(0, 14)}.atlasv1.${A.slice(0, 64)}`],
  ['an Azure client secret', `aB38Q~${A.slice(0, 34)}`],
  ['a Databricks token', `dapi${hex.slice(0, 32)}`],
  ['an Atlassian token', `ATATT3${A.slice(0, 60)}`],
  ['a Mailchimp key', `${hex.slice(0, 32)}-us14`],
])('%s: %s', (what, token) => {
  const text = `x "${token}" y ${token}`
  expect(tokensIn(text)).toEqual([
    { what, text: token, at: 3 },
    { what, text: token, at: text.lastIndexOf(token) },
  ])
  expect(tokensIn(`x${token.slice(0, 10)} y`)).toEqual([])
})

test.each(FORMS)('%s is found, whatever letters are drawn', (_, text) => {
  for (let seed = 0; seed < 200; seed++) {
    const { parts, text: token } = draw({ class: 'known form', title: '', text }, seed)
    const found = tokensIn(token).map(one => one.text)
    const missed = parts.filter(part => part.length >= 8 && !found.some(one => one.includes(part.slice(0, 30))))
    expect(missed, token).toEqual([])
  }
})

test('the signature of an Azure address is the secret of it', () => {
  const signature = `${A.slice(0, 40)}%3D`
  expect(tokensIn(`https://shop.blob.core.windows.net/a?sv=2024-11-04&sig=${signature}&se=2027`)).toEqual([
    { what: 'an Azure signature', text: signature, at: 55 },
  ])
})

test('the words of a frame may be on lines of their own', () => {
  const key = `-----BEGIN\n  EC\n  PRIVATE\n  ${'KEY'}-----\n${A}`
  expect(tokensIn(`x: "${key}"`)).toEqual([{ what: 'a private key', text: key, at: 4 }])
})

test('a token inside of another is none of its own', () => {
  const key = `-----BEGIN PRIVATE ${'KEY'}-----\nAKIA${upper.slice(0, 16)}\n`
  expect(tokensIn(key)).toEqual([{ what: 'a private key', text: key, at: 0 }])
})

test('a private key ends with its frame, whatever headers it has', () => {
  const key = `-----BEGIN RSA PRIVATE ${'KEY'}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,1F\n\n${A}\n`
  expect(tokensIn(`${key}-----END RSA PRIVATE ${'KEY'}-----\nmore`)[0]?.text).toBe(key)
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
  ['a path that looks like an address', 'amqp:/guest:tulips@rabbit:5672/'],
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
