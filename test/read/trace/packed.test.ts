import { describe, expect, test } from 'vitest'
import { tgz } from '../../e2e/kit/tar.ts'
import { noTools, toolFolder } from '../../e2e/kit/tools.ts'
import { onlyPath } from '../../kit/programs.ts'
import { faults, pod, readFiles } from '../kit.ts'

const chart = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`

/** `file:line text` of the image of each pod. */
async function placesIn(files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly string[]> {
  onlyPath(toolFolder('helm4', 'helm'), '/usr/bin', '/bin')
  const read = await readFiles(files)
  expect(faults(read)).toEqual([])
  return read.world.resources.map(({ source, at, root }) => {
    expect(at).toBeDefined()
    const { file, start, text, rendered } = source.locate([...root, 'spec', 'containers', 0, 'image'])
    expect(rendered?.text).toBe('image: shop/web:1.4')
    return `${file}:${start.line} ${text}`
  })
}

describe.skipIf(noTools)(`what packed charts print is where they are included (${noTools ?? 'real helm'})`, () => {
  const db = tgz({ 'db/Chart.yaml': chart('db'), 'db/templates/db.yaml': pod('db') })
  const dependency = (key: string, more = '') =>
    `${key}:\n  - name: x\n    condition: no\n  - name: db\n    version: 1.0.0\n${more}`
  const nested = tgz({
    'outer/Chart.yaml': chart('outer'),
    'outer/charts/db-1.0.0.tgz': db,
    'outer/templates/_x.tpl': '',
  })
  test.each<[string, Readonly<Record<string, string | Uint8Array>>, string]>([
    [
      'at the dependency',
      { 'Chart.yaml': chart('c', 'dependencies:\n  - name: db\n    version: 1.0.0\n'), 'charts/db-1.0.0.tgz': db },
      'Chart.yaml:5 name: db',
    ],
    [
      'by its alias',
      {
        'Chart.yaml': chart('c', 'dependencies:\n  - {name: db, version: 1.0.0, alias: main}\n'),
        'charts/db-1.0.0.tgz': db,
      },
      'Chart.yaml:5 name: db',
    ],
    [
      'at the dependency of an old chart',
      {
        'Chart.yaml': chart('c').replace('v2', 'v1'),
        'requirements.yaml': dependency('dependencies').replace('  - name: x\n    condition: no\n', ''),
        'charts/db-1.0.0.tgz': db,
      },
      'requirements.yaml:2 name: db',
    ],
    [
      'at the package',
      { 'Chart.yaml': chart('c'), 'charts/db-1.0.0.tgz': db },
      'charts/db-1.0.0.tgz:1 image: shop/web:1.4',
    ],
    [
      'of a subchart, at its dependency',
      {
        'Chart.yaml': chart('c'),
        'charts/sub/Chart.yaml': chart('sub', 'dependencies:\n  - name: db\n    version: 1.0.0\n'),
        'charts/sub/charts/db-1.0.0.tgz': db,
      },
      'charts/sub/Chart.yaml:5 name: db',
    ],
    [
      'in one another, at the outer one',
      {
        'Chart.yaml': chart('c', 'dependencies:\n  - name: outer\n    version: 1.0.0\n'),
        'charts/outer-1.0.0.tgz': nested,
      },
      'Chart.yaml:5 name: outer',
    ],
    [
      'not packed, by an alias: in its template',
      {
        'Chart.yaml': chart('c', 'dependencies:\n  - {name: db, version: 1.0.0, alias: main}\n'),
        'charts/db/Chart.yaml': chart('db'),
        'charts/db/templates/db.yaml': pod('db'),
      },
      'charts/db/templates/db.yaml:8 image: shop/web:1.4',
    ],
  ])('%s', async (_, files, expected) => expect(await placesIn(files)).toEqual([expected]))
})
