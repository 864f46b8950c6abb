import { container, pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const DENIED = 'container `app` runs an image that is not allowed: '

table('image-registry-allowed', {
  bad: [],
  good: [
    ['a registry of the list', container('image: ghcr.io/acme/api:1.4')],
    ['no list, no opinion', container('image: quay.io/any/thing')],
  ],
  withOptions: [
    ['another registry', { registries: ['ghcr.io'] }, container('image: alpine:3.22'), 'image: alpine:3.22'],
    ['the registry', { registries: ['ghcr.io', 'quay.io'] }, container('image: quay.io/acme/api')],
    [
      'a name that only begins alike',
      { registries: ['gcr.io'] },
      container('image: gcr.io.example.com/api'),
      {
        at: 'image: gcr.io.example.com/api',
        message: `${DENIED}\`gcr.io.example.com/api\` is not in the \`registries\` option`,
      },
    ],
    [
      'below a wildcard',
      { registries: ['*.gcr.io'] },
      pod('containers: [{image: eu.gcr.io/a}, {image: evilgcr.io/a}, {image: gcr.io/a}]'),
      'image: evilgcr.io/a',
      'image: gcr.io/a',
    ],
    [
      'the start of a repository',
      { registries: ['ghcr.io/acme/'] },
      pod(
        'containers: [{image: ghcr.io/acme/a/b:1}, {image: ghcr.io/acme}, {image: ghcr.io/acme-inc/a}, {image: quay.io/acme/a}]',
      ),
      'image: ghcr.io/acme-inc/a',
      'image: quay.io/acme/a',
    ],
    [
      'Docker Hub by all its names',
      { registries: ['hub.docker.com/acme', 'index.docker.io/library'] },
      pod('containers: [{image: acme/a}, {image: nginx}, {image: other/a}]'),
      'image: other/a',
    ],
    [
      'a blocked registry',
      { blocked: ['quay.io'] },
      pod('containers: [{name: app, image: quay.io/a}, {image: ghcr.io/a}]'),
      { at: 'image: quay.io/a', message: `${DENIED}\`quay.io/a\` is in the \`blocked\` option` },
    ],
    [
      'both lists',
      { registries: ['quay.io'], blocked: ['quay.io/evil'] },
      pod('containers: [{name: app, image: quay.io/evil/a}, {image: quay.io/good/a}]'),
      'image: quay.io/evil/a',
    ],
    [
      'every kind of container',
      { registries: ['ghcr.io'] },
      pod('containers: []\ninitContainers: [{image: a}]\nephemeralContainers: [{image: b}]'),
      'image: a',
      'image: b',
    ],
    ['a part of a pod', { registries: ['ghcr.io'] }, workflow('image: a'), 'image: a'],
    ['what is not known', { registries: ['ghcr.io'] }, pod('containers: [{image: $(IMAGE)}, {image: 1}, {}]')],
  ],
  says: `${DENIED}\`docker.io/library/alpine\` is not in the \`registries\` option`,
})
