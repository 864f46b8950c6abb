import type { Problem } from '../../../core/finding.ts'
import type { Container } from '../../../kube/container.ts'
import { imageOf, isLatest, isPlaceholder, versionOf } from '../../../kube/image.ts'
import { scannedDigest } from '../../../world/digests.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Not left to a template: what is no image name at all pins nothing either. */
const isWritten = ({ spec }: Container): boolean =>
  typeof spec.image === 'string' && spec.image !== '' && !/\$[({]|\{\{/.test(spec.image)

const runs = (container: Container): string => `container \`${container.name}\` runs \`${container.spec.image}\``

export const imageNameInvalid = rule({
  id: 'image-name-invalid',
  title: 'Image name is malformed',
  why: 'No registry can hold an image of that name: the pod is accepted and never starts, `InvalidImageName`.',
  help: 'Write `[registry/]repository[:tag][@sha256:…]`: the repository in lower case, the tag not empty, the digest whole.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  on: 'container',
  check(container) {
    const { image } = container.spec
    // OpenShift's triggers fill in an image of one space.
    if (typeof image !== 'string' || image.trim() === '' || isPlaceholder(image) || imageOf(container)) return
    return { at: container.at('image'), message: `\`${image}\` is no image name: it cannot be pulled` }
  },
})

export const imageTag = rule({
  id: 'image-tag',
  title: 'Image tag missing or latest',
  why: 'Nobody can say what runs: the same manifest starts another image tomorrow, replicas differ, a roll-back rolls nothing back, and whoever can push the tag decides what the cluster runs.',
  help: 'Name the version, `image: shop/web:1.4.2`, or pin the digest.',
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
  optionHelp: { floating: 'tags that move, and pin nothing' },
  check(container, { options }) {
    const image = versionOf(container)
    if (!image || image.digest !== undefined) return
    const at = container.at('image')
    if (image.tag === undefined) return { at, message: `${runs(container)}, which has no tag and means \`latest\`` }
    if (!options.floating.includes(image.tag)) return
    return { at, message: `${runs(container)}, a tag that moves` }
  },
})

export const imageDigest = rule({
  id: 'image-digest',
  title: 'Image not pinned by digest',
  why: 'A tag is a promise of whoever owns the repository: an attacker with a stolen push token moves it, and the next pod that starts runs their image.',
  help: 'Append the digest of the image that was tested: `image: shop/web:1.4.2@sha256:…`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { checkov: 'CKV_K8S_43', kics: '7c81d34c-8e5a-402b-9798-9f442630e678', kubescape: 'C-0306' },
  on: 'container',
  check(container, { world }) {
    const image = imageOf(container)
    if (!isWritten(container) || image?.digest !== undefined) return
    const at = container.at('image')
    const digest = image && scannedDigest(world, image)
    const pinned = { op: 'set' as const, path: at, value: `${container.spec.image}@${digest}` }
    return {
      at,
      message: `${runs(container)}, ${container.spec.image.includes('@') ? 'whose digest is malformed' : 'which no digest pins'}`,
      ...(digest !== undefined && {
        fix: { title: 'Pin the digest that was scanned', safe: false, changes: [pinned] },
      }),
    }
  },
})

const pullAlways = (container: Container): Required<Pick<Problem, 'fix'>> => ({
  fix: {
    title: 'Pull the image at every start',
    // An image that is only on the node can no longer start.
    safe: false,
    changes: [{ op: 'set', path: container.at('imagePullPolicy'), value: 'Always' }],
  },
})

export const imagePullPolicyAlways = rule({
  id: 'image-pull-policy-always',
  title: 'Pull policy is not Always',
  why: 'On a node that tenants share, a pod may start any image that is already there, private ones of other tenants too: only a pull checks its credentials.',
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
      message: `container \`${container.name}\` has the pull policy \`${policy}\`${how}`,
      ...pullAlways(container),
    }
  },
})

export const imagePullPolicyLatest = rule({
  id: 'image-pull-policy-latest',
  title: 'Moving tag is not pulled again',
  why: 'Each node keeps the `latest` of the day it first pulled: replicas of one workload run different code, and a fix that was pushed never arrives.',
  help: 'Name a version, or set `imagePullPolicy: Always`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: 'C-0075' },
  on: 'container',
  check(container) {
    const image = versionOf(container)
    const policy = container.spec.imagePullPolicy
    if (!image || !isLatest(image) || container.role === 'ephemeral') return
    if (typeof policy !== 'string' || policy === 'Always') return
    return {
      at: container.at('imagePullPolicy'),
      message: `${runs(container)} with the pull policy \`${policy}\`: nodes keep an old one`,
      ...pullAlways(container),
    }
  },
})

export const deprecatedK8sRegistry = rule({
  id: 'deprecated-k8s-registry',
  title: 'Image from the frozen k8s.gcr.io registry',
  why: 'The registry has had no new images, and so no security fixes, since April 2023, and old ones are being removed: one day the pull fails.',
  help: 'Write `registry.k8s.io` for `k8s.gcr.io`: the same images are there.',
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
      message: `${runs(container)} from a registry that is frozen`,
      fix: { title: 'Use `registry.k8s.io`', safe: true, changes: [{ op: 'set', path: at, value }] },
    }
  },
})
