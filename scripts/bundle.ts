import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { type BuildOptions, type BuildResult, build, type Loader, type Plugin, transform } from 'esbuild'
import { examplesIn } from './examples.ts'

/** What is imported when it is needed, each a module of its own. */
const CHUNKS = {
  exact: 'src/yaml/exact/exact.ts',
  yaml: 'src/yaml/library/library.ts',
  semver: 'src/core/semver.ts',
  examples: 'src/report/examples.ts',
  page: 'src/report/html/page.ts',
  core: '@actions/core',
  exec: '@actions/exec',
  github: '@actions/github',
}

/**
 * To import a module of Node loads all it offers, down to `fs.promises` with its streams. Here every name is taken out of
 * the module by itself, so that only those we use are left.
 */
const builtins: Plugin = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin', sideEffects: false } : undefined,
    )
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter(name => /^[a-z]\w*$/i.test(name))
      const exported = names.map(name => `export const ${name} = /* @__PURE__ */ (() => all.${name})()`)
      return { contents: [`const all = process.getBuiltinModule('${path}')`, ...exported].join('\n') }
    })
  },
}

/** Leads `import()` of the program to the chunks that were built before it, by a function that the shells give it. */
const lazily = (chunks: ReadonlyMap<string, string>): Plugin => ({
  name: 'lazily',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /./ }, async ({ kind, path, importer, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined
      const found = await resolve(path, { kind: 'import-statement', importer, resolveDir })
      const chunk = chunks.get(relative('.', found.path))
      return chunk === undefined
        ? { errors: [{ text: `"${path}" is imported lazily: list it in scripts/bundle.ts` }] }
        : { path: `./${chunk}`, external: true }
    })
  },
})

/** `import text from './page.css?raw'`, as Vite has it: the text of a file, made small. */
const raw: Plugin = {
  name: 'raw',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      // From here on: the name of the chunk must not depend on where the checkout is.
      path: relative('.', join(resolveDir, path.replace('?raw', ''))),
      namespace: 'raw',
    }))
    onLoad({ filter: /./, namespace: 'raw' }, async ({ path }) => {
      const loader = extname(path).slice(1) as Loader
      const shape = loader === 'js' ? ({ format: 'iife' } as const) : {}
      const { code } = await transform(await readFile(path, 'utf8'), { loader, minify: true, ...shape })
      return { contents: code, loader: 'text' }
    })
  },
}

type Built = BuildResult<{ metafile: true; write: false }>

const bundle = (options: BuildOptions): Promise<Built> => {
  const shared = { bundle: true, minify: true, platform: 'node', target: 'node20', legalComments: 'none' } as const
  return build({ ...shared, outdir: 'dist', plugins: [builtins, raw], ...options, metafile: true, write: false })
}

/** Files below dist/, by the source that each begins with. */
const beginnings = ({ metafile }: Built): Map<string, string> =>
  new Map(
    Object.entries(metafile.outputs).flatMap(([file, { entryPoint }]) =>
      entryPoint ? [[entryPoint, relative('dist', file)]] : [],
    ),
  )

/**
 * Bundles for Node 20.19 and later with nothing installed: the two shells, the program that both start, a classic script
 * because V8 gives back what it compiled only of those, and chunks for what is seldom needed.
 * @returns the bytes of each file, by its path below dist/: the same for the same sources, wherever they lie.
 */
export async function bundled(): Promise<ReadonlyMap<string, Buffer>> {
  const chunks = await bundleChunks()
  const text = await bundleProgram(chunks)
  const program = `program-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.js`
  const shells = await bundle({
    entryPoints: ['src/action.ts', 'src/cli.ts'],
    format: 'esm',
    define: { PROGRAM: JSON.stringify(program) },
    banner: { js: '#!/usr/bin/env node' },
  })
  return new Map([
    ['package.json', Buffer.from('{"type":"module"}\n')],
    ...filesOf(chunks),
    [program, Buffer.from(text)],
    ...filesOf(shells),
  ])
}

const filesOf = ({ outputFiles }: Built) =>
  outputFiles.map(({ path, contents }): [string, Buffer] => [relative('dist', path), Buffer.from(contents)])

async function bundleChunks(): Promise<Built> {
  const chunks = await bundle({
    entryPoints: CHUNKS,
    format: 'esm',
    splitting: true,
    entryNames: 'chunks/[name]-[hash]',
    chunkNames: 'chunks/shared-[hash]',
    define: { EXAMPLES: JSON.stringify(JSON.stringify(examplesIn('docs/rules'))) },
    // Some dependencies of @actions/* are CommonJS and ask for Node's modules by require().
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  })
  // A class that is there twice is no longer `instanceof` itself.
  for (const [file, { inputs }] of Object.entries(chunks.metafile.outputs))
    if (Object.keys(inputs).some(input => input.endsWith('core/fault.ts')))
      throw new Error(`${file} has a Fault of its own`)
  return chunks
}

async function bundleProgram(chunks: Built): Promise<string> {
  const program = await bundle({
    entryPoints: ['src/program.ts'],
    format: 'iife',
    globalName: 'seaworthy',
    banner: { js: '(function(importChunk){' },
    footer: { js: 'return seaworthy})' },
    plugins: [builtins, lazily(beginnings(chunks))],
  })
  const text = program.outputFiles[0]!.text.replaceAll('import("./chunks/', 'importChunk("./chunks/')
  if (/\bimport\(/.test(text)) throw new Error('the program has an import() of its own: no shell answers it')
  // The program is read as if each byte were a letter; esbuild leaves regular expressions as they are.
  const [foreign] = /.{0,40}[^\0-\x7f].{0,40}/.exec(text) ?? []
  if (foreign !== undefined) throw new Error(`the program is not ASCII, write such letters as \\u…: ${foreign}`)
  return text
}
