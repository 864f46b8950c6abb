import { container, documents, pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

table('mount-propagation', {
  bad: [
    [
      'of a privileged container',
      container(
        'securityContext: {privileged: true}\nvolumeMounts:\n  - name: a\n    mountPath: /a\n    mountPropagation: Bidirectional',
      ),
      {
        at: 'mountPropagation: Bidirectional',
        fix: 'Remove `mountPropagation`',
        after: container('securityContext: {privileged: true}\nvolumeMounts:\n  - name: a\n    mountPath: /a'),
      },
    ],
    [
      'of another container',
      container('volumeMounts: [{name: a, mountPath: /a, mountPropagation: Bidirectional}]'),
      {
        at: 'mountPropagation: Bidirectional',
        message:
          'container `app` has bidirectional mount propagation, which the API server rejects without privileged mode',
      },
    ],
    [
      'each mount of each container',
      pod(
        'containers: [{name: a, volumeMounts: [{mountPropagation: Bidirectional}, {mountPropagation: None}, {mountPropagation: Bidirectional}]}]\nephemeralContainers: [{name: b, volumeMounts: [{mountPropagation: Bidirectional}]}]',
      ),
      {
        at: 'mountPropagation: Bidirectional',
        fix: 'Remove `mountPropagation`',
        after: pod(
          'containers: [{name: a, volumeMounts: [{}, {mountPropagation: None}, {mountPropagation: Bidirectional}]}]\nephemeralContainers: [{name: b, volumeMounts: [{mountPropagation: Bidirectional}]}]',
        ),
      },
      'mountPropagation: Bidirectional',
      'mountPropagation: Bidirectional',
    ],
  ],
  good: [
    ['from the node', container('volumeMounts: [{name: a, mountPath: /a, mountPropagation: HostToContainer}]')],
    ['none', container('volumeMounts: [{name: a, mountPath: /a}]')],
    ['odd mounts', container('volumeMounts: [null, Bidirectional]')],
    ['no list', container('volumeMounts: {mountPropagation: Bidirectional}')],
  ],
  says: 'container `app` propagates its mounts to the node',
  fixes: true,
})

/** A pod with one mount of volume `a`. */
const mounted = (mount: string, volume = 'emptyDir: {}') =>
  pod(`volumes: [{name: a, ${volume}}]\ncontainers:\n  - name: app\n    volumeMounts:\n      - {name: a, ${mount}}`)

table('os-directory-mount-writable', {
  bad: [
    ['a folder of programs', mounted('mountPath: /usr/local/bin'), 'mountPath: /usr/local/bin'],
    ['the folder itself', mounted('mountPath: /etc/'), 'mountPath: /etc/'],
    ['everything', mounted('mountPath: /', 'persistentVolumeClaim: {claimName: b}'), 'mountPath: /'],
    ['in other words', mounted('mountPath: /opt/../var/./lib, readOnly: false'), 'mountPath: /opt/../var/./lib'],
    [
      'a volume that is not there',
      container('volumeMounts: [{name: b, mountPath: /root/.cache}]'),
      'mountPath: /root/.cache',
    ],
    [
      'a volume beside odd ones',
      pod(
        'volumes: [null, 1, {name: a, secret: null}]\ncontainers: [{name: a, volumeMounts: [{name: a, mountPath: /home}]}]',
      ),
      'mountPath: /home',
    ],
    [
      'each container',
      pod(
        'containers: [{name: a, volumeMounts: [{name: a, mountPath: /var}]}]\ninitContainers: [{name: b, volumeMounts: [{name: a, mountPath: /srv}]}]',
      ),
      'mountPath: /var',
      'mountPath: /srv',
    ],
    [
      'in a part of a pod, where it is set',
      workflow('volumeMounts: [{name: a, mountPath: /etc, readOnly: false}]'),
      'mountPath: /etc',
    ],
  ],
  good: [
    ['another folder', mounted('mountPath: /data')],
    ['a longer name', mounted('mountPath: /variable')],
    ['read-only', mounted('mountPath: /etc/nginx, readOnly: true')],
    ...[
      'configMap: {name: b}',
      'secret: {secretName: b}',
      'projected: {sources: []}',
      'downwardAPI: {items: []}',
      'image: {reference: b}',
    ].map(volume => [`nobody can write ${volume}`, mounted('mountPath: /etc/nginx', volume)] as const),
    ['a path of the node is reported as such', mounted('mountPath: /etc', 'hostPath: {path: /etc}')],
    [
      'odd mounts',
      container('volumeMounts: [null, /etc, {name: a}, {name: a, mountPath: [/etc]}, {name: a, mountPath: ""}]'),
    ],
    ['only a part of a pod', workflow('volumeMounts: [{name: a, mountPath: /etc}]')],
    ['no list', documents(container('volumeMounts: {mountPath: /etc}'), pod('volumes: {name: a}'))],
  ],
  says: 'container `app` mounts a volume writable at `/usr/local/bin`',
})
