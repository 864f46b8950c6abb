import { globMatcher, withFolders } from '../core/glob.ts'
import { folderOf, join, nameOf } from '../core/paths.ts'
import type { Source } from '../core/source.ts'
import type { Dockerfile } from '../docker/ast.ts'
import { type Resource, textOf } from '../kube/resource.ts'
import type { World } from './world.ts'

/** Folders of what only tests read. */
const TESTS =
  /^(?:(?:.+[-_])?(?:e2e|fixtures|testdata|tests)|(?:.+[-_])?test[-_](?:assets|cases|data|images|manifests|resources)|(?:acceptance|e2e|integration|load|perf|performance|smoke|unit)[-_]test|test|__tests__|__fixtures__|cypress|golden|kuttl|playwright|\.?(?:chainsaw|kyverno)(?:-tests?)?)$/

/** Where `test` is an environment beside others. */
const OF_ENVIRONMENTS: ReadonlySet<string> = new Set(['clusters', 'env', 'environments', 'envs', 'overlays', 'stages'])
const ENVIRONMENTS = [
  'acc',
  'dev',
  'development',
  'live',
  'prd',
  'preprod',
  'prod',
  'production',
  'qa',
  'stage',
  'staging',
  'stg',
  'uat',
]

/** The folders of files, and those around them. */
function foldersOf(files: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const file of files)
    for (let folder = folderOf(file); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder)
  return folders
}

/** Tells of a file whether it is in a folder of tests. */
function inTestFolders(files: Iterable<string>): (file: string) => boolean {
  const folders = foldersOf(files)
  const isEnvironment = (folder: string): boolean =>
    OF_ENVIRONMENTS.has(nameOf(folderOf(folder))) ||
    ENVIRONMENTS.some(environment => folders.has(join(folderOf(folder), environment)))
  const known = new Map<string, boolean>([['', false]])
  const isOfTests = (folder: string): boolean => {
    const told = known.get(folder)
    if (told !== undefined) return told
    const name = nameOf(folder)
    const answer = (TESTS.test(name) && !(name === 'test' && isEnvironment(folder))) || isOfTests(folderOf(folder))
    known.set(folder, answer)
    return answer
  }
  return file => isOfTests(folderOf(file))
}

/** What rules look at: a file, and an object in it. */
export interface Placed {
  readonly source: Pick<Source, 'file'>
  readonly object?: Resource
}

const placesIn = (resources: readonly Resource[], dockerfiles: readonly Dockerfile[]): readonly Placed[] => [
  ...resources.map(object => ({ source: object.source, object })),
  ...dockerfiles.map(source => ({ source })),
]

/** Run by `helm test` alone (helm.sh/docs/topics/chart_tests). */
const isTestHook = ({ json }: Resource): boolean =>
  textOf(json.metadata?.annotations?.['helm.sh/hook'])
    .split(',')
    .some(hook => /^test(?:-success|-failure)?$/.test(hook.trim()))

/** Whatever file of a folder. */
const fileIn = (folder: string): string => join(folder, 'x')

/**
 * Tells what only tests read. An overlay outside of their folders deploys what it takes from there, and whoever names
 * nothing but tests wants them judged.
 * @param globs of test files, where the policy has them
 * @param paths that were named
 */
export function ofTests(
  world: World,
  globs: readonly string[] | undefined,
  paths: readonly string[],
): (placed: Placed) => boolean {
  if (globs?.length === 0) return () => false
  const places = placesIn(world.everyResource, world.everyDockerfile)
  const isTestFile = globs
    ? globMatcher(globs.flatMap(withFolders))
    : inTestFolders(places.map(({ source: { file } }) => file))
  const isOfTests = ({ source: { file }, object }: Placed): boolean =>
    (object !== undefined && isTestHook(object)) ||
    (isTestFile(file) && (object?.origin === undefined || isTestFile(fileIn(object.origin.root))))
  const areNamed = paths.length > 0 && paths.every(path => isTestFile(path) || isTestFile(fileIn(path)))
  return areNamed ? () => false : isOfTests
}

/** The files of which nothing is judged, because only tests read them. */
export const testFilesIn = (world: World, isOfTests: (placed: Placed) => boolean): ReadonlySet<string> =>
  new Set(
    placesIn(world.resources, world.dockerfiles)
      .filter(isOfTests)
      .map(({ source: { file } }) => file),
  )
