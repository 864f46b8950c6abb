import { ingress, objectOf } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const annotated = (annotations: string, spec = 'rules: [{host: shop.example.com}]'): string =>
  ingress(spec, `\n  name: web\n  annotations:\n${annotations.replace(/^(?=.)/gm, '    ')}`)

const tls = (hosts: string, rules: string): string =>
  ingress(`tls: [{hosts: ${hosts}, secretName: shop-tls}]\nrules: ${rules}`)

table('ingress-tls', {
  bad: [
    ['no TLS', ingress('rules:\n  - host: shop.example.com'), 'spec'],
    ['an empty list', ingress('tls: []\nrules: [{host: shop.example.com}]'), 'tls: []'],
    ['no host', ingress('defaultBackend: {service: {name: web, port: {number: 80}}}'), 'spec'],
    ['of old', objectOf('extensions/v1beta1', 'Ingress', 'rules: [{host: shop.example.com}]'), 'spec'],
    [
      'a host of two',
      tls('[shop.example.com]', '[{host: shop.example.com}, {host: api.example.com}]'),
      { at: 'host: api.example.com', message: 'host `api.example.com` is in no `tls` entry of the ingress' },
    ],
    ['a host below a subdomain', tls('["*.example.com"]', '[{host: a.shop.example.com}]'), 'host: a.shop.example.com'],
    ['the domain of a wildcard', tls('["*.example.com"]', '[{host: example.com}]'), 'host: example.com'],
    ['a local host and another', ingress('rules: [{host: shop.test}, {host: shop.example.com}]'), 'spec'],
    ['without TLS, by annotation', annotated('alb.ingress.kubernetes.io/listen-ports: \'[{"HTTP": 80}]\''), 'spec'],
    ['no passthrough', annotated('nginx.ingress.kubernetes.io/ssl-passthrough: "false"'), 'spec'],
    ['another entry point', annotated('traefik.ingress.kubernetes.io/router.entrypoints: web'), 'spec'],
  ],
  good: [
    ['the host', tls('[shop.example.com]', '[{host: shop.example.com}]')],
    ['a wildcard', tls('["*.example.com"]', '[{host: shop.example.com}]')],
    ['a rule for all hosts', tls('[shop.example.com]', '[{http: {}}]')],
    ['all hosts', ingress('tls: [{secretName: shop-tls}]\nrules: [{host: shop.example.com}]')],
    [
      'local hosts',
      ingress('rules: [{host: localhost}, {host: shop.test}, {host: a.local}, {host: 127.0.0.1.nip.io}]'),
    ],
    ['a local host besides', tls('[shop.example.com]', '[{host: shop.example.com}, {host: shop.localhost}]')],
    ...[
      'alb.ingress.kubernetes.io/certificate-arn: arn:aws:acm:a:1:certificate/b',
      'alb.ingress.kubernetes.io/listen-ports: \'[{"HTTPS": 443}]\'',
      'appgw.ingress.kubernetes.io/appgw-ssl-certificate: shop',
      'haproxy.org/ssl-passthrough: "true"',
      'ingress.gcp.kubernetes.io/pre-shared-cert: shop',
      'networking.gke.io/managed-certificates: shop',
      'nginx.org/mergeable-ingress-type: minion',
      'nginx.ingress.kubernetes.io/ssl-passthrough: "true"',
      'route.openshift.io/termination: edge',
      'traefik.ingress.kubernetes.io/router.entrypoints: websecure',
      'traefik.ingress.kubernetes.io/router.tls: "true"',
      'traefik.ingress.kubernetes.io/router.tls.certresolver: shop',
    ].map((annotation): [string, string] => [annotation, annotated(annotation)]),
    ['of OpenShift', objectOf('config.openshift.io/v1', 'Ingress', 'domain: apps.example.com')],
  ],
  says: 'ingress has no `tls`, so it serves plain HTTP',
})

const NGINX = 'nginx.ingress.kubernetes.io'

