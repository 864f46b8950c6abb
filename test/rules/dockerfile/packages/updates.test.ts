import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const run = (script: string): string => `FROM debian:13\nRUN ${script}\n`

table('package-update-alone', {
  bad: [
    ['alone', 'FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl', 'apt-get update'],
    ['with something else', run('apt-get update && adduser app'), 'apt-get update'],
    ['installed before', run('apk add curl && apk update'), 'apk update'],
    ['another one installs', run('apt-get update && apk add curl'), 'apt-get update'],
    ['for zypper', run('zypper -n refresh'), 'zypper -n refresh'],
  ],
  good: [
    ['followed by an install', run('apt-get update && apt-get install -y curl')],
    ['by apt for apt-get', run('apt-get update && apt install -y curl')],
    [
      'what is an upgrade',
      run('yum update -y && dnf -y update && microdnf update && zypper -n update && zypper -n up'),
    ],
    ['followed by an upgrade', run('zypper -n refresh && zypper -n update')],
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

test.each([
  ['apt-get upgrade -y', false],
  ['apt-get dist-upgrade -y', true],
  ['apt full-upgrade -y', true],
])('%s is what Trivy reports: %s', async (script, trivy) => {
  const enabledRule = { rule: rules.get('package-upgrade')!, options: {} }
  const { findings } = check(await read(run(script)), [enabledRule], { kubernetes: 36 })
  expect(findings.map(({ aliases }) => 'trivy' in aliases)).toEqual([trivy])
})

table('apk-no-cache', {
  bad: [
    [
      'the index stays',
      run('apk add curl'),
      { at: 'apk add', fix: 'Add `--no-cache`', after: run('apk add --no-cache curl'), safe: true },
    ],
    ['fetched on the way', run('apk --update add curl'), 'apk --update add'],
    [
      'another cache is mounted',
      'FROM alpine:3.22\nRUN --mount=type=cache,target=/root/.cache apk add curl',
      'apk add',
    ],
    ['removed before', run('rm -rf /var/cache/apk/* && apk add curl'), 'apk add'],
    ['another cache is removed', run('apk add curl && rm -rf /var/cache/apt /var/cached'), 'apk add'],
    [
      'fetched first',
      run('apk update && apk add curl'),
      { at: 'apk add', fix: 'Add `--no-cache`', after: run('apk add --no-cache curl'), safe: true },
    ],
    ['fetched first, over lines', run('apk update \\\n && apk upgrade \\\n && apk add curl'), 'apk add'],
    [
      'fetched in the middle',
      run('set -e && apk update && apk add curl'),
      { at: 'apk add', fix: 'Add `--no-cache`', after: run('set -e && apk add --no-cache curl'), safe: true },
    ],
    [
      'fetched in the middle, over lines',
      run('set -e; apk update \\\n && apk upgrade \\\n && apk add curl'),
      {
        at: 'apk add',
        fix: 'Add `--no-cache`',
        after: run('set -e; apk upgrade --no-cache \\\n && apk add --no-cache curl'),
        safe: true,
      },
    ],
    ['fetched as a condition', run('if apk update; then apk add curl; fi'), { at: 'apk add', fix: false }],
    ['installed in a subshell', run('apk update && (apk add curl)'), { at: 'apk add', fix: false }],
    [
      'fetched when something failed',
      run('test -f /index || apk update && apk add curl'),
      { at: 'apk add', fix: false },
    ],
    ['fetched on a condition', run('test -f /index && apk update; apk add curl'), { at: 'apk add', fix: false }],
    ['fetched in a subshell', run('(apk update) && apk add curl'), { at: 'apk add', fix: false }],
    ['fetched with sudo', run('sudo apk update && apk add curl'), { at: 'apk add', fix: false }],
    ['looked at before', run('apk update && apk search curl && apk add curl'), { at: 'apk add', fix: false }],
    ['fetched first, for several', run('apk update; apk add curl; apk -q add git'), 'apk add', 'apk -q add'],
    [
      'fetched and not used',
      run('apk update && apk add --no-cache curl'),
      {
        at: 'apk update',
        message: '`apk update` stores an index that `apk add --no-cache` does not use',
        fix: 'Remove `apk update`',
        after: run('apk add --no-cache curl'),
        safe: true,
      },
    ],
    ['in a heredoc', 'FROM alpine:3.22\nRUN <<EOF\napk update\napk add --no-cache curl\nEOF', 'apk update'],
  ],
  good: [
    ['nothing is kept', run('apk add --no-cache curl')],
    ['wherever it stands', run('apk --no-cache add curl && apk add git --no-cache')],
    ['removed', run('apk add curl && rm -rf /var/cache/apk/*')],
    ['removed with all caches', run('apk add curl && rm -rf /tmp/* /var/cache/*')],
    ['mounted', 'FROM alpine:3.22\nRUN --mount=type=cache,target=/var/cache/apk apk add curl'],
    ['no install', run('apk del curl')],
    ['an index that is not kept', run('apk update --no-cache && apk add --no-cache curl')],
    ['an index that is removed', run('apk update && apk add --no-cache curl && rm -rf /var/cache/apk/*')],
    ['an index alone: another rule', run('apk update')],
    ['without the network', run('apk add --no-network ./tool.apk')],
    ['only simulated', run('apk add --simulate curl')],
  ],
  says: '`apk add` has no `--no-cache`',
  fixes: true,
})
