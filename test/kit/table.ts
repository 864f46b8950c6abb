import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/core/finding.ts'
import { check } from '../../src/engine/check.ts'
import { apply } from '../../src/engine/edits.ts'
import { rules } from '../../src/rules/index.ts'
import type { Options } from '../../src/rules/rule.ts'
import { broken } from './broken.ts'
import { rulePage } from './page.ts'
import { filesOf, type Input, read } from './read.ts'

/** The Kubernetes minor that tables are judged for, unless they say otherwise. */
const KUBERNETES = 36

export interface Table {
  /** [what is special about it, input, the text to be underlined (one string per finding, in order)] */
  readonly bad: readonly (readonly [title: string, input: Input, ...underlined: [string, ...string[]]])[]
  readonly good: readonly (readonly [title: string, input: Input])[]
  /** Rows that need other options than the defaults. */
  readonly withOptions?: readonly (readonly [title: string, options: Options, input: Input, ...underlined: string[]])[]
  /** True when every bad row must come with a fix that heals it. */
  readonly fixes?: true
  /** Messages of the first bad row, word by word. */
  readonly says?: string
}

/** All the tests of a rule, the proof of its fix, and its page in docs/rules. */
export function table(id: string, { bad, good, withOptions = [], fixes, says }: Table): void {
  const known = rules.get(id)
  if (!known) throw new Error(`no rule \`${id}\`: is its file listed in src/rules/index.ts?`)
  const rule = broken(known)
  const run = async (input: Input, options: Options = rule.options ?? {}): Promise<readonly Finding[]> => {
    const { findings, faults } = check(await read(input), [{ rule, options }], { kubernetes: KUBERNETES })
    expect(faults).toEqual([])
    return findings
  }

  describe(id, () => {
    test.each(bad)('finds: %s', async (_, input, ...underlined) => {
      expect((await run(input)).map(finding => finding.location.text)).toEqual(underlined)
    })
    test.each(good)('leaves alone: %s', async (_, input) => {
      expect((await run(input)).map(finding => finding.location.text)).toEqual([])
    })
    for (const [title, options, input, ...underlined] of withOptions)
      test(`with options: ${title}`, async () => {
        const found = await run(input, { ...rule.options, ...options })
        expect(found.map(finding => finding.location.text)).toEqual(underlined)
      })
    test.each(bad)('its fix, if it has one, heals: %s', async (_, input) => {
      for (const finding of await run(input)) {
        if (fixes) expect(finding.fix, 'a fix').toBeDefined()
        if (finding.fix) expect(await healed(input, finding)).not.toContain(finding.fingerprint)
      }
    })
    test('has an up-to-date page, and says what it found', async () => {
      // A rule that only speaks with a setting has no bad row without one.
      const [input, options] = bad[0] ? [bad[0][1]] : [withOptions[0]![2], withOptions[0]![1]]
      const [finding] = await run(input, options)
      if (says !== undefined) expect(finding!.message).toBe(says)
      const page = rulePage(rule, filesOf(input), filesOf(good[0]![1]), finding!)
      await expect(page).toMatchFileSnapshot(resolve(`docs/rules/${id}.md`))
    })
  })

  /** The fingerprints that are left when the fix of one finding has been applied. */
  async function healed(input: Input, { fix, location }: Finding): Promise<readonly string[]> {
    const files = filesOf(input)
    const text = files[location.file]!
    const after = apply(text, fix!.edits)
    expect(after).not.toBe(text)
    return (await run({ ...files, [location.file]: after })).map(finding => finding.fingerprint)
  }
}
