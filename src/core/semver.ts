/** What we use of `semver`, by its own modules: the whole package is three times as large. Load it with `import()`. */
export { default as compare } from 'semver/functions/compare.js'
export { default as parse } from 'semver/functions/parse.js'
