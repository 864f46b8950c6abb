// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { expect, test } from 'vitest'
import { isSpdx } from '../../../../src/docker/spdx.ts'
import type { Table } from '../../../kit/judge.ts'
import { table } from '../../../kit/table.ts'

const file = (lines: string): string => `FROM alpine:3.22\n${lines}\n`
const labels = ['org.acme.x']
const TEAM = 'LABEL org.acme.x=core'

table('label-missing', {
  bad: [],
  good: [
    ['a label', file(TEAM)],
    ['no list, no opinion', file('CMD ["/app"]')],
  ],
  withOptions: [
    ['there is none', { labels }, file('LABEL org.acme.y=core'), 'alpine:3.22'],
    ['several', { labels: ['a', 'b', 'c'] }, file('LABEL b=1'), 'alpine:3.22', 'alpine:3.22'],
    ['it is there', { labels }, file(TEAM)],
    ['without an equals sign', { labels }, file('LABEL org.acme.x core')],
    ['in the stage it is built from', { labels }, `FROM a:1 AS b\n${TEAM}\nFROM b`],
    ['a stage that is built for itself', { labels }, `FROM a:1\nFROM b:1\n${TEAM}`, 'a:1'],
    ['a stage that files are taken from', { labels }, `FROM a:1 AS Build\nFROM b:1\n${TEAM}\nCOPY --from=build /x /x`],
    ['by its number', { labels }, `FROM a:1\nFROM b:1\n${TEAM}\nRUN --mount=from=0,target=/x y`],
    ['a stage that the image is built from', { labels }, `FROM a:1 AS b\nFROM b AS c\nFROM c\n${TEAM}`],
    [
      'a stage that such a one is built from',
      { labels },
      `FROM a:1 AS b\nFROM b AS c\nFROM d:1\n${TEAM}\nCOPY --from=c /x /x`,
    ],
    ['one of two that are built from it', { labels }, `FROM a:1 AS b\nFROM b\n${TEAM}\nFROM b`, 'b'],
  ],
  says: 'stage 0 has no label `org.acme.x`',
})

table('label-superfluous', {
  bad: [],
  good: [
    ['on the list', file(TEAM)],
    ['no list, no opinion', file('LABEL a=b')],
  ],
  withOptions: [
    ['another one', { labels }, file('LABEL org.acme.x=1 org.acme.z=2'), 'org.acme.z'],
    ['on the list', { labels }, file('LABEL org.acme.x=1')],
    ['a name that only the build knows', { labels }, file('ARG A\nLABEL $A=1')],
    ['no label', { labels }, file('ENV A=1')],
  ],
  says: 'label `org.acme.z` is not in the `labels` option',
})

/** The rows of a rule about values: what it reports, what it leaves alone, and how. */
const values = (says: string, wrong: readonly string[], right: readonly string[]): Table => ({
  bad: [],
  good: [
    ['a right one', file(`LABEL org.acme.x="${right[0]}"`)],
    ['no list, no opinion', file('LABEL org.acme.x=""')],
  ],
  withOptions: [
    ...wrong.map(text => [`\`${text}\``, { labels }, file(`LABEL org.acme.x="${text}"`), `"${text}"`] as const),
    ...right.map(text => [`\`${text}\``, { labels }, file(`LABEL org.acme.x="${text}"`)] as const),
    ['another label', { labels }, file('LABEL org.acme.y="" a=?')],
    ['only the build knows', { labels }, file('ARG A\nLABEL org.acme.x=$A')],
  ],
  says: `label \`org.acme.x\` is ${says}`,
})

table('label-empty', {
  ...values('empty', [''], ['x', ' ', 'x'.repeat(1001)]),
})

table('label-not-url', {
  ...values(
    'not a URL',
    ['git.example/shop', 'https://git.example/a b', '/shop', 'https:'],
    ['https://git.example/shop?a=b#c', 'urn:shop:web', 'https://[::1]:8080/x', `data:,${'a'.repeat(1001)}`],
  ),
})

table('label-not-rfc3339', {
  ...values(
    'not an RFC 3339 timestamp',
    ['2026-01-31', '2026-13-01T00:00:00Z', '2026-01-31 12:00:00', '2026-01-31T12:00:00', 'today'],
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.123+02:00'],
  ),
})

table('label-not-spdx', {
  ...values(
    'not an SPDX license',
    ['Apache License 2.0', 'GPLv3', 'MIT OR', ''],
    ['MIT', 'apache-2.0 OR (MIT AND BSD-3-Clause)', 'GPL-2.0+ WITH Classpath-exception-2.0', 'LicenseRef-Acme'],
  ),
})

table('label-not-git-hash', {
  ...values(
    'not a Git commit',
    ['v1.4.2', '4b825dc6', '4B825DC', 'main'],
    ['4b825dc', '4b825dc642cb6eb9a060e54bf8d69288fbee4904', 'ab'.repeat(32)],
  ),
})

table('label-not-semver', {
  ...values(
    'not a semantic version',
    ['v1.4.2', '1.4', '01.4.2', '1.4.2-', '1.4.2-01'],
    ['1.4.2', '1.4.2-rc.1+build.7', '0.0.0-0a'],
  ),
})

table('label-not-email', {
  ...values(
    'not an e-mail address',
    ['team', 'team@', '@shop.example', 'a b@shop.example'],
    ['team@shop.example', 'a+b@c-d.example'],
  ),
})

test('a long licence costs no time', () => {
  expect(isSpdx('MIT OR '.repeat(100_000))).toBe(false)
})
