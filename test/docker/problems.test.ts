// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of shells and of Docker, no templates.
import { describe, expect, test } from 'vitest'
import type { Dockerfile } from '../../src/docker/ast.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'

const parse = (text: string): Dockerfile => parseDockerfile('Dockerfile', text)
const problems = (text: string): readonly string[] => parse(text).problems.map(({ message }) => message)

describe('problems', () => {
  test.each<[string, string, string]>([
    ['an empty file', '', 'the file contains no instruction'],
    ['only comments', '# a\n', 'the file contains no instruction'],
    ['no FROM', 'ARG a', 'no `FROM` instruction'],
    ['a slip of the pen', 'FROM a\nRUNN b', 'unknown instruction `RUNN`. Did you mean `RUN`?'],
    ['an unknown instruction', 'FROM a\nxyzzy b', 'unknown instruction `xyzzy`'],
    ['a prototype key', 'FROM a\nconstructor b', 'unknown instruction `constructor`'],
    ['FROM without image', 'FROM', '`FROM` expects an image, optionally followed by `AS` and a name'],
    ['FROM with two words', 'FROM a b', '`FROM` expects an image, optionally followed by `AS` and a name'],
    ['FROM with a wrong word', 'FROM a is b', '`FROM` expects an image, optionally followed by `AS` and a name'],
    [
      'a stage name with a digit',
      'FROM a AS 1b',
      'invalid stage name; expected a letter, then letters, digits, `-`, `_` or `.`',
    ],
    ['COPY without target', 'FROM a\nCOPY b', '`COPY` needs at least one source and a target'],
    ['COPY to a heredoc', 'FROM a\nCOPY b <<X\nX', '`COPY` cannot write to a heredoc'],
    ['ENV without value', 'FROM a\nENV b', '`ENV` needs a name and a value'],
    ['ENV without anything', 'FROM a\nENV', '`ENV` needs at least one `name=value`'],
    ['ENV of both forms', 'FROM a\nENV b=c d', 'a word without `=`: write `name=value`'],
    ['ENV of both forms, with more words', 'FROM a\nENV b=c d e', 'a word without `=`: write `name=value`'],
    ['a comment behind ENV', 'FROM a\nENV b=c # d e', '`#` does not start a comment here: put it on a separate line'],
    [
      'an array over lines',
      'FROM a\nCMD [ "b",\n"c" ]',
      'the array is not closed on this line: end the line with a backslash',
    ],
    [
      'with another escape',
      "# escape=`\nFROM a\nHEALTHCHECK CMD [\n'b'\n]",
      'the array is not closed on this line: end the line with a backtick',
    ],
    ['JSON', '{\n"a": 1,\n"b": 2\n}', 'no `FROM` and 4 invalid lines: probably not a Dockerfile'],
    ['ENV without name', 'FROM a\nENV =b', '`ENV` needs a name before `=`'],
    ['ARG without anything', 'FROM a\nARG', '`ARG` needs at least one name'],
    ['ARG without name', 'FROM a\nARG =b', '`ARG` needs a name before `=`'],
    ['EXPOSE without anything', 'FROM a\nEXPOSE', '`EXPOSE` needs at least one argument'],
    ['an empty VOLUME', 'FROM a\nVOLUME [""]', '`VOLUME` cannot be an empty path'],
    ['USER without name', 'FROM a\nUSER', '`USER` needs a name'],
    ['WORKDIR without path', 'FROM a\nWORKDIR', '`WORKDIR` needs an argument'],
    ['SHELL without JSON', 'FROM a\nSHELL bash', '`SHELL` needs a JSON array: `SHELL ["/bin/sh", "-c"]`'],
    ['ONBUILD without anything', 'FROM a\nONBUILD', '`ONBUILD` needs an instruction'],
    ['ONBUILD of ONBUILD', 'FROM a\nONBUILD ONBUILD RUN b', '`ONBUILD` cannot trigger `ONBUILD`'],
    ['ONBUILD of FROM', 'FROM a\nONBUILD from b', '`ONBUILD` cannot trigger `FROM`'],
    ['HEALTHCHECK without anything', 'FROM a\nHEALTHCHECK', '`HEALTHCHECK` needs `CMD` or `NONE`'],
    ['HEALTHCHECK without command', 'FROM a\nHEALTHCHECK CMD', '`HEALTHCHECK` needs a command after `CMD`'],
    ['HEALTHCHECK NONE with more', 'FROM a\nHEALTHCHECK NONE b', '`HEALTHCHECK` accepts nothing after `NONE`'],
    ['HEALTHCHECK of another type', 'FROM a\nHEALTHCHECK TCP 80', '`HEALTHCHECK` accepts only `CMD` and `NONE`'],
    ['open quotes', 'FROM a\nENV b="c', 'cannot expand this word: missing closing `"`'],
    ['a bad substitution', 'FROM a\nWORKDIR /${}', 'cannot expand this word: bad substitution'],
    ['an unknown modifier', 'FROM a\nUSER ${b:=c}', 'cannot expand this word: unknown modifier `:=` in a substitution'],
    [
      'a bad substitution in a heredoc',
      'FROM a\nCOPY <<X /b\n${c@Q}\nX',
      'cannot expand this heredoc: unknown modifier `@` in a substitution',
    ],
    ['a line that is too long', `FROM a\nRUN ${'b'.repeat(65_536)}`, 'line is longer than 65535 bytes'],
  ])('%s', (_, text, problem) => {
    expect(problems(text)).toEqual([problem])
  })
  test('an instruction before the first FROM', () => {
    expect(problems('RUN a\nFROM b')).toEqual(['`RUN` precedes the first `FROM`'])
    expect(parse('RUN a\nFROM b').head).toHaveLength(1)
  })
  test.each([
    ['quotes in a RUN', "FROM a\nRUN echo don't"],
    ['quotes of a trigger', 'FROM a\nONBUILD ENV b="c'],
    ['a quoted heredoc', "FROM a\nCOPY <<'X' /b\n${c@Q}\nX"],
    ['a RUN of nothing', 'FROM a\nRUN'],
    ['a variable that must be set', 'FROM a\nENV b=${c:?}'],
    ['a dollar sign', 'FROM a\nENV b=$ c=5$'],
  ])('%s is fine', (_, text) => {
    expect(problems(text)).toEqual([])
  })
  test('an array over lines ends where it is closed, or where an instruction may begin', () => {
    const names = (text: string) => parse(`FROM a\n${text}`).instructions.map(({ is }) => is)
    expect(names('CMD [\n"b"\n]\nUSER c')).toEqual(['FROM', 'USER'])
    expect(names('CMD [\n"b",\nUSER c')).toEqual(['FROM', 'USER'])
    expect(problems('FROM a\nCMD [\n"b",\nUSER c\n]')).toHaveLength(2)
    expect(names('RUN [ -f b\nUSER c')).toEqual(['FROM', 'RUN', 'USER'])
  })
  test('few slips in a file without FROM are told one by one', () => {
    expect(problems('FORM a\nRUNN b')).toHaveLength(3)
    expect(problems('FORM a\nRUN b\nRUN c\nLABEL d=e')).toHaveLength(5)
  })
  test('the rest of the file is read all the same', () => {
    const file = parse('FROM a b c d\nRUNN x\nCOPY y\nUSER z')
    expect(file.instructions.map(({ is }) => is)).toEqual(['FROM', 'COPY', 'USER'])
    expect(file.problems.map(problem => file.text.slice(...problem.span))).toEqual(['FROM', 'RUNN', 'COPY'])
  })
})
