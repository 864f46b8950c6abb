import * as dockerBaseArgs from './dockerfile/image/base-args.ts'
import * as dockerBaseImage from './dockerfile/image/base-image.ts'
import * as dockerCompiler from './dockerfile/image/compiler.ts'
import * as dockerDigest from './dockerfile/image/digest.ts'
import * as dockerEndOfLife from './dockerfile/image/end-of-life.ts'
import * as dockerLabels from './dockerfile/image/labels.ts'
import * as dockerPorts from './dockerfile/image/ports.ts'
import * as dockerStart from './dockerfile/image/start.ts'
import * as dockerUser from './dockerfile/image/user.ts'
import * as dockerApt from './dockerfile/packages/apt.ts'
import * as dockerLanguages from './dockerfile/packages/languages.ts'
import * as dockerPackages from './dockerfile/packages/packages.ts'
import * as dockerUpdates from './dockerfile/packages/updates.ts'
import * as dockerDownloads from './dockerfile/run/downloads.ts'
import * as dockerFetch from './dockerfile/run/fetch.ts'
import * as dockerModes from './dockerfile/run/modes.ts'
import * as dockerRun from './dockerfile/run/run.ts'
import * as dockerShell from './dockerfile/run/shell.ts'
import * as dockerTrust from './dockerfile/run/trust.ts'
import * as dockerContext from './dockerfile/stages/context.ts'
import * as dockerFiles from './dockerfile/stages/files.ts'
import * as dockerLayers from './dockerfile/stages/layers.ts'
import * as dockerStages from './dockerfile/stages/stages.ts'
import * as dockerDeclare from './dockerfile/words/declare.ts'
import * as dockerSecretFiles from './dockerfile/words/secret-files.ts'
import * as dockerSecrets from './dockerfile/words/secrets.ts'
import * as dockerVariables from './dockerfile/words/variables.ts'
import * as graphImageUser from './graph/image-user.ts'
import * as graphReadOnlyRoot from './graph/read-only-root.ts'
import * as scan from './image/scan.ts'
import * as controlPlaneAccess from './manifest/control-plane/access.ts'
import * as controlPlaneAdmission from './manifest/control-plane/admission.ts'
import * as controlPlaneAudit from './manifest/control-plane/audit.ts'
import * as controlPlaneCertificates from './manifest/control-plane/certificates.ts'
import * as controlPlaneCiphers from './manifest/control-plane/ciphers.ts'
import * as controlPlaneControllers from './manifest/control-plane/controllers.ts'
import * as controlPlaneEtcd from './manifest/control-plane/etcd.ts'
import * as controlPlaneFiles from './manifest/control-plane/files.ts'
import * as controlPlaneKubelet from './manifest/control-plane/kubelet.ts'
import * as controlPlaneNodes from './manifest/control-plane/nodes.ts'
import * as networkClusterPorts from './manifest/network/cluster-ports.ts'
import * as networkConsoles from './manifest/network/consoles.ts'
import * as networkDangling from './manifest/network/dangling.ts'
import * as networkDns from './manifest/network/dns.ts'
import * as networkExposure from './manifest/network/exposure.ts'
import * as networkIngress from './manifest/network/ingress.ts'
import * as networkPolicies from './manifest/network/policies.ts'
import * as networkPorts from './manifest/network/ports.ts'
import * as networkSandbox from './manifest/network/sandbox.ts'
import * as networkServices from './manifest/network/services.ts'
import * as admission from './manifest/object/admission.ts'
import * as apiVersion from './manifest/object/api-version.ts'
import * as claims from './manifest/object/claims.ts'
import * as committedSecrets from './manifest/object/committed-secrets.ts'
import * as document from './manifest/object/document.ts'
import * as keyOrder from './manifest/object/key-order.ts'
import * as labelSyntax from './manifest/object/label-syntax.ts'
import * as labels from './manifest/object/labels.ts'
import * as namespace from './manifest/object/namespace.ts'
import * as namespaces from './manifest/object/namespaces.ts'
import * as plainData from './manifest/object/plain-data.ts'
import * as quota from './manifest/object/quota.ts'
import * as retired from './manifest/object/retired.ts'
import * as storageClass from './manifest/object/storage-class.ts'
import * as capabilities from './manifest/pod/capabilities.ts'
import * as command from './manifest/pod/command.ts'
import * as components from './manifest/pod/components.ts'
import * as guarantees from './manifest/pod/guarantees.ts'
import * as hardening from './manifest/pod/hardening.ts'
import * as hostAccess from './manifest/pod/host-access.ts'
import * as image from './manifest/pod/image.ts'
import * as kernel from './manifest/pod/kernel.ts'
import * as mounts from './manifest/pod/mounts.ts'
import * as mountsInventory from './manifest/pod/mounts-inventory.ts'
import * as nonRoot from './manifest/pod/non-root.ts'
import * as ports from './manifest/pod/ports.ts'
import * as privilege from './manifest/pod/privilege.ts'
import * as probes from './manifest/pod/probes.ts'
import * as resources from './manifest/pod/resources.ts'
import * as sandbox from './manifest/pod/sandbox.ts'
import * as secrets from './manifest/pod/secrets.ts'
import * as serviceAccount from './manifest/pod/service-account.ts'
import * as volumes from './manifest/pod/volumes.ts'
import * as accounts from './manifest/rbac/accounts.ts'
import * as rbacBindings from './manifest/rbac/bindings.ts'
import * as rbacComponents from './manifest/rbac/components.ts'
import * as rbacNarrowed from './manifest/rbac/narrowed.ts'
import * as rbacPowers from './manifest/rbac/powers.ts'
import * as rbacReach from './manifest/rbac/reach.ts'
import * as rbacReferences from './manifest/rbac/references.ts'
import * as rbacResourceNames from './manifest/rbac/resource-names.ts'
import * as rbacUnused from './manifest/rbac/unused.ts'
import * as rbacVerbs from './manifest/rbac/verbs.ts'
import * as rbacWildcards from './manifest/rbac/wildcards.ts'
import * as config from './manifest/workload/config.ts'
import * as disruption from './manifest/workload/disruption.ts'
import * as environment from './manifest/workload/environment.ts'
import * as jobs from './manifest/workload/jobs.ts'
import * as priority from './manifest/workload/priority.ts'
import * as replicas from './manifest/workload/replicas.ts'
import * as rollout from './manifest/workload/rollout.ts'
import * as scaling from './manifest/workload/scaling.ts'
import * as selectors from './manifest/workload/selectors.ts'
import * as spreading from './manifest/workload/spreading.ts'
import * as stateful from './manifest/workload/stateful.ts'
import type { AnyRule } from './rule.ts'
import { RuleSet } from './set.ts'

