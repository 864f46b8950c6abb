// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of shells and of Docker, no templates.
import { describe, expect, test } from 'vitest'
import type { Instruction, ShellCommand } from '../../src/docker/ast.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'
import { expectLinear } from '../kit/steps.ts'

function commandsOf(text: string): { text: string; commands: readonly ShellCommand[] } {
  const file = parseDockerfile('Dockerfile', text.startsWith('FROM') ? text : `FROM scratch\n${text}`)
  const last = file.instructions.at(-1) as Instruction
  return { text: file.text, commands: 'commands' in last ? last.commands : [] }
}

/** One line for a command: wrappers in brackets, program and arguments, operator. */
function line({ wrappers, env, name, args, before }: ShellCommand): string {
  const outer = wrappers.map(({ text }) => `[${text}] `).join('')
  const set = [...env].map(([key, { text }]) => `${key}=${text} `).join('')
  return `${outer}${set}${[name, ...args.map(({ text }) => text)].join(' ')}${before === undefined ? '' : ` ${before.replace('\n', '↵')}`}`
}

const shell = (script: string): readonly string[] => commandsOf(`RUN ${script}`).commands.map(line)

describe('commands of a RUN', () => {
  test.each<[string, string, readonly string[]]>([
    ['a word', 'make', ['make']],
    ['arguments', 'make -j 4 all', ['make -j 4 all']],
    ['and', 'a && b', ['a &&', 'b']],
    ['or', 'a || b', ['a ||', 'b']],
    ['a semicolon', 'a; b', ['a ;', 'b']],
    ['a semicolon at the end', 'a;', ['a']],
    ['the background', 'a & b', ['a &', 'b']],
    ['a pipe', 'a | b', ['a |', 'b']],
    ['a pipe of both', 'a |& b', ['a |&', 'b']],
    ['no blanks', 'a&&b||c;d|e', ['a &&', 'b ||', 'c ;', 'd |', 'e']],
    ['single quotes', "a 'b c' 'd'e", ['a b c de']],
    ['double quotes', 'a "b c" "d"e', ['a b c de']],
    ['operators in quotes', 'a "b && c" \'d | e\'', ['a b && c d | e']],
    ['an escaped quote', 'a "b\\"c"', ['a b"c']],
    ['a backslash in double quotes', 'a "b\\nc"', ['a b\\nc']],
    ['an escaped blank', 'a b\\ c', ['a b c']],
    ['an escaped operator', 'find . -exec rm {} \\; ', ['find . -exec rm {} ;']],
    ['ANSI quotes', "a $'b\\tc\\''", ["a b\tc'"]],
    ['translated quotes', 'a $"b c"', ['a b c']],
    ['a variable', 'a $B ${C} "$D" $1 $@', ['a ${B} ${C} ${D} ${1} ${@}']],
    ['a variable with a stand-in', 'a ${B:-c d} ${#E} ${F%%.*} x', ['a ${B} ${E} ${F} x']],
    ['an escaped variable', 'a \\$B', ['a $B']],
    ['a variable in single quotes', "a '$B'", ['a $B']],
    ['a lone dollar', 'a $ b$', ['a $ b$']],
    ['a substitution', 'a $(b c) d', ['a $(…) d', 'b c']],
    ['a substitution in quotes', 'a "x$(b "c d")y"', ['a x$(…)y', 'b c d']],
    ['nested substitutions', 'a $(b $(c $(d)))', ['a $(…)', 'b $(…)', 'c $(…)', 'd']],
    ['backticks', 'a `b c` "`d`"', ['a $(…) $(…)', 'b c', 'd']],
    ['a substitution in a stand-in', 'a ${B:-$(c)}', ['a ${B}', 'c']],
    ['arithmetic', 'a $((1 + (2))) b', ['a $((…)) b']],
    ['an arithmetic command', '((i++)) && a', ['a']],
    ['a subshell in a substitution', 'a $((b; c) | d)', ['a $(…)', 'b ;', 'c', 'd']],
    ['process substitutions', 'a <(b) >(c)', ['a <(…) >(…)', 'b', 'c']],
    ['a list in a substitution', 'a $(b && c || d)', ['a $(…)', 'b &&', 'c ||', 'd']],
    ['an assignment', 'X=1 Y="2 3" a', ['X=1 Y=2 3 a']],
    ['nothing but an assignment', 'X=1 && a', ['a']],
    ['a substitution in an assignment', 'X=$(a) && b', ['a', 'b']],
    ['an assignment that adds', 'X+=1 a', ['X=1 a']],
    ['an array', 'X=(1 $(a) 2) b', ['X=(…) b', 'a']],
    ['its own variable', 'X=1; a $X ${X} "$X" x$X.y', ['a 1 1 1 x1.y']],
    ['its own variable, with a list', "X='b  c'; a $X d", ['a b c d']],
    ['its own variable, with a list in quotes', 'X="b c"; a "$X" "${X} d"', ['a b c b c d']],
    ['its own variable, with a list beside a text', 'X="b c"; a x$X', ['a x${X}']],
    ['its own variable, which is empty', 'X=; a $X "$X" b', ['a  b']],
    ['its own variable as the program', 'X="a b"; $X c', ['a b c']],
    ['its own variable, exported', 'export X=1 && a $X', ['export X=1 &&', 'a 1']],
    ['its own variable, made of another', 'X=1; Y=$X-2; a $Y', ['a 1-2']],
    ['its own variable, set anew', 'X=1; a $X; X=2; b $X', ['a 1 ;', 'b 2']],
    ['its own variable, made by a command', 'X=$(b); a $X', ['b', 'a $(…)']],
    ['its own variable in a substitution', 'X=1; a $(b $X)', ['a $(…)', 'b 1']],
    ['its own variable, changed on the way', 'X=1; a ${X%.*} ${#X} ${X:-2}', ['a ${X} ${X} ${X}']],
    ['a variable in single quotes that is set', "X=1; a '$X'", ['a $X']],
    ['a variable of one command', 'X=1 a; b $X', ['X=1 a ;', 'b ${X}']],
    ['a variable that a condition sets', 'X=1; if a; then X=2; fi; b $X', ['a', 'b ${X}']],
    ['a variable behind a question', 'X=1; [ -f a ] && X=2 && Y=3; b $X $Y', ['[ -f a ] &&', 'b ${X} ${Y}']],
    ['a variable behind an or', 'X=1; a || X=2; b $X', ['a ||', 'b ${X}']],
    ['a variable behind an and', 'a && X=2 && b $X', ['a &&', 'b 2']],
    ['a variable of a loop', 'X=1; for X in 2 3; do a $X; done', ['a ${X}']],
    ['a variable of a subshell', 'X=1; (X=2); a $X', ['a ${X}']],
    ['a variable of a pipe', 'X=1; a | X=2; b $X', ['a |', 'b ${X}']],
    ['a variable that is added to', 'X=1; X+=2; a $X', ['a ${X}']],
    ['a variable with a list of bash', 'X=(1 2); a $X', ['a ${X}']],
    ['a variable that is read', 'X=1; read -r X; a $X', ['read -r X ;', 'a ${X}']],
    ['a variable that is unset', 'X=1; unset X; a $X', ['unset X ;', 'a ${X}']],
    ['a variable that printf sets', 'X=1; printf -v X 2; a $X', ['printf -v X 2 ;', 'a ${X}']],
    ['a variable that another script may set', 'X=1; . /etc/x; a $X', ['. /etc/x ;', 'a ${X}']],
    ['a variable in a script of its own', "X=1; sh -c 'a $X'", ['sh -c a $X', 'a ${X}']],
    ['an assignment behind the program', 'export X=1', ['export X=1']],
    ['a prototype key', '__proto__=1 constructor=2 a', ['__proto__=1 constructor=2 a']],
    ['redirections', 'a >b 2>&1 <c >>d 2>/dev/null e &>f', ['a e']],
    ['a redirection first', '>x a b', ['a b']],
    ['a here-string', 'a <<<"b c" d', ['a d']],
    ['a number that is no descriptor', 'a 2 >b c2>d', ['a 2 c2']],
    ['a substitution in a redirection', 'a > $(b)', ['a', 'b']],
    ['a comment', 'a # b && c', ['a']],
    ['a hash inside a word', 'a b#c', ['a b#c']],
    ['a subshell', '(a; b) && c', ['a ;', 'b', 'c']],
    ['a group', '{ a; b; } && c', ['a ;', 'b', 'c']],
    ['braces that are no group', 'a {b,c} {}', ['a {b,c} {}']],
    ['if', 'if a; then b; elif c; then d; else e; fi; f', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['a test', '[ -n "$X" ] && a', ['[ -n ${X} ] &&', 'a']],
    ['a double test', '[[ a && b || c =~ (d|e) ]] && f', ['[[ a && b || c =~ ( d | e ) ]] &&', 'f']],
    ['negation', '! a && b', ['a &&', 'b']],
    ['for', 'for x in a $(b); do c $x; done; d', ['b', 'c ${x}', 'd']],
    ['for over numbers', 'for ((i=0;i<3;i++)); do a; done', ['a']],
    ['while', 'while a; do b; done', ['a', 'b']],
    ['until', 'until a; do b && c; done < x', ['a', 'b &&', 'c']],
    ['case', 'case "$(a)" in x|y) b;; (z) c && d ;; *) e; esac; f', ['a', 'b', 'c &&', 'd', 'e', 'f']],
    ['case in a substitution', 'a $(case x in y) b;; esac) c', ['a $(…) c', 'b']],
    ['a function', 'f() { a; }; f x', ['a', 'f x']],
    ['a function by keyword', 'function f { a; }; f', ['a', 'f']],
    ['reserved words as arguments', 'echo if then done', ['echo if then done']],
    ['an extended glob', 'rm !(a|b) c', ['rm !(a|b) c']],
    ['an apostrophe that never closes', "echo don't && a", ["echo don't &&", 'a']],
    ['a double quote that never closes', 'echo 3" && a "b c"', ['echo 3 && a b c"']],
    ['quotes that close in the wrong place', "T='x\\'' a && b", ["T=x\\' a &&", 'b']],
    ['a substitution that never closes', 'a $(b && c', ['a $(…)', 'b &&', 'c']],
    ['a backtick that never closes', 'a `b', ['a $(…)', 'b']],
    ['brackets that close nothing', 'a ) b } c', ['a', 'b } c']],
    ['a fi that closes nothing', 'fi; a', ['a']],
    ['a script for sh', "sh -c 'a && b'", ['sh -c a && b', 'a &&', 'b']],
    ['a script for sh in double quotes', 'sh -ec "a \\"b\\" $(c)"', ['sh -ec a "b" $(…)', 'a b $(…)', 'c']],
    ['a script for sh in a word', 'sh -c ls', ['sh -c ls', 'ls']],
    ['a file for sh', 'sh x.sh -c a', ['sh x.sh -c a']],
  ])('%s', (_, script, expected) => {
    expect(shell(script)).toEqual(expected)
  })
})

describe('wrappers', () => {
  test.each<[string, string]>([
    ['sudo a b', '[sudo] a b'],
    ['sudo -E -u root -- a b', '[sudo] a b'],
    ['sudo -uroot X=1 a', '[sudo] X=1 a'],
    ['/usr/bin/sudo /usr/bin/a b', '[/usr/bin/sudo] a b'],
    ['sudo -l', 'sudo -l'],
    ['env X=1 Y=2 a', '[env] X=1 Y=2 a'],
    ['env -i -u Z a', '[env] a'],
    ['env', 'env'],
    ['exec a b', '[exec] a b'],
    ['exec -a x a', '[exec] a'],
    ['nice a', '[nice] a'],
    ['nice -n 10 a', '[nice] a'],
    ['nice -10 a', '[nice] a'],
    ['time -p a', '[time] a'],
    ['xargs -0 -n 1 -P4 rm -f', '[xargs] rm -f'],
    ['xargs', 'xargs'],
    ['command a', '[command] a'],
    ['command -v a', 'command -v a'],
    ['builtin cd x', '[builtin] cd x'],
    ['busybox wget x', '[busybox] wget x'],
    ['timeout -k 5 30s a', '[timeout] a'],
    ['nohup sudo env A=b time a', '[nohup] [sudo] [env] [time] A=b a'],
    ['./bin/a', 'a'],
    ['${HOME}/bin/a', 'a'],
    ['$CMD x', '${CMD} x'],
  ])('%s', (script, expected) => {
    expect(shell(script)).toEqual([expected])
  })
})

describe('pipelines', () => {
  /** The names of each pipeline. */
  const pipelines = (script: string): readonly string[] => {
    const byNumber = new Map<number, string[]>()
    for (const { pipeline, name } of commandsOf(`RUN ${script}`).commands)
      byNumber.set(pipeline, [...(byNumber.get(pipeline) ?? []), name])
    return [...byNumber.values()].map(names => names.join(' '))
  }
  test.each<[string, readonly string[]]>([
    ['a | b | c', ['a b c']],
    ['a | b && c | d; e', ['a b', 'c d', 'e']],
    ['a $(b | c) | d', ['a d', 'b c']],
    ['(a || b) | c', ['a b c']],
    ['{ a; b; } 2>&1 | c', ['a b c']],
    ['a | while read x; do b; done', ['a read b']],
    ['{ a | b; c; } && d', ['a b', 'c', 'd']],
    ["sh -c 'a | b' | c", ['sh c', 'a b']],
  ])('%s', (script, expected) => {
    expect(pipelines(script)).toEqual(expected)
  })
})

describe('flags', () => {
  const one = (script: string): ShellCommand => commandsOf(`RUN ${script}`).commands[0]!
  test.each<[string, readonly string[], boolean]>([
    ['x -y', ['y', 'yes'], true],
    ['x -qy', ['y', 'yes'], true],
    ['x --yes', ['y', 'yes'], true],
    ['x --yes=true', ['yes'], true],
    ['x --yesterday', ['y', 'yes'], false],
    ['x y yes', ['y', 'yes'], false],
    ['x -o/y', ['y'], false],
    ['x -- -y', ['y'], false],
    ['find . -delete', ['delete'], true],
    ['sudo -y x', ['y'], false],
  ])('%s has %s: %s', (script, flags, expected) => {
    expect(one(script).has(...flags)).toBe(expected)
  })
  test.each<[string, readonly string[], string | undefined]>([
    ['x --out=f', ['o', 'out'], 'f'],
    ['x --out f', ['o', 'out'], 'f'],
    ['x -o f', ['o', 'out'], 'f'],
    ['x -of', ['o', 'out'], 'f'],
    ['x -so f', ['o', 'out'], 'f'],
    ['x --out=', ['out'], ''],
    ['x -o', ['o'], undefined],
    ['x f', ['o'], undefined],
    ['x -- -o f', ['o'], undefined],
  ])('%s: value of %s is %s', (script, flags, expected) => {
    expect(one(script).valueOf(...flags)).toBe(expected)
  })
  test('operands are what is no flag, and all behind two dashes', () => {
    expect(one('x -a b --c=d - e -- -f').operands.map(({ text }) => text)).toEqual(['b', '-', 'e', '-f'])
  })
})

describe('spans are those of the Dockerfile', () => {
  const spans = (text: string): readonly string[] => {
    const { text: whole, commands } = commandsOf(text)
    return commands
      .flatMap(({ span, word, args }) => [span, word.span, ...args.map(arg => arg.span)])
      .map(([from, to]) => whole.slice(from, to))
  }
  test.each<[string, string, readonly string[]]>([
    ['one line', 'RUN a "b c" > d && e', ['a "b c" > d', 'a', '"b c"', 'e', 'e']],
    ['continued lines', 'RUN a \\\n  # no\n\n  b', ['a \\\n  # no\n\n  b', 'a', 'b']],
    ['a word over two lines', 'RUN apt-\\\nget x', ['apt-\\\nget x', 'apt-\\\nget', 'x']],
    ['line breaks of Windows', 'RUN a \\\r\n  b\r\n', ['a \\\r\n  b', 'a', 'b']],
    [
      'escapes in a JSON script',
      'RUN ["sh", "-c", "a \\"b\\" \\u0063"]',
      ['a \\"b\\" \\u0063', 'a', '\\"b\\"', '\\u0063'],
    ],
    ['a JSON script over two lines', 'RUN ["sh", "-c", "a && \\\nb"]', ['a', 'a', 'b', 'b']],
    ['JSON words', 'RUN ["/bin/a", "b c"]', ['"/bin/a", "b c"', '"/bin/a"', '"b c"']],
    ['a heredoc', 'RUN <<X\na \\\n  b\nc\nX', ['a \\\n  b', 'a', 'b', 'c', 'c']],
    ['a heredoc without its tabs', 'RUN <<-X\n\t\ta b\n\tX', ['a b', 'a', 'b']],
    ['a heredoc that a shell reads', 'RUN sh -e <<X\na b\nX', ['sh -e <<X', 'sh', '-e', 'a b', 'a', 'b']],
    [
      'a script in quotes',
      'RUN sh -c "a \\"b\\""',
      ['sh -c "a \\"b\\""', 'sh', '-c', '"a \\"b\\""', 'a \\"b\\"', 'a', '\\"b\\"'],
    ],
  ])('%s', (_, text, expected) => {
    expect(spans(text)).toEqual(expected)
  })
})

describe('which scripts are read', () => {
  test.each<[string, string, readonly string[]]>([
    ['a lone heredoc', 'RUN <<X\na\nb\nX', ['a ↵', 'b']],
    ['an operator before a line break', 'RUN <<X\na &&\nb\nX', ['a &&', 'b']],
    ['tabs that are dropped', 'RUN <<-X\n\tcat <<Y\n\ta\n\tY\n\tb\n\tX', ['cat ↵', 'b']],
    ['its comments', 'RUN <<X\n# a\nb # c\nX', ['b']],
    ['blanks before the marker', 'RUN << X\na\nX', ['a']],
    ['a quoted marker', "RUN <<'X'\na $B\nX", ['a ${B}']],
    ['a shebang of a shell', 'RUN <<X\n#!/usr/bin/env bash\na\nX', ['a']],
    ['a shebang of another language', 'RUN <<X\n#!/usr/bin/env python3\nimport os\nX', []],
    ['a shell behind the marker', 'RUN <<X bash -e\na\nX', ['bash -e', 'a']],
    ['another program behind the marker', 'RUN <<X python3\nimport os\nX', ['python3']],
    ['data', 'RUN cat <<X > y && b\nc\nX', ['cat &&', 'b']],
    ['a heredoc inside a heredoc', 'RUN <<X\ncat <<Y\na\nY\nb\nX', ['cat ↵', 'b']],
    ['a heredoc of a shell inside a heredoc', 'RUN <<X\nsudo sh <<Y\na\nY\nb\nX', ['[sudo] sh ↵', 'a', 'b']],
    ['two heredocs', 'RUN sh <<X && bash <<Y\na\nX\nb\nY', ['sh &&', 'bash', 'a', 'b']],
    ['an unclosed heredoc', 'RUN <<X\na', ['a']],
    ['JSON', 'RUN ["a", "b"]', ['a b']],
    ['JSON with a wrapper', 'ENTRYPOINT ["sudo", "/bin/a", "b"]', ['[sudo] a b']],
    ['an empty array', 'CMD []', []],
    ['a script in JSON', 'CMD ["/bin/bash", "-o", "pipefail", "-c", "a | b"]', ['a |', 'b']],
    ['CMD', 'CMD a && b', ['a &&', 'b']],
    ['HEALTHCHECK', 'HEALTHCHECK --interval=5s CMD curl -f http://x || exit 1', ['curl -f http://x ||', 'exit 1']],
    ['HEALTHCHECK in JSON', 'HEALTHCHECK CMD ["a", "b"]', ['a b']],
    ['HEALTHCHECK NONE', 'HEALTHCHECK NONE', []],
    ['flags of RUN', 'RUN --mount=type=cache,target=/x --network=none a b', ['a b']],
    // The builder does not read it: it must not hide what runs.
    ['a comment for hadolint', '# hadolint shell=pwsh\nFROM a\n# hadolint shell=pwsh\nRUN b', ['b']],
    ['another language by SHELL', 'FROM a\nSHELL ["powershell", "-Command"]\nRUN Get-Item x', []],
    ['a shell by SHELL', 'FROM a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a', ['a']],
    ['SHELL of the stage it is built on', 'FROM a AS b\nSHELL ["pwsh"]\nFROM b\nRUN a', []],
    ['SHELL of another stage', 'FROM a AS b\nSHELL ["pwsh"]\nFROM c\nRUN a', ['a']],
  ])('%s', (_, text, expected) => {
    expect(commandsOf(text).commands.map(line)).toEqual(expected)
  })

  test('a trigger', () => {
    const [, onbuild] = parseDockerfile('Dockerfile', 'FROM a\nONBUILD RUN b && c').instructions
    expect(onbuild?.is === 'ONBUILD' && onbuild.trigger.is === 'RUN' && onbuild.trigger.commands.map(line)).toEqual([
      'b &&',
      'c',
    ])
  })

  test('commands are read once', () => {
    const [, run] = parseDockerfile('Dockerfile', 'FROM a\nRUN b').instructions
    if (run?.is !== 'RUN') throw new Error('no RUN')
    const first = run.commands
    expect(run.commands).toBe(first)
  })
})

test.each<[string, (size: number) => string]>([
  ['open quotes', size => 'echo "$('.repeat(size)],
  ['substitutions', size => '$('.repeat(size)],
  ['double brackets', size => '(('.repeat(size)],
  ['arithmetic', size => '$(('.repeat(size)],
  ['backticks', size => '`a'.repeat(size)],
  ['groups', size => '{ '.repeat(size) + ') '.repeat(size)],
  ['piped groups', size => `${'{ '.repeat(size)}a${'; } | b'.repeat(size)}`],
  ['scripts in scripts', size => 'sh -c "'.repeat(size)],
  ['braces', size => '${a:-'.repeat(size)],
  ['cases', size => 'case x in '.repeat(size)],
  ['heredocs', size => 'cat <<A '.repeat(size)],
  ['assignments', size => 'A='.repeat(size)],
  ['digits', size => '1'.repeat(size)],
  ['variables that double', size => `X=a;${'X=$X$X;'.repeat(size)} b $X`],
  ['values on many paths', size => `${'if a; then X=b; fi;'.repeat(size)}${'c $X$X;'.repeat(size)}`],
  ['variables used often', size => `X='${'a '.repeat(size)}';${'b $X;'.repeat(size)}`],
])('hostile %s cost no more than their length', (_, script) =>
  expectLinear(
    () => import('../../src/docker/parse/parse.ts'),
    ({ parseDockerfile }, size) => {
      for (const text of [`FROM a\nRUN ${script(size)}`, `FROM a\nRUN <<X\n${script(size)}\nX`])
        for (const instruction of parseDockerfile('Dockerfile', text).instructions)
          if ('commands' in instruction) expect(instruction.commands.length).toBeGreaterThanOrEqual(0)
    },
    1000,
  ),
)
