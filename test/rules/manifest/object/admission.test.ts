import { container } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const scc = (field: string) =>
  `apiVersion: security.openshift.io/v1\nkind: SecurityContextConstraints\nmetadata: {name: agents}\n${field}\nusers: []\n`

table('scc-privileged', {
  bad: [
    [
      'they are allowed',
      scc('allowPrivilegedContainer: true'),
      {
        at: 'allowPrivilegedContainer: true',
        fix: 'Refuse privileged containers',
        after: scc('allowPrivilegedContainer: false'),
      },
    ],
  ],
  good: [
    ['they are not', scc('allowPrivilegedContainer: false')],
    ['nothing is set', scc('priority: 1')],
    ['a text', scc('allowPrivilegedContainer: "true"')],
    ['another kind', container('image: a').replace('spec:', 'allowPrivilegedContainer: true\nspec:')],
  ],
  says: 'privileged containers are allowed by SecurityContextConstraints `agents`',
  fixes: true,
})

const allowed = (repos: string) =>
  `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sAllowedRepos\nmetadata: {name: a}\nspec:\n  parameters:\n    repos: ${repos}\n`

table('gatekeeper-repo-prefix', {
  bad: [
    [
      'a registry',
      allowed('\n      - gcr.io'),
      { at: 'gcr.io', fix: 'End the prefix with `/`', after: allowed('\n      - gcr.io/') },
    ],
    [
      'an owner',
      allowed('[myusername, a/b]'),
      { at: 'myusername', fix: 'End the prefix with `/`', after: allowed('["myusername/", a/b]') },
    ],
    [
      'an owner on Docker Hub',
      allowed('[docker.io/acme, index.docker.io/acme]'),
      'docker.io/acme',
      'index.docker.io/acme',
    ],
  ],
  good: [
    ['registries', allowed('[gcr.io/, docker.io/, "registry.example:5000"]')],
    ['owners', allowed('[docker.io/acme/, gcr.io/acme]')],
    ['repositories', allowed('[docker.io/library/ubuntu, "myimage:", "myimage@"]')],
    ['odd entries', allowed('[null, 1, {a: 1}, ""]')],
    ['no list', allowed('gcr.io')],
    ['no parameters', allowed('').replace(/ {2}parameters[\s\S]*/, '  enforcementAction: deny\n')],
    ['no spec', allowed('').replace(/spec[\s\S]*/, '')],
    ['another kind', allowed('[gcr.io]').replace('K8sAllowedRepos', 'K8sOther')],
  ],
  says: 'prefix `gcr.io` also allows names that only start with it',
  fixes: true,
})
