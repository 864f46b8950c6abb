import { listOf, type Resource, textOf } from '../resource.ts'

/** Annotations by which controllers serve TLS without `spec.tls`, with the values that do so. */
const TLS_ELSEWHERE: readonly (readonly [annotation: string, value: RegExp])[] = [
  ['alb.ingress.kubernetes.io/certificate-arn', /./],
  ['alb.ingress.kubernetes.io/listen-ports', /HTTPS/],
  ['appgw.ingress.kubernetes.io/appgw-ssl-certificate', /./],
  ['haproxy.org/ssl-passthrough', /^true$/i],
  ['ingress.gcp.kubernetes.io/pre-shared-cert', /./],
  ['networking.gke.io/managed-certificates', /./],
  // The master has the certificate.
  ['nginx.org/mergeable-ingress-type', /^minion$/],
  ['nginx.ingress.kubernetes.io/ssl-passthrough', /^true$/i],
  ['route.openshift.io/termination', /./],
  ['traefik.ingress.kubernetes.io/router.entrypoints', /websecure|https/],
  ['traefik.ingress.kubernetes.io/router.tls', /^true$/i],
  ['traefik.ingress.kubernetes.io/router.tls.certresolver', /./],
]

/** Names that only resolve on a developer's own machine or network (RFC 6761, RFC 6762). */
const isLocal = (host: string): boolean => /(?:^|\.)(?:localhost|local|test)$|\.(?:nip|sslip)\.io$/.test(host)

/** `*.example.com` covers one label more. */
const covers = (pattern: string, host: string): boolean =>
  pattern === host || (pattern.startsWith('*.') && host.slice(host.indexOf('.')) === pattern.slice(1))

/** A host that is served without TLS; no name when all of the Ingress is. */
export interface PlainHost {
  readonly host?: string
  readonly steps: readonly (string | number)[]
}

/** The hosts of an Ingress that no entry of `spec.tls` covers. An entry without hosts is for all of them. */
export function plainHosts({ json, annotations }: Resource): readonly PlainHost[] {
  if (TLS_ELSEWHERE.some(([name, value]) => value.test(String(annotations[name] ?? '')))) return []
  const rules = listOf(json.spec?.rules).map(rule => textOf(rule?.host))
  if (rules.length > 0 && rules.every(isLocal)) return []
  const entries = listOf(json.spec?.tls)
  if (entries.length === 0) return [{ steps: ['spec', 'tls'] }]
  if (entries.some(entry => listOf(entry?.hosts).length === 0)) return []
  const secured: readonly string[] = entries.flatMap(entry => listOf(entry.hosts)).map(textOf)
  return rules.flatMap((host, index) =>
    host === '' || isLocal(host) || secured.some(pattern => covers(pattern, host))
      ? []
      : { host, steps: ['spec', 'rules', index, 'host'] },
  )
}
