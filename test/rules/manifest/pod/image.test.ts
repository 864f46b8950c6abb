import { container, pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const digest = `sha256:${'a1b2c3d4'.repeat(8)}`

table('image-name-invalid', {
  bad: [
    ['upper case', container('image: Nginx:latest'), 'image: Nginx:latest'],
    ['an empty tag', container("image: 'nginx:'"), "image: 'nginx:'"],
    ['half a digest', container('image: nginx@sha256:abc'), 'image: nginx@sha256:abc'],
    ['in a part of a pod', workflow('image: shop//web'), 'image: shop//web'],
  ],
  good: [
    ['a name', container('image: shop/web:1.4')],
    ['a name with everything', container(`image: registry.example:5000/shop/web:1.4@${digest}`)],
    ['something to fill in', container('image: <YOUR-CONTAINER>')],
    ['a variable', container('image: $(IMAGE)')],
    ['a template', container("image: '{{inputs.parameters.image}}'")],
    ['what a script replaces', pod('containers: [{image: __IMAGE__}, {image: "%IMAGE%"}, {image: "#{IMAGE}#"}]')],
    ['what ko builds', container('image: ko://example.com/cmd/Web')],
    ['what a trigger of OpenShift fills in', container("image: ' '")],
    ['nothing', pod('containers: [{name: a}, {image: ""}, {image: 3}]')],
  ],
  says: 'invalid image name `Nginx:latest`',
})

table('image-tag', {
  bad: [
    ['no tag', container('image: nginx'), 'image: nginx'],
    [
      'latest',
      container('image: shop/web:latest'),
      { at: 'image: shop/web:latest', message: 'container `app` runs `shop/web:latest`, a floating tag' },
    ],
    ['a port is no tag', container('image: localhost:5000/web'), 'image: localhost:5000/web'],
    ['of a name in capitals', container('image: MyApp:latest'), 'image: MyApp:latest'],
    [
      'none of a name in capitals',
      container('image: registry.example:5000/MyApp'),
      'image: registry.example:5000/MyApp',
    ],
    [
      'every kind of container',
      pod(
        'containers: [{name: a, image: a}]\ninitContainers: [{name: b, image: b}]\nephemeralContainers: [{name: c, image: c}]',
      ),
      'image: a',
      'image: b',
      'image: c',
    ],
    ['a step of a workflow', workflow('image: golang'), { at: 'image: golang', profile: 'strict' }],
  ],
  good: [
    ['a version', container('image: nginx:1.29.3')],
    ['a digest', container(`image: nginx@${digest}`)],
    ['latest, but pinned', container(`image: nginx:latest@${digest}`)],
    ['a port and a tag', container('image: localhost:5000/web:2')],
    ['tags are case-sensitive', container('image: nginx:Latest')],
    ['a variable', container('image: $(IMAGE)')],
    ['something to fill in', container('image: <image>')],
    ['a name to fill in', container('image: IMAGE_URI')],
    ['dots', container('image: "..."')],
    ['an archive', container('image: oci-archive:/x.tar')],
    ['a version of a name in capitals', container('image: MyApp:1.4')],
    ['a broken digest', container('image: MyApp@sha256:1')],
    ['a template', container('image: "{{ .Values.image }}"')],
    ['no image at all', container('command: [sleep]')],
    ['odd types', pod('containers: [{name: a, image: 3}, {name: b, image: [nginx]}, {name: c, image: ""}]')],
  ],
  withOptions: [
    [
      'more tags that float',
      { floating: ['latest', 'main'] },
      container('image: shop/web:main'),
      'image: shop/web:main',
    ],
    ['none', { floating: [] }, container('image: shop/web:latest')],
  ],
  says: 'container `app` runs `nginx`, which has no tag and defaults to `latest`',
})

/** A container, and Trivy's report of an image with these names. */
const scanned = (name: string, ...digests: string[]) => ({
  'web.yaml': container('image: shop/web:1.4'),
  'trivy.json': JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: name,
    ArtifactType: 'container_image',
    Metadata: { RepoDigests: digests },
    Results: [],
  }),
})

table('image-digest', {
  bad: [
    ['a tag alone', container('image: shop/web:1.4.2'), 'image: shop/web:1.4.2'],
    ['nothing', container('image: nginx'), 'image: nginx'],
    [
      'scanned: the digest of its repository',
      scanned('shop/web:1.4', `shop/web@${digest}`),
      {
        at: 'image: shop/web:1.4',
        fix: 'Pin the scanned digest',
        after: container(`image: shop/web:1.4@${digest}`),
      },
    ],
    [
      'scanned under another spelling',
      scanned(`docker.io/shop/web:1.4@${digest}`),
      {
        at: 'image: shop/web:1.4',
        fix: 'Pin the scanned digest',
        after: container(`image: shop/web:1.4@${digest}`),
      },
    ],
    ['scanned with another tag', scanned('shop/web:1.5', `shop/web@${digest}`), 'image: shop/web:1.4'],
    ['scanned in another repository', scanned('shop/web:1.4', `mirror/web@${digest}`), 'image: shop/web:1.4'],
    ['scanned without a digest', scanned('shop/web:1.4'), 'image: shop/web:1.4'],
  ],
  good: [
    ['a digest', container(`image: shop/web:1.4.2@${digest}`)],
    ['a digest that is cut off is reported as an invalid name', container('image: nginx@sha256:abc')],
    ['sha512', container(`image: shop/web@sha512:${'0123456789abcdef'.repeat(8)}`)],
    ['a variable', container(`image: \${REGISTRY}/web`)],
    ['no image', container('command: [sleep]')],
  ],
  says: 'container `app` runs `shop/web:1.4.2`, which is not pinned by digest',
})

