import { describe, expect, test } from 'vitest'
import type { Before, NoBase } from '../../src/core/base.ts'
import { COMMENT_LIMIT } from '../../src/host/action/comment.ts'
import { baseOf } from '../../src/host/base/base.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { run } from '../../src/pipeline.ts'
import { overridesOf } from '../../src/policy/file/overrides.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import { rules } from '../../src/rules/index.ts'
import { MemoryHost } from '../fuzz/host.ts'
import { checkoutOf, type PullRequest, pullRequestOf, type Repository } from '../kit/repository.ts'
import { BASE, CHANGE, type Outcome, WAYS, type Way } from './ways.ts'

const WORKFLOW = '.github/workflows/ci.yml'

const filesOf = ({ base }: Way): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...BASE, ...base }).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  )

const bytesOf = (way: Way): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(filesOf(way)).map(([name, text]) => [name, new TextEncoder().encode(text)]))

const pullOf = (way: Way): PullRequest => pullRequestOf(filesOf(way), { ...CHANGE, ...way.change })

/** What comes of a change in a checkout. */
async function outcomeOf(
  { config, baseline, ...asked }: NonNullable<Way['with']>,
  root: string,
  base: Before | undefined,
): Promise<Outcome> {
  const result = await run(new DiskHost(root), rules, {
    ...{ paths: [], reports: [], workflow: WORKFLOW, ...(base && { base }), ...(config !== undefined && { config }) },
    overrides: { ...(await overridesOf(asked, rules)), ...(baseline !== undefined && { baseline }) },
  })
  const [heading = '', ...shown] = toMarkdown(result, COMMENT_LIMIT).split('\n').filter(Boolean)
  const lines = shown.filter(line => line !== '**Could not be checked**:')
  const end = lines.findIndex(line => !/^(?:⚠️ (?!\d)|- |This change)/u.test(line))
  return {
    verdict: result.verdict.outcome,
    mark: /^### (\S+)/.exec(heading)?.[1] as Outcome['mark'],
    top: lines.slice(0, end).map(line => line.replaceAll('\\', '')),
  }
}

const baseIn = ({ root }: Repository, { merge, head, base }: PullRequest): Before | undefined =>
  baseOf(root, undefined, { name: 'pull_request', merge, head, base })

describe.each(Object.entries(WAYS))('%s', (_, way) => {
  const { clone, api = clone, none, with: asked = {} } = way

  test('with the base in the clone', async () => {
    const pull = pullOf(way)
    const checkout = checkoutOf(pull.origin, pull.merge, 2)
    expect(await outcomeOf(asked, checkout.root, baseIn(checkout, pull))).toEqual(clone)
  })

  test('with the settings from GitHub', async () => {
    const pull = pullOf(way)
    const checkout = checkoutOf(pull.origin, pull.merge, 1)
    const base: NoBase = {
      ...(baseIn(checkout, pull) as NoBase),
      source: 'api',
      settings: new MemoryHost(bytesOf(way)),
    }
    expect(await outcomeOf(asked, checkout.root, base)).toEqual(api)
  })

  test('without either', async () => {
    const pull = pullOf(way)
    const checkout = checkoutOf(pull.origin, pull.merge, 1)
    const step = `base commit \`${pull.base.slice(0, 7)}\` is not in this clone: add \`with: {fetch-depth: 2}\` to \`actions/checkout\``
    const own = `The policy comes from the change itself: ${step}`
    const { top, ...outcome } = await outcomeOf(asked, checkout.root, baseIn(checkout, pull))
    const { top: told = [], ...expected } = none ?? { ...clone, top: [] }
    expect(outcome).toEqual(expected)
    expect(top).toEqual([`⚠️ ${own}`, ...told])
  })
})
