import { table } from '../kit/table.ts'

const run = (script: string): string => `FROM debian:13\nRUN ${script}\n`

table('package-update-alone', {
  bad: [
    ['alone', 'FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl', 'apt-get update'],
    ['with something else', run('apt-get update && adduser app'), 'apt-get update'],
    ['installed before', run('apk add curl && apk update'), 'apk update'],
    ['another one installs', run('apt-get update && apk add curl'), 'apt-get update'],
    ['for rpm', run('dnf update -y'), 'dnf update'],
  ],
  good: [
    ['followed by an install', run('apt-get update && apt-get install -y curl')],
    ['by apt for apt-get', run('apt-get update && apt install -y curl')],
    ['an upgrade behind the install', run('yum install -y curl && yum update -y && yum clean all')],
    ['over lines', run('apt-get update \\\n && apt-get -y upgrade')],
    ['in a heredoc', 'FROM debian:13\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF'],
    ['behind xargs', run('apt-get update && xargs apt-get install -y < list.txt')],
    ['a script of the image installs', run('apt-get update && ./install.sh')],
    ['another program installs', run('apt-get update && npx playwright install-deps')],
    ['a flag, not a sub-command', run('apk --update add curl')],
    ['an argument of something else', run('/bin/sh /scripts/some.sh update')],
  ],
  says: '`apt-get update` is not followed by an install in the same `RUN`',
})

table('package-upgrade', {
  bad: [
    ['apt-get', run('apt-get update && apt-get upgrade -y'), 'apt-get upgrade'],
    ['the distribution', run('apt-get -qq dist-upgrade'), 'apt-get -qq dist-upgrade'],
    ['apk', run('apk upgrade --no-cache'), 'apk upgrade'],
    ['yum says update', run('yum -y update && yum clean all'), 'yum -y update'],
  ],
  good: [
    ['an index', run('apt-get update && apt-get install -y curl')],
    ['single packages', run('dnf upgrade -y openssl && apk upgrade libssl3')],
    ['the index of apk', run('apk update')],
    ['another program', run('pip install --upgrade pip')],
  ],
  says: '`apt-get upgrade` upgrades every package',
})

table('apk-no-cache', {
  bad: [
    ['the index stays', run('apk add curl'), 'apk add'],
    ['fetched on the way', run('apk --update add curl'), 'apk --update add'],
    [
      'another cache is mounted',
      'FROM alpine:3.22\nRUN --mount=type=cache,target=/root/.cache apk add curl',
      'apk add',
    ],
    ['removed before', run('rm -rf /var/cache/apk/* && apk add curl'), 'apk add'],
  ],
  good: [
    ['nothing is kept', run('apk add --no-cache curl')],
    ['wherever it stands', run('apk --no-cache add curl && apk add git --no-cache')],
    ['removed', run('apk add curl && rm -rf /var/cache/apk/*')],
    ['mounted', 'FROM alpine:3.22\nRUN --mount=type=cache,target=/var/cache/apk apk add curl'],
    ['no install', run('apk del curl')],
  ],
  says: '`apk add` has no `--no-cache`',
  fixes: true,
})
