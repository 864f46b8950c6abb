import type { Asked } from '../../src/policy/file/overrides.ts'
import { container } from '../kit/manifests.ts'

type Files = Readonly<Record<string, string | undefined>>

/** What came of a change: its verdict, the mark of its comment, and what stands on top. */
export interface Outcome {
  readonly verdict: 'pass' | 'warn' | 'fail' | 'error'
  readonly mark: '✅' | '⚠️' | '❌' | '⛔'
  readonly top: readonly string[]
}

/** A way to loosen the gate. In each the change also makes a container privileged, which is critical. */
export interface Way {
  readonly base?: Files
  readonly change: Files
  readonly with?: Asked & { readonly config?: string; readonly baseline?: string }
  /** The base is in the clone; `undefined` where the outcome is that of the clone. */
  readonly clone: Outcome
  /** It is not, and GitHub gives the settings. */
  readonly api?: Outcome
  /** Neither. */
  readonly none?: Outcome
}

const SAFE = container('image: shop/web:1')
export const PRIVILEGED = container('image: shop/web:1\nsecurityContext: {privileged: true}')

const POLICY = '.seaworthy.yml'
const WORKFLOW = '.github/workflows/ci.yml'

/** What every base has. */
export const BASE: Files = {
  'a.yaml': SAFE,
  'b.yaml': SAFE.replace('web', 'other'),
  [POLICY]: 'fail-on: high\n',
  [WORKFLOW]: 'on: pull_request\n',
}
export const CHANGE: Files = { 'a.yaml': PRIVILEGED }

const EDITED = 'This change edits the policy: the edits hold from the merge on'

const loosened = (...lines: readonly string[]): readonly string[] => [
  `⚠️ **This change loosens the gate in ${lines.length} ${lines.length === 1 ? 'way' : 'ways'}**`,
  ...lines.map(line => `- ${line}`),
]

const fails = (...top: readonly string[]): Outcome => ({ verdict: 'fail', mark: '❌', top })
const passes = (...top: readonly string[]): Outcome => ({ verdict: 'pass', mark: '⚠️', top })
const NOTHING_LEFT: Outcome = {
  verdict: 'error',
  mark: '⛔',
  top: ['- no file to check: skipped: 5 not included by the policy'],
}
const warns = (...top: readonly string[]): Outcome => ({ verdict: 'warn', mark: '⚠️', top })

const merge = (line: string): string => `\`${POLICY}\` line ${line}, from the merge on`

/** The change edits the policy: with the base at hand that is told, without it the edits hold. */
const edit = (text: string, none: Outcome, ...lines: readonly string[]): Way => ({
  change: { [POLICY]: text },
  clone: fails(EDITED, ...(lines.length > 0 ? loosened(...lines.map(merge)) : [])),
  none,
})

/** Inputs are those of the run, wherever the policy comes from. */
function input(asked: NonNullable<Way['with']>, outcome: (...top: readonly string[]) => Outcome, line: string): Way {
  const told = outcome(...loosened(`${line}, as set for this run`))
  return { change: {}, with: asked, clone: told, none: told }
}

const BASELINE = '.seaworthy-baseline.json'

/** What accepts the finding, as `--write-baseline` writes it. */
const ACCEPTED = JSON.stringify({
  ...{ schema: 1, fingerprintVersion: 2 },
  entries: [
    { fingerprint: 'ffea7a794e15c9d8', rule: 'privileged-container', file: 'a.yaml', subject: 'Pod/web › app' },
  ],
})

const waiver = (end = ', until: 2099-12-31'): string =>
  `waivers:\n  - {rule: privileged-container, reason: needs the device${end}}\n`

const WAIVER = `\`${POLICY}\` line 3: waiver of \`privileged-container\``

/** The finding with a comment behind it. */
const ignored = (comment: string): Files => ({ 'a.yaml': PRIVILEGED.replace(/\n$/, ` # ${comment}\n`) })

const comment = (text: string, ...lines: readonly string[]): Way => ({
  change: ignored(text),
  clone: passes(...loosened(...lines.map(line => `\`a.yaml\` line 9: ${line}`))),
  // Which comments are new is not known without the files of the base.
  api: { verdict: 'pass', mark: '✅', top: [] },
  none: passes(),
})

const IGNORE = 'seaworthy: ignore privileged-container because it needs the device'

const DENY = 'waiver-rules: {new: deny}\n'
const DENIED = 'has no effect before the merge: `waiver-rules.new` is `deny`'

