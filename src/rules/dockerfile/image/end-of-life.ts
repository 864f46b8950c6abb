import { releasesIn } from '../../../docker/images/end-of-life.ts'
import { rule } from '../../rule.ts'

export const baseImageEndOfLife = rule({
  id: 'base-image-end-of-life',
  title: 'Base image is of a release without support',
  why: 'Vulnerabilities found since are not fixed in it, and scanners that follow the vendor do not report them.',
  help: 'Build on a release with support, for example `FROM debian:13-slim`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  on: 'from',
  check({ image, resolved, stage }, { world }) {
    const ended = resolved && releasesIn(resolved).find(({ end }) => end < world.today)
    if (!ended) return
    return {
      at: image,
      // What another stage leaves behind was made with it, and does not have it.
      severity: stage.final ? 'medium' : 'low',
      message: `base image is of \`${ended.name}\`, without support since ${ended.end}`,
    }
  },
})
