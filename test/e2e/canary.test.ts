import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Canary, type Class, draw, searchFor } from '../canary/canary.ts'
import { classAt, PLACES } from '../canary/hunt.ts'
import { RENDERED_PLACES } from '../canary/places/rendered.ts'
import { secretsFor } from '../canary/secrets.ts'
import { type Place, plant } from '../canary/write.ts'
import { cli } from './kit/cli.ts'
import { github42, onPullRequest, workspace } from './kit/step.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

/** A policy that is broken stops the run, and the name of a file is quoted. */
const placed = PLACES.filter(({ group }) => group !== 'policy' && group !== 'file name')

interface Planted {
  readonly files: Record<string, string>
  /** Which is which. */
  readonly titles: Map<Canary, string>
}

/** The places in folders of one checkout, each with secrets of some classes. */
function checkout(places: readonly Place[], classes: readonly Class[]): Planted {
  const planted: Planted = { files: { 'out/.keep': '' }, titles: new Map() }
  for (const [index, place] of places.entries())
    for (const [nth, name] of classes.entries()) {
      const secrets = secretsFor(index).filter(secret => classAt(place, secret) === name)
      const secret = secrets[(index * 7) % secrets.length]
      if (!secret) continue
      const canary = draw(secret, index * 10 + nth)
      planted.titles.set(canary, `${secret.title} at ${place.group}: ${place.title}`)
      for (const [file, text] of Object.entries(plant(place, canary))) planted.files[`p${index}-${nth}/${file}`] = text
    }
  return planted
}

function leaksOf({ titles }: Planted, outputs: Readonly<Record<string, string>>): readonly string[] {
  const search = searchFor([...titles.keys()])
  return Object.entries(outputs).flatMap(([output, text]) =>
    [...search(text)].map(([canary, excerpt]) => `${titles.get(canary)} in ${output}: ${JSON.stringify(excerpt)}`),
  )
}

const FORMATS = ['json', 'sarif', 'markdown', 'github']

/** What the command line puts out of a run, in each format and beside them. */
function outputsOfCli(cwd: string, path = '/nowhere'): Readonly<Record<string, string>> {
  const asked = FORMATS.flatMap(format => ['--output', `${format}=out/${format}`])
  const { stdout, stderr } = cli(['--profile', 'strict', ...asked], { cwd, path })
  const written = FORMATS.map(format => [format, readFileSync(join(cwd, 'out', format), 'utf8')])
  return { ...Object.fromEntries(written), text: stdout, log: stderr }
}

const CLASSES: readonly Class[] = ['behind a name', 'known form', 'command', 'URL', 'PEM']

test('the command line puts out none of them', () => {
  const planted = checkout(
    placed.filter((_, index) => index % 2 === 0),
    CLASSES,
  )
  expect(planted.titles.size).toBeGreaterThan(300)
  const cwd = workspace(undefined, planted.files)
  const fixing = cli(['--profile', 'strict', '--fix=all', '--dry-run'], { cwd }).stderr
  expect(fixing).toContain('would fix')
  expect(leaksOf(planted, { ...outputsOfCli(cwd), 'dry run': fixing }).slice(0, 20)).toEqual([])
})

test('the Action says none of them: in the log, the summary, the outputs and the comment', async () => {
  const planted = checkout(
    placed.filter((_, index) => index % 8 === 0),
    CLASSES.slice(0, 2),
  )
  const github = await github42()
  const { raw, summary, outputs } = await onPullRequest(github, workspace(undefined, planted.files))
  const files = ['results', 'sarif', 'summary'].map(name => [name, readFileSync(outputs.get(name)!, 'utf8')])
  const comment = github
    .commentsOf()
    .map(({ body }) => body)
    .join('\n')
  expect(comment).not.toBe('')
  const all = { ...Object.fromEntries(files), log: raw.join('\n'), page: summary!, comment }
  expect(leaksOf(planted, all).slice(0, 20)).toEqual([])
})

test.skipIf(noTools).each(['helm3', 'helm4'] as const)(
  `what helm and kustomize say puts out none of them (${noTools ?? 'real %s'})`,
  layer => {
    const planted = checkout(RENDERED_PLACES, CLASSES.slice(0, 2))
    const path = pathOf(toolFolder(layer, 'helm'), toolFolder(layer, 'kubectl'))
    const outputs = outputsOfCli(workspace(undefined, planted.files), path)
    expect(outputs['text']).toContain('helm could not render the chart')
    expect(outputs['text']).toContain('kustomize could not build the overlay')
    expect(leaksOf(planted, outputs).slice(0, 20)).toEqual([])
  },
)
