import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { cliJson } from './kit/cli.ts'
import { folder } from './kit/stories.ts'

const HEALTHY = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\n  namespace: shop\ndata: {}\n'

/** A folder with one manifest that passes. */
function workspace(): string {
  const root = folder()
  mkdirSync(join(root, 'k8s'))
  writeFileSync(join(root, 'k8s/shop.yaml'), HEALTHY)
  return root
}

/** Runs the program from a shell in the folder: `$sea` is the program. */
function shell(root: string, script: string): { readonly status: number | null; readonly output: string } {
  const sea = `'${process.execPath}' '${resolve('dist/cli.js')}'`
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script.replaceAll('$sea', sea)], {
    cwd: root,
    env: { PATH: '/usr/bin:/bin', HOME: '/nowhere' },
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

test.each([
  ['standard output', '$sea . --format sarif > x.sarif'],
  ['standard output as JSON', '$sea . --format json > trivy-results.json'],
  ['standard output by its name', 'touch x.sarif; $sea x.sarif k8s --format sarif > x.sarif'],
  [
    'standard output under another name',
    'touch x.sarif; ln x.sarif scan.sarif 2> /dev/null; $sea . --format sarif > x.sarif',
  ],
  [
    'a glob of reports that holds it',
    `echo '{"runs": [{"tool": {"driver": {"name": "x"}}, "results": []}], "version": "2.1.0"}' > a.sarif; $sea . --report '*.sarif' --format sarif > x.sarif`,
  ],
  ['a file of --output', '$sea . --output sarif=x.sarif'],
  ['a file of --output that was cut', `printf '{' > x.sarif; $sea . --output sarif=x.sarif`],
])('%s is no input, twice in a row', (_, script) => {
  const root = workspace()
  const first = shell(root, script)
  expect(first).toMatchObject({ status: 0 })
  expect(shell(root, script)).toMatchObject({ status: 0 })
})

test('named as a report it is a fault', () => {
  const { status, output } = shell(
    workspace(),
    '$sea k8s --report x.sarif --format sarif > x.sarif; status=$?; cat x.sarif; exit $status',
  )
  expect(status).toBe(2)
  expect(output).toContain('this is output of Seaworthy, not a scan report')
})

test.each(['sarif', 'json'])('what an earlier run left as %s is no input, cut at any place behind our name', format => {
  const root = workspace()
  shell(root, `$sea . --output ${format}=earlier.${format}`)
  const text = readFileSync(join(root, `earlier.${format}`), 'utf8')
  const name = text.search(format === 'sarif' ? /"Seaworthy"/ : /"seaworthy": "/) + 14
  for (const end of [text.length, text.length - 3, name]) {
    writeFileSync(join(root, `earlier.${format}`), text.slice(0, end))
    const { status, result } = cliJson(['.'], { cwd: root })
    expect([status, result.faults], text.slice(end - 20, end)).toEqual([0, []])
  }
})

test.each([
  ['without findings', ''],
  ['with findings', 'spec: {hostPID: true, containers: [{name: a, image: a}]}'],
])('what was written for browsers, Jenkins and GitLab is no input: %s', (_, spec) => {
  const root = workspace()
  writeFileSync(
    join(root, 'k8s/pod.yaml'),
    `apiVersion: v1\nkind: ${spec ? 'Pod' : 'ConfigMap'}\nmetadata: {name: a}\n${spec}\n`,
  )
  const run = '$sea . --fail-on never --output r.html --output r.xml --output r.md --output r.txt'
  const gitlab = '--output gitlab=gl-code-quality-report.json'
  expect(shell(root, `${run} ${gitlab}`).status).toBe(0)
  const { result } = cliJson(['.', '--fail-on', 'never'], { cwd: root })
  expect([result.faults, result.inputs['unreadCount'], result.inputs['reports']]).toEqual([[], 0, 0])
})

test('the report of another tool that was cut is a fault all the same', () => {
  const root = workspace()
  writeFileSync(join(root, 'x.sarif'), '{"$schema": "x", "runs": [{"tool": {"driver": {"name": "Seaworthy-like"')
  expect(cliJson(['.'], { cwd: root }).result.faults.map(({ code }) => code)).toEqual(['NOT_JSON'])
})
