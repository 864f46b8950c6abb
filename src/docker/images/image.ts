/** What the Dockerfile of a published image tells of the process that it starts. */
export interface KnownImage {
  /** With its registry: `docker.io/library/solr`; a `*` at its end stands for anything. */
  readonly name: string
  /** Matches the tags that the row holds for. */
  readonly tags?: RegExp
  /** The lowest version that was looked up; tags without a version are newer. */
  readonly since?: string
  /** The last USER, with the values of its variables; empty for root. */
  readonly user: string
  /** The program that it starts by itself; absent when that is nothing, or only a shell. */
  readonly starts?: string
  /** The programs before which its entry point changes to another user; `*` for every one. */
  readonly drops?: readonly string[]
  /** A user that the image brings for what is built on it: its name, and how a USER is to set it. */
  readonly brings?: { readonly name: string; readonly user: string }
}
