import { containerOf } from '../kit/manifests.ts'

/** A pod with one finding. */
export const privileged = (name: string): string => containerOf(name, 'securityContext: {privileged: true}')

/** A pod with as many as these. */
export const adding = (name: string, ...capabilities: readonly string[]): string =>
  containerOf(name, `securityContext:\n  capabilities: {add: [${capabilities.join(', ')}]}`)

/** A pod without any. */
export const plain = (name: string): string => containerOf(name, 'image: shop/web:1')

/** Nothing of it can be read. */
export const BROKEN = 'apiVersion: v1\nkind: Pod\n a: ['
