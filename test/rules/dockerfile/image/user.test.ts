// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const ROOT_MESSAGE = 'the image runs as root: neither this file nor `alpine:3.22` sets a user'

table('user-missing', {
  bad: [
    [
      'there is none',
      'FROM alpine:3.22\nCMD ["/app"]',
      {
        at: 'alpine:3.22',
        message: ROOT_MESSAGE,
        fix: 'Run as user 65532',
        after: 'FROM alpine:3.22\nCMD ["/app"]\nUSER 65532:65532',
      },
    ],
    [
      'some in lower case',
      'from alpine:3.22\nRUN make\nCMD ["/app"]',
      {
        at: 'alpine:3.22',
        fix: 'Run as user 65532',
        after: 'from alpine:3.22\nRUN make\nCMD ["/app"]\nUSER 65532:65532',
      },
    ],
    [
      'all in lower case',
      'from alpine:3.22\ncmd ["/app"]',
      {
        at: 'alpine:3.22',
        fix: 'Run as user 65532',
        after: 'from alpine:3.22\ncmd ["/app"]\nuser 65532:65532',
      },
    ],
    [
      'only a build stage has one',
      'FROM golang:1.25 AS build\nUSER 1000\nFROM alpine:3.22\nCMD ["/app"]',
      'alpine:3.22',
    ],
    ['a trigger sets it for others', 'FROM alpine:3.22\nONBUILD USER 1000\nCMD ["/app"]', 'alpine:3.22'],
    [
      'an empty image that starts something',
      'FROM scratch\nENTRYPOINT ["/app"]',
      { at: 'scratch', message: 'the image runs as root: no `USER` is set' },
    ],
    ['a stage of an empty image', 'FROM scratch AS base\nCMD ["/app"]\nFROM base', 'base'],
    ['a stage of an official image', 'FROM debian:13 AS base\nFROM base\nCMD ["/app"]', 'base'],
    ['a base by a variable', 'ARG BASE=alpine:3.22\nFROM $BASE\nCMD ["/app"]', '$BASE'],
    ['a tag by a variable without a value', 'ARG VERSION\nFROM alpine:$VERSION\nCMD ["/app"]', 'alpine:$VERSION'],
    ['the default tag', 'FROM alpine\nCMD ["/app"]', 'alpine'],
    ['a digest alone', `FROM alpine@sha256:${'a'.repeat(64)}\nCMD ["/app"]`, `alpine@sha256:${'a'.repeat(64)}`],
    [
      'a copy in another registry',
      'FROM public.ecr.aws/docker/library/alpine:3.22\nCMD ["/app"]',
      'public.ecr.aws/docker/library/alpine:3.22',
    ],
    ['a copy of one architecture', 'FROM arm64v8/alpine:3.22\nCMD ["/app"]', 'arm64v8/alpine:3.22'],
    [
      'distroless for root',
      'FROM gcr.io/distroless/static-debian12\nCOPY app /\nENTRYPOINT ["/app"]',
      'gcr.io/distroless/static-debian12',
    ],
    ['a shell that is given a command', 'FROM alpine:3.22\nCMD ["sh", "-c", "/app"]', 'alpine:3.22'],
    [
      'Node brings a user',
      'FROM node:24-slim\nCMD ["node", "server.js"]',
      {
        at: 'node:24-slim',
        severity: 'high',
        message: 'the image runs as root, although `node:24-slim` brings user `node`',
        fix: 'Run as `node`, a user of the base image',
        after: 'FROM node:24-slim\nCMD ["node", "server.js"]\nUSER 1000:1000',
      },
    ],
    [
      '.NET brings a user',
      'FROM mcr.microsoft.com/dotnet/aspnet:10.0\nEXPOSE 8080\nENTRYPOINT ["dotnet", "app.dll"]',
      {
        at: 'mcr.microsoft.com/dotnet/aspnet:10.0',
        severity: 'high',
        fix: 'Run as `app`, a user of the base image',
        after:
          'FROM mcr.microsoft.com/dotnet/aspnet:10.0\nEXPOSE 8080\nENTRYPOINT ["dotnet", "app.dll"]\nUSER $APP_UID',
      },
    ],
    [
      'a tool: it gets its arguments from who runs it',
      'FROM node:24\nRUN npm install --global cowsay@1.6.0\nENTRYPOINT ["cowsay"]',
      {
        at: 'node:24',
        message: 'the image runs as root, although `node:24` brings user `node`',
        after: 'FROM node:24\nRUN npm install --global cowsay@1.6.0\nENTRYPOINT ["cowsay"]\nUSER 1000:1000',
      },
    ],
    [
      'a tool that prints its help by default',
      'FROM node:24\nENTRYPOINT ["cowsay"]\nCMD ["--help"]',
      {
        at: 'node:24',
        after: 'FROM node:24\nENTRYPOINT ["cowsay"]\nCMD ["--help"]\nUSER 1000:1000',
      },
    ],
    [
      'a service: the program of a runtime, without a port',
      'FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENTRYPOINT ["dotnet", "app.dll"]',
      {
        at: 'mcr.microsoft.com/dotnet/aspnet:10.0',
        severity: 'high',
        after: 'FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENTRYPOINT ["dotnet", "app.dll"]\nUSER $APP_UID',
      },
    ],
    [
      'a service: the stage it is built from exposes a port',
      'FROM node:24 AS base\nEXPOSE 8080\nFROM base\nENTRYPOINT ["node", "server.js"]',
      {
        at: 'base',
        severity: 'high',
        after: 'FROM node:24 AS base\nEXPOSE 8080\nFROM base\nENTRYPOINT ["node", "server.js"]\nUSER 1000:1000',
      },
    ],
    [
      'a service: its entry point is given what to start',
      'FROM node:24\nENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]',
      {
        at: 'node:24',
        severity: 'high',
        after: 'FROM node:24\nENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]\nUSER 1000:1000',
      },
    ],
    [
      'a service: its entry point takes no arguments',
      'FROM node:24\nENTRYPOINT node server.js',
      { at: 'node:24', severity: 'high', after: 'FROM node:24\nENTRYPOINT node server.js\nUSER 1000:1000' },
    ],
    [
      '.NET brought none before version 8',
      'FROM mcr.microsoft.com/dotnet/aspnet:6.0\nENTRYPOINT ["dotnet", "app.dll"]',
      {
        at: 'mcr.microsoft.com/dotnet/aspnet:6.0',
        fix: 'Run as user 65532',
        after: 'FROM mcr.microsoft.com/dotnet/aspnet:6.0\nENTRYPOINT ["dotnet", "app.dll"]\nUSER 65532:65532',
      },
    ],
    [
      'only the base starts something: it may need root',
      'FROM nginx:1.29\nCOPY site /usr/share/nginx/html',
      { at: 'nginx:1.29', fix: false },
    ],
    ['Node itself', 'FROM node:24\nCOPY . .', { at: 'node:24', fix: false }],
    [
      'Node before it brought a user',
      'FROM node:4.2.3\nCMD ["node", "server.js"]',
      { at: 'node:4.2.3', after: 'FROM node:4.2.3\nCMD ["node", "server.js"]\nUSER 65532:65532' },
    ],
    [
      'a server that begins as root',
      'FROM alpine:3.22\nCMD ["nginx", "-g", "daemon off;"]',
      { at: 'alpine:3.22', fix: false },
    ],
    ['a port below 1024', 'FROM alpine:3.22\nEXPOSE 80\nCMD ["/app"]', { at: 'alpine:3.22', fix: false }],
    [
      'the entry point of Redis drops root for Redis only',
      'FROM redis:8\nCMD ["/app"]',
      { at: 'redis:8', fix: 'Run as user 65532', after: 'FROM redis:8\nCMD ["/app"]\nUSER 65532:65532' },
    ],
    ['the entry point of Redis is another', 'FROM redis:8\nENTRYPOINT ["redis-server"]', 'redis:8'],
    ['a system that starts services', 'FROM debian:13\nCMD ["/sbin/init"]', { at: 'debian:13', fix: false }],
    ['tail of a log', 'FROM debian:13\nCMD ["tail", "-f", "/var/log/app.log"]', 'debian:13'],
    [
      'gosu is there, and not used',
      'FROM alpine:3.22\nRUN apk add --no-cache gosu\nENTRYPOINT ["/app"]',
      'alpine:3.22',
    ],
  ],
  good: [
    ['a user', 'FROM alpine:3.22\nUSER 65532:65532\nCMD ["/app"]'],
    ['the user of the stage it is built from', 'FROM alpine:3.22 AS base\nUSER 1000\nFROM base\nCMD ["/app"]'],
    ['a trigger of the stage it is built from', 'FROM alpine:3.22 AS base\nONBUILD USER 1000\nFROM base\nCMD ["/app"]'],
    ['the base image has one', 'FROM gcr.io/distroless/static-debian12:nonroot\nCMD ["/app"]'],
    ['the base image has one, two stages away', 'FROM nginxinc/nginx-unprivileged:1.29 AS base\nFROM base'],
    ['.NET without a shell', 'FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra\nCMD ["/app"]'],
    ['.NET on Azure Linux', 'FROM mcr.microsoft.com/dotnet/runtime:8.0-azurelinux3.0-distroless\nCMD ["/app"]'],
    ['Jenkins', 'FROM jenkins/jenkins:2.528.2-lts'],
    ['an official image', 'FROM memcached:1.6'],
    ['an official image from some version on', 'FROM haproxy:3.0\nCMD ["haproxy"]'],
    ['an official image of a version before', 'FROM haproxy:1.8\nCMD ["haproxy"]'],
    ['an official image, newest', 'FROM solr'],
    ['an official image by a digest', `FROM solr@sha256:${'a'.repeat(64)}`],
    ['some tags of an official image', 'FROM docker:28-dind-rootless'],
    ['a tag that is not known, and could be such', 'ARG TAG\nFROM docker:$TAG\nCMD ["/app"]'],
    ['Chainguard', 'FROM cgr.dev/chainguard/node:latest\nCMD ["app.js"]'],
    ['Bitnami', 'FROM bitnami/redis:7.4'],
    ['a language on UBI', 'FROM registry.access.redhat.com/ubi9/nodejs-22\nCMD ["node", "server.js"]'],
    ['an image that no one looked up', 'FROM quay.io/acme/base:1\nCMD ["/app"]'],
    ['a base that is not known', 'ARG BASE\nFROM $BASE\nCMD ["/app"]'],
    ['an image whose name is not known', 'ARG NAME\nFROM ${NAME}:1\nCMD ["/app"]'],
    ['Windows', 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nCMD ["app.exe"]'],
    ['Windows by its tag', 'FROM golang:1.25-nanoserver-ltsc2025 AS base\nFROM base\nCMD ["app.exe"]'],
    ['Windows by its platform', 'FROM --platform=windows/amd64 acme/base:1\nCMD ["app.exe"]'],
    [
      'Windows by a tag that is not known',
      'ARG VERSION\nFROM mcr.microsoft.com/windows/nanoserver:$VERSION\nCMD ["app.exe"]',
    ],
    ['Windows by the image', 'FROM mcr.microsoft.com/dotnet/framework/runtime:4.8\nCMD ["app.exe"]'],
    ['Windows by the escape', '# escape=`\nFROM acme/base:1\nCMD ["app.exe"]'],
    ['Windows by its SHELL', 'FROM acme/base:1\nSHELL ["powershell", "-Command"]\nCMD ["app.exe"]'],
    ['no image: a syntax error', 'FROM'],
    ['root is another rule', 'FROM alpine:3.22\nUSER root\nCMD ["/app"]'],
    ['a variable', 'FROM alpine:3.22\nARG UID=1000\nUSER $UID\nCMD ["/app"]'],
    ['nothing is started: an image to build on', 'FROM debian:13\nRUN apt-get update'],
    ['nothing is started: an empty image', 'FROM scratch\nCOPY app /'],
    ['nothing is started: it waits', 'FROM python:3.14\nCMD ["sleep", "infinity"]'],
    ['nothing is started: it waits for no end', 'FROM python:3.14\nENTRYPOINT ["tail", "-f", "/dev/null"]'],
    ['the services of s6-overlay', 'FROM alpine:3.22\nENTRYPOINT ["/init"]'],
    ['nothing is started but a shell', 'FROM python:3.14\nCMD ["/bin/bash", "-l"]'],
    ['nothing is started but a shell, in shell form', 'FROM python:3.14\nCMD bash'],
    ['the entry point of Redis', 'FROM redis:8\nCOPY redis.conf /etc/\nCMD ["redis-server", "/etc/redis.conf"]'],
    ['the entry point of Postgres, with flags', 'FROM postgres:18\nCMD ["-c", "fsync=off"]'],
    ['the entry point of RabbitMQ', 'FROM rabbitmq:4\nCMD ["rabbitmq-server"]'],
    [
      'the entry point of Redis, written again',
      'FROM redis:8\nENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["redis-server"]',
    ],
    ['gosu', 'FROM alpine:3.22\nENTRYPOINT ["gosu", "app", "/app"]'],
    [
      'su-exec by its path, behind tini',
      'FROM alpine:3.22\nENTRYPOINT ["tini", "--", "/sbin/su-exec", "1000:1000", "/app"]',
    ],
    ['setpriv in a shell', 'FROM debian:13\nCMD exec setpriv --reuid=1000 /app'],
    [
      'an entry point that can use gosu',
      'FROM debian:13\nRUN apt-get install -y gosu\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["/app"]',
    ],
    ['a script that can use gosu', 'FROM debian:13\nRUN apt-get install -y gosu\nCMD ["/entrypoint.sh"]'],
    [
      'an entry point that can use what another stage added',
      'FROM alpine:3.22 AS base\nRUN apk add su-exec\nFROM base\nENTRYPOINT ["/sbin/tini", "--", "/docker-entrypoint.sh"]',
    ],
    [
      'an entry point in the file',
      'FROM debian:13\nCOPY <<EOF /entrypoint.sh\nexec gosu app "$@"\nEOF\nENTRYPOINT ["/entrypoint.sh"]',
    ],
    [
      's6-overlay',
      'FROM alpine:3.22\nADD https://github.com/just-containers/s6-overlay/x.tar.xz /tmp\nENTRYPOINT ["/init"]',
    ],
  ],
  says: ROOT_MESSAGE,
  fixes: true,
})

table('user-unknown', {
  bad: [
    [
      'an image that no one looked up',
      'FROM quay.io/acme/base:1\nCMD ["/app"]',
      { at: 'quay.io/acme/base:1', message: 'no `USER` is set, and the user of `quay.io/acme/base:1` is not known' },
    ],
    ['a base that is not known', 'ARG BASE\nFROM $BASE\nENTRYPOINT ["/app"]', '$BASE'],
    ['a version that no one looked up', 'FROM haproxy:1.8\nCMD ["haproxy"]', 'haproxy:1.8'],
    ['a stage of one', 'FROM acme/base:1 AS base\nFROM base\nCMD ["/app"]', 'base'],
  ],
  good: [
    ['a user', 'FROM acme/base:1\nUSER 1000\nCMD ["/app"]'],
    ['a variable', 'FROM acme/base:1\nARG WHO\nUSER $WHO\nCMD ["/app"]'],
    ['a base that is known', 'FROM alpine:3.22\nCMD ["/app"]'],
    ['nothing of its own is started', 'FROM acme/base:1\nCOPY . .'],
    ['a shell', 'FROM acme/base:1\nCMD ["bash"]'],
    ['gosu', 'FROM acme/base:1\nENTRYPOINT ["gosu", "app", "/app"]'],
    ['Windows', 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nCMD ["app.exe"]'],
    ['no image: a syntax error', 'FROM\nCMD ["/app"]'],
  ],
  says: 'no `USER` is set, and the user of `quay.io/acme/base:1` is not known',
})

table('user-root', {
  bad: [
    ['by name', 'FROM alpine:3.22\nUSER root', 'USER root'],
    ['by number', 'FROM alpine:3.22\nUSER 0', 'USER 0'],
    ['in a program that may be a tool', 'FROM acme/lint:1\nUSER root\nENTRYPOINT ["lint"]', 'USER root'],
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
      'an entry point that drops root',
      'FROM alpine:3.22\nUSER root\nRUN apk add su-exec\nENTRYPOINT ["/entrypoint.sh"]',
      {
        at: 'USER root',
        severity: 'info',
        message: 'the image starts as root, and its entry point can change to another user',
      },
    ],
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
