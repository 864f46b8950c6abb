// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const file = (lines: string): string => `FROM alpine:3.22\n${lines}\n`

table('syntax-error', {
  bad: [
    ['a slip of the pen', file('RUNN make'), 'RUNN'],
    [
      'an unknown flag',
      file('COPY --form=build a b'),
      { at: '--form=build', message: 'unknown flag `--form` of `COPY`. Did you mean `--from`?' },
    ],
    ['too few words', file('COPY a'), { at: 'COPY', message: '`COPY` needs at least one source and a target' }],
    ['no FROM', 'ARG A=1\n', { at: 'ARG', message: 'no `FROM` instruction' }],
    ['a heredoc that never ends', file('RUN <<EOF\nmake'), { at: 'RUN', message: 'heredoc `EOF` is not closed' }],
    [
      'a trigger that may not be',
      file('ONBUILD FROM alpine:3.22'),
      { at: 'ONBUILD FROM', message: '`ONBUILD` cannot trigger `FROM`' },
    ],
    ['a trigger that may not be, before the first FROM', 'ONBUILD MAINTAINER Team', 'ONBUILD MAINTAINER'],
    ['several', file('FOO\nBAR'), { at: 'FOO', message: 'unknown instruction `FOO`, and 1 invalid line after it' }],
    [
      'several on one line count once',
      file('ENV A=1 b c\nFOO\nBAR'),
      { at: 'b', message: 'a word without `=`: write `name=value`, and 2 invalid lines after it' },
    ],
    [
      'a line that the one above was to go on with',
      file('RUN apt-get update &&\n    apt-get install -y curl &&\n    make'),
      {
        at: 'apt-get',
        message: 'unknown instruction `apt-get`: the line above does not end in `\\`, and 1 invalid line after it',
      },
    ],
    [
      'a line of an instruction that has others',
      file('RUN apt-get install -y \\\n  curl\ngit\n'),
      { at: 'git', message: 'unknown instruction `git`: the line above does not end in `\\`' },
    ],
    [
      'a line that begins with an operator',
      file('RUN make\n&& make install'),
      { at: '&&', message: 'unknown instruction `&&`: the line above does not end in `\\`' },
    ],
    [
      'the escape of Linux in a file of Windows',
      '# escape=`\nFROM alpine:3.22\nRUN make \\\n  install\n',
      { at: 'install', message: 'unknown instruction `install`: the line above does not end in ```' },
    ],
    [
      'a line behind an empty one',
      file('RUN make\n\n  install'),
      { at: 'install', message: 'unknown instruction `install`' },
    ],
    [
      'the first by place',
      file('FOO\nRUN <<EOF\nmake'),
      { at: 'FOO', message: 'unknown instruction `FOO`, and 1 invalid line after it' },
    ],
    [
      'an array over lines',
      file('CMD [\n  "node",\n  "server.js"\n]\nUSER 1'),
      { at: '[', message: 'the array is not closed on this line: end the line with a backslash' },
    ],
    [
      'no Dockerfile at all',
      '{\n  "name": "x",\n  "version": "1"\n}\n',
      { at: '{', message: 'no `FROM` and 4 invalid lines: probably not a Dockerfile' },
    ],
  ],
  good: [
    ['nothing wrong', file('RUN make')],
    ['before the first FROM: another rule', 'RUN make\nFROM alpine:3.22\n'],
    ['comments and empty lines', '# syntax=docker/dockerfile:1\n\n# hello\nFROM alpine:3.22\n\n'],
    ['Windows line ends', 'FROM alpine:3.22\r\nRUN make \\\r\n  install\r\n'],
  ],
  says: 'unknown instruction `RUNN`. Did you mean `RUN`?',
})

table('instruction-before-from', {
  bad: [
    ['a step', 'RUN make\nFROM alpine:3.22', 'RUN'],
    ['several', 'ARG A=1\nLABEL a=b\nENV C=d\nFROM alpine:3.22', 'LABEL', 'ENV'],
    ['there is no FROM', 'RUN make', 'RUN'],
  ],
  good: [
    ['ARG may', 'ARG VERSION=3.22\nFROM alpine:$VERSION'],
    ['nothing before', file('RUN make')],
    ['comments', '# syntax=docker/dockerfile:1\n# hello\nFROM alpine:3.22'],
  ],
  says: '`RUN` precedes the first `FROM`',
})

