import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startGithub } from './kit/github.ts'
import { github42, noticesOf, onPullRequest, privileged, workspace } from './kit/step.ts'

const INCOMPLETE =
  'SARIF was not sent: the run is incomplete, and code scanning would close the alerts that it did not check. The output `sarif` has the path of the file.'

describe('inputs', () => {
  test.each([
    [{ 'fail-on-severty': 'high' }, /unknown input `fail-on-severty`; expected .* Did you mean `fail-on`\?/],
    [{ 'fail on': 'high' }, /unknown input `fail_on`; expected .* Did you mean `fail-on`\?/],
    [{ 'fail-no': 'high' }, /unknown input `fail-no`; expected .* Did you mean `fail-on`\?/],
    [
      { 'fail-on': 'hihg' },
      /invalid `fail-on` value `hihg`; expected critical, high, medium, low or never\. Did you mean `high`\?/,
    ],
    [{ 'fail-on': 'manifests=high' }, /unknown key `manifests`; expected .* Did you mean `manifest`\?/],
    [{ 'only-rules': 'host-pod' }, /unknown rule `host-pod` .* Did you mean `host-pid`\?/],
    [{ 'skip-rules': 'DL99' }, /unknown rule `DL99` /],
    [
      { framework: 'cis, pss-basline' },
      /invalid `framework` value `pss-basline`; expected .* Did you mean `pss-baseline`\?/,
    ],
    [{ frameworks: 'cis' }, /unknown input `frameworks`; expected .* Did you mean `framework`\?/],
    [{ exclude: '!k8s/**' }, /`exclude` begins with `!`/],
    [{ 'only-rule': 'x' }, /unknown input `only-rule`; expected .* Did you mean `only-rules`\?/],
    [{ annotations: '11' }, /invalid `annotations` value `11`; expected a whole number from 0 to 10/],
    [{ comment: 'sometimes' }, /invalid `comment` value `sometimes`/],
  ])('%j is an error', async (inputs, message) => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('sound'), { with: inputs })
    expect(result.exitCode).toBe(2)
    expect(result.outputs.get('verdict')).toBe('error')
    expect(result.annotations.map(annotation => annotation.message).join('\n')).toMatch(message)
  })

  test.each([
    [{ INPUT_VERSION: '1.2' }, '`INPUT_VERSION` is not an input of Seaworthy'],
    [
      { INPUT_VERSION: '1', 'INPUT_GO-VERSION': '2' },
      '`INPUT_VERSION` and `INPUT_GO-VERSION` are not inputs of Seaworthy',
    ],
  ])('%j in the environment of the job is a notice', async (env, words) => {
    const github = await github42()
    for (const [story, exitCode] of Object.entries({ sound: 0, shop: 1, broken: 2 })) {
      const result = await onPullRequest(github, workspace(story as 'sound'), { env, with: { comment: 'never' } })
      expect(result.exitCode).toBe(exitCode)
      expect(noticesOf(result).filter(message => message.startsWith('skipped:'))).toEqual([
        `skipped: ${words}. Set it under \`env:\` of the steps that use it`,
      ])
    }
  })

  test('what is not an input is told however much else there is to tell, and when a run cannot begin', async () => {
    const github = await github42()
    const env = { INPUT_VERSION: '1.2' }
    const files = Object.fromEntries(
      Array.from({ length: 14 }, (_, at) => [`d${at}/Dockerfile`, 'FROM debian:12\nUSER 1\nCMD node x.js\n']),
    )
    const full = await onPullRequest(github, workspace(undefined, files), {
      env,
      with: { 'fail-on': 'never', token: '', comment: 'always' },
    })
    expect(full.annotations.filter(({ level }) => level === 'notice').length).toBe(10)
    expect(full.dropped).toEqual([])
    expect(noticesOf(full).join()).toContain('`INPUT_VERSION`')
    const none = await onPullRequest(github, workspace('sound'), { env, with: { 'fail-on': 'hihg' } })
    expect(none.exitCode).toBe(2)
    expect(noticesOf(none).join()).toContain('`INPUT_VERSION`')
  })

  test('path, fail-on and reports', async () => {
    const github = await github42()
    const folder = workspace('shop')
    const only = await onPullRequest(github, folder, { with: { path: 'k8s/catalogue.yaml\nservices/catalogue' } })
    expect(only.exitCode).toBe(0)
    const never = await onPullRequest(github, folder, { with: { 'fail-on': 'never' } })
    expect(never.exitCode).toBe(0)
    const missing = await onPullRequest(github, folder, { with: { reports: 'scans/*.nope' } })
    expect(missing.exitCode).toBe(2)
    const other = await onPullRequest(github, folder, { with: { reports: 'sarif:scans/catalogue.trivy.json' } })
    expect(other.annotations.map(({ message }) => message).join()).toContain('not a sarif report')
  })

  test('annotations: 0 leaves the verdict only', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('shop'), { with: { annotations: 0 } })
    expect(result.annotations.filter(({ file }) => file !== undefined)).toEqual([])
  })

  test('a path out of the workspace is refused', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('sound'), { with: { path: '../../etc/passwd' } })
    expect(result.exitCode).toBe(2)
  })

  test('upload-sarif sends nothing of a run that could not check everything, and says so once', async () => {
    const github = await github42()
    const result = await onPullRequest(github, workspace('broken'), {
      with: { 'upload-sarif': true, comment: 'always' },
    })
    expect(result.exitCode).toBe(2)
    expect(github.sarif).toEqual([])
    expect(github.commentsOf()).toHaveLength(1)
    const warnings = [...result.annotations, ...result.dropped].filter(({ message }) => message.includes('SARIF'))
    expect(warnings).toEqual([expect.objectContaining({ level: 'warning', message: INCOMPLETE })])
    expect(JSON.parse(readFileSync(result.outputs.get('sarif')!, 'utf8')).runs[0].results).not.toEqual([])
  })

  test('upload-sarif sends what code scanning takes, and a refusal costs nothing', async () => {
    const github = await github42()
    await onPullRequest(github, workspace('shop'), { with: { 'upload-sarif': true } })
    expect(github.problems()).toEqual([])
    expect(github.sarif.length).toBe(1)
    const closed = await startGithub({ repositories: { 'o/r': { codeScanning: false } } })
    const result = await onPullRequest(closed, workspace('sound'), { with: { 'upload-sarif': true } })
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ level: 'warning', message: expect.stringContaining('SARIF was not sent') }),
    )
  })
})

