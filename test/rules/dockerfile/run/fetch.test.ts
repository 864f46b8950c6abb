// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const file = (body: string): string => `FROM alpine:3.22\n${body}\n`

const URL = 'https://example.com/tool.tgz'
const MESSAGE = 'download from `example.com` is not checked against a checksum or signature'

table('download-unverified', {
  bad: [
    ['saved', file(`RUN curl -fsSLo /opt/tool.tgz ${URL}`), 'curl'],
    ['under its own name', file(`RUN curl -fO ${URL}`), 'curl'],
    ['by a redirection', file(`RUN curl -f ${URL} > /opt/tool.tgz`), 'curl'],
    ['by wget', file(`RUN wget -q ${URL} && tar xf tool.tgz`), 'wget'],
    ['by wget, under a name', file(`RUN wget -qO /opt/tool ${URL}`), 'wget'],
    ['unpacked at once', file(`RUN curl -fsSL ${URL} | tar xz -C /opt`), 'curl'],
    [
      'without TLS',
      file(`RUN curl -fO ${URL} && wget http://a.example/b.deb`),
      {
        at: 'wget',
        severity: 'medium',
        message: 'download from `a.example` (and 1 more) is not checked against a checksum or signature',
      },
    ],
    ['with a log-in in its address', file('RUN wget https://me:x@example.com/a.zip'), { at: 'wget', message: MESSAGE }],
    [
      'from a variable host',
      file('RUN wget https://${HOST}/a.zip'),
      { at: 'wget', message: 'download from `another host` is not checked against a checksum or signature' },
    ],
    ['another file is checked later', file(`RUN curl -fO ${URL}\nRUN sha256sum -c other.sha256`), 'curl'],
    ['checked before', file(`RUN sha256sum -c x && curl -fO ${URL}`), 'curl'],
    ['checked in another stage', `FROM a:1\nRUN wget ${URL}\nFROM a:1\nRUN sha256sum tool.tgz`, 'wget'],
    ['encrypted only', file(`RUN curl -fO ${URL} && gpg --decrypt tool.tgz`), 'curl'],
  ],
  good: [
    ['against a checksum', file(`RUN curl -fsSLO ${URL} && echo "$SUM  tool.tgz" | sha256sum -c -`)],
    ['against a sum of another kind', file(`RUN wget ${URL} && shasum -a 512 --check sums`)],
    ['against a signature', file(`RUN wget ${URL} ${URL}.asc && gpg --batch --verify tool.tgz.asc tool.tgz`)],
    ['with other programs', file(`RUN wget ${URL} && cosign verify-blob tool.tgz\nRUN wget ${URL} && rpm -K a.rpm`)],
    ['later', file(`RUN wget ${URL}\nRUN echo "$SUM  tool.tgz" | sha256sum -c`)],
    ['later, under another name', file(`RUN curl -fo /opt/x.tar ${URL}\nRUN echo "$SUM /opt/x.tar" | sha256sum -c`)],
    ['what others are checked with', file('RUN wget https://example.com/a.asc https://example.com/b.sha256 -P /x')],
    ['a key', file('RUN curl -fsSL https://example.com/release-key.gpg -o /etc/apt/keyrings/a.gpg')],
    [
      'not saved',
      file(`RUN curl -f ${URL} && curl -fo /dev/null ${URL} && wget -qO- ${URL} && curl ${URL} >/dev/null`),
    ],
    ['read, not unpacked', file(`RUN curl -fsSL ${URL} | jq .tag_name`)],
    ['asked, or sent', file(`RUN curl -I ${URL} -o h && curl -d a=1 ${URL} -o r && wget --spider ${URL}`)],
    ['from this machine', file('RUN curl -fo /x http://localhost:8080/x && wget http://127.0.0.1/y')],
    ['an address that is not known', file('RUN curl -fo /x $URL')],
    ['no download', file('RUN curl --version && wget --help')],
  ],
  says: MESSAGE,
})

table('curl-fail-missing', {
  bad: [
    [
      'a program',
      file(`RUN curl -sSLo /usr/bin/tool ${URL} && chmod +x /usr/bin/tool`),
      {
        at: 'curl',
        fix: 'Add `--fail`',
        after: file(`RUN curl --fail -sSLo /usr/bin/tool ${URL} && chmod +x /usr/bin/tool`),
      },
    ],
    ['by a redirection', file('RUN curl -s https://example.com/app > /app'), 'curl'],
    ['in exec form', file(`RUN ["curl", "-O", "${URL}"]`), { at: '"curl"', fix: false }],
    ['another file is unpacked later', file(`RUN curl -LO https://example.com/a.jar\nRUN unzip b.zip`), 'curl'],
    ['that PHP runs', file('RUN curl -o c.phar https://example.com/c.phar && php c.phar install'), 'curl'],
  ],
  good: [
    ['with it', file(`RUN curl -fsSLo /tool ${URL} && curl --fail -O ${URL} && curl --fail-with-body -O ${URL}`)],
    ['unpacked after', file(`RUN curl -sLO ${URL} && tar xf tool.tgz`)],
    ['unpacked later', file(`RUN curl -sLO ${URL}\nRUN tar xf tool.tgz`)],
    ['unpacked later by another name', file(`RUN curl -sLo t.zip ${URL}\nRUN unzip t.zip`)],
    ['installed', file('RUN curl -sLo a.deb https://example.com/a.deb && dpkg -i a.deb')],
    ['checked', file(`RUN curl -sLO ${URL} && sha256sum -c sums`)],
    ['a list that apt reads', file('RUN curl -s https://example.com/prod.list > /etc/apt/sources.list.d/a.list')],
    ['piped', file(`RUN curl -sL ${URL} | tar xz`)],
    ['not saved', file('RUN curl -s https://example.com/health')],
    ['wget', file('RUN wget https://example.com/app')],
  ],
  says: '`curl` without `--fail` saves the page of an error as the file',
  fixes: true,
})

table('git-clone-unpinned', {
  bad: [
    ['over HTTPS', file('RUN git clone --depth 1 https://github.com/acme/app /src && make -C /src'), 'git'],
    ['over SSH', file('RUN --mount=type=ssh git clone git@github.com:acme/app.git'), 'git'],
    [
      'with options of git',
      file('RUN git -c http.sslVerify=true clone --config a=b https://github.com/acme/app'),
      'git',
    ],
    ['each of two', file('RUN git clone https://a.example/a && git clone https://a.example/b'), 'git', 'git'],
    ['another is chosen before', file('RUN git -C /a checkout v1 && git clone https://a.example/b'), 'git'],
  ],
  good: [
    ['a tag', file('RUN git clone -b v1.2 https://github.com/acme/app\nRUN git clone --branch=v1 https://a.example/a')],
    ['a commit', file('RUN git clone --revision=0123abc https://github.com/acme/app')],
    ['checked out after', file('RUN git clone https://github.com/acme/app && cd app && git checkout $COMMIT')],
    ['checked out by folder', file('RUN git clone https://a.example/a a && git -C a reset --hard 0123abc')],
    ['checked out later', file('RUN git clone https://a.example/a\nWORKDIR a\nRUN git checkout v1')],
    ['of the context', file('RUN git clone /src /app && git clone ../x y && git clone file:///src z')],
    ['an address that is not known', file('RUN git clone $REPOSITORY')],
    ['another command', file('RUN git fetch https://github.com/acme/app && svn clone https://a.example/a')],
  ],
  says: '`git clone` has no branch, tag or commit',
})
