import type { Spanned } from '../../../core/location.ts'
import type { From, Word } from '../../../docker/ast.ts'
import type { GlobalArgs } from '../../../docker/global-args.ts'
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
  title: 'FROM uses an undeclared variable',
  why: 'The variable is always empty: the build fails, or silently uses another base image than intended.',
  help: 'Declare it before the first FROM: `ARG VERSION=1.4`. FROM does not see an ARG inside a stage.',
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

/** `ARG X`, or `${X:?why}` in it or in what uses it: the author asks for a value, and the build says so without one. */
const isContract = ({ text, variables }: Word, globals: GlobalArgs): boolean =>
  REQUIRED.test(text) || variables.some(name => globals.isRequired(name))

const REQUIRED = /\$\{\w+:?\?/

export const fromArgDefaultInvalid = rule({
  id: 'from-arg-default-invalid',
  title: 'FROM is invalid with the default values of its ARGs',
  why: 'A build without the right `--build-arg` fails with an error that does not name the missing one.',
  help: 'Give the ARG a default that yields a valid image name: `ARG VERSION=3.22`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { buildkit: 'InvalidDefaultArgInFrom' },
  on: 'dockerfile',
  check(dockerfile) {
    return dockerfile.stages.flatMap(({ globals, from: { image, bases } }) => {
      if (image.variables.length === 0 || !image.variables.every(name => globals.isSet(name))) return []
      const { text, isAutomatic } = globals.byDefault(image)
      if (isAutomatic || isContract(image, globals)) return []
      if (parseImageName(text) || bases.some(({ name }) => name === text.toLowerCase())) return []
      return { at: image, message: `base image with default ARG values is ${text === '' ? 'empty' : 'invalid'}` }
    })
  },
})
