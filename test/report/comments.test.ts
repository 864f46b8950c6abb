import { describe, expect, test } from 'vitest'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import { toText } from '../../src/report/text/text.ts'
import { comment, found } from '../policy/kit.ts'
import { resultOf, whole } from './kit.ts'

const [pid, net] = [found({ rule: 'host-pid' }), found({ rule: 'host-network' })]

const file = (number: number) =>
  found({ location: { ...found().location, file: `k8s/${String(number).padStart(2, '0')}.yaml` } })

/** What is shown of comments, in text and in Markdown. */
function shown(
  findings: Parameters<typeof resultOf>[0],
  suppressions: readonly ReturnType<typeof comment>[],
): { readonly text: readonly string[]; readonly markdown: string } {
  const result = resultOf(findings, { judging: { suppressions } })
  const text = whole(toText(result, { colour: false })).split('\n')
  return {
    text: text.filter(line => line.startsWith('comment at') || / more comments?/.test(line)),
    markdown: toMarkdown(result, 65_000),
  }
}

describe('comments that hold findings back', () => {
  test('are listed with what they are written for; those on everything come first, with the rules by name', () => {
    const byTool = comment(found(), { by: 'checkov', words: ['CKV_K8S_16'] })
    const onAll = comment(pid, {
      words: ['*'],
      rules: new Set(['host-pid', 'host-network']),
      file: 'z.yaml',
      source: 'z.yaml:3',
    })
    const { text, markdown } = shown([found(), pid, net], [byTool, onAll])
    expect(text).toEqual([
      'comment at z.yaml:3 (*) suppresses 2 findings of host-network and host-pid',
      'comment at k8s/web.yaml:3 (checkov CKV_K8S_16) suppresses 1 finding of privileged-container',
    ])
    expect(markdown).toContain(
      'comment at `z.yaml:3` (`*`) suppresses 2 findings of `host-network` and `host-pid` · comment at `k8s/web.yaml:3` (checkov `CKV_K8S_16`) suppresses 1 finding of `privileged-container`',
    )
  })

  test('of many, ten are named', () => {
    const many = Array.from({ length: 12 }, (_, number) => file(number))
    const { text, markdown } = shown(
      many,
      many.map(one => comment(one)),
    )
    expect(text).toHaveLength(11)
    expect(text.at(-1)).toBe('2 more comments, listed in `waivers.comments` of the JSON result')
    expect(markdown).toContain('2 more comments, listed in `waivers.comments` of the JSON result')
  })

  test('and no word that is like no id, unless it is the code of what is held back', () => {
    const isCode = comment(net, { words: ['end-of-life:a@1', 'hunter2x'], unknown: ['end-of-life:a@1', 'hunter2x'] })
    const idle = comment(file(1), { words: ['host-ipc', 'hunter2x', 'CVE-2026-1234'], unknown: ['hunter2x'] })
    const result = resultOf([{ ...net, code: { id: 'end-of-life:a@1' } }], {
      judging: { suppressions: [isCode, idle] },
    })
    const { comments, idle: notes } = result.verdict.waivers
    expect(comments.map(({ ids }) => ids)).toEqual([['end-of-life:a@1', '?']])
    expect(notes.map(({ rule }) => rule)).toEqual(['host-ipc, ?, CVE-2026-1234'])
  })

  test('and of many ids ten', () => {
    const { text } = shown(
      [found()],
      [comment(found(), { words: Array.from({ length: 12 }, (_, number) => `R${number}`) })],
    )
    expect(text[0]).toContain('(R0, R1, R2, R3, R4, R5, R6, R7, R8, R9 and 2 more) suppresses')
  })
})
