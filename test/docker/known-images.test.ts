import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { KNOWN_IMAGES } from '../../src/docker/images/known.ts'

/** Rows of the page that tells where each was read, without their head. */
const page = readFileSync('docs/known-images.md', 'utf8')
const listed = page.split('\n').filter(line => line.startsWith('| `'))

test('each known image is listed with the repository, the commit and the place that it was read in', () => {
  expect(listed.map(line => line.split('`')[1])).toEqual(KNOWN_IMAGES.map(({ name }) => name))
  expect(listed.filter(line => !/`[\w.-]+\/[\w.-]+@[0-9a-f]{40} [^`:]+:[^`]+` \|$/.test(line))).toEqual([])
})

test('each is listed with the user that it has', () => {
  const users = listed.map(line => line.split(' | ')[2]!.replaceAll('`', ''))
  expect(users).toEqual(KNOWN_IMAGES.map(({ user }) => user))
})

test('no row stands behind one that fits all tags of its image', () => {
  const general = new Set<string>()
  const unseen = KNOWN_IMAGES.filter(({ name, tags, since }) => {
    const isBehind = general.has(name)
    if (!tags && since === undefined) general.add(name)
    return isBehind
  })
  expect(unseen).toEqual([])
})

test('a version is a number, or two', () => {
  for (const { since } of KNOWN_IMAGES) if (since !== undefined) expect(since).toMatch(/^\d+(\.\d+)?$/)
})
