import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { markdownFaults, readMarkdown } from './kit/gfm.ts'
import { findMultitool, multitoolFindings, NO_MULTITOOL, sarifFaults } from './kit/sarif.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A small file that is right; a test puts one thing wrong, at a path such as `runs.0.results.0.level`. */
function sarifWith(path = '', value?: Json): Json {
  const text = (words: string): Json => ({ text: words })
  const rule = {
    ...{ id: 'privileged-container', name: 'PrivilegedContainer', help: { text: 'Drop it.', markdown: 'Drop it.' } },
    ...{ shortDescription: text('Container is privileged.'), fullDescription: text('It owns the node then.') },
    helpUri: 'https://example.com/privileged-container',
    properties: { tags: ['security'], 'security-severity': '8.0' },
  }
  const result = {
    ...{ ruleId: rule.id, ruleIndex: 0, level: 'error', message: text('Container app is privileged.') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'k8s/api%20one.yaml' },
          region: { startLine: 4, startColumn: 3, endLine: 4, endColumn: 19 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: 'abc:1' },
  }
  const driver = {
    name: 'Seaworthy',
    version: '1.0.0',
    semanticVersion: '1.0.0',
    informationUri: 'https://example.com',
    rules: [rule],
  }
  const sarif: Json = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, automationDetails: { id: 'seaworthy/gate/' }, results: [result] }],
  }
  const keys = path.split('.')
  const last = keys.pop()!
  const parent = keys.reduce<Json>((at, key) => (at as { [key: string]: Json })[key]!, sarif) as { [key: string]: Json }
  if (path === '') return sarif
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return sarif
}

const RULE = 'runs.0.tool.driver.rules.0'
const RESULT = 'runs.0.results.0'
const PLACE = `${RESULT}.locations.0.physicalLocation`
const many = (count: number): Json => {
  const [run] = JSON.parse(JSON.stringify(sarifWith())).runs as [{ results: [Json] }]
  return Array.from({ length: count }, () => run.results[0])
}

test('a file that is right', () => {
  expect(sarifFaults(sarifWith())).toEqual([])
  expect(sarifFaults(sarifWith('runs.0.results', []))).toEqual([])
})

