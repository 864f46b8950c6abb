// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const run = (script: string): string => `FROM debian:13\nRUN ${script}\n`

table('run-sudo', {
  bad: [
    ['at the start', run('sudo apt-get update'), { at: 'sudo', fix: 'Remove `sudo`', after: run('apt-get update') }],
    ['in the middle', run('apt-get update && sudo -u app make'), { at: 'sudo', fix: false }],
    ['in a folder', run('/usr/bin/sudo make'), { at: '/usr/bin/sudo', fix: 'Remove `sudo`', after: run('make') }],
    ['in a trigger', 'FROM debian:13\nONBUILD RUN sudo make', 'sudo'],
    ['alone', run('sudo -s'), { at: 'sudo', fix: false }],
    ['for root', 'FROM debian:13\nUSER root\nRUN sudo make', 'sudo'],
    ['for a user who needs it', 'FROM debian:13\nUSER app\nRUN sudo make', { at: 'sudo', fix: false }],
    [
      'for a user of the stage it is built from',
      'FROM debian:13 AS base\nUSER app\nFROM base\nRUN sudo make',
      { at: 'sudo', fix: false },
    ],
  ],
  good: [
    ['as root', 'FROM debian:13\nUSER root\nRUN apt-get update\nUSER app'],
    ['a package of that name', run('apt-get install -y sudo')],
    ['a file of that name', run('rm -f /etc/sudoers && echo sudo')],
  ],
  says: '`sudo` is used in a build step',
  fixes: true,
})

table('run-cd', {
  bad: [
    ['at the start', run('cd /src && make'), 'cd /src'],
    ['at the end', run('make && cd /usr/share'), 'cd /usr/share'],
    ['to the home folder', run('cd ~/src && make'), 'cd ~/src'],
    ['only the first', run('cd /a && make && cd /b && make'), 'cd /a'],
    ['into what COPY brought', 'FROM debian:13\nWORKDIR /src\nCOPY . .\nRUN cd web && make', { at: 'cd web' }],
    [
      'into a folder that COPY made',
      'FROM debian:13\nCOPY web ./web/\nRUN set -ex; cd web/src && make',
      { at: 'cd web/src' },
    ],
    [
      'into what an earlier RUN made',
      'FROM debian:13\nRUN git clone https://example.com/web\nRUN cd ./web && make',
      { at: 'cd ./web' },
    ],
    ['something in it is removed', run('cd web && make && rm -rf build'), { at: 'cd web' }],
    ['something else is removed', run('cd /src && make && rm -rf /src/build /srcs'), 'cd /src'],
    ['removed before', run('rm -rf /src && cd /src && make'), 'cd /src'],
    [
      'a folder of a variable',
      run('dir=/src; cd $dir && make'),
      { at: 'cd $dir', message: '`cd /src` has no effect after this `RUN`' },
    ],
  ],
  good: [
    ['a WORKDIR', 'FROM debian:13\nWORKDIR /src\nRUN make'],
    ['into what was unpacked', run('tar -xf x.tar && cd x && make')],
    ['back to the root', run('cd x && make && cd / && rm -rf x')],
    ['the command of the container', 'FROM debian:13\nCMD cd /src && make'],
    ['nowhere', run('cd && cd -')],
    ['in a subshell', run('(cd /src && make)')],
    ['in a substitution', run('make $(cd /src && ls)')],
    ['a folder that is removed', run('mkdir /src && cd /src && make && cd / && rm -rf /src')],
    ['a folder in one that is removed', run('cd /src/lib && make && rm -r /src')],
    ['a folder whose content is removed', run('cd /src && make && rm -rf /src/*')],
    ['a folder that is removed from above', run('cd /usr/src/app && make && cd .. && rm -rf app')],
    ['a folder of a variable that is removed', run('cd "$DIR" && make && rm -rf "$DIR"')],
    ['a temporary folder', run('d=$(mktemp -d); cd $d && make')],
    ['into what was made before', 'FROM debian:13\nCOPY . .\nRUN tar -xf x.tar && cd x && make'],
    ['into what may not be there', run('cd web || exit 0; make')],
    ['into what is asked for', run('if cd web; then make; fi')],
    ['a relative folder that is removed', run('cd web && make && cd .. && rm -rf web')],
    ['a folder that a glob removes', run('cd "$DIR" && make && rm -rf "$DIR"*')],
  ],
  says: '`cd /src` has no effect after this `RUN`',
})

