// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const file = (lines: string): string => `FROM node:24\n${lines}\n`

table('cmd-shell-form', {
  bad: [
    [
      'a command',
      file('CMD node server.js'),
      { at: 'CMD node server.js', fix: 'Use a JSON array', after: file('CMD ["node", "server.js"]') },
    ],
    [
      'an entry point',
      file('ENTRYPOINT /app --port=8080'),
      {
        at: 'ENTRYPOINT /app --port=8080',
        fix: 'Use a JSON array',
        after: file('ENTRYPOINT ["/app", "--port=8080"]'),
      },
    ],
    [
      'an entry point before a CMD',
      file('ENTRYPOINT /app\nCMD ["a"]'),
      {
        at: 'ENTRYPOINT /app',
        message:
          '`ENTRYPOINT` starts the process in a shell, which ignores `CMD`; a JSON array would get `CMD` as arguments',
      },
    ],
    ['an entry point behind a CMD', file('CMD ["a"]\nENTRYPOINT /app'), 'ENTRYPOINT /app'],
    ['what needs a shell', file('CMD cd /app && node server.js'), 'CMD cd /app && node server.js'],
    ['a variable', file('CMD node $SCRIPT'), 'CMD node $SCRIPT'],
    ['exec before the end', file('CMD exec node a.js; node b.js'), 'CMD exec node a.js; node b.js'],
    ['exec in a pipe', file('ENTRYPOINT exec node a.js | tee log'), 'ENTRYPOINT exec node a.js | tee log'],
    ['exec when all else fails', file('CMD node a.js || exec sh'), 'CMD node a.js || exec sh'],
    ['over lines', file('CMD node \\\n  server.js'), 'CMD node \\'],
    [
      'a check that needs no shell',
      file('HEALTHCHECK CMD /app/healthy'),
      { at: 'HEALTHCHECK', severity: 'info', message: '`HEALTHCHECK` runs its command in a shell' },
    ],
    [
      'in a trigger',
      file('ONBUILD CMD node server.js'),
      { at: 'CMD node server.js', fix: 'Use a JSON array', after: file('ONBUILD CMD ["node", "server.js"]') },
    ],
  ],
  good: [
    ['a JSON array', file('CMD ["node", "server.js"]')],
    ['the shell was chosen', file('SHELL ["/bin/bash", "-c"]\nCMD node server.js')],
    [
      'for the stage it is built from',
      'FROM node:24 AS base\nSHELL ["/bin/bash", "-c"]\nFROM base\nCMD node server.js',
    ],
    [
      'for a stage that it may be built from',
      'FROM a:1 AS b-x\nSHELL ["/bin/bash", "-c"]\nFROM a:1 AS b-y\nFROM b-$TARGETARCH\nCMD node server.js',
    ],
    ['exec takes the place of the shell', file('CMD exec node $SCRIPT\nENTRYPOINT cd /app && exec ./run 2>&1')],
    ['a check that needs a shell', file('HEALTHCHECK CMD curl -f http://localhost/ || exit 1')],
    ['no check', file('HEALTHCHECK NONE')],
    ['a broken array: another rule', file("CMD ['node', 'server.js']")],
    ['nothing to start', file('CMD []')],
    ['a build step', file('RUN node server.js')],
  ],
  says: '`CMD` starts the process in a shell',
})

test('cmd-shell-form in a check is nothing that BuildKit reports', async () => {
  const enabledRule = { rule: rules.get('cmd-shell-form')!, options: {} }
  const { findings } = check(await read(file('HEALTHCHECK CMD /app/healthy\nCMD /app')), [enabledRule], {
    kubernetes: 36,
  })
  expect(findings.map(({ aliases }) => 'buildkit' in aliases)).toEqual([false, true])
})

