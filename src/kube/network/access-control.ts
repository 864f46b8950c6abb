import { listOf, type Resource, textOf } from '../resource.ts'

/** Annotations by which a controller asks for credentials, or lets in only some addresses, in front of what is routed. */
const GUARDS: readonly RegExp[] = [
  /^nginx\.ingress\.kubernetes\.io\/(?:auth-(?:signin|tls-secret|type|url)|(?:allow|white)list-source-range)$/,
  /^nginx\.(?:org|com)\/(?:basic-auth-secret|jwt-key|policies)$/,
  /^(?:haproxy\.org|haproxy-ingress\.github\.io)\/(?:auth-|oauth|allow-list|whitelist|allowlist)/,
  /^alb\.ingress\.kubernetes\.io\/(?:auth-type|inbound-cidrs|security-groups)$/,
  /^traefik\.ingress\.kubernetes\.io\/router\.middlewares$/,
  /^ingress\.kubernetes\.io\/(?:auth-type|auth-url|whitelist-source-range)$/,
  /^konghq\.com\/plugins$/,
  // BackendConfig has Identity-Aware Proxy and Cloud Armor.
  /^(?:beta\.)?cloud\.google\.com\/backend-config$/,
  /^appgw\.ingress\.kubernetes\.io\/(?:use-private-ip|waf-policy-for-path)$/,
  /^(?:[\w-]+\.)*(?:pomerium\.io|tailscale\.com)\//,
]

/** Names of classes and gateways for who is inside of a network. */
const INTERNAL = /(?:^|[-_./])(?:int|internal|intranet|private|tailscale|vpn)(?:$|[-_.])/i

const classOf = ({ json, annotations }: Resource): string =>
  textOf(json.spec?.ingressClassName) || textOf(annotations['kubernetes.io/ingress.class'])

/** The controller of AWS keeps an Ingress internal, unless it is told otherwise. */
const isInternalAlb = (ingress: Resource): boolean =>
  classOf(ingress) === 'alb' && ingress.annotations['alb.ingress.kubernetes.io/scheme'] !== 'internet-facing'

/** True for an object that only lets in who is known, or who is inside: by its annotations, its class or its gateways. */
export function limitsAccess(by: Resource): boolean {
  if (Object.keys(by.annotations).some(name => GUARDS.some(guard => guard.test(name)))) return true
  if (by.kind === 'Ingress') return INTERNAL.test(classOf(by)) || isInternalAlb(by)
  const gateways = [
    ...listOf(by.json.spec?.parentRefs).map(parent => textOf(parent?.name)),
    ...listOf(by.json.spec?.gateways),
  ]
  return (gateways.length > 0 && gateways.every(name => INTERNAL.test(textOf(name)))) || hasFilter(by)
}

/** A filter that an implementation brings may ask for credentials. */
const hasFilter = ({ json }: Resource): boolean =>
  listOf(json.spec?.rules).some(rule => listOf(rule?.filters).some(filter => filter?.type === 'ExtensionRef'))
