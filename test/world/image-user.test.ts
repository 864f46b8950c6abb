import { expect, test } from 'vitest'
import type { Finding } from '../../src/core/finding.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { run } from '../../src/pipeline.ts'
import { rules } from '../../src/rules/index.ts'
import { folderOf } from '../kit/folders.ts'
import { onlyPath, programs } from '../kit/programs.ts'

const RULE = 'run-as-non-root-unmet'
const SAME = `sha256:${'a'.repeat(64)}`
const OTHER = `sha256:${'b'.repeat(64)}`

/** A Deployment of one container that must not be root. */
const deployment = (image: string, container = '{runAsNonRoot: true}', pod = '{}'): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      securityContext: ${pod}
      containers:
        - name: api
          image: ${image}
          securityContext: ${container}
`

const ROOT = 'FROM scratch\nCOPY api /api\nUSER root\nENTRYPOINT ["/api"]\n'
const NUMBER = ROOT.replace('root', '1000:1000')
const NAMED = ROOT.replace('root', 'app:app')

const COMPOSE = `services:\n  api:\n    image: ghcr.io/shop/api:\${TAG:-latest}\n    build: services/api\n`
const POLICY = 'images:\n  ghcr.io/shop/api: services/api/Dockerfile\n'

async function findingsIn(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const request = { paths: [], reports: [], overrides: {} }
  const { verdict } = await run(new DiskHost(folderOf(files)), rules, request)
  expect(verdict.faults.map(({ message }) => message)).toEqual([])
  return verdict.judged.flatMap(({ finding }) => (finding.rule === RULE ? [finding] : []))
}

/** What keeps containers from starting: how severe, which one, and all places. */
const story = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await findingsIn(files)).map(({ location, severity, subject, related }) => {
    const places = [location, ...related].map(({ file, start }) => `${file}:${start.line}`)
    return `${severity} ${subject} ${places.join(' ')}`
  })

const FOUND = ['high Deployment/api › api k8s.yaml:13 services/api/Dockerfile:3']

/** Each is a whole repository: its files, and what is found in them. */
const STORIES: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, found: readonly string[]]>> =
  {
    'Compose builds the image, which is root': [
      { 'compose.yaml': COMPOSE, 'services/api/Dockerfile': ROOT, 'k8s.yaml': deployment('ghcr.io/shop/api:1.4') },
      FOUND,
    ],
    'Compose builds the image from a stage and a file of another name': [
      {
        'docker-compose.yml':
          'services:\n  api:\n    image: shop/api\n    build: {context: services, dockerfile: api/Dockerfile, target: app}\n',
        'services/api/Dockerfile': `FROM scratch AS app\nCOPY api /\nUSER app\nFROM app\nUSER 1000\n`,
        'k8s.yaml': deployment('shop/api:1.4'),
      },
      FOUND,
    ],
    'Bake in HCL builds the image, with a variable and an inherited context': [
      {
        'docker-bake.hcl': `variable "REGISTRY" { default = "ghcr.io/shop" } // of the team
