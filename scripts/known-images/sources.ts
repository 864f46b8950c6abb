/** Official images whose Dockerfiles are looked up by their entry in `library/` of docker-library/official-images. */
export const OFFICIAL = `
  adminer almalinux alpine amazoncorretto amazonlinux azul-zulu bash buildpack-deps busybox caddy cassandra chronograf
  clojure composer couchdb dart debian docker drupal eclipse-mosquitto eclipse-temurin elasticsearch elixir emqx erlang
  fedora fluentd ghost golang gradle groovy haproxy haskell httpd ibm-semeru-runtimes influxdb jetty joomla julia
  kapacitor kibana kong liquibase logstash mariadb maven memcached mongo mysql nats neo4j nextcloud nginx node odoo
  open-liberty openjdk oraclelinux php phpmyadmin postgres pypy python r-base rabbitmq redmine registry rockylinux ruby
  rust sapmachine solr sonarqube spark swift telegraf tomcat tomee traefik varnish wordpress zookeeper
`
  .trim()
  .split(/\s+/)

/** An image whose Dockerfile is one file of a mirror. */
export interface Other {
  readonly names: readonly string[]
  readonly tags?: string
  readonly since?: string
  readonly repository: string
  readonly ref?: string
  readonly path: string
}

const one = (repository: string, path: string, names: string, more: Partial<Other> = {}): Other => ({
  names: names.split(/\s+/),
  repository,
  path,
  ...more,
})

const selenium = (folder: string, ...images: readonly string[]): Other =>
  one(
    'SeleniumHQ/docker-selenium',
    `${folder}/Dockerfile`,
    images.map(image => `docker.io/selenium/${image}`).join(' '),
  )

const jupyter = (image: string): Other =>
  one('jupyter/docker-stacks', `images/${image}/Dockerfile`, `quay.io/jupyter/${image} docker.io/jupyter/${image}`)

const DOTNET = 'dotnet/dotnet-docker'
const dotnet = (image: string): readonly Other[] => {
  const name = `mcr.microsoft.com/dotnet/${image}`
  const chiseled =
    image === 'sdk'
      ? []
      : [one(DOTNET, `src/${image}/8.0/jammy-chiseled/amd64/Dockerfile`, name, { tags: 'chiseled|distroless' })]
  return [...chiseled, one(DOTNET, `src/${image}/8.0/bookworm-slim/amd64/Dockerfile`, name)]
}

/** Software collections on UBI: one image for each version of a language. */
const sclorg = (repository: string, path: string, image: string, ubi: 8 | 9): Other =>
  one(`sclorg/${repository}`, `${path}/Dockerfile.rhel${ubi}`, `registry.access.redhat.com/ubi${ubi}/${image}`)

