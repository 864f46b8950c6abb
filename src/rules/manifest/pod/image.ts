import type { Problem } from '../../../core/finding.ts'
import { originTrouble, REGISTRIES_HELP } from '../../../docker/registries.ts'
import type { Container } from '../../../kube/container.ts'
import { isFilledInLater } from '../../../kube/filled-in-later.ts'
import { imageOf, isLatest, isPlaceholder, versionOf } from '../../../kube/image.ts'
import { scannedDigest } from '../../../world/digests.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Not left to a template: what is no image name at all pins nothing either. */
const isWritten = ({ spec }: Container): boolean =>
  typeof spec.image === 'string' && spec.image !== '' && !isFilledInLater(spec.image)

/** All values of `imagePullPolicy`. */
const POLICIES: ReadonlySet<string> = new Set(['Always', 'IfNotPresent', 'Never'])

const runs = (container: Container): string => `container \`${container.name}\` runs \`${container.spec.image}\``

export const imageNameInvalid = rule({
  id: 'image-name-invalid',
  title: 'Invalid image name',
  why: 'No registry can serve an image of this name: the pod is accepted but never starts (`InvalidImageName`).',
  help: 'Write `[registry/]repository[:tag][@sha256:…]` with a lower-case repository, a non-empty tag and a complete digest.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  on: 'container',
  covers: ['image-digest'],
  check(container) {
    const { image } = container.spec
    // OpenShift's triggers fill in an image of one space.
    if (typeof image !== 'string' || image.trim() === '' || isPlaceholder(image) || imageOf(container)) return
    return { at: container.at('image'), message: `invalid image name \`${image}\`` }
  },
})

/** Steps of pipelines run the tools of the day. */
const isStep = ({ workload: { whole, resource } }: Container): boolean =>
  !whole && ['argoproj.io', 'tekton.dev'].includes(resource.group)

export const imageTag = rule({
  id: 'image-tag',
  title: 'Image tag missing or latest',
  why: 'The running version is unknown: the same manifest starts another image tomorrow, replicas differ, a rollback changes nothing, and anyone who can push the tag decides what the cluster runs.',
  help: 'Set a version, `image: shop/web:1.4.2`, or pin the digest.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    checkov: 'CKV_K8S_14',
    kics: '583053b7-e632-46f0-b989-f81ff8045385',
    kubelinter: 'latest-tag',
    kubescore: 'container-image-tag',
    monokle: ['KBP001', 'KBP116'],
    polaris: 'tagNotSpecified',
    trivy: trivyIds('KSV-0013', 'use-specific-tags'),
  },
  on: 'container',
  options: { floating: ['latest'] as readonly string[] },
  optionHelp: { floating: 'tags to treat as floating' },
  check(container, { options }) {
    const image = versionOf(container)
    if (!image || image.digest !== undefined) return
    const at = container.at('image')
    if (image.tag !== undefined && !options.floating.includes(image.tag)) return
    const fault = image.tag === undefined ? 'which has no tag and defaults to `latest`' : 'a floating tag'
    return { at, message: `${runs(container)}, ${fault}`, ...(isStep(container) && { profile: 'strict' }) }
  },
})

const CONTENT_WITH_ANY_DIGEST = { checkov: 'CKV_K8S_43', kics: '7c81d34c-8e5a-402b-9798-9f442630e678' } as const

export const imageDigest = rule({
  id: 'image-digest',
  title: 'Image is not pinned by digest',
  why: 'A tag can be moved: an attacker with a stolen push token does so, and the next pod that starts runs their image.',
  help: 'Append the digest of the tested image: `image: shop/web:1.4.2@sha256:…`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { ...CONTENT_WITH_ANY_DIGEST, kubescape: 'C-0306' },
  on: 'container',
  check(container, { world }) {
    const image = imageOf(container)
    if (!isWritten(container) || image?.digest !== undefined) return
    const at = container.at('image')
    const digest = image && scannedDigest(world, image)
    const pinned = { op: 'set' as const, path: at, value: `${container.spec.image}@${digest}` }
    return {
      at,
      message: `${runs(container)}, which is not pinned by digest`,
      // A digest that is malformed is one to them.
      ...(container.spec.image.includes('@') && { unlike: CONTENT_WITH_ANY_DIGEST }),
      ...(digest !== undefined && {
        fix: { title: 'Pin the scanned digest', safe: false, changes: [pinned] },
      }),
    }
  },
})

