import { outcomeOf, reading, shown } from '../../scripts/oracle/compare.ts'
import type { Answer } from '../../scripts/oracle/go.ts'
import { readExact } from '../../src/yaml/exact/exact.ts'
import { readYaml, readYamlFast } from '../../src/yaml/source.ts'

/**
 * What the fast reader understands it reads as the exact one does, and no text is too strange for the whole reader.
 * @throws Error at the first difference.
 */
export async function fuzz(data: Buffer): Promise<void> {
  const text = data.toString()
  await readYaml('a.yaml', text)
  const { parts, pieces } = readYamlFast(text)
  for (const [i, piece] of pieces.entries()) {
    // JSON is read by rules of its own.
    if (!piece || /^\uFEFF?\s*[[{]/.test(text)) continue
    const exact = readExact(text, parts[i]!.span)
    if (exact.troubles[0]) throw new Error(`read, and refused by kubectl: ${exact.troubles[0].message}`)
    const [fast, wanted] = [piece, exact].map(({ documents }) => shown(documents.map(({ value }) => value)))
    if (fast !== wanted) throw new Error(`the fast reader reads ${fast}, the exact one ${wanted}`)
  }
}

/** The same held against kubectl's decoder. @throws Error where it differs. */
export async function compare(data: Buffer, answer: Answer): Promise<void> {
  const ours = await reading(data)
  const outcome = outcomeOf(ours, answer)
  if (
    outcome === 'read differently' ||
    outcome === 'read by kubectl, noted as refused' ||
    outcome === 'refused by kubectl, not noted'
  )
    throw new Error(
      `${outcome}: kubectl ${JSON.stringify(answer).slice(0, 500)}, Seaworthy ${JSON.stringify(ours).slice(0, 500)}`,
    )
}
