import type { Path } from '../core/location.ts'
import { capabilitiesOf } from './capabilities.ts'
import type { Container } from './container.ts'
import { isEmpty, isMap, type Json, textOf } from './resource.ts'
import type { Workload } from './workload.ts'

/** Of seccomp or AppArmor. Compares without regard to case: a type that is only misspelt is for the schema to refuse. */
export const isProfileType = (profile: Json, ...types: readonly string[]): boolean =>
  typeof profile?.type === 'string' && types.includes(profile.type.toLowerCase())

/** Before Kubernetes 1.30 AppArmor was set by annotations, `<prefix><container>`; they still count. */
const PREFIX = 'container.apparmor.security.beta.kubernetes.io/'

interface AppArmorAnnotation {
  readonly container: string
  /** Anything but a text is refused by the API server. */
  readonly profile: unknown
  /** The baseline standard lets it say this. */
  readonly confines: boolean
  readonly at: Path
}

const annotationsOf = ({ template }: Workload): Json => {
  const annotations = template?.metadata?.annotations
  return isMap(annotations) ? annotations : {}
}

export function appArmorAnnotations(workload: Workload): readonly AppArmorAnnotation[] {
  const { template, pod, podPath } = workload
  // The metadata stands beside the PodSpec, or inside of it where only a part of a pod is kept.
  const parent = template === pod ? podPath : podPath.slice(0, -1)
  return Object.entries(annotationsOf(workload))
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, profile]) => ({
      container: key.slice(PREFIX.length),
      profile,
      confines: profile === 'runtime/default' || (typeof profile === 'string' && profile.startsWith('localhost/')),
      at: [...parent, 'metadata', 'annotations', key],
    }))
}

/** True for a container that names a profile of AppArmor which confines it, in a field or in an annotation. */
export function hasAppArmorProfile(container: Container): boolean {
  const profile = container.effective('appArmorProfile')
  if (profile) return isProfileType(profile, 'runtimedefault', 'localhost')
  return appArmorAnnotations(container.workload).some(
    annotation => annotation.container === container.name && annotation.confines,
  )
}

const SECCOMP = 'seccomp.security.alpha.kubernetes.io/'

/** An annotation that is written in place of the field `seccompProfile`. */
export interface SeccompAnnotation {
  readonly key: string
  /** Kubernetes applied it up to 1.26, and it restricts the container. */
  readonly confines: boolean
}

/** The annotation that is meant to set the seccomp profile of a container. That of PodSecurityPolicies sets nothing. */
export function seccompAnnotation({ name, workload }: Container): SeccompAnnotation | undefined {
  const annotations = annotationsOf(workload)
  const applied = [`container.${SECCOMP}${name}`, `${SECCOMP}pod`]
  const key = [...applied, `${SECCOMP}defaultProfileName`].find(one => annotations[one] !== undefined)
  if (key === undefined) return undefined
  const isProfile = /^(?:(?:runtime|docker)\/default$|localhost\/.)/.test(textOf(annotations[key]))
  return { key, confines: isProfile && applied.includes(key) }
}

/** True for a container that anything at all keeps from some of the kernel: a profile, SELinux, or a dropped capability. */
export const isConfined = (container: Container): boolean =>
  isProfileType(container.effective('seccompProfile'), 'runtimedefault', 'localhost') ||
  hasAppArmorProfile(container) ||
  !isEmpty(container.effective('seLinuxOptions')) ||
  (capabilitiesOf(container, 'drop').length > 0 && !capabilitiesOf(container, 'add').some(({ name }) => name === 'ALL'))
