import { table } from '../../kit/table.ts'

/** A Deployment with a read-only root file system, and volumes at these folders. */
const deployment = (image: string, mounts: readonly string[] = [], more = ''): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: web
          image: ${image}
          securityContext: {readOnlyRootFilesystem: true}
          volumeMounts: [${mounts.map(path => `{name: v, mountPath: ${path}}`).join(', ')}]
${more}`

const NAME = 'LABEL org.opencontainers.image.ref.name=shop/web\n'

/** What is built on nginx, in a Deployment. */
const built = (body: string, from = 'nginx:1.29'): Readonly<Record<string, string>> => ({
  'k8s.yaml': deployment('shop/web:1.4'),
  Dockerfile: `FROM ${from}\n${NAME}${body}\n`,
})

const AT = 'readOnlyRootFilesystem: true'
const message = (folders: string): string =>
  `container \`web\` will not start: \`readOnlyRootFilesystem\` is \`true\`, and no volume is mounted at ${folders}, where its image writes`

const NGINX = { at: AT, message: message('`/var/cache/nginx` and `/run`') }
const PID = { at: AT, message: message('`/run`') }
const CACHE = { at: AT, message: message('`/var/cache/nginx`') }

table('read-only-root-unmet', {
  says: message('`/var/cache/nginx` and `/run`'),
  bad: [
    ['nginx', deployment('nginx:1.29'), NGINX],
    ['nginx from another registry', deployment('public.ecr.aws/docker/library/nginx:alpine'), NGINX],
    ['nginx by its tag and digest', deployment(`nginx:stable@sha256:${'a'.repeat(64)}`), NGINX],
    ['nginx with its cache', deployment('nginx', ['/var/cache/nginx/']), PID],
    ['nginx with its process id', deployment('nginx', ['/run']), CACHE],
    ['nginx with its process id, by a link', deployment('nginx', ['/var/run']), CACHE],
    ['nginx with other sites', deployment('nginx', ['/etc/nginx/conf.d']), PID],
    ['nginx with a token', deployment('nginx', ['/var/run/secrets/tokens', '/var/cache']), PID],
    ['httpd', deployment('httpd:2.4'), { at: AT, message: message('`/usr/local/apache2/logs`') }],
    ['content on nginx', built('COPY dist/ /usr/share/nginx/html/\nRUN rm -rf /usr/share/nginx/html/*'), NGINX],
    ['content of another stage', built('COPY --from=a:1 /dist /usr/share/nginx/html\nEXPOSE 80\nUSER nginx'), NGINX],
    ['sites on nginx', built('COPY default.conf /etc/nginx/conf.d/default.conf'), PID],
    ['its command again', built('CMD ["nginx", "-g", "daemon off;"]'), NGINX],
    ['a volume for its cache', built('VOLUME /var/cache/nginx'), PID],
    ['a folder for its cache', built('WORKDIR /var/cache/nginx/client_temp'), PID],
    ['a cache that is made', built('RUN mkdir -p /var/cache/nginx/client_temp && chown nginx /var/cache/nginx'), PID],
    [
      'over two stages',
      {
        'k8s.yaml': deployment('shop/web:1.4'),
        Dockerfile: `FROM nginx AS base\nEXPOSE 80\nFROM base\n${NAME}`,
      },
      NGINX,
    ],
    [
      'over two Dockerfiles',
      {
        'k8s.yaml': deployment('shop/web:1.4'),
        'base/Dockerfile': 'FROM httpd\nLABEL org.opencontainers.image.ref.name=shop/base\n',
        Dockerfile: `FROM shop/base\n${NAME}COPY . /usr/local/apache2/htdocs/\n`,
      },
      AT,
    ],
  ],
  good: [
    ['nginx with both', deployment('nginx', ['/var/cache/nginx', '/run'])],
    ['a root that can be written', deployment('nginx').replace('true', 'false')],
    ['nginx with its own settings', deployment('nginx', ['/etc/nginx/nginx.conf'])],
    ['nginx with a folder of settings', deployment('nginx', ['/etc/nginx'])],
    ['nginx with another script', deployment('nginx', ['/docker-entrypoint.d/a.sh'])],
    ['nginx with arguments', deployment('nginx', [], '          args: [nginx, -g, "pid /tmp/pid; daemon off;"]\n')],
    ['nginx with a command', deployment('nginx', [], '          command: [sleep, infinity]\n')],
    ['a mount that a tool fills in', deployment('nginx', ['null'])],
    ['nginx when its cache was a volume of the image', deployment('nginx:1.9.9')],
    ['a digest without a tag', deployment(`nginx@sha256:${'a'.repeat(64)}`)],
    ['nginx that is prepared for it', deployment('nginxinc/nginx-unprivileged')],
    ['a volume of the image', deployment('redis:alpine')],
    ['settings in a volume', deployment('postgres:18', ['/var/lib/postgresql'])],
    [
      'a step of Tekton, which gets another command',
      'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: a}\nspec: {steps: [{name: a, image: nginx, securityContext: {readOnlyRootFilesystem: true}}]}\n',
    ],
    ['Windows', deployment('nginx', [], '      nodeSelector: {kubernetes.io/os: windows}\n')],
    ['its own settings, built in', built('COPY nginx.conf /etc/nginx/nginx.conf')],
    ['its own settings, through the folder above', built('COPY conf /usr/share/nginx/../../../etc/nginx/')],
    ['what is copied over the root', built('COPY rootfs /')],
    ['a folder that a variable names', built('ARG DIR\nCOPY dist $DIR')],
    ['a folder that another one decides on', built('WORKDIR html\nCOPY dist /usr/share/nginx/html')],
    ['another program', built('RUN sed -i s,/run/,/tmp/, /etc/nginx/nginx.conf')],
    ['settings that are written', built('RUN touch /a > /etc/nginx/nginx.conf')],
    ['another entry point', built('ENTRYPOINT ["/start.sh"]')],
    ['another command', built('CMD ["nginx", "-c", "/a.conf"]')],
    ['a command in a shell', built('CMD nginx -g "daemon off;"')],
    ['volumes for both', built('VOLUME ["/var/cache/nginx", "/run"]')],
    ['a volume that a variable names', built('ARG DIR=/run\nVOLUME $DIR')],
    [
      'a stage that a variable decides on',
      {
        'k8s.yaml': deployment('shop/web:1.4'),
        Dockerfile: `FROM nginx AS web-amd64\nFROM nginx AS web-arm64\nCOPY nginx.conf /etc/nginx/\nFROM web-\${TARGETARCH}\n${NAME}`,
      },
    ],
    ['another base', built('EXPOSE 80', 'nginxinc/nginx-unprivileged')],
    ['a base that a variable decides on', built('EXPOSE 80', '$BASE')],
    [
      'images that are built on each other',
      {
        'k8s.yaml': deployment('shop/web:1.4'),
        'base/Dockerfile': 'FROM shop/web\nLABEL org.opencontainers.image.ref.name=shop/base\n',
        Dockerfile: `FROM shop/base\n${NAME}`,
      },
    ],
    [
      'another digest of what is built',
      { ...built('EXPOSE 80'), 'k8s.yaml': deployment(`shop/web@sha256:${'a'.repeat(64)}`) },
    ],
  ],
})
