import { inject } from 'vitest'

// The tests of this folder run dist/: of another source they would be green, or red, for nothing.
if (!inject('distIsFresh')) throw Object.assign(new Error('dist is not what src builds: npm run build'), { stack: '' })
