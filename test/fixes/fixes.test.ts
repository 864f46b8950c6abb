import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Finding } from '../../src/core/finding.ts'
import { apply } from '../../src/engine/edits.ts'
import { onlyPath } from '../kit/programs.ts'
import { judge } from './judge.ts'
import { Tree } from './tree.ts'

const REPOS = '__fixtures__/repos'

test('every fix in the fixtures heals, ends, and changes nothing else', async () => {
  onlyPath()
  const judged = await Promise.all(readdirSync(REPOS).map(async name => judge(await Tree.of(`${REPOS}/${name}`))))
  expect(judged.flatMap(({ failures }) => failures)).toEqual([])
  const fixed = judged.flatMap(({ counts }) => [...counts].filter(([, { fixes }]) => fixes > 0).map(([rule]) => rule))
  expect(new Set(fixed).size).toBeGreaterThan(20)
})

/** That only one file is read again must not show. */
test('what is found in a file with another text is what a run finds there', async () => {
  const tree = await Tree.of(`${REPOS}/shop`)
  const shown = (findings: readonly Finding[]) =>
    findings.map(({ fingerprint, message }) => `${fingerprint} ${message}`)
  for (const { fix, location } of tree.looked.findings) {
    if (!fix) continue
    const text = apply(tree.textOf(location.file), fix.edits)
    const inFile = (await tree.withText(location.file, text)).findings
    const inAll = (await tree.withTexts(new Map([[location.file, text]]))).findings
    const isMeant = ({ home, area }: Finding) => home === location.file && area !== 'image'
    expect(shown(inFile)).toEqual(shown(inAll.filter(isMeant)))
  }
})
