/** Namespaces of the cluster itself, which Kubernetes makes and fills. */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(['kube-node-lease', 'kube-public', 'kube-system'])
