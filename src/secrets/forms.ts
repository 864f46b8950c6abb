/** What a secret looks like without any name beside it. */
import { SEARCHED_LENGTH } from './names.ts'
import { isExample } from './to-fill-in.ts'
import { addressesWithPassword } from './urls.ts'

/**
 * By who issues it: their documentation, and the facts of gitleaks' rules (docs/decisions/014). Each begins with what no
 * other text begins with, and is bounded, so that no text makes it slow.
 */
const FORMS: readonly (readonly [what: string, ...forms: readonly string[]])[] = [
  // Encrypted ones have headers; the frame of another ends it too.
  [
    'a private key',
    '(?:-----BEGIN[A-Z0-9 \\\\]{0,40})?(?<!END[A-Z0-9 \\\\]{0,40})PRIVATE\\\\? KEY(?:\\\\? BLOCK)?-----(?:(?!-----)[^"\']){0,20000}',
    'AGE-SECRET-KEY-1[A-Z0-9]{58}',
  ],
  ['an AWS access key', '\\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\\b', '\\bABSK[A-Za-z0-9+/]{100,300}={0,2}'],
  ['a GitHub token', '\\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})'],
  [
    'a GitLab token',
    '\\bgl(?:pat|ptt|dt|ft|rt|soat|agent|oas|imt|ffct)-[\\w.-]{20,300}',
    '\\bglcbt-\\w{1,5}_[\\w-]{20,255}',
    '\\bGR1348941[\\w-]{20,255}',
  ],
  ['a Slack token', '\\bxox[abeoprs](?:\\.xox[bp])?-[\\w-]{10,255}', '\\bxapp-\\d-[\\w-]{20,255}'],
  ['a Slack webhook', '\\bhooks\\.slack\\.com/(?:services|workflows|triggers)/[\\w+/]{40,80}'],
  ['an npm token', '\\bnpm_[A-Za-z0-9]{36}\\b'],
  ['a PyPI token', '\\bpypi-[\\w-]{50,1000}'],
  ['a RubyGems token', '\\brubygems_[a-f0-9]{48}\\b'],
  ['a Clojars token', '\\bCLOJARS_[a-z0-9]{60}\\b'],
  ['a Docker Hub token', '\\bdckr_(?:pat|oat)_[\\w-]{20,255}'],
  ['a Vault token', '\\bhv[sbr]\\.[\\w-]{20,300}'],
  ['a Google API key', '\\bAIza[\\w-]{35,255}', '\\bGOCSPX-[\\w-]{28}', '\\bya29\\.[\\w-]{20,1000}'],
  ['a Stripe key', '\\b[srp]k_(?:live|test|prod)_[0-9A-Za-z]{16,255}', '\\bwhsec_[0-9A-Za-z]{32,64}'],
  // Its head alone where a reader split it: it begins with `alg`, `typ` or `kid`.
  [
    'a JSON web token',
    '(?<!\\w)eyJ(?:hbGci|0eXAi|raWQi)[\\w-]{8,1024}(?!\\.eyJ|[\\w-])',
    '(?<!\\w)eyJ[\\w-]{8,1024}\\.eyJ[\\w-]{8,1024}(?:\\.[\\w-]{0,1024})?',
  ],
  ['an Anthropic key', '\\bsk-ant-[a-z]{2,10}\\d{2}-[\\w-]{20,255}'],
  [
    'an OpenAI key',
    '\\bsk-(?:proj|svcacct|admin|None)-[\\w-]{40,255}',
    '\\bsk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}\\b',
  ],
  ['a Hugging Face token', '\\b(?:hf|api_org)_[A-Za-z0-9]{34}\\b'],
  ['a key of a model provider', '\\b(?:pplx-|gsk_|xai-|r8_)[A-Za-z0-9]{36,100}\\b'],
  ['a SendGrid key', '\\bSG\\.[\\w-]{20,24}\\.[\\w-]{39,50}'],
  ['a DigitalOcean token', '\\bdo[opr]_v1_[a-f0-9]{64}\\b'],
  ['a Shopify token', '\\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\\b'],
  [
    'a Grafana token',
    '\\bglc_[A-Za-z0-9+/]{32,400}={0,2}',
    '\\bglsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}\\b',
    '\\beyJrIjoi[A-Za-z0-9+/]{40,400}={0,2}',
  ],
  ['a Sentry token', '\\bsntrys_[\\w+/=]{40,600}', '\\bsntryu_[a-f0-9]{64}\\b'],
  ['a Doppler token', '\\bdp\\.(?:pt|ct|st|sa|scim|audit)(?:\\.[a-z0-9_-]{2,35})?\\.[A-Za-z0-9]{40,44}\\b'],
  ['a New Relic key', '\\bNR(?:AK|AA|RA)-[A-Z0-9]{27}\\b', '\\bNRJS-[a-f0-9]{19}\\b', '\\bNRII-[\\w-]{32}'],
  ['a Pulumi token', '\\bpul-[a-f0-9]{40}\\b'],
  ['a Postman key', '\\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}\\b'],
  ['a PlanetScale token', '\\bpscale_(?:tkn|pw|oauth)_[\\w=.-]{32,64}'],
  ['a Databricks token', '\\bdapi[a-f0-9]{32}(?:-\\d)?\\b'],
  ['an Atlassian token', '\\bAT(?:ATT3|CTT3|BB)[\\w=-]{24,255}'],
  ['a Heroku key', '\\bHRKU-[\\w-]{36,80}'],
  ['a Fly.io token', '\\bfm[12][ar]?_[\\w+/]{100,1000}={0,3}', '\\bfo1_[\\w-]{43}'],
  ['a Linear key', '\\blin_api_[A-Za-z0-9]{40}\\b'],
  ['a Notion token', '\\bntn_[A-Za-z0-9]{40,50}\\b'],
  ['a Figma token', '\\bfigd_[\\w-]{40,255}'],
  ['a Netlify token', '\\bnfp_[A-Za-z0-9]{36,40}\\b'],
  ['a Supabase token', '\\bsbp_[a-f0-9]{40}\\b'],
  ['a Dynatrace token', '\\bdt0c01\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}'],
  ['a Brevo key', '\\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}\\b'],
  ['a Twilio key', '\\bSK[a-f0-9]{32}\\b'],
  ['a Square token', '\\bsq0(?:atp|csp|idp)-[\\w-]{22,60}', '\\bEAAA[\\w-]{60}(?![\\w+/=-])'],
  ['an Artifactory token', '\\bAKCp[A-Za-z0-9]{69}\\b', '\\bcmVmd[A-Za-z0-9]{59}\\b'],
  ['an Alibaba access key', '\\bLTAI[A-Za-z0-9]{20}\\b'],
  ['an OpenShift token', '\\bsha256~[\\w-]{43}(?![\\w-])'],
  ['an Airtable token', '\\bpat[A-Za-z0-9]{14}\\.[a-f0-9]{64}\\b'],
  [
    'a 1Password key',
    '\\bA3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}\\b',
    '\\bops_eyJ[A-Za-z0-9+/]{250,2000}={0,3}',
  ],
  ['a Sourcegraph token', '\\bsgp_(?:(?:[a-fA-F0-9]{16}|local)_)?[a-fA-F0-9]{40}\\b'],
  ['a SonarQube token', '\\bsq[pau]_[a-f0-9]{40}\\b'],
  ['a CircleCI token', '\\bCCIPAT_\\w{22}_[a-f0-9]{40}\\b'],
  ['a Buildkite token', '\\bbk(?:ua|ca|at)_[a-f0-9]{40}\\b'],
  ['a Harness token', '\\b(?:pat|sat)\\.[\\w-]{22}\\.[A-Za-z0-9]{24}\\.[A-Za-z0-9]{20}\\b'],
  ['a Prefect key', '\\bpnu_[A-Za-z0-9]{36}\\b'],
  ['a ReadMe key', '\\brdme_[a-z0-9]{70}\\b'],
  ['a Shippo token', '\\bshippo_(?:live|test)_[a-fA-F0-9]{40}\\b'],
  ['an EasyPost key', '\\bEZ[AT]K[A-Za-z0-9]{54}\\b'],
  ['an Infracost key', '\\bico-[A-Za-z0-9]{32}\\b'],
  ['a Discord webhook', '\\bdiscord(?:app)?\\.com/api/webhooks/\\d{5,30}/[\\w-]{60,80}'],
  ['a Teams webhook', '\\bwebhook\\.office\\.com/webhookb2/[\\w-]{32,36}@[\\w-]{1,36}/IncomingWebhook/[\\w/-]{32,150}'],
]

