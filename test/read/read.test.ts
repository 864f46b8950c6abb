import { describe, expect, test } from 'vitest'
import { apply } from '../../src/engine/edits.ts'
import type { Resource } from '../../src/kube/resource.ts'
import { onlyPath, programs } from '../kit/programs.ts'
import { faults, left, objects, pod, readFiles } from './kit.ts'

describe('manifests', () => {
  test('one broken document never loses the others', async () => {
    const read = await readFiles({
      'a.yaml': `${pod('a')}---\nkind: [\napiVersion: v1\n---\n${pod('c')}`,
      'b.yaml': pod('b'),
    })
    expect(objects(read)).toEqual(['Pod/a in a.yaml', 'Pod/c in a.yaml', 'Pod/b in b.yaml'])
    expect(read.faults.map(({ code, file }) => [code, file])).toEqual([['NOT_YAML', 'a.yaml']])
    expect(read.inputs).toMatchObject({ manifests: 2, resources: 3 })
  })

  test('lists are taken apart', async () => {
    const read = await readFiles({
      'a.yaml':
        'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n  - {apiVersion: v1, kind: Pod, metadata: {name: b}}\n',
    })
    expect(objects(read)).toEqual(['Pod/a in a.yaml', 'Pod/b in a.yaml'])
    expect(read.inputs).toMatchObject({ manifests: 1, resources: 2 })
  })

  test('a template under the name of a manifest is a fault, the other documents of its file are read', async () => {
    const template = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n'
    const broken = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}-web\n'
    const read = await readFiles({
      'b.yaml': broken,
      'a.yaml': `${pod('a')}---\n${template}`,
      'c.yaml': `{% if x %}\n${pod('c')}{% endif %}\n`,
      'data.yaml': `${pod('data')}  # "{{ $value }}"\n`,
    })
    expect(objects(read)).toEqual(['Pod/a in a.yaml', 'Pod/data in data.yaml'])
    const told =
      'this manifest is a template, which is not rendered, so it cannot be checked: render it before this step and check the result, or add it to `paths.exclude` in the policy'
    expect(faults(read)).toEqual(['a', 'b', 'c'].map(name => `NOT_AN_OBJECT ${name}.yaml ${told}`))
    expect(left(read)).toEqual([])
  })

  test('a template in the files of a chart is left to it', async () => {
    const template = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n'
    const chart = { 'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', 'web/files/pod.yaml': template }
    const read = await readFiles(chart, { charts: 'skip' })
    expect(faults(read)).toEqual([])
    expect(left(read)).toContain('web/files/pod.yaml: template among the files of a chart')
  })

  test('a template that is named like one is left alone and told', async () => {
    const template = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n'
    const files = ['templates/a.yaml', 'web-template.yaml', 'web.tmpl.yaml']
    const read = await readFiles({
      ...Object.fromEntries(files.map(file => [file, template])),
      'temples.yaml': pod('temples'),
    })
    expect(faults(read)).toEqual([])
    expect(left(read).toSorted()).toEqual(files.map(file => `${file}: template outside a chart`).toSorted())
    expect(read.inputs.skipped.every(({ ordinary }) => !ordinary)).toBe(true)
  })

  test('configuration of tools that only looks like objects is ordinary', async () => {
    const read = await readFiles({ 'kind.yaml': 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n' })
    expect(read.inputs.skipped).toEqual([
      { path: 'kind.yaml', reason: 'YAML without Kubernetes objects', ordinary: true },
    ])
  })

  test('configuration of nodes is read, and holds no objects', async () => {
    const { world, inputs, faults } = await readFiles({
      'kind.yaml':
        'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches:\n  - |\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    kind: KubeletConfiguration\n    readOnlyPort: 1\n',
      'config.yaml': 'kube-apiserver-arg:\n  - profiling=false\n',
      'talos.yaml': 'machine:\n  kubelet:\n    extraArgs:\n      v: "2"\n',
      'values.yaml': 'kubelet:\n  extraArgs: {}\n',
      'gone.yaml': 'kubelet-arg: []\n',
    })
    expect(world.configurations.map(({ source, kind }) => `${kind} in ${source.file}`)).toEqual([
      'Config in config.yaml',
      'Cluster in kind.yaml',
      'MachineConfig in talos.yaml',
    ])
    expect([world.resources, faults, inputs.manifests, inputs.resources]).toEqual([[], [], 3, 0])
    expect(inputs.skipped.map(({ path }) => path)).toEqual(['values.yaml', 'gone.yaml'])
  })
})

describe('reports', () => {
  const report = (more: string) =>
    `{"SchemaVersion": 2, "ArtifactName": "shop/web:1.4", "ArtifactType": "container_image", ${more}}`
  test('one that is known for a report and cannot be read is a fault, named or not', async () => {
    const files = { 'x.json': '{"SchemaVersion": 2, "Results": 5}' }
    const wanted = [
      'NOT_A_REPORT x.json this looks like a Trivy report, but `Results` is not a list; to leave it out where it is found by itself, add its path to `paths.exclude` in .seaworthy.yml',
    ]
    expect(faults(await readFiles(files))).toEqual(wanted)
    expect(faults(await readFiles(files, {}, ['x.json']))).toEqual(wanted)
  })

  test('what a scanner suppressed is told', async () => {
    const sarif = (suppressions: string) =>
      `{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Trivy", "rules": []}}, "results": [{"ruleId": "CVE-2024-1", "message": {"text": "Package: a\\nInstalled Version: 1\\nVulnerability CVE-2024-1\\nSeverity: HIGH"}${suppressions}}]}]}`
    const read = await readFiles({
      'live.sarif': sarif(''),
      'quiet.sarif': sarif(', "suppressions": [{"kind": "external"}]'),
    })
    expect(read.inputs.reports).toBe(2)
    expect(left(read)).toEqual(['quiet.sarif: with findings that the scanner suppressed'])
  })

  test('broken ones are faults, and the others are read', async () => {
    const read = await readFiles({
      'a-trivy.json': '{"SchemaVersion": 2, "Resu',
      'b.json': report('"Results": [{"Target": "x", "Class": "os-pkgs", "Type": "debian"}]'),
      'c-trivy.json': '',
    })
    expect(read.inputs.reports).toBe(1)
    expect(read.faults.map(({ code, file }) => [code, file])).toEqual([
      ['NOT_JSON', 'a-trivy.json'],
      ['NOT_JSON', 'c-trivy.json'],
    ])
  })
})

describe('charts, with a helm of our own', () => {
  const chart = (name = 'shop', more: Readonly<Record<string, string>> = {}) => ({
    [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
    [`${name}/templates/web.yaml`]: pod(
      '{{ .Release.Name }}-web',
      '    {{- if .x }}\n    - name: app\n    {{- end }}\n',
    ),
    [`${name}/templates/job.yaml`]: 'kind: {{ .x }}\n',
    ...more,
  })
  const helm = (output: string) => onlyPath(programs({ helm: `cat <<'END'\n${output}\nEND` }), '/usr/bin', '/bin')
  const places = async (output: string, files = chart()) => {
    helm(output)
    return objects(await readFiles(files))
  }

  test('each document belongs to the template that is named above it', async () => {
    const output = `---\n# Source: shop/templates/web.yaml\n${pod('release-web')}---\n# Source: shop/charts/db/templates/db.yaml\n${pod('db')}---\n# Source: shop/crds/x.yaml\n${pod('crd')}`
    expect(await places(output)).toEqual([
      'Pod/release-web in shop/templates/web.yaml',
      'Pod/db in shop/charts/db/templates/db.yaml',
      'Pod/crd in shop/crds/x.yaml',
    ])
  })

  test.each([
    ['nothing named', pod('a'), 'shop/Chart.yaml'],
    ['a way out of the chart', `# Source: shop/../../etc/passwd\n${pod('a')}`, 'shop/Chart.yaml'],
    ['the chart itself', `# Source: shop/\n${pod('a')}`, 'shop/Chart.yaml'],
    [
      'in the middle of a line',
      `---\n# Source: shop/templates/web.yaml\n${pod('a', '      # see # Source: shop/x/evil.yaml\n')}`,
      'shop/templates/web.yaml',
    ],
    [
      'in a text',
      `---\n# Source: shop/templates/web.yaml\nmetadata: {note: "# Source: shop/x/evil.yaml", name: a}\napiVersion: v1\nkind: Pod\n`,
      'shop/templates/web.yaml',
    ],
  ])('%s', async (_, output, file) => expect(await places(output)).toEqual([`Pod/a in ${file}`]))

  test('lists in a chart are taken apart, empty documents and notes are nothing', async () => {
    const list =
      '---\n# Source: shop/templates/web.yaml\napiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\n# Source: shop/templates/job.yaml\n---\n# nothing\n'
    expect(await places(list)).toEqual(['Pod/a in shop/templates/web.yaml'])
  })

  test('a line is where the template prints it; of what it does not print, the first line stands for the file', async () => {
    const resourceIn = async (output: string) => {
      helm(`---\n# Source: shop/templates/web.yaml\n${output}`)
      return (await readFiles(chart())).world.resources[0]!
    }
    const placeIn = ({ source, at, root }: Resource, ...path: (string | number)[]) => {
      expect(at).toBeDefined()
      const { file, start, rendered } = source.locate([...root, ...path])
      return [file, start.line, start.column, rendered?.start.line]
    }
    const web = await resourceIn(pod('release-web'))
    expect(placeIn(web, 'spec', 'containers', 0, 'image')).toEqual(['shop/templates/web.yaml', 8, 7, 10])
    expect(placeIn(web, 'metadata', 'name')).toEqual(['shop/templates/web.yaml', 4, 3, 6])
    expect(placeIn(web, 'spec', 'containers', 0, 'name')).toEqual(['shop/templates/web.yaml', 7, 7, 9])
    const other = await resourceIn('{apiVersion: v2, kind: Shop, metadata: {name: a}}\n')
    expect(placeIn(other, 'metadata', 'name')).toEqual(['shop/templates/web.yaml', 1, 1, 3])
  })

  test('an object behind a template is fixed where it is in the file', async () => {
    const template = 'kind: ConfigMap\r\nmetadata: {name: {{ .Release.Name }} }\r\n---\n'
    const { world } = await readFiles({
      'lib/Chart.yaml': 'name: lib\ntype: library\n',
      'lib/templates/x.yaml': template + pod('a', '  hostPID: true\n'),
    })
    const { source, root } = world.resources[0]!
    const edit = source.edit({ op: 'remove', path: [...root, 'spec', 'hostPID'] })!
    expect(apply(template + pod('a', '  hostPID: true\n'), [edit])).toBe(template + pod('a'))
  })

  test('a library chart is told, and never rendered', async () => {
    onlyPath()
    const read = await readFiles({ 'lib/Chart.yaml': 'name: lib\ntype: library\n', 'lib/templates/_x.tpl': '' })
    expect(read.faults).toEqual([])
    expect(read.inputs).toMatchObject({
      charts: 0,
      skipped: [{ path: 'lib', reason: 'library chart, which renders nothing by itself' }],
    })
  })

  test('values of chart-testing are tried when the defaults are not enough', async () => {
    const picky = `case "$*" in *ci/b-values.yaml*) printf '%s\\n' '---' '# Source: shop/templates/web.yaml' '{apiVersion: v1, kind: Pod, metadata: {name: a}}';; *) echo "Error: no" >&2; exit 1;; esac`
    onlyPath(programs({ helm: picky }), '/usr/bin', '/bin')
    const read = await readFiles(
      chart('shop', { 'shop/ci/a-values.yaml': '', 'shop/ci/b-values.yaml': '', 'shop/ci/c.yaml': '' }),
    )
    expect(objects(read)).toEqual(['Pod/a in shop/templates/web.yaml'])
    expect(read.inputs.charts).toBe(1)
  })

  test.each([
    [
      'no helm',
      undefined,
      /^RENDER_FAILED shop\/Chart\.yaml this chart cannot be rendered without helm: install helm .*`charts: skip`/,
    ],
    [
      'a missing dependency',
      'echo "Error: An error occurred while checking for chart dependencies: found in Chart.yaml, but missing in charts/ directory: common, db" >&2; exit 1',
      /^RENDER_FAILED shop\/Chart\.yaml the chart depends on common, db, which is missing from its charts folder .*`helm dependency build`/,
    ],
    [
      'an error with a place',
      'echo "WARNING: x" >&2; echo "Error: execution error at (shop/templates/web.yaml:4:9): name is needed" >&2; exit 1',
      /^RENDER_FAILED shop\/templates\/web\.yaml helm could not render the chart: execution error .*name is needed\. Provide working values/,
    ],
    [
      'an error of a helm that ends well',
      'echo "Error: no such value" >&2; echo "{apiVersion: v1, kind: Pod, metadata: {name: b}}"',
      /^RENDER_FAILED shop\/Chart\.yaml helm could not render the chart: no such value\./,
    ],
    [
      'an error without a word',
      'exit 7',
      /^RENDER_FAILED shop\/Chart\.yaml helm could not render the chart: no reason given\./,
    ],
  ])('%s is a fault, and the rest is read', async (_, script, message) => {
    if (script === undefined) onlyPath('/nowhere')
    else onlyPath(programs({ helm: script }), '/usr/bin', '/bin')
    const read = await readFiles(chart('shop', { 'k8s/a.yaml': pod('a') }))
    expect(objects(read)).toEqual(['Pod/a in k8s/a.yaml'])
    expect(faults(read)).toEqual([expect.stringMatching(message)])
    expect(read.inputs.charts).toBe(0)
  })

  test('a helm that writes for ever takes down its own chart only', async () => {
    onlyPath(
      programs({
        helm: 'case "$PWD" in */bad) yes | head -c 70000000; exit;; esac; echo "{apiVersion: v1, kind: Pod, metadata: {name: a}}"',
      }),
      '/usr/bin',
      '/bin',
    )
    const read = await readFiles({ ...chart('bad'), ...chart('good') })
    expect(objects(read)).toEqual(['Pod/a in good/Chart.yaml'])
    expect(faults(read)).toEqual(['RENDER_FAILED bad/Chart.yaml `helm` wrote more than 64 MB'])
  })

  test('left out by the policy', async () => {
    onlyPath()
    const read = await readFiles(chart(), { charts: 'skip' })
    expect([read.faults, left(read)]).toEqual([[], ['shop: `charts: skip`']])
  })
})

test('versions that mend an npm package are in the order of semver', async () => {
  const report = {
    SchemaVersion: 2,
    ArtifactName: 'shop/web:1.4',
    ArtifactType: 'container_image',
    Results: [
      {
        Target: 'Node.js',
        Class: 'lang-pkgs',
        Type: 'node-pkg',
        Vulnerabilities: [
          {
            VulnerabilityID: 'CVE-2026-1',
            PkgName: 'next',
            InstalledVersion: '14.2.0',
            FixedVersion: '14.3.0, 14.3.0-canary.77',
            Severity: 'HIGH',
          },
        ],
      },
    ],
  }
  const { world } = await readFiles({ 'trivy.json': JSON.stringify(report) })
  expect(world.scanned().map(({ finding }) => finding.fixed)).toEqual([['14.3.0-canary.77', '14.3.0']])
})
