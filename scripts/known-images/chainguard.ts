import { posix } from 'node:path'
import type { Mirrors } from './mirror.ts'

const REPOSITORY = 'chainguard-images/images'

interface Config {
  readonly config: {
    readonly accounts?: { readonly 'run-as'?: string }
    readonly entrypoint?: { readonly command?: string }
    readonly cmd?: string
  }
}

/** Chainguard's images have no Dockerfile: what they are made of is locked in one file for each. */
export function chainguardImages(
  mirrors: Mirrors,
): readonly { name: string; user: string; starts?: string; seen: string }[] {
  const commit = mirrors.commit(REPOSITORY)
  if (commit === undefined) return []
  const files = mirrors.paths(REPOSITORY, commit).filter(path => path.endsWith('/locked_config.json'))
  return files.flatMap(path => {
    const name = path.split('/')[1]!
    const { imageLocks } = JSON.parse(mirrors.file(REPOSITORY, commit, path)!) as {
      imageLocks: Record<string, { configs: Record<string, string> }>
    }
    const lock = imageLocks[`${name}-public`]
    if (!lock) return []
    const { config } = JSON.parse(Object.values(lock.configs)[0]!) as Config
    const runAs = config.accounts?.['run-as'] ?? ''
    const [word = ''] = (config.entrypoint?.command || config.cmd || '').split(' ')
    const program = posix.basename(word)
    // An entry point that is started as root may change to another user: it was not read.
    if (/^0?$/.test(runAs) && program.includes('entrypoint')) return []
    const starts = program === '' || /^(?:ba)?sh$/.test(program) ? {} : { starts: program }
    return [
      {
        name: `cgr.dev/chainguard/${name}`,
        user: runAs === '0' ? '' : runAs,
        ...starts,
        seen: `${REPOSITORY}@${commit} ${path}: run-as`,
      },
    ]
  })
}
