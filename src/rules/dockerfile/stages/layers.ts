import type { Copy, Instruction, Run, ShellCommand, ShellWord } from '../../../docker/ast.ts'
import { upTo } from '../../../docker/commands.ts'
import { contextSources, pathInContext } from '../../../world/build-context.ts'
import { rule } from '../../rule.ts'

/** Commands that fetch what a project depends on, by what its manifest lists: program, words before and after it. */
const INSTALLS: readonly (readonly [program: RegExp, words: RegExp])[] = [
  [/^npm$/, /^(?:ci|clean-install|install|i)$/],
  [/^(?:pnpm|bun)$/, /^(?:install|i)$/],
  [/^yarn$/, /^(?:install)?$/],
  [/^pip[\d.]*$/, /^install (?:-r|--requirement) [\w./-]+$/],
  [/^(?:bundle|bundler)$/, /^install$/],
  [/^composer$/, /^install$/],
  [/^go$/, /^mod download$/],
  [/^poetry$/, /^install$/],
  [/^uv$/, /^sync$/],
  [/^pipenv$/, /^(?:install|sync)$/],
  [/^dotnet$/, /^restore$/],
  [/^mix$/, /^deps\.get$/],
  [/^mvn$/, /^dependency:(?:go-offline|resolve)$/],
]

/** Switches, which change nothing about what is fetched. */
const isSwitch = ({ text }: ShellWord): boolean => /^-/.test(text) && !/^(?:-r|--requirement)$/.test(text)

function installOf(command: ShellCommand): ShellWord | undefined {
  const { name, args, word } = command
  if (command.has('offline')) return undefined
  const words = args.filter(one => !isSwitch(one))
  const text = words.map(one => one.text).join(' ')
  return INSTALLS.some(([program, form]) => program.test(name) && form.test(text)) ? (words[0] ?? word) : undefined
}

const isWhole = (one: Instruction): one is Copy =>
  (one.is === 'COPY' || one.is === 'ADD') && contextSources(one).some(({ value }) => pathInContext(value) === '')

/** A cache that is kept between builds, or a bind mount that brings the manifest. */
const keepsCache = ({ mounts }: Run): boolean => mounts.length > 0

export const copyBeforeInstall = rule({
  id: 'copy-before-install',
  title: 'Dependencies are installed after everything is copied',
  why: 'A change of any file makes the builder fetch all dependencies again: builds take minutes longer, and fail when a registry is down.',
  help: 'Copy the manifest first: `COPY package.json package-lock.json ./`, then `RUN npm ci`, then `COPY . .`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  on: 'stage',
  check({ body }) {
    const copy = body.findIndex(isWhole)
    if (copy < 0) return
    const runs = body.filter((one): one is Run => one.is === 'RUN')
    const first = runs.flatMap(run =>
      run.commands.flatMap(command => {
        const verb = installOf(command)
        return verb ? [{ run, command, verb }] : []
      }),
    )[0]
    if (!first || first.run.span[0] < body[copy]!.span[0] || keepsCache(first.run)) return
    const { command, verb } = first
    const called = verb === command.word ? command.name : `${command.name} ${verb.text}`
    return { at: upTo(command, verb), message: `\`${called}\` runs again after each change of any copied file` }
  },
})
