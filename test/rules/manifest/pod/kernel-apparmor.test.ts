import { container, deployment, documents, pod, windows, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

/** A Pod with an AppArmor annotation for its container. */
const annotated = (profile: string, spec = 'restartPolicy: Always', name = 'app'): string =>
  pod(spec).replace(
    'metadata:\n',
    `metadata:\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/${name}: ${profile}\n`,
  )

table('apparmor-unconfined', {
  bad: [
    [
      'the container',
      container('securityContext:\n  appArmorProfile:\n    type: Unconfined'),
      {
        at: 'type: Unconfined',
        fix: "Use the runtime's default profile",
        after: container('securityContext:\n  appArmorProfile:\n    type: RuntimeDefault'),
      },
    ],
    [
      'the pod, once',
      pod('securityContext: {appArmorProfile: {type: Unconfined}}\ninitContainers: [{name: a}]'),
      { at: 'type: Unconfined', message: 'pod disables AppArmor' },
    ],
    [
      'the old annotation',
      annotated('unconfined'),
      {
        at: 'container.apparmor.security.beta.kubernetes.io/app: unconfined',
        fix: "Use the runtime's default profile",
        after: annotated('runtime/default'),
      },
    ],
    [
      'an annotation that is no profile',
      annotated('custom'),
      {
        at: 'container.apparmor.security.beta.kubernetes.io/app: custom',
        message: 'container `app` disables AppArmor',
      },
    ],
    [
      'the annotation of a template',
      deployment('containers: [{name: app}]').replace(
        'labels: {app: web}\n    spec',
        'labels: {app: web}\n      annotations: {container.apparmor.security.beta.kubernetes.io/app: unconfined}\n    spec',
      ),
      'container.apparmor.security.beta.kubernetes.io/app: unconfined',
    ],
    [
      'the annotation of a part of a pod',
      workflow('image: a').replace(
        '- name: main\n',
        '- name: main\n      metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/main: unconfined}}\n',
      ),
      'container.apparmor.security.beta.kubernetes.io/main: unconfined',
    ],
  ],
  good: [
    ['the default of the runtime', container('securityContext:\n  appArmorProfile:\n    type: RuntimeDefault')],
    ['nothing is said', container('image: shop/web:1.4')],
    ['a local profile', container('securityContext: {appArmorProfile: {type: Localhost, localhostProfile: web}}')],
    ['old annotations', documents(annotated('runtime/default'), annotated('localhost/web'), annotated('""'))],
    [
      'privileged containers are reported as such',
      container('securityContext: {privileged: true, appArmorProfile: {type: Unconfined}}'),
    ],
    ['Windows', windows('securityContext: {appArmorProfile: {type: Unconfined}}')],
    [
      'odd types',
      pod('securityContext: {appArmorProfile: Unconfined}').replace('metadata:\n', 'metadata:\n  annotations: text\n'),
    ],
  ],
  says: 'container `app` disables AppArmor',
  fixes: true,
})

table('apparmor-profile', {
  bad: [
    [
      'nothing is said',
      container('image: shop/web:1.4'),
      {
        at: 'name: app',
        fix: "Use the runtime's default profile",
        after: container('image: shop/web:1.4\nsecurityContext:\n  appArmorProfile:\n    type: RuntimeDefault'),
      },
    ],
    [
      'switched off',
      container('securityContext: {appArmorProfile: {type: Unconfined}}'),
      {
        at: 'appArmorProfile: {type: Unconfined}',
        fix: "Use the runtime's default profile",
        after: container('securityContext: {appArmorProfile: {type: "RuntimeDefault"}}'),
      },
    ],
    [
      'the annotation of another container',
      annotated('runtime/default', 'restartPolicy: Always', 'other'),
      'name: app',
    ],
    [
      'the field wins over the annotation',
      annotated('runtime/default', 'securityContext: {appArmorProfile: {type: Unconfined}}'),
      'appArmorProfile: {type: Unconfined}',
    ],
  ],
  good: [
    ['the default of the runtime, for the pod', pod('securityContext:\n  appArmorProfile:\n    type: RuntimeDefault')],
    ['a local profile', container('securityContext: {appArmorProfile: {type: Localhost, localhostProfile: web}}')],
    ['the old annotation', documents(annotated('runtime/default'), annotated('localhost/web'))],
    ['ephemeral containers', pod('containers: []\nephemeralContainers: [{name: debug}]')],
    ['privileged containers', container('securityContext: {privileged: true}')],
    ['Windows', windows('image: a')],
    ['nothing is said in a part of a pod', workflow('image: shop/web:1.4')],
  ],
  says: 'container `app` sets no AppArmor profile',
  fixes: true,
})
