import { expect, test } from 'vitest'
import { expectLinear } from '../../kit/steps.ts'

/** What a rule might look at once for each of its kind: the time of a run may not be the square of a file. */
test.each<[string, (size: number) => string]>([
  ['commands of one RUN', size => `RUN ${'cd /x && apt-get install curl && pip install a && \\\n'.repeat(size)}true`],
  ['folders of one RUN that are removed', size => `RUN ${'cd /x && '.repeat(size)}rm -rf /x`],
  ['words of a variable', size => `RUN d="${'git '.repeat(size)}"; apt-get install $d`],
  ['local files of one RUN', size => `RUN ${'apk add --allow-untrusted ./a.apk && \\\n'.repeat(size)}true`],
  ['folders that COPY brought', size => 'COPY a b\nRUN cd b && make\n'.repeat(size)],
  ['files that nothing verified', size => 'RUN apk add --allow-untrusted ./a.apk\n'.repeat(size)],
  ['settings in the old form', size => 'ENV A b\n'.repeat(size)],
  ['quotes in the old form', size => `ENV A ${'"b" '.repeat(size)}\n`],
  ['variables that nothing sets', size => `${'ENV A=$A:$B\n'.repeat(size)}ENV ${'C=$C '.repeat(size)}\n`],
  ['lines that nobody reads', size => 'foo bar\n'.repeat(size)],
  ['words that nobody reads', size => `ENV A=1 ${'b '.repeat(size)}\n`],
  ['stages', size => 'FROM debian:13 AS a\nRUN make\nRUN make\nENV X=$X\nCOPY a b\n'.repeat(size)],
  ['ARGs to be given', size => `FROM a\n${'ARG A\n'.repeat(size)}`],
])('%s cost no more than their number', (_, lines) =>
  expectLinear(
    () =>
      Promise.all([
        import('../../../src/docker/parse/parse.ts'),
        import('../../../src/engine/check.ts'),
        import('../../../src/rules/index.ts'),
        import('../../../src/world/world.ts'),
      ]),
    ([{ parseDockerfile }, { check }, { rules }, { World }], size) => {
      const world = new World({ dockerfiles: [parseDockerfile('Dockerfile', `FROM debian:13\n${lines(size)}`)] })
      const enabled = [...rules.values()].map(rule => ({ rule, options: rule.options ?? {} }))
      expect(check(world, enabled, { kubernetes: 36 }).faults).toEqual([])
    },
    200,
  ),
)
