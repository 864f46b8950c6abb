/** A kind of input that can be made larger. */
export interface Shape {
  readonly title: string
  /** How many of its parts there are at ×1. */
  readonly size: number
  /** Path and text of each file; a folder ends in a slash. */
  files(size: number): Iterable<readonly [path: string, text: string]>
}

/** So many pieces of text, one after the other. */
export const many = (count: number, piece: (index: number) => string, between = '\n'): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join(between)

/** The shape of one file. */
export const oneFile = (title: string, size: number, file: string, text: (size: number) => string): Shape => ({
  title,
  size,
  files: count => [[file, text(count)]],
})

/** An object as data, for JSON. */
export const podOf = (index: number): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `web-${index}`, labels: { app: 'web', shard: `s${index}` } },
  spec: { containers: [{ name: 'app', image: 'shop/web:1', securityContext: { privileged: true } }] },
})

/** A pod in block style; `lines` are further fields of its only container. */
export const podText = (index: number, lines: readonly string[] = []): string =>
  [
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    `  name: web-${index}`,
    '  labels: {app: web}',
    'spec:',
    '  containers:',
    '    - name: app',
    '      image: shop/web:1',
    ...lines.map(line => `      ${line}`),
    '',
  ].join('\n')