table('run-pointless-command', {
  bad: [
    ['a service', run('service nginx start'), 'service'],
    ['a session', run('ssh host.example uptime'), 'ssh'],
    ['several', run('ps && top'), 'ps', 'top'],
    ['a process of another step', run('kill 1 && server &'), 'kill'],
  ],
  good: [
    ['something lasting', run('make install')],
    ['a package of that name', run('apt-get install -y ssh vim')],
    ['another program', run('ssh-keyscan host.example > /etc/hosts')],
    ['a process of the same step is ended', run('server & pid=$!; sleep 9; kill $pid')],
    ['a session with a key', 'FROM debian:13\nRUN --mount=type=ssh ssh -T git@github.com'],
    [
      'a session with a key that is a secret',
      'FROM debian:13\nRUN --mount=type=secret,id=key,target=/root/.ssh/id_ed25519 ssh -T git@github.com',
    ],
  ],
  says: '`service` has no effect after the build step',
})

table('run-shell-symlink', {
  bad: [
    ['a link', run('ln -sf /bin/bash /bin/sh'), 'ln'],
    ['moved', run('mv /bin/bash /bin/sh'), 'mv'],
  ],
  good: [
    ['an instruction', 'FROM debian:13\nSHELL ["/bin/bash", "-c"]'],
    ['a link to it', run('ln -s /bin/sh /usr/local/bin/shell')],
    [
      'a shell for an image that has none there',
      'FROM gcr.io/distroless/base:debug\nRUN ["/busybox/ln", "-s", "/busybox/sh", "/bin/sh"]',
    ],
    ['something else with it', run('ln -s a b && chmod +x /bin/sh')],
  ],
  says: '`ln` replaces `/bin/sh`',
})

const WGET = 'wget https://example.com/tool'
const DOTS = 'wget --progress=dot:giga https://example.com/tool'
const QUIET = 'wget -q https://example.com/tool'

table('wget-no-progress', {
  bad: [
    ['a bar', run(WGET), { at: 'wget', fix: 'Add `--progress=dot:giga`', after: run(DOTS) }],
    ['to a file', run('wget -O tool https://example.com/tool'), 'wget'],
    [
      'of busybox',
      `FROM alpine:3.22\nRUN ${WGET}`,
      { at: 'wget', fix: 'Add `-q`', after: `FROM alpine:3.22\nRUN ${QUIET}` },
    ],
    [
      'of busybox, by a tag',
      `ARG NODE\nFROM node:$NODE-alpine AS a\nFROM a\nRUN ${WGET}`,
      { at: 'wget', fix: 'Add `-q`', after: `ARG NODE\nFROM node:$NODE-alpine AS a\nFROM a\nRUN ${QUIET}` },
    ],
    ['of busybox, by name', run(`busybox ${WGET}`), { at: 'wget', fix: 'Add `-q`', after: run(`busybox ${QUIET}`) }],
    [
      'installed before',
      `FROM alpine:3.22 AS a\nRUN apk add wget\nFROM a\nRUN ${WGET}`,
      {
        at: 'wget',
        fix: 'Add `--progress=dot:giga`',
        after: `FROM alpine:3.22 AS a\nRUN apk add wget\nFROM a\nRUN ${DOTS}`,
      },
    ],
    [
      'installed in the same RUN',
      `FROM alpine:3.22\nRUN apk add curl wget=1.25 && ${WGET}`,
      {
        at: 'wget',
        fix: 'Add `--progress=dot:giga`',
        after: `FROM alpine:3.22\nRUN apk add curl wget=1.25 && ${DOTS}`,
      },
    ],
    [
      'installed afterwards',
      `FROM alpine:3.22\nRUN ${WGET} && apk add wget`,
      { at: 'wget', fix: 'Add `-q`', after: `FROM alpine:3.22\nRUN ${QUIET} && apk add wget` },
    ],
  ],
  good: [
    ['less of it', run('wget --progress=dot:giga https://example.com/tool')],
    ['quiet', run('wget -q https://example.com/a && wget -qO- https://example.com/b')],
    ['not verbose', run('wget -nv https://example.com/a && wget --no-verbose https://example.com/b')],
    ['into a log', run('wget -o log https://example.com/a && wget -a log https://example.com/b')],
    ['no download', run('wget --version')],
  ],
  says: '`wget` shows its progress bar',
  fixes: true,
})

