import { many, oneFile, podOf, podText, type Shape } from './shape.ts'

const head = (kind: string, name: string, apiVersion = 'v1'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n`

const containers = (count: number): string => many(count, i => `    - {name: c${i}, image: "shop/web:1"}`)

const pod = (spec: string, name = 'web'): string => `${head('Pod', name)}spec:\n${spec}\n`

const documents = (count: number, text: (index: number) => string): string => many(count, text, '\n---\n')

/** Objects of Kubernetes, in every layout in which one of their parts may be many. */
export const manifestShapes: readonly Shape[] = [
  oneFile('pods as JSON, one to a line', 50, 'pods.json', count => many(count, i => JSON.stringify(podOf(i)))),
  oneFile('pods as JSON, all on one line', 50, 'pods.json', count => many(count, i => JSON.stringify(podOf(i)), ' ')),
  oneFile('a List of pods as JSON on one line', 50, 'pods.json', count =>
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: Array.from({ length: count }, (_, i) => podOf(i)) }),
  ),
  oneFile('a List of pods as indented JSON', 50, 'pods.json', count =>
    JSON.stringify(
      { apiVersion: 'v1', kind: 'List', items: Array.from({ length: count }, (_, i) => podOf(i)) },
      null,
      2,
    ),
  ),
  oneFile(
    'a List of pods in block style',
    50,
    'pods.yaml',
    count =>
      `apiVersion: v1\nkind: List\nitems:\n${many(count, i => `  - ${podText(i).trimEnd().replaceAll('\n', '\n    ')}`)}\n`,
  ),
  oneFile('documents of one file', 100, 'pods.yaml', count => documents(count, podText)),
  oneFile('containers of a pod, block style', 100, 'pod.yaml', count => pod(`  containers:\n${containers(count)}`)),
  oneFile('containers of a pod, on one line', 50, 'pod.yaml', count =>
    pod(`  containers: [${many(count, i => `{name: c${i}, image: "shop/web:1"}`, ', ')}]`),
  ),
  oneFile('variables of a container', 500, 'pod.yaml', count =>
    podText(0, ['env:', ...Array.from({ length: count }, (_, i) => `  - {name: KEY_${i}, value: "${i}"}`)]),
  ),
  oneFile('variables that may be secrets', 250, 'pod.yaml', count =>
    podText(0, [
      'env:',
      ...Array.from({ length: count }, (_, i) => `  - {name: DB_PASSWORD_${i}, value: hunter${i}x}`),
    ]),
  ),
  oneFile('ports of a container', 250, 'pod.yaml', count =>
    podText(0, [
      'ports:',
      ...Array.from({ length: count }, (_, i) => `  - {containerPort: ${1000 + i}, hostPort: ${1000 + i}}`),
    ]),
  ),
  oneFile('volumes of a pod', 250, 'pod.yaml', count =>
    pod(
      `  volumes:\n${many(count, i => `    - {name: v${i}, hostPath: {path: /var/run/x${i}}}`)}\n  containers:\n    - name: app\n      image: a:1\n      volumeMounts:\n${many(count, i => `        - {name: v${i}, mountPath: /m${i}}`)}`,
    ),
  ),
  oneFile('maps inside of maps', 500, 'map.yaml', count => {
    const deep = Math.min(count, 4000)
    return `${head('ConfigMap', 'deep')}data: ${'{a: '.repeat(deep)}1${'}'.repeat(deep)}\n`
  }),
  oneFile(
    'lists inside of lists, block style',
    100,
    'map.yaml',
    count => `${head('Widget', 'deep', 'example.com/v1')}spec:\n${many(count, i => `${' '.repeat(i + 1)}k${i}:`)} 1\n`,
  ),
  oneFile(
    'anchors and aliases',
    200,
    'pods.yaml',
    count =>
      `${head('Widget', 'anchors', 'example.com/v1')}base: &base {a: 1}\nuses:\n${many(count, i => `  - &n${i} {x: *base}\n  - *n${i}`)}\n`,
  ),
  oneFile('containers that merge one anchor', 100, 'pods.yaml', count =>
    pod(`  x: &base {image: "shop/web:1"}\n  containers:\n${many(count, i => `    - {<<: *base, name: c${i}}`)}`),
  ),
  oneFile(
    'keys of a ConfigMap',
    2000,
    'map.yaml',
    count => `${head('ConfigMap', 'wide')}data:\n${many(count, i => `  key-${i}: value ${i}`)}\n`,
  ),
  oneFile(
    'a key written again and again',
    500,
    'map.yaml',
    count => `${head('ConfigMap', 'twice')}data:\n${many(count, () => '  key: value')}\n`,
  ),
  oneFile(
    'a block scalar',
    20_000,
    'map.yaml',
    count => `${head('ConfigMap', 'long')}data:\n  text: |\n${many(count, i => `    line ${i} of a text`)}\n`,
  ),
  oneFile(
    'a quoted scalar on one line',
    200_000,
    'map.yaml',
    count => `${head('ConfigMap', 'long')}data:\n  text: "${'word '.repeat(count)}"\n`,
  ),
  oneFile(
    'a Secret with many keys',
    250,
    'secret.yaml',
    count => `${head('Secret', 'many')}stringData:\n${many(count, i => `  password-${i}: hunter${i}hunter`)}\n`,
  ),
  oneFile(
    'labels of a pod',
    500,
    'pod.yaml',
    count =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n${many(count, i => `    l${i}: "v"`)}\nspec:\n  containers:\n${containers(20)}\n`,
  ),
  oneFile('Services and pods that share a label', 250, 'all.yaml', count =>
    documents(
      count,
      i =>
        `${head('Service', `s${i}`)}spec: {selector: {app: web, shard: none-${i}}, ports: [{port: 80}]}\n---\n${podText(i)}`,
    ),
  ),
  oneFile('network policies', 250, 'all.yaml', count =>
    documents(
      count,
      i =>
        `${head('NetworkPolicy', `n${i}`, 'networking.k8s.io/v1')}spec: {podSelector: {matchLabels: {app: web}}}\n---\n${podText(i)}`,
    ),
  ),
  oneFile('claims, quotas and accounts by reference', 250, 'all.yaml', count =>
    documents(count, i =>
      [
        `${head('ServiceAccount', `a${i}`)}automountServiceAccountToken: false`,
        `${head('LimitRange', `l${i}`)}spec: {limits: [{type: Container, default: {cpu: 1}}]}`,
        pod(
          `  serviceAccountName: a${i}\n  volumes: [{name: v, persistentVolumeClaim: {claimName: c${i}}}]\n  containers: [{name: a, image: a:1}]`,
          `p${i}`,
        ),
        `${head('PersistentVolumeClaim', `c${i}`)}spec: {}`,
      ].join('\n---\n'),
    ),
  ),
  oneFile('workloads that own each other', 250, 'all.yaml', count =>
    documents(count, i =>
      podText(i).replace(
        'metadata:',
        `metadata:\n  ownerReferences: [{kind: Pod, name: web-${i + 1}, apiVersion: v1, uid: x}]`,
      ),
    ),
  ),
  oneFile('documents that cannot be read', 100, 'all.yaml', count => documents(count, i => `${podText(i)}: [\n`)),
]
