import { documents, object, pod } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const data = (kind: string, name: string, body: string, namespace = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}\n${body}\n`
const config = data('ConfigMap', 'settings', 'data: {level: info}')
const secret = data('Secret', 'login', 'stringData: {user: shop}')

const env = (from: string) =>
  pod(`containers:\n  - name: app\n    env:\n      - name: LEVEL\n        valueFrom: {${from}}`)
const envFrom = (from: string) => pod(`containers: [{name: app, envFrom: [{${from}}]}]`)
const volume = (of: string) => pod(`containers: [{name: app}]\nvolumes: [{name: a, ${of}}]`)
const ingress = (metadata = '{name: web}') =>
  object('networking.k8s.io/v1 Ingress', 'tls: [{secretName: cert}]', metadata)

const missing = (kind: string, name: string) => `${kind} \`${name}\` is not defined here; it may be defined elsewhere`

/** A Secret that a controller makes. */
const made = (type: string, spec: string, metadata = '{name: a}') =>
  documents(envFrom('secretRef: {name: made}'), secret, object(type, spec, metadata))

table('dangling-config-reference', {
  bad: [
    ['a ConfigMap', documents(env('configMapKeyRef: {name: other, key: level}'), config), 'name: other'],
    [
      'a Secret',
      documents(env('secretKeyRef: {name: other, key: user}'), secret),
      { at: 'name: other', message: missing('Secret', 'other') },
    ],
    ['all of a ConfigMap', documents(envFrom('configMapRef: {name: other}'), config), 'name: other'],
    ['all of a Secret', documents(envFrom('secretRef: {name: other}'), secret), 'name: other'],
    ['a volume', documents(volume('configMap: {name: other}'), config), 'name: other'],
    ['a volume of a Secret', documents(volume('secret: {secretName: other}'), secret), 'secretName: other'],
    [
      'parts of a volume',
      documents(volume('projected: {sources: [{configMap: {name: a}}, {secret: {name: b}}]}'), config, secret),
      'name: a',
      'name: b',
    ],
    [
      'a claim',
      documents(
        volume('persistentVolumeClaim: {claimName: other}'),
        object('v1 PersistentVolumeClaim', 'accessModes: [ReadWriteOnce]', '{name: data}'),
      ),
      { at: 'claimName: other', message: missing('PersistentVolumeClaim', 'other') },
    ],
    ['a login for images', documents(pod('imagePullSecrets: [{name: other}]'), secret), 'name: other'],
    ['a certificate', documents(ingress(), secret), 'secretName: cert'],
    [
      'once, though it is used twice',
      documents(
        pod('containers: [{name: a, envFrom: [{secretRef: {name: other}}, {secretRef: {name: other}}]}]'),
        secret,
      ),
      'name: other',
    ],
    [
      'in another namespace',
      documents(envFrom('secretRef: {name: other}'), secret, data('Secret', 'other', 'data: {a: b}', 'shop')),
      'name: other',
    ],
    ['a kind of the same name', documents(envFrom('secretRef: {name: settings}'), secret, config), 'name: settings'],
  ],
  good: [
    ['all are there', documents(envFrom('configMapRef: {name: settings}'), config)],
    ['it is optional', documents(envFrom('configMapRef: {name: other, optional: true}'), config)],
    ['a name that no object can have', documents(envFrom('configMapRef: {name: Other`s}'), config)],
    ['nothing of its kind is there', documents(envFrom('secretRef: {name: other}'), config)],
    [
      'nothing of its kind is in the namespace',
      documents(envFrom('secretRef: {name: other}'), data('Secret', 'login', 'data: {a: b}', 'shop')),
    ],
    ['a name to be filled in', documents(envFrom('configMapRef: {name: "$(NAME)"}'), config)],
    ['an odd name', documents(envFrom('configMapRef: {name: [a]}'), config)],
    ['the certificates of the cluster', documents(volume('configMap: {name: kube-root-ca.crt}'), config)],
    ['a Secret from elsewhere', made('external-secrets.io/v1 ExternalSecret', 'target: {name: made}')],
    ['of the same name', made('external-secrets.io/v1 ExternalSecret', 'refreshInterval: 1h', '{name: made}')],
    ['a sealed Secret', made('bitnami.com/v1alpha1 SealedSecret', 'encryptedData: {}', '{name: made}')],
    [
      'a sealed Secret of another name',
      made('bitnami.com/v1alpha1 SealedSecret', 'template: {metadata: {name: made}}'),
    ],
    ['a certificate', made('cert-manager.io/v1 Certificate', 'secretName: made')],
    ['a user of Kafka', made('kafka.strimzi.io/v1beta2 KafkaUser', 'authentication: {}', '{name: made}')],
    ['an item of 1Password', made('onepassword.com/v1 OnePasswordItem', 'itemPath: a', '{name: made}')],
    [
      'a Secret of a volume',
      made('secrets-store.csi.x-k8s.io/v1 SecretProviderClass', 'secretObjects: [{secretName: made}]'),
    ],
    ['a Secret of Vault', made('secrets.hashicorp.com/v1beta1 VaultStaticSecret', 'destination: {name: made}')],
    [
      'one that lives for a while',
      made('secrets.hashicorp.com/v1beta1 VaultDynamicSecret', 'destination: {name: made}'),
    ],
    ['a certificate of Vault', made('secrets.hashicorp.com/v1beta1 VaultPKISecret', 'destination: {name: made}')],
    ['certificates to trust', made('trust.cert-manager.io/v1alpha1 Bundle', 'sources: []', '{name: made}')],
    [
      'a certificate of a Service',
      made(
        'v1 Service',
        'ports: []',
        '{name: a, annotations: {service.beta.openshift.io/serving-cert-secret-name: made}}',
      ),
    ],
    [
      'a certificate that is asked for',
      documents(ingress('{name: web, annotations: {cert-manager.io/cluster-issuer: a}}'), secret),
    ],
    ['odd lists', documents(pod('containers: [{name: app, env: [null], envFrom: {a: b}}]\nvolumes: [null]'), config)],
  ],
  says: missing('ConfigMap', 'other'),
})

