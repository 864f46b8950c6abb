// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of shells and of Docker, no templates.
import { describe, expect, test } from 'vitest'
import type { Dockerfile, Instruction, Word } from '../../src/docker/ast.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'

const parse = (text: string): Dockerfile => parseDockerfile('Dockerfile', text)

/** The last instruction of a stage. */
function read<K extends Instruction['is']>(is: K, text: string): Instruction & { readonly is: K } {
  const found = parse(`FROM scratch\n${text}`).instructions.at(-1)
  if (found?.is !== is) throw new Error(`no ${is}, but ${found?.is}`)
  return found as Instruction & { readonly is: K }
}
const texts = (words: readonly Word[]): readonly string[] => words.map(({ text }) => text)
const values = (words: readonly Word[]): readonly string[] => words.map(({ value }) => value)
const problems = (text: string): readonly string[] => parse(text).problems.map(({ message }) => message)

describe('lines', () => {
  const rests = (text: string): readonly string[] => parse(text).instructions.map(({ rest }) => rest)
  test.each<[string, string, readonly string[]]>([
    ['blanks around', ' \t FROM\t a \t\n', ['a']],
    ['empty lines', '\n\n FROM a\n\n\nRUN b\n\n', ['a', 'b']],
    ['no line break at the end', 'FROM a\nRUN b', ['a', 'b']],
    ['line breaks of Windows', 'FROM a\r\nRUN b \\\r\n  c\r\n', ['a', 'b   c']],
    ['a byte order mark', '\uFEFFFROM a', ['a']],
    ['a continuation joins with nothing', 'FROM a\nRUN b\\\nc \\\n  d', ['a', 'bc   d']],
    ['blanks behind the escape', 'FROM a\nRUN b \\ \t\nc', ['a', 'b c']],
    ['an escape of an escape', 'FROM a\nRUN b \\\\\nRUN c', ['a', 'b \\\\', 'c']],
    ['a keyword over two lines', 'FR\\\nOM a', ['a']],
    ['comments in a continuation', 'FROM a\nRUN b \\\n# c\n  # d \\\n  e', ['a', 'b   e']],
    ['empty lines in a continuation', 'FROM a\nRUN b \\\n\n  \\\n \t\n  c', ['a', 'b     c']],
    ['a continuation at the end', 'FROM a\nRUN b \\', ['a', 'b']],
    ['a continuation into nothing', 'FROM a\nRUN b \\\n# c\n', ['a', 'b']],
    ['a comment does not continue', 'FROM a\n# b \\\nRUN c', ['a', 'c']],
    ['a hash behind text', 'FROM a\nRUN b # c', ['a', 'b # c']],
    ['a backtick by directive', '# escape=`\nFROM a\nRUN b C:\\d\\\nRUN e `\n f', ['a', 'b C:\\d\\', 'e  f']],
    ['a backtick without directive', 'FROM a\nRUN b `\nRUN c', ['a', 'b `', 'c']],
    ['a directive behind a comment', '# a\n# escape=`\nFROM b\nRUN c `\nRUN d', ['b', 'c `', 'd']],
    ['lower case', 'from a\nrun b', ['a', 'b']],
  ])('%s', (_, text, expected) => {
    expect(rests(text)).toEqual(expected)
  })

  test('comments are kept with their place, those of a continuation too, but nothing of a heredoc', () => {
    const { comments } = parse('# one\nFROM a # no\nRUN b \\\n  # two\n  c\nRUN <<X\n# no\nX\n# three')
    expect(comments.map(({ text, line }) => [line, text])).toEqual([
      [1, '# one'],
      [4, '# two'],
      [9, '# three'],
    ])
  })
})

describe('directives', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'all three',
      '# syntax=docker/dockerfile:1\n#escape = `\n# CHECK=skip=all;error=true\nFROM a',
      ['syntax=docker/dockerfile:1', 'escape=`', 'check=skip=all;error=true'],
    ],
    ['an unknown one ends them', '# foo=bar\n# syntax=x\nFROM a', []],
    ['an empty line ends them', '\n# syntax=x\nFROM a', []],
    ['behind a shebang', '#!/usr/bin/env docker\n# syntax=x\nFROM a', ['syntax=x']],
    ['behind a byte order mark', '\uFEFF# syntax=x\nFROM a', ['syntax=x']],
    ['no value', '# syntax=\nFROM a', []],
  ])('%s', (_, text, expected) => {
    expect(parse(text).directives.map(({ name, value }) => `${name}=${value}`)).toEqual(expected)
  })
  test('escape does not count behind a shebang', () => {
    expect(parse('#!x\n# escape=`\nFROM a').escape).toBe('\\')
  })
  test.each([
    ['# escape=x\nFROM a', 'invalid escape character; expected a backslash or a backtick'],
    ['# syntax=a\n# syntax=b\nFROM a', 'only one `syntax` directive can be used'],
  ])('%j is refused', (text, problem) => {
    expect(problems(text)).toEqual([problem])
  })
})

