import { expect, test } from 'vitest'
import { kubeadm, kubeletFile, running } from '../../kit/control-plane.ts'
import { container, documents, ingress, labelled, pod, service } from '../../kit/manifests.ts'
import { read } from '../../kit/read.ts'
import { expectLinear } from '../../kit/steps.ts'

/** Items of a list, one a line. */
const items = (count: number, item: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `\n  - ${item(i)}`).join('')

const CLAIMS = 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec:\n  volumeClaimTemplates:'

test.each<[string, (size: number) => string]>([
  ['words of a command', size => container(`command:${items(size, i => (i > 0 ? 'sudo' : '-c'))}`)],
  ['words of a script', size => container(`command: [sh, -c, "${'time A=1 ; '.repeat(size)}"]`)],
  ['ports', size => container(`ports:${items(size, i => `{containerPort: ${i}}`)}`)],
  [
    'mounts of as many volumes',
    size =>
      pod(
        `volumes:${items(size, i => `{name: v${i}, emptyDir: {}}`)}\ncontainers:\n  - name: a\n    volumeMounts:${items(size, i => `{name: v${i}, mountPath: /etc}`).replaceAll('\n', '\n  ')}`,
      ),
  ],
  ['claims', size => `${CLAIMS}${items(size, i => `{metadata: {name: v${i}}, spec: {}}`)}\n`],
  ['flags of a component', size => container(`command:${items(size, i => (i > 0 ? `--f${i}=a` : 'etcd'))}`)],
  [
    'parts of control planes',
    size =>
      documents(
        ...Array.from({ length: size }, (_, i) => running('etcd', `--trusted-ca-file=/${i}`)),
        ...Array.from({ length: size }, (_, i) => kubeadm('apiServer', `{client-ca-file: /${i}}`)),
        ...Array.from({ length: size }, () => kubeletFile('rotateCertificates: false')),
      ),
  ],
  ['pods', size => documents(...Array.from({ length: size }, () => container('ports: [{containerPort: 22}]')))],
  [
    'consoles behind one Ingress',
    size => {
      const names = Array.from({ length: size }, (_, i) => `ui-${i}`)
      const paths = names.map(name => `{path: /${name}, backend: {service: {name: ${name}, port: {number: 80}}}}`)
      return documents(
        ingress(`rules: [{http: {paths: [${paths.join(', ')}]}}]`),
        ...names.map(name =>
          service(`selector: {app: ${name}}\nports: [{port: 80, targetPort: 9090}]`, `{name: ${name}}`),
        ),
        ...names.map(name => labelled(`{app: ${name}}`, `name: ${name}`).replace('a:1', 'prom/prometheus:v3')),
      )
    },
  ],
])('%s cost no more than their number', async (_, text) => {
  await expectLinear(
    () => Promise.all([import('../../../src/engine/check.ts'), import('../../../src/rules/index.ts')]),
    async ([{ check }, { rules }], size) => {
      const enabled = [...rules.values()].map(rule => ({ rule, options: rule.options ?? {} }))
      expect(check(await read(text(size)), enabled, { kubernetes: 36 }).faults).toEqual([])
    },
    50,
  )
})
