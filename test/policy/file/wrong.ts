const KEYS =
  '`fail-on`, `profile`, `framework`, `kubernetes-version`, `image`, `rules`, `paths`, `ignored-settings`, `charts`, `overlays`, `images`, `trusted-registries`, `only-new`, `baseline`, `waiver-rules` or `waivers`'

/** A title, a policy, and what is wrong with it: `line:column message`. */
type Row = readonly [title: string, text: string, message: string | RegExp]

/** Wrong policies that an editor refuses too, by the published schema. */
export const EDITORS_TELL: readonly Row[] = [
  ['an unknown key', 'wavers: []', `1:1 unknown key \`wavers\`; expected ${KEYS}. Did you mean \`waivers\`?`],
  ['a key like no other', 'zzz: 1', `1:1 unknown key \`zzz\`; expected ${KEYS}`],
  ['a key that objects have', '__proto__: {}', `1:1 unknown key \`__proto__\`; expected ${KEYS}`],
  ['another one', 'constructor: 1', `1:1 unknown key \`constructor\`; expected ${KEYS}`],
  [
    'an unknown key further down',
    'image:\n  fixable: true',
    '2:3 unknown key `fixable`; expected `fixable-only`, `unknown`, `kev`, `epss` or `max`',
  ],
  [
    'a key of a later version',
    'extends: [acme/policies/x.yml@v1]',
    '1:1 `extends` is not supported by this version: remove it',
  ],
  [
    'no list of registries',
    'trusted-registries: ghcr.io',
    '1:1 invalid `trusted-registries` value `ghcr.io`; expected a list of texts',
  ],
  ['another', 'image: {fixable-grace: 14d}', '1:9 `fixable-grace` is not supported by this version: remove it'],
  [
    'a threshold',
    'fail-on: hihg',
    '1:1 invalid `fail-on` value `hihg`; expected critical, high, medium, low or never. Did you mean `high`?',
  ],
  [
    'no threshold',
    'fail-on:',
    '1:1 `fail-on` is empty; expected critical, high, medium, low or never, or a map of manifest, dockerfile, image and graph',
  ],
  [
    'a number',
    'fail-on: 5',
    '1:1 invalid `fail-on` value `5`; expected critical, high, medium, low or never, or a map of manifest, dockerfile, image and graph',
  ],
  [
    'a list',
    'fail-on: [high]',
    '1:1 `fail-on` is a list; expected critical, high, medium, low or never, or a map of manifest, dockerfile, image and graph',
  ],
  [
    'the threshold of an area',
    'fail-on: {image: huge}',
    '1:11 invalid `fail-on.image` value `huge`; expected critical, high, medium, low or never',
  ],
  [
    'an area',
    'fail-on: {manifests: high}',
    '1:11 unknown key `manifests`; expected `manifest`, `dockerfile`, `image` or `graph`. Did you mean `manifest`?',
  ],
  [
    'info, at which nothing may fail',
    'fail-on: info',
    '1:1 invalid `fail-on` value `info`; expected critical, high, medium, low or never',
  ],
  [
    'a profile',
    'profile: stict',
    '1:1 invalid `profile` value `stict`; expected essential, recommended or strict. Did you mean `strict`?',
  ],
  [
    'a version that is a number',
    'kubernetes-version: 1.34',
    '1:1 invalid `kubernetes-version` value `1.34`; expected a text, in quotes',
  ],
  [
    'a version whose last digit YAML leaves out',
    'kubernetes-version: 1.30 # soon',
    '1:1 invalid `kubernetes-version` value `1.30`; expected a text, in quotes',
  ],
  ['what kev takes', 'image: {kev: true}', '1:9 invalid `image.kev` value `true`; expected fail'],
  ['a probability', 'image: {epss: 5}', '1:9 invalid `image.epss` value `5`; expected a number from 0 to 1'],
  [
    'a probability below 0',
    'image: {epss: -0.1}',
    '1:9 invalid `image.epss` value `-0.1`; expected a number from 0 to 1',
  ],
  ['no number', 'image: {epss: .nan}', '1:9 invalid `image.epss` value `NaN`; expected a number from 0 to 1'],
  ['a text for a number', 'image: {epss: "0.5"}', '1:9 invalid `image.epss` value `0.5`; expected a number'],
  [
    'a budget that is no whole number',
    'image: {max: {high: 1.5}}',
    '1:15 invalid `image.max.high` value `1.5`; expected a whole number',
  ],
  ['a budget below 0', 'image: {max: {high: -1}}', '1:15 invalid `image.max.high` value `-1`; expected 0 or more'],
  [
    'a text for a yes or no',
    'image: {fixable-only: "yes"}',
    '1:9 invalid `image.fixable-only` value `yes`; expected true or false',
  ],
  [
    'a word out of a set',
    'image: {unknown: fial}',
    '1:9 invalid `image.unknown` value `fial`; expected fail, warn or ignore. Did you mean `fail`?',
  ],
  [
    'a rule',
    'rules:\n  privileged-contaner: off',
    "2:3 unknown rule `privileged-contaner` (neither a Seaworthy rule nor a known tool's id). Did you mean `privileged-container`?",
  ],
  [
    'a rule that objects have',
    'rules: {__proto__: off}',
    "1:9 unknown rule `__proto__` (neither a Seaworthy rule nor a known tool's id)",
  ],
  [
    'a rule of another tool, which is guessed as its author writes it',
    'rules: {CKV_DOCKR_7: off}',
    "1:9 unknown rule `CKV_DOCKR_7` (neither a Seaworthy rule nor a known tool's id). Did you mean `CKV_DOCKER_7`?",
  ],
  [
    'two ids for one rule',
    'rules:\n  DL3007: off\n  dl3007: low',
    '3:3 `dl3007` and `DL3007` of line 2 conflict on `image-tag-latest`: keep one of them, or name `image-tag-latest` itself',
  ],
  [
    'two spellings of ours',
    'rules:\n  host-pid: off\n  DL3008: low\n  HOST-PID: low',
    '4:3 `HOST-PID` and `host-pid` of line 2 conflict on `host-pid`: keep one of them',
  ],
  [
    'an id of another tool',
    'rules: {DL9999: off}',
    "1:9 unknown rule `DL9999` (neither a Seaworthy rule nor a known tool's id)",
  ],
  [
    'what a rule takes',
    'rules: {host-pid: on}',
    '1:9 invalid `rules.host-pid` value `true`; expected off, critical, high, medium, low or info, or a map of severity and options',
  ],
  [
    'a severity of a rule',
    'rules: {host-pid: hgh}',
    '1:9 invalid `rules.host-pid` value `hgh`; expected off, critical, high, medium, low or info. Did you mean `high`?',
  ],
  ['globs', 'paths: {include: "**"}', '1:9 invalid `paths.include` value `**`; expected a list of texts'],
  ['a glob', 'paths:\n  exclude:\n    - "!k8s/**"', '3:7 `paths.exclude.0` begins with `!`: a glob cannot exclude'],
  ['an empty glob', 'paths: {exclude: [""]}', '1:19 `paths.exclude.0` is empty'],
  [
    'no Dockerfile',
    'images: {shop/api: {target: run}}',
    '1:10 `images.shop/api` has no `dockerfile`. Add it, as in `dockerfile: services/api/Dockerfile`',
  ],
  ['a Dockerfile without a name', 'images: {shop/api: ""}', '1:10 `images.shop/api` is empty'],
  [
    'a Dockerfile that is a list',
    'images: {shop/api: [a]}',
    '1:10 `images.shop/api` is a list; expected a text, or a map of dockerfile and target',
  ],
  [
    'what to do with charts',
    'charts: skipp',
    '1:1 invalid `charts` value `skipp`; expected render or skip. Did you mean `skip`?',
  ],
  [
    'waivers that are no list',
    'waivers: {}',
    '1:1 `waivers` is a map; expected a list of maps of rule, where, reason, until and by',
  ],
  [
    'a waiver that is none',
    'waivers: [host-pid]',
    '1:11 invalid `waivers.0` value `host-pid`; expected a map of rule, where, reason, until and by',
  ],
  [
    'a waiver without a reason',
    'waivers:\n  - rule: host-pid\n    until: 2026-12-31',
    '2:5 `waivers.0` has no `reason`. Add it, as in `reason: not reachable, see SEC-12`',
  ],
  [
    'a waiver with an empty reason',
    'waivers: [{rule: host-pid, reason: " ", until: 2026-12-31}]',
    '1:28 `waivers.0.reason` is empty',
  ],
  ['a waiver of nothing', 'waivers: [{rule: "", reason: x, until: 2026-12-31}]', '1:12 `waivers.0.rule` is empty'],
  [
    'a day that does not exist',
    'waivers: [{rule: host-pid, reason: x, until: 2026-02-30}]',
    '1:39 invalid `waivers.0.until` value `2026-02-30`; expected a date like 2026-12-31',
  ],
  [
    'no day',
    'waivers: [{rule: host-pid, reason: x, until: tomorrow}]',
    '1:39 invalid `waivers.0.until` value `tomorrow`; expected a date like 2026-12-31',
  ],
  [
    'an empty place',
    'waivers: [{rule: host-pid, reason: x, where: "", until: 2026-12-31}]',
    '1:39 `waivers.0.where` is empty',
  ],
  ['a list', '- profile: strict', /^1:3 the policy is a list; expected a map of fail-on, /],
  ['a word', 'strict', /^1:1 the policy is `strict`; expected a map of fail-on, /],
  [
    'a waiver without an end',
    'waivers:\n  - rule: host-pid\n    reason: x',
    '2:5 `waivers.0` has no `until`. Add it, as in `until: 2026-09-13`, or set `waiver-rules: {until: optional}`',
  ],
  [
    'a waiver without an end, where terms are short',
    'waiver-rules: {max-days: 30}\nwaivers: [{rule: host-pid, reason: x}]',
    '2:12 `waivers.0` has no `until`. Add it, as in `until: 2026-07-15`, or set `waiver-rules: {until: optional}`',
  ],
  [
    'a waiver for an empty place and none',
    'waivers: [{rule: host-pid, reason: x, until: 2026-12-31, place: a}]',
    '1:58 unknown key `place`; expected `rule`, `where`, `reason`, `until` or `by`',
  ],
  [
    'whether waivers end',
    'waiver-rules: {until: optinal}\nwaivers: [{rule: host-pid, reason: x}]',
    '1:16 invalid `waiver-rules.until` value `optinal`; expected required or optional. Did you mean `optional`?',
  ],
  [
    'a term of no days',
    'waiver-rules: {max-days: 0}',
    '1:16 invalid `waiver-rules.max-days` value `0`; expected 1 or more',
  ],
  [
    'what becomes of new waivers',
    'waiver-rules: {new: denny}',
    '1:16 invalid `waiver-rules.new` value `denny`; expected list or deny. Did you mean `deny`?',
  ],
  [
    'what comments must have',
    'waiver-rules: {comments: {reason: optional}}',
    '1:27 unknown key `reason`; expected `until` or `all`',
  ],
  [
    'what becomes of comments on everything',
    'waiver-rules: {comments: {all: allow}}',
    '1:27 invalid `waiver-rules.comments.all` value `allow`; expected list or deny',
  ],
  [
    'settings to pass over',
    'ignored-settings: .hadolint.yaml',
    '1:1 invalid `ignored-settings` value `.hadolint.yaml`; expected a list of texts',
  ],
]

