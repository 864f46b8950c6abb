import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { applied, shown } from '../../scripts/oracle/compare.ts'
import { type Question, questions } from '../../scripts/oracle/fixture.ts'
import type { Json } from '../../src/kube/resource.ts'
import { readJson } from '../../src/yaml/fast/json.ts'
import { noTools, toolFolder } from '../e2e/kit/tools.ts'

const run = promisify(execFile)

/** Texts of all classes, as far apart as a hundred can be. */
function hundred(): readonly Question[] {
  // `kubectl label` wants names, to which the decoder is indifferent, and does not validate as `kubectl apply` does.
  const sure = questions().filter(
    ({ answers }) => answers.length === 1 && answers[0]!.objects.every(object => isNamed(object)),
  )
  return Array.from({ length: 100 }, (_, i) => sure[Math.floor((i * sure.length) / 100)]!)
}

const isNamed = ({ apiVersion, metadata }: Json): boolean => apiVersion !== '' && typeof metadata?.name === 'string'

/** An object as `kubectl label` hands it on. */
const labelled = (object: unknown): unknown => {
  const { metadata, ...rest } = object as { metadata?: { labels?: object } }
  return { ...rest, metadata: { ...metadata, labels: { ...metadata?.labels, seen: 'yes' } } }
}

describe.skipIf(noTools)(`kubectl itself${noTools ? ` (skipped: ${noTools})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-kubectl-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  /** The objects that kubectl prints, each with a label; whether it failed. */
  async function kubectl(bytes: Uint8Array, index: number): Promise<{ objects: readonly unknown[]; failed: boolean }> {
    const file = join(folder, `${index}.yaml`)
    writeFileSync(file, bytes)
    const program = join(toolFolder('helm4', 'kubectl'), 'kubectl')
    const { stdout, failed } = await run(program, ['label', '--local', '-f', file, 'seen=yes', '-o', 'json']).then(
      ({ stdout }) => ({ stdout, failed: false }),
      (error: { stdout: string }) => ({ stdout: error.stdout, failed: true }),
    )
    const printed = stdout.trim() === '' ? [] : readJson(stdout)!.piece.documents
    return { objects: printed.map(({ value }) => value), failed }
  }

  test('reads a hundred of the texts as the oracle does', async () => {
    const wrong: string[] = []
    for (const [index, { class: name, bytes, answers }] of hundred().entries()) {
      const { objects, error } = applied(answers[0]!)
      const real = await kubectl(bytes, index)
      const isEqual = shown(real.objects) === shown(objects.map(labelled)) && real.failed === (error !== undefined)
      if (!isEqual) wrong.push(`${name}: ${Buffer.from(bytes)}\n${shown(real)}\n${shown(answers[0])}`)
    }
    expect(wrong).toEqual([])
  })
})