table('ingress-nginx-snippet', {
  bad: [
    [
      'runs code',
      annotated(`${NGINX}/server-snippet: |\n  location / { content_by_lua_block { ngx.say(1) } }`),
      `${NGINX}/server-snippet`,
    ],
    [
      'sets headers',
      annotated(`${NGINX}/configuration-snippet: more_set_headers a;`),
      {
        at: `${NGINX}/configuration-snippet: more_set_headers a;`,
        severity: 'low',
        message: '`configuration-snippet` puts text into the NGINX configuration',
      },
    ],
    ...['alias /var/run;', 'root /etc;', 'proxy_pass http://a;', 'load_module a.so;', 'set $a lua_a;'].map(
      (directive): [string, string, string] => [
        directive,
        annotated(`${NGINX}/location-snippet: ${directive}`),
        `${NGINX}/location-snippet: ${directive}`,
      ],
    ),
    [
      'two',
      annotated(`${NGINX}/auth-snippet: a;\n${NGINX}/stream-snippet: cat /var/run/secrets/serviceaccount/token`),
      { at: `${NGINX}/auth-snippet: a;`, severity: 'low' },
      `${NGINX}/stream-snippet: cat /var/run/secrets/serviceaccount/token`,
    ],
    [
      'words that only begin so',
      annotated(`${NGINX}/server-snippet: set $aliases rooted;`),
      { at: `${NGINX}/server-snippet: set $aliases rooted;`, severity: 'low' },
    ],
    [
      'odd types',
      annotated(`${NGINX}/server-snippet: [alias]`),
      { at: `${NGINX}/server-snippet: [alias]`, severity: 'low' },
    ],
  ],
  good: [
    ['another annotation', annotated(`${NGINX}/rewrite-target: /`)],
    ['of another controller', annotated('nginx.org/server-snippets: alias /var/run;')],
    ['none', ingress('rules: []')],
  ],
  says: '`server-snippet` puts `_by_lua` into the NGINX configuration',
})

const unsafe = (name: string, value: string): string => annotated(`${NGINX}/${name}: ${value}`)

table('ingress-nginx-unsafe-annotation', {
  bad: [
    [
      'a line break in a URL',
      unsafe('auth-url', '"http://example.com/#;\\nload_module a.so;"'),
      `${NGINX}/auth-url: "http://example.com/#;\\nload_module a.so;"`,
    ],
    ['a return', unsafe('auth-url', '"http://a/\\rb"'), `${NGINX}/auth-url: "http://a/\\rb"`],
    ['braces', unsafe('mirror-target', '"https://a/;}}"'), `${NGINX}/mirror-target: "https://a/;}}"`],
    ['an open brace', unsafe('mirror-host', '"https://a/{"'), `${NGINX}/mirror-host: "https://a/{"`],
    [
      'a bar',
      unsafe('mirror-host', 'http://a/b|c'),
      {
        at: `${NGINX}/mirror-host: http://a/b|c`,
        severity: 'medium',
        message: '`mirror-host` has characters that are invalid there',
      },
    ],
    ['a common name', unsafe('auth-tls-match-cn', '"CN=a#;\\nb"'), `${NGINX}/auth-tls-match-cn: "CN=a#;\\nb"`],
    [
      'a common name with a comment',
      unsafe('auth-tls-match-cn', '"CN=a#b"'),
      { at: `${NGINX}/auth-tls-match-cn: "CN=a#b"`, severity: 'medium' },
    ],
  ],
  good: [
    ['a URL', unsafe('auth-url', 'https://auth.example.com/start?rd=$scheme://$host$request_uri#a;b')],
    ['a line break at the end', unsafe('auth-url', '|\n  https://auth.example.com')],
    ['to fill in', unsafe('auth-url', 'https://$' + '{DOMAIN}/<your path>/$(A)')],
    ['a template', unsafe('auth-url', '"https://{{ domain }}/"')],
    ['no URL', unsafe('mirror-target', '"{a}"')],
    ['a common name', unsafe('auth-tls-match-cn', 'CN=shop')],
    ['no common name', unsafe('auth-tls-match-cn', '"a;b"')],
    ['another annotation', unsafe('rewrite-target', '"http://a/{b}"')],
    ['odd types', unsafe('auth-url', '[http, "{"]')],
  ],
  says: '`auth-url` has characters that end its NGINX directive',
})
