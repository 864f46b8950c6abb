import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

/** Cold whole processes that read real manifests: the library alone, our reader, and nothing at all. */
const REAL = process.argv[2] ?? resolve(import.meta.dirname, '../../shared/real')
const RUNS = 15

const PROGRAMS = {
  nothing: '',
  library: `import { parseAllDocuments } from 'yaml'
    for (const text of texts) for (const document of parseAllDocuments(text, { version: '1.1', merge: true, logLevel: 'silent' })) if (document.errors.length === 0) document.toJS({ maxAliasCount: -1 })`,
  seaworthy: `import { readYaml } from './source.ts'
    for (const text of texts) (await readYaml('a.yaml', text)).documents.length`,
  'seaworthy with a location per document and all comments': `import { readYaml } from './source.ts'
    for (const text of texts) { const source = await readYaml('a.yaml', text); source.documents.forEach((_, i) => source.locate([i, 'spec'])); source.comments.length }`,
}

async function bundled(name: string, code: string, list: string): Promise<string> {
  const outdir = join(tmpdir(), `seaworthy-bench-${name.replaceAll(' ', '-')}`)
  await build({
    stdin: {
      contents: `import { readFileSync } from 'node:fs'
        const texts = JSON.parse(readFileSync(${JSON.stringify(list)}, 'utf8')).map(file => readFileSync(file, 'utf8'))
        ${code}`,
      resolveDir: resolve(import.meta.dirname, '../src/yaml'),
    },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    outExtension: { '.js': '.mjs' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    outdir,
  })
  return join(outdir, 'stdin.mjs')
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!
}

async function measure(title: string, files: readonly string[]): Promise<void> {
  const list = join(tmpdir(), 'seaworthy-bench-files.json')
  writeFileSync(list, JSON.stringify(files))
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0)
  console.log(`${title}: ${files.length} files, ${Math.round(bytes / 1024)} KB`)
  const scripts = await Promise.all(
    Object.entries(PROGRAMS).map(async ([name, code]) => ({
      name,
      script: await bundled(name, code, list),
      times: [] as number[],
    })),
  )
  for (let run = 0; run < RUNS; run++) {
    for (const { script, times } of scripts) {
      const start = performance.now()
      execFileSync(process.execPath, [script], { stdio: 'ignore' })
      times.push(performance.now() - start)
    }
  }
  for (const { name, times } of scripts)
    console.log(`  ${name}: median ${median(times).toFixed(0)} ms, best ${Math.min(...times).toFixed(0)} ms`)
}

if (existsSync(REAL)) {
  const files = readdirSync(REAL, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.ya?ml$/.test(name) && !name.includes('templates/'))
    .map(name => join(REAL, name))
  await measure('small files', files.filter(file => statSync(file).size < 1500).slice(0, 240))
  await measure('real manifests', files)
  const big = join(tmpdir(), 'seaworthy-bench-big.yaml')
  const text = files.map(file => readFileSync(file, 'utf8')).join('\n---\n')
  writeFileSync(big, `${text}\n---\n`.repeat(Math.ceil(4.8e6 / text.length)))
  await measure('one big file', [big])
} else console.log(`skipped: ${REAL} is not there`)