export const OTHERS: readonly Other[] = [
  one('tianon/docker-brew-ubuntu-core', 'jammy/Dockerfile', 'docker.io/library/ubuntu', {
    ref: 'refs/heads/dist-amd64',
  }),
  one('CentOS/sig-cloud-instance-images', 'docker/Dockerfile', 'docker.io/library/centos', {
    ref: 'refs/heads/CentOS-7-x86_64',
  }),
  one('redis/docker-library-redis', '7.4/debian/Dockerfile', 'docker.io/library/redis'),
  one('prometheus/prometheus', 'Dockerfile', 'docker.io/prom/prometheus quay.io/prometheus/prometheus'),
  one('prometheus/alertmanager', 'Dockerfile', 'docker.io/prom/alertmanager quay.io/prometheus/alertmanager'),
  one('prometheus/node_exporter', 'Dockerfile', 'docker.io/prom/node-exporter quay.io/prometheus/node-exporter'),
  one('jenkinsci/docker', 'debian/Dockerfile', 'docker.io/jenkins/jenkins'),
  one('jenkinsci/docker-agent', 'debian/Dockerfile', 'docker.io/jenkins/agent docker.io/jenkins/inbound-agent'),
  one('node-red/node-red-docker', '.docker/Dockerfile.alpine', 'docker.io/nodered/node-red'),
  one(
    'nginx/docker-nginx-unprivileged',
    'mainline/debian/Dockerfile',
    'docker.io/nginxinc/nginx-unprivileged ghcr.io/nginx/nginx-unprivileged quay.io/nginx/nginx-unprivileged',
  ),
  selenium('Base', 'base'),
  selenium('Hub', 'hub'),
  selenium('NodeBase', 'node-base'),
  selenium('NodeChrome', 'node-chrome'),
  selenium('NodeChromium', 'node-chromium'),
  selenium('NodeEdge', 'node-edge'),
  selenium('NodeFirefox', 'node-firefox'),
  selenium('Standalone', 'standalone-chrome', 'standalone-chromium', 'standalone-edge', 'standalone-firefox'),
  ...[
    'docker-stacks-foundation',
    'base-notebook',
    'minimal-notebook',
    'scipy-notebook',
    'datascience-notebook',
    'r-notebook',
  ].map(jupyter),
  ...['julia-notebook', 'pyspark-notebook', 'all-spark-notebook', 'tensorflow-notebook', 'pytorch-notebook'].map(
    jupyter,
  ),
  ...['runtime-deps', 'runtime', 'aspnet', 'sdk'].flatMap(dotnet),
  sclorg('s2i-nodejs-container', '22', 'nodejs-*', 9),
  sclorg('s2i-nodejs-container', '20', 'nodejs-*', 8),
  sclorg('s2i-python-container', '3.12', 'python-*', 9),
  sclorg('s2i-python-container', '3.12', 'python-*', 8),
  sclorg('s2i-php-container', '8.2', 'php-*', 9),
  sclorg('s2i-php-container', '8.2', 'php-*', 8),
  sclorg('s2i-ruby-container', '3.3', 'ruby-*', 9),
  sclorg('s2i-ruby-container', '3.3', 'ruby-*', 8),
  sclorg('nginx-container', '1.24', 'nginx-*', 9),
  sclorg('nginx-container', '1.24', 'nginx-*', 8),
  sclorg('httpd-container', '2.4', 'httpd-*', 9),
  sclorg('httpd-container', '2.4', 'httpd-*', 8),
  one('grafana/loki', 'cmd/loki/Dockerfile', 'docker.io/grafana/loki'),
  one('temporalio/docker-builds', 'server.Dockerfile', 'docker.io/temporalio/server docker.io/temporalio/auto-setup'),
  one('temporalio/docker-builds', 'admin-tools.Dockerfile', 'docker.io/temporalio/admin-tools'),
  one('jaegertracing/jaeger', 'cmd/jaeger/Dockerfile', 'docker.io/jaegertracing/jaeger'),
  one('denoland/deno_docker', 'debian.dockerfile', 'docker.io/denoland/deno'),
  one(
    'flyway/flyway-docker',
    'flyway-docker/dockerfiles/Dockerfile',
    'docker.io/flyway/flyway docker.io/redgate/flyway',
  ),
  one(
    'GoogleCloudPlatform/cloud-sdk-docker',
    'Dockerfile',
    'docker.io/google/cloud-sdk gcr.io/google.com/cloudsdktool/cloud-sdk gcr.io/google.com/cloudsdktool/google-cloud-cli',
  ),
]

/** A row whose file is no Dockerfile, or is in a repository that is too big to be mirrored: read by a person. */
export interface ByHand {
  readonly name: string
  readonly tags?: string
  readonly user: string
  readonly starts?: string
  readonly seen: string
}

const DISTROLESS = 'GoogleContainerTools/distroless@HEAD static/static.bzl:14'
const byHand = (names: string, user: string, starts: string, seen: string, tags?: string): readonly ByHand[] =>
  names.split(/\s+/).map(name => ({ name, user, seen, ...(starts && { starts }), ...(tags !== undefined && { tags }) }))

