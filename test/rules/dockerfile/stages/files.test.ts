// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const file = (lines: string): string => `FROM alpine:3.22\n${lines}\n`
const findings = async (id: string, text: string) =>
  check(await read(text), [{ rule: rules.get(id)!, options: {} }], { kubernetes: 36 }).findings

table('add-instead-of-copy', {
  bad: [
    [
      'a file',
      file('ADD app.jar /app/'),
      { at: 'ADD', fix: 'Use `COPY`', after: file('COPY app.jar /app/'), safe: true },
    ],
    ['a folder', file('ADD . /app'), 'ADD'],
    ['ZIP files are not unpacked', file('ADD site.zip /srv/'), 'ADD'],
    [
      'in lower case, with flags',
      file('add --chown=1000 app.jar /app/'),
      { at: 'add', fix: 'Use `COPY`', after: file('copy --chown=1000 app.jar /app/'), safe: true },
    ],
    ['as JSON', file('ADD ["a b.txt", "/app/"]'), 'ADD'],
    [
      'a variable before the end: it may be a URL',
      file('ADD ${DIR}/app.jar /app/'),
      { at: 'ADD', fix: 'Use `COPY`', after: file('COPY ${DIR}/app.jar /app/') },
    ],
    ['a file by default', file('ARG LIST=requirements.txt\nADD "$LIST" /tmp/'), 'ADD'],
    ['a file by the stage it is built from', 'FROM alpine:3.22 AS a\nARG LIST=b.txt\nFROM a\nADD $LIST /tmp/', 'ADD'],
    ['a file by a stand-in', file('ARG DIR=conf\nADD ${DIR:-.} /etc/app/'), 'ADD'],
    [
      'in a trigger',
      file('ONBUILD ADD src /src'),
      { at: 'ADD', fix: 'Use `COPY`', after: file('ONBUILD COPY src /src') },
    ],
  ],
  good: [
    ['COPY', file('COPY app.jar /app/')],
    ['an archive', file('ADD rootfs.tar.xz /')],
    ['whatever its case and kind', file('ADD A.TAR.GZ /\nADD b.tar.bz3 /\nADD c.gem /\nADD d.apk /\nADD e.Tgz /')],
    ['told to unpack', file('ADD --unpack=true bundle /srv/')],
    ['a download', file('ADD --checksum=sha256:abc https://example.com/tool /usr/local/bin/')],
    ['a repository', file('ADD git@github.com:acme/app.git#v1 /src\nADD https://github.com/acme/app.git /src')],
    ['only the build knows', file('ARG ROOTFS\nADD $ROOTFS /\nADD ${ROOTFS:-x} /')],
    ['a heredoc', file('ADD <<EOF /etc/motd\nhello\nEOF')],
    ['one of several is an archive', file('ADD a.txt rootfs.tar /srv/')],
    ['an archive by default', file('ARG ROOTFS=rootfs.tar.xz\nADD $ROOTFS /')],
    ['a download by default', file('ARG FROM_HERE=https://example.com\nADD ${FROM_HERE}/app.conf /etc/')],
    ['a repository by default', file('ENV REPO=https://github.com/acme/app.git\nADD $REPO /src')],
  ],
  says: '`ADD` only copies `app.jar`',
  fixes: true,
})

table('add-remote-url', {
  bad: [
    ['not checked', file('ADD https://example.com/tool.tar.gz /opt/'), 'https://example.com/tool.tar.gz'],
    ['without TLS', file('ADD http://example.com/tool /opt/'), 'http://example.com/tool'],
    ['by default', file('ARG URL=https://example.com/tool\nADD app.conf "$URL" /opt/'), '"$URL"'],
  ],
  good: [
    ['checked', file(`ADD --checksum=sha256:${'ab'.repeat(32)} https://example.com/tool.tar.gz /opt/`)],
    ['a repository', file('ADD https://github.com/acme/app.git#v1 /src')],
    ['a file', file('ADD rootfs.tar /')],
    ['a repository by default', file('ARG URL=https://github.com/acme/app.git\nADD $URL /src')],
    ['only the build knows', file('ARG URL\nADD $URL /src')],
  ],
  says: 'download has no `--checksum`',
})

