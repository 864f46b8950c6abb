import type { Resource } from './resource.ts'

/** True for the kinds of kubernetes-sigs/agent-sandbox. */
export const isOfAgents = ({ group }: Resource): boolean => /^(?:extensions\.)?agents\.x-k8s\.io$/.test(group)
