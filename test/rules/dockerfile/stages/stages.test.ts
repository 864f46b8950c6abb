import { table } from '../../../kit/table.ts'

table('stage-name-duplicate', {
  bad: [
    ['twice', 'FROM golang:1.25 AS build\nFROM node:24 AS build', 'build'],
    ['in another case', 'FROM golang:1.25 AS build\nFROM node:24 AS Build', 'Build'],
    ['three times', 'FROM a:1 AS x\nFROM b:1 AS x\nFROM c:1 AS x', 'x', 'x'],
  ],
  good: [
    ['two names', 'FROM golang:1.25 AS build-api\nFROM node:24 AS build-web'],
    ['no names', 'FROM golang:1.25\nFROM node:24'],
    ['names of every object', 'FROM a:1 AS constructor\nFROM b:1 AS tostring'],
  ],
  says: 'stage name `build` is already used by an earlier stage',
})

table('stage-name-reserved', {
  bad: [
    ['scratch', 'FROM alpine:3.22 AS scratch', 'scratch'],
    ['context, in upper case', 'FROM alpine:3.22 AS CONTEXT', 'CONTEXT'],
  ],
  good: [
    ['another name', 'FROM alpine:3.22 AS base'],
    ['a longer name', 'FROM alpine:3.22 AS from-scratch'],
    ['the image, not the name', 'FROM scratch AS base'],
  ],
  says: 'stage name `scratch` is reserved',
})

const NAMED = 'FROM debian:13 AS Build\n'

table('stage-name-casing', {
  bad: [
    [
      'one capital',
      'FROM alpine:3.22 AS Build',
      { at: 'Build', fix: 'Change to lower case', after: 'FROM alpine:3.22 AS build', safe: true },
    ],
    ['all of them', 'FROM alpine:3.22 AS BUILD', 'BUILD'],
    ['several', 'FROM alpine:3.22 AS A\nFROM A AS b\nFROM b AS C', 'A', 'C'],
    [
      'used in every way',
      `${NAMED}FROM Build AS x\nFROM alpine:3.22\nCOPY --from=BUILD /a /a\nCOPY --from=build /b /b\nCOPY Build /c`,
      {
        at: 'Build',
        fix: 'Change to lower case',
        after:
          'FROM debian:13 AS build\nFROM build AS x\nFROM alpine:3.22\nCOPY --from=build /a /a\nCOPY --from=build /b /b\nCOPY Build /c',
        safe: true,
      },
    ],
    [
      'used by a mount',
      `${NAMED}FROM alpine:3.22\nRUN --mount=type=bind,from=Build,source=/Build,target=/x make`,
      {
        at: 'Build',
        fix: 'Change to lower case',
        after:
          'FROM debian:13 AS build\nFROM alpine:3.22\nRUN --mount=type=bind,from=build,source=/Build,target=/x make',
        safe: true,
      },
    ],
    [
      'used when a trigger fires',
      `ARG VERSION=3.22\n${NAMED}FROM alpine:$VERSION\nONBUILD COPY --from=Build /a /a`,
      {
        at: 'Build',
        fix: 'Change to lower case',
        after: 'ARG VERSION=3.22\nFROM debian:13 AS build\nFROM alpine:$VERSION\nONBUILD COPY --from=build /a /a',
        safe: true,
      },
    ],
    ['used by a variable', `ARG BASE=Build\n${NAMED}FROM $BASE`, { at: 'Build', fix: false }],
    [
      'copied from by a variable',
      `${NAMED}FROM alpine:3.22\nARG WHERE=Build\nCOPY --from=$WHERE /a /a`,
      { at: 'Build', fix: false },
    ],
    [
      'mounted by a variable',
      `${NAMED}FROM alpine:3.22\nRUN --mount=type=bind,from=$WHERE,target=/x make`,
      { at: 'Build', fix: false },
    ],
    ['used in quotes', `${NAMED}FROM alpine:3.22\nCOPY --from="Build" /a /a`, { at: 'Build', fix: false }],
  ],
  good: [
    ['lower case', 'FROM alpine:3.22 AS build'],
    ['no name', 'FROM alpine:3.22'],
  ],
  says: 'stage name `Build` is not lower-case',
  fixes: true,
})

