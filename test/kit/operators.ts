import { objectOf } from './manifests.ts'

/** An object of an operator that makes pods and Services. */
export const KAFKA = objectOf('kafka.strimzi.io/v1', 'Kafka', 'kafka: {replicas: 3}')

/** Objects that may make them. */
export const OPERATED: readonly (readonly [title: string, object: string])[] = [
  ['an operator', KAFKA],
  ['Argo CD', objectOf('argoproj.io/v1alpha1', 'Application', 'project: shop')],
  [
    'Argo CD, into this namespace',
    objectOf('argoproj.io/v1alpha1', 'Application', 'destination: {namespace: default}'),
  ],
  [
    'Argo CD, into many',
    objectOf('argoproj.io/v1alpha1', 'ApplicationSet', 'template: {spec: {destination: {namespace: "{{ name }}"}}}'),
  ],
  ['Flux', objectOf('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'interval: 1m', '{name: a, namespace: flux}')],
]