target "base" { context = "services/api" } /* { */
target "api" {
  inherits = ["base"]
  tags = ["\${REGISTRY}/api:\${TAG}"]
}
`,
        'services/api/Dockerfile': NAMED,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4'),
      },
      FOUND,
    ],
    'Bake in JSON builds the image': [
      {
        'docker-bake.json': JSON.stringify({ target: { api: { context: 'services/api', tags: 'shop/api:1.4' } } }),
        'services/api/Dockerfile': NAMED,
        'k8s.yaml': deployment('shop/api:1.4'),
      },
      FOUND,
    ],
    'Skaffold builds the image, which has a name for a user': [
      {
        'skaffold.yaml':
          'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - {image: api, context: services/api}\n    - {image: other, jib: {}}\n',
        'services/api/Dockerfile': NAMED,
        'k8s.yaml': deployment('api'),
      },
      FOUND,
    ],
    'the policy names the Dockerfile, whatever Compose says': [
      {
        '.seaworthy.yml': POLICY,
        'compose.yaml': COMPOSE.replace('services/api', '.'),
        Dockerfile: NUMBER,
        'services/api/Dockerfile': ROOT,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4'),
      },
      FOUND,
    ],
    'the policy names the Dockerfile and the stage': [
      {
        '.seaworthy.yml': 'images:\n  shop/api: {dockerfile: ./services/api/Dockerfile, target: "0"}\n',
        'services/api/Dockerfile': `${ROOT}FROM scratch\nUSER 1000\n`,
        'k8s.yaml': deployment('shop/api:1.4'),
      },
      FOUND,
    ],
    'a base of the same checkout is root': [
      {
        'compose.yaml': `${COMPOSE}  base: {image: shop/base, build: base}\n`,
        'base/Dockerfile': ROOT,
        'services/api/Dockerfile': 'FROM shop/base\nCOPY api /\n',
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4'),
      },
      ['high Deployment/api › api k8s.yaml:13 base/Dockerfile:3'],
    ],
    'trap: a base of the same checkout is pinned, so it may be another one': [
      {
        'compose.yaml': `${COMPOSE}  base: {image: shop/base, build: base}\n`,
        'base/Dockerfile': ROOT,
        'services/api/Dockerfile': `FROM shop/base@${SAME}\nCOPY api /\n`,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4'),
      },
      [],
    ],
    'trap: an entry point that changes the user comes too late': [
      {
        '.seaworthy.yml': POLICY,
        'services/api/Dockerfile': ROOT.replace('"/api"', '"gosu", "app", "/api"'),
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4'),
      },
      FOUND,
    ],
    'trap: a digest that another scan has seen is only a note': [
      {
        'trivy.json': scan(SAME, ''),
        'k8s.yaml': deployment(`shop/api:1.4@${OTHER}`),
      },
      ['info Deployment/api › api k8s.yaml:13 trivy.json:1'],
    ],
    'the same digest was scanned': [
      { 'trivy.json': scan(SAME, 'root'), 'k8s.yaml': deployment(`shop/api@${SAME}`) },
      ['high Deployment/api › api k8s.yaml:13 trivy.json:1'],
    ],
    'trap: what was scanned by its digest is not the latest': [
      {
        'trivy.json': scan(SAME, 'root').replace('shop/api:1.4', `shop/api@${SAME}`),
        'k8s.yaml': deployment('shop/api'),
      },
      [],
    ],
    'trap: the pod sets the user': [
      {
        '.seaworthy.yml': POLICY,
        'services/api/Dockerfile': ROOT,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4', undefined, '{runAsUser: 1000}'),
      },
      [],
    ],
    'trap: the container sets the user': [
      {
        '.seaworthy.yml': POLICY,
        'services/api/Dockerfile': ROOT,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4', '{runAsUser: 1000}', '{runAsNonRoot: true, runAsUser: 0}'),
      },
      [],
    ],
    'trap: only the init container is refused, by what the pod asks of it': [
      {
        '.seaworthy.yml': POLICY,
        'services/api/Dockerfile': ROOT,
        'k8s.yaml':
          deployment('shop/web:1', '{runAsUser: 1000}', '{runAsNonRoot: true}') +
          '      initContainers:\n        - {name: migrate, image: "ghcr.io/shop/api:1.4"}\n',
      },
      ['high Deployment/api › migrate k8s.yaml:9 services/api/Dockerfile:3'],
    ],
    'trap: the init container sets its user, and the container does not': [
      {
        '.seaworthy.yml': POLICY,
        'services/api/Dockerfile': ROOT,
        'k8s.yaml':
          deployment('ghcr.io/shop/api:1.4', '{}', '{runAsNonRoot: true}') +
          '      initContainers:\n        - {name: migrate, image: "ghcr.io/shop/api:1.4", securityContext: {runAsUser: 5}}\n',
      },
      ['high Deployment/api › api k8s.yaml:9 services/api/Dockerfile:3'],
    ],
    'trap: numeric text is a number in a Dockerfile': [
      {
        '.seaworthy.yml': POLICY,
        'services/api/Dockerfile': ROOT.replace('root', '"1000"'),
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4'),
      },
      [],
    ],
    'trap: user 0 in the manifest is another finding': [
      {
        '.seaworthy.yml': POLICY,
        'services/api/Dockerfile': ROOT,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4', '{runAsNonRoot: true, runAsUser: 0}'),
      },
      [],
    ],
    'trap: user and group by number': [
      { '.seaworthy.yml': POLICY, 'services/api/Dockerfile': NUMBER, 'k8s.yaml': deployment('ghcr.io/shop/api:1.4') },
      [],
    ],
    'trap: an ephemeral container is verified like others': [
      {
        '.seaworthy.yml': POLICY,
        'services/api/Dockerfile': ROOT.replace('root', '0:0'),
        'k8s.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  securityContext: {runAsNonRoot: true}\n' +
          '  containers: [{name: api, image: other}]\n  ephemeralContainers: [{name: debug, image: ghcr.io/shop/api}]\n',
      },
      ['high Pod/api › debug k8s.yaml:5 services/api/Dockerfile:3'],
    ],
    'trap: a pod for Windows': [
      {
        '.seaworthy.yml': POLICY,
        'services/api/Dockerfile': ROOT,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4').replace('    spec:\n', '    spec:\n      os: {name: windows}\n'),
      },
      [],
    ],
    'trap: Compose builds for development': [
      {
        'compose.yaml': COMPOSE.replace('build: services/api', 'build: {context: services/api, target: dev}'),
        'services/api/Dockerfile': 'FROM scratch AS dev\nUSER root\nFROM scratch\nUSER 1000\n',
        'k8s.yaml': deployment('ghcr.io/shop/api'),
      },
      [],
    ],
    'trap: Compose and Skaffold build one image from two Dockerfiles': [
      {
        'compose.yaml': COMPOSE,
        'skaffold.yaml':
          'apiVersion: skaffold/v4beta11\nkind: Config\nbuild: {artifacts: [{image: ghcr.io/shop/api}]}\n',
        Dockerfile: ROOT,
        'services/api/Dockerfile': ROOT,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4'),
      },
      [],
    ],
    'the policy knows an image better than the label of a Dockerfile': [
      {
        '.seaworthy.yml': POLICY,
        Dockerfile: `${NUMBER}LABEL org.opencontainers.image.ref.name=ghcr.io/shop/api\n`,
        'services/api/Dockerfile': ROOT,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4'),
      },
      FOUND,
    ],
    'trap: Compose builds another tag': [
      {
        'compose.yaml': COMPOSE.replace(`\${TAG:-latest}`, '1.4-debug'),
        'services/api/Dockerfile': ROOT,
        'k8s.yaml': deployment('ghcr.io/shop/api:1.4'),
      },
      [],
    ],
  }

function scan(digest: string, user: string): string {
  return JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: 'shop/api:1.4',
    ArtifactType: 'container_image',
    Metadata: {
      OS: { Family: 'debian', Name: '13' },
      RepoDigests: [`shop/api@${digest}`],
      ImageConfig: { architecture: 'amd64', os: 'linux', config: { User: user } },
    },
    Results: [{ Target: 'shop/api:1.4 (debian 13)', Class: 'os-pkgs', Type: 'debian' }],
  })
}

test.each(Object.entries(STORIES))('%s', async (_, [files, found]) => {
  expect(await story(files)).toEqual(found)
})

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'a number that starts too',
    { Dockerfile: 'FROM node:24\nUSER node\n' },
    'the user of the image; with `USER 1000` it starts',
  ],
  ['a name without a number', { Dockerfile: 'FROM node:24\nUSER web\n' }, 'the user of the image'],
  ['a base', { Dockerfile: 'FROM node:24\n' }, 'no `USER` follows, and the base runs as root'],
  ['a report', { 'trivy.json': scan(SAME, 'root') }, 'the user of the image, as scanned'],
])('the other place tells %s', async (_, files, note) => {
  const policy = 'images: {shop/api: Dockerfile}\n'
  const [finding] = await findingsIn({ ...files, '.seaworthy.yml': policy, 'k8s.yaml': deployment('shop/api:1.4') })
  expect(finding?.related.map(place => place.note)).toEqual([note])
})

test('kustomize gives the image its name', async () => {
  onlyPath(programs({ kustomize: `cat <<'EOF'\n${deployment('ghcr.io/shop/api:1.4')}EOF` }), '/usr/bin', '/bin')
  const found = await story({
    'deploy/kustomization.yaml':
      'resources: [api.yaml]\nimages:\n  - {name: controller, newName: ghcr.io/shop/api, newTag: "1.4"}\n  - null\n',
    'deploy/api.yaml': deployment('controller'),
    'skaffold.yaml':
      'apiVersion: skaffold/v4beta11\nkind: Config\nbuild: {artifacts: [{image: controller, context: services/api}]}\n',
    'services/api/Dockerfile': ROOT,
  })
  expect(found).toEqual(['high Deployment/api › api deploy/api.yaml:13 services/api/Dockerfile:3'])
})
