// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const run = (script: string): string => `FROM fedora:43\nRUN ${script}\n`

table('yum-no-yes', {
  bad: [
    [
      'nothing answers',
      run('yum install httpd && yum clean all'),
      { at: 'yum install', fix: 'Add `-y`', after: run('yum install -y httpd && yum clean all'), safe: true },
    ],
    ['a group', run('yum groupinstall "Development Tools"'), 'yum groupinstall'],
    ['a flag it does not know', run('yum install --yes httpd'), 'yum install'],
  ],
  good: [
    ['-y', run('yum install -y httpd && yum clean all')],
    ['before', run('yum -y install httpd')],
    ['the long form', run('yum --assumeyes install httpd')],
    ['somebody answers', run('yes | yum install httpd')],
    ['no install', run('yum clean all')],
  ],
  says: '`yum install` has no `-y`',
  fixes: true,
})

table('dnf-no-yes', {
  bad: [
    [
      'nothing answers',
      run('dnf install httpd && dnf clean all'),
      { at: 'dnf install', fix: 'Add `-y`', after: run('dnf install -y httpd && dnf clean all'), safe: true },
    ],
    [
      'the small one, which only asks under another name',
      run('microdnf install httpd'),
      { at: 'microdnf install', severity: 'info' },
    ],
  ],
  good: [
    ['-y', run('dnf install -y httpd && dnf clean all')],
    ['in a bundle', run('dnf install -qy httpd')],
    ['another program', run('notdnf install httpd')],
    ['only downloaded', run('dnf install --downloadonly curl')],
  ],
  says: '`dnf install` has no `-y`',
  fixes: true,
})

table('zypper-no-yes', {
  bad: [
    [
      'nothing answers',
      run('zypper install httpd && zypper clean'),
      { at: 'zypper install', fix: 'Add `-n`', after: run('zypper -n install httpd && zypper clean'), safe: true },
    ],
    ['a patch', run('zypper patch'), 'zypper patch'],
    ['of sources', run('zypper -q si httpd'), 'zypper -q si'],
    [
      'of sources, in full: the answer is for all sub-commands',
      run('zypper source-install httpd'),
      { at: 'zypper source-install', fix: 'Add `-n`', after: run('zypper -n source-install httpd'), safe: true },
    ],
  ],
  good: [
    ['-y', run('zypper install -y httpd && zypper clean')],
    ['-n', run('zypper -n in httpd')],
    ['the long forms', run('zypper --non-interactive install a && zypper install --no-confirm b')],
    ['no change', run('zypper refresh')],
    ['only a trial', run('zypper install --dry-run curl')],
  ],
  says: '`zypper install` has no `-n`',
  fixes: true,
})

table('yum-no-clean', {
  bad: [
    ['the cache stays', run('yum install -y httpd'), 'yum install'],
    ['cleaned too early', run('yum clean all && yum -y install httpd'), 'yum -y install'],
    ['filled again', run('yum install -y a && yum clean all && yum install -y b'), 'yum install'],
  ],
  good: [
    ['cleaned', run('yum install -y httpd && yum clean all')],
    ['removed', run('yum install -y httpd && rm -rf /var/cache/yum/*')],
    ['removed with all caches', run('yum install -y httpd && rm -rf /var/cache/*')],
    ['removed with another', run('yum install -y httpd && rm -rf /var/cache/{dnf,yum}/*')],
    ['mounted', 'FROM fedora:43\nRUN --mount=type=cache,target=/var/cache/yum yum install -y httpd'],
    ['nothing installed', run('yum list installed')],
    ['from the cache alone', run('yum install -y --cacheonly curl')],
  ],
  says: '`yum install` is not followed by `yum clean` in the same `RUN`',
})

table('dnf-no-clean', {
  bad: [
    ['the cache stays', run('dnf install -y httpd'), 'dnf install'],
    ['upgrades fill it too', run('dnf -y upgrade'), 'dnf -y upgrade'],
    ['the other one is cleaned', run('dnf install -y httpd && microdnf clean all'), 'dnf install'],
  ],
  good: [
    ['cleaned', run('dnf install -y httpd && dnf clean all')],
    ['removed', run('dnf in -y httpd && rm -rf /var/cache/dnf')],
    ['removed with another', run('dnf in -y httpd && rm -rf /var/{cache/dnf,log} /var/cache/{yum,dnf}')],
    ['mounted', 'FROM fedora:43\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y httpd'],
    ['the small one', run('microdnf install -y httpd && microdnf clean all')],
    ['from the cache alone', run('dnf -C install -y curl')],
    ['only downloaded', run('dnf install -y --downloadonly curl')],
  ],
  says: '`dnf install` is not followed by `dnf clean` in the same `RUN`',
})

