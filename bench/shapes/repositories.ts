import { many, podText, type Shape } from './shape.ts'

const range = <Item>(count: number, make: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => make(index))

const pods = (count: number): string => many(count, podText, '\n---\n')

/** What is many in the repository itself, and in its policy. */
export const repositoryShapes: readonly Shape[] = [
  { title: 'files in one folder', size: 200, files: count => range(count, i => [`k8s/pod-${i}.yaml`, podText(i)]) },
  { title: 'folders with a file each', size: 200, files: count => range(count, i => [`a${i}/pod.yaml`, podText(i)]) },
  {
    title: 'folders inside of folders',
    // No path of Linux is longer than 4,096 letters.
    size: 250,
    files: count => range(count, i => [`${'a/'.repeat(i)}pod.yaml`, podText(i)]),
  },
  {
    title: 'a .gitignore in each nested folder',
    size: 50,
    files: count =>
      range(count, i => [
        [`${'a/'.repeat(i)}.gitignore`, `x${i}\n`] as const,
        [`${'a/'.repeat(i)}pod.yaml`, podText(i)] as const,
      ]).flat(),
  },
  {
    title: 'lines of a .gitignore × files',
    size: 100,
    files: count => [
      ['.gitignore', many(count, i => `build-${i}/**/x`)],
      ...range(count, i => [`k8s/pod-${i}.yaml`, podText(i)] as const),
    ],
  },
  {
    // Without helm each is a fault: what is measured is how its files are told apart.
    title: 'charts',
    size: 50,
    files: count =>
      range(count, i => [
        [`c${i}/Chart.yaml`, 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'] as const,
        [`c${i}/templates/pod.yaml`, podText(i)] as const,
        [`c${i}/Dockerfile`, 'FROM debian\n'] as const,
      ]).flat(),
  },
  {
    title: 'long names of files',
    size: 25,
    files: count =>
      range(200, i => [
        `${'n'.repeat(Math.min(count, 200))}/${i}-${'x'.repeat(Math.min(count, 200))}.yaml`,
        podText(i),
      ]),
  },
  {
    title: 'globs that exclude × files',
    size: 50,
    files: count => [
      ['.seaworthy.yml', `paths:\n  exclude:\n${many(count, i => `    - "**/skip-${i}/**"`)}\n`],
      ...range(count * 4, i => [`k8s/pod-${i}.yaml`, podText(i)] as const),
    ],
  },
  {
    title: 'waivers × findings',
    size: 100,
    files: count => [
      [
        '.seaworthy.yml',
        `waivers:\n${many(count, i => `  - {rule: run-as-root, where: "k8s/x-${i}.yaml", reason: tried, until: 2026-12-20}`)}\n`,
      ],
      ['k8s/pods.yaml', pods(count)],
    ],
  },
  {
    title: 'overrides × findings',
    size: 50,
    files: count => [
      [
        '.seaworthy.yml',
        `overrides:\n${many(count, i => `  - {paths: ["k8s/x-${i}.yaml"], rules: {run-as-root: off}}`)}\n`,
      ],
      ['k8s/pods.yaml', pods(count)],
    ],
  },
  {
    title: 'comments that suppress',
    size: 100,
    files: count => [
      [
        'pods.yaml',
        many(
          count,
          i => podText(i).replace('      image', '      # seaworthy: ignore run-as-root because tried\n      image'),
          '\n---\n',
        ),
      ],
    ],
  },
  {
    title: 'comments that suppress nothing',
    size: 250,
    files: count => [
      ['pods.yaml', `${podText(0)}${many(count, i => `# seaworthy: ignore no-such-rule-${i} because tried`)}\n`],
    ],
  },
  {
    title: 'files that cannot be read',
    size: 100,
    files: count => range(count, i => [`k8s/pod-${i}.yaml`, `${podText(i)}: [\n`]),
  },
]
