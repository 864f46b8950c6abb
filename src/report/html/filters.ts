import { groupBy } from '../../core/group.ts'
import { SEVERITIES, type Severity } from '../../core/severity.ts'
import { plural } from '../../core/text.ts'
import { AREAS, type Area, areas } from '../../inputs.ts'
import type { Judged, Standing } from '../../policy/verdict.ts'
import { markup } from '../escape.ts'
import { STANDINGS, standings } from './standings.ts'

/** Hidden until the script that answers to it runs. Only what tells findings apart is offered. */
export function filters(judged: readonly Judged[]): string {
  const rules = groupBy(judged, ({ finding }) => finding.rule)
  const options = [`<option value="">all ${plural(rules.size, 'rule')}</option>`, ...[...rules].map(ruleOption)]
  const facets = [
    choices('severity', 'Severity', judged, ({ finding }) => finding.severity, SEVERITIES.toReversed().map(itself)),
    choices('area', 'Area', judged, ({ finding }) => finding.area, areas.map(headed)),
    choices('standing', 'Status', judged, ({ standing }) => standing, standings.map(called)),
  ].filter(facet => facet !== '')
  return `<form hidden aria-label="Filters">
<p><label for="search">Search</label><input id="search" type="search" autocomplete="off" spellcheck="false"></p>
<p><label for="rule">Rule</label><select id="rule">${options.join('')}</select></p>
${facets.length === 0 ? '' : `<details class="facets"><summary>Filters</summary>\n<div>${facets.join('')}</div></details>\n`}<p class="shown"><output>${plural(judged.length, 'finding')}</output><button type="reset">Show all</button></p>
</form>
`
}

/** A value, and what it is called. */
type Choice<Value> = readonly [Value, string]

const itself = (severity: Severity): Choice<Severity> => [severity, severity]
const headed = (area: Area): Choice<Area> => [area, AREAS[area].heading]
const called = (standing: Standing): Choice<Standing> => [standing, STANDINGS[standing]]

const ruleOption = ([id, judged]: readonly [string, readonly Judged[]]): string =>
  `<option value="${markup(id)}">${markup(id)} (${judged.length})</option>`

function choices<Value extends string>(
  name: string,
  legend: string,
  judged: readonly Judged[],
  keyOf: (judged: Judged) => Value,
  values: readonly Choice<Value>[],
): string {
  const counts = new Map<Value, number>()
  for (const one of judged) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  const boxes = values.flatMap(([value, words]) => {
    const count = counts.get(value)
    if (count === undefined) return []
    return `<label><input type="checkbox" name="${name}" value="${value}" checked> ${words} <span class="count">${count}</span></label>`
  })
  return boxes.length < 2 ? '' : `<fieldset><legend>${legend}</legend>${boxes.join('')}</fieldset>\n`
}
