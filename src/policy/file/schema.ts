import { PROFILES } from '../../core/rule.ts'
import { SEVERITIES } from '../../core/severity.ts'
import { areas } from '../../inputs.ts'
import { FRAMEWORK_IDS } from '../../rules/frameworks/index.ts'
import type { Shape } from './shape.ts'

/** The one description of a policy file: it checks the file, documents it, and is published for editors. */

const thresholds = [
  ...SEVERITIES.filter(severity => severity !== 'unknown' && severity !== 'info').toReversed(),
  'never',
] as const

const threshold: Shape = { enum: thresholds }

const severity: Shape = { enum: SEVERITIES.filter(one => one !== 'unknown').toReversed() }

const framework: Shape = { enum: FRAMEWORK_IDS }

const globs: Shape = { type: 'array', items: { type: 'string', format: 'glob' } }

const render: Shape = { enum: ['render', 'skip'], default: 'render' }

const image: Shape = {
  type: 'object',
  additionalProperties: false,
  properties: {
    'fixable-only': {
      type: 'boolean',
      description:
        'Do not fail on the severity of vulnerabilities without a fixed version; those whose report gives no answer still fail.',
    },
    unknown: {
      enum: ['fail', 'warn', 'ignore'],
      default: 'warn',
      description: 'How to treat findings without a severity from the scanner.',
    },
    kev: {
      enum: ['fail'],
      description: 'Fail on vulnerabilities that are known to be exploited, whatever their severity.',
    },
    epss: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'Fail on vulnerabilities with at least this probability of exploitation.',
    },
    max: {
      type: 'object',
      additionalProperties: false,
      description: 'Maximum number of findings of a severity in all images; more of them fail the gate.',
      properties: Object.fromEntries(
        ['critical', 'high', 'medium', 'low'].map(name => [name, { type: 'integer', minimum: 0 } satisfies Shape]),
      ),
    },
  },
}

const setting: Shape = {
  anyOf: [
    { enum: ['off', false, ...SEVERITIES.filter(one => one !== 'unknown').toReversed()] },
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        severity: { ...severity, description: 'The severity of the rule.' },
        options: { type: 'object', description: 'Options of the rule: see its page.' },
      },
    },
  ],
}

/** One accepted finding. */
export const WAIVER_SHAPE = {
  type: 'object',
  additionalProperties: false,
  required: ['rule', 'reason'],
  properties: {
    rule: {
      type: 'string',
      format: 'rule-or-code',
      minLength: 1,
      description:
        "A Seaworthy rule, an id of another tool, or the code of a finding: an advisory, or the scanner's own id.",
      examples: ['privileged-container'],
    },
    where: {
      type: 'string',
      format: 'glob',
      description: 'A glob for a file, object, image, package or path inside the image; everywhere when omitted.',
    },
    reason: {
      type: 'string',
      minLength: 1,
      description: 'Why it is accepted.',
      examples: ['not reachable, see SEC-12'],
    },
    until: {
      type: 'string',
      format: 'date',
      description: 'The last day on which it applies, in UTC. Required unless `waiver-rules` makes it optional.',
    },
    by: { type: 'string', description: 'Who is responsible for it.' },
  },
} as const satisfies Shape

const dockerfile: Shape = { type: 'string', minLength: 1 }

/** Which Dockerfile builds an image. */
const build: Shape = {
  anyOf: [
    dockerfile,
    {
      type: 'object',
      additionalProperties: false,
      required: ['dockerfile'],
      properties: {
        dockerfile: {
          ...dockerfile,
          description: 'The Dockerfile that builds the image, from the root.',
          examples: ['services/api/Dockerfile'],
        },
        target: {
          type: 'string',
          minLength: 1,
          description: 'The stage that becomes the image. Default: the last one.',
        },
      },
    },
  ],
}

const presence: Shape = { enum: ['required', 'optional'] }

