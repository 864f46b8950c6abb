import { Fault } from '../core/fault.ts'
import type { Copy, Host, Ran } from '../core/host.ts'
import type { Rendered } from './charts.ts'
import type { SharedReading } from './shared.ts'

/** A chart that needs longer than this never ends. */
const PROGRAM_SECONDS = 60

/** All charts and overlays together: a change may bring a thousand that end just in time. */
const ALL_SECONDS = 300

/** Runs helm and kustomize on a copy of what is looked at, all of them in one budget of time. */
export class Renderer {
  readonly host: Host
  readonly copy: Copy
  /** The programs that ran. */
  readonly programs = new Set<string>()
  readonly #end: number
  readonly #shared: SharedReading | undefined

  /** The version of Kubernetes that charts are rendered for. */
  readonly kubernetes: string | undefined

  /** `shared`: with the renderer of another tree. `minor`: of Kubernetes. */
  constructor(host: Host, shared?: SharedReading, minor?: number) {
    this.host = host
    this.kubernetes = minor === undefined ? undefined : `1.${minor}`
    this.#shared = shared
    this.copy = host.copy()
    this.#end = host.now().getTime() + ALL_SECONDS * 1000
  }

  /** Renders a chart or overlay from these files, unless another tree had the same ones. */
  once(what: string, files: readonly string[], render: () => Promise<Rendered>): Promise<Rendered> {
    return this.#shared ? this.#shared.rendered(this.host, what, files, render) : render()
  }

  /** `undefined` when the program is not on the machine. @throws Fault RENDER_FAILED when it takes too long */
  async run(
    program: string,
    args: readonly string[],
    folder: string,
    options: { readonly asHelm3?: boolean } = {},
  ): Promise<Ran | undefined> {
    const left = Math.ceil((this.#end - this.host.now().getTime()) / 1000)
    if (left <= 0)
      throw new Fault(
        'RENDER_FAILED',
        `not rendered: the ${ALL_SECONDS} seconds for all charts and overlays are used up. Check fewer in one run (\`seaworthy FOLDER\`, \`path:\` in the workflow), or exclude some with \`paths.exclude\` in the policy`,
      )
    const ran = await this.copy.run(program, args, { folder, seconds: Math.min(left, PROGRAM_SECONDS), ...options })
    if (ran) this.programs.add(program)
    return ran
  }
}
