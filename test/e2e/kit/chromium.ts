import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** A Chromium that is driven by its DevTools protocol, over pipes: no port, and no package. */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The path of one that is installed. */
export const CHROMIUM = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap(folder => NAMES.map(name => join(folder, name)))
  .find(isExecutable)

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--hide-scrollbars',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-pipe',
]

interface Answer {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** What a page says by itself: errors, refusals of its security policy, requests. */
export interface Event {
  readonly method: string
  readonly params: unknown
}

export class Browser {
  readonly #process: ChildProcess
  readonly #profile: string
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly events: Event[] = []
  #session: string | undefined
  #sent = 0

  private constructor(path: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'seaworthy-chromium-'))
    this.#process = spawn(path, [...FLAGS, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    })
    let text = ''
    const output = this.#process.stdio[4] as Readable
    output.setEncoding('utf8').on('data', (piece: string) => {
      const messages = (text + piece).split('\0')
      text = messages.pop()!
      for (const message of messages) this.#hear(JSON.parse(message) as Answer)
    })
  }

  /** With one page that is attached to. */
  static async start(path: string): Promise<Browser> {
    const browser = new Browser(path)
    const { targetId } = await browser.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    })
    browser.#session = sessionId
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.send(`${domain}.enable`)
    return browser
  }

  #hear({ id, method, params, ...answer }: Answer): void {
    if (method !== undefined) this.events.push({ method, params })
    if (id === undefined) return
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }

  /** @throws Error when the browser refuses. */
  send<Result>(method: string, params: object = {}): Promise<Result> {
    const id = ++this.#sent
    const input = this.#process.stdio[3] as Writable
    input.write(`${JSON.stringify({ id, method, params, sessionId: this.#session })}\0`)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result as Result),
      )
    })
  }

  /** Opens a file, and waits until it is loaded. */
  async open(file: string): Promise<void> {
    this.events.length = 0
    await this.send('Page.navigate', { url: `file://${file}` })
    while (!this.events.some(({ method }) => method === 'Page.loadEventFired')) await this.evaluate('undefined')
  }

  /** The value of an expression in the page. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.send<{ result: { value: Value }; exceptionDetails?: unknown }>(
      'Runtime.evaluate',
      { expression, returnByValue: true, awaitPromise: true },
    )
    if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`)
    return result.value
  }

  /** Clicks the middle of an element, as a person does: what lies over it gets the click. */
  async click(selector: string): Promise<void> {
    const at = await this.evaluate<{ x: number; y: number }>(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)})
      element.scrollIntoView({ block: 'center' })
      const { x, y, width, height } = element.getBoundingClientRect()
      return { x: x + width / 2, y: y + height / 2 }
    })()`)
    for (const type of ['mousePressed', 'mouseReleased'])
      await this.send('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 })
  }

  type(text: string): Promise<void> {
    return this.send('Input.insertText', { text })
  }

  async press(key: 'Tab' | ' ' | 'Enter' | 'Backspace'): Promise<void> {
    const codes = { Tab: 9, ' ': 32, Enter: 13, Backspace: 8 }
    const event = { key, windowsVirtualKeyCode: codes[key], ...(key === ' ' && { text: ' ' }) }
    for (const type of ['keyDown', 'keyUp']) await this.send('Input.dispatchKeyEvent', { type, ...event })
  }

  async show(width: number, height: number, scheme: 'light' | 'dark'): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 })
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
  }

  /** A picture of what is shown, PNG. */
  async picture(): Promise<Buffer> {
    const { data } = await this.send<{ data: string }>('Page.captureScreenshot', { format: 'png' })
    return Buffer.from(data, 'base64')
  }

  async close(): Promise<void> {
    const ended = new Promise(resolve => this.#process.once('exit', resolve))
    await this.send('Browser.close')
    await ended
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
