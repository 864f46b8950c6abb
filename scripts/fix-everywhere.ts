/**
 * `npm run fixes -- [--most N] FOLDER…` makes every fix of every finding in all Dockerfiles and manifests of the folders, each folder
 * read as a run with all rules, without a policy. No file is written. Each fix is made alone, then all of its rule in the
 * file, then all safe ones and all of the folder, as `--fix` and `--fix=all` do. Prints by rule how often it fires, how
 * many fixes were made, and those after which the file cannot be read, the finding remains, another one appears, lines
 * elsewhere differ, or there is no end. Exit 1 when there is one. `--most`: so many of a rule in a file are made alone.
 */
import { parseArgs } from 'node:util'
import { type Failure, judge } from '../test/fixes/judge.ts'
import { Tree } from '../test/fixes/tree.ts'

const { values, positionals } = parseArgs({ options: { most: { type: 'string' } }, allowPositionals: true })
const rows = new Map<string, { fires: number; fixes: number }>()
const failures: Failure[] = []
for (const root of positionals) {
  const judged = await judge(await Tree.of(root), values.most === undefined ? undefined : Number(values.most))
  for (const [rule, { fires, fixes }] of judged.counts) {
    const row = rows.get(rule) ?? { fires: 0, fixes: 0 }
    rows.set(rule, { fires: row.fires + fires, fixes: row.fixes + fixes })
  }
  failures.push(...judged.failures.map(failure => ({ ...failure, where: `${root}/${failure.where}` })))
}
for (const { rule, kind, where, detail } of failures) console.log(`${rule}: ${kind}: ${where}: ${detail}`)
for (const [rule, { fires, fixes }] of [...rows].toSorted())
  if (fixes > 0)
    console.log(
      `${rule}: ${fires} findings, ${fixes} fixes, ${failures.filter(one => one.rule === rule).length} failed`,
    )
if (failures.length > 0) process.exitCode = 1
