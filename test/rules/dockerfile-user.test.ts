import { table } from '../kit/table.ts'

table('user-missing', {
  bad: [
    ['there is none', 'FROM alpine:3.22\nCMD ["/app"]', 'alpine:3.22'],
    ['only a build stage has one', 'FROM golang:1.25 AS build\nUSER 1000\nFROM alpine:3.22', 'alpine:3.22'],
    ['an empty image runs as root too', 'FROM scratch\nCOPY app /', 'scratch'],
    ['a trigger sets it for others', 'FROM alpine:3.22\nONBUILD USER 1000', 'alpine:3.22'],
    ['nobody knows the base', 'ARG BASE\nFROM $BASE', '$BASE'],
  ],
  good: [
    ['a user', 'FROM alpine:3.22\nUSER 65532:65532\nCMD ["/app"]'],
    ['the user of the stage it is built from', 'FROM alpine:3.22 AS base\nUSER 1000\nFROM base\nCMD ["/app"]'],
    ['a trigger of the stage it is built from', 'FROM alpine:3.22 AS base\nONBUILD USER 1000\nFROM base'],
    ['the base image has one', 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /'],
    ['the base image has one, two stages away', 'FROM nginxinc/nginx-unprivileged:1.29 AS base\nFROM base'],
    ['root is another rule', 'FROM alpine:3.22\nUSER root'],
    ['a variable', 'FROM alpine:3.22\nARG UID=1000\nUSER $UID'],
  ],
  says: 'nothing in the last stage sets a `USER`, so the image runs as root',
  fixes: true,
})

table('user-root', {
  bad: [
    ['by name', 'FROM alpine:3.22\nUSER root', 'USER root'],
    ['by number', 'FROM alpine:3.22\nUSER 0', 'USER 0'],
    ['with a group', 'FROM alpine:3.22\nUSER 0:1000', 'USER 0:1000'],
    ['the last one counts', 'FROM alpine:3.22\nUSER app\nRUN make\nUSER root', 'USER root'],
    ['from the stage it is built from', 'FROM alpine:3.22 AS base\nUSER root\nFROM base\nCMD ["/app"]', 'USER root'],
  ],
  good: [
    ['somebody else', 'FROM alpine:3.22\nUSER root\nRUN apk add curl\nUSER 65532'],
    ['a build stage', 'FROM golang:1.25 AS build\nUSER root\nFROM alpine:3.22\nUSER app'],
    ['a name that begins so', 'FROM alpine:3.22\nUSER rooty'],
    ['a group of root', 'FROM alpine:3.22\nUSER 1000:0'],
    ['nobody: another rule', 'FROM alpine:3.22'],
  ],
  says: 'the image runs as `root`',
})

table('user-not-numeric', {
  bad: [
    ['a name', 'FROM alpine:3.22\nUSER app', 'app'],
    ['a name and a group', 'FROM alpine:3.22\nUSER app:1000', 'app:1000'],
  ],
  good: [
    ['a number', 'FROM alpine:3.22\nUSER 65532:65532'],
    ['a variable', 'FROM alpine:3.22\nUSER $APP_UID'],
    ['root is another rule', 'FROM alpine:3.22\nUSER root'],
    ['not the last one', 'FROM alpine:3.22\nUSER app\nUSER 1000'],
    ['a build stage', 'FROM golang:1.25 AS build\nUSER app\nFROM alpine:3.22\nUSER 1000'],
  ],
  says: 'user `app` is a name',
})