test.each<[string, Json | undefined, string]>([
  ['version', '2.0.0', 'version is 2.0.0'],
  ['runs.0.automationDetails', undefined, 'automationDetails.id is undefined'],
  ['runs.0.automationDetails.id', 'seaworthy', 'automationDetails.id is seaworthy'],
  ['runs.0.tool.driver.name', undefined, 'tool.driver.name is missing'],
  ['runs.0.results', undefined, 'results is missing: that stands for a tool that did not run'],
  ['runs.0.results', many(5001), '5001 results'],
  [`${RULE}.id`, 'x'.repeat(256), 'rules[0] id has 256 characters'],
  [`${RULE}.name`, 'x'.repeat(256), 'rules[0] name has 256 characters'],
  [`${RULE}.shortDescription.text`, 'x'.repeat(1025), 'rules[0] shortDescription has 1025 characters'],
  [`${RULE}.fullDescription`, undefined, 'rules[0] fullDescription is missing'],
  [`${RULE}.help`, undefined, 'rules[0] help is missing'],
  [`${RULE}.help.text`, '', '$.runs.0.tool.driver.rules.0.help.text is empty'],
  [`${RULE}.properties.tags`, Array(11).fill('t'), 'rules[0] has 11 tags'],
  [`${RULE}.properties.security-severity`, 'undefined', 'rules[0] security-severity is "undefined"'],
  [`${RULE}.properties.security-severity`, 8, 'rules[0] security-severity is 8'],
  [`${RULE}.properties.security-severity`, '0.0', 'rules[0] security-severity is "0.0"'],
  [`${RULE}.properties.security-severity`, '10.1', 'rules[0] security-severity is "10.1"'],
  [`${RESULT}.ruleId`, 'other', 'results[0] ruleId other is no rule'],
  [`${RESULT}.ruleIndex`, 1, 'results[0] ruleIndex 1 is not that of privileged-container'],
  [`${RESULT}.level`, 'high', 'results[0] level is high'],
  [`${RESULT}.message`, undefined, 'results[0] message is missing'],
  [`${RESULT}.message.text`, '', '$.runs.0.results.0.message.text is empty'],
  [`${RESULT}.locations`, [], 'results[0] has no uri'],
  [`${RESULT}.partialFingerprints`, { other: 'x' }, 'results[0] has no primaryLocationLineHash'],
  [`${RESULT}.suppressions`, [], 'results[0] is suppressed, which GitHub does not heed'],
  [`${PLACE}.artifactLocation.uri`, '/home/runner/k8s/a.yaml', 'results[0] uri is "/home/runner/k8s/a.yaml"'],
  [`${PLACE}.artifactLocation.uri`, 'file:///a.yaml', 'results[0] uri is "file:///a.yaml"'],
  [`${PLACE}.artifactLocation.uri`, 'k8s/../../a.yaml', 'results[0] uri is "k8s/../../a.yaml"'],
  [`${PLACE}.artifactLocation.uri`, 'k8s\\a.yaml', 'results[0] uri is "k8s\\\\a.yaml"'],
  [`${PLACE}.artifactLocation.uri`, 'a b.yaml', 'results[0] uri is "a b.yaml"'],
  [`${PLACE}.region`, undefined, 'results[0] has no region'],
  [`${PLACE}.region.endColumn`, undefined, 'results[0] region is {"startLine":4,"startColumn":3,"endLine":4}'],
  [`${PLACE}.region.startLine`, 0, 'results[0] region is {"startLine":0,"startColumn":3,"endLine":4,"endColumn":19}'],
  [`${PLACE}.region.endLine`, 9, 'results[0] region has lines 4 to 9'],
  [`${PLACE}.region.endColumn`, 2, 'results[0] region ends before it starts'],
])('a file with %s wrong', (path, value, fault) => {
  expect(sarifFaults(sarifWith(path, value))).toContain(fault)
})

test('two runs, two rules of one id, more results than shown, more than taken, too many bytes', () => {
  const [run] = (sarifWith() as { runs: Json[] }).runs as [Json]
  expect(sarifFaults(sarifWith('runs', [run, run]))).toEqual(['2 runs'])
  expect(sarifFaults(sarifWith('runs', []))).toEqual(['0 runs'])
  // `Json` has no shape of its own: this is that of the SARIF made above.
  const { tool } = run as { tool: { driver: { rules: [Json] } } }
  const [rule] = tool.driver.rules
  expect(sarifFaults(sarifWith('runs.0.tool.driver.rules', [rule, rule]))).toEqual(['two rules of one id'])
  expect(sarifFaults(sarifWith('runs.0.results', many(5001)), { results: 25_000 })).toEqual([])
  expect(sarifFaults(sarifWith('runs.0.results', many(25_001)), { results: 30_000 })).toEqual(['25001 results'])
  const noise = randomBytes(11 * 1024 * 1024).toString('base64')
  expect(sarifFaults(sarifWith(`${RULE}.help.markdown`, noise))[0]).toMatch(/^\d{8} bytes compressed$/)
})

test('words that may not be in it', () => {
  const sarif = sarifWith(`${RESULT}.message.text`, 'see C:\\work\\a')
  expect(sarifFaults(sarif, { forbidden: ['C:\\work', '/home/runner'] })).toEqual(['contains C:\\work'])
})

const tool = findMultitool()
if (tool === undefined) console.log(`SARIF validator: ${NO_MULTITOOL}`)

test.skipIf(tool === undefined)('the validator of others agrees, and finds what is invalid', async () => {
  expect(await multitoolFindings(tool!, sarifWith())).toEqual([])
  const findings = await multitoolFindings(tool!, sarifWith(`${RULE}.help`, undefined))
  expect(findings.map(finding => finding.split(':')[0])).toEqual(['GH2012'])
  await expect(multitoolFindings(tool!, sarifWith(`${RESULT}.level`, 'high'))).rejects.toThrow('could not read')
})

