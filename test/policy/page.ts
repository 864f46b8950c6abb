import type { Shape } from '../../src/policy/file/shape.ts'
import { rules } from '../../src/rules/index.ts'

/** Examples of `docs/policy.md`; a test reads each of them without a fault. */
export const EXAMPLES = {
  small: `# yaml-language-server: $schema=https://raw.githubusercontent.com/seaworthy/seaworthy/main/seaworthy.schema.json
fail-on: high
paths:
  exclude: ['examples/**']
`,
  thresholds: `fail-on:
  manifest: high
  dockerfile: critical
  image: never          # the conditions below still apply
image:
  kev: fail             # known to be exploited
  epss: 0.5             # exploited with at least this probability within 30 days
  max: {critical: 0, high: 5}
  fixable-only: true
  unknown: warn
`,
  rules: `profile: recommended
rules:
  host-pid: off
  DL3008: low           # any id of another tool works wherever a rule is named
  image-digest: {}      # a rule of the profile strict, enabled with its defaults
  run-as-high-uid:
    severity: medium
    options: {min: 1000}
`,
  waivers: `waivers:
  - rule: privileged-container
    where: kube-system/node-agent
    reason: it loads a kernel module, see OPS-7
    until: 2026-12-31   # the last day on which it applies, in UTC
    by: '@platform'
  - rule: CVE-2026-1234
    where: '**/shop/api:*'
    reason: the code in question is not reachable, see SEC-12
    until: 2027-03-31
`,
  waiverRules: `waiver-rules:
  until: optional       # a waiver need not end; required: each has a last day (default)
  comments: {until: required, all: deny}
  max-days: 180         # a required last day is at most so many days away
  new: list             # waivers and comments that a change adds: listed, or without effect (deny)
`,
  images: `images:
  ghcr.io/acme/api: services/api/Dockerfile
  ghcr.io/acme/worker: {dockerfile: services/api/Dockerfile, target: worker}
`,
  ignoredSettings: `ignored-settings: [.hadolint.yaml, '**/.trivyignore']
`,
} as const

/** What a value may be, in a cell of a table. */
function takes(shape: Shape): string {
  if (shape.anyOf) return shape.anyOf.map(takes).join(', or ')
  if (shape.enum)
    return shape.enum
      .filter(word => typeof word === 'string')
      .map(word => `\`${word}\``)
      .join(' ')
  if (shape.type === 'array') return `list of ${takes(shape.items ?? {})}${shape.items?.enum ? '' : 's'}`
  if (shape.format === 'rule-or-code') return 'rule or code'
  if (shape.format) return shape.format
  return (
    { string: 'text', boolean: '`true` `false`', integer: 'whole number', object: 'map' }[shape.type as string] ??
    'number'
  )
}

/** Rows for the keys of a map, those inside of it right below. */
function rowsOf(shape: Shape, prefix = ''): readonly string[] {
  return Object.entries(shape.properties ?? {}).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`
    const maps = [inner, inner.items, inner.additionalProperties, ...(inner.anyOf ?? [])].filter(
      one => typeof one === 'object',
    )
    const inMap = inner.propertyNames ? `.${inner.propertyNames.format?.toUpperCase()}` : ''
    const deeper = maps
      .flatMap(one => [one, ...(one.anyOf ?? [])])
      .flatMap(one => rowsOf(one, `${name}${inner.items ? '[]' : inMap}.`))
    const usual = inner.default === undefined ? '' : `\`${String(inner.default)}\``
    const required = shape.required?.includes(key) ? '**required**' : usual
    return [`| \`${name}\` | ${takes(inner)} | ${required} | ${inner.description ?? ''} |`, ...new Set(deeper)]
  })
}

const example = (text: string): string => `\`\`\`yaml\n${text}\`\`\``

