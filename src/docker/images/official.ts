import type { ImageName } from '../ast.ts'

type Name = Pick<ImageName, 'registry' | 'repository'>

const OFFICIAL = 'docker.io/library/'

/** Docker's official images for one architecture, or in another registry. */
const COPIES =
  /^(?:docker\.io\/(?:amd64|i386|arm32v[567]|arm64v8|ppc64le|riscv64|s390x)|public\.ecr\.aws\/docker\/library|mirror\.gcr\.io\/library)\//

/** `docker.io/library/golang`, for its copies as well. */
export const wholeName = ({ registry, repository }: Name): string =>
  `${registry}/${repository}`.replace(COPIES, OFFICIAL)

/** `golang`; `undefined` for what is not one of Docker's official images. */
export function officialName(image: Name): string | undefined {
  const name = wholeName(image)
  return name.startsWith(OFFICIAL) ? name.slice(OFFICIAL.length) : undefined
}
