// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const file = (lines: string): string => `FROM debian:13\n${lines}\n`
const BASH = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]'

table('run-pipe-without-pipefail', {
  bad: [
    ['a download', file('RUN curl -fsSL https://example.com/x.tar | tar -x'), 'curl'],
    ['in a substitution', file('RUN VERSION=$(curl https://example.com/v | cut -d. -f1) make'), 'curl'],
    ['the shell was changed back', file(`${BASH}\nSHELL ["/bin/sh", "-c"]\nRUN make | tee log`), 'make'],
    ['set in another stage', `FROM debian:13\n${BASH}\nFROM debian:13\nRUN make | tee log`, 'make'],
    ['set too late', file(`RUN make | tee log\n${BASH}`), 'make'],
    ['in a trigger', file('ONBUILD RUN make | tee log'), 'make'],
    ['set by a trigger', file(`ONBUILD ${BASH}\nRUN make | tee log`), 'make'],
    ['with what goes wrong too', file('RUN make |& tee log'), 'make'],
    ['a group', file('RUN { curl https://example.com/x.sh; echo; } | sh'), 'curl'],
    ['a subshell', file('RUN (cd src && make) | tee log'), 'cd'],
    ['a loop', file('RUN for x in a b; do curl $x; done | sh'), 'curl'],
    ['behind a condition', file('RUN if [ -f x ]; then make | tee log; fi'), 'make'],
    ['behind what is not', file('RUN ! grep x y && make | tee log'), 'make'],
    ['a failure of the end is another matter', file('RUN curl https://example.com/x.tar | tar -x || exit 1'), 'curl'],
    ['a wave that is another one’s', file('RUN make | tee log; ls || true'), 'make'],
    ['in a piece of a Dockerfile', 'RUN make | tee log', 'make'],
    ['what cannot fail is only a note', file('RUN echo deb | tee list'), { at: 'echo', severity: 'info' }],
    ['an image of Microsoft for Linux', 'FROM mcr.microsoft.com/dotnet/aspnet:10.0\nRUN ls | more', 'ls'],
    ['behind answers', file('RUN yes | make config | tee log'), 'make'],
  ],
  good: [
    ['a shell that sees it', file(`${BASH}\nRUN curl -fsSL https://example.com/x.tar | tar -x`)],
    ['of the stage it is built from', `FROM debian:13 AS base\n${BASH}\nFROM base\nRUN make | tee log`],
    [
      'of a stage that it may be built from',
      `FROM a:1 AS b-x\n${BASH}\nFROM a:1 AS b-y\n${BASH}\nFROM b-\${TARGETARCH}\nRUN make | tee log`,
    ],
    [
      'of the triggers',
      `FROM debian:13 AS base\nONBUILD ${BASH}\nONBUILD RUN make | tee log\nFROM base\nRUN make | tee log`,
    ],
    ['in the script', file('RUN set -euo pipefail; make | tee log')],
    ['in the command', file('RUN bash -o pipefail -c "make | tee log"')],
    ['in the heredoc', file('RUN <<EOF\n#!/bin/bash -eo pipefail\nmake | tee log\nEOF')],
    ['a condition', file('RUN if dpkg -l | grep -q x; then make; elif lsb_release | grep y; then ls; fi')],
    ['of a loop', file('RUN while ps | grep -q x; do sleep 1; done; until curl x | grep y; do sleep 1; done')],
    ['a group as a condition', file('RUN if { dpkg -l | grep -q x; } && (ls | grep y); then make; fi')],
    ['turned round', file('RUN ! dpkg -l | grep x && ! ( dpkg -l | grep y )')],
    ['the status is not wanted', file('RUN make | tee log || true; ls | grep "$(hostname)" || echo none')],
    ['nor is that of the end', file('RUN find / | xargs rm | true')],
    ['no pipe', file('RUN make || true')],
    ['groups without a pipe', file('RUN { make; make install; } && (cd src; ls) && for x in a; do ls; pwd; done')],
    ['a pipe of another program', file("RUN grep 'a|b' x")],
    ['PowerShell', file('SHELL ["pwsh", "-Command"]\nRUN Get-Item x | Select-Object y')],
    ['PowerShell by a comment', '# hadolint shell=powershell\nFROM a:1\nRUN Get-Item x | Select-Object y'],
    ['the escape of Windows, in a piece', '# escape=`\nRUN dir | more'],
    ['the escape of Windows', '# escape=`\nFROM a:1\nRUN dir | more'],
    ['on Windows', 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN dir | more'],
    ['on Windows by its tag', 'FROM mcr.microsoft.com/dotnet/sdk:10.0-nanoserver-ltsc2025\nRUN dir | more'],
    ['on Windows by its platform', 'FROM --platform=windows/amd64 a:1\nRUN dir | more'],
    ['on Windows by the image', 'FROM mcr.microsoft.com/dotnet/framework/sdk:4.8\nRUN dir | more'],
    [
      'on Windows by an image of Microsoft that is kept secure',
      'FROM mcr.microsoft.com/windows-cssc/servercore:ltsc2025\nRUN dir | more',
    ],
    [
      'on Windows by a SHELL that comes later',
      'FROM a:1\nRUN dir | more\nSHELL ["C:\\\\Windows\\\\System32\\\\cmd.exe", "/S", "/C"]',
    ],
    ['answers, which never end by themselves', file('RUN yes | sdkmanager --licenses')],
  ],
  says: 'a failing `curl` is ignored: `pipefail` is not set',
})

table('heredoc-without-errexit', {
  bad: [
    ['line after line', file('RUN <<EOF\nmake\nmake install\nEOF'), 'RUN'],
    ['in a piece of a Dockerfile', 'RUN <<EOF\nmake\nmake install\nEOF', 'RUN'],
    ['with a shebang', file('RUN <<EOF\n#!/bin/bash\nmake\nmake install\nEOF'), 'RUN'],
    ['with another shell', file('RUN <<EOF bash\nmake; make install\nEOF'), 'RUN'],
  ],
  good: [
    ['set', file('RUN <<EOF\nset -e\nmake\nmake install\nEOF')],
    ['set among others', file('RUN <<EOF\nset -euxo pipefail\nmake\nmake install\nEOF')],
    ['by name', file('RUN <<EOF\nset -o errexit\nmake\nmake install\nEOF')],
    ['in the shebang', file('RUN <<EOF\n#!/bin/sh -e\nmake\nmake install\nEOF')],
    ['for the shell', file('RUN <<EOF bash -ex\nmake\nmake install\nEOF')],
    ['by SHELL', file('SHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nRUN <<EOF\nmake\nmake install\nEOF')],
    ['one command', file('RUN <<EOF\nmake\nEOF')],
    ['joined', file('RUN <<EOF\nmake &&\nmake install\nEOF')],
    ['no script', file('RUN cat > /x <<EOF\nmake\nmake install\nEOF')],
    ['another language', file('RUN <<EOF python3\nimport os\nprint(os)\nEOF')],
  ],
  says: 'a failing command is ignored: `set -e` is not set',
})

table('wget-and-curl', {
  bad: [
    ['both', file('RUN wget -q https://example.com/a\nRUN curl -O https://example.com/b'), 'curl'],
    ['in a piece of a Dockerfile', 'RUN wget -q https://example.com/a\nRUN curl -O https://example.com/b', 'curl'],
    [
      'in one RUN, in a trigger',
      file('ONBUILD RUN curl -O https://example.com/a && wget -q https://example.com/b'),
      'wget',
    ],
  ],
  good: [
    ['one', file('RUN curl -O https://example.com/a && curl -O https://example.com/b')],
    [
      'in two stages',
      'FROM debian:13\nRUN wget -q https://example.com/a\nFROM debian:13\nRUN curl https://example.com/b',
    ],
    ['one is only installed', file('RUN apt-get install -y wget && curl -O https://example.com/a')],
  ],
  says: '`curl` is used in addition to `wget`',
})
