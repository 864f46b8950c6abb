import * as dockerApt from './dockerfile/apt.ts'
import * as dockerBaseArgs from './dockerfile/base-args.ts'
import * as dockerBaseImage from './dockerfile/base-image.ts'
import * as dockerDeclare from './dockerfile/declare.ts'
import * as dockerDownloads from './dockerfile/downloads.ts'
import * as dockerFiles from './dockerfile/files.ts'
import * as dockerLabels from './dockerfile/labels.ts'
import * as dockerLanguages from './dockerfile/languages.ts'
import * as dockerPackages from './dockerfile/packages.ts'
import * as dockerPorts from './dockerfile/ports.ts'
import * as dockerRun from './dockerfile/run.ts'
import * as dockerSecrets from './dockerfile/secrets.ts'
import * as dockerShell from './dockerfile/shell.ts'
import * as dockerStages from './dockerfile/stages.ts'
import * as dockerStart from './dockerfile/start.ts'
import * as dockerTrust from './dockerfile/trust.ts'
import * as dockerUpdates from './dockerfile/updates.ts'
import * as dockerUser from './dockerfile/user.ts'
import * as dockerVariables from './dockerfile/variables.ts'
import * as scan from './image/scan.ts'
import * as apiVersion from './manifest/api-version.ts'
import * as capabilities from './manifest/capabilities.ts'
import * as committedSecrets from './manifest/committed-secrets.ts'
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
  scan,
  dockerApt,
  dockerBaseArgs,
  dockerBaseImage,
  dockerDeclare,
  dockerDownloads,
  dockerFiles,
  dockerLabels,
  dockerLanguages,
  dockerPackages,
  dockerPorts,
  dockerRun,
  dockerSecrets,
  dockerShell,
  dockerStages,
  dockerStart,
  dockerTrust,
  dockerUpdates,
  dockerUser,
  dockerVariables,
  apiVersion,
  capabilities,
  committedSecrets,
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

let known: ReadonlyMap<string, readonly string[]> | undefined

/** `DL3007` → image-tag-latest; `DS001` → image-tag-latest and image-tag-missing. Lower case. Few runs ask for them. */
export function aliases(): ReadonlyMap<string, readonly string[]> {
  if (known) return known
  const map = new Map<string, string[]>()
  for (const { id, peers } of rules.values())
    for (const alias of Object.values(peers ?? {}).flat() as string[]) {
      const key = alias.toLowerCase()
      map.set(key, [...(map.get(key) ?? []), id])
    }
  known = map
  return map
}