test('add-remote-url is an ADD where Checkov wants a COPY', async () => {
  const found = await findings('add-remote-url', file('ADD https://example.com/tool /opt/'))
  expect(found.map(({ aliases }) => aliases['checkov'])).toEqual([['CKV_DOCKER_4']])
})

table('copy-dest-not-directory', {
  bad: [
    [
      'two files',
      file('COPY a.txt b.txt /app'),
      { at: '/app', fix: 'Add the trailing slash', after: file('COPY a.txt b.txt /app/') },
    ],
    [
      'to the working folder',
      file('COPY package.json yarn.lock .'),
      {
        at: '.',
        severity: 'low',
        fix: 'Add the trailing slash',
        after: file('COPY package.json yarn.lock ./'),
        safe: true,
      },
    ],
    ['with ADD and flags', file('ADD --chown=1000 a.txt b.txt app'), 'app'],
    [
      'its name',
      file('WORKDIR /app/\nCOPY a b /app'),
      {
        at: '/app',
        severity: 'low',
        fix: 'Add the trailing slash',
        after: file('WORKDIR /app/\nCOPY a b /app/'),
        safe: true,
      },
    ],
    ['another working folder', file('WORKDIR /app\nWORKDIR /lib\nCOPY a b /app'), '/app'],
    ['a name like that of the working folder', file('WORKDIR app\nCOPY a b app'), 'app'],
    [
      'a folder of every image',
      file('COPY a b /usr/local/bin'),
      {
        at: '/usr/local/bin',
        severity: 'low',
        fix: 'Add the trailing slash',
        after: file('COPY a b /usr/local/bin/'),
        safe: true,
      },
    ],
    ['a quote that is not closed', file("COPY a.txt b.txt 'app"), { at: "'app", fix: false }],
  ],
  good: [
    ['a slash', file('COPY a.txt b.txt /app/')],
    ['one file', file('COPY a.txt /app/b.txt')],
    ['a pattern may match one', file('COPY *.json /app')],
    ['quoted', file('COPY a.txt b.txt "/app/"')],
    ['with a quote that the escape keeps open: a syntax error', file('COPY a.txt b.txt "C:\\app\\"')],
    ['as JSON', file('COPY ["a.txt", "b.txt", "/app/"]')],
    ['only the build knows', file('COPY a.txt b.txt $APP_DIR\nCOPY a.txt b.txt ${APP_DIR:-/app}')],
    ['on Windows', '# escape=`\nFROM alpine:3.22\nCOPY a.txt b.txt C:\\app\\\n'],
  ],
  says: '`COPY` has 2 sources, but target `/app` does not end in `/`',
  fixes: true,
})

