// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const run = (script: string): string => `FROM debian:13\nRUN ${script}\n`

table('curl-insecure', {
  bad: [
    [
      'the long form',
      run('curl --insecure -o tool https://example.com/tool'),
      { at: '--insecure', fix: 'Remove the option', after: run('curl -o tool https://example.com/tool') },
    ],
    [
      'the short form',
      run('curl -k https://example.com/tool'),
      { at: '-k', fix: 'Remove the option', after: run('curl https://example.com/tool') },
    ],
    [
      'in a bundle',
      run('curl -fsSLk https://example.com/tool'),
      { at: '-fsSLk', fix: 'Remove the option', after: run('curl -fsSL https://example.com/tool') },
    ],
    [
      'before a flag with a value',
      run('curl -sko tool https://example.com/tool'),
      { at: '-sko', fix: 'Remove the option', after: run('curl -so tool https://example.com/tool') },
    ],
    ['before a flag and its value', run('curl -sLko/tmp/x https://example.com/tool'), '-sLko/tmp/x'],
    ['before the bar', run('curl -sk# https://example.com/tool'), '-sk#'],
    ['after another command', run('mkdir /x && curl -k https://example.com/tool'), '-k'],
    ['in a quoted word', run('curl -kH"X: y" https://example.com/tool'), { at: '-kH"X: y"', fix: false }],
  ],
  good: [
    ['checked', run('curl -fsSL -o tool https://example.com/tool')],
    ['the value of a flag', run('curl -o k -H x-k:1 -uk:secret https://example.com/tool')],
    ['of another command', run('curl https://example.com/tool | grep -k --insecure')],
    ['other long flags', run('curl --keepalive-time 2 https://example.com/tool')],
  ],
  says: '`curl` runs with `--insecure`',
  fixes: true,
})

table('wget-no-check-certificate', {
  bad: [
    [
      'not checked',
      run('wget --no-check-certificate https://example.com/tool'),
      { at: '--no-check-certificate', fix: 'Remove the option', after: run('wget https://example.com/tool') },
    ],
  ],
  good: [
    ['checked', run('wget -q https://example.com/tool')],
    ['of another command', run('wget https://example.com/tool; grep "--no-check-certificate" x')],
  ],
  says: '`wget` runs with `--no-check-certificate`',
  fixes: true,
})

table('pip-trusted-host', {
  bad: [
    ['with a value', run('pip install --trusted-host pypi.example flask==3.1.2'), { at: '--trusted-host', fix: false }],
    [
      'in one word',
      run('python3 -m pip install --trusted-host=pypi.example flask'),
      { at: '--trusted-host=pypi.example', fix: 'Remove the option', after: run('python3 -m pip install flask') },
    ],
  ],
  good: [
    ['checked', run('pip install --index-url https://pypi.example/simple flask==3.1.2')],
    ['a comment in the script', run('echo --trusted-host')],
  ],
  says: '`pip` runs with `--trusted-host`',
  fixes: true,
})

table('apk-allow-untrusted', {
  bad: [
    [
      'not checked',
      run('apk add --allow-untrusted tool'),
      { at: '--allow-untrusted', fix: 'Remove the option', after: run('apk add tool') },
    ],
    [
      'a file',
      run('apk add --allow-untrusted ./tool.apk'),
      { at: '--allow-untrusted', severity: 'medium', fix: 'Remove the option', after: run('apk add ./tool.apk') },
    ],
    [
      'a file, verified only afterwards',
      run('apk add --allow-untrusted ./tool.apk && gpg --verify tool.sig tool.apk'),
      {
        at: '--allow-untrusted',
        severity: 'medium',
        fix: 'Remove the option',
        after: run('apk add ./tool.apk && gpg --verify tool.sig tool.apk'),
      },
    ],
    [
      'a file beside a package, verified',
      run('gpg --verify tool.sig tool.apk && apk add --allow-untrusted ./tool.apk curl'),
      {
        at: '--allow-untrusted',
        fix: 'Remove the option',
        after: run('gpg --verify tool.sig tool.apk && apk add ./tool.apk curl'),
      },
    ],
    [
      'a URL, with something verified',
      run('gpg --verify a.sig a && apk add --allow-untrusted https://example.com/tool.apk'),
      {
        at: '--allow-untrusted',
        fix: 'Remove the option',
        after: run('gpg --verify a.sig a && apk add https://example.com/tool.apk'),
      },
    ],
    [
      'a file that was fetched',
      run('curl -O https://example.com/tool.apk && apk add --allow-untrusted tool.apk'),
      {
        at: '--allow-untrusted',
        fix: 'Remove the option',
        after: run('curl -O https://example.com/tool.apk && apk add tool.apk'),
      },
    ],
  ],
  good: [
    ['checked', run('apk add --no-cache curl')],
    ['of another command', run('apk add curl && echo --allow-untrusted')],
    [
      'a file whose signature was verified',
      run('gpg --verify tool.sig tool.apk && apk add --allow-untrusted tool.apk'),
    ],
    [
      'a file that was verified in another RUN',
      'FROM alpine:3.22\nRUN gpgv tool.sig tool.apk\nRUN apk add --allow-untrusted tool.apk',
    ],
    [
      'a file whose checksum was verified in the stage below',
      'FROM alpine:3.22 AS a\nRUN sha256sum -c sums\nFROM a\nRUN apk add --allow-untrusted tool.apk',
    ],
  ],
  says: '`apk` runs with `--allow-untrusted`',
  fixes: true,
})

