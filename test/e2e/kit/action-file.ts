import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** What the runner reads of an action's description. */
export interface ActionFile {
  /** The script of the main step, absolute. */
  readonly main: string
  readonly inputs: ReadonlyMap<
    string,
    { readonly default: string | undefined; readonly deprecation: string | undefined }
  >
}

/** The contexts that defaults of inputs may ask. */
export interface Contexts {
  readonly token: string
  readonly matrix: unknown
  readonly checkRun: number
}

/** The expressions that the Action uses, and no others. */
const EXPRESSIONS: Readonly<Record<string, (contexts: Contexts) => string>> = {
  'github.token': ({ token }) => token,
  'tojson(matrix)': ({ matrix }) => JSON.stringify(matrix ?? null, null, 2),
  'job.check_run_id': ({ checkRun }) => String(checkRun),
}

/** A text with its `${{ }}` replaced. @throws Error for an expression that the kit does not know. */
export function evaluate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (whole, expression: string) => {
    const known = Object.entries(EXPRESSIONS).find(([name]) => name === expression.replace(/\s/g, '').toLowerCase())
    if (known === undefined) throw new Error(`the kit does not know the expression ${whole}`)
    return known[1](contexts)
  })
}

interface RawAction {
  readonly inputs?: Readonly<Record<string, { default?: unknown; deprecationMessage?: string } | null>>
  readonly runs?: { readonly using?: string; readonly main?: string; readonly pre?: string; readonly post?: string }
}

/** Reads `action.yml` or `action.yaml` of a folder. @throws Error when it is not an action of one main script on Node 20 or 24. */
export function readAction(folder: string): ActionFile {
  const file = ['action.yml', 'action.yaml'].map(name => join(folder, name)).find(existsSync)
  if (file === undefined) throw new Error(`there is no action.yml in ${folder}`)
  const { inputs = {}, runs = {} } = parse(readFileSync(file, 'utf8')) as RawAction
  if (runs.using !== 'node24' && runs.using !== 'node20')
    throw new Error(`the kit cannot run actions using ${runs.using}`)
  if (runs.main === undefined) throw new Error('runs.main is missing')
  if (runs.pre !== undefined || runs.post !== undefined) throw new Error('the kit runs main scripts only')
  return {
    main: join(folder, runs.main),
    inputs: new Map(
      Object.entries(inputs).map(([name, input]) => [
        name,
        {
          default: input?.default === undefined || input.default === null ? undefined : String(input.default),
          deprecation: input?.deprecationMessage,
        },
      ]),
    ),
  }
}
