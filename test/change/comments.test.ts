import { expect, test } from 'vitest'
import { container, documents } from '../kit/manifests.ts'
import { type Files, verdictOf } from './kit.ts'

/** A container with this image and these lines. */
const web = (image: string, ...lines: readonly string[]): string => container([`image: ${image}`, ...lines].join('\n'))

const PRIVILEGED = 'securityContext: {privileged: true}'
const IGNORED = `${PRIVILEGED} # seaworthy: ignore privileged-container because of the device`
const ALL = '# seaworthy: ignore * because it is a test\n'

const other = (text: string): string => text.replace('name: web', 'name: other')

/** What is new to a change, of its comments. */
test.each<[string, Files, Files, readonly string[]]>([
  ['was there before', { 'a.yaml': web('x:1', IGNORED) }, { 'a.yaml': web('x:1', IGNORED) }, []],
  ['is further down', { 'a.yaml': web('x:1', IGNORED) }, { 'a.yaml': `# x\n\n${web('x:1', IGNORED)}` }, []],
  [
    'is on a line that has another value, of which nothing new was found',
    {
      'a.yaml': web(
        'shop/web:1',
        'ports: [{containerPort: 80, hostPort: 80}] # seaworthy: ignore host-port because of x',
      ),
    },
    {
      'a.yaml': web(
        'shop/web:2',
        'ports: [{containerPort: 81, hostPort: 80}] # seaworthy: ignore host-port because of x',
      ),
    },
    [],
  ],
  [
    'was moved to something else, which is new',
    { 'a.yaml': documents(`${ALL}${web('x:1', PRIVILEGED)}`, other(web('x:1'))) },
    {
      'a.yaml': documents(
        web('x:1', PRIVILEGED),
        `${ALL}${other(web('x:1', 'securityContext: {privileged: true, runAsUser: 0}'))}`,
      ),
    },
    ['a.yaml:11 comment ignores `*`'],
  ],
  [
    'was copied',
    { 'a.yaml': documents(web('x:1', IGNORED), other(web('x:1'))) },
    { 'a.yaml': documents(web('x:1', IGNORED), other(web('x:1', IGNORED))) },
    ['a.yaml:19 comment ignores `privileged-container`'],
  ],
  [
    'was copied to something that was known',
    { 'a.yaml': documents(web('x:1', IGNORED), other(web('x:1', PRIVILEGED))) },
    { 'a.yaml': documents(web('x:1', IGNORED), other(web('x:1', IGNORED))) },
    ['a.yaml:19 comment ignores `privileged-container`'],
  ],
  [
    'is older than what it holds back',
    { 'a.yaml': `${ALL}${web('x:1')}` },
    { 'a.yaml': `${ALL}${web('x:1', PRIVILEGED)}` },
    [],
  ],
  [
    'has another end',
    { 'a.yaml': web('x:1', IGNORED.replace('because', 'until 2098-12-31 because')) },
    { 'a.yaml': web('x:1', IGNORED.replace('because', 'until 2099-12-31 because')) },
    ['a.yaml:9 comment ignores `privileged-container` until 2099-12-31'],
  ],
  [
    'holds nothing back yet, and is ours',
    { 'a.yaml': web('x:1') },
    { 'a.yaml': `# seaworthy: ignore privileged-container because of later\n${web('x:1')}` },
    ['a.yaml:1 comment ignores `privileged-container`'],
  ],
  [
    'holds nothing back, and is for another tool',
    { 'a.yaml': web('x:1') },
    { 'a.yaml': web('x:1 # trivy:ignore:KSV017') },
    [],
  ],
  [
    'has no effect, for it has no reason',
    { 'a.yaml': web('x:1', PRIVILEGED) },
    { 'a.yaml': web('x:1', `${PRIVILEGED} # seaworthy: ignore privileged-container`) },
    [],
  ],
  [
    'is in a Dockerfile',
    { Dockerfile: 'FROM debian:12\nUSER 1\n' },
    { Dockerfile: 'FROM debian:12\n# hadolint ignore=DL3002\nUSER root\n' },
    ['Dockerfile:2 comment for hadolint ignores `DL3002`'],
  ],
  [
    'stays in a Dockerfile whose base image is bumped',
    { Dockerfile: '# hadolint ignore=DL3007\nFROM debian:latest\nUSER 1\n' },
    { Dockerfile: '# x\n\n# hadolint ignore=DL3007\nFROM --platform=$BUILDPLATFORM debian:latest\nUSER 1\n' },
    [],
  ],
  ['is in a new file', {}, { 'a.yaml': web('x:1', IGNORED) }, ['a.yaml:9 comment ignores `privileged-container`']],
])('a comment that %s', async (_, before, after, expected) => {
  const { loosening } = await verdictOf(before, after)
  const told = loosening!.loosened.map(({ file, line, what }) => `${file}:${line} ${what.replace(/ \(\d.*/, '')}`)
  expect(told).toEqual(expected)
})

test('a secret in a reason is not repeated', async () => {
  const token = `ghp_${'a1B2'.repeat(9)}`
  const text = `${PRIVILEGED} # seaworthy: ignore privileged-container because of ${token}`
  const { loosening } = await verdictOf({ 'a.yaml': web('x:1') }, { 'a.yaml': web('x:1', text) })
  expect(loosening!.loosened.map(({ what }) => what)).toEqual([
    expect.stringMatching(/^comment ignores `privileged-container` \(1 finding\): of \*+$/),
  ])
})
