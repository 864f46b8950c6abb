import type { Change } from '../../src/core/edit.ts'
import { readYaml } from '../../src/yaml/source.ts'

/** The text after a change; `undefined` when the source refuses it. */
export async function edited(text: string, change: Change): Promise<string | undefined> {
  const edit = (await readYaml('a.yaml', text)).edit(change)
  return edit && text.slice(0, edit.span[0]) + edit.text + text.slice(edit.span[1])
}
