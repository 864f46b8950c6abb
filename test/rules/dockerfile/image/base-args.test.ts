// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

table('from-arg-undefined', {
  bad: [
    ['a slip of the pen', 'ARG VERSION=3.22\nFROM alpine:$VERISON', 'alpine:$VERISON'],
    [
      'declared in a stage',
      'FROM alpine:3.22\nARG BASE=debian:13\nFROM $BASE',
      { at: '$BASE', message: '`BASE` is not declared before the first FROM' },
    ],
    ['in the platform', 'FROM --platform=$BULIDPLATFORM alpine:3.22', '--platform=$BULIDPLATFORM'],
    ['a stand-in is always taken', 'FROM alpine:${VERSION:-3.22}', 'alpine:${VERSION:-3.22}'],
    ['declared too late', 'FROM alpine:$VERSION\nARG VERSION=3.22', 'alpine:$VERSION'],
  ],
  good: [
    ['declared', 'ARG VERSION=3.22\nFROM alpine:$VERSION'],
    ['declared without a default', 'ARG BASE\nFROM $BASE'],
    ['given by the builder', 'FROM --platform=$BUILDPLATFORM alpine:3.22 AS a\nFROM base-$TARGETARCH'],
    ['several in one ARG', 'ARG A=alpine B=3.22\nFROM $A:$B'],
    ['names of every object', 'ARG constructor=alpine __proto__=3\nFROM ${constructor}:${__proto__}'],
  ],
  says: '`VERISON` is not declared before the first FROM. Did you mean `VERSION`?',
})

table('from-arg-default-invalid', {
  bad: [
    ['the tag is empty', 'ARG VERSION=\nFROM alpine:$VERSION', 'alpine:$VERSION'],
    [
      'the whole name is empty',
      'ARG BASE=""\nFROM $BASE',
      { at: '$BASE', message: 'base image with default ARG values is empty' },
    ],
    ['half the name of a stage', 'ARG X=\nFROM a:1 AS x-1\nFROM x-$X', 'x-$X'],
    ['the default is no name', 'ARG BASE=Alpine\nFROM $BASE', '$BASE'],
    [
      'made of one that is not declared',
      'ARG A=$B\nFROM $A',
      { at: '$A', message: 'base image with default ARG values is empty' },
    ],
  ],
  good: [
    ['a default', 'ARG VERSION=3.22\nFROM alpine:$VERSION'],
    ['a stage whose name no image could have', 'ARG X=\nFROM a:1 AS x-\nFROM x-$X'],
    ['a stand-in', 'ARG VERSION\nFROM alpine:${VERSION:-3.22}'],
    ['whole without it', 'ARG VARIANT\nFROM alpine:3.22$VARIANT'],
    ['a default made of another', 'ARG A=3\nARG B=$A.22\nFROM alpine:$B'],
    ['not declared: another rule', 'FROM alpine:$VERSION'],
    ['given by the builder', 'FROM alpine:$TARGETARCH'],
    ['to be given by whoever builds', 'ARG BASE\nFROM $BASE'],
    ['a part to be given', 'ARG VERSION\nFROM alpine:$VERSION'],
    ['made of one to be given', 'ARG VERSION\nARG BASE=alpine:$VERSION\nFROM $BASE'],
    ['to be given, or the build stops', 'ARG BASE="${BASE:?is required}"\nFROM $BASE'],
    ['to be given where it is used', 'ARG BASE=\nFROM ${BASE:?is required}'],
    ['with a default that was given before', 'ARG VERSION=3.22\nARG VERSION\nFROM alpine:$VERSION'],
  ],
  says: 'base image with default ARG values is invalid',
})
