import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Browser, CHROMIUM } from './kit/chromium.ts'
import { cli, cliJson, type JsonResult } from './kit/cli.ts'

const SHOP = resolve('__fixtures__/repos/shop')
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-html-'))
const file = join(folder, 'shop.html')

/** All findings of the shop, in the order of the page. */
let findings: JsonResult['findings'] = []

beforeAll(() => {
  expect(cli(['--output', file], { cwd: SHOP })).toMatchObject({ status: 1, stdout: expect.stringContaining('✗ fail') })
  findings = cliJson([], { cwd: SHOP }).result.findings
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the page has the style and the script of the bundle, and every finding', () => {
  const html = readFileSync(file, 'utf8')
  expect(html.match(/<li class="(?:breach|noted) /g)).toHaveLength(findings.length)
  expect(html).toContain('@media(prefers-color-scheme:dark)')
})

const why = CHROMIUM === undefined ? ' (skipped: no chromium in PATH)' : ''

describe.skipIf(CHROMIUM === undefined)(`in Chromium${why}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await Browser.start(CHROMIUM!)
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    await browser.show(1280, 900, 'light')
    await browser.open(file)
  })

  /** The messages that a reader can come to: in no rule and no fold that is hidden. */
  const shown = (): Promise<readonly string[]> =>
    browser.evaluate(
      `[...document.querySelectorAll('.places > li')].filter(one => !one.closest('[hidden]')).map(one => one.querySelectorAll('p')[1].textContent)`,
    )
  /** Those that are laid out, with what is folded opened. */
  const laidOut = (): Promise<number> =>
    browser.evaluate(`[...document.querySelectorAll('.places > li')].filter(one => one.checkVisibility()).length`)
  const output = (): Promise<string> => browser.evaluate(`document.querySelector('output').value`)
  const count = (wanted: (finding: (typeof findings)[number]) => boolean): number => findings.filter(wanted).length

  test('everything is shown first, and nothing is refused or loaded', async () => {
    expect(await shown()).toHaveLength(findings.length)
    expect(await output()).toBe(`${findings.length} findings`)
    const methods = browser.events.map(({ method }) => method)
    expect(methods.filter(method => method === 'Network.requestWillBeSent')).toHaveLength(1)
    expect(methods.filter(method => /exceptionThrown|Log\.entryAdded/.test(method))).toEqual([])
  })

  test('words typed into the search filter by rule, file and message, and open what is found', async () => {
    const wanted = count(({ rule }) => rule === 'host-network')
    expect(wanted).toBeGreaterThan(0)
    await browser.click('#search')
    await browser.type('host-network')
    expect(await output()).toBe(`${wanted} of ${findings.length} findings`)
    await browser.type(' NOTHING')
    expect(await shown()).toEqual([])
    expect(await output()).toBe(`0 of ${findings.length} findings`)
  })

  test('a match in a rule that was closed is opened, and closed again by "Show all"', async () => {
    const open = `[...document.querySelectorAll('.rule[open]')].length`
    const before = await browser.evaluate<number>(open)
    await browser.click('#search')
    await browser.type('readiness probe')
    const found = count(({ message }) => message.includes('readiness probe'))
    expect((await shown()).filter(text => text.includes('readiness probe'))).toHaveLength(found)
    expect(await laidOut()).toBe((await shown()).length)
    await browser.click('button')
    await browser.evaluate('new Promise(done => setTimeout(done))')
    expect(await output()).toBe(`${findings.length} findings`)
    expect(await browser.evaluate(open)).toBe(before)
  })

  test.each(['severity', 'standing', 'area'] as const)('boxes filter by %s', async name => {
    const values = [...new Set(findings.map(finding => finding[name]))]
    expect(values.length).toBeGreaterThan(1)
    let left = findings.length
    for (const value of values) {
      await browser.click(`[name=${name}][value=${value}]`)
      left -= count(finding => finding[name] === value)
      expect(await shown()).toHaveLength(left)
      expect(await output()).toBe(`${left} of ${findings.length} findings`)
    }
  })

  test('filters add up', async () => {
    await browser.click('[name=standing][value=noted]')
    await browser.click('[name=area][value=image]')
    const wanted = count(({ standing, area }) => standing === 'breach' && area !== 'image')
    expect(await shown()).toHaveLength(wanted)
  })

  test('a rule is chosen', async () => {
    const { rule } = findings[0]!
    await browser.evaluate(
      `{ const list = document.querySelector('#rule'); list.value = '${rule}'; list.dispatchEvent(new Event('input', { bubbles: true })) }`,
    )
    expect(await shown()).toHaveLength(count(finding => finding.rule === rule))
  })

  test('the keyboard is enough', async () => {
    const reached: string[] = []
    for (let n = 0; n < 6; n++) {
      await browser.press('Tab')
      reached.push(
        await browser.evaluate(
          `(({ id, value, textContent, tagName }) => id || (tagName === 'INPUT' ? value : textContent))(document.activeElement)`,
        ),
      )
    }
    expect(reached).toEqual(['search', 'rule', 'Filters', 'critical', 'high', 'medium'])
    await browser.press(' ')
    const left = findings.length - count(({ severity }) => severity === 'medium')
    expect(await output()).toBe(`${left} of ${findings.length} findings`)
  })

  test.each([360, 1280])('nothing is wider than a window of %d pixels', async width => {
    await browser.show(width, 900, 'dark')
    await browser.open(file)
    await browser.evaluate(`document.querySelectorAll('details').forEach(one => { one.open = true })`)
    expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })

  test('without a script all of it is there, and no filter', async () => {
    await browser.send('Emulation.setScriptExecutionDisabled', { value: true })
    await browser.open(file)
    await browser.send('Emulation.setScriptExecutionDisabled', { value: false })
    expect(await shown()).toHaveLength(findings.length)
    expect(await browser.evaluate(`document.querySelector('form').checkVisibility()`)).toBe(false)
  })

  test('a script and a style that a stranger smuggled in would be refused', async () => {
    const forged = join(folder, 'forged.html')
    const evil =
      '<script>document.title = "owned"</script><p style="color: red" onclick="x()">x</p><img src="https://evil.example/x.png">'
    writeFileSync(forged, readFileSync(file, 'utf8').replace('<main>', `<main>${evil}`))
    await browser.open(forged)
    expect(await browser.evaluate('document.title')).toMatch(/^Seaworthy: /)
    const refusals = browser.events.filter(({ method }) => method === 'Log.entryAdded')
    expect(
      JSON.stringify(refusals).match(/violates the following Content Security Policy directive/g)?.length,
    ).toBeGreaterThanOrEqual(3)
  })
})
