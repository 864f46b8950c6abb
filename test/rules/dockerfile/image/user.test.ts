// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

table('user-missing', {
  bad: [
    [
      'there is none',
      'FROM alpine:3.22\nCMD ["/app"]',
      { at: 'alpine:3.22', fix: 'Run as user 65532', after: 'FROM alpine:3.22\nCMD ["/app"]\nUSER 65532:65532' },
    ],
    ['only a build stage has one', 'FROM golang:1.25 AS build\nUSER 1000\nFROM alpine:3.22', 'alpine:3.22'],
    [
      'an empty image that starts nothing',
      'FROM scratch\nCOPY app /',
      {
        at: 'scratch',
        severity: 'info',
        message: 'the last stage sets no `USER`, so the image runs as root',
      },
    ],
    ['a trigger sets it for others', 'FROM alpine:3.22\nONBUILD USER 1000', 'alpine:3.22'],
    [
      'nobody knows the base',
      'ARG BASE\nFROM $BASE',
      { at: '$BASE', message: 'no `USER` is set: the image runs as the user of its base, usually root' },
    ],
    ['an official image', 'FROM debian:13', 'debian:13'],
    ['a stage of one', 'FROM debian:13 AS base\nFROM base', 'base'],
    ['an empty image that starts something', 'FROM scratch\nENTRYPOINT ["/app"]', 'scratch'],
    ['a stage of an empty image that starts something', 'FROM scratch AS base\nCMD ["/app"]\nFROM base', 'base'],
    [
      'an image of somebody else',
      'FROM quay.io/acme/base:1',
      {
        at: 'quay.io/acme/base:1',
        message: 'no `USER` is set: the image runs as the user of its base, usually root',
      },
    ],
    ['.NET with a shell', 'FROM mcr.microsoft.com/dotnet/aspnet:10.0', 'mcr.microsoft.com/dotnet/aspnet:10.0'],
  ],
  good: [
    ['a user', 'FROM alpine:3.22\nUSER 65532:65532\nCMD ["/app"]'],
    ['the user of the stage it is built from', 'FROM alpine:3.22 AS base\nUSER 1000\nFROM base\nCMD ["/app"]'],
    ['a trigger of the stage it is built from', 'FROM alpine:3.22 AS base\nONBUILD USER 1000\nFROM base'],
    ['the base image has one', 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /'],
    ['the base image has one, two stages away', 'FROM nginxinc/nginx-unprivileged:1.29 AS base\nFROM base'],
    ['.NET without a shell', 'FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra'],
    ['.NET without a shell, on Azure Linux', 'FROM mcr.microsoft.com/dotnet/runtime:8.0-azurelinux3.0-distroless'],
    ['an image that is known to set one', 'FROM jenkins/jenkins:2.528.2-lts'],
    ['an official image that is known to set one', 'FROM memcached:1.6'],
    ['Windows', 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nCMD ["app.exe"]'],
    ['Windows by its tag', 'FROM golang:1.25-nanoserver-ltsc2025 AS base\nFROM base'],
    ['Windows by a tag that is not known', 'ARG VERSION\nFROM mcr.microsoft.com/windows/nanoserver:$VERSION'],
    ['Windows by the image', 'FROM mcr.microsoft.com/dotnet/framework/runtime:4.8\nCMD ["app.exe"]'],
    ['Windows by the escape', '# escape=`\nFROM acme/base:1\nCMD ["app.exe"]'],
    ['Windows by its SHELL', 'FROM acme/base:1\nSHELL ["powershell", "-Command"]\nCMD ["app.exe"]'],
    ['Windows by its platform', 'FROM --platform=windows/amd64 acme/base:1'],
    ['no image: a syntax error', 'FROM'],
    ['root is another rule', 'FROM alpine:3.22\nUSER root'],
    ['a variable', 'FROM alpine:3.22\nARG UID=1000\nUSER $UID'],
  ],
  says: 'the last stage sets no `USER`, so the image runs as root',
  fixes: true,
})

table('user-root', {
  bad: [
    ['by name', 'FROM alpine:3.22\nUSER root', 'USER root'],
    ['by number', 'FROM alpine:3.22\nUSER 0', 'USER 0'],
    ['with a group', 'FROM alpine:3.22\nUSER 0:1000', 'USER 0:1000'],
    ['the last one counts', 'FROM alpine:3.22\nUSER app\nRUN make\nUSER root', 'USER root'],
    ['from the stage it is built from', 'FROM alpine:3.22 AS base\nUSER root\nFROM base\nCMD ["/app"]', 'USER root'],
    ['as a number of more digits', 'FROM alpine:3.22\nUSER 00:00', 'USER 00:00'],
    ['as a number with a sign', 'FROM alpine:3.22\nUSER +0', 'USER +0'],
    ['as a number below none', 'FROM alpine:3.22\nUSER -0:1', 'USER -0:1'],
    [
      'as a group alone',
      'FROM alpine:3.22\nUSER :0',
      { at: 'USER :0', message: '`USER` sets no user, so the image runs as root' },
    ],
    ['as an empty text', 'FROM alpine:3.22\nUSER ""', 'USER ""'],
    ['by a variable', 'FROM alpine:3.22\nARG WHO=root\nUSER $WHO', 'USER $WHO'],
    ['by a variable for all stages', 'ARG WHO=root\nFROM alpine:3.22\nARG WHO\nUSER ${WHO}:1000', 'USER ${WHO}:1000'],
    ['by a variable of the stage it is built from', 'FROM a:1 AS a\nENV WHO=0\nFROM a\nUSER $WHO', 'USER $WHO'],
    ['by the stand-in of a variable', 'FROM alpine:3.22\nARG WHO\nUSER ${WHO:-root}', 'USER ${WHO:-root}'],
    [
      'a build stage',
      'FROM golang:1.25 AS build\nUSER root\nFROM alpine:3.22\nUSER app',
      { at: 'USER root', severity: 'info', message: 'stage `build` ends with user `root`' },
    ],
    [
      'a stage that another is built from',
      'FROM alpine:3.22 AS a\nUSER 0\nFROM a\nUSER app',
      { at: 'USER 0', severity: 'info' },
    ],
  ],
  good: [
    ['somebody else', 'FROM alpine:3.22\nUSER root\nRUN apk add curl\nUSER 65532'],
    ['a build stage that ends as somebody else', 'FROM golang:1.25\nUSER root\nUSER app\nFROM alpine:3.22\nUSER app'],
    ['a name that begins so', 'FROM alpine:3.22\nUSER rooty'],
    ['a group of root', 'FROM alpine:3.22\nUSER 1000:0'],
    ['nobody: another rule', 'FROM alpine:3.22'],
    ['a variable', 'FROM alpine:3.22\nARG WHO=app\nUSER $WHO'],
    ['a variable that nobody knows', 'FROM alpine:3.22\nARG WHO\nUSER $WHO'],
    ['ENV goes before ARG', 'FROM alpine:3.22\nENV WHO=app\nARG WHO=root\nUSER $WHO'],
    ['root only later', 'FROM alpine:3.22\nARG WHO=app\nUSER $WHO\nENV WHO=root'],
  ],
  says: 'the image runs as `root`',
})

table('user-not-numeric', {
  bad: [
    ['a name', 'FROM alpine:3.22\nUSER app', 'app'],
    ['a name and a group', 'FROM alpine:3.22\nUSER app:1000', 'app:1000'],
    ['a name by ENV', 'FROM alpine:3.22\nENV APP_USER=app\nUSER $APP_USER', '$APP_USER'],
    ['by ENV of the stage it is built from', 'FROM a:1 AS a\nENV WHO=app GID=1\nFROM a\nUSER $WHO:$GID', '$WHO:$GID'],
    ['in a piece of a Dockerfile', 'ENV WHO=app\nUSER ${WHO}', '${WHO}'],
  ],
  good: [
    ['a number', 'FROM alpine:3.22\nUSER 65532:65532'],
    ['a variable', 'FROM alpine:3.22\nUSER $APP_UID'],
    ['a number by ENV', 'FROM alpine:3.22\nENV APP_UID=1000\nUSER $APP_UID'],
    ['a name by ARG, which may be another one', 'FROM alpine:3.22\nARG WHO=app\nUSER $WHO'],
    ['by ENV from an ARG', 'FROM alpine:3.22\nARG UID=app\nENV WHO=$UID\nUSER $WHO'],
    ['set only later', 'FROM alpine:3.22\nUSER $WHO\nENV WHO=app'],
    ['root by ENV is another rule', 'FROM alpine:3.22\nENV WHO=root\nUSER $WHO'],
    ['root is another rule', 'FROM alpine:3.22\nUSER root'],
    ['root in more digits', 'FROM alpine:3.22\nUSER 00'],
    ['Windows has no numbers', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nUSER app'],
    ['an account of Windows', 'ARG BASE\nFROM $BASE\nUSER ContainerUser'],
    ['not the last one', 'FROM alpine:3.22\nUSER app\nUSER 1000'],
    ['a build stage', 'FROM golang:1.25 AS build\nUSER app\nFROM alpine:3.22\nUSER 1000'],
  ],
  says: 'user `app` is not numeric',
})

test.each([
  ['of a build stage', 'FROM golang:1.25 AS build\nUSER root\nFROM alpine:3.22\nUSER app', ['hadolint']],
  ['of the image', 'FROM alpine:3.22\nUSER root', ['checkov', 'dockle', 'hadolint', 'kics', 'trivy']],
])('user-root is what these peers report %s', async (_, text, peers) => {
  const { findings } = check(await read(text), [{ rule: rules.get('user-root')!, options: {} }], { kubernetes: 36 })
  expect(findings.map(({ aliases }) => Object.keys(aliases).toSorted())).toEqual([peers])
})
