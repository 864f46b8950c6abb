import { describe, expect, test } from 'vitest'
import { all, inDockerfile, inManifest, lines, silent } from './kit.ts'

describe('comments of a Dockerfile', () => {
  const twoStages = (...head: string[]): string =>
    lines(...head, 'FROM a:1 AS x', 'RUN one \\', '  two', 'FROM b:1', 'USER root')

  test.each<[string, string, string, number[]]>([
    ['ours, above an instruction', lines('FROM a', '# seaworthy: ignore tag because x', 'RUN x'), 'tag', [2, 3]],
    [
      'ours, by a peer’s id in any case',
      lines('FROM a', '# seaworthy: ignore dl3007 because x', 'RUN x'),
      'tag',
      [2, 3],
    ],
    ['ours, several rules', lines('FROM a', '# seaworthy: ignore shell, user tag because x', 'RUN x'), 'tag', [2, 3]],
    [
      'ours, over an empty line',
      lines('FROM a', '# seaworthy: ignore tag because x', '', 'RUN x', 'RUN y'),
      'tag',
      [2, 3, 4],
    ],
    [
      'ours, over every line of an instruction',
      lines('FROM a', '# seaworthy: ignore tag because x', 'RUN x \\', '  y', 'RUN z'),
      'tag',
      [2, 3, 4],
    ],
    [
      'ours, inside an instruction',
      lines('FROM a', 'RUN x \\', '  # seaworthy: ignore tag because x', '  y', 'RUN z'),
      'tag',
      [2, 3, 4],
    ],
    ['ours, behind a command', lines('FROM a', 'RUN x # seaworthy: ignore tag because x', 'RUN z'), 'tag', [2]],
    [
      'ours, over a here-document',
      lines('FROM a', '# seaworthy: ignore tag because x', 'RUN <<E', 'x', 'E', 'RUN z'),
      'tag',
      [2, 3, 4, 5],
    ],
    ['ours, not another rule', lines('FROM a', '# seaworthy: ignore user because x', 'RUN x'), 'tag', []],
    [
      'ours, at the head and apart: the file',
      lines('# seaworthy: ignore tag because x', '', 'FROM a', 'RUN x'),
      'tag',
      [1, 2, 3, 4],
    ],
    [
      'ours, at the head below a directive',
      lines('# syntax=docker/dockerfile:1', '# seaworthy: ignore tag because x', '', 'FROM a'),
      'tag',
      [1, 2, 3, 4],
    ],
    [
      'ours, touching the first instruction: that one',
      lines('# seaworthy: ignore tag because x', 'FROM a', 'RUN x'),
      'tag',
      [1, 2],
    ],
    [
      'ours, still in force',
      lines('FROM a', '# seaworthy: ignore tag until 2026-06-15 because x', 'RUN x'),
      'tag',
      [2, 3],
    ],
    [
      'ours, lapsed yesterday',
      lines('FROM a', '# seaworthy: ignore tag until 2026-06-14 because x', 'RUN x'),
      'tag',
      [],
    ],
    ['ours, a date that is none', lines('FROM a', '# seaworthy: ignore tag until soon because x', 'RUN x'), 'tag', []],
    [
      'ours, a day that is none',
      lines('FROM a', '# seaworthy: ignore tag until 2026-09-31 because x', 'RUN x'),
      'tag',
      [],
    ],
    ['ours, a word that only looks alike', lines('FROM a', '# seaworthy ignores tag', 'RUN x'), 'tag', []],
    ['hadolint, above a line', lines('FROM a', '# hadolint ignore=DL3007', 'RUN x', 'RUN y'), 'tag', [2, 3]],
    [
      'hadolint, with blanks and a reason',
      lines('FROM a', '#hadolint  ignore = DL3002 , DL3007 # why', 'RUN x'),
      'tag',
      [2, 3],
    ],
    ['hadolint, an unknown name beside', lines('FROM a', '# hadolint ignore=crazy,DL3007', 'RUN x'), 'tag', [2, 3]],
    ['hadolint, a name of trivy', lines('FROM a', '# hadolint ignore=DS-0001', 'RUN x'), 'tag', []],
    ['hadolint, at the head is no file', lines('# hadolint ignore=DL3007', '', 'FROM a', 'RUN x'), 'tag', [1, 2, 3]],
    ['hadolint, global, wherever', lines('FROM a', 'RUN x', '# hadolint global ignore=DL3007'), 'tag', [1, 2, 3]],
    ['hadolint, in the text of a command', lines('FROM a', 'RUN x # hadolint global ignore=DL3007'), 'tag', []],
    ['hadolint, a stage without its FROM', twoStages('# hadolint stage ignore=DL3007'), 'tag', [3, 4]],
    [
      'hadolint, the last stage',
      lines('FROM a', '# hadolint stage ignore=DL3007', 'FROM b', 'RUN x', 'RUN y'),
      'tag',
      [4, 5],
    ],
    [
      'hadolint, stage above no FROM',
      lines('FROM a', '# hadolint stage ignore=DL3007', 'RUN x', 'FROM b', 'RUN y'),
      'tag',
      [],
    ],
    ['BuildKit, the directive', lines('# check=skip=TagX;error=true', 'FROM a', 'RUN x'), 'tag', [1, 2, 3]],
    ['BuildKit, the directive for all of its rules', lines('#check=skip=all', 'FROM a', 'RUN x'), 'user', [1, 2, 3]],
    ['BuildKit, all is not the others’ rules', lines('#check=skip=all', 'FROM a', 'RUN x'), 'shell', []],
    ['BuildKit, options without skip', lines('# check=error=true', 'FROM a'), 'tag', []],
    [
      'BuildKit, above an instruction',
      lines('FROM a', '# check=skip=UserX,TagX // why', 'RUN x', 'RUN y'),
      'tag',
      [2, 3],
    ],
    ['BuildKit, a value ends at a blank', lines('FROM a', '# check=skip=UserX, TagX', 'RUN x'), 'tag', []],
    ['Trivy, above', lines('FROM a', '# trivy:ignore:DS-0001', 'RUN x', 'RUN y'), 'tag', [2, 3]],
    ['Trivy, its older spellings', lines('FROM a', '#tfsec:ignore:avd-ds-0001', 'RUN x'), 'tag', [2, 3]],
    ['Trivy, the short number', lines('FROM a', '#trivy:ignore:DS001', 'RUN x'), 'tag', [2, 3]],
    ['Trivy, an empty line parts', lines('FROM a', '# trivy:ignore:DS-0001', '', 'RUN x'), 'tag', [2, 3]],
    [
      'Trivy, over the lines of an instruction',
      lines('FROM a', '# trivy:ignore:DS-0001', 'RUN x \\', ' y', 'RUN z'),
      'tag',
      [2, 3, 4],
    ],
    ['Trivy, behind a command', lines('FROM a', 'RUN x # trivy:ignore:DS-0001', 'RUN z'), 'tag', [2]],
    ['Trivy, wildcard', lines('FROM a', '# trivy:ignore:DS-*', 'RUN x'), 'user', [2, 3]],
    ['Trivy, in force', lines('FROM a', '# trivy:ignore:DS-0001:exp:2030-01-31', 'RUN x'), 'tag', [2, 3]],
    ['Trivy, lapsed', lines('FROM a', '# trivy:ignore:DS-0001:exp:2020-01-31', 'RUN x'), 'tag', []],
    ['Trivy, a Terraform workspace', lines('FROM a', '# trivy:ignore:DS-0001:ws:prod', 'RUN x'), 'tag', []],
    [
      'Checkov: the file, wherever it stands',
      lines('FROM a', 'RUN x', '#checkov:skip=CKV_DOCKER_7: why', 'RUN y'),
      'tag',
      [1, 2, 3, 4],
    ],
    [
      'Checkov, a list, by its other name',
      lines('FROM a', '# bridgecrew:skip=CKV_DOCKER_8,CKV_DOCKER_7'),
      'tag',
      [1, 2],
    ],
    ['KICS, the file', lines('# kics-scan ignore', 'FROM a', 'RUN x'), 'tag', [1, 2, 3]],
    ['KICS, the file, too late', lines('FROM a', '# kics-scan ignore', 'RUN x'), 'tag', []],
    ['KICS, some queries', lines('# kics-scan disable=aa-02,aa-01', 'FROM a'), 'tag', [1, 2]],
    ['KICS, the next instruction', lines('FROM a', '# kics-scan ignore-line', 'RUN x', 'RUN y'), 'tag', [2, 3]],
    ['KICS, the stage', twoStages('# kics-scan ignore-block'), 'tag', [1, 2, 3, 4]],
    ['KICS, a block that is no stage', lines('FROM a', '# kics-scan ignore-block', 'RUN x', 'RUN y'), 'tag', [2, 3]],
    ['KICS, all but some queries', lines('# kics-scan enable=aa-02', 'FROM a'), 'tag', [1, 2]],
    ['KICS, the queries that are not to be left out', lines('# kics-scan enable=aa-02', 'FROM a'), 'user', []],
    ['KICS, a rule that is no query', lines('# kics-scan enable=aa-02', 'FROM a'), 'shell', []],
    ['KICS, enabling nothing', lines('# kics-scan enable=', 'FROM a'), 'tag', []],
  ])('%s', (_, text, id, expected) => {
    expect(silent(inDockerfile(text), id, 'Dockerfile', text)).toEqual(expected)
  })
})

