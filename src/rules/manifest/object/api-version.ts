import type { Problem } from '../../../core/finding.ts'
import type { Path } from '../../../core/location.ts'
import type { Severity } from '../../../core/severity.ts'
import { isAlpha, type Lifecycle, lifecycleOf, type Swap } from '../../../kube/facts/api-lifecycle.ts'
import type { Json, Resource } from '../../../kube/resource.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** A place that names an API: the object itself, or a field of it that refers to another object. */
interface Use {
  readonly resource: Resource
  readonly apiVersion: string
  readonly kind: string
  readonly path: Path
  /** The name of the referring field. */
  readonly field?: string
}

/** Fields of spec that name an object: of autoscalers (HPA, KEDA, VPA) and of Argo's Rollout. */
const REFERENCES = ['scaleTargetRef', 'targetRef', 'workloadRef'] as const

function usesIn(resource: Resource): readonly Use[] {
  const { json } = resource
  const owners = Array.isArray(json.metadata?.ownerReferences) ? json.metadata.ownerReferences : []
  return [
    { resource, apiVersion: resource.apiVersion, kind: resource.kind, path: resource.at('apiVersion') },
    ...REFERENCES.flatMap(field => reference(resource, json.spec?.[field], field, ['spec', field])),
    ...owners.flatMap((owner: Json, index: number) =>
      reference(resource, owner, 'ownerReferences', ['metadata', 'ownerReferences', index]),
    ),
  ]
}

function reference(resource: Resource, value: Json, field: string, path: Path): readonly Use[] {
  if (typeof value?.apiVersion !== 'string' || typeof value.kind !== 'string') return []
  const { apiVersion, kind } = value
  return [{ resource, apiVersion, kind, field, path: resource.at(...path, 'apiVersion') }]
}

const sentence = ({ apiVersion, kind, field }: Use, fate: string): string =>
  field === undefined
    ? `\`${apiVersion}\` ${kind} ${fate}`
    : `\`${field}\` refers to \`${apiVersion}\` ${kind}, which ${fate}`

/** What to write instead, when the target serves it. */
function insteadOf({ replacement }: Lifecycle, kubernetes: number): string {
  if (!replacement || replacement.since > kubernetes) return ''
  return `; use \`${replacement.apiVersion}\`${replacement.kind === undefined ? '' : ` ${replacement.kind}`}`
}

const CONDITIONS: Readonly<Record<Swap, (json: Json) => boolean>> = {
  yes: () => true,
  selector: ({ spec }) =>
    spec?.rollbackTo === undefined && spec?.templateGeneration === undefined && selectsItsTemplate(spec),
  budget: ({ spec }) =>
    Object.keys(spec?.selector?.matchLabels ?? {}).length > 0 || (spec?.selector?.matchExpressions ?? []).length > 0,
  signer: ({ spec }) => typeof spec?.signerName === 'string' && Array.isArray(spec.usages),
}

function selectsItsTemplate(spec: Json): boolean {
  const wanted = Object.entries(spec?.selector?.matchLabels ?? {})
  const labels = spec?.template?.metadata?.labels
  return (
    wanted.length > 0 &&
    spec.selector.matchExpressions === undefined &&
    wanted.every(([key, value]) => labels?.[key] === value)
  )
}

/** Only where a change of `apiVersion` alone is right. Items of a typed list have none of their own to change. */
function fixOf({ resource, field, path }: Use, lifecycle: Lifecycle, kubernetes: number): Pick<Problem, 'fix'> {
  const { replacement, swap } = lifecycle
  if (!replacement || replacement.kind !== undefined || replacement.since > kubernetes || !swap) return {}
  const right = field !== undefined || (resource.root.length === 1 && CONDITIONS[swap](resource.json))
  if (!right) return {}
  const { apiVersion } = replacement
  const changes = [{ op: 'set' as const, path, value: apiVersion }]
  // The old workload APIs had other defaults: of the strategy, the history, the deadline.
  const safe = field !== undefined || swap !== 'selector'
  return { fix: { title: `Change to \`${apiVersion}\``, safe, changes } }
}

function problem(use: Use, lifecycle: Lifecycle, kubernetes: number, fate: string): Problem {
  const milder = use.field === undefined ? {} : { severity: 'low' as Severity }
  const unlike = {
    // kube-linter minds this one group, kube-score objects themselves.
    ...(!(use.apiVersion.startsWith('extensions/') && use.field === undefined) && {
      kubelinter: 'no-extensions-v1beta',
    }),
    ...(use.field !== undefined && { kubescore: 'stable-version' }),
  }
  return {
    at: use.path,
    message: `${sentence(use, fate)}${insteadOf(lifecycle, kubernetes)}`,
    unlike,
    ...milder,
    ...fixOf(use, lifecycle, kubernetes),
  }
}

const isRemoved = ({ removed, removedBy }: Lifecycle, kubernetes: number): boolean =>
  removedBy !== undefined || (removed !== undefined && removed <= kubernetes)

export const removedApi = rule({
  id: 'removed-api',
  title: 'API version removed in the target release',
  why: 'The API server of the target release does not serve this version: `kubectl apply` fails, and with it the rollout or cluster upgrade that depends on it.',
  help: 'Change `apiVersion` to the version named in the message, and update renamed fields: `kubectl convert -f FILE --output-version GROUP/VERSION`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    kics: '94b76ea5-e074-4ca2-8a03-c5a606e30645',
    kubelinter: 'no-extensions-v1beta',
    kubescore: 'stable-version',
    monokle: 'K8S003',
    trivy: trivyIds('KSV-0107', 'evaluate-k8s-deprecated-removed-apis'),
  },
  on: 'resource',
  check: (resource, { kubernetes }) =>
    usesIn(resource).flatMap(use => {
      const lifecycle = lifecycleOf(use.apiVersion, use.kind)
      if (!lifecycle || !isRemoved(lifecycle, kubernetes)) return []
      const { removedBy = `Kubernetes 1.${lifecycle.removed}` } = lifecycle
      return [problem(use, lifecycle, kubernetes, `was removed in ${removedBy}`)]
    }),
})

export const deprecatedApi = rule({
  id: 'deprecated-api',
  title: 'API version deprecated in the target release',
  why: 'A deprecated version is served for a few more releases; the upgrade that removes it breaks every manifest that still uses it. Alpha versions can change or disappear in any release, and are disabled by default.',
  help: 'Change `apiVersion` to the version named in the message before the old one is removed, and update renamed fields.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: {
    kics: '94b76ea5-e074-4ca2-8a03-c5a606e30645',
    kubescore: 'stable-version',
    monokle: 'K8S002',
    trivy: trivyIds('KSV-0107', 'evaluate-k8s-deprecated-removed-apis'),
  },
  on: 'resource',
  check: (resource, { kubernetes }) =>
    usesIn(resource).flatMap(use => {
      const lifecycle = lifecycleOf(use.apiVersion, use.kind) ?? {}
      if (isRemoved(lifecycle, kubernetes)) return []
      const { deprecated, removed } = lifecycle
      if (deprecated !== undefined && deprecated <= kubernetes) {
        const end = removed === undefined ? '' : ` and is removed in 1.${removed}`
        return [problem(use, lifecycle, kubernetes, `was deprecated in Kubernetes 1.${deprecated}${end}`)]
      }
      if (!isAlpha(use.apiVersion)) return []
      return [{ ...problem(use, lifecycle, kubernetes, 'is an alpha API, disabled by default'), severity: 'info' }]
    }),
})
