import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { StreamedHost } from '../../src/host/disk/streamed.ts'
import { folderOf } from '../kit/folders.ts'

const hostWith = (file: string, content: string | Uint8Array, outputs: readonly string[] = []): StreamedHost =>
  new StreamedHost(folderOf({ 'k8s/a.yaml': 'on disk', 'out.json': '' }), outputs, [], {
    file,
    bytes: Buffer.from(content),
  })

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

test.each(['k8s/a.yaml', 'k8s/new.yaml', 'new/folder/a.yaml', '../beside.yaml'])('%s is the stream', file => {
  const host = hostWith(file, 'from the stream')
  expect(host.kindOf(file)).toBe('file')
  expect(textOf(host.read(file, 100))).toBe('from the stream')
  expect(textOf(host.head(file, 4))).toBe('from')
})

test('everything else is on the disk', () => {
  const host = hostWith('k8s/b.yaml', 'from the stream')
  expect(textOf(host.read('k8s/a.yaml', 100))).toBe('on disk')
  expect(textOf(host.head('k8s/a.yaml', 2))).toBe('on')
  expect(host.kindOf('b.yaml')).toBe('missing')
})

test('limits hold for it, packed or not', () => {
  expect(() => hostWith('a.yaml', 'x'.repeat(11)).read('a.yaml', 10)).toThrow('size 1 MB exceeds the limit of 1 MB')
  const packed = hostWith('a.json.gz', gzipSync('x'.repeat(1000)))
  expect(textOf(packed.read('a.json.gz', 1000))).toBe('x'.repeat(1000))
  expect(textOf(packed.head('a.json.gz', 3))).toBe('xxx')
  expect(() => packed.read('a.json.gz', 999)).toThrow('unpacked size exceeds the limit of 1 MB')
})

test('it is not an output, although the file of its name may be one', () => {
  const folder = folderOf({ 'out.json': '', 'other.json': '' })
  const stream = { file: 'out.json', bytes: Buffer.from('{}') }
  const host = new StreamedHost(folder, [`${folder}/out.json`, `${folder}/other.json`], [], stream)
  expect([host.isOutput('out.json'), host.isOutput('other.json')]).toEqual([false, true])
})