/** `docs/policy.md`. */
export const policyPage = (shape: Shape): string => `# The policy file

Seaworthy reads \`.seaworthy.yml\` or \`.github/seaworthy.yml\`, or either with \`.yaml\`. \`--config\` names another file, \`--no-config\` ignores the policy. The policy applies to all folders of its git repository: the command line searches upwards from the current folder or, for paths in another repository, from those paths. More than one policy is an error, and so is a \`seaworthy.yml\` without the dot. Every key is optional. The command line and \`with:\` override the file.

An unknown key, rule or option and an invalid date are errors, reported with their line (exit status 2), and so is a policy that cannot be read: a typo must not disable the gate.

${example(EXAMPLES.small)}

## What fails

A finding at the threshold or above is a *breach* and fails the gate. \`fail-on\` applies to severities only; the conditions under \`image\` fail the gate independently of it. \`--fail-on never\` on the command line disables both.

${example(EXAMPLES.thresholds)}

## Rules

${example(EXAMPLES.rules)}

When an id of another tool maps to several rules, the setting applies to all of them; a setting under a Seaworthy id takes precedence. Conflicting settings for one rule under two ids of other tools are an error.

## Waivers

A waiver accepts findings, with a reason and a last day. Without either, the policy is an error. Waivers in force are reported, and so are those that end within two weeks, those that have ended and, unless paths were named, those that match nothing. Comments in the files take precedence; the page of each rule lists its ids.

${example(EXAMPLES.waivers)}

\`rule\` may also be the code of a finding: an advisory, or the scanner's own id, such as \`aws-access-key-id\`, \`end-of-life:alpine@3.12.0\` or a rule id in SARIF. A name that is neither a rule nor the code of a finding is an error. A run without scan reports has no codes to compare with, and reports such a name only when it resembles the id of a rule.

\`seaworthy waive RULE WHERE --until DATE --reason TEXT\` writes a waiver into the policy, and keeps its comments.

\`where\` is matched against the file, the object (\`web\`, \`shop/web\`, \`Deployment/web\`, \`Deployment/shop/web\`, each with \`/CONTAINER\` too), the image (with tag, without, and its digest), the package (\`openssl\`, \`openssl@3.0.11\`, its package URL) and the path inside the image (\`usr/lib/node_modules/**\`), if the report has it. A match with any of them is enough.

\`waiver-rules\` sets what waivers and comments must have:

${example(EXAMPLES.waiverRules)}

## Comments and annotations

Comments and annotations in the files suppress findings too; these are reported as *suppressed*. An unknown id in a list does not affect the other ids. A comment whose end has passed has no effect. Comments and annotations that suppress findings are listed in text, comment and JSON (\`waivers.comments\`), those that ignore \`*\` first.

Seaworthy's own comments need a reason. They are reported when they have no effect, end within two weeks, or match nothing. Comments for other tools have neither reason nor end in most grammars: they apply as in those tools.

| written for | in | applies to |
| --- | --- | --- |
| \`# seaworthy: ignore RULE[, CODE] [until 2026-12-31] because REASON\` | both | its line, or the next node or instruction; the whole file, when it is at the top and followed by an empty line |
| hadolint: \`# hadolint ignore=DL3006\`, \`stage ignore=\`, \`global ignore=\` | Dockerfiles | the next instruction, the stage, the file |
| BuildKit: \`# check=skip=NAME\` | Dockerfiles | the file, when it is at the top; otherwise the next instruction |
| Trivy: \`# trivy:ignore:DS-0002[:exp:2030-01-31]\`, \`tfsec:ignore:\`, with \`*\` | both | its line and the next |
| Checkov: \`# checkov:skip=CKV_DOCKER_1:reason\` | both | the whole Dockerfile; in a manifest, the next node |
| KICS: \`# kics-scan ignore\`, \`enable=UUID\`, \`disable=UUID\`, \`ignore-line\`, \`ignore-block\` | both | as in KICS |
| annotations of kube-linter, Polaris, kube-score, Checkov, Kubescape and Monokle | manifests | the object that has them |

A word that means all checks of a tool suppresses only the rules that have an id of that tool.

## Settings of other tools

The settings files of other tools (\`.hadolint.yaml\`, \`.kube-linter.yaml\`, \`.checkov.yaml\`, \`polaris.yaml\`, \`.kube-score.yml\`, \`trivy.yaml\`, \`kics.config\`) and ignore files of scanners are not read. Each is listed under **Not read** until the policy names it:

${example(EXAMPLES.ignoredSettings)}

## Images and their Dockerfiles

Rules *across files* compare a container with the image that it runs: with its configuration in a Trivy or Grype report, and with the Dockerfile that builds it. Which one that is, Seaworthy reads from:

- \`images\` in the policy, which takes precedence;
- Compose files (\`image\` and \`build\` of a service), Bake files (\`docker-bake.hcl\`, \`docker-bake.json\`) and \`skaffold.yaml\`. What is built for development (\`Dockerfile.dev\`, \`target: dev\`, \`compose.override.yaml\`) counts only for the tag that it names;
- \`newName\` of \`images\` in a kustomization, for a name of the other sources;
- \`LABEL org.opencontainers.image.ref.name\` in the Dockerfile itself.

A build with the same tag is preferred; one without a tag, or with the tag \`latest\`, applies to every tag. When sources name different Dockerfiles or stages, none applies. For an image that is pinned by digest, a report of the same digest applies; a Dockerfile, or a report of another digest, leads to a note at most.

${example(EXAMPLES.images)}

## Globs

\`*\` matches within one folder, \`**\` across folders; \`?\`, \`[a-z]\` and \`{a,b}\` are supported. A folder matches everything below it, as \`k8s\`, \`k8s/\` or \`k8s/**\`. A backslash escapes the next character. Negation with \`!\` is not supported.

## All keys

| key | value | default | meaning |
| --- | --- | --- | --- |
${rowsOf(shape).join('\n')}
`

