import { PROFILES } from '../../core/rule.ts'
import { SEVERITIES } from '../../core/severity.ts'
import { areas } from '../../inputs.ts'
import type { Shape } from './shape.ts'

/** The one description of a policy file: it checks the file, documents it, and is published for editors. */

const thresholds = [
  ...SEVERITIES.filter(severity => severity !== 'unknown' && severity !== 'info').toReversed(),
  'never',
] as const

const threshold: Shape = { enum: thresholds }

const severity: Shape = { enum: SEVERITIES.filter(one => one !== 'unknown').toReversed() }

const globs: Shape = { type: 'array', items: { type: 'string', format: 'glob' } }

const render: Shape = { enum: ['render', 'skip'], default: 'render' }

const image: Shape = {
  type: 'object',
  additionalProperties: false,
  properties: {
    'fixable-only': {
      type: 'boolean',
      description:
        'Vulnerabilities that have no fixed version do not fail by their severity; where a report does not tell, they do.',
    },
    unknown: {
      enum: ['fail', 'warn', 'ignore'],
      default: 'warn',
      description: 'What to do about findings that the scanner did not rate.',
    },
    kev: {
      enum: ['fail'],
      description: 'A vulnerability that is known to be exploited fails the gate, whatever its severity.',
    },
    epss: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'A vulnerability fails the gate when it is exploited with at least this probability.',
    },
    max: {
      type: 'object',
      additionalProperties: false,
      description: 'How many findings of a severity may stand in all images; more of them fail the gate.',
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
        severity: { ...severity, description: 'How grave it is here.' },
        options: { type: 'object', description: 'Options of the rule: see its page.' },
      },
    },
  ],
}

const waiver: Shape = {
  type: 'object',
  additionalProperties: false,
  required: ['rule', 'reason'],
  properties: {
    rule: {
      type: 'string',
      format: 'rule-or-code',
      minLength: 1,
      description:
        'A rule of ours, an id of another tool, or the code of a finding: an advisory, what a scanner calls it.',
    },
    where: {
      type: 'string',
      format: 'glob',
      description: 'A glob over file, object, image or package; everywhere when it is left out.',
    },
    reason: { type: 'string', minLength: 1, description: 'Why it is accepted.' },
    until: { type: 'string', format: 'date', description: 'The last day it holds.' },
    by: { type: 'string', description: 'Who answers for it.' },
  },
}

export const POLICY_SHAPE: Shape = {
  type: 'object',
  additionalProperties: false,
  properties: {
    'fail-on': {
      description: 'Fails at this severity or above; for all areas, or one by one.',
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
        'essential: what to stop a merge for; recommended: what a good reviewer says too; strict: every rule.',
    },
    'kubernetes-version': {
      type: 'string',
      description: 'The version the objects are meant for, as a text: "1.34". Default: the newest known.',
    },
    image: { ...image, description: 'What counts of the findings in images.' },
    rules: {
      type: 'object',
      propertyNames: { type: 'string', format: 'rule' },
      additionalProperties: setting,
      description: 'Rules, by an id of ours or of another tool: `off`, a severity, or a map of severity and options.',
    },
    paths: {
      type: 'object',
      additionalProperties: false,
      description: 'Globs of what to look at, and what not.',
      properties: { include: globs, exclude: globs },
    },
    charts: { ...render, description: 'Helm charts: rendered with helm, or left out.' },
    overlays: { ...render, description: 'Kustomize overlays: built with kustomize or kubectl, or left out.' },
    waivers: { type: 'array', items: waiver, description: 'Findings that are accepted, with a reason.' },
  },
}
