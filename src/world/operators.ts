import { indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import { type Json, type Resource, textOf } from '../kube/resource.ts'
import { namespaceOf } from './lookup.ts'
import type { World } from './world.ts'

/** Groups of Kubernetes, and of operators whose objects never make pods or Services. */
const INERT =
  /^$|^(?:apps|autoscaling|batch|policy|extensions)$|\.k8s\.io$|^(?:cilium|external-secrets|generators\.external-secrets|cert-manager|kyverno|projectcalico)\.(?:io|org)$|\.(?:istio|projectcalico|cert-manager|kyverno)\.(?:io|org)$|^bitnami\.com$|^traefik\.(?:io|containo\.us)$|^route\.openshift\.io$|^gatekeeper\.sh$|\.gatekeeper\.sh$/

/** Kinds of other groups that make none either. */
const INERT_KINDS: ReadonlySet<string> = new Set([
  'AppProject',
  'BackendConfig',
  'ExternalSecret',
  'FrontendConfig',
  'GitRepository',
  'HelmRepository',
  'ImagePolicy',
  'ImageRepository',
  'ImageUpdateAutomation',
  'ManagedCertificate',
  'OCIRepository',
  'PodMonitor',
  'PodMonitoring',
  'Probe',
  'PrometheusRule',
  'Receiver',
  'ScaledObject',
  'SealedSecret',
  'ServiceMonitor',
  'TriggerAuthentication',
  'VerticalPodAutoscaler',
])

/** Kinds that deploy what is written elsewhere. */
const DEPLOYERS: ReadonlySet<string> = new Set([
  'Application',
  'ApplicationSet',
  'HelmChart',
  'HelmRelease',
  'Kustomization',
])

/** Where an object may bring in what is not written down: in its namespace, or in all of them. */
function reachOf(world: World, resource: Resource): readonly string[] {
  const { group, kind } = resource
  if (INERT.test(group) || INERT_KINDS.has(kind)) return []
  if (DEPLOYERS.has(kind)) return [key(resource, targetOf(resource.json.spec))]
  const isWritten = world.workloadsOf(resource).some(({ whole }) => whole)
  return isWritten ? [] : [key(resource, namespaceOf(resource))]
}

/** The namespace that a deployer states; empty where any may be meant. */
const targetOf = (spec: Json): string => {
  const target = textOf((spec?.destination ?? spec?.template?.spec?.destination)?.namespace ?? spec?.targetNamespace)
  return target.includes('{{') ? '' : target
}

const key = ({ origin }: Resource, namespace: string): string => JSON.stringify([origin?.root, namespace])

const operated = memo((world: World) => indexBy(world.everyResource, resource => reachOf(world, resource)))

/**
 * Whether custom resources of the same render may make pods and Services in a namespace: what is not written there may
 * exist all the same.
 */
export const isOperated = (world: World, from: Resource, namespace: string): boolean =>
  operated(world).has(key(from, namespace)) || operated(world).has(key(from, ''))
