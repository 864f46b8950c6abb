/**
 * What the text of a secret looks like, by who issued it (their documentation, and gitleaks' list of prefixes). Bounded,
 * so that no text makes them slow.
 */
const FORMS: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})/],
  ['a GitLab token', /\bglpat-[\w-]{20}/],
  ['a Slack token', /\bxox[abeoprs]-[\w-]{10}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a PyPI token', /\bpypi-[\w-]{50}/],
  ['a Docker Hub token', /\bdckr_pat_[\w-]{20}/],
  ['a Vault token', /\bhvs\.[\w-]{20}/],
  ['a Google API key', /\bAIza[\w-]{35}/],
  ['a Stripe key', /\b[sr]k_live_[0-9A-Za-z]{16}/],
  ['a JSON web token', /\beyJ[\w-]{8,1024}\.eyJ[\w-]{8}/],
]

/** Texts without any of these hold none: nearly all, so they cost one look. */
const HINT = /-----BEGIN|A[KS]IA|gh[pousr]_|github_pat_|glpat-|xox|npm_|pypi-|dckr_pat_|hvs\.|AIza|k_live_|eyJ/

/** A secret of a known form in a text: what it is, and its beginning. */
export function tokenIn(text: string): { readonly what: string; readonly text: string } | undefined {
  if (!HINT.test(text)) return undefined
  for (const [what, form] of FORMS) {
    const found = form.exec(text)
    if (found) return { what, text: found[0] }
  }
  return undefined
}
