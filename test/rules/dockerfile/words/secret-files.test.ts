// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const file = (body: string): string => `FROM alpine:3.22\n${body}\n`

const compose = (...builds: readonly string[]): string =>
  `services:\n${builds.map((build, i) => `  s${i}: {build: ${build}}\n`).join('')}`

const ROOT = { 'compose.yaml': compose('{context: ., dockerfile: api/Dockerfile}') }

const TWO = { 'compose.yaml': compose('api', '{context: ., dockerfile: api/Dockerfile}') }

const HIGH = (at: string) => ({ at, severity: 'high' }) as const

table('secret-file-copied', {
  bad: [
    [
      'named, then copied',
      file('ENV GOOGLE_APPLICATION_CREDENTIALS=/app/key.json\nCOPY key.json /app/key.json'),
      'COPY key.json /app/key.json',
    ],
    [
      'into the folder',
      file('COPY conf/key.json /app/\nARG GOOGLE_APPLICATION_CREDENTIALS=/app/key.json'),
      'COPY conf/key.json /app/',
    ],
    ['by the variable', file('ENV AWS_CONFIG_FILE=/x\nCOPY config $AWS_CONFIG_FILE'), 'COPY config $AWS_CONFIG_FILE'],
    [
      'in a folder',
      file('COPY conf /conf\nENV GOOGLE_APPLICATION_CREDENTIALS=/conf/key.json'),
      {
        at: 'COPY conf /conf',
        severity: 'medium',
        message: 'copied files may include the credentials file named by `GOOGLE_APPLICATION_CREDENTIALS`',
      },
    ],
    [
      'in a whole context',
      file('WORKDIR /app\nCOPY . .\nENV AWS_CONFIG_FILE=/app/aws/config'),
      { at: 'COPY . .', severity: 'medium' },
    ],
    ['a key', file('COPY id_rsa /root/.ssh/id_rsa'), { at: 'id_rsa', message: '`id_rsa` is copied into the image' }],
    ['a key of another name', file('COPY deploy/id_ed25519_ci /k'), 'deploy/id_ed25519_ci'],
    ['one of several', file('ADD app.jar kubeconfig /root/.kube/'), 'kubeconfig'],
    ['in a list', file('COPY ["credentials-prod.json", "/app/"]'), '"credentials-prod.json"'],
    ['a folder of keys', file('COPY .ssh /root/.ssh'), '.ssh'],
    ['a folder of AWS', file('COPY ./home/.aws/ /root/.aws/'), './home/.aws/'],
    ['a log-in of a cluster', file('COPY .kube/config /root/.kube/config'), '.kube/config'],
    ['a log-in of a registry', file('COPY .docker/config.json /root/.docker/'), '.docker/config.json'],
    ['the state of Terraform', file('COPY terraform.tfstate /'), 'terraform.tfstate'],
    ['a store of keys', file('COPY server.p12 /etc/app/'), 'server.p12'],
    [
      'settings that are not in the repository',
      file('COPY .env .env.production /app/'),
      HIGH('.env'),
      HIGH('.env.production'),
    ],
    ['a log-in of npm', file('COPY .npmrc /root/.npmrc'), HIGH('.npmrc')],
    [
      'the key of a certificate',
      file('COPY certs/tls.key ca-key.pem /etc/app/'),
      HIGH('certs/tls.key'),
      HIGH('ca-key.pem'),
    ],
    ['a key among certificates', file('COPY tls.key /app/certs/'), HIGH('tls.key')],
    [
      'committed settings',
      { Dockerfile: file('COPY .env /app/'), '.env': '', '.gitignore': '' },
      { at: '.env', severity: 'medium' },
    ],
    [
      'settings that git does not track',
      { Dockerfile: file('COPY .env /app/'), '.env': '', '.gitignore': '.env' },
      { at: '.env', severity: 'high' },
    ],
    [
      'the history',
      file('COPY .git /app/.git'),
      { at: '.git', severity: 'medium', message: '`.git` is copied into the image, with the whole history' },
    ],
    [
      'in a context',
      { Dockerfile: file('COPY . .'), '.env': '', id_rsa: '', 'conf/tls.key': '', 'conf/other.key': '' },
      { at: '.', severity: 'high', message: 'copying `.` includes `.env`, `id_rsa` and `conf/tls.key`' },
    ],
    [
      'in a folder of it',
      { Dockerfile: file('COPY src/ /app/'), 'src/a/.env.local': '', id_rsa: '' },
      { at: 'src/', severity: 'medium', message: 'copying `src/` includes `src/a/.env.local`' },
    ],
    [
      'committed settings in a context',
      { Dockerfile: file('COPY . .'), '.env': '', '.npmrc': '', '.gitignore': '' },
      { at: '.', severity: 'low', message: 'copying `.` includes `.env`' },
    ],
    [
      'an ignore file that names others',
      { Dockerfile: file('COPY . .'), id_rsa: '', '.dockerignore': 'deploy/id_rsa\n.env\n*.log' },
      { at: '.', severity: 'high' },
    ],
    [
      'an exception in the ignore file',
      { Dockerfile: file('COPY . .'), 'a/id_rsa': '', '.dockerignore': '*\n!a' },
      { at: '.', severity: 'high' },
    ],
    [
      'in the context above',
      { 'docker/Dockerfile': file('COPY package.lock src/ /app/'), 'package.lock': '', 'src/id_rsa': '' },
      { at: 'src/', severity: 'high' },
    ],
    [
      'in the context that Compose sets',
      { 'api/Dockerfile': file('COPY . .'), 'api/a': '', id_rsa: '', ...ROOT },
      {
        at: '.',
        severity: 'high',
        message: 'copying `.` from the build context `.` that `compose.yaml` sets includes `id_rsa`',
      },
    ],
    [
      'in the graver of two contexts',
      {
        'api/Dockerfile': file('COPY . .'),
        'api/.env': '',
        'lib/id_rsa': '',
        'skaffold.yaml':
          'build: {artifacts: [{context: api}, {context: lib, docker: {dockerfile: ../api/Dockerfile}}]}',
      },
      {
        at: '.',
        severity: 'high',
        message: 'copying `.` from the build context `lib` that `skaffold.yaml` sets includes `id_rsa`',
      },
    ],
    [
      'ignored in one of two contexts',
      { 'api/Dockerfile': file('COPY tls.key /'), 'api/.dockerignore': '*.key', 'tls.key': '', ...TWO },
      { at: 'tls.key', severity: 'high' },
    ],
    [
      'in another context',
      {
        Dockerfile: file('COPY --from=lib . /lib\nCOPY --from=lib .env /'),
        'lib/.env': '',
        'compose.yaml': compose('{additional_contexts: {lib: lib}}'),
      },
      {
        at: '.',
        severity: 'medium',
        message: 'copying `.` from the build context `lib` that `compose.yaml` sets includes `.env`',
      },
      { at: '.env', severity: 'high' },
    ],
    [
      'named, in a context that is not known',
      { 'api/Dockerfile': file('COPY .env /'), 'compose.yaml': compose(`"\${DIR:-api}"`) },
      { at: '.env', severity: 'high' },
    ],
  ],
  good: [
    ['public halves', file('COPY id_rsa.pub server.pub /keys/')],
    [
      'beside the context that Compose sets',
      {
        'api/Dockerfile': file('COPY . .'),
        'api/id_rsa': '',
        'lib/a': '',
        'compose.yaml': compose('{context: lib, dockerfile: ../api/Dockerfile}'),
      },
    ],
    [
      'in a context that is not known',
      { Dockerfile: file('COPY . .'), id_rsa: '', 'compose.yaml': compose(`"\${DIR:-.}"`) },
    ],
    ['ignored in its context', { 'api/Dockerfile': file('COPY . .'), id_rsa: '', '.dockerignore': 'id_*', ...ROOT }],
    [
      'in an image that is another context',
      {
        Dockerfile: file('COPY --from=lib .env /'),
        'compose.yaml': compose('{additional_contexts: {lib: "docker-image://a"}}'),
      },
    ],
    ['certificates', file('COPY ca.pem cert.pem fullchain.pem truststore.jks /etc/app/')],
    ['a key of a repository', file('COPY nginx_signing.key docker.gpg.key /tmp/\nCOPY vendor.key /etc/apt/keyrings/')],
    [
      'certificates by where they are put',
      file('COPY acme.pem /usr/local/share/ca-certificates/\nCOPY acme.pem /etc/ssl/certs/acme.pem'),
    ],
    ['examples', file('COPY .env.example .env.template id_rsa.test credentials.sample.json /app/')],
    ['other files of these folders', file('COPY .ssh/known_hosts /root/.ssh/\nCOPY .aws/config .git/HEAD /x/')],
    ['names that begin so', file('COPY environment id_rsa_docs/x.md keyboard.json /app/')],
    ['a variable in the name', file('COPY ${KEY} /app/')],
    ['out of another image', file('COPY --from=vault:1.18 /root/.netrc /root/')],
    ['a stage that is left behind', 'FROM a:1 AS b\nCOPY .npmrc .\nFROM a:1'],
    ['a link', file('ADD https://example.com/.env /app/')],
    ['ignored', { Dockerfile: file('COPY . .'), '.env': '', 'a/id_rsa': '', '.dockerignore': '.env*\n**/id_rsa' }],
    ['ignored with its folder', { Dockerfile: file('COPY . .'), 'a/b/id_rsa': '', '.dockerignore': '/a/' }],
    ['ignored for Podman', { Dockerfile: file('COPY . .'), id_rsa: '', '.containerignore': 'id_rsa' }],
    [
      'ignored for this file',
      { 'a.Dockerfile': file('COPY . .'), id_rsa: '', 'a.Dockerfile.dockerignore': 'id_rsa', '.dockerignore': '' },
    ],
    ['ignored, so that it is not copied', { Dockerfile: file('COPY id_rsa .'), id_rsa: '', '.dockerignore': 'id_*' }],
    ['tests and examples', { Dockerfile: file('COPY . .'), 'test/tls.key': '', 'a/__fixtures__/id_rsa': '' }],
    ['code of others', { Dockerfile: file('COPY . .'), 'node_modules/a/tls.key': '', 'vendor/b/id_rsa': '' }],
    ['left out by a flag', { Dockerfile: file('COPY --exclude=id_rsa . .'), id_rsa: '' }],
    ['an unknown context', { 'docker/Dockerfile': file('COPY . .'), 'docker/id_rsa': '' }],
    ['mounted', file('ENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/key\nRUN --mount=type=secret,id=key ./app')],
    ['something else is copied', file('ENV GOOGLE_APPLICATION_CREDENTIALS=./app/key.json\nCOPY src /src')],
    ['another file beside it', file('ENV GOOGLE_APPLICATION_CREDENTIALS=/app/key.json\nCOPY app.jar /app/')],
    ['a folder of a name that begins so', file('ENV AWS_CONFIG_FILE=/app/config\nCOPY ap /ap')],
    ['a whole context elsewhere', file('WORKDIR /app\nCOPY . .\nENV AWS_CONFIG_FILE=/run/secrets/aws')],
    ['a folder over the root', file('COPY rootfs /\nENV AWS_CONFIG_FILE=/run/secrets/aws')],
    ['what is written in the Dockerfile', file('COPY <<A /app/\nx\nA\nENV AWS_CONFIG_FILE=/app/config')],
    ['another variable', file('ENV CONFIG=/app/app.json\nCOPY app.json /app/app.json')],
    ['a stage that is not in the image', 'FROM a:1\nENV AWS_CONFIG_FILE=/x\nCOPY x /x\nFROM a:1'],
    ['out of another stage', 'FROM a:1 AS b\nFROM a:1\nENV HF_TOKEN_PATH=/t\nCOPY --from=b /t /t'],
  ],
  says: 'credentials file named by `GOOGLE_APPLICATION_CREDENTIALS` is copied into the image',
})
