import { container, pod, windows } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const script = (text: string) => container(`command: [sh, -c]\nargs:\n  - ${JSON.stringify(text)}`)

table('sudo-in-command', {
  bad: [
    ['the command', container('command: [sudo, nginx]'), 'sudo'],
    ['a command in one word', container('command: ["sudo cat"]'), '"sudo cat"'],
    ['by its path', container('command: [/usr/bin/sudo, -E, nginx]'), '/usr/bin/sudo'],
    ['arguments', container('args: [sudo, nginx]'), { at: 'sudo', message: 'container `app` calls `sudo` in `args`' }],
    ['a script', container('command: [bash, -ec, "cd /srv && sudo nginx"]'), '"cd /srv && sudo nginx"'],
    ['a script in the arguments', script('id; sudo nginx'), '"id; sudo nginx"'],
    ['in a substitution', script('x=$(sudo cat /a)'), '"x=$(sudo cat /a)"'],
    ['on a line of its own', script('id\n  sudo id'), '"id\\n  sudo id"'],
    ['with variables', script('A=1 B= sudo id'), '"A=1 B= sudo id"'],
    ['behind a word of the shell', script('if true; then sudo id; fi'), '"if true; then sudo id; fi"'],
    ['alone', script('exec sudo'), '"exec sudo"'],
    ['init containers', pod('initContainers: [{name: a, command: [sudo]}]'), 'sudo'],
    ['once for each list', container('command: ["sudo a", "sudo b"]\nargs: ["sudo c"]'), '"sudo a"', '"sudo c"'],
  ],
  good: [
    ['a user', container('command: [nginx]\nargs: [-g, daemon off]')],
    ['another word', container('command: ["pseudo cat"]')],
    ['a longer word', container('command: ["sudoedit /etc/hosts"]\nargs: [sudo.conf]')],
    ['a package', script('apt-get install -y sudo && id')],
    ['an argument', container('command: [which, sudo]')],
    ['no script', container('command: [echo, "sudo id"]')],
    ['a message', script('echo "no sudo here"')],
    ['odd words', container('command: [null, 1, {sudo: 1}]\nargs: sudo')],
    ['ephemeral containers', pod('ephemeralContainers: [{name: a, command: [sudo]}]')],
    ['Windows has none', windows('command: [sudo]')],
  ],
  says: 'container `app` calls `sudo` in `command`',
})

table('git-sync-command', {
  bad: [
    [
      'another program',
      container('env:\n  - name: GITSYNC_REPO\n    value: a\n  - name: GITSYNC_GIT\n    value: /tmp/payload'),
      {
        at: 'name: GITSYNC_GIT',
        fix: 'Remove `GITSYNC_GIT`',
        after: container('env:\n  - name: GITSYNC_REPO\n    value: a'),
      },
    ],
    [
      'from elsewhere',
      container('env: [{name: GITSYNC_GIT, valueFrom: {configMapKeyRef: {name: a, key: b}}}]'),
      'name: GITSYNC_GIT',
    ],
    [
      'init containers',
      pod('initContainers: [{name: a, env: [{name: GITSYNC_GIT, value: x}]}]'),
      { at: 'name: GITSYNC_GIT', fix: 'Remove `GITSYNC_GIT`', after: pod('initContainers: [{name: a, env: []}]') },
    ],
  ],
  good: [
    ['other settings', container('env: [{name: GITSYNC_REPO, value: a}]')],
    ['the default', container('env: [{name: GITSYNC_GIT, value: git}]')],
    ['odd entries', container('env: [null, GITSYNC_GIT]')],
    ['no list', container('env: {GITSYNC_GIT: x}')],
    ['ephemeral containers', pod('ephemeralContainers: [{name: a, env: [{name: GITSYNC_GIT, value: x}]}]')],
  ],
  says: 'container `app` sets `GITSYNC_GIT`',
  fixes: true,
})