table('apt-allow-unauthenticated', {
  bad: [
    [
      'not checked',
      run('apt-get install -y --allow-unauthenticated curl'),
      { at: '--allow-unauthenticated', fix: 'Remove the option', after: run('apt-get install -y curl') },
    ],
    ['before, with apt', run('apt --allow-unauthenticated install curl'), '--allow-unauthenticated'],
    [
      'a file',
      run('apt-get install --allow-unauthenticated ./tool.deb'),
      {
        at: '--allow-unauthenticated',
        severity: 'medium',
        fix: 'Remove the option',
        after: run('apt-get install ./tool.deb'),
      },
    ],
  ],
  good: [
    ['checked', run('apt-get install -y curl')],
    ['of another command', run('apt-get install -y curl | grep "--allow-unauthenticated"')],
    [
      'a verified file',
      run('echo "x  tool.deb" | sha512sum --check - && apt-get install --allow-unauthenticated ./tool.deb'),
    ],
  ],
  says: '`apt-get` runs with `--allow-unauthenticated`',
  fixes: true,
})

table('apt-force-yes', {
  bad: [
    [
      'whatever happens',
      run('apt-get install --force-yes curl'),
      { at: '--force-yes', fix: 'Use `-y` instead', after: run('apt-get install -y curl') },
    ],
    [
      'beside yes',
      run('apt-get install --yes --force-yes curl'),
      { at: '--force-yes', fix: 'Remove the option', after: run('apt-get install --yes curl') },
    ],
  ],
  good: [
    ['yes, unless it is dangerous', run('apt-get install -y curl')],
    ['of another command', run('dpkg --force-yes')],
  ],
  says: '`apt-get` runs with `--force-yes`',
  fixes: true,
})

table('rpm-nogpgcheck', {
  bad: [
    [
      'dnf',
      run('dnf install -y --nogpgcheck curl'),
      { at: '--nogpgcheck', fix: 'Remove the option', after: run('dnf install -y curl') },
    ],
    ['dnf 5', run('dnf install -y --no-gpgchecks curl'), '--no-gpgchecks'],
    ['tdnf, at the end', run('tdnf install -y curl --nogpgcheck'), '--nogpgcheck'],
  ],
  good: [
    ['checked', run('dnf install -y curl')],
    ['of another command', run('dnf update || echo "--nogpgcheck"')],
    ['a verified file', run('sha256sum -c sums && dnf install --nogpgcheck ./tool.rpm')],
  ],
  says: '`dnf` runs with `--nogpgcheck`',
  fixes: true,
})

table('rpm-no-signature', {
  bad: [
    [
      'no signature',
      run('rpm -i --nosignature https://example.com/tool.rpm'),
      { at: '--nosignature', fix: 'Remove the option', after: run('rpm -i https://example.com/tool.rpm') },
    ],
    [
      'no digest of a file',
      run('rpm --nodigest -Uvh tool.rpm'),
      { at: '--nodigest', severity: 'medium', fix: 'Remove the option', after: run('rpm -Uvh tool.rpm') },
    ],
  ],
  good: [
    ['checked', run('rpm -i tool.rpm')],
    ['of another command', run('rpm -i tool.rpm | grep --nosignature')],
    ['a verified file', run('rpm -K tool.rpm && rpm -i --nosignature tool.rpm')],
  ],
  says: '`rpm` runs with `--nosignature`',
  fixes: true,
})