/** Older waivers cannot be told from new ones, and new ones are denied. */
const CANNOT_TELL: Outcome = {
  verdict: 'error',
  mark: '⛔',
  top: [
    '- `waiver-rules.new` is `deny`, but without the files of the base no waiver can be shown to be older than the change: add `with: {fetch-depth: 2}` to `actions/checkout`, or name a base with `--base` or `--base-dir`',
  ],
}

const UNMET = 'has no effect before the merge: the policy of the base limits how long a waiver lasts'

const moved = (to: string): Way => ({
  change: { 'a.yaml': undefined, [to]: PRIVILEGED },
  clone: passes(...loosened(`\`${to}\`: no longer looked at: 1 object`)),
  api: { verdict: 'pass', mark: '✅', top: [] },
  none: passes(),
})

export const WAYS: Readonly<Record<string, Way>> = {
  'nothing but the finding': { change: {}, clone: fails() },
  'a stricter policy': edit('fail-on: low\n', fails()),
  'the threshold of all areas': edit('# x\nfail-on: never\n', warns(), '2: `fail-on` is `never` instead of `high`'),
  'the threshold of one area': edit(
    'fail-on: {manifest: never}\n',
    warns(),
    '1: `fail-on.manifest` is `never` instead of `high`',
  ),
  'a rule': edit('rules: {privileged-container: off}\n', passes(), '1: disabled: `privileged-container`'),
  'a rule by the id of another tool': edit('rules:\n  C-0057: off\n', passes(), '1: disabled: `privileged-container`'),
  'the severity of a rule': edit(
    'rules: {privileged-container: low}\n',
    passes(),
    '1: `privileged-container` is `low` instead of `critical`',
  ),
  'what is excluded': edit('paths: {exclude: [a.yaml]}\n', passes(), '1: excluded: `a.yaml`'),
  'what is of tests': edit('paths: {tests: [a.yaml]}\n', passes(), '1: not judged as tests: `a.yaml`'),
  'what is of no tests': {
    base: { [POLICY]: 'paths: {tests: []}\n' },
    change: { [POLICY]: 'fail-on: high\n' },
    clone: fails(EDITED, ...loosened(merge('1: `paths.tests` is removed'))),
    none: fails(),
  },
  'what is included': edit('paths: {include: [b/**, c/**]}\n', NOTHING_LEFT, '1: included: only `b/**` and `c/**`'),
  'charts and overlays': edit(
    'charts: skip\noverlays: skip\n',
    fails(),
    '1: `charts` is `skip` instead of `render`',
    '2: `overlays` is `skip` instead of `render`',
  ),
  'the Dockerfiles of images': {
    base: { [POLICY]: 'images: {a: A, b: B, c: C}\n' },
    change: { [POLICY]: 'images: {a: A, b: Other, d: D}\n' },
    clone: fails(EDITED, ...loosened(merge('1: removed or changed: `b` and `c`'))),
    none: fails(),
  },
  'where images may come from': {
    base: { [POLICY]: 'trusted-registries: [ghcr.io/acme]\n' },
    change: { [POLICY]: 'trusted-registries: [ghcr.io/acme, docker.io]\n' },
    clone: fails(EDITED, ...loosened(merge('1: `trusted-registries` also has `docker.io`'))),
    none: fails(),
  },
  'that images may come from anywhere': {
    base: { [POLICY]: 'charts: render\ntrusted-registries: [ghcr.io/acme]\n' },
    change: { [POLICY]: 'charts: render\n' },
    clone: fails(EDITED, ...loosened(merge('1: `trusted-registries` is removed'))),
    none: fails(),
  },
  'what counts of images': {
    base: { [POLICY]: 'image: {kev: fail, epss: 0.5, max: {high: 0}}\n' },
    change: { [POLICY]: 'image: {fixable-only: true, unknown: ignore, max: {high: 9}}\n' },
    clone: fails(
      EDITED,
      ...loosened(
        merge('1: `image.fixable-only` is `true` instead of `false`'),
        merge('1: `image.unknown` is `ignore` instead of `warn`'),
        merge('1: `image.kev` is `off` instead of `fail`'),
        merge('1: `image.epss` is `unlimited` instead of `0.5`'),
        merge('1: `image.max.high` is `9` instead of `0`'),
      ),
    ),
    none: fails(),
  },
  'the profile': {
    base: { [POLICY]: 'profile: strict\n' },
    change: { [POLICY]: 'profile: recommended\n' },
    clone: fails(EDITED, ...loosened(merge('1: `profile` is `recommended` instead of `strict`'))),
    none: fails(),
  },
  'what gates': {
    base: { [POLICY]: 'only-new: false\n' },
    change: { [POLICY]: 'only-new: auto\n' },
    clone: fails(EDITED, ...loosened(merge('1: `only-new` is `auto` instead of `false`'))),
    none: fails(),
  },
  'a policy that is removed': {
    base: { [POLICY]: 'fail-on: low\n' },
    change: { [POLICY]: undefined },
    clone: fails(
      'This change removes the policy, which holds until the merge',
      ...loosened('`fail-on` is `high` instead of `low`, from the merge on'),
    ),
    none: fails(),
  },
  'the first policy': {
    base: { [POLICY]: undefined },
    change: { '.github/seaworthy.yml': 'fail-on: never\n' },
    clone: fails(
      'This change brings the first policy: it holds from the merge on',
      ...loosened('`.github/seaworthy.yml` line 1: `fail-on` is `never` instead of `high`, from the merge on'),
    ),
    none: warns(),
  },
  'a policy that is moved': {
    change: { [POLICY]: undefined, '.github/seaworthy.yml': 'fail-on: never\n' },
    clone: fails(
      EDITED,
      ...loosened('`.github/seaworthy.yml` line 1: `fail-on` is `never` instead of `high`, from the merge on'),
    ),
    none: warns(),
  },
  'a policy that is named': {
    base: { 'ci/p.yml': 'fail-on: low\n' },
    change: { 'ci/p.yml': 'fail-on: never\n' },
    with: { config: 'ci/p.yml' },
    clone: fails(EDITED, ...loosened('`ci/p.yml` line 1: `fail-on` is `never` instead of `low`, from the merge on')),
    none: warns(),
  },
  'a policy that is named and new': {
    change: { 'ci/p.yml': 'fail-on: never\n' },
    with: { config: 'ci/p.yml' },
    clone: fails(
      'This change brings the first policy: it holds from the merge on',
      ...loosened('`ci/p.yml` line 1: `fail-on` is `never` instead of `high`, from the merge on'),
    ),
    none: warns(),
  },
  'a broken policy of the base that is mended': {
    base: { [POLICY]: 'fail-on: hgih\n' },
    change: { [POLICY]: 'fail-on: high\n' },
    clone: fails('⚠️ The policy comes from the change itself: that of the base is invalid'),
    none: fails(),
  },
  'a policy that is broken': {
    change: { [POLICY]: 'fail-on: hgih\n' },
    clone: {
      verdict: 'error',
      mark: '⛔',
      top: [
        EDITED,
        '- `.seaworthy.yml` line 1: invalid `fail-on` value `hgih`; expected critical, high, medium, low or never. Did you mean `high`?',
      ],
    },
    none: {
      verdict: 'error',
      mark: '⛔',
      top: [
        '- `.seaworthy.yml` line 1: invalid `fail-on` value `hgih`; expected critical, high, medium, low or never. Did you mean `high`?',
      ],
    },
  },
  'the baseline': {
    change: { [BASELINE]: ACCEPTED },
    clone: fails(...loosened(`\`${BASELINE}\`: 1 entry added to the baseline, in force from the merge on`)),
    none: passes(),
  },
  'another baseline': {
    base: { 'b.json': ACCEPTED.replace('ffea7a794e15c9d8', '0123456789abcdef') },
    change: { 'b.json': ACCEPTED },
    with: { baseline: 'b.json' },
    clone: fails(...loosened('`b.json`: 1 entry added to the baseline, in force from the merge on')),
    none: passes(),
  },
  'a file that git ignores': { change: { '.gitignore': '*.yaml\n' }, clone: fails() },
  'the workflow': {
    change: { [WORKFLOW]: 'on: [pull_request, push]\n' },
    clone: fails(...loosened(`\`${WORKFLOW}\`: the workflow of this run is changed`)),
    none: fails(),
  },
  'a new workflow': {
    base: { [WORKFLOW]: undefined },
    change: { [WORKFLOW]: 'on: pull_request\n' },
    clone: fails(...loosened(`\`${WORKFLOW}\`: the workflow of this run is new`)),
    none: fails(),
  },
  'the threshold of the run': input({ failOn: 'never' }, warns, '`fail-on` is `never` instead of `high`'),
  'a rule that is skipped': input({ skip: ['privileged-container'] }, passes, 'disabled: `privileged-container`'),
  'a file that is excluded': input({ exclude: ['a.yaml'] }, passes, 'excluded: `a.yaml`'),
  'the profile of the run': input({ profile: 'essential' }, fails, '`profile` is `essential` instead of `recommended`'),
  'an input without a policy': {
    base: { [POLICY]: undefined },
    change: {},
    with: { failOn: 'never' },
    clone: warns(),
    none: warns(),
  },
  'a waiver': {
    change: { [POLICY]: `fail-on: high\n${waiver()}` },
    clone: passes(EDITED, ...loosened(`${WAIVER} until 2099-12-31: needs the device`)),
    none: passes(),
  },
  'a waiver that the rules of the base do not allow': {
    base: { [POLICY]: 'waiver-rules: {max-days: 30}\n' },
    change: { [POLICY]: `waiver-rules: {until: required}\n${waiver()}` },
    clone: fails(
      EDITED,
      ...loosened(merge('1: `waiver-rules.max-days` is `unlimited` instead of `30`'), `${WAIVER} ${UNMET}`),
    ),
    none: passes(),
  },
  'a waiver without an end': {
    change: { [POLICY]: `waiver-rules: {until: optional}\n${waiver('')}` },
    clone: fails(
      EDITED,
      ...loosened(merge('1: `waiver-rules.until` is `optional` instead of `required`'), `${WAIVER} ${UNMET}`),
    ),
    none: passes(),
  },
  'a waiver that is prolonged': {
    base: { [POLICY]: `fail-on: high\n${waiver(', until: 2098-12-31')}` },
    change: { [POLICY]: `fail-on: high\n${waiver()}` },
    clone: passes(EDITED, ...loosened(`${WAIVER} until 2099-12-31: needs the device`)),
    none: passes(),
  },
  'a waiver that is prolonged, and denied': {
    base: { [POLICY]: `${DENY}${waiver(', until: 2098-12-31')}` },
    change: { [POLICY]: `${DENY}${waiver()}` },
    clone: { ...passes(EDITED, ...loosened(`${WAIVER} ${DENIED}`)) },
    none: CANNOT_TELL,
  },
  'a waiver that is denied': {
    base: { [POLICY]: DENY },
    change: { [POLICY]: `${DENY}${waiver()}` },
    clone: fails(EDITED, ...loosened(`${WAIVER} ${DENIED}`)),
    none: CANNOT_TELL,
  },
  'a waiver that is denied, and no longer': {
    base: { [POLICY]: DENY },
    change: { [POLICY]: `waiver-rules: {new: list}\n${waiver()}` },
    clone: fails(
      EDITED,
      ...loosened(merge('1: `waiver-rules.new` is `list` instead of `deny`'), `${WAIVER} ${DENIED}`),
    ),
    none: passes(),
  },
  'a comment': comment(IGNORE, 'comment ignores `privileged-container` (1 finding): it needs the device'),
  'a comment with an end': comment(
    IGNORE.replace('because', 'until 2099-12-31 because'),
    'comment ignores `privileged-container` until 2099-12-31 (1 finding): it needs the device',
  ),
  'a comment for another tool': comment('trivy:ignore:KSV017', 'comment for trivy ignores `KSV017` (1 finding)'),
  'an annotation for another tool': {
    change: {
      'a.yaml': PRIVILEGED.replace(
        'name: web\n',
        'name: web\n  annotations:\n    ignore-check.kube-linter.io/privileged-container: x\n',
      ),
    },
    clone: passes(...loosened('`a.yaml` line 6: comment for kubelinter ignores `privileged-container` (1 finding): x')),
    api: { verdict: 'pass', mark: '✅', top: [] },
    none: passes(),
  },
  'a comment that is denied': {
    base: { [POLICY]: DENY },
    change: ignored(IGNORE),
    clone: fails(...loosened(`\`a.yaml\` line 9: comment ignores \`privileged-container\` (1 finding) ${DENIED}`)),
    api: CANNOT_TELL,
    none: CANNOT_TELL,
  },
  'a comment that was there, and is denied': {
    base: { [POLICY]: DENY, 'a.yaml': ignored(IGNORE)['a.yaml'] },
    change: { 'a.yaml': `# x\n${ignored(IGNORE)['a.yaml']}` },
    clone: { verdict: 'pass', mark: '✅', top: [] },
    api: CANNOT_TELL,
    none: CANNOT_TELL,
  },
  'a folder that is never looked at': moved('vendor/a.yaml'),
  'another ending': moved('a.md'),
  'a name by which it is known all the same': {
    change: { 'a.yaml': undefined, 'a.txt': PRIVILEGED },
    clone: fails(),
    none: fails(),
  },
}
