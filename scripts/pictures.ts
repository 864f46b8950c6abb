import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

/**
 * Takes the pictures in docs/pictures from real runs on __fixtures__/repos/shop: the terminal at 80 and 120 columns, and
 * the comment as GitHub would show it and the HTML report, wide and on a telephone, light and dark. Needs Chromium (`apt-get install
 * chromium`) and `script` (util-linux) for a terminal with colours.
 */

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-pictures-'))
const shop = join(folder, 'shop')
const program = `${process.execPath} ${resolve('dist/cli.js')}`

// A repository of its own, as its users have it.
cpSync('__fixtures__/repos/shop', shop, { recursive: true })
execFileSync('git', ['init', '--quiet', shop])

/** The command line on a terminal of so many columns: colours and all. */
function terminal(columns: number): string {
  const command = `stty cols ${columns}; ${program} --profile essential`
  return spawnSync('script', ['-qec', command, '/dev/null'], { cwd: shop, encoding: 'utf8' }).stdout.replaceAll(
    '\r',
    '',
  )
}

const report = (format: 'markdown' | 'html'): string =>
  spawnSync(process.execPath, [resolve('dist/cli.js'), '--format', format], { cwd: shop, encoding: 'utf8' }).stdout

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

/** Columns and rows of the picture, in CSS pixels. */
type Size = readonly [width: number, height: number]

/** `theme`: what a page is shown in that asks for it. */
function shoot(name: string, html: string, [width, height]: Size, theme: keyof typeof THEMES = 'light'): void {
  const file = join(folder, `${name}.html`)
  writeFileSync(file, html)
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-device-scale-factor=1']
  const network = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  const target = [`--user-data-dir=${folder}/profile`, `--window-size=${width},${height}`]
  const scheme = `--blink-settings=preferredColorScheme=${theme === 'dark' ? 0 : 1}`
  const picture = `--screenshot=${resolve(`docs/pictures/${name}.png`)}`
  execFileSync('chromium', [...flags, ...network, ...target, scheme, picture, `file://${file}`], { stdio: 'ignore' })
}

const SCREEN =
  'pre{margin:0;padding:18px 22px;background:#0d1117;color:#e6edf3;font:13px/1.45 "DejaVu Sans Mono",monospace;white-space:pre-wrap;word-break:break-all}body{background:#0d1117}'

/** GitHub's colours of a comment. */
const THEMES = {
  light: { text: '#1f2328', back: '#ffffff', soft: '#f6f8fa', line: '#d1d9e0', link: '#0969da', dim: '#59636e' },
  dark: { text: '#f0f6fc', back: '#0d1117', soft: '#151b23', line: '#3d444d', link: '#4493f8', dim: '#9198a1' },
} as const

const commentStyle = ({ text, back, soft, line, link, dim }: (typeof THEMES)[keyof typeof THEMES]): string => `
  body{background:${back}}.box{border:1px solid ${line};border-radius:6px;font:14px/1.5 "DejaVu Sans",sans-serif;color:${text}}
  .head{background:${soft};border-bottom:1px solid ${line};padding:8px 16px;color:${dim}}.body{padding:4px 16px 12px;overflow-wrap:anywhere}
  table{border-collapse:collapse}td,th{border:1px solid ${line};padding:5px 10px;text-align:left}ul{padding-left:2em}
  code{background:${soft};border-radius:4px;padding:1px 4px;font:12px "DejaVu Sans Mono",monospace}sub{color:${dim}}
  pre{background:${soft};padding:12px;border-radius:6px;overflow:auto}pre code{padding:0}a{color:${link};text-decoration:none}h3{margin:12px 0}`

const comment = (theme: keyof typeof THEMES, text: string): string =>
  page(
    commentStyle(THEMES[theme]),
    `<div class="box"><div class="head"><b>github-actions</b> bot commented</div><div class="body">${micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true })}</div></div>`,
  )

for (const [columns, width] of [
  [80, 680],
  [120, 1000],
] as const)
  shoot(`terminal-${columns}`, page(SCREEN, `<pre style="width:${columns}ch">${toHtml(terminal(columns))}</pre>`), [
    width,
    1000,
  ])

const text = report('markdown')
for (const theme of ['light', 'dark'] as const)
  for (const width of [846, 360]) shoot(`comment-${theme}-${width}`, comment(theme, text), [width, 1100])
for (const theme of ['light', 'dark'] as const)
  for (const width of [1280, 360]) shoot(`html-${theme}-${width}`, report('html'), [width, 1100], theme)
shoot('summary', comment('light', text.replaceAll('<details>', '<details open>')), [1012, 2600])
