import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

/** Bundles both shells into dist/: ES modules that run on Node 20.19 and later with nothing installed. */

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
  chunkNames: 'chunks/[name]-[hash]',
  // Some dependencies of @actions/* are CommonJS and ask for Node's modules by require().
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
})

writeFileSync('dist/package.json', '{"type":"module"}\n')
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0)
console.log(`dist: ${readdirSync('dist', { recursive: true }).length} files, ${Math.round(bytes / 1024)} KB`)
