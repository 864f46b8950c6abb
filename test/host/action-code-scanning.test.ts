import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { packed } from '../../src/host/action/code-scanning.ts'
import { found } from '../policy/kit.ts'
import { at, resultOf } from '../report/kit.ts'

const OPTIONS = {}

/** Words that do not compress. */
const noise = (seed: number): string => Array.from({ length: 60 }, (_, at) => Math.sin(seed * 60 + at + 1)).join(' ')

const result = resultOf(
  Array.from({ length: 200 }, (_, index) =>
    found({ ...at(`k8s/${index}.yaml`, 1), severity: index < 50 ? 'low' : 'high', message: noise(index) }),
  ),
)

const unpacked = (sarif: string) =>
  JSON.parse(gunzipSync(Buffer.from(sarif, 'base64')).toString('utf8')).runs[0].results

test('as many results are sent as fit, the gravest of them', () => {
  const limit = 50_000
  const { sarif, sent } = packed(result, OPTIONS, limit)
  expect(Buffer.from(sarif, 'base64').length).toBeLessThanOrEqual(limit)
  expect(Buffer.from(sarif, 'base64').length).toBeGreaterThan(limit / 2)
  const results = unpacked(sarif)
  expect(results).toHaveLength(sent)
  expect(results.every(({ level }: { level: string }) => level === 'error')).toBe(true)
})

test('all of them when they fit', () => expect(packed(result, OPTIONS).sent).toBe(200))

test('none when not even one fits', () => expect(packed(result, OPTIONS, 10).sent).toBe(0))
