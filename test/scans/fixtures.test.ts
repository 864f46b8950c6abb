import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeJson } from '../../src/scans/index.ts'
import { readers } from '../../src/scans/readers/index.ts'
import { faults, pod, readFiles } from '../read/kit.ts'
import { fixtures, folders } from './kit.ts'

const reading = readers.filter(({ unread }) => unread === undefined).map(({ format }) => format)

test('every reader has a folder of fixtures, and every folder its reader', () =>
  expect([...folders].sort()).toEqual([...reading].sort()))

test('no two readers have the same format', () =>
  expect(new Set(readers.map(({ format }) => format)).size).toBe(readers.length))

test.each(fixtures)('%s is recognised by its own reader and by no other', file => {
  const json = decodeJson(readFileSync(file), file)
  const recognised = readers.filter(reader => reader.recognises(json)).map(({ format }) => format)
  expect(recognised).toEqual([file.split('/').at(-2)])
})

test.each(fixtures)('%s is found by a run, whatever it is called', async file => {
  const read = await readFiles({ 'k8s/web.yaml': pod('web'), 'out/1.json': readFileSync(file) })
  expect(read.inputs.reports).toBe(1)
  expect(faults(read).filter(fault => !fault.startsWith('INCOMPLETE_REPORT'))).toEqual([])
})
