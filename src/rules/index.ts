import * as apiVersion from './manifest/api-version.ts'
import * as capabilities from './manifest/capabilities.ts'
import * as document from './manifest/document.ts'
import * as hostAccess from './manifest/host-access.ts'
import * as image from './manifest/image.ts'
import * as kernel from './manifest/kernel.ts'
import * as privilege from './manifest/privilege.ts'
import * as probes from './manifest/probes.ts'
import * as resources from './manifest/resources.ts'
import * as secrets from './manifest/secrets.ts'
import * as serviceAccount from './manifest/service-account.ts'
import * as volumes from './manifest/volumes.ts'
import type { AnyRule } from './rule.ts'

/** Every export of these files is a rule, or a family of rules. A test sees to it that no file is missing here. */
const files: readonly Record<string, unknown>[] = [
  apiVersion,
  capabilities,
  document,
  hostAccess,
  image,
  kernel,
  privilege,
  probes,
  resources,
  secrets,
  serviceAccount,
  volumes,
]

export const rules: ReadonlyMap<string, AnyRule> = new Map(
  files
    .flatMap(file => Object.values(file) as (AnyRule | readonly AnyRule[])[])
    .flat()
    .map(rule => [rule.id, rule]),
)

/** `DL3007` → image-tag-latest; `DS001` → image-tag-latest and image-tag-missing. Lower case. */
export const aliases: ReadonlyMap<string, readonly string[]> = (() => {
  const map = new Map<string, string[]>()
  for (const { id, peers } of rules.values())
    for (const alias of Object.values(peers ?? {}).flat() as string[]) {
      const key = alias.toLowerCase()
      map.set(key, [...(map.get(key) ?? []), id])
    }
  return map
})()
