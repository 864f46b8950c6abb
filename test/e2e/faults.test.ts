import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { randomFrom } from '../kit/random.ts'
import { cli } from './kit/cli.ts'
import { ROWS, type Row } from './kit/faults.ts'
import { privileged } from './kit/step.ts'
import { folder } from './kit/stories.ts'

const NOBODY = 65534
const isRoot = process.getuid?.() === 0
const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0

/** Runs the script of a row in a folder of its own, with a copy of the program. */
function run({ script, asNobody, mounts }: Row): { status: number | null; stdout: string; stderr: string } {
  const root = folder()
  const [dist, work, home] = ['dist', 'work', 'home'].map(name => join(root, name)) as [string, string, string]
  cpSync('dist', dist, { recursive: true })
  for (const path of [home, join(work, 'k8s')]) mkdirSync(path, { recursive: true })
  writeFileSync(join(work, 'k8s/pod.yaml'), privileged(true))
  const owner = asNobody && isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  if (owner.uid !== undefined)
    for (const path of [home, work, join(work, 'k8s'), join(work, 'k8s/pod.yaml')])
      chownSync(path, owner.uid, owner.gid)
  chmodSync(root, 0o755)
  const command = script.replaceAll('$sea', `"$node" "$dist/cli.js"`)
  const [program, ...args] = [...(mounts ? ['unshare', '--mount'] : []), 'bash', '-c', command]
  const env = { PATH: '/usr/bin:/bin', HOME: home, dist, node: resolve(process.execPath) }
  const ran = spawnSync(program!, args, { cwd: work, env, encoding: 'utf8', timeout: 50_000, ...owner })
  if (owner.uid !== undefined) spawnSync('chmod', ['-R', 'u+rwX', root])
  return ran
}

const pattern = (words: string): RegExp =>
  new RegExp(
    words
      .split('*')
      .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  )

for (const row of Object.values(ROWS).flat()) {
  const isSkipped = row.mounts && !canMount
  test.skipIf(isSkipped)(`${row.fault}${isSkipped ? ' (skipped: a mount namespace needs root)' : ''}`, () => {
    const { status, stdout, stderr } = run(row)
    expect({ status, stderr: row.says === undefined ? stderr : '' }).toEqual({ status: row.status, stderr: '' })
    if (row.says !== undefined) expect(stderr + stdout).toMatch(pattern(row.says))
    expect(stdout.includes('[privileged-container]')).toBe(row.told)
    expect(stderr + stdout).not.toMatch(/crashed:|^ {4}at /m)
  })
}

test('one bit of kept code that differs changes no result, and heals', () => {
  const env = { HOME: folder() }
  const first = cli(['__fixtures__/repos/shop'], { env })
  const [name] = readdirSync(join(env.HOME, '.cache/seaworthy'))
  const kept = join(env.HOME, '.cache/seaworthy', name!)
  const whole = readFileSync(kept)
  const random = randomFrom(20261128)
  for (let round = 0; round < 12; round++) {
    const at = Math.floor(random() * whole.length)
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 1 << (at % 8)
    writeFileSync(kept, bytes)
    expect(cli(['__fixtures__/repos/shop'], { env }), `byte ${at}`).toEqual(first)
    const healed = readFileSync(kept)
    expect(healed.subarray(0, healed.length / 2).equals(healed.subarray(healed.length / 2)), `byte ${at}`).toBe(true)
  }
})

/** docs/faults.md, made from the rows. */
const page = (): string =>
  [
    '# Faults of the machine',
    '',
    'What a full disk, a missing file or a mistake on the command line does to a run. *Before* and *now* are exit statuses; 1 is the finding of the manifest that each run checks. What is printed names the file, and has a stack only when Seaworthy itself is at fault. Each row is a test in [faults.test.ts](../test/e2e/faults.test.ts).',
    ...Object.entries(ROWS).flatMap(([title, rows]) => [
      '',
      `## ${title}`,
      '',
      '| fault | before | now | printed |',
      '| --- | --- | --- | --- |',
      ...rows.map(({ fault, before, status, says, told }) => {
        const words = [...(says === undefined ? [] : [spanOf(says)]), ...(told ? ['the findings'] : [])]
        return `| ${fault} | ${before} | ${status} | ${words.join('; ') || 'nothing more'} |`
      }),
    ]),
    '',
  ].join('\n')

const spanOf = (words: string): string =>
  words.includes('`') ? `\`\` ${words.replaceAll('*', '…')} \`\`` : `\`${words.replaceAll('*', '…')}\``

test('docs/faults.md lists them', () => expect(page()).toMatchFileSnapshot('../../docs/faults.md'))
