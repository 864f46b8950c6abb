import type { Path } from '../core/location.ts'
import type { Refusal } from '../core/source.ts'
import type { Resource } from './resource.ts'

/** Why `kubectl apply` refuses the document of an object that was read all the same: its text, or what is around it. */
export function refusalsOf({ source, root, json, apiVersion, origin }: Resource): readonly Refusal[] {
  // helm and kustomize apply in their own ways.
  if (origin) return []
  const around = aroundOf(root, apiVersion)
  return [
    ...source.refusals(root),
    ...(around === undefined ? [] : [{ at: root, message: around }]),
    // Lists in lists are not taken apart.
    ...(json.items === undefined || root.length > 1 ? [] : [{ at: [...root, 'items'], message: ITEMS }]),
  ]
}

const ITEMS = '`items` is not a list: kubectl takes its object for a list, and applies nothing of it'

function aroundOf([, ...steps]: Path, apiVersion: string): string | undefined {
  if (typeof steps[0] === 'number') return 'the document is a list; expected an object, or `kind: List` with `items`'
  if (steps.some((step, i) => typeof step === 'number' && typeof steps[i - 1] === 'number'))
    return 'list item is a list; expected an object'
  if (steps.filter(step => step === 'items').length > 1) return 'a list in a list: move its items to the outer one'
  return apiVersion.split('/').length > 2
    ? `invalid apiVersion \`${apiVersion}\`; expected \`group/version\``
    : undefined
}
