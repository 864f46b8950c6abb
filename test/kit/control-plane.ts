/** Builders of components of the control plane, so that a row of a table is one line. */
import { pod } from './manifests.ts'

const quoted = (word: string): string => (/[,:*#]/.test(word) ? `'${word}'` : word)

/** The line of a container that runs a program with these flags. */
export const command = (program: string, ...flags: readonly string[]): string =>
  `command: [${[program, ...flags].map(quoted).join(', ')}]`

/** A static pod of the control plane around it. */
export const running = (program: string, ...flags: readonly string[]): string =>
  pod(`hostNetwork: true\ncontainers:\n  - name: app\n    ${command(program, ...flags)}`)

/** A KubeletConfiguration of these lines. */
export const kubeletFile = (lines: string): string =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${lines}\n`

/** A ClusterConfiguration of kubeadm in which a component has these arguments, as a map on one line. */
export const kubeadm = (component: string, args: string): string =>
  `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\n${component}:\n  extraArgs: ${args}\n`