describe('comments of a manifest', () => {
  const pod = lines(
    'apiVersion: v1', // 1
    'kind: Pod',
    'metadata: {name: web}',
    'spec:',
    '  containers:', // 5
    '  - name: one',
    '    image: a',
    '    securityContext:',
    '      privileged: true',
    '  - name: two', // 10
    '    image: b',
  )
  /** The pod with a comment above a line, or behind it. */
  const above = (line: number, ...comments: string[]): string => {
    const text = pod.split('\n')
    const indent = ' '.repeat(text[line - 1]!.search(/\S/))
    return lines(...text.slice(0, line - 1), ...comments.map(comment => indent + comment), ...text.slice(line - 1))
  }
  const behind = (line: number, comment: string): string => {
    const text = pod.split('\n')
    return lines(...text.slice(0, line - 1), `${text[line - 1]} ${comment}`, ...text.slice(line))
  }

  test.each<[string, string, string, number[]]>([
    ['ours, above an item', above(6, '# seaworthy: ignore root because x'), 'root', [6, 7, 8, 9, 10]],
    [
      'ours, above a key with a list that is not indented',
      above(5, '# seaworthy: ignore root because x'),
      'root',
      [5, 6, 7, 8, 9, 10, 11, 12],
    ],
    ['ours, above a scalar', above(7, '# seaworthy: ignore root because x'), 'root', [7, 8]],
    ['ours, behind a scalar', behind(7, '# seaworthy: ignore root because x'), 'root', [7]],
    ['ours, behind a key', behind(8, '# seaworthy: ignore root because x'), 'root', [8, 9]],
    ['ours, behind an item', behind(6, '# seaworthy: ignore root because x'), 'root', [6, 7, 8, 9]],
    [
      'ours, over comments and empty lines',
      above(9, '# seaworthy: ignore root because x', '', '# more'),
      'root',
      [9, 10, 11, 12],
    ],
    ['ours, above the document', above(1, '# seaworthy: ignore root because x'), 'root', all(`\n${pod}`)],
    [
      'ours, above the marker of the second document',
      lines(pod, '# seaworthy: ignore root because x', '---', pod),
      'root',
      all(lines(pod, pod, '', '')).slice(11),
    ],
    [
      'ours, below the marker of the first of two',
      lines('---', '# seaworthy: ignore root because x', pod, '---', pod),
      'root',
      all(lines('', pod)).map(line => line + 1),
    ],
    [
      'ours, apart at the head: all documents',
      lines('# seaworthy: ignore root because x', '', pod, '---', pod),
      'root',
      all(lines('', '', pod, '', pod)),
    ],
    [
      'ours, apart, but not at the head',
      lines(pod, '---', '# seaworthy: ignore root because x', '', 'a: 1'),
      'root',
      [13, 14, 15],
    ],
    ['Trivy, above an item', above(10, '# trivy:ignore:KSV-0012'), 'root', [10, 11, 12]],
    ['Trivy, several on a line', above(7, '# trivy:ignore:KSV-0011 trivy:ignore:runs-as-root'), 'root', [7, 8]],
    ['Trivy, stacked', above(7, '# trivy:ignore:KSV-0012', '# trivy:ignore:KSV-0011'), 'root', [7, 8, 9]],
    ['Trivy, an empty line parts', above(7, '# trivy:ignore:KSV-0012', ''), 'root', []],
    ['Checkov, behind a line and only there', behind(2, '# checkov:skip=CKV_K8S_23:why'), 'root', [2]],
    ['KICS, the file', above(1, '# kics-scan ignore'), 'root', all(`\n${pod}`)],
    ['KICS, the block', above(8, '# kics-scan ignore-block'), 'root', [8, 9, 10]],
    ['hadolint has no say here', above(7, '# hadolint ignore=DL3007'), 'tag', []],
    [
      'text of a block is no comment',
      lines(pod, 'data: |', '  # seaworthy: ignore root because x', '  more'),
      'root',
      [],
    ],
    ['text of a string is no comment', lines(pod, 'data: "# seaworthy: ignore root because x"'), 'root', []],
  ])('%s', async (_, text, id, expected) => {
    expect(silent(await inManifest(text), id, 'web.yaml', text)).toEqual(expected)
  })
})
