import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { read } from '../../../kit/read.ts'

test.each([
  ['user-missing', '.devcontainer/Dockerfile', 'FROM alpine:3.22\nCMD ["/app"]'],
  ['user-missing', 'app/.devcontainer/base/Dockerfile', 'FROM alpine:3.22\nCMD ["/app"]'],
  ['user-root', '.devcontainer/Dockerfile', 'FROM alpine:3.22\nUSER root'],
])('the editor chooses the user: no %s in %s', async (id, file, text) => {
  const on = [{ rule: rules.get(id)!, options: {} }]
  expect(check(await read({ [file]: text }), on, { kubernetes: 36 }).findings).toEqual([])
  expect(check(await read(text), on, { kubernetes: 36 }).findings).toHaveLength(1)
})

const NAMED = 'LABEL org.opencontainers.image.ref.name=acme/base:1'
const messagesOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const on = ['user-missing', 'user-unknown'].map(id => ({ rule: rules.get(id)!, options: {} }))
  return check(await read(files), on, { kubernetes: 36 }).findings.map(({ message }) => message)
}

test.each([
  ['a user', `FROM debian:13\n${NAMED}\nUSER 1000`, 'FROM acme/base:1\nCMD ["/app"]', []],
  [
    'root',
    `FROM debian:13\n${NAMED}`,
    'FROM acme/base:1\nCMD ["/app"]',
    ['the image runs as root: neither this file nor `acme/base:1` sets a user'],
  ],
  ['root, and nothing is started', `FROM debian:13\n${NAMED}`, 'FROM acme/base:1', []],
  [
    'a process as root',
    `FROM debian:13\n${NAMED}\nENTRYPOINT ["/app"]`,
    'FROM acme/base:1',
    [
      'the image runs as root: neither this file nor `debian:13` sets a user',
      'the image runs as root: neither this file nor `acme/base:1` sets a user',
    ],
  ],
  [
    'an entry point that drops root',
    `FROM debian:13\n${NAMED}\nRUN apt-get install -y gosu\nENTRYPOINT ["/entrypoint.sh"]`,
    'FROM acme/base:1\nCMD ["/app"]',
    [],
  ],
  ['a circle', `FROM acme/base:1\n${NAMED}`, 'FROM acme/base:1', []],
])('a base that is built here brings %s', async (_, base, app, messages) => {
  expect(await messagesOf({ 'base.Dockerfile': base, Dockerfile: app })).toEqual(messages)
})

const pod = (security: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: acme/base:1${security}}]}`

test.each([
  ['runs it as a user', pod(', securityContext: {runAsUser: 1000}'), 0],
  ['runs it as root', pod(', securityContext: {runAsUser: 0}'), 1],
  ['chooses no user', pod(''), 1],
  ['runs another image', pod(', securityContext: {runAsUser: 1000}').replace('base:1', 'other:1'), 1],
])('a manifest of the checkout %s', async (_, manifest, count) => {
  const dockerfile = `FROM debian:13\n${NAMED}\nCMD ["/app"]`
  expect(await messagesOf({ Dockerfile: dockerfile, 'pod.yaml': manifest })).toHaveLength(count)
})
