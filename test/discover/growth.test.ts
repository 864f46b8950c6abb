import { describe, expect, test } from 'vitest'
import { discover } from '../../src/discover/discover.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { folderOf } from '../kit/folders.ts'
import { expectLine, stepsOf } from '../kit/steps.ts'

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n'

type Files = Readonly<Record<string, string>>

const many = (count: number, files: (i: number) => Files): Files =>
  Object.assign({}, ...Array.from({ length: count }, (_, i) => files(i)))

describe('to find the files costs no more than their number', () => {
  test.each<[string, (i: number) => Files, ((i: number) => string)?]>([
    ['of many charts', i => ({ [`c${i}/Chart.yaml`]: 'name: x\n', [`c${i}/templates/pod.yaml`]: POD })],
    ['of many named folders', i => ({ [`f${i}/pod.yaml`]: POD }), i => `f${i}`],
  ])('%s', async (_, files, path) => {
    const sizes = [100, 400]
    const folders = new Map(sizes.map(size => [size, folderOf(many(size, files))]))
    const steps = await stepsOf(
      () => import('../../src/discover/discover.ts'),
      ({ discover }, size) => {
        const paths = path ? Array.from({ length: size }, (_, i) => path(i)) : []
        const found = discover(new DiskHost(folders.get(size)!), { paths, reports: [], include: [], exclude: [] })
        expect(found.faults).toEqual([])
      },
      sizes,
    )
    expectLine(steps)
  })
})

test('of .gitignore files inside of each other fifty are honoured: each is asked for all below it', () => {
  const deep = (i: number): string => 'a/'.repeat(i)
  const ignored = (i: number): Files => ({ [`${deep(i)}.gitignore`]: `${i}.yaml\n`, [`${deep(i)}${i}.yaml`]: POD })
  const wanted = { paths: [], reports: [], include: [], exclude: [] }
  const { manifests } = discover(new DiskHost(folderOf(many(52, ignored))), wanted)
  expect(manifests.map(({ file }) => file)).toEqual([`${deep(50)}50.yaml`, `${deep(51)}51.yaml`])
})
