// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const run = (script: string): string => `FROM debian:13\nRUN ${script}\n`

table('apt-no-yes', {
  bad: [
    [
      'nothing answers',
      run('apt-get update && apt-get install curl'),
      { at: 'apt-get install', fix: 'Add `-y`', after: run('apt-get update && apt-get install -y curl'), safe: true },
    ],
    ['flags before', run('apt-get -q install curl'), 'apt-get -q install'],
    ['behind sudo and a folder', run('sudo /usr/bin/apt-get install curl'), '/usr/bin/apt-get install'],
    ['in a trigger', 'FROM debian:13\nONBUILD RUN apt-get install curl', 'apt-get install'],
    ['over several lines', run('apt-get \\\n    install \\\n    curl'), 'apt-get \\'],
    ['in a heredoc', 'FROM debian:13\nRUN <<EOF\napt-get install curl\nEOF', 'apt-get install'],
    ['inside a condition', run('if true; then apt-get install curl; fi'), 'apt-get install'],
    ['twice', run('apt-get install a && apt-get -q install b'), 'apt-get install', 'apt-get -q install'],
    ['apt', run('apt update && apt install curl'), 'apt install'],
    [
      'a JSON array: its words are quoted',
      'FROM debian:13\nRUN ["apt-get", "install", "curl"]',
      { at: '"apt-get", "install"', fix: false },
    ],
    [
      'an answer of a variable that only the build knows',
      run('apt-get install $OPTS curl'),
      { at: 'apt-get install', fix: 'Add `-y`', after: run('apt-get install -y $OPTS curl'), safe: true },
    ],
    ['a command in a variable', run('install="apt-get install"; $install curl'), { at: '$install', fix: false }],
    [
      'what other packages lack',
      run('dpkg -i x.deb; apt-get -f install'),
      { at: 'apt-get -f install', fix: 'Add `-y`', after: run('dpkg -i x.deb; apt-get -f install -y'), safe: true },
    ],
  ],
  good: [
    ['-y', run('apt-get update && apt-get install -y curl')],
    ['-y in a bundle, before', run('apt-get -qqy install curl')],
    ['-y at the end', run('apt-get install curl -y')],
    ['the long forms', run('apt-get install --yes a && apt-get install --assume-yes b')],
    ['quiet enough to mean yes', run('apt-get -qq install a && apt-get install -q -q b && apt-get install -q=2 c')],
    ['by configuration', run('apt-get -o APT::Get::Assume-Yes=true install curl')],
    ['somebody answers', run('yes | apt-get install curl')],
    ['nothing is done', run('apt-get install -s a && apt install --dry-run b && apt-get --simulate install c')],
    ['a package of that name', run('apk add apt-get install')],
    ['words of another command', run('echo apt-get install curl')],
    ['a quoted text', run('echo "apt-get install curl"')],
    ['the answer of a variable', run('opts="-y -q"; apt-get install $opts curl')],
    ['only downloaded', run('apt-get install --download-only curl')],
    ['only downloaded, in short', run('apt-get -d install curl')],
    ['only the addresses are printed', run('apt-get --print-uris install curl')],
    ['nothing to install', run('apt-get update && apt-get install && make')],
  ],
  says: '`apt-get install` has no `-y`',
  fixes: true,
})

table('apt-recommends', {
  bad: [
    [
      'the default',
      run('apt-get install -y curl'),
      {
        at: 'apt-get install',
        fix: 'Add `--no-install-recommends`',
        after: run('apt-get install --no-install-recommends -y curl'),
      },
    ],
    ['switched on', run('apt-get install -y --install-recommends curl'), 'apt-get install'],
  ],
  good: [
    ['switched off', run('apt-get install -y --no-install-recommends curl')],
    ['switched off before', run('apt-get --no-install-recommends install -y curl')],
    ['by configuration', run('apt-get install -y -o APT::Install-Recommends=false curl')],
    ['no install', run('apt-get update')],
    ['only simulated', run('apt-get install -s curl')],
    ['only downloaded', run('apt-get install -y --download-only curl')],
  ],
  says: '`apt-get install` also installs recommended packages',
  fixes: true,
})

