/** Builders that wrap a snippet in the smallest sound object, so that a row of a table is one line. */

const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by))

/** A Pod around these lines of its one container. */
export const container = (yaml: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: app\n${indent(yaml, 6)}\n`

/** A Pod of these lines of its spec, and one plain container unless they bring their own. */
export const pod = (yaml: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${indent(yaml, 2)}\n${
    /^containers:/m.test(yaml) ? '' : '  containers:\n    - name: app\n      image: shop/web:1.4\n'
  }`

/** A Deployment whose pod template has these lines in its spec. */
export const deployment = (yaml: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n${indent(yaml, 6)}\n`

/** An Argo Workflow around these lines of the container of its one step: only a part of a pod. */
export const workflow = (yaml: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  name: build\nspec:\n  templates:\n    - name: main\n      container:\n${indent(yaml, 8)}\n`

/** Several objects in one file. */
export const documents = (...texts: string[]): string => texts.join('---\n')
