// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of workflows look like placeholders.
import { readdirSync, readFileSync } from 'node:fs'
import { validate } from '@actions/languageservice'
import type { ActionMetadata, ActionReference } from '@actions/languageservice/action'
import { expect, test } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'

/** The Action as workflows name it, and other people's that our examples use, as far as they use them. */
const OURS = 'seaworthy/seaworthy'
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'actions/checkout': ['fetch-depth', 'persist-credentials', 'ref'],
  'actions/upload-artifact': ['name', 'path'],
  'anchore/scan-action': ['image', 'output-format', 'output-file', 'fail-build'],
  'aquasecurity/trivy-action': ['image-ref', 'format', 'output', 'exit-code'],
  'github/codeql-action/upload-sarif': ['sarif_file', 'category'],
}

/** @throws Error for an action that nobody has described here. */
function describe({ owner, name, path }: ActionReference): ActionMetadata {
  const action = [owner, name, path].filter(part => part !== undefined && part !== '').join('/')
  if (action === OURS) return parse(readFileSync('action.yml', 'utf8')) as ActionMetadata
  const inputs = OTHERS[action]
  if (inputs === undefined) throw new Error(`say in this test which inputs ${action} has`)
  return {
    name: action,
    description: '',
    inputs: Object.fromEntries(inputs.map(input => [input, { description: '' }])),
  }
}

let documents = 0

/** What GitHub's own language service says of a file, in words. It remembers files by their address: each gets its own. */
async function complaints(text: string, file: 'action.yml' | 'workflow'): Promise<string[]> {
  const folder = `file:///repository-${documents++}`
  const address = file === 'workflow' ? `${folder}/.github/workflows/example.yml` : `${folder}/action.yml`
  const found = await validate(TextDocument.create(address, 'yaml', 1, text), {
    actionsMetadataProvider: { fetchActionMetadata: async reference => describe(reference) },
  })
  return found.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)
}

/** Every YAML block of our pages that uses an action. */
const examples = ['README.md', ...readdirSync('docs').map(name => `docs/${name}`)]
  .filter(page => page.endsWith('.md'))
  .flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)]
      .map(([, text]) => ({ page, text: text! }))
      .filter(({ text }) => /^\s*(- )?(uses|jobs):/m.test(text)),
  )

test('GitHub accepts action.yml', async () => {
  expect(await complaints(readFileSync('action.yml', 'utf8'), 'action.yml')).toEqual([])
})

test('README shows how to use the Action', () => {
  expect(examples.filter(({ page, text }) => page === 'README.md' && text.includes(OURS)).length).toBeGreaterThan(0)
})

test.each(examples.map(({ page, text }, index) => [`${page}, number ${index + 1}`, text]))(
  'GitHub accepts the workflow in %s',
  async (_, text) => {
    expect(await complaints(text, 'workflow')).toEqual([])
  },
)

const workflow = (step: string): string =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step.replaceAll('\n', '\n        ')}\n`

test.each([
  [
    'an input that is misspelt',
    workflow(`uses: ${OURS}@v1\nwith:\n  fail-no: high`),
    "line 8: Invalid action input 'fail-no'",
  ],
  ['an unknown key', workflow('uses: actions/checkout@v7\nwiht: {}'), "line 7: Unexpected value 'wiht'"],
  ['a context that is none', workflow('run: echo ${{ githb.sha }}'), "line 6: Unrecognized named-value: 'githb'"],
])('the check itself finds %s', async (_, text, complaint) => {
  expect((await complaints(text, 'workflow')).join('\n')).toContain(complaint)
})

test.each([
  ['a runtime that is none', 'using: node24', 'using: node3'],
  ['an icon that is none', 'icon: anchor', 'icon: boat'],
  ['an unknown key', 'branding:', 'brnading:'],
])('the check itself finds %s in action.yml', async (_, right, wrong) => {
  const text = readFileSync('action.yml', 'utf8')
  expect(text).toContain(right)
  expect(await complaints(text.replace(right, wrong), 'action.yml')).not.toEqual([])
})
