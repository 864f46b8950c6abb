import { expect, test } from 'vitest'
import { run } from '../../../src/pipeline.ts'
import { rules } from '../../../src/rules/index.ts'
import { MemoryHost } from '../../fuzz/host.ts'
import { running } from '../../kit/control-plane.ts'

/** What becomes of each finding on a component, by standing, rule and place. */
async function judged(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])),
  )
  const { verdict } = await run(host, rules, { paths: [], reports: [], overrides: {} })
  expect(verdict.faults).toEqual([])
  const ofComponents = verdict.judged.filter(({ finding }) => rules.get(finding.rule)?.on === 'component')
  return ofComponents.map(({ standing, finding: { rule, subject, location } }) =>
    [standing, rule, subject, `${location.file}:${location.start.line}`].join(' '),
  )
}

const K3S = 'kube-apiserver-arg:\n  - token-auth-file=/etc/tokens.csv\n'

test('a file without objects has findings, and a comment in it accepts them', async () => {
  expect(await judged({ 'a/config.yaml': K3S })).toEqual([
    'breach apiserver-token-auth-file Config › kube-apiserver a/config.yaml:2',
  ])
  const comment = '  # seaworthy: ignore KCV-0002 because of the old dashboard\n'
  expect(await judged({ 'config.yaml': K3S.replace('\n', `\n${comment}`) })).toEqual([
    'suppressed apiserver-token-auth-file Config › kube-apiserver config.yaml:3',
  ])
})

test('an annotation of a static pod accepts what is found in its components', async () => {
  const pod = running('kube-apiserver', '--authorization-mode=Node,RBAC', '--token-auth-file=/a')
  const annotated = pod.replace('name: web', 'name: web\n  annotations: {checkov.io/skip1: CKV_K8S_70=accepted}')
  const found = await judged({ 'pod.yaml': annotated })
  expect(found.filter(one => one.includes('token'))).toEqual([
    'suppressed apiserver-token-auth-file Pod/web › kube-apiserver pod.yaml:10',
  ])
})

test('a fault is told once: what depends on another setting is covered by it', async () => {
  const found = await judged({
    'pod.yaml': running('etcd', '--client-cert-auth=false', '--peer-client-cert-auth=false'),
  })
  expect(found).toEqual([
    'breach etcd-server-certificate Pod/web › etcd pod.yaml:9',
    'noted etcd-peer-certificate Pod/web › etcd pod.yaml:9',
  ])
})