table('config-key-missing', {
  bad: [
    ['of a ConfigMap', documents(env('configMapKeyRef: {name: settings, key: depth}'), config), 'key: depth'],
    [
      'of a Secret',
      documents(env('secretKeyRef: {name: login, key: pass}'), secret),
      { at: 'key: pass', message: 'Secret `login` has no key `pass`' },
    ],
    [
      'in a volume',
      documents(volume('configMap: {name: settings, items: [{key: level, path: a}, {key: depth, path: b}]}'), config),
      'key: depth',
    ],
    [
      'in another file',
      { 'a.yaml': env('configMapKeyRef: {name: settings, key: depth}'), 'b.yaml': config },
      'key: depth',
    ],
    [
      'of any that it may be',
      { 'a.yaml': documents(env('configMapKeyRef: {name: settings, key: depth}'), config), 'b.yaml': config },
      'key: depth',
    ],
  ],
  good: [
    ['it is there', documents(env('configMapKeyRef: {name: settings, key: level}'), config)],
    ['in a Secret', documents(env('secretKeyRef: {name: login, key: user}'), secret)],
    [
      'in encoded data',
      documents(env('secretKeyRef: {name: login, key: user}'), data('Secret', 'login', 'data: {user: c2hvcA==}')),
    ],
    [
      'in binary data',
      documents(env('configMapKeyRef: {name: a, key: b}'), data('ConfigMap', 'a', 'binaryData: {b: c2hvcA==}')),
    ],
    ['it is optional', documents(env('configMapKeyRef: {name: settings, key: depth, optional: true}'), config)],
    ['the object is not there', documents(env('configMapKeyRef: {name: other, key: depth}'), config)],
    [
      'an object to be filled in',
      documents(env('configMapKeyRef: {name: a, key: b}'), data('ConfigMap', 'a', 'immutable: false')),
    ],
    [
      'in one of those that it may be',
      {
        'a.yaml': documents(env('configMapKeyRef: {name: settings, key: depth}'), config),
        'b.yaml': data('ConfigMap', 'settings', 'data: {depth: 3}'),
      },
    ],
    [
      'a Secret that a controller fills in',
      documents(
        env('secretKeyRef: {name: login, key: pass}'),
        secret,
        object('external-secrets.io/v1 ExternalSecret', 'target: {name: login}'),
      ),
    ],
    ['all of it', documents(envFrom('configMapRef: {name: settings}'), config)],
    ['in another folder', { 'a/a.yaml': env('configMapKeyRef: {name: settings, key: depth}'), 'b/b.yaml': config }],
    [
      'of another example',
      {
        'a.yaml': env('configMapKeyRef: {name: settings, key: depth}'),
        'b.yaml': documents(config, envFrom('configMapRef: {name: settings}')),
      },
    ],
  ],
  says: 'ConfigMap `settings` has no key `depth`',
})
