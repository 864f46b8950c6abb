/** Why a file is left alone, in the words of results. */

/** Why a template is left alone: nobody knows its values. */
export const TEMPLATE = 'template outside a chart'

/** Its templates may take it from anywhere. */
export const CHART_FILE = 'template among the files of a chart'

export const NO_OBJECTS = 'YAML without Kubernetes objects'

export const NO_FROM = 'named like a Dockerfile, but without a FROM'

export const unrendered = (made: string): string =>
  `this is a template of ${made}, which is not rendered: render it before this step, and check the result`

export const OTHER_JSON = 'JSON that is neither a known report nor a Kubernetes object'

export const UNSUPPORTED = 'not a supported kind of file'

export const NO_SUBMODULE = 'this submodule is not checked out: add `submodules: recursive` to `actions/checkout`'

export const OUTPUT = 'output of this run'

export const GONE = 'no longer there'

export const EXCLUDED = 'excluded by the policy'

export const EXCLUDED_BY_DEFAULT = 'excluded by default'
