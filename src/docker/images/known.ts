/** What the Dockerfile of a published image tells of the process that it starts. */
export interface KnownImage {
  /** With its registry: `docker.io/library/solr`. */
  readonly name: string
  /** Matches the tags that the row holds for; absent for all of them. */
  readonly tags?: RegExp
  /** The last USER as written, variables put in; empty when there is none. */
  readonly user: string
  /** The program that it starts by itself; absent when that is nothing, or only a shell. */
  readonly starts?: string
  /** The programs before which its entry point changes to another user; `*` for every one. */
  readonly drops?: readonly string[]
  /** A user that the image brings and does not use by itself, as a USER would name it. */
  readonly brings?: string
}

export const KNOWN_IMAGES: readonly KnownImage[] = []
