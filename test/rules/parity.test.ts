import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { PEER_NAMES, PEERS, type Peer } from '../../src/core/rule.ts'
import { namesOf } from '../../src/policy/suppressions/names.ts'
import { rules } from '../../src/rules/index.ts'

/** The ids of a peer's checks, taken from its repository at a commit. */
interface Checks {
  readonly repository: string
  /** The repository that this one is a copy of, when the original is too large to read. */
  readonly copyOf?: string
  readonly commit: string
  readonly date: string
  /** The files and folders that state them. */
  readonly paths: readonly string[]
  readonly manifests?: readonly string[]
  readonly dockerfiles?: readonly string[]
  /** Other names of a check that the peer accepts. */
  readonly spellings?: Readonly<Record<string, readonly string[]>>
}

type Ids = { readonly [P in Peer]?: readonly string[] }

const FOLDER = '__fixtures__/peers'
const json = <T>(name: string): T => JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8')) as T
const idsOf = (checks: Checks): readonly string[] => [...(checks.manifests ?? []), ...(checks.dockerfiles ?? [])]

/** Peers without a list judge images (Dockle), or have not been maintained for years (dockerfilelint). */
const LISTED = PEERS.filter(peer => existsSync(`${FOLDER}/${peer}.json`))
const CHECKS = new Map(LISTED.map(peer => [peer, json<Checks>(peer)]))

const REFUSED = json<readonly { readonly reason: string; readonly ids: Ids }[]>('refused')
/** What will be claimed: by area, then by the rule that will do so. */
const LATER = json<Readonly<Record<string, Readonly<Record<string, Ids>>>>>('later')

const AREAS = Object.entries(LATER).map(([area, slugs]) => ({ area, ids: Object.values(slugs) }))
const among = (tables: readonly Ids[], peer: Peer): readonly string[] => [
  ...new Set(tables.flatMap(ids => ids[peer] ?? [])),
]
const planned = (peer: Peer): readonly string[] =>
  among(
    AREAS.flatMap(({ ids }) => ids),
    peer,
  )
const refused = (peer: Peer): readonly string[] =>
  among(
    REFUSED.map(({ ids }) => ids),
    peer,
  )

const names = namesOf(rules)
/** The rules that an id of a peer stands for: Monokle's `KSV012` is a check of Trivy. */
const claiming = (peer: Peer, id: string): readonly string[] =>
  names(peer === 'monokle' && id.startsWith('KSV') ? 'trivy' : peer, id)

const NEWER = 'a query of KICS that is younger than the copy'
const OLDER = 'a check that Trivy has removed, and Monokle still runs'

/** Ids that rules claim although no list has them, and why. */
const BEYOND: { readonly [P in Peer]?: Readonly<Record<string, string>> } = {
  kics: {
    'c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4': NEWER,
    '34945ae8-730d-424c-8279-b064d9f108de': NEWER,
    '682fe378-c180-4bd5-8a14-95fc285fb269': NEWER,
    '989ab888-7d1e-410f-9dde-c64a1d367bf2': NEWER,
    '09fda05e-da85-4ee7-ab8d-2800a5e6e756': NEWER,
    '8f6456be-0018-46db-9ce6-b3b6dc8d34d2': NEWER,
    'd4895357-dd49-4ba5-b726-1bb81cb50989': NEWER,
  },
  trivy: {
    'KSV-0029': OLDER,
    'AVD-KSV-0029': OLDER,
    KSV029: OLDER,
  },
}

/** The spellings of a check of Trivy, also those that only others of its family have: `KSV109`, names with and without `kubernetes-`. */
const formsOf = (id: string, names: readonly string[]): readonly string[] => [
  ...names,
  id.replace(/-0?(?=\d{3}$)|-(?=\d{5}$)/, ''),
  ...names.flatMap(name => [`kubernetes-${name}`, name.replace(/^kubernetes-/, '')]),
]

/** Spellings that Trivy itself lists for the wrong check: they are those of another one. */
const MISTAKEN: ReadonlySet<string> = new Set(['KSV0012'])