table('zypper-no-clean', {
  bad: [
    ['the cache stays', run('zypper -n install httpd'), 'zypper -n install'],
    ['cleaned too early', run('zypper cc && zypper -n remove httpd'), 'zypper -n remove'],
  ],
  good: [
    ['cleaned', run('zypper -n install httpd && zypper clean')],
    ['cleaned, in short', run('zypper -n in httpd && zypper cc -a')],
    ['mounted', 'FROM opensuse/leap:16\nRUN --mount=type=cache,target=/var/cache/zypp zypper -n in httpd'],
  ],
  says: '`zypper install` is not followed by `zypper clean` in the same `RUN`',
})

table('zypper-dist-upgrade', {
  bad: [
    ['the long form', run('zypper -n dist-upgrade'), 'zypper -n dist-upgrade'],
    ['the short one', run('zypper -n dup'), 'zypper -n dup'],
  ],
  good: [
    ['an update', run('zypper -n update')],
    ['another program', run('echo dup')],
  ],
  says: '`zypper dist-upgrade` upgrades the whole distribution',
})

table('apk-unpinned', {
  bad: [
    ['any version', run('apk add --no-cache curl'), 'curl'],
    ['one of several', run('apk add curl=8.14.1-r2 git'), 'git'],
    ['a repository is no version', run('apk add --no-cache curl@edge'), 'curl@edge'],
    [
      'packages of a variable that a special built-in keeps',
      run("deps='git make' set -x && apk add $deps"),
      { at: '$deps', message: 'package `git` (and 1 more) has no version' },
    ],
  ],
  good: [
    ['a version', run('apk add --no-cache curl=8.14.1-r2')],
    ['a range', run('apk add "curl>8" git~2.52 "jq<2"')],
    ['names and places are no packages', run('apk add --virtual .build -X https://mirror.example/edge gcc=15.2.0-r2')],
    ['a file', run('apk add ./tool.apk')],
    ['a variable', run('apk add $PACKAGES')],
    ['a variable of another program', run("deps='git make' ./configure && apk add $deps")],
  ],
  says: 'package `curl` has no version',
})

table('yum-unpinned', {
  bad: [
    ['any version', run('yum install -y httpd'), 'httpd'],
    ['a dash is no version', run('yum install -y rpm-sign'), 'rpm-sign'],
    ['a module without its stream', run('yum module install -y nodejs'), 'nodejs'],
  ],
  good: [
    ['a version', run('yum install -y httpd-2.4.65')],
    ['an epoch', run('yum install -y openssl-1:3.5.4')],
    ['a dash in the name', run('yum install -y gcc-c++-15.2.1-2.fc43')],
    ['a stream', run('yum module install -y nodejs:24')],
    ['a file', run('yum install -y https://example.com/tool.rpm')],
    ['the value of a flag', run('yum install -y --releasever 9 --disableplugin fastestmirror httpd-2.4.65')],
    ['a variable', run('yum install -y "httpd-${VERSION}"')],
  ],
  says: 'package `httpd` has no version',
})

table('dnf-unpinned', {
  bad: [
    ['any version', run('dnf install -y httpd'), 'httpd'],
    ['the small one', run('microdnf install httpd'), 'httpd'],
  ],
  good: [
    ['a version', run('dnf install -y httpd-2.4.65')],
    ['groups have none', run('dnf group install -y "Development Tools"')],
    ['the value of a flag', run('dnf install -y --repo updates --releasever 43 httpd-2.4.65')],
  ],
  says: 'package `httpd` has no version',
})

table('zypper-unpinned', {
  bad: [
    ['any version', run('zypper -n install httpd'), 'httpd'],
    ['in short', run('zypper -n in httpd'), 'httpd'],
  ],
  good: [
    ['a version', run('zypper -n install httpd=2.4.65')],
    ['a range', run('zypper -n install "httpd>=2.4"')],
    ['a file', run('zypper -n install tool-1.rpm')],
  ],
  says: 'package `httpd` has no version',
})
