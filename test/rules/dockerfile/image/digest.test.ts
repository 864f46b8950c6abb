import { table } from '../../../kit/table.ts'

const A = `sha256:${'a'.repeat(64)}`
const B = `sha256:${'b'.repeat(64)}`

table('digest-other-version', {
  bad: [
    [
      'by a comment',
      `# golang:1.23.4-alpine\nFROM golang:1.24-alpine@${A}\n`,
      {
        at: `golang:1.24-alpine@${A}`,
        message: 'tag `1.24-alpine` is pinned to a digest that the comment notes as `1.23.4-alpine`',
      },
    ],
    ['by a comment with a registry', `# docker.io/library/node:20, from Renovate\nFROM node:22@${A}`, `node:22@${A}`],
    [
      'by another stage',
      `FROM python:3.12@${A} AS a\nFROM python:3.13@${A}`,
      { at: `python:3.12@${A}`, message: 'tag `3.12` has the digest that `Dockerfile` uses for tag `3.13`' },
      `python:3.13@${A}`,
    ],
    [
      'by another file',
      { Dockerfile: `FROM node:22.1@${A}`, 'b.Dockerfile': `FROM docker.io/node:20@${A}` },
      { at: `node:22.1@${A}`, message: 'tag `22.1` has the digest that `b.Dockerfile` uses for tag `20`' },
      `docker.io/node:20@${A}`,
    ],
  ],
  good: [
    ['the same', `# golang:1.24.2\nFROM golang:1.24@${A}\n`],
    ['one version in several words', `FROM node:22@${A} AS a\nFROM node:22.4-slim@${A} AS b\nFROM node:lts@${A}`],
    ['other digests', `FROM node:22@${A} AS a\nFROM node:20@${B}`],
    ['other images', `FROM acme/a:1@${A} AS a\nFROM acme/b:2@${A}`],
    ['a comment about another image', `# node:20 is too old\nFROM golang:1.24@${A}`],
    ['a comment further up', `# golang:1.20\n\nFROM golang:1.24@${A}`],
    ['no digest', '# golang:1.20\nFROM golang:1.24'],
    ['no tag', `# golang:1.20\nFROM golang@${A}`],
    ['no version', `# golang:latest\nFROM golang:1.24@${A}`],
  ],
  says: 'tag `1.24-alpine` is pinned to a digest that the comment notes as `1.23.4-alpine`',
})
