import { expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { Copy } from '../../src/docker/ast.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { listingOf } from '../../src/read/listing.ts'
import { folderOf } from '../kit/folders.ts'
import { readFiles } from './kit.ts'

test('names of folders, and of links nothing but that they are there', () => {
  const listing = listingOf(new DiskHost(folderOf({ 'a/b.txt': 'x', 'a/c': { to: '../d' }, d: 'y' })))
  expect([...listing.entries('a')]).toEqual([
    ['b.txt', { kind: 'file' }],
    ['c', { kind: 'other' }],
  ])
  expect(listing.entries('a/b.txt').size + listing.entries('missing').size + listing.entries('..').size).toBe(0)
})

test('each folder is listed once', () => {
  const host = new DiskHost(folderOf({ 'a/b.txt': 'x' }))
  let asked = 0
  const listing = listingOf(
    Object.assign(Object.create(host), {
      entries: (folder: string) => {
        asked++
        if (folder === 'broken') throw new Fault('UNREADABLE', 'x')
        return host.entries(folder)
      },
    }),
  )
  for (const folder of ['a', 'a', 'broken', 'broken']) listing.entries(folder)
  expect(asked).toBe(2)
})

test('an ignore file that cannot be read leaves the context unknown', async () => {
  const dockerfile = 'FROM a:1\nCOPY . .\n'
  const contextOf = async (ignore: string | Uint8Array) => {
    const { world } = await readFiles({ Dockerfile: dockerfile, '.dockerignore': ignore, 'b.txt': 'x' })
    const [copy] = world.dockerfiles[0]!.stages[0]!.body
    return world.takenBy(copy as Copy).origins.map(({ context }) => context?.folder)
  }
  expect(await contextOf('b.txt')).toEqual([''])
  expect(await contextOf(new Uint8Array([0xff, 0xfe, 0xff]))).toEqual([undefined])
})
