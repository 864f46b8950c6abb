import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, relative } from 'node:path'
import { type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild'

/**
 * Bundles into dist/, for Node 20.19 and later with nothing installed: the two shells, the program that both start, a
 * classic script because V8 gives back what it compiled only of those, and chunks for what is seldom needed.
 */

/** What is imported when it is needed, each a module of its own. */
const CHUNKS = {
  yaml: 'src/yaml/library.ts',
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

/** Leads `import()` of the program to the chunks that were built before it. */
const lazily = (chunks: ReadonlyMap<string, string>): Plugin => ({
  name: 'lazily',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /./ }, async ({ kind, path, importer, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined
      const found = await resolve(path, { kind: 'import-statement', importer, resolveDir })
      const chunk = chunks.get(relative('.', found.path))
      return chunk === undefined
        ? { errors: [{ text: `"${path}" is imported lazily: list it in scripts/build.ts` }] }
        : { path: `./${chunk}`, external: true }
    })
  },
})

type Metafile = BuildResult<{ metafile: true }>['metafile']

const bundle = async (options: BuildOptions): Promise<Metafile> => {
  const shared = { bundle: true, minify: true, platform: 'node', target: 'node20', legalComments: 'none' } as const
  return (await build({ ...shared, outdir: 'dist', plugins: [builtins], ...options, metafile: true })).metafile
}

/** Files of dist/, by the source that each begins with. */
const outputs = ({ outputs }: Metafile): Map<string, string> =>
  new Map(
    Object.entries(outputs).flatMap(([file, { entryPoint }]) =>
      entryPoint ? [[entryPoint, relative('dist', file)]] : [],
    ),
  )

rmSync('dist', { recursive: true, force: true })

const chunks = await bundle({
  entryPoints: CHUNKS,
  format: 'esm',
  splitting: true,
  entryNames: 'chunks/[name]-[hash]',
  chunkNames: 'chunks/shared-[hash]',
  // Some dependencies of @actions/* are CommonJS and ask for Node's modules by require().
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
})
// A class that is there twice is no longer `instanceof` itself.
for (const [file, { inputs }] of Object.entries(chunks.outputs))
  if (Object.keys(inputs).some(input => input.endsWith('core/fault.ts')))
    throw new Error(`${file} has a Fault of its own`)

const program = await bundle({
  entryPoints: ['src/program.ts'],
  entryNames: '[name]-[hash]',
  format: 'iife',
  globalName: 'seaworthy',
  footer: { js: 'seaworthy' },
  plugins: [builtins, lazily(outputs(chunks))],
})

await bundle({
  entryPoints: ['src/action.ts', 'src/cli.ts'],
  format: 'esm',
  define: { PROGRAM: JSON.stringify(basename(outputs(program).get('src/program.ts')!)) },
})

writeFileSync('dist/package.json', '{"type":"module"}\n')
const bytes = [chunks, program]
  .flatMap(({ outputs }) => Object.values(outputs))
  .reduce((sum, { bytes }) => sum + bytes, 0)
console.log(`dist: ${readdirSync('dist', { recursive: true }).length} files, ${Math.round(bytes / 1024)} KB`)