describe.each(LISTED)('%s', peer => {
  const ids = idsOf(CHECKS.get(peer)!)

  test('has a list of distinct ids, and states where it is from', () => {
    const { repository, commit, date, paths } = CHECKS.get(peer)!
    expect({ repository, commit, date, paths }).toEqual({
      repository: expect.stringMatching(/^[\w-]+\/[\w-]+$/) as string,
      commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      date: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) as string,
      paths: expect.arrayContaining([expect.any(String)]) as string[],
    })
    expect(ids.length).toBeGreaterThan(20)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('has no check that is not claimed, planned or refused', () => {
    const known = new Set([...planned(peer), ...refused(peer)])
    expect(ids.filter(id => claiming(peer, id).length === 0 && !known.has(id))).toEqual([])
  })

  test('has no check that is claimed, and planned or refused', () => {
    expect([...planned(peer), ...refused(peer)].filter(id => claiming(peer, id).length > 0)).toEqual([])
  })

  test('has no check that is planned and refused, or refused twice', () => {
    const all = [...planned(peer), ...REFUSED.flatMap(row => row.ids[peer] ?? [])]
    expect(all.filter((id, index) => all.indexOf(id) < index)).toEqual([])
  })

  test('has every check that is planned or refused', () => {
    const all = [...planned(peer), ...refused(peer)]
    expect(all.filter(id => !ids.includes(id))).toEqual([])
  })

  test('has every id that a rule claims, wherever an id is accepted', () => {
    const spellings = Object.entries(CHECKS.get(peer)!.spellings ?? {}).flatMap(([id, names]) => formsOf(id, names))
    const known = new Set([...ids, ...spellings, ...Object.keys(BEYOND[peer] ?? {})])
    const claimed = [...rules.values()].flatMap(({ peers }) => [peers?.[peer] ?? []].flat())
    expect([...new Set(claimed)].filter(id => !known.has(id))).toEqual([])
    expect(claimed.filter(id => rules.resolve(id).length === 0)).toEqual([])
  })

  test('has no exception that its list makes unnecessary', () => {
    const claimed = new Set([...rules.values()].flatMap(({ peers }) => [peers?.[peer] ?? []].flat()))
    expect(Object.keys(BEYOND[peer] ?? {}).filter(id => ids.includes(id) || !claimed.has(id))).toEqual([])
  })
})

test('every spelling of a check of Trivy stands for the rules of its id', () => {
  const { spellings = {} } = CHECKS.get('trivy')!
  const settled = Object.entries(spellings)
  const wrong = settled.flatMap(([id, all]) =>
    all
      .filter(word => !MISTAKEN.has(word) || id.startsWith(word.slice(0, 3)))
      .filter(word => !claiming('trivy', id).every(rule => claiming('trivy', word).includes(rule)))
      .map(word => `${id} ${word}`),
  )
  expect(wrong).toEqual([])
})

const KINDS = { manifests: 'manifests', dockerfiles: 'Dockerfiles' } as const

/** A row for each kind of file that a peer checks: where its ids are from, and what becomes of them. */
function countsOf(peer: Peer): readonly string[] {
  const { repository, copyOf, commit, date, ...checks } = CHECKS.get(peer)!
  const [lost, later] = [refused(peer), planned(peer)]
  const link = `[${repository}](https://github.com/${repository}/tree/${commit})`
  const source = copyOf === undefined ? link : `${link}, a copy of ${copyOf}`
  return Object.entries(KINDS).flatMap(([kind, noun]) => {
    const ids = checks[kind as keyof typeof KINDS] ?? []
    if (ids.length === 0) return []
    const claimed = ids.filter(id => claiming(peer, id).length > 0)
    const unclaimed = ids.filter(id => !claimed.includes(id))
    const [dropped, planned] = [lost, later].map(all => unclaimed.filter(id => all.includes(id)))
    const counts = [ids, claimed, planned!, dropped!].map(all => all.length)
    return `| ${PEER_NAMES[peer]} | ${noun} | ${source} | ${date} | ${counts.join(' | ')} |`
  })
}

const inOrder = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

/** ``Checkov `CKV_K8S_1`; Trivy `KCV-0001`, `KCV-0002` ``. */
const listed = (tables: readonly Ids[]): string =>
  LISTED.flatMap(peer => {
    const ids = among(tables, peer).toSorted(inOrder)
    return ids.length === 0 ? [] : [`${PEER_NAMES[peer]} ${ids.map(id => `\`${id}\``).join(', ')}`]
  }).join('; ')

/** docs/peers.md, made from the lists. */
const page = (): string =>
  [
    '# Checks of other tools',
    '',
    'Each check of these tools is claimed by a rule, planned, or refused. [rules.md](rules.md) lists the ids that each rule claims, which are accepted wherever Seaworthy accepts the id of a rule.',
    '',
    '| tool | checks | taken from | date | all | claimed | later | refused |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...LISTED.flatMap(countsOf),
    '',
    'A check can be claimed by several rules, if it reports several faults.',
    '',
    '## Later',
    '',
    '| area | checks |',
    '| --- | --- |',
    ...AREAS.map(({ area, ids }) => `| ${area} | ${listed(ids)} |`),
    '',
    '## Refused',
    '',
    '| reason | checks |',
    '| --- | --- |',
    ...REFUSED.map(({ reason, ids }) => `| ${reason} | ${listed([ids])} |`),
    '',
  ].join('\n')

test('docs/peers.md is made from the lists', () => expect(page()).toMatchFileSnapshot('../../docs/peers.md'))
