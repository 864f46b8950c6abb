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
  ['the user of a published image', 'FROM solr:9\nCOPY a /a', '8983 by FROM solr:9'],
  ['root of a published image', 'FROM node:24', 'root by FROM node:24'],
  [
    'a user as it is numbered',
    'FROM quay.io/jupyter/base-notebook:2026-07-28',
    '1000 by FROM quay.io/jupyter/base-notebook:2026-07-28',
  ],
  ['a user of any image of a name', 'FROM bitnami/redis:7.4', '1001 by FROM bitnami/redis:7.4'],
  ['the user of a release since', 'FROM haproxy:2.6-alpine', 'haproxy by FROM haproxy:2.6-alpine'],
  ['the user of a major version alone', 'FROM haproxy:2', 'haproxy by FROM haproxy:2'],
  ['the user of a version with a v', 'FROM fluentd:v1.19-debian', 'fluent by FROM fluentd:v1.19-debian'],
  ['unknown before', 'FROM haproxy:2.5', 'unknown by FROM haproxy:2.5'],
  ['unknown where tags differ', 'ARG TAG\nFROM docker:$TAG', 'unknown by FROM docker:$TAG'],
  ['unknown with a port and no tag', 'ARG A\nFROM localhost:5000/$A', 'unknown by FROM localhost:5000/$A'],
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
