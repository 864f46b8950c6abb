/** Filters the findings of the page, which is complete without it. */

/** A match opens its rule; more than these would only be scrolled past. */
const MOST_OPENED = 500

const form = document.querySelector('form')

/** The rules, each with what is needed to show a part of its places. */
const rules = [...document.querySelectorAll('.rule')].map(element => {
  const more = element.querySelector('.more')
  return {
    element,
    wasOpen: element.open,
    title: `${element.dataset.rule} ${element.querySelector('h2').textContent}`.toLowerCase(),
    count: element.querySelector('.count'),
    more,
    lists: [...element.querySelectorAll('.more > ul')],
    places: [...element.querySelectorAll('li')].map(place => {
      const [standing, severity, area] = place.classList
      return { element: place, standing, severity, area, isFolded: more?.contains(place) ?? false }
    }),
  }
})
const all = rules.reduce((sum, { places }) => sum + places.length, 0)

/** Whether the boxes of a group let a value pass. */
function chosen(name) {
  const boxes = [...form.querySelectorAll(`[name=${name}]`)]
  const off = new Set(boxes.filter(box => !box.checked).map(box => box.value))
  return value => !off.has(value)
}

function filterOf() {
  const words = form.search.value.toLowerCase().split(/\s+/).filter(Boolean)
  const [hasSeverity, hasArea, hasStanding] = ['severity', 'area', 'standing'].map(chosen)
  const isFound = (rule, place) => {
    // The text of a page of 30,000 findings is read when the first word is typed.
    if (words.length > 0) place.text ??= `${rule.title} ${place.element.textContent.toLowerCase()}`
    return words.every(word => place.text.includes(word))
  }
  return (rule, place) =>
    (form.rule.value === '' || form.rule.value === rule.element.dataset.rule) &&
    hasSeverity(place.severity) &&
    hasArea(place.area) &&
    hasStanding(place.standing) &&
    isFound(rule, place)
}

function apply() {
  const passes = filterOf()
  const shown = new Map(rules.map(rule => [rule, rule.places.filter(place => passes(rule, place))]))
  const total = [...shown.values()].reduce((sum, places) => sum + places.length, 0)
  for (const [rule, places] of shown) show(rule, new Set(places), total)
  form.querySelector('output').value = total === all ? words(all) : `${total} of ${words(all)}`
  form.querySelector('button').disabled = total === all
}

const words = count => `${count} ${count === 1 ? 'finding' : 'findings'}`

function show({ element, wasOpen, count, more, lists, places }, shown, total) {
  for (const place of places) {
    const isHidden = !shown.has(place)
    if (place.element.hidden !== isHidden) place.element.hidden = isHidden
  }
  const opens = total < all && total <= MOST_OPENED
  element.hidden = shown.size === 0
  element.open = opens || wasOpen
  count.textContent = shown.size === places.length ? places.length : `${shown.size} of ${places.length}`
  if (more === null) return
  const folded = [...shown].filter(({ isFolded }) => isFolded).length
  more.hidden = folded === 0
  for (const list of lists) list.hidden = list.querySelector('li:not([hidden])') === null
  more.open = opens
  more.querySelector('summary').textContent =
    `${folded}${folded < shown.size ? ' more' : ''} ${folded === 1 ? 'place' : 'places'}`
}

if (form) {
  form.hidden = false
  const facets = form.querySelector('.facets')
  if (facets) facets.open = innerWidth > 640
  form.addEventListener('input', apply)
  form.addEventListener('submit', event => event.preventDefault())
  // The fields have their first values again when the event is over.
  form.addEventListener('reset', () => setTimeout(apply))
  apply()
}
