/**
 * What there is to check. Counts, footers, thresholds, headings and the schema are made from these two tables: a new kind
 * of input is a row here, and its reader.
 */

/** What rules look at: thresholds are set, and rules listed, by area. `scopes`: what a rule may ask to be shown of it. */
export const AREAS = {
  manifest: { heading: 'Kubernetes manifests', scopes: ['resource', 'workload', 'container', 'component'] },
  dockerfile: {
    heading: 'Dockerfiles',
    scopes: [
      'dockerfile',
      'stage',
      'instruction',
      'from',
      'run',
      'copy',
      'env',
      'user',
      'cmd',
      'entrypoint',
      'healthcheck',
    ],
  },
  image: { heading: 'Scanned images', scopes: ['scan'] },
  graph: { heading: 'Across files', scopes: ['container image'] },
} as const satisfies Record<string, { readonly heading: string; readonly scopes: readonly string[] }>

/** What kind of thing a finding is about. */
export type Area = keyof typeof AREAS

type Scope = (typeof AREAS)[Area]['scopes'][number]

export const areas = Object.keys(AREAS) as readonly Area[]

const AREA_OF_SCOPE = Object.fromEntries(
  areas.flatMap(area => AREAS[area].scopes.map(scope => [scope, area])),
) as Readonly<Record<Scope, Area>>

export const areaOf = (scope: Scope): Area => AREA_OF_SCOPE[scope]

interface InputRow {
  /** The key of its count in JSON. */
  readonly kind: string
  /** One of them, in words. */
  readonly noun: string
  /** Made of objects, which are counted by themselves. */
  readonly holdsObjects?: true
  /** Counted in words only where there are some. */
  readonly rare?: true
}

/** What is read. */
export const INPUTS = [
  { kind: 'manifests', noun: 'manifest', holdsObjects: true },
  { kind: 'charts', noun: 'chart', holdsObjects: true, rare: true },
  { kind: 'overlays', noun: 'overlay', holdsObjects: true, rare: true },
  { kind: 'dockerfiles', noun: 'Dockerfile' },
  { kind: 'reports', noun: 'scan report' },
] as const satisfies readonly InputRow[]

export type InputKind = (typeof INPUTS)[number]['kind']

/** How many of each were read. */
export type InputCounts = Readonly<Record<InputKind, number>>

/** How many files were read. */
export const filesOf = (counts: InputCounts): number => INPUTS.reduce((sum, { kind }) => sum + counts[kind], 0)

/** The rows to list in a report, each with its count. */
export const countedInputs = (counts: InputCounts): readonly (InputRow & { readonly count: number })[] =>
  INPUTS.map((row: InputRow) => ({ ...row, count: counts[row.kind as InputKind] })).filter(
    ({ rare, count }) => count > 0 || !rare,
  )
