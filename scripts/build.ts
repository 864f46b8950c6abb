import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { build, type Plugin } from 'esbuild'

/** Bundles both shells into dist/: ES modules that run on Node 20.19 and later with nothing installed. */

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

rmSync('dist', { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: ['src/action.ts', 'src/cli.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  // Names of functions and classes are read in stack traces of bug reports.
  keepNames: false,
  legalComments: 'none',
  metafile: true,
  plugins: [builtins],
  chunkNames: 'chunks/[name]-[hash]',
  // Some dependencies of @actions/* are CommonJS and ask for Node's modules by require().
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
})

writeFileSync('dist/package.json', '{"type":"module"}\n')
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0)
console.log(`dist: ${readdirSync('dist', { recursive: true }).length} files, ${Math.round(bytes / 1024)} KB`)
