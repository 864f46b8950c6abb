import { isObject, type Json, present, textOf } from '../json/json.ts'
import type { ScannedImage } from './report.ts'

/** What scanners say about an image, each in its own place. */
export interface ImageFacts {
  /** Names in order of preference: the first is the one the user typed. */
  readonly refs: readonly string[]
  readonly tags: readonly string[]
  /** `repo@sha256:…` */
  readonly repoDigests: readonly string[]
  /** Known in another way than by repo digests: the digest of the manifest. */
  readonly digest?: string
  readonly os?: string
  readonly architecture?: string
  readonly variant?: string
  readonly user?: string | undefined
}

const DIGEST = /@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/

const digestIn = (name: string): string | undefined => DIGEST.exec(name)?.[1]

/** The image, or `undefined` when the report names none. */
export function imageOf(facts: ImageFacts): ScannedImage | undefined {
  const ref = [...facts.refs, ...facts.tags, ...facts.repoDigests].find(Boolean)
  if (ref === undefined) return undefined
  const names = [...new Set([...facts.tags, ...facts.repoDigests])].filter(name => name !== '' && name !== ref)
  // What a registry knows the image by goes before what the scanner computed itself: manifests pin the former.
  const digest = [ref, ...facts.repoDigests].map(digestIn).find(found => found !== undefined) ?? facts.digest
  const platform = facts.os && facts.architecture ? [facts.os, facts.architecture, facts.variant] : []
  return present({
    ...{ ref, names, user: facts.user },
    ...{ digest: digest || undefined, platform: platform.filter(Boolean).join('/') || undefined },
  })
}

/** The user in the configuration of an image (OCI image-spec, config.md). One that is all blank is that of no image. */
export function userIn(config: Json): string | undefined {
  const isBlank = textOf(config['os']) === '' && textOf(config['architecture']) === ''
  return isBlank || !isObject(config['config']) ? undefined : textOf(config['config']['User'])
}
