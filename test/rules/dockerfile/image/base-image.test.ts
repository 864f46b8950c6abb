// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

table('image-tag-missing', {
  bad: [
    ['there is no tag', 'FROM alpine\nUSER 65532', 'alpine'],
    ['the port of a registry is no tag', 'FROM localhost:5000/app', 'localhost:5000/app'],
    ['every stage counts', 'FROM golang AS build\nFROM debian', 'golang', 'debian'],
    [
      'a default tells the image',
      'ARG BASE=debian\nFROM $BASE',
      { at: '$BASE', message: 'base image `$BASE` (by default `debian`) has no tag' },
    ],
    [
      'the name is known, the registry is not',
      'ARG REGISTRY\nFROM ${REGISTRY:-docker.io}/debian\nFROM $REGISTRY/debian',
      '${REGISTRY:-docker.io}/debian',
      '$REGISTRY/debian',
    ],
    [
      'files of another image',
      'FROM alpine:3.22\nCOPY --from=ghcr.io/acme/tool /x /x',
      { at: '--from=ghcr.io/acme/tool', message: 'image `ghcr.io/acme/tool` has no tag' },
    ],
    [
      'a mount of another image',
      'FROM a:1\nRUN --mount=from=acme/tool,target=/x y',
      '--mount=from=acme/tool,target=/x',
    ],
    ['a later stage is no stage yet', 'FROM build\nFROM debian:13 AS build', 'build'],
  ],
  good: [
    ['a release tag', 'FROM alpine:3.22\nUSER 65532'],
    ['a digest', `FROM alpine@sha256:${'ab'.repeat(32)}`],
    ['an earlier stage, whatever its case', 'FROM alpine:3.22 AS Build\nFROM build'],
    ['the empty image has no tags', 'FROM scratch'],
    ['a variable without a default', 'ARG BASE\nFROM $BASE'],
    ['the tag is in a variable', 'ARG TAG\nFROM alpine:${TAG:-3.22}\nFROM alpine:$TAG'],
    [
      'files of a stage, or of an image with a tag',
      'FROM a:1 AS build\nFROM b:1\nCOPY --from=build /x /\nCOPY --from=acme/c:1 /y /',
    ],
    [
      'mounts of a stage, of an image with a tag, and of none',
      'FROM a:1 AS b\nFROM c:1\nRUN --mount=from=b --mount=type=cache,target=/x --mount=from=acme/d:1 y',
    ],
    ['files of what a variable names', 'FROM alpine:3.22\nARG TOOL\nCOPY --from=ghcr.io/$TOOL /x /x'],
    ['a stage for each processor', 'FROM alpine:3.22 AS build-arm64\nFROM build-${TARGETARCH}'],
  ],
  says: 'base image `alpine` has no tag',
})

table('image-tag-latest', {
  bad: [
    ['the tag is latest', 'FROM node:latest\nUSER 65532', 'node:latest'],
    [
      'by default',
      'ARG TAG=latest\nFROM node:${TAG}',
      {
        at: 'node:${TAG}',
        message: 'base image `node:${TAG}` (by default `node:latest`) uses the floating tag `latest`',
      },
    ],
    [
      'files of another image',
      'FROM alpine:3.22\nCOPY --from=nginx:latest /x /x',
      { at: '--from=nginx:latest', message: 'image `nginx:latest` uses the floating tag `latest`' },
    ],
    ['whatever the name is', 'ARG NAME\nFROM $NAME:latest', '$NAME:latest'],
    [
      'with the port of a registry',
      'FROM localhost:5000/node:latest AS build\nFROM build',
      'localhost:5000/node:latest',
    ],
  ],
  good: [
    ['a release tag', 'FROM node:24.11-slim\nUSER 65532'],
    ['a digest decides', `FROM node:latest@sha256:${'ab'.repeat(32)}`],
    ['a tag that only begins so', 'FROM node:latest-slim'],
    ['a stage of that name', 'FROM node:24 AS latest\nFROM latest'],
  ],
  says: 'base image `node:latest` uses the floating tag `latest`',
})

table('image-digest-missing', {
  bad: [
    ['a tag alone', 'FROM alpine:3.22', 'alpine:3.22'],
    ['nothing at all', 'FROM alpine', 'alpine'],
    ['in every stage', 'FROM golang:1.25 AS build\nFROM alpine:3.22', 'golang:1.25', 'alpine:3.22'],
  ],
  good: [
    ['a digest', `FROM alpine:3.22@sha256:${'ab'.repeat(32)}`],
    ['an earlier stage', `FROM alpine@sha256:${'ab'.repeat(32)} AS base\nFROM base`],
    ['the empty image', 'FROM scratch'],
    ['a digest may be in the variable', 'ARG BASE\nFROM $BASE'],
  ],
  says: 'base image `alpine:3.22` has no digest',
})

