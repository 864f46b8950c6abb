import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

/**
 * Takes the pictures of README from real runs on __fixtures__/repos/shop: the terminal, and the comment as GitHub
 * would show it. Needs Chromium (`apt-get install chromium`) and `script` (util-linux) for a terminal with colours.
 */

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-pictures-'))
const shop = resolve('__fixtures__/repos/shop')

/** The command line on a terminal: colours and all. */
function terminal(): string {
  const command = `${process.execPath} ${resolve('dist/cli.js')} --profile essential`
  return spawnSync('script', ['-qec', command, '/dev/null'], { cwd: shop, encoding: 'utf8' }).stdout.replaceAll(
    '\r',
    '',
  )
}

function markdown(): string {
  return spawnSync(process.execPath, [resolve('dist/cli.js'), '--format', 'markdown'], { cwd: shop, encoding: 'utf8' })
    .stdout
}

const COLOURS: Readonly<Record<string, string>> = {
  '1': 'font-weight:bold',
  '2': 'color:#8b949e',
  '31': 'color:#ff7b72',
  '32': 'color:#3fb950',
  '33': 'color:#d29922',
  '35': 'color:#bc8cff',
  '36': 'color:#39c5cf',
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** SGR sequences as spans. */
const toHtml = (text: string): string =>
  text
    .split('\u001b[')
    .map((part, index) => {
      if (index === 0) return escaped(part)
      const end = part.indexOf('m')
      const [codes, rest] = [part.slice(0, end), escaped(part.slice(end + 1))]
      const style = codes.split(';').flatMap(code => COLOURS[code] ?? [])
      return style.length > 0 ? `<span style="${style.join(';')}">${rest}</span>` : rest
    })
    .join('')

const page = (style: string, body: string): string =>
  `<!doctype html><meta charset="utf-8"><style>body{margin:0}${style}</style>${body}`

function shoot(name: string, html: string, size: string): void {
  const file = join(folder, `${name}.html`)
  writeFileSync(file, html)
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-device-scale-factor=1.5']
  const network = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  execFileSync(
    'chromium',
    [
      ...flags,
      ...network,
      `--user-data-dir=${folder}/profile`,
      `--window-size=${size}`,
      `--screenshot=${resolve(`docs/pictures/${name}.png`)}`,
      `file://${file}`,
    ],
    { stdio: 'ignore' },
  )
}

shoot(
  'terminal',
  page(
    'pre{margin:0;padding:18px 22px;background:#0d1117;color:#e6edf3;font:13px/1.45 "DejaVu Sans Mono",monospace;white-space:pre-wrap}',
    `<pre>${toHtml(terminal())}</pre>`,
  ),
  '1180,1560',
)
shoot(
  'comment',
  page(
    `.box{margin:16px;border:1px solid #d0d7de;border-radius:6px;font:14px/1.5 "DejaVu Sans",sans-serif;color:#1f2328;max-width:1040px}
     .head{background:#f6f8fa;border-bottom:1px solid #d0d7de;padding:8px 16px;color:#59636e}.body{padding:4px 16px 12px}
     table{border-collapse:collapse}td,th{border:1px solid #d0d7de;padding:5px 10px;text-align:left}tr:nth-child(even){background:#f6f8fa}
     code{background:#eff1f3;border-radius:4px;padding:1px 4px;font:12px "DejaVu Sans Mono",monospace}a{color:#0969da;text-decoration:none}h3{margin:12px 0}`,
    `<div class="box"><div class="head"><b>github-actions</b> bot commented</div><div class="body">${micromark(markdown(), { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true })}</div></div>`,
  ),
  '1080,1080',
)