table('from-as-casing', {
  bad: [
    [
      'upper, lower',
      'FROM alpine:3.22 as build',
      { at: 'as', fix: 'Change to `AS`', after: 'FROM alpine:3.22 AS build', safe: true },
    ],
    [
      'lower, upper',
      'from alpine:3.22 AS build',
      { at: 'AS', fix: 'Change to `as`', after: 'from alpine:3.22 as build', safe: true },
    ],
    ['upper, mixed', 'FROM alpine:3.22 As build', 'As'],
  ],
  good: [
    ['both upper', 'FROM alpine:3.22 AS build'],
    ['both lower', 'from alpine:3.22 as build'],
    ['FROM is mixed: another rule', 'From alpine:3.22 as build'],
  ],
  says: '`as` does not match the case of `FROM`',
  fixes: true,
})

table('copy-from-unknown-stage', {
  bad: [
    ['a slip of the pen', 'FROM golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=buid /app /app', '--from=buid'],
    [
      'a later stage',
      'FROM alpine:3.22\nCOPY --from=build /app /app\nFROM golang:1.25 AS build',
      { at: '--from=build', message: 'no earlier stage is named `build`' },
    ],
    [
      'a number too high',
      'FROM alpine:3.22 AS a\nFROM alpine:3.22\nCOPY --from=7 /app /app',
      { at: '--from=7', message: 'no stage 7 before this one' },
    ],
    ['when a trigger fires', 'FROM alpine:3.22\nONBUILD COPY --from=nowhere /app /app', '--from=nowhere'],
    [
      'a name too long to look for a slip in it',
      `FROM alpine:3.22 AS ${'a'.repeat(40)}\nFROM alpine:3.22\nCOPY --from=${'a'.repeat(41)} /app /app`,
      { at: `--from=${'a'.repeat(41)}`, message: `no earlier stage is named \`${'a'.repeat(41)}\`` },
    ],
  ],
  good: [
    ['an earlier stage', 'FROM golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=build /app /app'],
    ['in another case', 'FROM golang:1.25 AS Build\nFROM alpine:3.22\nCOPY --from=BUILD /app /app'],
    ['by number', 'FROM golang:1.25\nFROM alpine:3.22\nCOPY --from=0 /app /app'],
    ['an image', 'FROM alpine:3.22\nCOPY --from=nginx:1.29 /etc/nginx /etc/nginx'],
    ['an image with a registry', 'FROM alpine:3.22\nCOPY --from=ghcr.io/acme/tool /tool /tool'],
    ['a variable', 'FROM alpine:3.22\nARG FROM_STAGE\nCOPY --from=$FROM_STAGE /app /app'],
    ['its own stage: another rule', 'FROM alpine:3.22 AS a\nCOPY --from=a /app /app'],
    ['no stage', 'FROM alpine:3.22\nCOPY app /app'],
  ],
  says: 'no earlier stage is named `buid`. Did you mean `build`?',
})

table('copy-from-self', {
  bad: [
    ['by name', 'FROM alpine:3.22 AS app\nCOPY --from=app /a /b', '--from=app'],
    ['in another case', 'FROM alpine:3.22 AS app\nCOPY --from=App /a /b', '--from=App'],
    ['by number', 'FROM alpine:3.22\nCOPY --from=0 /a /b', '--from=0'],
  ],
  good: [
    ['another stage', 'FROM alpine:3.22 AS build\nFROM alpine:3.22 AS app\nCOPY --from=build /a /b'],
    ['a stage without a name', 'FROM alpine:3.22\nCOPY a /b'],
  ],
  says: '`--from=app` refers to its own stage',
})