table('copy-relative-no-workdir', {
  bad: [
    ['nothing says where', file('COPY app.jar app.jar'), 'app.jar'],
    ['the working folder', file('COPY . .'), '.'],
    ['set in another stage', 'FROM alpine:3.22\nWORKDIR /app\nFROM alpine:3.22\nCOPY app.jar lib/', 'lib/'],
    ['set too late', file('COPY app.jar lib/\nWORKDIR /app'), 'lib/'],
    ['with ADD', file('ADD rootfs.tar root'), 'root'],
    ['set by a trigger, which runs elsewhere', file('ONBUILD WORKDIR /app\nCOPY app.jar lib/'), 'lib/'],
    ['on an empty image', 'FROM scratch\nCOPY app.jar lib/', 'lib/'],
    ['on an image that is known to set none', 'FROM node:24\nCOPY app.jar lib/', 'lib/'],
    ['on a copy of it', 'FROM public.ecr.aws/docker/library/node:24\nCOPY app.jar lib/', 'lib/'],
  ],
  good: [
    ['a WORKDIR', file('WORKDIR /app\nCOPY app.jar app.jar')],
    ['of the stage it is built from', 'FROM alpine:3.22 AS base\nWORKDIR /app\nFROM base\nCOPY app.jar .'],
    [
      'by a trigger of the stage it is built from',
      'FROM alpine:3.22 AS base\nONBUILD WORKDIR /app\nFROM base\nCOPY app.jar .',
    ],
    ['absolute', file('COPY app.jar /app/')],
    ['a WORKDIR in a piece of a Dockerfile', 'WORKDIR /app\nCOPY app.jar app.jar'],
    ['on Windows', file('COPY app.jar c:/app/')],
    ['with a quote that the escape keeps open: a syntax error', file('COPY app.jar "c:\\"')],
    [
      'a WORKDIR of one of the stages that it may be built from',
      'FROM a:1 AS b-x\nFROM a:1 AS b-y\nWORKDIR /app\nFROM b-${TARGETARCH}\nCOPY app.jar lib/',
    ],
    ['only the build knows', file('COPY app.jar "${HOME}/lib"')],
    ['on an image that sets one', 'FROM golang:1.25\nCOPY app.go lib/'],
    ['on an image that nobody can see into', 'FROM ghcr.io/acme/base:1\nCOPY app.jar lib/'],
    ['on one that only the build knows', 'ARG BASE\nFROM $BASE\nCOPY app.jar lib/'],
  ],
  says: 'target `app.jar` is relative, but no `WORKDIR` is set',
})

table('copy-entire-filesystem', {
  bad: [
    ['all of a stage', 'FROM golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=build / /', 'COPY --from=build / /'],
    ['all of an image', file('COPY --from=nginx:1.29 / /'), 'COPY --from=nginx:1.29 / /'],
  ],
  good: [
    ['what is needed', 'FROM golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=build /out/app /'],
    ['the build context', file('COPY / /')],
    ['into a folder', file('COPY --from=nginx:1.29 / /rootfs')],
    ['to squash the layers', 'FROM alpine:3.22 AS all\nFROM scratch\nCOPY --from=all / /'],
  ],
  says: 'entire filesystem of `build` is copied',
})

table('add-source-outside-context', {
  bad: [
    ['one up', file('COPY ../shared /shared'), '../shared'],
    ['after a dot', file('ADD ./../lib /lib'), './../lib'],
    ['only up', file('COPY .. /src'), '..'],
  ],
  good: [
    ['inside', file('COPY shared /shared')],
    ['a slash means the context', file('COPY /shared /shared')],
    ['a name with dots', file('COPY ..env /env')],
    ['inside another stage', 'FROM alpine:3.22 AS a\nFROM alpine:3.22\nCOPY --from=a ../x /x'],
  ],
  says: 'source `../shared` is outside the build context',
})

table('workdir-relative', {
  bad: [
    ['the first one', file('WORKDIR app'), { at: 'app', fix: 'Make it absolute', after: file('WORKDIR /app') }],
    ['with a dot', file('WORKDIR ./app'), { at: './app', fix: 'Make it absolute', after: file('WORKDIR /app') }],
    [
      'nothing but a dot',
      file('WORKDIR .'),
      { at: '.', message: '`WORKDIR .` has no effect: it keeps the directory of the base image', fix: false },
    ],
    ['a dot and a slash', file('WORKDIR ./'), { at: './', fix: false }],
    ['the folder above', file('WORKDIR ..'), { at: '..', fix: false }],
    [
      'below the folder above',
      file('WORKDIR ../app'),
      { at: '../app', message: '`../app` is relative to the unknown directory of the base image', fix: false },
    ],
    ['a quote that is not closed', file('WORKDIR "app'), { at: '"app', fix: false }],
    [
      'in every stage',
      'FROM alpine:3.22\nWORKDIR a\nFROM alpine:3.22\nWORKDIR b',
      'a',
      {
        at: 'b',
        fix: 'Make it absolute',
        after: 'FROM alpine:3.22\nWORKDIR a\nFROM alpine:3.22\nWORKDIR /b',
      },
    ],
  ],
  good: [
    ['absolute', file('WORKDIR /app')],
    ['below another one', file('WORKDIR /app\nWORKDIR src')],
    ['below that of the stage it is built from', 'FROM alpine:3.22 AS base\nWORKDIR /app\nFROM base\nWORKDIR src'],
    ['quoted', file('WORKDIR "/app"')],
    ['with a quote that the escape keeps open: a syntax error', file('WORKDIR "C:\\"')],
    ['on Windows', file('WORKDIR C:/app')],
    ['below that of a stage in a chain', 'FROM a:1 AS b-x\nWORKDIR /a\nFROM b-$TARGETARCH AS c\nFROM c\nWORKDIR src'],
    ['only the build knows', file('WORKDIR $APP_DIR/src')],
  ],
  says: '`app` is relative to the unknown directory of the base image',
  fixes: true,
})