const distroless = (names: string, starts: string): readonly ByHand[] =>
  byHand(names, '65532', starts, DISTROLESS, 'nonroot').concat(byHand(names, '', starts, DISTROLESS))

export const BY_HAND: readonly ByHand[] = [
  ...distroless('gcr.io/distroless/static* gcr.io/distroless/base* gcr.io/distroless/cc*', ''),
  ...distroless('gcr.io/distroless/nodejs*', 'node'),
  ...distroless('gcr.io/distroless/python3*', 'python3'),
  ...distroless('gcr.io/distroless/java*', 'java'),
  ...byHand(
    'quay.io/keycloak/keycloak',
    '1000',
    'kc.sh',
    'keycloak/keycloak@1842fa971e242fde72bf973df44f6d5ae84edb2c quarkus/container/Dockerfile:30',
  ),
  ...byHand(
    'docker.io/grafana/grafana docker.io/grafana/grafana-oss docker.io/grafana/grafana-enterprise',
    '472',
    'run.sh',
    'grafana/grafana@78515af65f036f536c4ab2e6fdb5484552f99f1f Dockerfile: `USER "$GF_UID"`',
  ),
  ...byHand(
    'ghcr.io/puppeteer/puppeteer',
    '10042',
    'node',
    'puppeteer/puppeteer@062fa30d6abe12210d6b1b302d85d4b24ced0fe5 docker/Dockerfile: `USER $PPTRUSER_UID`',
  ),
  ...byHand(
    'docker.io/oven/bun',
    '',
    'bun',
    'oven-sh/bun@0c532eac7b5f4e9c599ccd930f603237c46160b5 dockerhub/debian/Dockerfile: no USER',
  ),
  ...byHand('docker.io/bitnami/minideb', '', '', 'bitnami/minideb@HEAD mkimage: no user'),
  ...byHand(
    'docker.io/bitnami/* docker.io/bitnamilegacy/* docker.io/bitnamisecure/*',
    '1001',
    'run.sh',
    'bitnami/containers@02a6e6c6f970409d653ae613eae034a1ea66e879 bitnami/redis/7.4/debian-12/Dockerfile: `USER 1001`',
  ),
  ...byHand('mcr.microsoft.com/playwright', '', '', 'microsoft/playwright@HEAD utils/docker/Dockerfile.noble:2'),
  ...byHand(
    'docker.io/apache/airflow',
    '50000',
    'airflow',
    'apache/airflow@eb6506ec3d0763c795fb0fd46a20b5241758c760 Dockerfile: `USER` of `AIRFLOW_UID`',
  ),
  ...byHand(
    'ghcr.io/astral-sh/uv',
    '',
    'uv',
    'astral-sh/uv@26a9dd4b2125bc271b47855e1fa0c49af3365db5 .github/workflows/build-docker.yml:278',
  ),
]

/** Users that images bring for what is built on them, as their Dockerfiles add them. */
export const BROUGHT: Readonly<
  Record<string, { readonly name: string; readonly user: string; readonly since?: string }>
> = {
  'docker.io/library/node': { name: 'node', user: '1000:1000', since: '8.0' },
  'docker.io/library/gradle': { name: 'gradle', user: '1000:1000' },
  'docker.io/oven/bun': { name: 'bun', user: '1000:1000' },
  'mcr.microsoft.com/dotnet/runtime-deps': { name: 'app', user: '$APP_UID', since: '8.0' },
  'mcr.microsoft.com/dotnet/runtime': { name: 'app', user: '$APP_UID', since: '8.0' },
  'mcr.microsoft.com/dotnet/aspnet': { name: 'app', user: '$APP_UID', since: '8.0' },
  'mcr.microsoft.com/dotnet/sdk': { name: 'app', user: '$APP_UID', since: '8.0' },
}