/** Every export of these files is a rule, or a family of rules. A test sees to it that no file is missing here. */
const files: readonly Record<string, unknown>[] = [
  scan,
  graphImageUser,
  graphReadOnlyRoot,
  apiVersion,
  capabilities,
  committedSecrets,
  components,
  dockerApt,
  dockerBaseArgs,
  dockerBaseImage,
  dockerCompiler,
  dockerContext,
  dockerDeclare,
  dockerDigest,
  dockerDownloads,
  dockerEndOfLife,
  dockerFetch,
  dockerFiles,
  dockerLabels,
  dockerLanguages,
  dockerLayers,
  dockerModes,
  dockerPackages,
  dockerPorts,
  dockerRun,
  dockerSecretFiles,
  dockerSecrets,
  dockerShell,
  dockerStages,
  dockerStart,
  dockerTrust,
  dockerUpdates,
  dockerUser,
  dockerVariables,
  accounts,
  admission,
  claims,
  command,
  config,
  controlPlaneAccess,
  controlPlaneAdmission,
  controlPlaneAudit,
  controlPlaneCertificates,
  controlPlaneCiphers,
  controlPlaneControllers,
  controlPlaneEtcd,
  controlPlaneFiles,
  controlPlaneKubelet,
  controlPlaneNodes,
  disruption,
  document,
  environment,
  guarantees,
  hardening,
  hostAccess,
  image,
  jobs,
  kernel,
  keyOrder,
  labels,
  labelSyntax,
  mounts,
  mountsInventory,
  namespace,
  namespaces,
  networkClusterPorts,
  networkConsoles,
  networkDangling,
  networkDns,
  networkExposure,
  networkIngress,
  networkPolicies,
  networkPorts,
  networkSandbox,
  networkServices,
  nonRoot,
  plainData,
  ports,
  priority,
  privilege,
  probes,
  quota,
  rbacBindings,
  rbacComponents,
  rbacNarrowed,
  rbacPowers,
  rbacReach,
  rbacReferences,
  rbacResourceNames,
  rbacUnused,
  rbacVerbs,
  rbacWildcards,
  replicas,
  resources,
  retired,
  rollout,
  sandbox,
  scaling,
  secrets,
  selectors,
  serviceAccount,
  spreading,
  stateful,
  storageClass,
  volumes,
]

/** The rules that Seaworthy brings along. Only the shells, scripts and tests name them: everybody else is given a set. */
export const rules = new RuleSet(files.flatMap(file => Object.values(file) as (AnyRule | readonly AnyRule[])[]).flat())
