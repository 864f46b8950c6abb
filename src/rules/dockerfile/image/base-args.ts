import type { Spanned } from '../../../core/location.ts'
import type { From } from '../../../docker/ast.ts'
import { guess } from '../../../docker/guess.ts'
import { parseImageName } from '../../../docker/image-name.ts'
import { rule } from '../../rule.ts'

const namesIn = (text: string): string[] => [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name!)

/** The variables of a FROM, each with the word that asks for it. */
const asked = ({ image, platform }: From): readonly (readonly [string, Spanned])[] => [
  ...namesIn(platform?.value ?? '').map(name => [name, platform!] as const),
  ...image.variables.map(name => [name, image] as const),
]

export const fromArgUndefined = rule({
  id: 'from-arg-undefined',
  title: 'FROM uses a variable that nothing declares',
  why: 'The variable is always empty there: the build breaks, or quietly starts from another image than the one meant.',
  help: 'Declare it above the first FROM: `ARG VERSION=1.4`. An ARG inside a stage is not seen by FROM.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: { buildkit: 'UndefinedArgInFrom' },
  on: 'dockerfile',
  check(dockerfile) {
    return dockerfile.stages.flatMap(({ from, globals }) =>
      asked(from)
        .filter(([name]) => !globals.isSet(name))
        .map(([name, at]) => ({
          at,
          message: `\`${name}\` is not declared before the first FROM${guess(name, globals.names)}`,
        })),
    )
  },
})

export const fromArgDefaultInvalid = rule({
  id: 'from-arg-default-invalid',
  title: 'FROM makes no sense with the defaults of its ARGs',
  why: 'Whoever builds without the right `--build-arg` gets an error that does not say which one is missing.',
  help: 'Give the ARG a default that makes a whole image name: `ARG VERSION=3.22`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { buildkit: 'InvalidDefaultArgInFrom' },
  on: 'dockerfile',
  check(dockerfile) {
    return dockerfile.stages.flatMap(({ globals, from: { image, bases } }) => {
      if (image.variables.length === 0 || !image.variables.every(name => globals.isSet(name))) return []
      const { text, isAutomatic } = globals.byDefault(image)
      if (isAutomatic) return []
      if (parseImageName(text) || bases.some(({ name }) => name === text.toLowerCase())) return []
      const shown = text === '' ? 'is empty' : `is \`${text}\`, which is no valid image`
      return { at: image, message: `by default this ${shown}` }
    })
  },
})