const pullAlways = (container: Container): Required<Pick<Problem, 'fix'>> => ({
  fix: {
    title: 'Set `imagePullPolicy: Always`',
    // An image that is only on the node can no longer start.
    safe: false,
    changes: [{ op: 'set', path: container.at('imagePullPolicy'), value: 'Always' }],
  },
})

export const imagePullPolicyAlways = rule({
  id: 'image-pull-policy-always',
  title: 'Pull policy is not Always',
  why: 'On a node shared by tenants, a pod can start any image already present there, including private images of other tenants: only a pull checks credentials.',
  help: 'Set `imagePullPolicy: Always`, or pin the image by digest.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    checkov: 'CKV_K8S_15',
    kics: 'caa3479d-885d-4882-9aac-95e5e78ef5c2',
    kubescore: 'container-image-pull-policy',
    polaris: 'pullPolicyNotAlways',
  },
  on: 'container',
  check(container) {
    const image = versionOf(container)
    const written = container.spec.imagePullPolicy
    if (!image || image.digest !== undefined || container.role === 'ephemeral' || !container.workload.whole) return
    const policy = typeof written === 'string' ? written : isLatest(image) ? 'Always' : 'IfNotPresent'
    if (policy === 'Always') return
    const how = typeof written === 'string' ? '' : ' by default'
    return {
      at: container.at('imagePullPolicy'),
      message: `container \`${container.name}\` has ${POLICIES.has(policy) ? `pull policy \`${policy}\`${how}` : 'an invalid pull policy; expected Always, IfNotPresent or Never'}`,
      ...pullAlways(container),
    }
  },
})

export const imagePullPolicyLatest = rule({
  id: 'image-pull-policy-latest',
  title: 'Floating tag is not pulled again',
  why: 'Each node keeps the `latest` of the day it first pulled: replicas run different code, and a fix that is pushed never arrives.',
  help: 'Set a version tag, or `imagePullPolicy: Always`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: 'C-0075' },
  on: 'container',
  // Without the floating tag, there is nothing to pull again.
  yieldsTo: ['image-tag'],
  check(container) {
    const image = versionOf(container)
    const policy = container.spec.imagePullPolicy
    if (!image || !isLatest(image) || container.role === 'ephemeral') return
    if (typeof policy !== 'string' || policy === 'Always') return
    return {
      at: container.at('imagePullPolicy'),
      message: `${runs(container)} with pull policy \`${policy}\`: nodes keep a stale image`,
      ...pullAlways(container),
    }
  },
})

export const deprecatedK8sRegistry = rule({
  id: 'deprecated-k8s-registry',
  title: 'Image from the frozen k8s.gcr.io registry',
  why: 'The registry has had no new images, and so no security fixes, since April 2023, and old images are being removed: eventually the pull fails.',
  help: 'Replace `k8s.gcr.io` with `registry.k8s.io`, which serves the same images.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: 'C-0253' },
  on: 'container',
  check(container) {
    if (imageOf(container)?.registry !== 'k8s.gcr.io') return
    const at = container.at('image')
    const value = container.spec.image.replace('k8s.gcr.io', 'registry.k8s.io')
    return {
      at,
      message: `${runs(container)} from a frozen registry`,
      fix: { title: 'Use `registry.k8s.io`', safe: true, changes: [{ op: 'set', path: at, value }] },
    }
  },
})

export const imageRegistryAllowed = rule({
  id: 'image-registry-allowed',
  title: 'Image from a registry that is not allowed',
  why: 'Anyone can publish on a public registry: an image from there runs code that has not been vetted, with the rights of the pod.',
  help: 'Mirror the image to an allowed registry and use it from there, or add the registry to `trusted-registries` of the policy.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['cis:5.5.1'],
  peers: {
    kubescape: ['C-0001', 'C-0078', 'C-0304'],
    trivy: [
      ...trivyIds('KSV-0125', 'use-trusted-registry'),
      ...trivyIds('KSV-0032', 'use-azure-image-prefix'),
      ...trivyIds('KSV-0033', 'use-gcr-domain'),
      ...trivyIds('KSV-0034', 'no-public-registries'),
      ...trivyIds('KSV-0035', 'no-untrusted-ecr-domain'),
      'KSV0125',
    ],
  },
  on: 'container',
  options: { registries: [] as readonly string[], blocked: [] as readonly string[] },
  optionHelp: { registries: REGISTRIES_HELP, blocked: 'registries to refuse, written in the same way' },
  check(container, { options }) {
    const image = imageOf(container)
    const trouble = image && originTrouble(image, options)
    if (trouble === undefined) return
    return {
      at: container.at('image'),
      message: `container \`${container.name}\` runs an image that is not allowed: ${trouble}`,
    }
  },
})