/** A waiver has an end unless the policy makes it optional: the shape of a single value cannot say that. */
const TERMS = {
  if: {
    type: 'object',
    required: ['waiver-rules'],
    properties: {
      'waiver-rules': { type: 'object', required: ['until'], properties: { until: { const: 'optional' } } },
    },
  },
  else: { properties: { waivers: { items: { required: ['until'] } } } },
}

/** `seaworthy.schema.json`: for editors, with the ids that are known spelled out. */
export function publishedSchema(shape: Shape): unknown {
  const ids = [...rules.keys()]
  const peers = [...new Set([...rules.values()].flatMap(rule => Object.values(rule.peers ?? {}).flat() as string[]))]
  if (peers.some(id => !rules.aliases.has(id.toLowerCase()))) throw new Error('an id of another tool has no rule')
  const rule = { enum: [...new Set([...ids, ...peers])] }
  const formats: Readonly<Record<string, unknown>> = {
    rule: { $ref: '#/definitions/rule' },
    'rule-or-code': {
      anyOf: [{ $ref: '#/definitions/rule' }, { type: 'string' }],
    },
    glob: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^!]' },
    date: { type: 'string', format: 'date' },
    image: { type: 'string', minLength: 1 },
  }
  const translate = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(translate)
    if (value === null || typeof value !== 'object') return value
    const { format, type: _, ...rest } = value as Shape & Record<string, unknown>
    if (typeof format === 'string') return { ...(formats[format] as object), ...translateAll(rest) }
    // A blank text is as empty as none.
    return { ...translateAll(value), ...('minLength' in value && { pattern: '\\S' }) }
  }
  const translateAll = (value: object): object =>
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, translate(inner)]))
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://raw.githubusercontent.com/seaworthy/seaworthy/main/seaworthy.schema.json',
    title: 'Policy of Seaworthy',
    ...(translate(shape) as object),
    ...TERMS,
    definitions: { rule },
  }
}
