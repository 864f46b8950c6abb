// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Docker, no templates.
import { expect, test } from 'vitest'
import { lastStage } from '../../src/docker/in-force.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'
import { type BuiltHere, runsAs } from '../../src/docker/user.ts'

/** Who it is, and the text of what sets it. */
function told(text: string, builtHere?: BuiltHere): string {
  const answer = runsAs(parseDockerfile('Dockerfile', text), undefined, builtHere)
  if (!answer) return 'no image'
  const { who, by, dockerfile } = answer
  return `${who === 'user' ? answer.user : who} by ${dockerfile.text.slice(...by.span)}`
}

test.each([
  ['a user by number', 'FROM a:1\nUSER 1000:1000', '1000:1000 by USER 1000:1000'],
  ['a user by name', 'FROM a:1\nUSER app', 'app by USER app'],
  ['the last one', 'FROM a:1\nUSER root\nUSER app', 'app by USER app'],
  ['a stage it is built from', 'FROM a:1 AS base\nUSER app\nFROM base', 'app by USER app'],
  ['no stage beside it', 'FROM a:1 AS build\nUSER app\nFROM scratch', 'root by FROM scratch'],
  ['root by name', 'FROM a:1\nUSER root', 'root by USER root'],
  ['root by number, with a group', 'FROM a:1\nUSER 0:1000', 'root by USER 0:1000'],
  ['root, because only a group is set', 'FROM a:1\nUSER :1000', 'root by USER :1000'],
  ['a variable', 'FROM a:1\nARG WHO=app\nUSER $WHO', 'app by USER $WHO'],
  ['a variable without a value', 'FROM a:1\nARG WHO\nUSER $WHO', 'unknown by USER $WHO'],
  ['a variable that is empty', 'FROM a:1\nARG WHO=\nUSER $WHO', 'unknown by USER $WHO'],
  ['nothing at all', 'FROM scratch', 'root by FROM scratch'],
  ['an image that no one looked up', 'FROM quay.io/acme/base:1', 'unknown by FROM quay.io/acme/base:1'],
  ['a variable for the base', 'ARG BASE\nFROM $BASE', 'unknown by FROM $BASE'],
  ['Windows', 'FROM golang:1.25-nanoserver-ltsc2025', 'unknown by FROM golang:1.25-nanoserver-ltsc2025'],
  ['no stage', 'ARG A', 'no image'],
])('an image runs as %s', (_, text, who) => {
  expect(told(text)).toBe(who)
})

const built = (files: Readonly<Record<string, string>>): BuiltHere => {
  const read = Object.entries(files).map(([name, text]) => [name, parseDockerfile(name, text)] as const)
  const byName = new Map(read.map(([name, dockerfile]) => [name, { dockerfile, stage: lastStage(dockerfile)! }]))
  return from => byName.get(from.image.value)
}

test.each([
  ['its USER counts', { 'acme/base': 'FROM scratch\nUSER 7' }, 'FROM acme/base', '7 by USER 7'],
  ['one of its own goes before', { 'acme/base': 'FROM scratch\nUSER 7' }, 'FROM acme/base\nUSER 8', '8 by USER 8'],
  ['two of them', { a: 'FROM b', b: 'FROM scratch AS c\nUSER 0\nFROM c' }, 'FROM a AS x\nFROM x', 'root by USER 0'],
  ['in a circle', { a: 'FROM b', b: 'FROM a' }, 'FROM a', 'unknown by FROM a'],
  ['that is built from nothing', { a: 'FROM scratch' }, 'FROM a', 'root by FROM scratch'],
])('a base that is built here: %s', (_, files, text, who) => {
  expect(told(text, built(files))).toBe(who)
})