/** Those that begin like many other texts: looked for only where the sign in the middle is. */
const SIGNED: typeof FORMS = [
  ['a Telegram bot token', '\\b\\d{5,16}:AA[\\w-]{33}(?![\\w-])'],
  ['a Terraform token', '\\b[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{60,70}'],
  ['an Azure signature', '(?<=[?&;]sig=)[\\w%+/=-]{20,200}'],
  ['an Azure client secret', '(?<![\\w~.])[\\w~.]{3}\\dQ~[\\w~.-]{31,34}'],
  ['a New Relic key', '\\b[a-f0-9]{36}NRAL\\b'],
  ['a Mailchimp key', '\\b[a-f0-9]{32}-us\\d{1,2}\\b'],
]
const SIGN = /:AA|\.atlasv1|sig=|Q~|NRAL|-us\d/

/** One pattern for all: a group for each row tells which it was. */
const patternOf = (forms: typeof FORMS): RegExp =>
  new RegExp(forms.map(([, ...alternatives]) => `(${alternatives.join('|')})`).join('|'), 'g')

/** Made when they are needed: to make them takes as long as a short run has for all. */
const known: { forms?: RegExp; signed?: RegExp } = {}

/** Where a token may be: many letters and digits in a row. */
const RUN = /[\w+=~-]{15,}/g
/** A token without such a run has one of these, and one of letters alone begins like this. */
const SIGNS = /A(?:KIA|SIA|BIA|CCA)[A-Z]|sig=|Q~|SG\.|hooks\.|PRIVATE|hf_|api_org_/