table('image-reference-invalid', {
  bad: [
    ['upper case in the repository', 'FROM Alpine:3.22', 'Alpine:3.22'],
    ['an empty tag', 'FROM alpine:', 'alpine:'],
    ['half a digest', 'FROM alpine@sha256:abc', 'alpine@sha256:abc'],
  ],
  good: [
    ['a whole reference', 'FROM ghcr.io/acme/api:1.4'],
    ['upper case in the tag', 'FROM alpine:RC1'],
    ['a variable', 'ARG TAG\nFROM alpine:$TAG'],
    ['the empty image', 'FROM scratch'],
    ['no reference at all: another rule', 'FROM'],
  ],
  says: 'invalid image reference `Alpine:3.22`',
})

table('from-platform-constant', {
  bad: [
    [
      'a processor',
      'FROM --platform=linux/amd64 alpine:3.22',
      { at: '--platform=linux/amd64', fix: 'Remove `--platform`', after: 'FROM alpine:3.22' },
    ],
    ['a system alone', 'FROM --platform=linux alpine:3.22', '--platform=linux'],
    [
      'a system that is no default',
      'FROM --platform=windows/amd64 acme/base:1.4',
      { at: '--platform=windows/amd64', fix: false },
    ],
    ['a processor alone, by another name', 'FROM --platform=aarch64 alpine:3.22', '--platform=aarch64'],
    [
      'a name that tells another one',
      'FROM --platform=linux/arm64 alpine:3.22 AS build-amd64',
      '--platform=linux/arm64',
    ],
    [
      'a platform that there is not',
      'FROM --platform=linux/mine alpine:3.22',
      {
        at: '--platform=linux/mine',
        message: 'platform is hard-coded',
        fix: 'Remove `--platform`',
        after: 'FROM alpine:3.22',
      },
    ],
  ],
  good: [
    ['the platform of the build', 'FROM --platform=$BUILDPLATFORM alpine:3.22'],
    ['part of it is chosen', 'ARG ARCH\nFROM --platform=linux/${ARCH} alpine:3.22'],
    ['the stage says that it means it', 'FROM --platform=linux/amd64 alpine:3.22 AS build-amd64'],
    ['the stage says so by another name', 'FROM --platform=linux/x86_64 alpine:3.22 AS build-amd64'],
    ['or by that very name', 'FROM --platform=linux/x86_64 alpine:3.22 AS x86_64'],
    ['and the other way', 'FROM --platform=aarch64 alpine:3.22 AS arm64'],
    ['no platform', 'FROM alpine:3.22'],
  ],
  says: 'platform is hard-coded to `linux/amd64`',
  fixes: true,
})

table('from-platform-redundant', {
  bad: [
    [
      'the default',
      'FROM --platform=$TARGETPLATFORM alpine:3.22',
      { at: '--platform=$TARGETPLATFORM', fix: 'Remove `--platform`', after: 'FROM alpine:3.22', safe: true },
    ],
    ['in braces', 'FROM --platform=${TARGETPLATFORM} alpine:3.22', '--platform=${TARGETPLATFORM}'],
  ],
  good: [
    ['no platform', 'FROM alpine:3.22'],
    ['the platform of the build', 'FROM --platform=$BUILDPLATFORM alpine:3.22'],
    ['more than the variable', 'FROM --platform=${TARGETPLATFORM:-linux/amd64} alpine:3.22'],
  ],
  says: '`$TARGETPLATFORM` is the default platform',
  fixes: true,
})

table('image-registry-not-allowed', {
  bad: [],
  good: [['no list, no opinion', 'FROM ghcr.io/acme/api:1.4']],
  says: '`docker.io/library/alpine` is not in the `registries` option',
  withOptions: [
    ['another registry', { registries: ['ghcr.io'] }, 'FROM alpine:3.22', 'alpine:3.22'],
    [
      'files and mounts of another image',
      { registries: ['docker.io'] },
      'FROM a:1\nCOPY --from=quay.io/b:1 /x /x\nRUN --mount=target=/c --mount=from=ghcr.io/c:1,target=/c y',
      '--from=quay.io/b:1',
      '--mount=from=ghcr.io/c:1,target=/c',
    ],
    ['the registry', { registries: ['ghcr.io'] }, 'FROM ghcr.io/acme/api:1.4'],
    ['the default registry by its other name', { registries: ['hub.docker.com'] }, 'FROM alpine:3.22'],
    [
      'an ending',
      { registries: ['*.acme.example'] },
      'FROM eu.acme.example/api:1\nFROM acme.example/api:1',
      'acme.example/api:1',
    ],
    [
      'a beginning',
      { registries: ['registry.*'] },
      'FROM registry.acme.example/api:1\nFROM quay.io/api:1',
      'quay.io/api:1',
    ],
    ['everything', { registries: ['*'] }, 'FROM quay.io/api:1'],
    ['stages and the empty image', { registries: ['ghcr.io'] }, 'FROM scratch AS base\nFROM base'],
  ],
})