test.each([
  ['a table and a link', '| a | b |\n|-|-|\n| `x\\|y` | [z](https://github.com/o/r#L1) |'],
  [
    'the folding we use',
    '<details open><summary>More (2)</summary>\n\n| a |\n|-|\n| b |\n</details>\n\n<sub>31 files</sub>',
  ],
  ['a marker', '<!-- seaworthy:1 key=3f9c2a -->\n### ok'],
  ['code holds everything', '`@o/team #1 <img src=x> http://evil.example` and ``` `` ```'],
  ['a mention that is broken', '@\u200bplatform'],
  ['an anchor', '[up](#top)'],
  ['a fence', '```diff\n- <script>\n+ @o/team\n```'],
  ['an address with an at sign in a word', 'a@ b'],
])('text that is safe: %s', (_, text) => {
  expect(markdownFaults(text)).toEqual([])
})

test.each([
  ['a cell more', '| a | b |\n|-|-|\n| x | y | z |', 'a row of 3 cells in a table of 2'],
  ['a link elsewhere', '[x](https://evil.example/a)', 'a link to https://evil.example/a'],
  ['a link without transport security', '[x](http://github.com/a)', 'a link to http://github.com/a'],
  ['a link that looks like ours', '[x](https://github.com@evil.example)', 'a link to https://github.com@evil.example'],
  ['a script', '[x](javascript:alert(1))', 'a link to javascript:alert(1)'],
  ['a bare address', 'see www.evil.example now', 'a link to http://www.evil.example'],
  ['an address of mail', 'write to a@evil.example', 'a link to mailto:a@evil.example'],
  ['a definition', '[x][1]\n\n[1]: https://evil.example', 'a link to https://evil.example'],
  ['an image', '![x](https://github.com/x.png)', 'an image from https://github.com/x.png'],
  ['a person', 'thanks @octocat', 'a mention of @octocat'],
  ['a team', '(@o/team)', 'a mention of @o/team'],
  ['a person in raw HTML', '<details><summary>@octocat</summary></details>', 'a mention of @octocat'],
  ['an issue', 'fixes #1', 'a reference to #1'],
  ['an issue elsewhere', 'see o/r#12', 'a reference to o/r#12'],
  ['an issue, the long way', 'GH-7', 'a reference to GH-7'],
  ['an image in HTML', 'x <img src=y> z', 'raw HTML <img src=y>'],
  ['an attribute', '<sub onclick="x">y</sub>', 'raw HTML <sub onclick="x">'],
  ['a tag that is not closed', '<details>\n\nx', '<details> is not closed'],
  ['a tag that closes nothing', 'x</details>', '</details> closes nothing'],
  ['tags that cross', '<details>\n<sub>\n</details>\n</sub>', '</details> closes nothing'],
  ['an instruction', 'x <?php 1 ?>', 'raw HTML <?php 1 ?>'],
  ['a drawing', '```mermaid\ngraph\n```', 'a live block of mermaid'],
  ['a footnote', 'x[^1]\n\n[^1]: y', 'a footnoteDefinition'],
  ['a bell', 'x\u0007', 'the control character U+0007'],
  ['a carriage return', 'x\ry', 'the control character U+000d'],
  ['text turned around', '\u202egnp.exe', 'the control character U+202e'],
])('text that is not: %s', (_, text, fault) => {
  expect(markdownFaults(text)).toContain(fault)
})

test('what there is to see', () => {
  const { tables, comments, types, fences, html } = readMarkdown(
    '<!-- a --><!-- b -->\n\n| a |\n|-|\n| b |\n\n```yaml\nx\n```\n',
  )
  expect({ tables, comments, fences, html: html.length }).toEqual({
    tables: [[1, 1]],
    comments: ['a', 'b'],
    fences: ['yaml'],
    html: 1,
  })
  expect([...types].sort()).toEqual(['code', 'html', 'root', 'table', 'tableCell', 'tableRow', 'text'])
})

test('other hosts, when told', () => {
  expect(markdownFaults('[x](https://nvd.nist.gov/a)', { hosts: ['github.com', 'nvd.nist.gov'] })).toEqual([])
})
