import { listed } from '../../core/text.ts'
import { unmetWrites } from '../../world/read-only.ts'
import { rule } from '../rule.ts'

export const readOnlyRootUnmet = rule({
  id: 'read-only-root-unmet',
  title: 'Image cannot start on a read-only root file system',
  why: 'The process creates its files when it starts, fails with `Read-only file system`, and the pod is stuck in `CrashLoopBackOff`.',
  help: 'Mount an `emptyDir` volume at each of these folders, or configure the process to write to one that is mounted.',
  severity: 'high',
  profile: 'recommended',
  since: '0.1',
  on: 'container',
  check(container, { world }) {
    const { workload, spec } = container
    if (spec.securityContext?.readOnlyRootFilesystem !== true || !workload.whole || workload.windows) return
    const folders = unmetWrites(world, container).map(({ folder }) => `\`${folder}\``)
    if (folders.length === 0) return
    return {
      at: container.at('securityContext', 'readOnlyRootFilesystem'),
      message: `container \`${container.name}\` will not start: \`readOnlyRootFilesystem\` is \`true\`, and no volume is mounted at ${listed(folders)}, where its image writes`,
    }
  },
})