/** Wrong policies that only the reader can tell: by rules and their options, days, globs, or the text itself. */
export const ONLY_THE_READER_TELLS: readonly Row[] = [
  [
    'the name of an image',
    'images: {Shop/API!: Dockerfile}',
    '1:10 `Shop/API!` is not the name of an image; expected one like `ghcr.io/acme/api`',
  ],
  [
    'a version that nobody knows yet',
    'kubernetes-version: "1.99"',
    '1:1 invalid `kubernetes-version` value `1.99`; expected 1.16 to 1.39 (the newest known is 1.36)',
  ],
  [
    'a version of long ago',
    'kubernetes-version: "1.3"',
    '1:1 invalid `kubernetes-version` value `1.3`; expected 1.16 to 1.39 (the newest known is 1.36)',
  ],
  [
    'a version that is none',
    'kubernetes-version: "2.0"',
    '1:1 invalid `kubernetes-version` value `2.0`; expected a version like "1.34"',
  ],
  [
    'an option of a rule',
    'rules: {run-as-high-uid: {options: {mn: 5}}}',
    '1:37 unknown option `mn` of `run-as-high-uid`; expected `min`. Did you mean `min`?',
  ],
  [
    'an option where there is none',
    'rules: {host-pid: {options: {x: 5}}}',
    '1:30 unknown option `x` of `host-pid`; expected none',
  ],
  [
    'the type of an option',
    'rules: {run-as-high-uid: {options: {min: "5"}}}',
    '1:37 invalid `min` value `"5"`; expected a number (default `10000`)',
  ],
  [
    'the type of a list',
    'rules: {image-tag-latest: {options: {floating: 5}}}',
    '1:38 unknown option `floating` of `image-tag-latest`; expected none',
  ],
  [
    'a glob that nothing can match',
    'paths: {include: ["{a,b"]}',
    '1:19 `paths.include.0` has an unclosed `{`: escape a literal one as `\\{`',
  ],
  ['a key twice', 'profile: strict\ncharts: skip\nprofile: essential', '3:1 duplicate key `profile`: keep one of them'],
  ['a rule twice', 'rules:\n  host-pid: off\n  host-pid: low', '3:3 duplicate key `host-pid`: keep one of them'],
  ['several documents', 'profile: strict\n---\nprofile: essential', '3:1 expected one document, found several'],
  ['what is no YAML', 'a: [1\nb: 2', /^\d:\d the policy is not YAML: ./],
  [
    'an end that is too far away',
    'waiver-rules: {max-days: 30}\nwaivers: [{rule: host-pid, reason: x, until: 2026-07-16}]',
    '2:39 invalid `waivers.0.until` value `2026-07-16`; expected 2026-07-15 or earlier (`waiver-rules.max-days` is 30)',
  ],
  [
    'a limit without effect',
    'waiver-rules: {until: optional, max-days: 30}',
    '1:33 `waiver-rules.max-days` limits nothing while `until` is optional: remove one of them',
  ],
]
