/**
 * `npm run oracle:rbac` asks the API server's own RBAC authorizer about sets of roles and keeps its answers as a fixture;
 * `npm run oracle:rbac -- --table` holds Seaworthy against the answers that are kept. Needs Go 1.26.
 */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { answersOf } from './compare.ts'
import { type Answers, inputOf, readAnswers, writeAnswers } from './fixture.ts'
import { roleSets } from './sets.ts'

const PROGRAM = resolve('node_modules/.cache/seaworthy/oracle/rbac')

function run(program: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: import.meta.dirname, input, maxBuffer: 2 ** 30 })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`)
  return String(stdout)
}

function refresh(): void {
  run('go', ['build', '-o', PROGRAM, '.'])
  const input = inputOf(roleSets())
  const answers: Answers = {
    sets: run(PROGRAM, [], input).trimEnd().split('\n'),
    builtInRoles: JSON.parse(run(PROGRAM, ['roles'])),
  }
  writeAnswers(input, answers)
}

/** Counts of questions, by what the API server answers and by whether Seaworthy agrees. */
function table(): string {
  const { asked, sets } = readAnswers()
  const pairs = asked.flatMap((set, i) => [...answersOf(set)].map((ours, j) => `${sets[i]![j]}${ours}`))
  const count = (pair: string): number => pairs.filter(one => one === pair).length
  return [
    `${asked.length} sets of roles, ${pairs.length} questions`,
    `allowed by both: ${count('11')}; denied by both: ${count('00')}`,
    `allowed by the API server alone: ${count('10')}; by Seaworthy alone: ${count('01')}`,
  ].join('\n')
}

const { values } = parseArgs({ options: { table: { type: 'boolean' } } })
if (!values.table) refresh()
console.log(table())
