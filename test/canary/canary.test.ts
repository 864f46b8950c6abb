import { beforeAll, expect, test } from 'vitest'
import { type Class, draw, searchFor } from './canary.ts'
import { type Hunted, huntAll } from './hunt.ts'

/** One of so many pairs of a secret and a place; `npm run canary` tries them all. */
const EVERY = 60

let hunted: readonly Hunted[] = []
beforeAll(async () => {
  hunted = await huntAll(EVERY)
}, 120_000)

const shown = ({ leak }: Hunted): string =>
  `${leak!.secret} at ${leak!.place} in ${leak!.outputs.join(', ')}: ${JSON.stringify(leak!.excerpt)}`

test.each<Class>(['behind a name', 'known form', 'command', 'URL', 'PEM', 'docker config', '.netrc'])(
  'no secret of the class %s comes out',
  name => {
    const placed = hunted.filter(one => one.class === name)
    expect(placed.length).toBeGreaterThan(20)
    const leaked = placed.filter(({ leak }) => leak)
    expect(leaked.slice(0, 20).map(shown), `${leaked.length} of ${placed.length}`).toEqual([])
  },
)

test('more than 1,500 are placed', () => {
  expect(hunted.length).toBeGreaterThan(1500)
})

test.each([
  ['whole', (text: string) => text],
  ['in capitals', (text: string) => text.toUpperCase()],
  ['in part', (text: string) => text.slice(3, 11)],
  ['in Base64', (text: string) => Buffer.from(text).toString('base64')],
  ['in Base64 behind a byte', (text: string) => Buffer.from(`x${text}yz`).toString('base64')],
  ['in Base64 behind two bytes', (text: string) => Buffer.from(`xx${text}yz`).toString('base64')],
  ['escaped for Markdown', (text: string) => text.replace(/[^\w]/g, '\\$&')],
  ['percent-encoded', encodeURIComponent],
])('a canary is found %s', (_, written) => {
  const canary = draw({ class: 'bare word', title: 'x', text: '{w:20}' }, 7)
  const search = searchFor([canary])
  expect([...search(`before ${written(canary.text)} behind`).keys()]).toEqual([canary])
  expect(search(`before ${written(canary.text.replace(/./g, '*'))} behind`).size).toBe(0)
})

test('a run that prints a line puts its bare words out: they are looked for where they are', () => {
  expect(hunted.some(({ class: of, leak }) => of === 'bare word' && leak?.outputs.includes('text'))).toBe(true)
})
