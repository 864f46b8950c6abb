/** Builders that wrap a snippet in the smallest sound object, so that a row of a table is one line. */

/** Whole lines of a text, moved to the right; none for an empty text. */
const lines = (text: string, by: number): string => (text === '' ? '' : `${text.replace(/^(?=.)/gm, ' '.repeat(by))}\n`)

/** A Pod around these lines of its one container. */
export const container = (yaml: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: app\n${lines(yaml, 6)}`

/** The same by another name. */
export const containerOf = (pod: string, yaml: string): string =>
  container(yaml).replace('  name: web', `  name: ${pod}`)

/** A Pod of these lines of its spec, and one plain container unless they bring their own. */
export const pod = (yaml: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${lines(yaml, 2)}${
    /^containers:/m.test(yaml) ? '' : '  containers:\n    - name: app\n      image: shop/web:1.4\n'
  }`

/** A Pod with one container of every role, each with this line. */
export const everywhere = (line: string): string =>
  pod(
    ['containers', 'initContainers', 'ephemeralContainers']
      .map(list => `${list}:\n  - name: ${list}\n    ${line}`)
      .join('\n'),
  )

/** A Pod for nodes of Windows, with this line in its one container. */
export const windows = (line: string): string => pod(`os: {name: windows}\ncontainers:\n  - name: app\n    ${line}`)

/** A manifest beside the Dockerfile of image `shop/web`, which is root. */
export const withImage = (manifest: string): Readonly<Record<string, string>> => ({
  'manifest.yaml': manifest,
  Dockerfile: 'FROM scratch\nLABEL org.opencontainers.image.ref.name=shop/web\nCOPY web /\n',
})

/** A Deployment whose pod template has these lines in its spec. */
export const deployment = (yaml: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n${lines(yaml, 6)}`

/** An Argo Workflow around these lines of the container of its one step: only a part of a pod. */
export const workflow = (yaml: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  name: build\nspec:\n  templates:\n    - name: main\n      container:\n${lines(yaml, 8)}`

/** Several objects in one file. */
export const documents = (...texts: string[]): string => texts.join('---\n')

/** An object of a type such as `apps/v1 Deployment`, with these lines in its spec. */
export const object = (type: string, spec: string, metadata = '{name: web}'): string => {
  const [apiVersion, kind] = type.split(' ')
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n${spec && `spec:\n${lines(spec, 2)}`}`
}

/** An object of any kind around these lines of its spec. */
export const objectOf = (apiVersion: string, kind: string, spec: string, metadata = '{name: web}'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n${spec === '' ? '' : `spec:\n${lines(spec, 2)}`}`

export const service = (spec: string, metadata?: string): string => objectOf('v1', 'Service', spec, metadata)

export const networkPolicy = (spec: string, metadata?: string): string =>
  objectOf('networking.k8s.io/v1', 'NetworkPolicy', spec, metadata)

export const ingress = (spec: string, metadata?: string): string =>
  objectOf('networking.k8s.io/v1', 'Ingress', spec, metadata)

/** A Pod with these labels. */
export const labelled = (labels: string, metadata = 'name: web'): string =>
  objectOf('v1', 'Pod', 'containers: [{name: app, image: a:1}]', `{${metadata}, labels: ${labels}}`)
