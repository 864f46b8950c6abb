import type { Path } from '../../../core/location.ts'
import { isAbsent } from '../../../kube/quantity.ts'
import { isMap, type Json, listOf, type Resource } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import { rule } from '../../rule.ts'

const KINDS = ['StatefulSet'] as const

/** A claim that a StatefulSet makes for each of its pods. */
interface Claim {
  readonly name: string
  readonly spec: Json
  readonly at: Path
}

const claimsOf = (resource: Resource): readonly Claim[] =>
  listOf(resource.json.spec?.volumeClaimTemplates).flatMap((claim, index) =>
    isMap(claim)
      ? {
          name: written(claim.metadata?.name),
          spec: claim.spec,
          at: resource.at('spec', 'volumeClaimTemplates', index, 'spec'),
        }
      : [],
  )

const storageOf = ({ spec }: Claim): Json => spec?.resources?.requests?.storage

const isForOne = ({ spec }: Claim): boolean =>
  listOf(spec?.accessModes).some(mode => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod')

/** Opt-in: some programs do share a volume. */
export const volumeClaimAccessMode = rule({
  id: 'volume-claim-access-mode',
  title: 'Volume claim of a StatefulSet can be shared',
  why: 'Each replica has a volume of its own: with another access mode several nodes can write to it at once, which few databases survive.',
  help: 'Set `accessModes: [ReadWriteOnce]`, or `ReadWriteOncePod`, in the `volumeClaimTemplates` entry.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kics: '3878dc92-8e5d-47cf-9cdd-7590f71d21b9', kubesec: 'VolumeClaimAccessModeReadWriteOnce' },
  on: 'resource',
  kinds: KINDS,
  check(resource) {
    const claims = claimsOf(resource)
    const isOneForOne = claims.some(isForOne)
    return claims
      .filter(claim => !isForOne(claim))
      .map(({ name, spec, at }) => {
        const modes = listOf(spec?.accessModes).map(mode => `\`${written(mode)}\``)
        return {
          at: [...at, 'accessModes'],
          message: `volume claim \`${name}\` has access mode ${modes.join(', ') || 'none'}; expected \`ReadWriteOnce\``,
          // kubesec is content with one of them.
          ...(isOneForOne && { unlike: { kubesec: 'VolumeClaimAccessModeReadWriteOnce' } }),
        }
      })
  },
})

export const volumeClaimStorageRequest = rule({
  id: 'volume-claim-storage-request',
  title: 'Volume claim requests no storage',
  why: 'The API server accepts the StatefulSet and rejects its claim: no pod is ever created.',
  help: 'Set `resources: {requests: {storage: 10Gi}}` in the `spec` of the `volumeClaimTemplates` entry.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubesec: 'VolumeClaimRequestsStorage' },
  on: 'resource',
  kinds: KINDS,
  check(resource) {
    const claims = claimsOf(resource)
    // A chart leaves an empty value to whoever installs it.
    const hasStorage = (claim: Claim): boolean => storageOf(claim) !== undefined
    const hasOneStorage = claims.some(hasStorage)
    return claims
      .filter(claim => !hasStorage(claim))
      .map(({ name, at }) => ({
        at: [...at, 'resources', 'requests', 'storage'],
        message: `volume claim \`${name}\` requests no storage`,
        // kubesec is content with one of them.
        ...(hasOneStorage && { unlike: { kubesec: 'VolumeClaimRequestsStorage' } }),
      }))
  },
})

/** Opt-in: an inventory of what is kept. */
export const statefulsetClaimsStorage = rule({
  id: 'statefulset-claims-storage',
  title: 'StatefulSet claims persistent storage',
  why: 'The volume outlives the pods and the StatefulSet: its data needs a backup, and stays until someone deletes it.',
  help: 'Back the volumes up, and set `persistentVolumeClaimRetentionPolicy` to what should become of them; then disable or waive the rule.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kics: '8cf4671a-cf3d-46fc-8389-21e7405063a2' },
  on: 'resource',
  kinds: KINDS,
  check: resource =>
    claimsOf(resource)
      .filter(claim => !isAbsent(storageOf(claim)))
      .map(claim => ({
        at: [...claim.at, 'resources', 'requests', 'storage'],
        message: `each pod claims \`${written(storageOf(claim))}\` of storage for volume \`${claim.name}\``,
      })),
})
