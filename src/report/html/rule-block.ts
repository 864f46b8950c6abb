import type { Finding } from '../../core/finding.ts'
import type { Severity } from '../../core/severity.ts'
import { plural } from '../../core/text.ts'
import type { Judged } from '../../policy/verdict.ts'
import type { RuleSet } from '../../rules/set.ts'
import { acceptance } from '../accept.ts'
import type { Block } from '../blocks.ts'
import { advisoryUrl, markup, markupProse, pathMarkup, plainMarkup } from '../escape.ts'
import { excerptOf } from '../excerpt.ts'
import { messageOf, type Result, ruleUrl } from '../result.ts'
import { STANDINGS } from './standings.ts'

/** So many places of a rule are shown, the others folded. */
const SHOWN = 10
/** So many folded ones are a list: a browser lays a list out when it is scrolled to, and watches each of them for that. */
const LISTED = 100
/** So many have an excerpt: tens of thousands would make the file twice as large, and no one reads them. */
const EXCERPTS = 100

/** What one needs to know of a rule, once, and its places; open where it fails the gate. */
export function* ruleBlock(block: Block, result: Result): Generator<string> {
  const { rule, judged, severity } = block
  const isOpen = judged.some(({ standing }) => standing === 'breach')
  yield `<details class="rule" data-rule="${markup(rule)}"${isOpen ? ' open' : ''}>\n${summary(block)}${advice(block, result)}<ul class="places">\n`
  for (const [index, one] of judged.entries()) {
    if (index === SHOWN) {
      const left = plural(judged.length - SHOWN, 'more place')
      yield `</ul>\n<details class="more"><summary>${left}</summary>\n<ul class="places">\n`
    } else if (index > SHOWN && (index - SHOWN) % LISTED === 0) yield '</ul>\n<ul class="places">\n'
    yield place(one, severity, result.rules, index < EXCERPTS)
  }
  yield `</ul>\n${judged.length > SHOWN ? '</details>\n' : ''}</details>\n`
}

const summary = ({ severity, title, judged }: Block): string =>
  `<summary><span class="severity ${severity}">${severity}</span> <h2>${markupProse(title)}</h2> <span class="count">${judged.length}</span></summary>\n`

function advice(block: Block, { version, acceptUntil }: Result): string {
  const { rule, why, help } = block
  const { paste, where } = acceptance(block, acceptUntil)
  const rows = [
    ['Why', why === undefined ? '' : markupProse(why, 2000)],
    ['What to do', help === undefined ? '' : markupProse(help, 2000)],
    ['Accept it', `<code>${plainMarkup(paste)}</code> ${where}`],
    ['Rule', `<a href="${markup(ruleUrl(rule, version))}"><code>${markup(rule)}</code></a>`],
  ]
  return `<dl>\n${rows.map(([name, text]) => (text === '' ? '' : `<dt>${name}</dt><dd>${text}</dd>\n`)).join('')}</dl>\n`
}

/** Its first classes are what the script filters by: standing, severity and area. */
function place(judged: Judged, worst: Severity, rules: RuleSet, withExcerpt: boolean): string {
  const { finding, standing } = judged
  const { area, location, severity } = finding
  const tags = [
    severity === worst ? '' : ` <span class="severity ${severity}">${severity}</span>`,
    standing === 'breach' ? '' : ` <span class="tag">${STANDINGS[standing]}</span>`,
  ]
  const at = `<p class="at"><b>${pathMarkup(location.file)}:${location.start.line}</b>${tags.join('')}</p>`
  const message = `<p>${markupProse(messageOf(judged))}${codeLink(judged)}</p>`
  return `<li class="${standing} ${severity} ${area}">${at}${message}${withExcerpt ? excerpt(finding, rules) : ''}${about(judged)}</li>\n`
}

function codeLink({ finding: { code } }: Judged): string {
  if (code === undefined) return ''
  const name = `<code>${markup(code.id, 80)}</code>`
  const page = code.url === undefined ? undefined : advisoryUrl(code.url)
  return page === undefined ? ` ${name}` : ` <a href="${markup(page)}">${name}</a>`
}

function excerpt(finding: Finding, rules: RuleSet): string {
  const shown = excerptOf(finding, rules)
  if (shown === undefined) return ''
  const { isCut, before, marked, after, isRendered } = shown
  const rendered = isRendered ? ' <i>when rendered</i>' : ''
  return `<pre>${isCut ? '…' : ''}${markup(before)}<mark>${markup(marked, 200)}</mark>${markup(after, 120)}${rendered}</pre>`
}

/** Whom it concerns, how it is fixed, and why it does not count. */
function about({ finding, standing, exemption }: Judged): string {
  const { fix, mayBeSafe } = finding
  const lines = [
    markup(whom(finding), 160),
    standing === 'breach' && mayBeSafe !== false && fix?.safe
      ? `fix: ${markupProse(fix.title, 200)}, with <code>--fix</code>`
      : '',
    exemption === undefined ? '' : exemptionWords(exemption),
  ].filter(line => line !== '')
  return lines.length > 0 ? `<p class="about">${lines.join(' · ')}</p>` : ''
}

/** Nothing where it was said: of a Dockerfile the file, of an image the line that runs it. */
function whom({ area, subject, image, location }: Finding): string {
  if (area === 'dockerfile' || (image && location.text.includes(image.ref))) return ''
  return image?.ref ?? subject
}

const exemptionWords = ({ reason, until, source }: NonNullable<Judged['exemption']>): string =>
  [
    ...(reason === undefined ? [] : [markup(reason, 200)]),
    ...(until === undefined ? [] : [`until ${markup(until, 40)}`]),
    `<code>${markup(source, 120)}</code>`,
  ].join(', ')