const waiverRules: Shape = {
  type: 'object',
  additionalProperties: false,
  description: 'Requirements for waivers and comments.',
  properties: {
    until: { ...presence, default: 'required', description: 'Whether a waiver must have a last day.' },
    'max-days': {
      type: 'integer',
      minimum: 1,
      description: 'How many days from today a required last day may be away; unlimited when omitted.',
    },
    comments: {
      type: 'object',
      additionalProperties: false,
      description: 'Requirements for comments `# seaworthy: ignore`; those written for other tools cannot meet them.',
      properties: {
        until: { ...presence, default: 'optional', description: 'Whether a comment must have a last day.' },
        all: {
          enum: ['list', 'deny'],
          default: 'list',
          description: 'Comments that ignore `*`: listed, or without effect.',
        },
      },
    },
    new: {
      enum: ['list', 'deny'],
      default: 'list',
      description:
        'Waivers and comments that a change adds: listed first in its result, or without effect until the merge.',
    },
  },
}

export const POLICY_SHAPE: Shape = {
  type: 'object',
  additionalProperties: false,
  properties: {
    'fail-on': {
      description: 'Fail at this severity or above; for all areas, or for each area.',
      anyOf: [
        threshold,
        {
          type: 'object',
          additionalProperties: false,
          properties: Object.fromEntries(areas.map(area => [area, threshold])),
        },
      ],
      default: 'high',
    },
    profile: {
      enum: PROFILES,
      default: 'recommended',
      description:
        'essential: rules that justify blocking a merge; recommended: what a good reviewer also requests; strict: every rule.',
    },
    framework: {
      anyOf: [framework, { type: 'array', items: framework }],
      description:
        'Standards to report control by control: their rules run too, and what only they find is noted, never a breach.',
    },
    'kubernetes-version': {
      type: 'string',
      description:
        'The target Kubernetes version, as a string: "1.34". Charts are rendered for it. Default: the newest known version, and for charts the one that helm is built for.',
    },
    image: { ...image, description: 'Which findings in images count.' },
    rules: {
      type: 'object',
      propertyNames: { type: 'string', format: 'rule' },
      additionalProperties: setting,
      description: 'Rules by Seaworthy id or id of another tool: `off`, a severity, or a map of severity and options.',
    },
    paths: {
      type: 'object',
      additionalProperties: false,
      description: 'Globs of files to check and to exclude, and of files that only tests read.',
      properties: {
        include: globs,
        exclude: globs,
        tests: {
          ...globs,
          description:
            'Files that only tests read, which only the profile `strict` judges; `[]` for none. Default: those in folders named like `test`, `tests`, `testdata`, `e2e` and `fixtures`.',
        },
      },
    },
    'ignored-settings': {
      ...globs,
      description:
        'Globs of settings files of other tools (`.hadolint.yaml`, `.trivyignore` …) that need not be reported as not read.',
    },
    charts: { ...render, description: 'Helm charts: rendered with helm, or skipped.' },
    overlays: { ...render, description: 'Kustomize overlays: built with kustomize or kubectl, or skipped.' },
    images: {
      type: 'object',
      propertyNames: { type: 'string', format: 'image' },
      additionalProperties: build,
      description:
        'Dockerfiles of images in manifests, by the name of the image, with or without a tag; they take precedence over Compose, Bake and Skaffold files.',
    },
    'trusted-registries': {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description:
        'Registries, or the start of repositories in them, that images may come from (`ghcr.io/acme`, `*.acme.example`): the default of the option `registries` of every rule that has it.',
    },
    'only-new': {
      enum: ['auto', true, false],
      default: 'auto',
      description:
        'Fail only on findings that the change introduces: auto (pull requests and the merge queue), true or false.',
    },
    baseline: {
      type: 'string',
      minLength: 1,
      description: 'The file of accepted findings, from the root. Default: .seaworthy-baseline.json, if it exists.',
    },
    'waiver-rules': waiverRules,
    waivers: {
      type: 'array',
      items: WAIVER_SHAPE,
      description: 'Accepted findings, each with a reason and a last day.',
    },
  },
}
