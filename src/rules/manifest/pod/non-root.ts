import { rule } from '../../rule.ts'

/** Opt-in: a user above 0 is not root, and only the admission controller asks for more. */
export const runAsNonRootNotRequired = rule({
  id: 'run-as-non-root-not-required',
  title: 'Container sets a user, but not runAsNonRoot',
  why: 'A restricted namespace rejects the pod, and without `runAsUser` the user of the image, which may be root, is used again.',
  help: 'Set `runAsNonRoot: true` beside `runAsUser` in the `securityContext`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['pss:restricted'],
  on: 'container',
  yieldsTo: ['run-as-non-root'],
  check(container) {
    const { workload } = container
    const user = container.effective('runAsUser')
    if (typeof user !== 'number' || user === 0 || workload.windows || workload.pod.hostUsers === false) return
    if (container.effective('runAsNonRoot') === true || !workload.whole) return
    const path = container.at('securityContext', 'runAsNonRoot')
    return {
      at: container.effectiveAt('runAsNonRoot'),
      message: `container \`${container.name}\` runs as user ${user}, but \`runAsNonRoot\` is not \`true\``,
      fix: { title: 'Refuse to run as root', safe: false, changes: [{ op: 'set', path, value: true }] },
    }
  },
})