table('npm-strict-ssl-false', {
  bad: [
    ['set', run('npm config set strict-ssl false'), 'strict-ssl'],
    ['in one word', run('npm set "strict-ssl"=false'), '"strict-ssl"=false'],
    ['with options between', run('npm config set -g strict-ssl false'), 'strict-ssl'],
    ['behind another', run('npm config set fund=false strict-ssl=false'), 'strict-ssl=false'],
    ['with yarn', run('yarn config set strict-ssl false --global'), 'strict-ssl'],
    [
      'as a flag',
      run('npm install --strict-ssl=false'),
      { at: '--strict-ssl=false', fix: 'Remove the option', after: run('npm install') },
    ],
  ],
  good: [
    ['switched on', run('npm config set strict-ssl true')],
    ['another setting', run('npm config set fund false')],
    ['another setting behind it', run('npm config set strict-ssl true fund false')],
    ['read', run('npm config get strict-ssl')],
    ['nothing behind it', run('npm config set')],
  ],
  says: '`npm` runs with `strict-ssl`',
})

table('yum-sslverify-off', {
  bad: [
    [
      'for all',
      run('yum-config-manager --save --setopt=sslverify=0'),
      { at: '--setopt=sslverify=0', fix: 'Remove the option', after: run('yum-config-manager --save') },
    ],
    [
      'for one repository',
      run('dnf config-manager --setopt=base.sslverify=False --save'),
      '--setopt=base.sslverify=False',
    ],
    ['with microdnf', run('microdnf --setopt=sslverify=0 install curl'), '--setopt=sslverify=0'],
    ['in two words', run('dnf --setopt sslverify=no install -y curl'), { at: 'sslverify=no', fix: false }],
  ],
  good: [
    ['switched on', run('yum-config-manager --save --setopt=sslverify=1')],
    ['another option', run('yum-config-manager --setopt=notsslverify=0 --save')],
    ['a repository of that name', run('yum-config-manager --disable sslverify')],
  ],
  says: '`yum-config-manager` runs with `--setopt=sslverify=0`',
  fixes: true,
})

table('download-piped-to-shell', {
  bad: [
    ['in a pipe', run('curl -fsSL https://example.com/install.sh | sh'), 'curl'],
    [
      'without TLS, where anybody on the way may answer',
      run('curl http://example.com/install.sh | sh'),
      { at: 'curl', severity: 'high' },
    ],
    ['with sudo and options', run('wget -qO- https://example.com/i.sh | sudo -E bash -'), 'wget'],
    ['with arguments', run('curl -fsSL https://example.com/i.sh | bash -s -- --yes'), 'curl'],
    ['through another program', run('curl https://example.com/i.sh.gz | gunzip | sh'), 'curl'],
    ['as an argument', run('sh -c "$(curl -fsSL https://example.com/i.sh)"'), 'curl'],
    ['with eval', run('eval "$(wget -qO- https://example.com/env)"'), 'wget'],
    ['into Python', run('curl -sSL https://example.com/poetry.py | python3 -'), 'curl'],
    ['as a file that is none', run('bash <(curl -fsSL https://example.com/i.sh)'), 'curl'],
  ],
  good: [
    ['checked first', run('curl -fsSLo i.sh https://example.com/i.sh && echo "abc  i.sh" | sha256sum -c && sh i.sh')],
    ['into something else', run('curl -fsSL https://example.com/x.tar.gz | tar -xz')],
    ['into a script of the image', run('curl -fsSL https://example.com/data | python3 convert.py')],
    ['another pipe', run('curl -fsSLo x https://example.com/x; echo ls | sh')],
    ['a number from the net', run('VERSION="$(curl -fsSL https://example.com/version)" && echo "$VERSION"')],
    ['a script that downloads', run('sh -c "curl -fsSLo x https://example.com/x"')],
  ],
  says: 'output of `curl` is piped straight into `sh`',
})
