import type { JudgedControl, JudgedFramework } from '../../policy/frameworks.ts'
import { markup, markupProse, pathMarkup } from '../escape.ts'
import { foundWords, frameworkWords, placesOfControl, STATUS_WORDS, sortedControls } from '../frameworks.ts'

/** A folded table for each framework, with a row for each control. */
export function* frameworkTables(frameworks: readonly JudgedFramework[]): Generator<string> {
  for (const framework of frameworks) {
    yield `<details class="framework"><summary><h2>${markup(frameworkWords(framework))}</h2></summary>\n`
    yield '<table><thead><tr><th scope="col">Status</th><th scope="col">Control</th><th scope="col">Where</th></tr></thead>\n<tbody>\n'
    for (const control of sortedControls(framework)) yield controlRow(control)
    yield '</tbody></table>\n</details>\n'
  }
}

function controlRow(control: JudgedControl): string {
  const { id, title, status, because } = control
  const { places, more } = placesOfControl(control)
  const names = places.map(({ finding: { location } }) => `<b>${pathMarkup(location.file)}:${location.start.line}</b>`)
  const where = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
  const details = [markupProse(because ?? ''), foundWords(control), where].filter(part => part !== '').join('; ')
  return `<tr class="${status}"><td>${STATUS_WORDS[status]}</td><th scope="row"><code>${markup(id)}</code> ${markupProse(title)}</th><td>${details}</td></tr>\n`
}