describe('flags', () => {
  test.each<[string, string, readonly string[], string]>([
    ['none', 'RUN a --b', [], 'a --b'],
    ['two', 'COPY --link --from=b c d', ['link', 'from=b'], 'c d'],
    ['two dashes end them', 'COPY --link -- --from d', ['link'], '--from d'],
    ['quotes', 'RUN --mount="type=bind,target=/a b" c', ['mount=type=bind,target=/a b'], 'c'],
    ['an escape', 'RUN --mount=a\\ b c', ['mount=a b'], 'c'],
    ['a continuation', 'RUN --mount=a \\\n  --network=none \\\n  c', ['mount=a', 'network=none'], 'c'],
    ['nothing behind them', 'RUN --mount=a', ['mount=a'], ''],
    ['an equals sign in the value', 'RUN --mount=type=cache,id=b c', ['mount=type=cache,id=b'], 'c'],
  ])('%s', (_, text, flags, rest) => {
    const node = parse(`FROM a\n${text}`).instructions[1]
    expect(node?.flags.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`))).toEqual(flags)
    expect(node?.rest).toBe(rest)
  })

  test('mounts are taken apart', () => {
    const { mounts } = read('RUN', 'RUN --mount=type=secret,id=a,required --mount=type=cache,target=/b c')
    expect(mounts.map(mount => [...mount])).toEqual([
      [
        ['type', 'secret'],
        ['id', 'a'],
        ['required', 'true'],
      ],
      [
        ['type', 'cache'],
        ['target', '/b'],
      ],
    ])
  })

  test.each([
    ['COPY --form=a b c', 'unknown flag `--form` of `COPY`. Did you mean `--from`?'],
    ['USER --x a', 'unknown flag `--x` of `USER`'],
    ['COPY --from=a --from=b c d', 'duplicate flag `--from`'],
    ['COPY --from b c', 'flag `--from` needs a value'],
    ['COPY --link=yes a b', 'invalid value of flag `--link`; expected `true` or `false`'],
    ['HEALTHCHECK --interval=5 CMD a', 'invalid value of flag `--interval`; expected a duration such as `30s`'],
    ['HEALTHCHECK --retries=x CMD a', 'invalid value of flag `--retries`; expected a whole number'],
  ])('%s', (text, problem) => {
    expect(problems(`FROM a\n${text}`)).toEqual([problem])
  })
  test.each([
    'RUN --mount=a --mount=b c',
    'COPY --link=False a b',
    'HEALTHCHECK --interval=1m30.5s --retries=3 CMD a',
    'HEALTHCHECK --whatever NONE',
  ])('%s is fine', text => {
    expect(problems(`FROM a\n${text}`)).toEqual([])
  })
})

describe('words', () => {
  test('quotes and escapes are taken off, variables stay', () => {
    const [first] = read('ENV', 'ENV a="b $C \\"${D:-e}\\""\'$F\'\\$G').pairs
    expect(first?.value).toMatchObject({
      text: '"b $C \\"${D:-e}\\""\'$F\'\\$G',
      value: 'b $C "${D:-e}"$F$G',
      variables: ['C', 'D'],
    })
  })
  test.each<[string, string, readonly string[], boolean]>([
    ['a pair', 'ENV a=b', ['a=b'], false],
    ['pairs', 'ENV a=b c="d e" f=g\\ h', ['a=b', 'c="d e"', 'f=g\\ h'], false],
    ['an empty value', 'ENV a= b=""', ['a=', 'b=""'], false],
    ['an equals sign in the value', 'ENV a=b=c', ['a=b=c'], false],
    ['the old form', 'ENV a b c', ['a=b c'], true],
    ['quotes in the old form', 'ENV a "b"  c=d', ['a="b"  c=d'], true],
    ['LABEL', 'LABEL a.b=c "d e"=f', ['a.b=c', '"d e"=f'], false],
    ['LABEL in the old form', 'LABEL a b', ['a=b'], true],
    ['ARG', 'ARG a b=c d', ['a', 'b=c', 'd'], false],
    ['continued lines', 'ENV a=b \\\n    c="d\\\n e"', ['a=b', 'c="d e"'], false],
    ['an escape in single quotes', "ENV a='b\\' c=d", ["a='b\\'", 'c=d'], false],
    ['an escape at the end', 'ENV a=b\\\\\\', ['a=b\\\\'], false],
    ['prototype keys', 'ENV __proto__=a constructor=b', ['__proto__=a', 'constructor=b'], false],
  ])('%s', (_, text, expected, legacy) => {
    const node = parse(`FROM a\n${text}`).instructions[1]
    if (node?.is !== 'ENV' && node?.is !== 'LABEL' && node?.is !== 'ARG') throw new Error('no pairs')
    expect(node.pairs.map(({ key, value }) => (value ? `${key.text}=${value.text}` : key.text))).toEqual(expected)
    expect(node.legacy).toBe(legacy)
  })

  test.each<[string, readonly string[], string]>([
    ['COPY a b', ['a'], 'b'],
    ['ADD a* b?  https://c/d /e/', ['a*', 'b?', 'https://c/d'], '/e/'],
    ['COPY ["a b", "$C", "d"]', ['a b', '$C'], 'd'],
    ['COPY [a b]', ['[a'], 'b]'],
    ['COPY "a b" c', ['"a', 'b"'], 'c'],
    ['COPY <<X <<-Y /z\nX\n\tY', ['<<X', '<<-Y'], '/z'],
  ])('%j', (text, sources, target) => {
    const node = parse(`FROM a\n${text}`).instructions[1]
    if (node?.is !== 'COPY' && node?.is !== 'ADD') throw new Error('no COPY')
    const shown = text.includes('[') && text.includes('"') ? values : texts
    expect(shown(node.sources)).toEqual(sources)
    expect(shown([node.target])).toEqual([target])
  })
  test('a JSON word of COPY keeps its text and tells its variables', () => {
    expect(read('COPY', 'COPY ["$A", "b"]').sources).toMatchObject([{ text: '"$A"', value: '$A', variables: ['A'] }])
  })
  test('--from is found', () => {
    expect(read('COPY', 'COPY --from=build /a /b').from).toMatchObject({ name: 'from', value: 'build' })
  })
  test.each<[string, readonly string[]]>([
    ['EXPOSE 80 443/tcp $PORT', ['80', '443/tcp', '$PORT']],
    ['VOLUME /a /b', ['/a', '/b']],
    ['VOLUME ["/a", "/b c"]', ['/a', '/b c']],
    ['WORKDIR /a b', ['/a b']],
    ['STOPSIGNAL SIGTERM', ['SIGTERM']],
    ["MAINTAINER Jo D'Arc", ["Jo D'Arc"]],
  ])('%s', (text, expected) => {
    const node = parse(`FROM a\n${text}`).instructions[1]
    expect(node && 'words' in node && values(node.words)).toEqual(expected)
  })
  test('USER', () => {
    expect(read('USER', 'USER "app":$GROUP').name).toMatchObject({
      text: '"app":$GROUP',
      value: 'app:$GROUP',
      variables: ['GROUP'],
    })
  })
  test('SHELL', () => {
    expect(values(read('SHELL', 'SHELL ["/bin/bash", "-c"]').words)).toEqual(['/bin/bash', '-c'])
  })
})

describe('JSON form', () => {
  test.each<[string, 'shell' | 'exec', readonly string[]]>([
    ['CMD ["a", "b c"]', 'exec', ['a', 'b c']],
    ['CMD []', 'exec', []],
    ['CMD [ "a" ]  ', 'exec', ['a']],
    ['CMD ["\\u0061\\n\\"\\\\", "é"]', 'exec', ['a\n"\\', 'é']],
    ['CMD ["a", \\\n  "b"]', 'exec', ['a', 'b']],
    ["CMD ['a']", 'shell', []],
    ['CMD ["a",]', 'shell', []],
    ['CMD ["a"', 'shell', []],
    ['CMD ["a"] b', 'shell', []],
    ['CMD a ["b"]', 'shell', []],
    ['CMD ["C:\\x"]', 'shell', []],
    ['CMD', 'shell', []],
  ])('%j', (text, form, words) => {
    const node = read('CMD', text)
    expect(node.form).toBe(form)
    expect(values(node.words)).toEqual(words)
  })
  test('anything but strings is refused, and no command is made up', () => {
    expect(problems('FROM a\nCMD ["a", 1]')).toEqual(['a JSON array may contain only strings here'])
    expect(read('CMD', 'CMD ["a", 1]').commands).toEqual([])
  })
})

describe('heredocs', () => {
  test.each<[string, string, readonly unknown[]]>([
    ['one', 'RUN <<X\na\nb\nX\nUSER u', [{ name: 'X', content: 'a\nb\n', expand: true, chomp: false }]],
    ['tabs', 'RUN <<-X\n\ta\n\tX\nUSER u', [{ name: 'X', content: '\ta\n', chomp: true }]],
    ['quotes', 'RUN <<"X"\na\nX\nUSER u', [{ name: 'X', expand: false }]],
    [
      'two',
      'COPY <<A <<B /c\n1\nA\n2\nB\nUSER u',
      [
        { name: 'A', content: '1\n' },
        { name: 'B', content: '2\n' },
      ],
    ],
    ['blanks before the marker', 'RUN cat << X > y\na\nX\nUSER u', [{ name: 'X', content: 'a\n' }]],
    ['a descriptor', 'RUN a 3<<X\nb\nX\nUSER u', [{ name: 'X', content: 'b\n' }]],
    ['behind a continuation', 'RUN a \\\n  <<X\nb\nX\nUSER u', [{ name: 'X', content: 'b\n' }]],
    ['what looks like instructions', 'RUN <<X\nFROM a\n# b\nc \\\nX\nUSER u', [{ content: 'FROM a\n# b\nc \\\n' }]],
    ['no content', 'RUN <<X\nX\nUSER u', [{ content: '' }]],
    ['line breaks of Windows', 'RUN <<X\r\na\r\nX\r\nUSER u', [{ name: 'X', content: 'a\r\n' }]],
    ['a here-string', 'RUN a <<<X\nUSER u', []],
    ['in quotes', 'RUN a "<<X"\nUSER u', []],
    ['glued to a word', 'RUN a<<X\nUSER u', []],
    ['in JSON', 'RUN ["a", "<<X"]\nUSER u', []],
    ['in LABEL', 'LABEL a=<<X\nUSER u', []],
    ['in CMD', 'CMD a <<X\nUSER u', []],
    ['quotes that do not close', "RUN a ' <<X\nUSER u", []],
  ])('%s', (_, text, expected) => {
    const file = parse(`FROM a\n${text}`)
    expect(file.instructions.map(({ is }) => is).at(-1)).toBe('USER')
    expect(file.instructions).toHaveLength(3)
    expect(file.instructions[1]?.heredocs).toMatchObject(expected)
    expect(file.problems).toEqual([])
  })
  test('their span is the body, and the instruction reaches to the marker that closes it', () => {
    const file = parse('FROM a\nRUN <<X\nb\nX\nUSER c')
    const [, run] = file.instructions
    expect(run && file.text.slice(...run.span)).toBe('RUN <<X\nb\nX')
    expect(run && file.text.slice(...run.heredocs[0]!.span)).toBe('b\n')
  })
  test('of a trigger', () => {
    const file = parse('FROM a\nONBUILD RUN <<X\nb\nX\nUSER c')
    const [, onbuild, user] = file.instructions
    expect(onbuild?.is === 'ONBUILD' && onbuild.trigger.heredocs).toMatchObject([{ content: 'b\n' }])
    expect(onbuild && file.text.slice(...onbuild.span)).toBe('ONBUILD RUN <<X\nb\nX')
    expect(user?.is).toBe('USER')
  })
  test('one that is not closed takes the rest of the file', () => {
    expect(problems('FROM a\nRUN <<X\nUSER b')).toEqual(['heredoc `X` is not closed'])
  })
})

describe('stages', () => {
  test('names, parents, and which end up in the image', () => {
    const { stages } = parse('ARG A=1\nFROM a AS Base\nRUN x\nFROM b as other\nFROM BASE\nUSER u\nRUN y')
    expect(
      stages.map(({ index, name, final, from, body }) => [index, name, final, from.parent?.index, body.length]),
    ).toEqual([
      [0, 'base', true, undefined, 1],
      [1, 'other', false, undefined, 0],
      [2, undefined, true, 0, 2],
    ])
    expect(stages[2]?.body[0]?.stage).toBe(stages[2])
    expect(stages[0]?.from.stage).toBe(stages[0])
  })
  test('a stage is no parent of itself, and a later one of none', () => {
    const { stages } = parse('FROM a AS a\nFROM c\nFROM b AS c')
    expect(stages.map(({ from }) => from.parent)).toEqual([undefined, undefined, undefined])
    expect(stages.map(({ final }) => final)).toEqual([false, false, true])
  })
  test('a parent may be named by an ARG', () => {
    expect(parse('ARG B=base\nFROM a AS base\nFROM $B').stages[1]?.from.parent?.index).toBe(0)
  })
  test.each<[string, string, readonly number[]]>([
    ['behind the variable', 'FROM a AS x-1\nFROM a AS x-2\nFROM a AS y\nFROM x-${TARGETARCH}', [0, 1]],
    ['before it', 'FROM a AS amd64-x\nFROM a AS x\nFROM a AS y\nFROM $TARGETARCH-x', [0]],
    ['around it, whatever the case', 'FROM a AS x-1-y\nFROM a AS x-1\nFROM X-$TARGETARCH-Y', [0]],
    ['with an ARG that is known', 'ARG X=x\nFROM a AS x-1\nFROM a AS y-1\nFROM $X-$TARGETARCH', [0]],
    ['with an ARG that is not', 'ARG X\nFROM a AS x-1\nFROM x-$X', [0]],
    ['each part has its own place', 'FROM a AS ab\nFROM ab${TARGETOS}b', []],
    ['a variable alone may be anything', 'FROM a AS x\nFROM $TARGETARCH', []],
    ['a later one is none', 'FROM a AS y-1\nFROM x-$TARGETARCH AS x-1', []],
    ['a stage without a name', 'FROM a\nFROM x-$TARGETARCH', []],
  ])('a variable chooses among stages: %s', (_, text, expected) => {
    const stages = parse(text).stages
    expect(stages.at(-1)?.from.bases.map(({ index }) => index)).toEqual(expected)
    expect(stages.at(-1)?.from.parent?.index).toBe(expected[0])
    expect(stages.filter(({ final }) => final).map(({ index }) => index)).toEqual([...expected, stages.length - 1])
  })
  test('ONBUILD holds its trigger', () => {
    const onbuild = read('ONBUILD', 'ONBUILD COPY . /app')
    expect(onbuild.onbuild).toBe(false)
    expect(onbuild.trigger).toMatchObject({ is: 'COPY', onbuild: true })
  })
  test('FROM keeps its parts', () => {
    const from = parse('FROM --platform=$BUILDPLATFORM a:1 AS b').stages[0]?.from
    expect(from).toMatchObject({
      platform: { value: '$BUILDPLATFORM' },
      image: { text: 'a:1' },
      as: { text: 'AS' },
      alias: { text: 'b' },
    })
  })

  test.each<[string, string, string | undefined]>([
    ['an image', 'FROM ghcr.io/a/b:1', 'ghcr.io/a/b:1'],
    ['a global ARG', 'ARG TAG=3.22\nFROM alpine:$TAG', 'docker.io/library/alpine:3.22'],
    ['a global ARG that uses another', 'ARG A=1\nARG B=${A}.2\nFROM alpine:${B}', 'docker.io/library/alpine:1.2'],
    ['the last default', 'ARG A=1\nARG A=2\nFROM alpine:$A', 'docker.io/library/alpine:2'],
    ['the last default, known', 'ARG A=x-$TARGETARCH\nARG A=1\nFROM alpine:$A', 'docker.io/library/alpine:1'],
    ['quotes', 'ARG A="1"\nFROM "alpine:$A"', 'docker.io/library/alpine:1'],
    ['a stand-in', 'FROM alpine:${NOPE:-3}', 'docker.io/library/alpine:3'],
    ['an ARG without default', 'ARG A\nFROM alpine:$A', undefined],
    ['a variable nobody declared', 'FROM alpine:$A', undefined],
    ['an ARG of a stage', 'FROM b\nARG A=1\nFROM alpine:$A', undefined],
    ['a platform', 'FROM alpine:$TARGETARCH', undefined],
    ['a platform with a stand-in', 'FROM alpine:${TARGETARCH:-x}', undefined],
    ['an ARG that uses a platform', 'ARG A=x-$TARGETARCH\nFROM alpine:$A', undefined],
    ['a stage', 'FROM a AS b\nFROM b', undefined],
    ['a name that is none', 'FROM Alpine', undefined],
    ['a prototype key', 'FROM alpine:$constructor', undefined],
  ])('resolves %s', (_, text, expected) => {
    const image = parse(text).stages.at(-1)?.from.resolved
    expect(image && `${image.registry}/${image.repository}:${image.tag}`).toBe(expected)
  })
})