describe('hostile names', () => {
  const evil = [
    '::error::pwned',
    '##[error]pwned',
    'a|b`c``d',
    '@org/team',
    'new\nline ::warning::pwned',
    '\u202egnp.exe',
    '<img src=x onerror=alert(1)>',
    '](https://evil.example)',
  ]

  const report = JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: 'shop/api:1.4',
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian', Name: '12' } },
    Results: [
      {
        Target: 'shop/api:1.4 (debian 12)',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: evil.map((name, index) => ({
          VulnerabilityID: `CVE-2026-${1000 + index}`,
          PkgName: name,
          InstalledVersion: name,
          FixedVersion: name,
          Title: name,
          PrimaryURL: 'https://evil.example/)](x',
          Severity: 'CRITICAL',
        })),
      },
    ],
  })

  test('do nothing in the log, in annotations, in the summary and in the comment', async () => {
    const github = await github42()
    const files = Object.fromEntries(
      evil.filter(name => !name.includes('/')).map(name => [`k8s/${name}.yaml`, privileged(true)]),
    )
    const result = await onPullRequest(github, workspace(undefined, { ...files, 'scan.json': report }))
    expect(result.exitCode).toBe(1)
    const known = new Set(['error', 'warning', 'notice', 'debug', 'group', 'endgroup', 'set-output'])
    expect(result.commands.filter(({ name }) => !known.has(name))).toEqual([])
    expect(result.annotations.filter(({ message }) => /^pwned/.test(message))).toEqual([])
    expect(result.annotations.length + result.dropped.length).toBeLessThanOrEqual(30)
    expect(result.masks).toEqual([])
    for (const text of [result.summary!, github.commentsOf()[0]!.body]) {
      expect(text).not.toContain('\u202e')
      expect(text).not.toMatch(/(?<!`)@org\/team(?!.*`)/)
    }
    expect(github.problems()).toEqual([])
  })

  test('a symbolic link in the way of the results is not followed', async () => {
    const github = await github42()
    const folder = workspace('sound')
    symlinkSync('/etc/passwd', join(folder, 'results.json'))
    const result = await onPullRequest(github, folder)
    expect(result.exitCode).toBe(0)
  })
})
