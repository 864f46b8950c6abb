import type { From } from '../ast.ts'
import { officialName } from './official.ts'

/**
 * Official images of distributions (docker.io) whose configuration sets `PATH` and nothing else: no other variable, no
 * working directory, no user.
 */
const BARE = new Set(
  'almalinux alpine amazonlinux buildpack-deps busybox centos debian oraclelinux rockylinux ubuntu'.split(' '),
)

/** Of official images with variables of their own, those that set no working directory either (their Dockerfiles). */
const WITHOUT_WORKDIR = new Set([...BARE, 'archlinux', 'fedora', 'nginx', 'node', 'python'])

const official = ({ resolved }: From): string | undefined => resolved && officialName(resolved)

const isScratch = ({ image }: From): boolean => image.value === 'scratch'

/** The name of a base that surely sets no variable but `PATH`; `undefined` for one that nobody can see into. */
export const bareName = (from: From): string | undefined => {
  const name = isScratch(from) ? 'scratch' : official(from)
  return name === 'scratch' || BARE.has(name ?? '') ? name : undefined
}

/** True for a base that surely sets no working directory. */
export const setsNoWorkdir = (from: From): boolean => isScratch(from) || WITHOUT_WORKDIR.has(official(from) ?? '')
