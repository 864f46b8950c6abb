// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { describe, expect, test } from 'vitest'
import { discover } from '../../src/discover/discover.ts'
import { isDockerfileTemplate } from '../../src/discover/template.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { folderOf } from '../kit/folders.ts'
import { expectLinear } from '../kit/steps.ts'

const is = (text: string): boolean => isDockerfileTemplate('Dockerfile', text)

describe('a template of a Dockerfile', () => {
  test.each([
    ['Jinja, an expression in FROM', 'FROM {{ base }}\nRUN make\n'],
    ['Jinja, a statement', 'FROM debian:13\n{% if dev %}\nRUN make\n{% endif %}\n'],
    ['Jinja, a statement inside an instruction', 'FROM debian:13\nRUN a \\\n{% if x %}\n  b \\\n{% endif %}\n  c\n'],
    ['Jinja, a comment', '{# made by make #}\nFROM debian:13\n'],
    ['Jinja, a word of a script', 'FROM python:3.13\nRUN pip install shop=={{ version }}\n'],
    ['Go', 'FROM debian:13\n{{- range .Steps }}\nRUN {{ . }}\n{{- end }}\n'],
    ['Go, a name of an image', 'FROM {{.Base}}:{{.Tag}} AS build\n'],
    ['ERB', 'FROM debian:13\n<% if dev %>\nRUN make\n<% end %>\n'],
    ['ERB, a word of a script', 'FROM debian:13\nRUN make VERSION=<%= version %>\n'],
    ['cookiecutter', 'FROM debian:13\nRUN make "{{ cookiecutter.slug }}"\n'],
    ['copier with its brackets', 'FROM [[ base ]]\n'],
    ['a skeleton of Backstage', 'FROM ${{ values.image }}\n'],
    ['%%X%% in FROM', 'FROM %%BASE%%\n'],
    ['%%X%% in a word', 'FROM debian:13\nENV VERSION %%VERSION%%\n'],
    ['@X@', 'FROM @BASE_IMAGE@\n'],
    ['a name to fill in', 'FROM gcr.io/<project_id>/base\n'],
    ['another name to fill in', 'FROM [server-modules]\nUSER 1\n'],
    ['Maven in FROM', 'FROM debian:${debian.codename}\n'],
    ['Maven in a word', 'FROM debian:13\nCOPY target/shop-${project.version}.jar /srv/\n'],
    ['Maven with its other marks', 'FROM eclipse-temurin:@java.version@\n'],
    ['a word of COPY', 'FROM debian:13\nCOPY {{ item }} /srv/\n'],
    ['a statement over several lines', '{{\n  set base to "debian:13"\n}}FROM {{base}}\n'],
    ['a part without FROM', '{{ if x:\n# why\nENV A=1\n}}\n'],
  ])('%s', (_, text) => expect(is(text)).toBe(true))

  test.each([
    ['the format of a command, in quotes', "FROM docker:29\nRUN docker inspect --format '{{ .Id }}' x\n"],
    ['the format of a command, without blanks', 'FROM docker:29\nRUN docker inspect --format {{.Id}} x\n'],
    ['a heredoc', 'FROM nginx:1\nCOPY <<EOF /x.tmpl\n{{ range .X }}\n{% if y %}\n{{ end }}\nEOF\n'],
    ['a heredoc, and a syntax error', 'FROM nginx:1\nCOPY <<EOF /x.tmpl\n{{ .X }}\nEOF\nRUNN x\n'],
    ['a comment, and a syntax error', 'FROM nginx:1\n# {{ x }}\nRUNN x\n'],
    ['a quoted label', 'FROM nginx:1\nLABEL rule="Host({{ .Name }})"\n'],
    ['the length of a variable', 'FROM debian:13\nRUN test ${#X} -gt 1\n'],
    ['a format of curl', 'FROM debian:13\nRUN curl -w %{http_code} https://example.com\n'],
    ['a test of bash', 'FROM debian:13\nRUN [[ -f x ]] && make\n'],
    ['a mail address', 'FROM debian:13\nLABEL by=a@B@c\n'],
    ['a percent sign that cmd escapes', 'FROM mcr.microsoft.com/windows/nanoserver\nRUN echo %%PATH%%> x.cmd\n'],
    ['a stand-in of a variable', 'FROM debian:${V:-13}\nRUN make ${X-a.b}\n'],
    ['a stand-in without a colon', 'ARG V\nFROM debian:${V-13.1}\n'],
    ['a digest', `FROM debian@sha256:${'a'.repeat(64)}\nCOPY --from=a@b x@y /\n`],
    ['a plain one', 'FROM debian:13\nRUN make\n'],
  ])('not %s', (_, text) => expect(is(text)).toBe(false))

  test.each([
    ['expressions in a word', (n: number) => `FROM a\nENV A=${'{{x '.repeat(n)}\n`],
    ['statements that never end', (n: number) => `FROM a\nRUN ${'{%x '.repeat(n)}\n`],
    ['problems on one line', (n: number) => `FROM a\nENV A=1 ${'{{ '.repeat(n)}\n`],
    ['heredocs', (n: number) => `FROM a\n${'COPY <<E /x\n{{ a }}\nE\n'.repeat(n)}RUNN\n`],
  ])('%s take time in proportion', async (_, text) => {
    const load = () => import('../../src/discover/template.ts')
    await expectLinear(load, (module, n) => module.isDockerfileTemplate('Dockerfile', text(n)), 400)
  })
})

describe('what is not built', () => {
  const find = (files: Record<string, string>, paths: readonly string[] = []) =>
    discover(new DiskHost(folderOf(files)), { paths, reports: [], include: [], exclude: [] })
  const JINJA = 'FROM {{ base }}\n'
  const WHY =
    'this is a template of a Dockerfile, which is not rendered: render it before this step, and check the result'

  test('is named in the result, and not checked', () => {
    const files = {
      Dockerfile: JINJA,
      'Dockerfile.j2': '{{ head }}\n',
      'Dockerfile.part': 'RUN make\n',
      'dockerfile.dart': 'void main() {}\n',
    }
    const { unread, dockerfiles, faults, skipped } = find(files)
    expect(skipped.map(({ path }) => path)).toEqual(['dockerfile.dart'])
    expect(dockerfiles).toEqual([])
    expect(faults).toEqual([])
    expect(unread).toEqual([
      { file: 'Dockerfile', why: WHY },
      { file: 'Dockerfile.j2', why: WHY },
      { file: 'Dockerfile.part', why: 'named like a Dockerfile, but without a FROM' },
    ])
  })

  test('is a fault when it is named', () => {
    const { unread, faults } = find({ Dockerfile: JINJA }, ['Dockerfile'])
    expect(unread).toEqual([])
    expect(faults.map(({ message }) => message)).toEqual([`nothing to check: ${WHY}`])
  })

  test('is larger than 1 MB', () => {
    const largest = `FROM a\n#${'x'.repeat(1024 * 1024 - 8)}`
    const { dockerfiles, faults } = find({ Dockerfile: largest, 'Dockerfile.large': `${largest}x` })
    expect(dockerfiles.map(({ file }) => file)).toEqual(['Dockerfile'])
    expect(faults.map(({ file }) => file)).toEqual(['Dockerfile.large'])
    expect(faults[0]?.message).toContain('exceeds the limit of 1 MB')
  })

  test('a Dockerfile of that plain name without a FROM is one', () =>
    expect(find({ Dockerfile: 'RUN make\n' }).dockerfiles).toHaveLength(1))
})
