import { listOf, textOf } from '../../../kube/resource.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

export const sccPrivileged = rule({
  id: 'scc-privileged',
  title: 'Security context constraints allow privileged containers',
  why: 'Any account that may use the constraints can start a privileged container, and control the node and all of its pods from it.',
  help: 'Set `allowPrivilegedContainer: false`; for the few agents of the node that need it, use constraints of their own.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubelinter: 'scc-deny-privileged-container' },
  on: 'resource',
  kinds: ['SecurityContextConstraints'],
  check(resource) {
    if (resource.json.allowPrivilegedContainer !== true) return
    const at = resource.at('allowPrivilegedContainer')
    return {
      at,
      message: `privileged containers are allowed by SecurityContextConstraints \`${resource.name}\``,
      fix: { title: 'Refuse privileged containers', safe: false, changes: [{ op: 'set', path: at, value: false }] },
    }
  },
})

/** A registry or an owner without its end: others can register a name that starts the same. */
const isOpenEnded = (prefix: string): boolean => /^(?:(?:(?:index\.)?docker\.io)\/)?[^/:@]+$/.test(prefix)

export const gatekeeperRepoPrefix = rule({
  id: 'gatekeeper-repo-prefix',
  title: 'Gatekeeper allows more repositories than meant',
  why: 'Gatekeeper compares the start of the image name: `gcr.io` also allows `gcr.io.example.com/miner`, which anyone can set up.',
  help: 'End the entry with `/`: `gcr.io/`, `docker.io/acme/`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { trivy: trivyIds('KSV-0124', 'repo-ambiguous-prefix') },
  on: 'resource',
  kinds: ['K8sAllowedRepos'],
  check(resource) {
    return listOf(resource.json.spec?.parameters?.repos).flatMap((entry, index) => {
      const prefix = textOf(entry)
      if (!isOpenEnded(prefix)) return []
      const at = resource.at('spec', 'parameters', 'repos', index)
      return {
        at,
        message: `prefix \`${prefix}\` also allows names that only start with it`,
        fix: {
          title: 'End the prefix with `/`',
          safe: false,
          changes: [{ op: 'set' as const, path: at, value: `${prefix}/` }],
        },
      }
    })
  },
})