table('workdir-system-dir', {
  bad: [
    ['an open file of the runtime', file('WORKDIR /proc/self/fd/8'), '/proc/self/fd/8'],
    ['the folder itself', file('WORKDIR /dev'), '/dev'],
    ['quoted', file('WORKDIR "/boot/x"'), '"/boot/x"'],
  ],
  good: [
    ['a folder of the image', file('WORKDIR /app')],
    ['a name that begins so', file('WORKDIR /process')],
    ['a folder of that name', file('WORKDIR /app/dev')],
  ],
  says: '`/proc/self/fd/8` is inside `/proc`',
})

table('volume-sensitive-dir', {
  bad: [
    ['devices', file('VOLUME /dev'), '/dev'],
    ['one of several', file('VOLUME ["/data", "/proc/sys"]'), '"/proc/sys"'],
  ],
  good: [
    ['data', file('VOLUME /var/lib/app')],
    ['a name that begins so', file('VOLUME /system /devices')],
  ],
  says: '`/dev` is in a kernel filesystem',
})

table('copy-then-extract', {
  bad: [
    ['with tar', file('COPY site.tar.gz /srv/\nRUN tar -xzf /srv/site.tar.gz -C /srv'), 'COPY site.tar.gz /srv/'],
    ['in the old style', file('COPY site.tgz /tmp/x.tgz\nRUN cd /tmp && tar xf x.tgz'), 'COPY site.tgz /tmp/x.tgz'],
    ['named by an option', file('COPY a.tar /x/\nRUN tar --extract --file=/x/a.tar'), 'COPY a.tar /x/'],
    ['with gunzip', file('COPY dump.gz /\nRUN make && gunzip /dump.gz'), 'COPY dump.gz /'],
    ['once', file('COPY a.tar /\nRUN tar -xf a.tar\nRUN tar -xf a.tar'), 'COPY a.tar /'],
    ['checked before it came', file('RUN sha256sum -c sums\nCOPY a.tar /\nRUN tar -xf a.tar'), 'COPY a.tar /'],
  ],
  good: [
    ['unpacked by the builder', file('ADD site.tar.gz /srv/')],
    ['not unpacked', file('COPY site.tar.gz /srv/\nRUN sha256sum /srv/site.tar.gz')],
    ['packed, not unpacked', file('COPY site.tar /srv/\nRUN tar -cf /srv/site.tar /srv')],
    ['another archive', file('COPY a.tar /\nRUN tar -xf b.tar')],
    ['checked in between', file('COPY a.tar /\nRUN echo "$SUM  a.tar" > sums && sha256sum -c sums\nRUN tar -xf a.tar')],
    ['its signature is checked', file('COPY a.tar a.tar.asc /\nRUN gpg --verify a.tar.asc && tar -xf a.tar')],
    ['unpacked before', file('RUN tar -xf a.tar\nCOPY a.tar /')],
    ['in another stage', 'FROM a:1\nCOPY a.tar /\nFROM a:1\nRUN tar -xf a.tar'],
    ['from another stage', 'FROM a:1 AS b\nFROM a:1\nCOPY --from=b /a.tar /\nRUN tar -xf /a.tar'],
  ],
  says: '`site.tar.gz` is copied, then extracted',
})