table('useradd-no-log-init', {
  bad: [
    [
      'a high id',
      run('useradd -u 100001 app'),
      { at: 'useradd', fix: 'Add `--no-log-init`', after: run('useradd --no-log-init -u 100001 app'), safe: true },
    ],
    ['in the long form', run('useradd --create-home --uid=1000000 app'), 'useradd'],
  ],
  good: [
    ['no log', run('useradd --no-log-init -u 100001 app')],
    ['in short', run('useradd -lmu 100001 app')],
    ['a low id', run('useradd -u 10001 app')],
    ['any id', run('useradd app')],
    ['a variable', run('useradd -u $APP_UID app')],
  ],
  says: '`useradd` has user ID 100001 and no `--no-log-init`',
  fixes: true,
})

table('run-chpasswd', {
  bad: [
    ['from a pipe', run('echo "app:app" | chpasswd'), 'chpasswd'],
    ['encrypted is no better', run('chpasswd -e < /tmp/users'), 'chpasswd'],
  ],
  good: [
    ['no password', run('useradd --system app')],
    ['a file of that name', run('rm /usr/sbin/chpasswd')],
  ],
  says: '`chpasswd` sets a password that stays in the image',
})

table('run-setuid', {
  bad: [
    ['by letter', run('chmod u+s /usr/bin/app'), 'u+s'],
    ['by number', run('chmod 4755 /usr/bin/app'), '4755'],
    ['for the group, with a flag', run('chmod -R g+rxs /srv'), 'g+rxs'],
  ],
  good: [
    ['a capability', run('setcap cap_net_bind_service=+ep /usr/bin/app')],
    ['taken away', run('chmod u-s /usr/bin/app && chmod a-s,g-s /usr/bin/other')],
    ['plain modes', run('chmod 755 a && chmod 0644 b && chmod u+rwx,g=u c && chmod +x d')],
    ['the sticky bit', run('chmod 1777 /tmp')],
    ['like another file', run('chmod --reference=a b')],
    ['nothing at all', run('chmod')],
  ],
  says: 'mode `u+s` sets the setuid or setgid bit',
})

table('run-consecutive', {
  bad: [
    ['two commands', 'FROM debian:13\nRUN make\nRUN make install', 'RUN'],
    ['a comment between', 'FROM debian:13\nRUN make\n# and then\nRUN make install', 'RUN'],
    ['the same mounts', 'FROM debian:13\nRUN --network=none make\nRUN --network=none make install', 'RUN'],
    ['in a stage that the image is built from', 'FROM debian:13 AS base\nRUN make\nRUN make install\nFROM base', 'RUN'],
  ],
  good: [
    ['one', 'FROM debian:13\nRUN make && make install'],
    ['split on purpose', 'FROM debian:13\nRUN make && make test\nRUN make install'],
    ['something between', 'FROM debian:13\nRUN make\nENV A=1\nRUN make install'],
    ['other mounts', 'FROM debian:13\nRUN --network=none make\nRUN make install'],
    ['another stage', 'FROM debian:13\nRUN make\nFROM debian:13\nRUN make'],
    [
      'in a stage that is only copied from',
      'FROM debian:13 AS build\nRUN make\nRUN make install\nFROM debian:13\nCOPY --from=build /a /a',
    ],
  ],
  says: 'this `RUN` can be merged with the previous one',
})
