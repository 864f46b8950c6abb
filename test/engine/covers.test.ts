import { describe, expect, test } from 'vitest'
import { check } from '../../src/engine/check.ts'
import { resolvePolicy } from '../../src/policy/policy.ts'
import { enabledRules } from '../../src/policy/select.ts'
import { rules } from '../../src/rules/index.ts'
import { type AnyRule, type EnabledRule, rule } from '../../src/rules/rule.ts'
import { RuleSet } from '../../src/rules/set.ts'
import { container, documents, pod } from '../kit/manifests.ts'
import { read } from '../kit/read.ts'
import { policyIn } from '../policy/kit.ts'

const meta = {
  title: 'Of no account',
  why: 'None.',
  help: 'None.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  on: 'container',
} as const

/** Speaks of every container whose name is among these. */
const about = (id: string, names: readonly string[], rest: Partial<AnyRule> = {}): AnyRule =>
  rule({
    ...meta,
    id,
    check: container => (names.includes(container.name) ? { at: container.at('name'), message: 'x' } : undefined),
    ...rest,
  })

const enabled = (...all: readonly AnyRule[]): readonly EnabledRule[] => all.map(rule => ({ rule, options: {} }))
const TWO = pod('containers:\n  - name: a\n  - name: b\n')

/** `rule subject`, each. */
async function found(running: readonly AnyRule[], all: readonly AnyRule[] = running): Promise<readonly string[]> {
  const { findings } = check(await read(TWO), enabled(...running), { kubernetes: 36, rules: new RuleSet(all) })
  return findings.map(({ rule, subject }) => `${rule} ${subject.at(-1)}`)
}

describe('a rule that covers another', () => {
  const covering = about('covering', ['a'], { covers: ['covered', 'not-in-the-set'], peers: { trivy: 'KSV-1' } })
  const covered = about('covered', ['a', 'b'], { peers: { trivy: ['KSV-1', 'KSV-2'], checkov: 'CKV_1' } })

  test('silences it on the same subject, in any order, and nowhere else', async () => {
    expect(await found([covering, covered])).toEqual(['covering a', 'covered b'])
    expect(await found([covered, covering])).toEqual(['covering a', 'covered b'])
  })

  test('silences it where it does not run itself: what was written makes the other moot, not the policy', async () => {
    expect(await found([covered], [covering, covered])).toEqual(['covered b'])
  })

  test('carries the ids of what it covers here, whether that runs or not', async () => {
    const aliases = async (...running: readonly AnyRule[]) => {
      const set = new RuleSet([covering, covered])
      const { findings } = check(await read(TWO), enabled(...running), { kubernetes: 36, rules: set })
      return findings.find(finding => finding.rule === 'covering')!.aliases
    }
    const both = { trivy: ['KSV-1', 'KSV-2'], checkov: ['CKV_1'] }
    expect(await aliases(covering, covered)).toEqual(both)
    expect(await aliases(covering)).toEqual(both)
    expect(await aliases({ ...covering, covers: [] })).toEqual({ trivy: ['KSV-1'] })
    const elsewhere = about('covered', ['b'], { peers: { checkov: 'CKV_1' } })
    const { findings } = check(await read(TWO), enabled(covering), {
      kubernetes: 36,
      rules: new RuleSet([covering, elsewhere]),
    })
    expect(findings[0]!.aliases).toEqual({ trivy: ['KSV-1'] })
  })

  test('adds what the covered case adds, and leaves out what does not mean it', async () => {
    const special = about('covered', [], {
      peers: { trivy: 'KSV-2', polaris: 'x' },
      check: () => ({ at: [0, 'spec'], message: 'x', also: { checkov: 'CKV_2' }, unlike: { polaris: 'x' } }),
    })
    const { findings } = check(await read(TWO), enabled(covering, special), { kubernetes: 36 })
    expect(findings[0]!.aliases).toEqual({ trivy: ['KSV-1', 'KSV-2'], checkov: ['CKV_2'] })
  })

  test('is asked only where it looks: of its kinds, and at its scope', async () => {
    const elsewhere = { ...covering, kinds: ['Deployment'] }
    expect(await found([covered], [elsewhere, covered])).toEqual(['covered a', 'covered b'])
    const onWorkload = { ...covering, on: 'workload' as const }
    expect(await found([covered], [onWorkload, covered])).toEqual(['covered a', 'covered b'])
  })

  test('covers nothing when it crashes, and that is a fault even where it does not run', async () => {
    const crashing = {
      ...covering,
      check: () => {
        throw new Error('a bug')
      },
    }
    const { findings, faults } = check(await read(TWO), enabled(covered), {
      kubernetes: 36,
      rules: new RuleSet([crashing, covered]),
    })
    expect(findings.map(({ rule }) => rule)).toEqual(['covered', 'covered'])
    expect(faults.map(({ message }) => message)).toEqual(
      ['a', 'b'].map(name => `rule \`covering\` crashed on Pod/web › ${name}: a bug. Please report this.`),
    )
  })
})

describe('a rule that yields to another', () => {
  const precise = about('precise', ['a'], { peers: { trivy: 'KSV-1' } })
  const vague = about('vague', ['a', 'b'], { yieldsTo: ['precise'], peers: { trivy: 'KSV-2' } })

  test('is silent where the other reports on the same subject, in any order', async () => {
    expect(await found([precise, vague])).toEqual(['precise a', 'vague b'])
    expect(await found([vague, precise])).toEqual(['precise a', 'vague b'])
  })

  test('reports where the other does not run', async () => {
    expect(await found([vague], [precise, vague])).toEqual(['vague a', 'vague b'])
  })

  test('leaves its ids with the other, whether it runs or not', async () => {
    const set = new RuleSet([precise, vague])
    for (const running of [[precise], [precise, vague]]) {
      const { findings } = check(await read(TWO), enabled(...running), { kubernetes: 36, rules: set })
      expect(findings[0]!.aliases).toEqual({ trivy: ['KSV-1', 'KSV-2'] })
    }
  })
})

describe('privileged containers', () => {
  const PRIVILEGED = container('image: a\nsecurityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}')
  const rulesIn = async (policy: string, input: string): Promise<readonly string[]> => {
    const { policy: file } = await policyIn(policy)
    const running = enabledRules(rules, resolvePolicy(file))
    return check(await read(input), running, { kubernetes: 36, rules }).findings.map(({ rule }) => rule)
  }
  const moot = ['privilege-escalation', 'add-sys-admin', 'read-only-root-filesystem', 'seccomp-profile']

  test.each(['{}', 'rules: {privileged-container: off}', 'profile: strict'])(
    'with %s, nothing that privileged mode makes moot is reported',
    async policy => {
      const found = await rulesIn(policy, PRIVILEGED)
      expect(found.includes('privileged-container')).toBe(!policy.includes('off'))
      expect(found.filter(id => moot.includes(id))).toEqual([])
    },
  )

  test('another container of the pod is checked all the same', async () => {
    const other = container('image: a').replace('name: web', 'name: other')
    expect(await rulesIn('{}', documents(PRIVILEGED, other))).toEqual(
      expect.arrayContaining(['privileged-container', 'privilege-escalation', 'seccomp-profile']),
    )
  })
})

test('a rule covers rules, and yields to rules, that there are, of its own scope, and never itself', () => {
  for (const rule of rules.values())
    for (const id of [...(rule.covers ?? []), ...(rule.yieldsTo ?? [])]) {
      expect(rules.get(id)?.on, `${rule.id} names ${id}`).toBe(rule.on)
      expect(id).not.toBe(rule.id)
    }
})