table('exec-form-malformed', {
  bad: [
    [
      'single quotes',
      file("CMD ['node', 'server.js']"),
      { at: "CMD ['node', 'server.js']", fix: 'Use double quotes', after: file('CMD ["node", "server.js"]') },
    ],
    [
      'one word',
      file("ENTRYPOINT ['/app']"),
      { at: "ENTRYPOINT ['/app']", fix: 'Use double quotes', after: file('ENTRYPOINT ["/app"]') },
    ],
    ['no quotes', file('CMD [node, server.js]'), { at: 'CMD [node, server.js]', fix: false }],
    ['a comma too many', file('CMD ["node", "server.js",]'), { at: 'CMD ["node", "server.js",]', fix: false }],
    ['a check', file("HEALTHCHECK CMD ['/healthy', 'now']"), { at: "HEALTHCHECK CMD ['/healthy', 'now']", fix: false }],
    ['a build step', file("RUN ['make', 'install']"), "RUN ['make', 'install']"],
    ['a volume', file("VOLUME ['/data']"), "VOLUME ['/data']"],
  ],
  good: [
    ['double quotes', file('CMD ["node", "server.js"]')],
    ['a shell command', file('CMD node server.js')],
    ['a test of the shell', file('RUN [ -f /x ]\nRUN [ "$A" = "b" ]\nRUN [ -n "$A" ] && [ "$B" != "c" ]')],
    ['a range of letters', file('COPY [a-z]*.js /app/')],
    ['nothing at all', file('CMD []')],
    ['a test of the shell that a health check makes', 'FROM a:1\nHEALTHCHECK CMD [ "$(x status)" = "true" ]'],
  ],
  says: 'argument of `CMD` is not a valid JSON array',
  fixes: true,
})

table('cmd-multiple', {
  bad: [
    [
      'two',
      file('CMD ["a"]\nCMD ["b"]'),
      { at: 'CMD ["a"]', fix: 'Remove the instruction', after: file('CMD ["b"]'), safe: true },
    ],
    ['in a piece of a Dockerfile', 'CMD ["a"]\nCMD ["b"]', 'CMD ["a"]'],
    ['three, with others between', file('CMD ["a"]\nRUN x\nCMD ["b"]\nUSER 1\nCMD ["c"]'), 'CMD ["a"]', 'CMD ["b"]'],
    ['over lines', file('CMD ["a", \\\n  "b"]\nCMD ["c"]'), 'CMD ["a", \\'],
  ],
  good: [
    ['one', file('CMD ["a"]')],
    ['one in each stage', 'FROM node:24\nCMD ["a"]\nFROM node:24\nCMD ["b"]'],
    ['over that of the stage it is built from', 'FROM node:24 AS base\nCMD ["a"]\nFROM base\nCMD ["b"]'],
    ['one for others', file('ONBUILD CMD ["a"]\nCMD ["b"]')],
    ['its arguments', file('ENTRYPOINT ["a"]\nCMD ["b"]')],
  ],
  says: 'this `CMD` has no effect: a later one overrides it',
  fixes: true,
})

table('entrypoint-multiple', {
  bad: [
    [
      'two',
      file('ENTRYPOINT ["a"]\nENTRYPOINT ["b"]'),
      { at: 'ENTRYPOINT ["a"]', fix: 'Remove the instruction', after: file('ENTRYPOINT ["b"]'), safe: true },
    ],
  ],
  good: [
    ['one', file('ENTRYPOINT ["a"]')],
    ['one in each stage', 'FROM node:24\nENTRYPOINT ["a"]\nFROM node:24\nENTRYPOINT ["b"]'],
  ],
  says: 'this `ENTRYPOINT` has no effect: a later one overrides it',
  fixes: true,
})

table('healthcheck-multiple', {
  bad: [
    [
      'two',
      file('HEALTHCHECK CMD ["a"]\nHEALTHCHECK CMD ["b"]'),
      { at: 'HEALTHCHECK CMD ["a"]', fix: 'Remove the instruction', after: file('HEALTHCHECK CMD ["b"]'), safe: true },
    ],
    ['switched off again', file('HEALTHCHECK CMD ["a"]\nHEALTHCHECK NONE'), 'HEALTHCHECK CMD ["a"]'],
  ],
  good: [
    ['one', file('HEALTHCHECK CMD ["a"]')],
    ['its CMD is none', file('HEALTHCHECK CMD ["a"]\nCMD ["b"]')],
  ],
  says: 'this `HEALTHCHECK` has no effect: a later one overrides it',
  fixes: true,
})

table('healthcheck-missing', {
  bad: [
    ['there is none', file('CMD ["node", "server.js"]'), 'node:24'],
    ['only a build stage has one', 'FROM node:24\nHEALTHCHECK CMD ["a"]\nFROM alpine:3.22', 'alpine:3.22'],
  ],
  good: [
    ['there is one', file('HEALTHCHECK CMD ["a"]\nCMD ["node", "server.js"]')],
    ['there is nothing to ask', file('HEALTHCHECK NONE')],
    ['that of the stage it is built from', 'FROM node:24 AS base\nHEALTHCHECK CMD ["a"]\nFROM base'],
  ],
  says: 'the last stage sets no `HEALTHCHECK`',
})
