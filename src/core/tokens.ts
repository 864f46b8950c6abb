/**
 * What the text of a secret looks like, by who issued it (their documentation, and gitleaks' list of prefixes). Bounded,
 * so that no text makes them slow.
 */
const FORMS: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-"']{0,4096}/g],
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})/g],
  ['a GitLab token', /\bglpat-[\w-]{20,255}/g],
  ['a Slack token', /\bxox[abeoprs]-[\w-]{10,255}/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a PyPI token', /\bpypi-[\w-]{50,255}/g],
  ['a Docker Hub token', /\bdckr_pat_[\w-]{20,255}/g],
  ['a Vault token', /\bhvs\.[\w-]{20,255}/g],
  ['a Google API key', /\bAIza[\w-]{35,255}/g],
  ['a Stripe key', /\b[sr]k_live_[0-9A-Za-z]{16,255}/g],
  ['a JSON web token', /(?<![\w-])eyJ[\w-]{8,1024}\.eyJ[\w-]{8,1024}(?:\.[\w-]{0,1024})?/g],
]

/** Texts without any of these hold none: nearly all, so they cost one look. */
const HINT = /-----BEGIN|A[KS]IA|gh[pousr]_|github_pat_|glpat-|xox|npm_|pypi-|dckr_pat_|hvs\.|AIza|k_live_|eyJ/

/** A secret of a known form. */
export interface Token {
  readonly what: string
  readonly text: string
}

/** The secrets of known forms in a text. */
export const tokensIn = (text: string): readonly Token[] =>
  HINT.test(text)
    ? FORMS.flatMap(([what, form]) => [...text.matchAll(form)].map(([found]): Token => ({ what, text: found })))
    : []
