/** What a secret looks like without any name beside it. */
import { SEARCHED_LENGTH } from './names.ts'
import { lazy, type Sought, Table } from './sought.ts'
import { isExample } from './to-fill-in.ts'
import { addressesWithPassword } from './urls.ts'

/**
 * By who issues it: their documentation, and the facts of gitleaks' rules (docs/decisions/014). Each has a word of
 * `needs`, begins with what no other text begins with if it can, and is bounded, so that no text makes it slow.
 */
const FORMS: readonly (readonly [what: string, needs: string, ...forms: readonly string[]])[] = [
  // Encrypted ones have headers; the frame of another ends it too.
  [
    'a private key',
    'PRIVATE AGE-SECRET-KEY-1',
    '(?:-----BEGIN[A-Z0-9\\s\\\\]{0,200})?(?<!END[A-Z0-9\\s\\\\]{0,200})PRIVATE[\\s\\\\]{1,99}KEY(?:[\\s\\\\]{1,99}BLOCK)?-----(?:(?!-----)[^"\']){0,20000}',
    'AGE-SECRET-KEY-1[A-Z0-9]{58}',
  ],
  [
    'an AWS access key',
    'AKIA ASIA ABIA ACCA ABSK',
    '\\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\\b',
    '\\bABSK[A-Za-z0-9+/]{100,300}={0,2}',
  ],
  [
    'a GitHub token',
    'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_',
    '\\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})',
  ],
  [
    'a GitLab token',
    'glpat- glptt- gldt- glft- glrt- glsoat- glagent- gloas- glimt- glffct- glcbt- GR1348941',
    '\\bgl(?:pat|ptt|dt|ft|rt|soat|agent|oas|imt|ffct)-[\\w.-]{20,300}',
    '\\bglcbt-\\w{1,5}_[\\w-]{20,255}',
    '\\bGR1348941[\\w-]{20,255}',
  ],
  ['a Slack token', 'xox xapp-', '\\bxox[abeoprs](?:\\.xox[bp])?-[\\w-]{10,255}', '\\bxapp-\\d-[\\w-]{20,255}'],
  ['a Slack webhook', 'hooks.slack.com', '\\bhooks\\.slack\\.com/(?:services|workflows|triggers)/[\\w+/]{40,80}'],
  ['an npm token', 'npm_', '\\bnpm_[A-Za-z0-9]{36}\\b'],
  ['a PyPI token', 'pypi-', '\\bpypi-[\\w-]{50,1000}'],
  ['a RubyGems token', 'rubygems_', '\\brubygems_[a-f0-9]{48}\\b'],
  ['a Clojars token', 'CLOJARS_', '\\bCLOJARS_[a-z0-9]{60}\\b'],
  ['a Docker Hub token', 'dckr_', '\\bdckr_(?:pat|oat)_[\\w-]{20,255}'],
  ['a Vault token', 'hvs. hvb. hvr.', '\\bhv[sbr]\\.[\\w-]{20,300}'],
  [
    'a Google API key',
    'AIza GOCSPX- ya29.',
    '\\bAIza[\\w-]{35,255}',
    '\\bGOCSPX-[\\w-]{28}',
    '\\bya29\\.[\\w-]{20,1000}',
  ],
  [
    'a Stripe key',
    'k_live_ k_test_ k_prod_ whsec_',
    '\\b[srp]k_(?:live|test|prod)_[0-9A-Za-z]{16,255}',
    '\\bwhsec_[0-9A-Za-z]{32,64}',
  ],
  // Its head alone where a reader split it: it begins with `alg`, `typ` or `kid`.
  [
    'a JSON web token',
    'eyJ',
    '(?<!\\w)eyJ(?:hbGci|0eXAi|raWQi)[\\w-]{8,1024}(?!\\.eyJ|[\\w-])',
    '(?<!\\w)eyJ[\\w-]{8,1024}\\.eyJ[\\w-]{8,1024}(?:\\.[\\w-]{0,1024})?',
  ],
  ['an Anthropic key', 'sk-ant-', '\\bsk-ant-[a-z]{2,10}\\d{2}-[\\w-]{20,255}'],
  [
    'an OpenAI key',
    'sk-proj- sk-svcacct- sk-admin- sk-None- T3BlbkFJ',
    '\\bsk-(?:proj|svcacct|admin|None)-[\\w-]{40,255}',
    '\\bsk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}\\b',
  ],
  ['a Hugging Face token', 'hf_ api_org_', '\\b(?:hf|api_org)_[A-Za-z0-9]{34}\\b'],
  ['a key of a model provider', 'pplx- gsk_ xai- r8_', '\\b(?:pplx-|gsk_|xai-|r8_)[A-Za-z0-9]{36,100}\\b'],
  ['a SendGrid key', 'SG.', '\\bSG\\.[\\w-]{20,24}\\.[\\w-]{39,50}'],
  ['a DigitalOcean token', '_v1_', '\\bdo[opr]_v1_[a-f0-9]{64}\\b'],
  ['a Shopify token', 'shpat_ shpca_ shppa_ shpss_', '\\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\\b'],
  [
    'a Grafana token',
    'glc_ glsa_ eyJrIjoi',
    '\\bglc_[A-Za-z0-9+/]{32,400}={0,2}',
    '\\bglsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}\\b',
    '\\beyJrIjoi[A-Za-z0-9+/]{40,400}={0,2}',
  ],
  ['a Sentry token', 'sntrys_ sntryu_', '\\bsntrys_[\\w+/=]{40,600}', '\\bsntryu_[a-f0-9]{64}\\b'],
  ['a Doppler token', 'dp.', '\\bdp\\.(?:pt|ct|st|sa|scim|audit)(?:\\.[a-z0-9_-]{2,35})?\\.[A-Za-z0-9]{40,44}\\b'],
  [
    'a New Relic key',
    'NRAK- NRAA- NRRA- NRJS- NRII-',
    '\\bNR(?:AK|AA|RA)-[A-Z0-9]{27}\\b',
    '\\bNRJS-[a-f0-9]{19}\\b',
    '\\bNRII-[\\w-]{32}',
  ],
  ['a Pulumi token', 'pul-', '\\bpul-[a-f0-9]{40}\\b'],
  ['a Postman key', 'PMAK-', '\\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}\\b'],
  ['a PlanetScale token', 'pscale_', '\\bpscale_(?:tkn|pw|oauth)_[\\w=.-]{32,64}'],
  ['a Databricks token', 'dapi', '\\bdapi[a-f0-9]{32}(?:-\\d)?\\b'],
  ['an Atlassian token', 'ATATT3 ATCTT3 ATBB', '\\bAT(?:ATT3|CTT3|BB)[\\w=-]{24,255}'],
  ['a Heroku key', 'HRKU-', '\\bHRKU-[\\w-]{36,80}'],
  ['a Fly.io token', 'fm1 fm2 fo1_', '\\bfm[12][ar]?_[\\w+/]{100,1000}={0,3}', '\\bfo1_[\\w-]{43}'],
  ['a Linear key', 'lin_api_', '\\blin_api_[A-Za-z0-9]{40}\\b'],
  ['a Notion token', 'ntn_', '\\bntn_[A-Za-z0-9]{40,50}\\b'],
  ['a Figma token', 'figd_', '\\bfigd_[\\w-]{40,255}'],
  ['a Netlify token', 'nfp_', '\\bnfp_[A-Za-z0-9]{36,40}\\b'],
  ['a Supabase token', 'sbp_', '\\bsbp_[a-f0-9]{40}\\b'],
  ['a Dynatrace token', 'dt0c01.', '\\bdt0c01\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}'],
  ['a Brevo key', 'xkeysib-', '\\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}\\b'],
  ['a Twilio key', 'SK', '\\bSK[a-f0-9]{32}\\b'],
  ['a Square token', 'sq0 EAAA', '\\bsq0(?:atp|csp|idp)-[\\w-]{22,60}', '\\bEAAA[\\w-]{60}(?![\\w+/=-])'],
  ['an Artifactory token', 'AKCp cmVmd', '\\bAKCp[A-Za-z0-9]{69}\\b', '\\bcmVmd[A-Za-z0-9]{59}\\b'],
  ['an Alibaba access key', 'LTAI', '\\bLTAI[A-Za-z0-9]{20}\\b'],
  ['an OpenShift token', 'sha256~', '\\bsha256~[\\w-]{43}(?![\\w-])'],
  ['an Airtable token', 'pat', '\\bpat[A-Za-z0-9]{14}\\.[a-f0-9]{64}\\b'],
  [
    'a 1Password key',
    'A3- ops_eyJ',
    '\\bA3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}\\b',
    '\\bops_eyJ[A-Za-z0-9+/]{250,2000}={0,3}',
  ],
  ['a Sourcegraph token', 'sgp_', '\\bsgp_(?:(?:[a-fA-F0-9]{16}|local)_)?[a-fA-F0-9]{40}\\b'],
  ['a SonarQube token', 'sqp_ sqa_ squ_', '\\bsq[pau]_[a-f0-9]{40}\\b'],
  ['a CircleCI token', 'CCIPAT_', '\\bCCIPAT_\\w{22}_[a-f0-9]{40}\\b'],
  ['a Buildkite token', 'bkua_ bkca_ bkat_', '\\bbk(?:ua|ca|at)_[a-f0-9]{40}\\b'],
  ['a Harness token', 'pat. sat.', '\\b(?:pat|sat)\\.[\\w-]{22}\\.[A-Za-z0-9]{24}\\.[A-Za-z0-9]{20}\\b'],
  ['a Prefect key', 'pnu_', '\\bpnu_[A-Za-z0-9]{36}\\b'],
  ['a ReadMe key', 'rdme_', '\\brdme_[a-z0-9]{70}\\b'],
  ['a Shippo token', 'shippo_', '\\bshippo_(?:live|test)_[a-fA-F0-9]{40}\\b'],
  ['an EasyPost key', 'EZAK EZTK', '\\bEZ[AT]K[A-Za-z0-9]{54}\\b'],
  ['an Infracost key', 'ico-', '\\bico-[A-Za-z0-9]{32}\\b'],
  ['a Discord webhook', '/api/webhooks/', '\\bdiscord(?:app)?\\.com/api/webhooks/\\d{5,30}/[\\w-]{60,80}'],
  [
    'a Teams webhook',
    'webhook.office.com',
    '\\bwebhook\\.office\\.com/webhookb2/[\\w-]{32,36}@[\\w-]{1,36}/IncomingWebhook/[\\w/-]{32,150}',
  ],
  // These begin like many other texts: the sign is in their middle.
  ['a Telegram bot token', ':AA', '\\b\\d{5,16}:AA[\\w-]{33}(?![\\w-])'],
  ['a Terraform token', '.atlasv1.', '\\b[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{60,70}'],
  ['an Azure signature', 'sig=', '(?<=[?&;]sig=)[\\w%+/=-]{20,200}'],
  ['an Azure client secret', 'Q~', '(?<![\\w~.])[\\w~.]{3}\\dQ~[\\w~.-]{31,34}'],
  ['a New Relic key', 'NRAL', '\\b[a-f0-9]{36}NRAL\\b'],
  ['a Mailchimp key', '-us', '\\b[a-f0-9]{32}-us\\d{1,2}\\b'],
]

interface Form extends Sought {
  readonly what: string
  readonly pattern: () => RegExp
}

const TABLE = new Table(
  FORMS.map(
    ([what, needs, ...forms]): Form => ({
      what,
      needs: needs.split(' '),
      pattern: lazy(() => new RegExp(forms.join('|'), 'g')),
    }),
  ),
)

/** A secret of a known form. */
export interface Token {
  readonly what: string
  readonly text: string
  /** Offset of its first character. */
  readonly at: number
}

/** All of these forms are longer. */
const SHORTEST = 15

/** The secrets of known forms in a text, examples included, but none inside of another. */
export function tokensIn(text: string): readonly Token[] {
  const tokens = (text.length < SHORTEST ? [] : TABLE.rowsFor(text)).flatMap(({ what, pattern }) =>
    [...text.matchAll(pattern())].map(({ index: at, 0: found }): Token => ({ what, text: found, at })),
  )
  let end = 0
  return tokens
    .toSorted((a, b) => a.at - b.at || b.text.length - a.text.length)
    .filter(({ at, text: { length } }) => {
      const isInside = at + length <= end
      end = Math.max(end, at + length)
      return !isInside
    })
}

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