table('apt-lists-not-removed', {
  bad: [
    ['they stay', run('apt-get update && apt-get install -y curl'), 'apt-get update'],
    ['with apt', run('apt update && apt install -y curl'), 'apt update'],
    ['removed before they were fetched', run('rm -rf /var/lib/apt/lists/* && apt-get update'), 'apt-get update'],
    ['something else is removed', run('apt-get update && rm -rf /tmp/*'), 'apt-get update'],
    ['other files of that name', run('cd /srv && apt-get update && rm -rf apt lists'), 'apt-get update'],
    ['apt-get clean leaves them', run('apt-get update && apt-get clean'), 'apt-get update'],
    [
      'another cache is mounted',
      'FROM debian:13\nRUN --mount=type=cache,target=/var/cache/apt apt-get update',
      'apt-get update',
    ],
    [
      'in the stage that the last is built from',
      'FROM debian:13 AS base\nRUN apt-get update\nFROM base',
      'apt-get update',
    ],
  ],
  good: [
    ['removed in the same RUN', run('apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*')],
    ['with all their folder', run('apt-get update && rm -rf /var/lib/apt')],
    ['several folders at once', run('apt-get update; rm -rf /tmp/* /var/lib/{apt,dpkg,cache}/lists')],
    ['in their folder', run('apt-get update && cd /var/lib && rm -rf apt dpkg')],
    ['in a folder of theirs', run('cd /var/lib; cd apt; apt-get update; rm -rf lists')],
    ['with a slash too many', run('apt-get update && rm -rf //var/lib//apt/lists/*')],
    ['with find', run('apt-get update && find /var/lib/apt/lists -type f -delete')],
    ['with apt-get itself', run('apt-get update && apt-get distclean')],
    ['a cache is mounted over them', 'FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get update'],
    ['over all of apt', 'FROM debian:13\nRUN --mount=type=tmpfs,dst=/var/lib/apt apt-get update'],
    [
      'a stage that is not in the image',
      'FROM debian:13 AS build\nRUN apt-get update\nFROM alpine:3.22\nCOPY --from=build /a /a',
    ],
  ],
  says: 'apt package lists are not removed in the same `RUN`',
})

table('apt-used', {
  bad: [
    [
      'apt',
      run('apt install -y curl'),
      { at: 'apt', fix: 'Use `apt-get`', after: run('apt-get install -y curl'), safe: true },
    ],
    ['a pattern, which they read differently', run("apt install -y 'php8.4-*'"), { at: 'apt', fix: false }],
    ['an expression', run("apt remove -y '^python3'"), { at: 'apt', fix: false }],
    ['whatever the build says', run('apt install -y $PACKAGES'), { at: 'apt', fix: false }],
    [
      'twice',
      run('apt update && /usr/bin/apt install -y curl'),
      'apt',
      {
        at: '/usr/bin/apt',
        fix: 'Use `apt-get`',
        after: run('apt update && /usr/bin/apt-get install -y curl'),
        safe: true,
      },
    ],
  ],
  good: [
    ['apt-get', run('apt-get install -y curl')],
    ['a folder of that name', run('rm -rf /etc/apt')],
    ['a word of another command', run('man apt')],
  ],
  says: '`apt` has no stable command-line interface',
  fixes: true,
})

table('apt-unpinned', {
  bad: [
    ['any version', run('apt-get install -y curl'), 'curl'],
    [
      'one of several',
      run('apt-get install -y curl=8.14.1-2 git wget'),
      { at: 'git', message: 'package `git` (and 1 more) has no version' },
    ],
    ['the value of a flag is no package', run('apt-get install -y -t trixie-backports curl'), 'curl'],
    [
      'packages of a variable',
      run('deps="git curl=8.14.1-2"; apt-get install -y $deps'),
      { at: '$deps', message: 'package `git` has no version' },
    ],
  ],
  good: [
    ['a version', run('apt-get install -y curl=8.14.1-2')],
    ['a release', run('apt-get install -y curl/trixie-backports')],
    ['a file', run('apt-get install -y ./tool.deb /tmp/other.deb')],
    ['a variable', run('apt-get install -y $PACKAGES "curl=${CURL_VERSION}"')],
    ['the value of a flag', run('apt-get install -y --target-release trixie curl=8.14.1-2')],
    ['nothing at all', run('apt-get install -y')],
    [
      'packages of a variable with their versions',
      run('deps="git=1:2.47.3-0 curl=8.14.1-2"; apt-get install -y $deps'),
    ],
    ['only simulated', run('apt-get install --simulate curl')],
  ],
  says: 'package `curl` has no version',
})
