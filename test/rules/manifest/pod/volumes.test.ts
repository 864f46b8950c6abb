import { container, deployment, documents, pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const hostPath = (...paths: string[]): string =>
  pod(`volumes: [${paths.map((path, i) => `{name: v${i}, hostPath: {path: '${path}'}}`).join(', ')}]`)
const persistentVolume = (path: string, more = ''): string =>
  `apiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: disk\nspec:\n  hostPath:\n    path: ${path}\n${more}`
const claim = (spec: string): string =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec: ${spec}\n`
const mounts = (mount: string, volume = 'hostPath: {path: /srv}'): string =>
  pod(`volumes: [{name: data, ${volume}}]\ncontainers:\n  - name: app\n    volumeMounts:\n      - ${mount}`)

table('host-path-volume', {
  bad: [
    ['a folder of the node', pod('volumes:\n  - name: data\n    hostPath:\n      path: /srv/data'), 'path: /srv/data'],
    ['each of them', hostPath('/srv', '/mnt/disk'), "path: '/srv'", "path: '/mnt/disk'"],
    [
      'in a template',
      deployment('volumes: [{name: a, hostPath: {path: /data}}]\ncontainers: [{name: app}]'),
      'path: /data',
    ],
    [
      'no text for a path',
      pod('volumes: [{name: a, hostPath: {path: 1}}]'),
      { at: 'path: 1', message: 'volume `a` mounts a host path' },
    ],
    ['no path', pod('volumes: [{name: a, hostPath: {}}]'), 'hostPath: {}'],
    [
      'harmless files of a sensitive folder',
      hostPath('/etc/localtime', '/usr/share/zoneinfo/Europe'),
      "path: '/etc/localtime'",
      "path: '/usr/share/zoneinfo/Europe'",
    ],
    [
      'names that only begin like a sensitive folder',
      hostPath('/etcetera', '/rooted'),
      "path: '/etcetera'",
      "path: '/rooted'",
    ],
    [
      'behind a PersistentVolume',
      persistentVolume('/srv/data'),
      { at: 'path: /srv/data', severity: 'info', message: 'PersistentVolume `disk` mounts host path `/srv/data`' },
    ],
  ],
  good: [
    ['a claim', pod('volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data')],
    ['a sensitive folder is reported as such', hostPath('/etc', '/')],
    ['the socket of the runtime is reported as such', hostPath('/var/run/docker.sock')],
    ['another kind of volume', persistentVolume('/srv').replace('hostPath', 'local')],
    ['odd entries', pod('volumes: [null, text, {name: a, hostPath: null}]')],
    ['no list', pod('volumes: {hostPath: {path: /srv}}')],
  ],
  says: 'volume `data` mounts host path `/srv/data`',
})

table('sensitive-host-path', {
  bad: [
    ['a sensitive folder', pod('volumes:\n  - name: settings\n    hostPath:\n      path: /etc'), 'path: /etc'],
    ['the whole disk', hostPath('/'), "path: '/'"],
    ['a folder around', hostPath('/var', '/var/lib'), "path: '/var'", "path: '/var/lib'"],
    [
      'a folder within',
      hostPath('/etc/kubernetes/pki', '/var/lib/kubelet/pods'),
      "path: '/etc/kubernetes/pki'",
      "path: '/var/lib/kubelet/pods'",
    ],
    [
      'however it is written',
      hostPath('//etc/', '/srv/../etc', '/./proc'),
      "path: '//etc/'",
      "path: '/srv/../etc'",
      "path: '/./proc'",
    ],
    [
      '/var/run is /run',
      hostPath('/var/run', '/run', '/var/run/udev'),
      "path: '/var/run'",
      "path: '/run'",
      "path: '/var/run/udev'",
    ],
    [
      'what the node keeps in /run',
      hostPath('/run/systemd/private', '/run/netns', '/run/containerd/io.containerd.runtime.v2.task', '/run/user/1000'),
      "path: '/run/systemd/private'",
      "path: '/run/netns'",
      "path: '/run/containerd/io.containerd.runtime.v2.task'",
      "path: '/run/user/1000'",
    ],
    ['around a harmless folder', hostPath('/etc/ssl'), "path: '/etc/ssl'"],
    ['out of a harmless folder', hostPath('/etc/ssl/certs/../private'), "path: '/etc/ssl/certs/../private'"],
    [
      'as a local volume',
      persistentVolume('/etc').replace('hostPath', 'local'),
      { at: 'path: /etc', message: 'PersistentVolume `disk` mounts sensitive host path `/etc`' },
    ],
    [
      'behind a PersistentVolume',
      persistentVolume('/etc'),
      { at: 'path: /etc', message: 'PersistentVolume `disk` mounts sensitive host path `/etc`' },
    ],
    [
      'what the cluster and its people keep',
      hostPath('/var/lib/etcd', '/home/admin', '/var/log/pods', '/srv/kubernetes/pki', '/var/lib/rancher/k3s'),
      "path: '/var/lib/etcd'",
      "path: '/home/admin'",
      { at: "path: '/var/log/pods'", severity: 'medium' },
      "path: '/srv/kubernetes/pki'",
      "path: '/var/lib/rancher/k3s'",
    ],
    [
      'what agents read every day',
      hostPath('/var/log', '/opt/cni/bin'),
      { at: "path: '/var/log'", severity: 'medium' },
      { at: "path: '/opt/cni/bin'", severity: 'medium' },
    ],
    [
      'on Windows',
      hostPath('C:\\', 'd:/', 'C:\\Windows\\System32'),
      "path: 'C:\\'",
      "path: 'd:/'",
      "path: 'C:\\Windows\\System32'",
    ],
  ],
  good: [
    ['a file that the object brings', pod('volumes:\n  - name: settings\n    configMap:\n      name: settings')],
    ['a folder of its own', hostPath('/srv/data')],
    ['the socket of the runtime is reported as such', hostPath('/run/docker.sock', '/run/containerd')],
    [
      'what a program keeps in /run',
      hostPath('/run/calico', '/var/run/spire/sockets', '/run/users', '/run/xtables.lock'),
    ],
    ['credentials of a cloud are reported as such', hostPath('/root/.aws', '/etc/kubernetes/azure.json')],
    ['harmless files', hostPath('/etc/localtime', '/etc/ssl/certs', '/etc/timezone')],
    ['names that only begin alike', hostPath('/etcetera', '/var/library', '/homes', 'C:\\WindowsApps', 'C:\\data')],
    ['around what is not on every node', hostPath('/srv', '/opt')],
    ['no path', pod('volumes: [{name: a, hostPath: {}}, {name: b, hostPath: 1}]')],
  ],
  withOptions: [
    ['one more folder', { also: ['/srv/secrets/'] }, hostPath('/srv/secrets/a', '/srv'), "path: '/srv/secrets/a'"],
    ['the others stay', { also: ['/srv'] }, hostPath('/etc'), "path: '/etc'"],
  ],
  says: 'volume `settings` mounts sensitive host path `/etc`',
})

table('cloud-credentials-host-path', {
  bad: [
    [
      'keys of the one who signed in',
      pod('volumes:\n  - name: aws\n    hostPath:\n      path: /root/.aws'),
      'path: /root/.aws',
    ],
    [
      'of each provider',
      hostPath('/.aws/credentials', '/home/ec2-user/.aws/', '/root/.azure', '/home/a/.config/gcloud/credentials.db'),
      "path: '/.aws/credentials'",
      "path: '/home/ec2-user/.aws/'",
      "path: '/root/.azure'",
      "path: '/home/a/.config/gcloud/credentials.db'",
    ],
    [
      'keys of the node',
      hostPath(
        '/etc/kubernetes/azure.json',
        '/etc/kubernetes/cloud-config',
        '/etc/kubernetes/cloud.conf',
        '/gcloud/a.json',
      ),
      "path: '/etc/kubernetes/azure.json'",
      "path: '/etc/kubernetes/cloud-config'",
      "path: '/etc/kubernetes/cloud.conf'",
      "path: '/gcloud/a.json'",
    ],
    ['however it is written', hostPath('//root/../root/.aws'), "path: '//root/../root/.aws'"],
    [
      'behind a PersistentVolume',
      persistentVolume('/.azure'),
      { at: 'path: /.azure', message: 'PersistentVolume `disk` exposes cloud credentials at `/.azure`' },
    ],
  ],
  good: [
    ['an identity of its own', pod('serviceAccountName: uploader')],
    ['folders around are reported as sensitive', hostPath('/root', '/home/a', '/etc/kubernetes', '/')],
    ['names that only begin alike', hostPath('/root/.awsume', '/.azures', '/gcloudy', '/srv/.aws', '/root/.config')],
    ['a path in the container', container('volumeMounts: [{name: a, mountPath: /root/.aws}]')],
  ],
  says: 'volume `aws` exposes cloud credentials at `/root/.aws`',
})

table('container-runtime-socket', {
  bad: [
    [
      'Docker',
      pod('volumes:\n  - name: docker\n    hostPath:\n      path: /var/run/docker.sock'),
      'path: /var/run/docker.sock',
    ],
    [
      'other runtimes',
      hostPath(
        '/run/containerd/containerd.sock',
        '/var/run/crio/crio.sock',
        '/run/k3s/containerd/containerd.sock',
        '/run/podman/podman.sock',
      ),
      "path: '/run/containerd/containerd.sock'",
      "path: '/var/run/crio/crio.sock'",
      "path: '/run/k3s/containerd/containerd.sock'",
      "path: '/run/podman/podman.sock'",
    ],
    [
      'the folder of the socket',
      hostPath('/run/containerd', '/var/run/k3s/'),
      "path: '/run/containerd'",
      "path: '/var/run/k3s/'",
    ],
    ['however it is written', hostPath('/var//run/./docker.sock'), "path: '/var//run/./docker.sock'"],
    ['on Windows', hostPath('\\\\.\\pipe\\docker_engine'), "path: '\\\\.\\pipe\\docker_engine'"],
    [
      'in a template',
      deployment('volumes: [{name: a, hostPath: {path: /run/docker.sock}}]\ncontainers: [{name: app}]'),
      'path: /run/docker.sock',
    ],
    [
      'behind a PersistentVolume',
      persistentVolume('/run/docker.sock'),
      {
        at: 'path: /run/docker.sock',
        message: 'PersistentVolume `disk` exposes the container runtime at `/run/docker.sock`',
      },
    ],
  ],
  good: [
    ['a folder of the pod', pod('volumes:\n  - name: docker\n    emptyDir: {}')],
    ['all of /run is reported as sensitive', hostPath('/run', '/var/run', '/')],
    ['another socket', hostPath('/run/mysqld/mysqld.sock', '/run/docker.socket')],
    ['a path in the container', container('volumeMounts: [{name: a, mountPath: /var/run/docker.sock}]')],
  ],
  says: 'volume `docker` exposes the container runtime at `/var/run/docker.sock`',
})

table('writable-host-path', {
  bad: [
    ['nothing is said', mounts('name: data\n        mountPath: /data'), 'name: data'],
    [
      'it is for writing',
      mounts('{name: data, mountPath: /data, readOnly: false}'),
      {
        at: 'readOnly: false',
        fix: 'Mount it read-only',
        after: mounts('{name: data, mountPath: /data, readOnly: true}'),
      },
    ],
    [
      'the folder of a socket',
      mounts('{name: data, mountPath: /a}', 'hostPath: {path: /run/containerd}'),
      'name: data',
    ],
    ['a string is no flag', mounts('{name: data, mountPath: /data, readOnly: "true"}'), 'readOnly: "true"'],
    [
      'init containers too',
      pod(
        'volumes: [{name: a, hostPath: {path: /a}}]\ninitContainers: [{name: b, volumeMounts: [{name: a, mountPath: /a}]}]',
      ),
      {
        at: 'name: a',
        fix: 'Mount it read-only',
        after: pod(
          'volumes: [{name: a, hostPath: {path: /a}}]\ninitContainers: [{name: b, volumeMounts: [{name: a, mountPath: /a, readOnly: true}]}]',
        ),
      },
    ],
    [
      'by a claim that its volume names',
      documents(
        mounts('{name: data, mountPath: /a}', 'persistentVolumeClaim: {claimName: data}'),
        persistentVolume('/srv', '  claimRef: {name: data}\n'),
      ),
      'name: data',
    ],
    [
      'by a claim of the default namespace, spelled out',
      documents(
        mounts('{name: data, mountPath: /a}', 'persistentVolumeClaim: {claimName: data}'),
        persistentVolume('/srv', '  claimRef: {name: data, namespace: default}\n'),
      ),
      'name: data',
    ],
    [
      'by a claim that names its volume',
      documents(
        mounts('{name: data, mountPath: /a}', 'persistentVolumeClaim: {claimName: data}'),
        persistentVolume('/srv'),
        claim('{volumeName: disk}'),
      ),
      'name: data',
    ],
  ],
  good: [
    ['it is for reading', mounts('name: data\n        mountPath: /data\n        readOnly: true')],
    ['a folder of the pod', mounts('{name: data, mountPath: /data}', 'emptyDir: {}')],
    [
      'a claim that leads elsewhere',
      documents(
        mounts('{name: data, mountPath: /a}', 'persistentVolumeClaim: {claimName: data}'),
        persistentVolume('/srv', '  claimRef: {name: data, namespace: other}\n'),
      ),
    ],
    [
      'sockets: reading them is as good as writing',
      pod(
        `volumes: [${['/run/docker.sock', '/dev/log', '/run/a/b.sock'].map((path, i) => `{name: v${i}, hostPath: {path: ${path}}}`).join(', ')}, {name: v3, hostPath: {path: /run/bus, type: Socket}}]\ncontainers:\n  - name: app\n    volumeMounts: [{name: v0, mountPath: /a}, {name: v1, mountPath: /b}, {name: v2, mountPath: /c}, {name: v3, mountPath: /d}]`,
      ),
    ],
    ['another volume', mounts('{name: other, mountPath: /data}')],
    ['not mounted', hostPath('/srv')],
    [
      'odd entries',
      pod('volumes: [null, {name: a, hostPath: {path: 1}}]\ncontainers: [{name: b, volumeMounts: [null, text, 1]}]'),
    ],
    [
      'nothing is said in a part of a pod',
      workflow('volumeMounts: [{name: a, mountPath: /a}]').replace(
        '- name: main\n',
        '- name: main\n      volumes: [{name: a, hostPath: {path: /a}}]\n',
      ),
    ],
  ],
  says: 'container `app` mounts host path `/srv` writable',
  fixes: true,
})

table('restricted-volume-types', {
  bad: [
    ['NFS', pod('volumes:\n  - name: data\n    nfs:\n      server: nfs.example\n      path: /'), 'nfs'],
    [
      'each of them',
      pod('volumes: [{name: a, gitRepo: {}}, {name: b, emptyDir: {}}, {name: c, image: {}}]'),
      'gitRepo: {}',
      'image: {}',
    ],
    ['no text for a name', pod('volumes: [{name: {toString: 1}, nfs: {}}]'), 'nfs: {}'],
    ['a type of tomorrow', pod('volumes: [{name: a, cloud: {}}]'), 'cloud: {}'],
    ['a key of every object', pod('volumes: [{name: a, constructor: {}}]'), 'constructor: {}'],
    [
      'names that are no text',
      pod('volumes: [{name: [a], nfs: {}}, {name: {a: 1}, nfs: {}}]'),
      { at: 'nfs: {}', message: 'volume `[…]` has type `nfs`, forbidden by the restricted standard' },
      { at: 'nfs: {}', message: 'volume `{…}` has type `nfs`, forbidden by the restricted standard' },
    ],
  ],
  good: [
    ['a claim', pod('volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data')],
    [
      'all that are allowed',
      pod(
        `volumes: [${['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'].map(type => `{name: a, ${type}: {}}`).join(', ')}]`,
      ),
    ],
    ['no type is an emptyDir', pod('volumes: [{name: a}]')],
    ['hostPath is reported as such', hostPath('/srv')],
    ['odd entries', pod('volumes: [null, nfs, {name: a, nfs: null}]')],
  ],
  withOptions: [
    ['one is allowed', { also: ['image'] }, pod('volumes: [{name: a, image: {}}, {name: b, nfs: {}}]'), 'nfs: {}'],
  ],
  says: 'volume `data` has type `nfs`, forbidden by the restricted standard',
})