table('image-pull-policy-always', {
  bad: [
    [
      'the default of a version',
      container('image: shop/web:1.4'),
      {
        at: 'name: app',
        fix: 'Set `imagePullPolicy: Always`',
        after: container('image: shop/web:1.4\nimagePullPolicy: Always'),
      },
    ],
    [
      'IfNotPresent',
      container('image: shop/web:1.4\nimagePullPolicy: IfNotPresent'),
      {
        at: 'imagePullPolicy: IfNotPresent',
        message: 'container `app` has pull policy `IfNotPresent`',
        fix: 'Set `imagePullPolicy: Always`',
        after: container('image: shop/web:1.4\nimagePullPolicy: Always'),
      },
    ],
    ['Never', container('image: shop/web\nimagePullPolicy: Never'), 'imagePullPolicy: Never'],
    [
      'one that there is not',
      container('image: shop/web:1.4\nimagePullPolicy: Sometimes'),
      {
        at: 'imagePullPolicy: Sometimes',
        message: 'container `app` has an invalid pull policy; expected Always, IfNotPresent or Never',
      },
    ],
    ['an init container', pod('containers: []\ninitContainers:\n  - name: setup\n    image: a:1'), 'name: setup'],
  ],
  good: [
    ['Always', container('image: shop/web:1.4\nimagePullPolicy: Always')],
    ['the default of latest', container('image: shop/web:latest')],
    ['the default without a tag', container('image: shop/web')],
    ['a digest', container(`image: shop/web:1.4@${digest}\nimagePullPolicy: IfNotPresent`)],
    ['a debug container', pod('containers: []\nephemeralContainers: [{name: debug, image: a:1}]')],
    ['only a part of a pod', workflow('image: a:1')],
    ['no image', container('command: [sleep]')],
  ],
  fixes: true,
  says: 'container `app` has pull policy `IfNotPresent` by default',
})

table('image-pull-policy-latest', {
  bad: [
    [
      'latest',
      container('image: shop/web:latest\nimagePullPolicy: IfNotPresent'),
      {
        at: 'imagePullPolicy: IfNotPresent',
        fix: 'Set `imagePullPolicy: Always`',
        after: container('image: shop/web:latest\nimagePullPolicy: Always'),
      },
    ],
    ['no tag', container('image: shop/web\nimagePullPolicy: Never'), 'imagePullPolicy: Never'],
    ['of a name in capitals', container('image: MyApp\nimagePullPolicy: Never'), 'imagePullPolicy: Never'],
    ['a part of a pod', workflow('image: golang\nimagePullPolicy: Never'), 'imagePullPolicy: Never'],
  ],
  good: [
    ['Always', container('image: shop/web:latest\nimagePullPolicy: Always')],
    ['the default', container('image: shop/web:latest')],
    ['a version', container('image: shop/web:1.4\nimagePullPolicy: IfNotPresent')],
    ['a digest', container(`image: shop/web@${digest}\nimagePullPolicy: IfNotPresent`)],
    ['an odd type', container('image: shop/web\nimagePullPolicy: [Never]')],
  ],
  fixes: true,
  says: 'container `app` runs `shop/web:latest` with pull policy `IfNotPresent`: nodes keep a stale image',
})

table('deprecated-k8s-registry', {
  bad: [
    [
      'a tag',
      container('image: k8s.gcr.io/pause:3.6'),
      {
        at: 'image: k8s.gcr.io/pause:3.6',
        fix: 'Use `registry.k8s.io`',
        after: container('image: registry.k8s.io/pause:3.6'),
        safe: true,
      },
    ],
    [
      'a path and a digest',
      container(`image: "k8s.gcr.io/ingress-nginx/controller@${digest}"`),
      {
        at: `image: "k8s.gcr.io/ingress-nginx/controller@${digest}"`,
        fix: 'Use `registry.k8s.io`',
        after: container(`image: "registry.k8s.io/ingress-nginx/controller@${digest}"`),
        safe: true,
      },
    ],
    [
      'an init container',
      pod('containers: []\ninitContainers:\n  - name: a\n    image: k8s.gcr.io/busybox:1'),
      'image: k8s.gcr.io/busybox:1',
    ],
  ],
  good: [
    ['the new registry', container('image: registry.k8s.io/pause:3.10')],
    ['a mirror', container('image: mirror.example.com/k8s.gcr.io/pause:3.6')],
    ['another host', container('image: k8s.gcr.io.example.com/pause:3.6')],
    ['an odd type', container('image: {k8s.gcr.io/pause: 3}')],
  ],
  fixes: true,
  says: 'container `app` runs `k8s.gcr.io/pause:3.6` from a frozen registry',
})
