import { expect, test } from 'vitest'
import type { Finding } from '../../src/core/finding.ts'
import { Lines } from '../../src/core/source.ts'
import { type Format, render } from '../../src/report/render.ts'
import { rules } from '../../src/rules/index.ts'
import { found } from '../policy/kit.ts'
import { at, resultOf } from './kit.ts'

const COUNT = 30_000
const FILES = 3000
const IDS = [...rules.keys()].slice(0, 60)
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const
/** A file of long lines: no finding needs more than a part of one. */
const within = new Lines(
  Array(60)
    .fill(`        image: registry.example/shop/service:1.4.2 # ${'x'.repeat(1000)}`)
    .join('\n'),
)

/** As many as the largest repositories have. `told`: those whose message a reporter has asked for. */
function manyFindings(): { readonly findings: readonly Finding[]; readonly told: Set<number> } {
  const told = new Set<number>()
  const findings = Array.from({ length: COUNT }, (_, n) => {
    const { location } = at(
      `clusters/prod/team-${n % 50}/service-${n % FILES}/deployment.yaml`,
      1 + (n % 60),
      9,
      'image',
    )
    return Object.defineProperty(
      found({
        rule: IDS[n % IDS.length]!,
        severity: SEVERITIES[n % SEVERITIES.length]!,
        fingerprint: String(n),
        location: { ...location, within },
      }),
      'message',
      {
        enumerable: true,
        get: () => {
          told.add(n)
          return `container \`app-${n}\` has no memory limit`
        },
      },
    )
  })
  return { findings, told }
}

test.each<readonly [Format, perFinding: number]>([
  ['html', 600],
  ['junit', 900],
  ['gitlab', 350],
])(
  '30,000 findings in %s are written piece by piece, each in its turn, in %d bytes a finding',
  async (format, most) => {
    const { findings, told } = manyFindings()
    const result = resultOf(findings)
    told.clear()
    let [size, longest, written, ahead] = [0, 0, 0, 0]
    for (const piece of await render(format, result, { colour: false })) {
      size += piece.length
      longest = Math.max(longest, piece.length)
      written += piece.includes('has no memory limit') ? 1 : 0
      ahead = Math.max(ahead, told.size - written)
    }
    expect(written).toBe(COUNT)
    expect(ahead).toBeLessThan(100)
    expect(longest).toBeLessThan(20_000)
    expect(size / COUNT).toBeLessThan(most)
  },
)
