import { memo } from '../../core/memo.ts'
import { readYamlFast } from '../../yaml/source.ts'
import { isMap, type Json, type Resource, textOf } from '../resource.ts'
import { follow } from '../route.ts'
import type { Workload } from '../workload.ts'
import { componentIn } from './command-line.ts'
import { Component, type Form } from './component.ts'
import { PLACES, type Place, TEXTS } from './places.ts'
import type { At } from './readers.ts'

/** The longest text in an object that is looked into: no configuration of a component comes near it. */
const LONGEST_TEXT = 100_000

/** A text in which one of the documents is of a kind that has settings. */
const HOLDS_SETTINGS = new RegExp(
  `^kind: *["']?(?:${Object.keys(PLACES)
    .map(key => key.slice(key.indexOf('/') + 1))
    .join('|')})\\b`,
  'm',
)

/** API group and kind. */
const keyOf = ({ apiVersion, kind }: Json): string => {
  const [version = '', inGroup] = textOf(apiVersion).split('/')
  return `${inGroup === undefined ? '' : version}/${textOf(kind)}`
}

function placesIn(value: Json): readonly Place[] {
  const key = keyOf(value)
  return Object.hasOwn(PLACES, key) ? PLACES[key]! : []
}

/** @param form what it is regardless of its place */
function inValue(resource: Resource, value: Json, at: At, form?: Form): readonly Component[] {
  if (!isMap(value)) return []
  return placesIn(value).flatMap(place =>
    follow(value, place.route).flatMap(([route, inner]) => {
      const here: At = (...steps) => at(...route, ...steps)
      const settings = place.read(inner, here)
      const isFile = place.form === 'file'
      return settings.size === 0 && !isFile
        ? []
        : [new Component(resource, { name: place.name, at: here(), form: form ?? place.form, settings })]
    }),
  )
}

/** Configurations that are texts in another object: each setting is where the text is. */
function inTexts(resource: Resource): readonly Component[] {
  const key = keyOf(resource.json)
  const texts = Object.hasOwn(TEXTS, key) ? TEXTS[key] : undefined
  return (texts?.routes ?? []).flatMap(route =>
    follow(resource.json, route).flatMap(([path, text]) => {
      if (typeof text !== 'string' || text.length > LONGEST_TEXT || !HOLDS_SETTINGS.test(text)) return []
      const documents = readYamlFast(text).pieces.flatMap(piece => piece?.documents ?? [])
      return documents.flatMap(({ value }) => inValue(resource, value, () => resource.at(...path), texts?.form))
    }),
  )
}

const inContainer = memo(componentIn)

const inConfiguration = memo((resource: Resource): readonly Component[] => [
  ...inValue(resource, resource.json, (...steps) => resource.at(...steps)),
  ...inTexts(resource),
])

/** The components that an object sets up: by containers, by its fields, and by texts that are in it. */
export const componentsOf = (resource: Resource, workloads: readonly Workload[]): readonly Component[] => [
  ...workloads.flatMap(({ containers }) => containers.flatMap(container => inContainer(container) ?? [])),
  ...inConfiguration(resource),
]
