import type { Instruction, ShellCommand, Stage } from '../../../docker/ast.ts'
import { cmdOf, entrypointOf, lastStage, originOf } from '../../../docker/in-force.ts'
import { rule } from '../../rule.ts'

/** Images of compilers, whose output runs without them. */
const COMPILERS =
  /^(?:docker\.io\/library\/(?:golang|rust|maven|gradle|gcc|haskell)|mcr\.microsoft\.com\/dotnet\/(?:nightly\/)?sdk)$/

/** The commands that compile. */
const COMPILES: readonly (readonly [program: RegExp, verb: RegExp])[] = [
  [/^(?:go|cargo|stack|cabal)$/, /^(?:build|install)$/],
  [/^(?:mvnw?|gradlew?)$/, /^(?:package|install|verify|build|assemble|jar|bootJar|shadowJar|installDist)$/],
  [/^dotnet$/, /^(?:build|publish)$/],
]

const compiles = ({ name, args }: ShellCommand): boolean =>
  /^(?:gcc|g\+\+|cc|make|cmake|ninja)$/.test(name) ||
  COMPILES.some(([program, verb]) => program.test(name) && args.some(({ text }) => verb.test(text)))

/** What is started to work with the compiler, by people or in tests. */
const WORKS = /^(?:go|cargo|mvnw?|gradlew?|make|dotnet|bash|sh|zsh|air|reflex|stack|cabal|sleep|tail)$/

/** True when a container starts what was compiled. */
function startsResult(stage: Stage): boolean {
  const started = (entrypointOf.after(stage) ?? cmdOf.after(stage))?.commands ?? []
  const isDll = ({ name, args }: ShellCommand): boolean => name === 'dotnet' && /\.dll$/.test(args[0]?.text ?? '')
  return started.length > 0 && started.every(command => isDll(command) || !WORKS.test(command.name))
}

const compilesIn = (body: readonly Instruction[]): boolean =>
  body.some(one => one.is === 'RUN' && one.commands.some(compiles))

export const compilerInImage = rule({
  id: 'compiler-in-image',
  title: 'Image is shipped with its compiler',
  why: 'Compiler, package managers and sources are tools for an attacker, and hundreds of megabytes with vulnerabilities of their own.',
  help: 'Compile in a stage of its own, and copy the result: `FROM debian:13-slim`, `COPY --from=build /out/app /usr/local/bin/`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  on: 'dockerfile',
  check(dockerfile) {
    const stage = lastStage(dockerfile)
    const from = stage && originOf.after(stage)
    const { registry, repository } = from?.resolved ?? {}
    if (!stage || !from || !COMPILERS.test(`${registry}/${repository}`)) return
    if (!dockerfile.stages.some(({ final, body }) => final && compilesIn(body)) || !startsResult(stage)) return
    return { at: from.image, message: `image is started from \`${from.image.text}\`, with the compiler in it` }
  },
})