table('maintainer-deprecated', {
  bad: [
    [
      'an address',
      file('MAINTAINER team@example.com'),
      {
        at: 'MAINTAINER team@example.com',
        fix: 'Use a label',
        after: file('LABEL org.opencontainers.image.authors="team@example.com"'),
      },
    ],
    ['in a trigger, where it is refused too', file('ONBUILD MAINTAINER Team'), 'MAINTAINER Team'],
    [
      'in lower case',
      file('maintainer Team <team@example.com>'),
      {
        at: 'maintainer Team <team@example.com>',
        fix: 'Use a label',
        after: file('label org.opencontainers.image.authors="Team <team@example.com>"'),
      },
    ],
  ],
  good: [
    ['a label', file('LABEL org.opencontainers.image.authors="team@example.com"')],
    ['a label of that name', file('LABEL maintainer="team@example.com"')],
  ],
  says: '`MAINTAINER` is deprecated',
  fixes: true,
})

table('legacy-key-value', {
  bad: [
    ['ENV', file('ENV HOME /app'), { at: 'HOME', fix: 'Add `=`', after: file('ENV HOME=/app'), safe: true }],
    [
      'LABEL, with blanks',
      file('LABEL description what it does'),
      { at: 'description', fix: 'Add `=`', after: file('LABEL description="what it does"'), safe: true },
    ],
    [
      'over lines',
      file('ENV DEPS \\\n  curl \\\n  git'),
      { at: 'DEPS', fix: 'Add `=`', after: file('ENV DEPS="curl \\\n  git"'), safe: true },
    ],
    ['an equals sign in the value', file('ENV OPTS a=b'), 'OPTS'],
    [
      'all in quotes',
      file('ENV NAME "my app"'),
      { at: 'NAME', fix: 'Add `=`', after: file('ENV NAME="my app"'), safe: true },
    ],
    [
      'all in single quotes',
      file("ENV NAME 'my $app'"),
      { at: 'NAME', fix: 'Add `=`', after: file("ENV NAME='my $app'"), safe: true },
    ],
    [
      'an escaped blank',
      file('ENV NAME my\\ app'),
      { at: 'NAME', fix: 'Add `=`', after: file('ENV NAME=my\\ app'), safe: true },
    ],
    [
      'a part in quotes',
      file('ENV NAME "my app" $X'),
      { at: 'NAME', fix: 'Add `=`', after: file('ENV NAME="my app $X"'), safe: true },
    ],
    ['a part in single quotes', file("ENV NAME 'my app' x"), { at: 'NAME', fix: false }],
    ['an escape among blanks', file('ENV NAME a\\$b c'), { at: 'NAME', fix: false }],
    [
      'several: one finding',
      file('ENV A 1\nLABEL b 2\nENV C=3'),
      {
        at: 'A',
        message: '`ENV A` has no `=`, nor has 1 more',
        fix: 'Add `=`',
        after: file('ENV A=1\nLABEL b=2\nENV C=3'),
        safe: true,
      },
    ],
    [
      'several, one of which is left to people',
      file("ENV A 1\nENV B 2\nENV C 'a b' c"),
      { at: 'A', message: '`ENV A` has no `=`, nor have 2 more', fix: false },
    ],
    ['in a trigger', file('ONBUILD ENV A 1'), { at: 'A', fix: 'Add `=`', after: file('ONBUILD ENV A=1'), safe: true }],
  ],
  good: [
    ['an equals sign', file('ENV HOME=/app')],
    ['several', file('ENV A=1 B="2 3"\nLABEL a=b')],
    ['ARG has another form', file('ARG A B')],
  ],
  says: '`ENV HOME` has no `=`',
  fixes: true,
})

