import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { displayWidth } from '../../src/core/wrap.ts'
import { type Examples, explain } from '../../src/report/explain.ts'
import { rules } from '../../src/rules/index.ts'
import type { AnyRule } from '../../src/rules/rule.ts'
import { RuleSet } from '../../src/rules/set.ts'
import { VERSION } from '../../src/version.ts'

const EXAMPLES: Examples = {
  'privileged-container': {
    bad: [{ name: 'pod.yaml', text: 'kind: Pod\n\nspec: {}' }],
    found: 'pod.yaml:3:1 container `app` is privileged',
    fix: { title: 'Disable privileged mode', safe: false },
    good: [
      { name: 'pod.yaml', text: 'kind: Pod' },
      { name: 'Dockerfile', text: 'FROM a' },
    ],
  },
  'user-root': { bad: [], found: 'x', fix: { title: 'Write it as a list', safe: true }, good: [] },
}

const explained = (line: string, width = 80): string => explain(rules, line.split(' '), EXAMPLES, width)

/** The ids of a list of rules. */
const choice = (line: string): readonly string[] =>
  explained(line)
    .split('\n')
    .slice(2)
    .flatMap(row => /^[\w-]+/.exec(row)?.[0] ?? [])
    .sort()

describe('a rule', () => {
  test('with all there is to say of it', () => {
    expect(explained('privileged-container', 60)).toBe(`privileged-container · critical · profile essential ·
Kubernetes manifests
Container runs in privileged mode

why   A privileged container has every capability and access
      to every device of the node: an attacker in it
      controls the node and all of its pods.
do    Remove \`privileged: true\`, and add back only the
      capabilities that the process needs.
fix   Disable privileged mode (not safe: \`--fix=all\` applies
      it; review the result)

bad
  pod.yaml
    kind: Pod

    spec: {}

  pod.yaml:3:1 container \`app\` is privileged

good
  pod.yaml
    kind: Pod

  Dockerfile
    FROM a

tags
  Pod Security Standards, baseline
  CIS Kubernetes Benchmark 1.10, 5.2.2
  NSA and CISA Kubernetes Hardening Guide 1.2
  MITRE ATT&CK, threat matrix for Kubernetes 2023-01

also known as
  Checkov         CKV_K8S_16
  KICS            dd29336b-fe57-445b-a26e-e6aa867ae609
  kube-linter     privileged-container
  Kubescape       C-0057, C-0211
  kube-score      container-security-context-privileged
  Kubesec         Privileged
  Monokle         PSS103
  Polaris         runAsPrivileged
  Trivy           KSV-0017, AVD-KSV-0017, KSV017,
                  no-privileged-containers,
                  kubernetes-no-privileged-containers

to accept a finding
  in the policy         seaworthy waive privileged-container WHERE --until YYYY-MM-DD --reason TEXT
  at the line or above  # seaworthy: ignore privileged-container because REASON

page  https://github.com/seaworthy/seaworthy/blob/v${VERSION}/docs/rules/privileged-container.md
`)
  })

  test('with its options', () => {
    expect(explained('run-as-high-uid')).toMatch(/\n\noptions\n {2}min: the lowest user ID [\w ]+; default 10000\n\n/)
  })

  test('with a fix that is safe', () => {
    expect(explained('user-root')).toContain('\nfix   Write it as a list (safe: `--fix` applies it)\n')
  })

  test('of Dockerfiles, with a comment for an instruction', () => {
    expect(explained('user-root')).toContain(
      '\n  above the instruction  # seaworthy: ignore user-root because REASON\n',
    )
  })

  test('of images, which have no comments', () => {
    expect(explained('vulnerable-package')).not.toContain('# seaworthy')
  })

  test('that nothing more is known of', () => {
    const rule = { ...rules.get('host-pid'), id: 'own-rule', peers: undefined, tags: undefined } as unknown as AnyRule
    expect(explain(new RuleSet([rule]), ['own-rule'], {}, 80).match(/^[a-z]+/gm)).toEqual([
      'own',
      'why',
      'do',
      'to',
      'page',
    ])
  })

  test.each([...rules.keys()])('%s fits into 60 columns, but for what is to be pasted', id => {
    const lines = explain(rules, [id], {}, 60)
      .split('\n')
      .filter(line => !/ {2}(?:seaworthy waive|#|https:)/.test(line))
    // A word or code span may be longer than that.
    const long = lines.filter(line => displayWidth(line) > 60 && !/^ *\S*`[^`]+`\S*$|^ *\S+$/.test(line))
    expect(long).toEqual([])
  })
})

describe('is found', () => {
  test.each([
    ['by its id, in any case', 'Privileged-Container', 'privileged-container'],
    ['by an id of another tool', 'dl3007', 'image-tag-latest'],
    ['by words of its title', 'PRIVILEGED mode', 'privileged-container'],
    ['by the name of a field', 'writable hostPath', 'writable-host-path'],
    ['by beginnings of words', 'unsafe sysctl', 'unsafe-sysctls'],
  ])('%s', (_, line, id) => expect(explained(line).split(' ')[0]).toBe(id))

  test('with others, when each word names one', () => {
    expect(explained('host-pid DL3007').match(/^(?:host-pid|image-tag-latest) · /gm)).toHaveLength(2)
  })
})

describe('a list of rules', () => {
  test('for an id of another tool that stands for several', () => {
    expect(explained('ds001')).toBe(`2 rules for \`ds001\`; \`seaworthy explain RULE\` shows one:

image-tag-latest   medium    Base image uses the \`latest\` tag
image-tag-missing  medium    Base image has no tag
`)
  })

  test('for words of several titles, the most severe first, wrapped', () => {
    expect(choice('host path')).toEqual([
      'cloud-credentials-host-path',
      'host-path-volume',
      'sensitive-host-path',
      'writable-host-path',
    ])
    expect(explained('host path').split('\n').at(-2)).toMatch(/^host-path-volume +medium /)
    expect(
      explained('filesystem', 50)
        .split('\n')
        .every(line => displayWidth(line) <= 50),
    ).toBe(true)
  })

  test.each(['ConfigMap', 'configmap', 'config map'])('for %s', line => {
    expect(choice(line)).toEqual(expect.arrayContaining(['configmap-secret', 'secret-value-in-object']))
  })
  test('for words of several titles at once', () => {
    expect(choice('credential ConfigMap')).toEqual(['configmap-secret', 'secret-value-in-object'])
  })
})

describe('a code below a rule', () => {
  test.each(['CVE-2026-1234', 'GHSA-abcd-1234-efgh', 'RHSA-2026:1234', 'SC2086'])('%s', code => {
    expect(explained(code, Infinity)).toBe(
      `${code} is not a rule: it is the code of a finding in a scan report. Accept it with \`seaworthy waive ${code} WHERE --until YYYY-MM-DD --reason TEXT\`; WHERE is an image, a package or a file.\n`,
    )
  })
})

describe('nothing', () => {
  test.each([
    ['privileged-contaner', 'unknown rule `privileged-contaner`. Did you mean `privileged-container`?'],
    ['CKV_DOCKR_7', 'unknown rule `CKV_DOCKR_7`. Did you mean `CKV_DOCKER_7`?'],
    ['capabilties', 'unknown rule `capabilties`. Did you mean `capabilities`?'],
    ['drop capabilties', 'unknown rule `capabilties`. Did you mean `capabilities`?'],
    ['constructor', 'unknown rule `constructor`'],
    ['---', 'unknown rule `---`'],
    ['ivileged', 'unknown rule `ivileged`. Did you mean `Privileged`?'],
    ['CVE-2026-1234 host', 'unknown rule `CVE-2026-1234`'],
    ['socket digest', 'no title of a rule has the words `socket` and `digest`'],
  ])('%s', (line, message) => expect(() => explained(line)).toThrow(new Fault('BAD_INPUT', message)))

  test('without a word', () => {
    const message = '`explain` expects a rule, an id of another tool, or words of a title'
    expect(() => explain(rules, [], EXAMPLES, 80)).toThrow(new Fault('BAD_INPUT', message))
  })
})
