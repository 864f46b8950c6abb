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
  image: never          # the conditions below fail by themselves
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
  image-digest: {}      # an opt-in rule, turned on as it is
  run-as-high-uid:
    severity: medium
    options: {min: 1000}
`,
  waivers: `waivers:
  - rule: privileged-container
    where: kube-system/node-agent
    reason: it loads a kernel module, see OPS-7
    until: 2026-12-31   # the last day it holds, in UTC
    by: '@platform'
  - rule: CVE-2026-1234
    where: '**/shop/api:*'
    reason: the code in question is not reachable, see SEC-12
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
  if (shape.type === 'array') return `list of ${takes(shape.items ?? {})}s`
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
    const deeper = maps
      .flatMap(one => [one, ...(one.anyOf ?? [])])
      .flatMap(one => rowsOf(one, `${name}${inner.items ? '[]' : inner.additionalProperties ? '.RULE' : ''}.`))
    const usual = inner.default === undefined ? '' : `\`${String(inner.default)}\``
    const required = shape.required?.includes(key) ? '**required**' : usual
    return [`| \`${name}\` | ${takes(inner)} | ${required} | ${inner.description ?? ''} |`, ...new Set(deeper)]
  })
}

const example = (text: string): string => `\`\`\`yaml\n${text}\`\`\``

/** `docs/policy.md`. */
export const policyPage = (shape: Shape): string => `# The policy file

Seaworthy reads \`.seaworthy.yml\` or \`.github/seaworthy.yml\`, or either with \`.yaml\`; \`--config\` names another one, \`--no-config\` none. It holds in all folders of its git repository: the command line looks for it upwards from the current folder, or, for paths in another repository, from there. Two of them are an error, and so is a \`seaworthy.yml\` without its dot. Every key may be left out. What the command line or \`with:\` says beats the file.

A key, a rule, a date or an option that does not exist is an error with its line (exit status 2), and so is a policy that cannot be read: a typing error must not open the gate.

${example(EXAMPLES.small)}

## What fails

A finding at the threshold or above is a *breach* and fails the gate. \`fail-on\` speaks of severities only: what \`image\` asks for beside it fails by itself. \`--fail-on never\` on the command line takes all of it back.

${example(EXAMPLES.thresholds)}

## Rules

${example(EXAMPLES.rules)}

Where an id of another tool stands for several rules, the setting holds for all of them; a setting under our own id beats it. Two ids of other tools that ask for different things of one rule are an error.

## Waivers

A waiver accepts findings, with a reason. It is told while it holds, two weeks before it ends, when it has ended, and, unless paths were named, when it matches nothing. Comments in the files themselves come first; see the page of each rule for the ids.

${example(EXAMPLES.waivers)}

\`rule\` may also be the code of a finding: an advisory, or what a scanner calls it, \`aws-access-key-id\`, \`end-of-life:alpine@3.12.0\`, the id of a rule in SARIF. A name that is neither a rule nor the code of a finding is an error; a run without scan reports cannot tell, and passes over it unless it is nearly the name of a rule.

\`where\` is matched against the file, the object (\`web\`, \`shop/web\`, \`Deployment/web\`, \`Deployment/shop/web\`, each with \`/CONTAINER\` too), the image (with tag, without, and its digest) and the package (\`openssl\`, \`openssl@3.0.11\`, its package URL). One of them is enough.

## Comments and annotations

What is written beside the code counts too, and is told as *suppressed*. Unknown ids in a list do not void the known ones, and an end that has passed makes all of it void; where one of our own comments holds nothing back, that is told.

| written for | in | reaches |
| --- | --- | --- |
| \`# seaworthy: ignore RULE[, CODE] [until 2026-12-31] [because REASON]\` | both | the line, or what stands below; the whole file at its head with an empty line behind |
| hadolint: \`# hadolint ignore=DL3006\`, \`stage ignore=\`, \`global ignore=\` | Dockerfiles | the next instruction, the stage, the file |
| BuildKit: \`# check=skip=NAME\` | Dockerfiles | the file at its head, else the next instruction |
| Trivy: \`# trivy:ignore:DS-0002[:exp:2030-01-31]\`, \`tfsec:ignore:\`, with \`*\` | both | its line and the next |
| Checkov: \`# checkov:skip=CKV_DOCKER_1:reason\` | both | a Dockerfile whole, what stands below in a manifest |
| KICS: \`# kics-scan ignore\`, \`disable=UUID\`, \`ignore-line\`, \`ignore-block\` | both | as there |
| annotations of kube-linter, Polaris, kube-score, Checkov, Kubescape and Monokle | manifests | the object that carries them |

A word that means all of a tool's checks silences the rules that carry an id of that tool, and no others.

## Globs

\`*\` stays in one folder and \`**\` crosses folders; \`?\`, \`[a-z]\` and \`{a,b}\` are known too. A folder means all below it, written \`k8s\`, \`k8s/\` or \`k8s/**\`. A backslash makes the next letter a plain one. There is no \`!\`.

## All keys

| Key | Takes | Default | What it does |
| --- | --- | --- | --- |
${rowsOf(shape).join('\n')}
`

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
  }
  const translate = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(translate)
    if (value === null || typeof value !== 'object') return value
    const { format, type: _, ...rest } = value as Shape & Record<string, unknown>
    if (typeof format === 'string') return { ...(formats[format] as object), ...translateAll(rest) }
    return translateAll(value)
  }
  const translateAll = (value: object): object =>
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, translate(inner)]))
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://raw.githubusercontent.com/seaworthy/seaworthy/main/seaworthy.schema.json',
    title: 'Policy of Seaworthy',
    ...(translate(shape) as object),
    definitions: { rule },
  }
}
