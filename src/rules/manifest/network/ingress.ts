import { isIngress } from '../../../kube/network/backends.ts'
import { plainHosts } from '../../../kube/network/ingress-tls.ts'
import { textOf } from '../../../kube/resource.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

const tlsPeers = { kubescape: ['C-0263', 'C-0245'], polaris: 'tlsSettingsMissing' } as const

export const ingressTls = rule({
  id: 'ingress-tls',
  title: 'Ingress serves without TLS',
  why: 'Passwords, session cookies and data cross the network in clear text, and anyone on the network path can read and change them.',
  help: 'Add `tls: [{hosts: [shop.example.com], secretName: shop-tls}]`; cert-manager can issue the certificate.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: tlsPeers,
  on: 'resource',
  kinds: ['Ingress'],
  check(ingress) {
    if (!isIngress(ingress)) return
    return plainHosts(ingress).map(({ host, steps }) => ({
      at: ingress.at(...steps),
      message:
        host === undefined
          ? 'ingress has no `tls`, so it serves plain HTTP'
          : `host \`${host}\` is in no \`tls\` entry of the ingress`,
      // For peers one entry of any host is enough.
      ...(host !== undefined && { unlike: tlsPeers }),
    }))
  },
})

const SNIPPET = /^nginx\.ingress\.kubernetes\.io\/[a-z-]*snippet$/

/** Directives that run code, read files of the controller, or send its requests elsewhere. */
const LUA = /lua_|_by_lua/
const ALIAS = /\balias\b/
const DANGEROUS = /lua_|_by_lua|\b(?:load_module|alias|root|proxy_pass)\b|serviceaccount/

export const ingressNginxSnippet = rule({
  id: 'ingress-nginx-snippet',
  title: 'Ingress puts a snippet into the NGINX configuration',
  why: 'A snippet runs in the controller, which can read the Secrets of all namespaces: anyone who can write an Ingress can read them too (CVE-2021-25742).',
  help: 'Use the annotation that exists for the purpose, and set `allow-snippet-annotations: "false"` in the ConfigMap of the controller.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['nsa', 'mitre'],
  peers: { checkov: ['CKV_K8S_152', 'CKV_K8S_153', 'CKV_K8S_154'], kubescape: 'C-0059' },
  on: 'resource',
  kinds: ['Ingress'],
  check(ingress) {
    return Object.entries(ingress.annotations)
      .filter(([name]) => SNIPPET.test(name))
      .map(([name, value]) => {
        const directive = DANGEROUS.exec(textOf(value))?.[0]
        return {
          at: ingress.at('metadata', 'annotations', name),
          judged: name,
          message: `\`${name.slice(name.indexOf('/') + 1)}\` puts ${directive === undefined ? 'text' : `\`${directive}\``} into the NGINX configuration`,
          ...(directive === undefined && { severity: 'low' as const }),
          unlike: {
            checkov: [
              ...(LUA.test(textOf(value)) ? [] : ['CKV_K8S_152']),
              ...(ALIAS.test(textOf(value)) ? [] : ['CKV_K8S_154']),
            ],
          },
        }
      })
  },
})

/** Values that the controller copied into its configuration unescaped, with what must not be in them. */
const COPIED = [
  { names: ['auth-url', 'mirror-target', 'mirror-host'], form: /^https?:/, invalid: /[<>"{}|^`\\\r\n]/ },
  { names: ['auth-tls-match-cn'], form: /^CN=/, invalid: /[\r\n#{};|]/ },
] as const

/** What a template engine or `envsubst` fills in, or a person: `${DOMAIN}`, `$(DOMAIN)`, `{{ domain }}`, `<domain>`. */
const PLACEHOLDER = /\$\{\w+\}|\$\(\w+\)|\{\{[^{}]*\}\}|<[\w .-]+>/g

/** Ends the directive that the value is in; the other characters only break it. */
const INJECTS = /[{}\r\n]/

export const ingressNginxUnsafeAnnotation = rule({
  id: 'ingress-nginx-unsafe-annotation',
  title: 'Ingress annotation injects NGINX configuration',
  why: 'Unpatched controllers copy the value into their configuration: its author can run code there and read the Secrets of all namespaces (CVE-2025-1097, CVE-2025-1098, CVE-2025-24514).',
  help: 'Write a plain URL, or a plain `CN=…`, without line breaks, braces and quotes.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: { trivy: trivyIds('KCV-0093', 'insecure-ingress-nginx') },
  on: 'resource',
  kinds: ['Ingress'],
  check(ingress) {
    return COPIED.flatMap(({ names, form, invalid }) =>
      names.flatMap(name => {
        const annotation = `nginx.ingress.kubernetes.io/${name}`
        const value = textOf(ingress.annotations[annotation]).replace(PLACEHOLDER, '').trimEnd()
        if (!form.test(value) || !invalid.test(value)) return []
        const injects = INJECTS.test(value)
        return {
          at: ingress.at('metadata', 'annotations', annotation),
          message: `\`${name}\` has ${injects ? 'characters that end its NGINX directive' : 'characters that are invalid there'}`,
          ...(!injects && { severity: 'medium' as const }),
        }
      }),
    )
  },
})
