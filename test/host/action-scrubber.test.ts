import { gunzipSync, gzipSync } from 'node:zlib'
import { getOctokit } from '@actions/github'
import { describe, expect, test } from 'vitest'
import { discreet, patient } from '../../src/host/action/client.ts'
import { scrubbed, scrubber, secretsAround } from '../../src/host/action/scrubber.ts'
import { words } from '../../src/report/escape.ts'
import { github42 } from '../e2e/kit/step.ts'
import { folderOf } from '../kit/folders.ts'

// Put together here, so that no scanner takes this file for a leak.
const TOKEN = `ghx_${'aB3_x9'.repeat(6)}`
const KEY_LINE = `MIIEv${'Q7z/+k'.repeat(9)}`
const KEY = `-----BEGIN PRIVATE ${'KEY'}-----\n${KEY_LINE}\n-----END PRIVATE ${'KEY'}-----\n`
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const packed = (value: unknown): string => gzipSync(JSON.stringify(value)).toString('base64')
const scrub = scrubber([TOKEN])

describe('is hidden', () => {
  const half = TOKEN.slice(0, 25)
  test.each<[string, string]>([
    ['the token', TOKEN],
    ['the token, cut short', `${half}…`],
    ['the token as words of Markdown', words(TOKEN)],
    ['the token in a URL', `https://x-access-token:${encodeURIComponent(TOKEN)}@github.com`],
    ['the token in base64', base64(TOKEN)],
    ['the same one byte further', base64(`x${TOKEN}`)],
    ['the same two bytes further', base64(`xy${TOKEN}z`)],
    ['the header of a checkout', base64(`x-access-token:${TOKEN}`)],
    ['the same in base64url', base64(`?>?>x-access-token:${TOKEN}`).replaceAll('+', '-').replaceAll('/', '_')],
    ['the same as words of Markdown', words(base64(`x-access-token:${TOKEN}`))],
  ])('%s', (_, text) => {
    const shown = scrub(`before ${text} after`)
    expect(shown).toMatch(/^before .*\*\*\*.* after$/)
    // A few characters next to it may belong to its neighbours.
    const runs = [...text.matchAll(/[\w+/-]{6}/g)]
      .map(([run]) => run)
      .filter(run => !'https://x-access-token'.includes(run))
    expect(runs.filter(run => shown.includes(run)).length).toBeLessThanOrEqual(3)
    expect(shown).not.toContain(TOKEN.slice(4, 16))
  })

  test.each([
    ['a header', 'AUTHORIZATION: basic c29tZXRoaW5nIGVsc2U=', 'AUTHORIZATION: basic ***'],
    ['a header in JSON', '{"authorization": "token abc"}', '{"authorization": "token ***"}'],
    ['a header in YAML', 'extraheader = Authorization: Bearer a.b.c', 'extraheader = Authorization: Bearer ***'],
    ['the token of another checkout', `x ${base64('x-access-token:other')} y`, 'x *** y'],
    ['a key', KEY, '***\n***\n***\n'],
  ])('%s that nobody knows', (_, text, shown) => {
    if (text === KEY) expect(scrub(text)).not.toContain(KEY_LINE.slice(0, 12))
    else expect(scrub(text)).toBe(shown)
  })

  test.each([
    'container `app` runs as root',
    'authorization is disabled',
    'the x-access-token: header',
    'image `ghx/web:1.4`',
    '***',
  ])('not %s', text => expect(scrub(text)).toBe(text))
})

test('the secrets around a step are its tokens, and those in the files of credentials', () => {
  const folder = folderOf({
    'gha-creds-0123456789abcdef.json': JSON.stringify({
      type: 'service_account',
      project_id: 'my-company-production-1',
      private_key_id: 'c0ffee'.repeat(6),
      private_key: KEY,
      client_email: 'robot@my-company-production-1.iam.gserviceaccount.com',
      token_uri: 'https://oauth2.googleapis.com/token',
      credential_source: { headers: { Authorization: `Bearer ${'t0k'.repeat(9)}` } },
    }),
    'gha-creds-broken.json': '{',
    'other.json': JSON.stringify({ private_key: 'x'.repeat(40) }),
  })
  const env = { GITHUB_WORKSPACE: folder, ACTIONS_RUNTIME_TOKEN: 'runtime-token', GH_TOKEN: '' }
  expect(secretsAround(TOKEN, env)).toEqual([TOKEN, 'runtime-token', 'c0ffee'.repeat(6), KEY_LINE, 't0k'.repeat(9)])
})

describe('a body', () => {
  const BODY = { title: TOKEN, rows: [{ text: `key ${base64(TOKEN)}` }], count: 1, none: null }
  test('is scrubbed wherever it has text, packed or not', () => {
    const clean = { title: '***', rows: [{ text: 'key ***' }], count: 1, none: null }
    expect(scrubbed(BODY, scrub)).toEqual(clean)
    const sarif = scrubbed(packed(BODY), scrub)
    expect(JSON.parse(gunzipSync(Buffer.from(String(sarif), 'base64')).toString())).toEqual(clean)
  })

  test('is JSON afterwards, whatever stood around a key', () => {
    const quoted = { text: `"${KEY.slice(0, 60)}" and "authorization: ${TOKEN}\\"` }
    const sarif = gunzipSync(Buffer.from(String(scrubbed(packed(quoted), scrub)), 'base64')).toString()
    expect(sarif).not.toContain(KEY_LINE.slice(0, 12))
    expect(JSON.parse(sarif)).toEqual({ text: expect.stringMatching(/^"\*\*\*.* and "authorization: \*\*\*\\"$/s) })
  })

  test('without a secret goes as it is', () => {
    const harmless = gzipSync('{ "text": "harmless" }').toString('base64')
    expect(scrubbed(harmless, scrub)).toBe(harmless)
  })
})

test('no request of a client carries a secret, and each is signed all the same', async () => {
  const github = await github42({ tokens: { [TOKEN]: { writes: ['issues', 'security-events'] } } })
  const client = discreet(patient(getOctokit(TOKEN, { baseUrl: github.address })), scrub)
  const place = { owner: 'o', repo: 'r' }
  await client.rest.issues.createComment({ ...place, issue_number: 42, body: `a ${TOKEN} b` })
  await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...{ ...place, issue_number: 42, body: `c ${base64(TOKEN)} d` },
  })
  await client.graphql('{ viewer { login } }', { note: TOKEN })
  const sarif = packed({ runs: [{ text: TOKEN }] })
  await client.rest.codeScanning.uploadSarif({ ...place, commit_sha: 'a'.repeat(40), ref: 'refs/heads/main', sarif })
  expect(github.commentsOf().map(({ body }) => body)).toEqual(['a *** b', 'c *** d'])
  const sent = github.requests.map(({ body }) => body as Record<string, string>)
  expect(JSON.stringify(sent)).not.toContain(TOKEN)
  expect(gunzipSync(Buffer.from(sent.at(-1)!['sarif']!, 'base64')).toString()).toBe('{"runs":[{"text":"***"}]}')
})
