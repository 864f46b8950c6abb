import { expect, test } from 'vitest'
import { tokensIn } from '../../src/secrets/forms.ts'

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