table('instruction-casing', {
  bad: [
    [
      'one in lower case',
      file('run make\nCMD ["a"]'),
      { at: 'run', fix: 'Change to `RUN`', after: file('RUN make\nCMD ["a"]'), safe: true },
    ],
    [
      'one in upper case',
      'from alpine:3.22\nrun make\nCMD ["a"]',
      {
        at: 'CMD',
        message: '`CMD` is upper-case, unlike the other instructions',
        fix: 'Change to `cmd`',
        after: 'from alpine:3.22\nrun make\ncmd ["a"]',
        safe: true,
      },
    ],
    [
      'mixed',
      file('Copy a /a'),
      {
        at: 'Copy',
        message: '`Copy` is mixed-case, unlike the other instructions',
        fix: 'Change to `COPY`',
        after: file('COPY a /a'),
        safe: true,
      },
    ],
    [
      'the AS of a FROM goes with it',
      'from alpine:3.22 as a\nFROM alpine:3.22 AS b\nRUN make',
      {
        at: 'from',
        fix: 'Change to `FROM`',
        after: 'FROM alpine:3.22 AS a\nFROM alpine:3.22 AS b\nRUN make',
        safe: true,
      },
    ],
    [
      'only the FROM',
      'from alpine:3.22 AS a\nFROM alpine:3.22 AS b\nRUN make',
      {
        at: 'from',
        fix: 'Change to `FROM`',
        after: 'FROM alpine:3.22 AS a\nFROM alpine:3.22 AS b\nRUN make',
        safe: true,
      },
    ],
  ],
  good: [
    ['all upper', file('RUN make')],
    ['all lower', 'from alpine:3.22\nrun make'],
    ['ARG before the first FROM', 'arg A=1\nFROM alpine:3.22\nRUN make'],
    ['the trigger has its own', file('ONBUILD run make')],
  ],
  says: '`run` is lower-case, unlike the other instructions',
  fixes: true,
})

table('empty-continuation-line', {
  bad: [
    [
      'in a RUN',
      file('RUN make && \\\n\n  make install'),
      {
        at: 'RUN make && \\',
        fix: 'Remove the empty lines',
        after: file('RUN make && \\\n  make install'),
        safe: true,
      },
    ],
    ['several', file('RUN a && \\\n\n  b && \\\n\n\n  c'), 'RUN a && \\'],
    ['of blanks', file('EXPOSE 80 \\\n   \n  443'), 'EXPOSE 80 \\'],
    ['before a heredoc', file('RUN cat \\\n\n<<EOF\nx\nEOF'), 'RUN cat \\'],
  ],
  good: [
    ['no empty line', file('RUN make && \\\n  make install')],
    ['a comment', file('RUN make && \\\n  # and then\n  make install')],
    ['in a heredoc', file('RUN <<EOF\nmake\n\nmake install\nEOF')],
    ['after the instruction', file('RUN make\n\nRUN make install')],
  ],
  says: '`RUN` continues after an empty line',
  fixes: true,
})

table('label-key-invalid', {
  bad: [
    ['upper case', file('LABEL Version=1'), 'Version'],
    ['a digit first', file('LABEL 1st=x ok=y'), '1st'],
    ['two dots', file('LABEL a..b=x'), 'a..b'],
    ['a dollar, which was meant to stay', 'LABEL price$eur=x\n', 'price$eur'],
    ['a dollar on nothing', 'FROM scratch\nLABEL price$eur=x\n', 'price$eur'],
    ['reserved', file('LABEL com.docker.x=y io.docker.x=y'), 'com.docker.x', 'io.docker.x'],
  ],
  good: [
    ['the usual form', file('LABEL org.opencontainers.image.version=1 release-date=x a/b=y a=b')],
    ['a variable that the base may set', file('LABEL com.${VENDOR}.x=1')],
    ['quoted', file('LABEL "org.example.a"="x"')],
    ['a variable', file('ARG KEY\nLABEL $KEY=x')],
    ['a variable of the stage it is built from', 'FROM a:1 AS a\nENV ORG=com.example\nFROM a\nLABEL ${ORG}.Team=x'],
    ['of an extension', file('LABEL com.docker.desktop.extension.api.version=x com.docker.extension.categories=y')],
    ['no label', file('ENV Version=1')],
  ],
  says: 'label key `Version` does not follow the guidelines',
})
