import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { resourcesIn } from '../../../../src/kube/objects.ts'
import { rules } from '../../../../src/rules/index.ts'
import { World } from '../../../../src/world/world.ts'
import { readYaml } from '../../../../src/yaml/source.ts'
import { table } from '../../../kit/table.ts'

const object = (kind: string, yaml: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: shop\n${yaml}\n`

table('configmap-sensitive-content', {
  bad: [
    ['a user', object('ConfigMap', 'data:\n  username: anna\n  mode: fast'), 'username'],
    ['an address', object('ConfigMap', 'data: {adminEmail: anna@shop.example}'), 'adminEmail'],
  ],
  good: [
    ['other keys', object('ConfigMap', 'data: {mode: fast, user-agent: curl, emails-enabled: "true"}')],
    ['a switch', object('ConfigMap', 'data: {email: "true"}')],
    ['nothing', object('ConfigMap', 'data: {user: ""}')],
    ['a reference', object('ConfigMap', `data: {user: "\${USER}"}`)],
    ['another kind', object('Secret', 'stringData: {user: anna}')],
  ],
  says: '`data.username` of ConfigMap `shop` has the name of personal data',
})

table('external-secret-store', {
  bad: [
    ['values of any name', object('Secret', 'stringData:\n  a: b'), 'name: shop'],
    ['in base64', object('Secret', `data:\n  a: YQ==`), 'name: shop'],
  ],
  good: [
    ['no values', object('Secret', 'type: kubernetes.io/service-account-token')],
    ['empty values', object('Secret', 'stringData: {a: "", b: " "}')],
    ['values to fill in', object('Secret', 'stringData: {a: changeme, b: <b>}')],
    ['encrypted by SOPS', object('Secret', 'stringData: {a: "ENC[x]"}\nsops: {version: 3.9.0}')],
    ['the state of Helm', object('Secret', 'type: helm.sh/release.v1\ndata: {a: YQ==}')],
    ['a committed password is reported as such', object('Secret', 'stringData: {password: tulips}')],
    ['a live token is reported as such', object('Secret', `stringData: {a: ghp_${'a1B2'.repeat(9)}}`)],
    ['another kind', object('ConfigMap', 'data: {a: b}')],
  ],
  says: 'the values of Secret `shop` are in its manifest',
})

test('external-secret-store leaves the values of a chart to whoever installs it', async () => {
  const written = await readYaml('web/templates/a.yaml', object('Secret', 'stringData: {a: b}'))
  const run = (by: 'helm' | 'kustomize') => {
    const world = new World({ resources: resourcesIn(written, [0], written.documents[0]!.value, { by, root: 'web' }) })
    return check(world, [{ rule: rules.get('external-secret-store')!, options: {} }], { kubernetes: 36 }).findings
  }
  expect(run('helm')).toEqual([])
  expect(run('kustomize')).toHaveLength(1)
})