/**
 * Digests, commits and fingerprints are no tokens. Names have no digits, or words of one case, and are shorter than tokens
 * of lower-case letters.
 */
const isToken = (run: string): boolean =>
  /\d/.test(run)
    ? !/^[0-9a-f]+$/.test(run) && (/[A-Z_]/.test(run) || run.length >= 24)
    : /[_-]/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run)

/** Asked first: to make the pattern of all forms takes longer than to look through most repositories. */
const mayHoldToken = (text: string): boolean => SIGNS.test(text) || (text.match(RUN) ?? []).some(isToken)

/** A secret of a known form. */
export interface Token {
  readonly what: string
  readonly text: string
  /** Offset of its first character. */
  readonly at: number
}

/** The secrets of known forms in a text, examples included. */
export function tokensIn(text: string): readonly Token[] {
  if (!mayHoldToken(text)) return []
  known.forms ??= patternOf(FORMS)
  const tokens = matches(text, known.forms, FORMS)
  if (!SIGN.test(text)) return tokens
  known.signed ??= patternOf(SIGNED)
  return [...tokens, ...matches(text, known.signed, SIGNED)]
}

const matches = (text: string, pattern: RegExp, forms: typeof FORMS): readonly Token[] =>
  [...text.matchAll(pattern)].map(({ index, 0: found, ...groups }) => ({
    what: forms.find((_, row) => groups[row + 1] !== undefined)![0],
    text: found,
    at: index,
  }))

/** What kind of secret of a known form is in a text, such as `a GitHub token`; `undefined` for none but examples. */
export const tokenIn = (text: string): string | undefined => tokensIn(text).find(token => !isExample(token.text))?.what

/** What stands for the password in these shapes, and is none: something to fill in, or (`PWD=/srv`) a folder. */
const LITERAL = '(?![\\s$<{%*;&/]|$)'
/** `Server=db;User=shop;Password=…`, `AccountName=shop;AccountKey=…`. */
const PASSWORD_IN_PAIRS = new RegExp(
  `(?:^|;)\\s{0,5}(?:password|pwd|accountkey|sharedaccesskey)\\s{0,5}=\\s{0,5}${LITERAL}`,
  'i',
)
const PASSWORD_IN_JDBC = new RegExp(`^jdbc:[^?]{1,500}\\?(?:[^&]{0,200}&){0,20}password=${LITERAL}`, 'i')

/** True for a value that says by itself that it is a secret, whatever its name. */
export function holdsSecret(value: string): boolean {
  const text = value.slice(0, SEARCHED_LENGTH)
  return (
    tokenIn(text) !== undefined ||
    addressesWithPassword(text).length > 0 ||
    (text.includes('://') && PASSWORD_IN_JDBC.test(text)) ||
    (text.includes(';') && PASSWORD_IN_PAIRS.test(text))
  )
}
