// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const file = (lines: string): string => `FROM alpine:3.22\n${lines}\n`
const findings = async (id: string, text: string) =>
  check(await read(text), [{ rule: rules.get(id)!, options: {} }], { kubernetes: 36 }).findings

table('secret-in-arg-or-env', {
  bad: [
    ['a password', file('ENV DB_PASSWORD=hunter2'), 'DB_PASSWORD'],
    ['a request for one', file('ENV GITHUB_TOKEN=REPLACE_ME'), { at: 'GITHUB_TOKEN', severity: 'medium' }],
    ['given at build time', file('ARG NPM_TOKEN'), 'NPM_TOKEN'],
    ['several in one', file('ENV A=1 api_key=x SECRET_KEY_BASE=y'), 'api_key', 'SECRET_KEY_BASE'],
    ['without an equals sign', file('ENV ADMIN_PASSWD hunter 2'), 'ADMIN_PASSWD'],
    ['before the first stage', 'ARG GITHUB_TOKEN\nFROM alpine:3.22', 'GITHUB_TOKEN'],
    ['in one word', file('ENV POSTGRESPASSWORD=x'), 'POSTGRESPASSWORD'],
    ['at the end of one word', file('ENV GITEATOKEN=x DEPLOY_PRIVATEKEY=y'), 'GITEATOKEN', 'DEPLOY_PRIVATEKEY'],
    ['the value of another variable', file('ARG TOKEN\nENV TOKEN=$TOKEN'), 'TOKEN', 'TOKEN'],
    [
      'half of a pair',
      file('ENV AWS_ACCESS_KEY_ID=x HUB_USR=y'),
      { at: 'AWS_ACCESS_KEY_ID', severity: 'info' },
      { at: 'HUB_USR', severity: 'info' },
    ],
    [
      'a user beside the password',
      file('ENV DB_USERNAME=app\nARG DB_PASSWD'),
      { at: 'DB_USERNAME', severity: 'info' },
      'DB_PASSWD',
    ],
    [
      'before the first stage too',
      'ARG USERNAME=a PASSWORD=b\nFROM alpine:3.22',
      { at: 'USERNAME', severity: 'info' },
      'PASSWORD',
    ],
    [
      'a number, an address with a password',
      file('ENV PASSWORD=3600 TOKEN=https://a:b@c.example'),
      'PASSWORD',
      'TOKEN',
    ],
    ['an address that asks with it', file('ENV TOKEN=https://a.example/?t=b'), 'TOKEN'],
    ['in a trigger', file('ONBUILD ARG TOKEN'), 'TOKEN'],
    [
      'in a stage that is not in the image, but in its build cache',
      'FROM a:1\nENV TOKEN=x\nFROM a:1',
      { at: 'TOKEN', severity: 'medium' },
    ],
    ['in a stage that the last is built from', 'FROM a:1 AS b\nENV TOKEN=x\nFROM b', 'TOKEN'],
    [
      'a password that looks like a path, a token that looks like base64',
      file('ENV DB_PASSWORD=tulips/roses APP_SECRET=tuL1ps/roses'),
      'DB_PASSWORD',
      'APP_SECRET',
    ],
    ['a key whose value is another', file('ENV APP_KEY=x APP_VALUES=y OTHER_VALUE=z'), 'APP_KEY'],
  ],
  good: [
    ['mounted', file('RUN --mount=type=secret,id=token,env=NPM_TOKEN npm ci')],
    ['relative paths', file('ENV APP_SECRET=config/keys/app API_KEY=keys/app.enc TOKEN=run/tokens/')],
    [
      'a key beside its value',
      file('ENV Tags__App__Key=team\nARG Tags__App__Value=shop\nENV APP_KEY=a APP_VALUE=b appKey=a appValue=b'),
    ],
    [
      'something about a secret',
      file('ENV TOKEN_FILE=x PASSWORD_MIN_LENGTH=8 TOKEN_URL=x SECRET_NAME=x KMS_KEY_ALIAS=x'),
    ],
    [
      'how long it lives, who made it, where it is kept',
      file(
        'ENV TOKEN_TIMEOUT=x OAUTH_TOKEN_LIFETIME=x PASS_MAX_DAYS=90 MAX_PASSWORD_AGE=90 TOKEN_ISSUER=x TOKEN_AUDIENCE=x\n' +
          'ENV SECRETS_BACKEND=x SECRETS_MANAGER_REGION=x PASSWORD_HASHER=x KEY_FINGERPRINT=x NODE_RELEASE_KEY=x',
      ),
    ],
    ['a time, an address', file('ENV TOKEN=30s SECRET=500ms AUTH=https://login.example/realm')],
    ['a user without a password', file('ARG USERNAME=vscode\nENV DB_USERNAME=app\nARG OTHER_PASSWORD_FILE=x')],
    ['a file that is mounted', file('ENV DB_PASSWORD=/run/secrets/db TOKEN=./token')],
    ['what is public', file('ENV PUBLIC_KEY=x PUBLIC_TOKEN=y')],
    ['something to fill in', file('ENV API_KEY=<your-key>\nARG SERVICE_API_KEY=INSERT_SERVICE_API_KEY')],
    ['a way of working', file('ENV AUTH=oidc BASIC_AUTH=true')],
    ['nothing yet', file('ENV TOKEN= PASSWORD=""')],
    ['the fingerprint of a key', file('ENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305')],
    ['other words', file('ENV TOKENS=8 TOKENIZERS_PARALLELISM=x MAX_TOKENS=8 KEYBOARD=de AUTHOR=me MONKEY=x')],
    ['a label', file('LABEL password=x')],
    ['names of every object', file('ENV constructor=x __proto__=y')],
    ['the value of a variable that nothing sets', file('ENV HF_TOKEN=${HF_TOKEN} API_TOKEN=$HF_TOKEN')],
  ],
  says: '`ENV DB_PASSWORD` looks like a secret',
})

test.each([
  ['in the image', 'FROM a:1\nENV TOKEN=x', true],
  // Trivy looks at the image alone.
  ['in a stage that is not in the image', 'FROM a:1\nENV TOKEN=x\nFROM a:1', false],
  ['in a stage that the last is built from', 'FROM a:1 AS b\nENV TOKEN=x\nFROM b', true],
  ['a name, no secret', 'FROM a:1\nENV AWS_ACCESS_KEY_ID=app', true],
])('a secret is what Trivy reports: %s', async (_, text, trivy) => {
  const found = await findings('secret-in-arg-or-env', text)
  expect(found.map(({ aliases }) => 'trivy' in aliases)).toEqual([trivy])
})

// Put together here, lest scanners of this repository find them.
const AWS = `AKIA${'Q7RTX2MNB4LKJH5W'}`
const GITHUB = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`
const KEY = `-----BEGIN ${'RSA PRIVATE'} KEY-----\n${'MIIEpQ1a'.repeat(8)}`

table('secret-value-literal', {
  bad: [
    ['a password in a URL', file('ENV DATABASE_URL=postgres://app:hunter22@db.example/shop'), 'DATABASE_URL'],
    ['a key of AWS', file(`ARG KEY_ID=${AWS}`), { at: 'KEY_ID', message: 'value of `KEY_ID` is an AWS access key' }],
    [
      'a token in a RUN',
      file(`RUN git clone https://x:${GITHUB}@github.com/acme/app.git`),
      { at: 'RUN', message: '`RUN` contains a GitHub token' },
    ],
    [
      'a private key in a heredoc',
      file(`COPY <<EOF /root/.ssh/id\n${KEY}\nEOF`),
      { at: 'COPY', message: '`COPY` contains a private key' },
    ],
    ['in a label', file(`LABEL token=${GITHUB}`), { at: 'token', message: 'value of `token` is a GitHub token' }],
    [
      'beside an example',
      file(`RUN echo AKIA${'IOSFODNN7EXAMPLE'} ${AWS}`),
      { at: 'RUN', message: '`RUN` contains an AWS access key' },
    ],
    [
      'a password in a URL beside an example',
      file('LABEL a="https://user:changeme@a.example https://user:hunter22@a.example"'),
      'a',
    ],
    ['in the command', file(`CMD ["app", "--token", "${GITHUB}"]`), 'CMD'],
  ],
  good: [
    ['a variable', file('ENV DATABASE_URL=postgres://app:$PASSWORD@db.example/shop')],
    ['a URL without a password', file('ENV DATABASE_URL=postgres://app@db.example:5432/shop')],
    ['a port', file('RUN curl -fsSL http://example.com:8080/a@b')],
    ['the example of the documentation', file(`ENV KEY=AKIA${'IOSFODNN7EXAMPLE'}`)],
    [
      'what stands for a password',
      file('ENV URL=amqp://guest:password@localhost BASE=https://user:<password>@x.example'),
    ],
    ['the user once more', file('ENV URL=postgres://postgres:postgres@db/app')],
    ['a public key', file(`RUN echo "-----BEGIN ${'PUBLIC'} KEY-----"`)],
  ],
  says: 'value of `DATABASE_URL` is a password in a URL',
})

test.each([
  [
    'secret-value-literal',
    `FROM a:1\nENV A=postgres://app:hunter22@db/x B=${AWS}\nRUN curl https://x:${GITHUB}@x.example`,
  ],
  ['secret-in-arg-or-env', `FROM a:1\nENV TOKEN=${GITHUB} PASSWORD=hunter22\nARG SECRET=hunter22\nENV PASSWD hunter22`],
])('%s says nothing of the value', async (id, text) => {
  const found = await findings(id, text)
  expect(found.length).toBeGreaterThan(2)
  expect(JSON.stringify(found)).not.toMatch(/hunter22|ghp_|AKIA/)
})

table('secret-in-run-command', {
  bad: [
    ['of AWS', file('ARG KEY\nRUN aws configure set aws_access_key_id $KEY'), 'aws'],
    ['of AWS, with options', file('RUN aws --profile ci configure set aws_secret_access_key $KEY'), 'aws'],
    ['of AWS, with options between', file('RUN aws configure --profile ci set aws_access_key_id $KEY'), 'aws'],
    ['of Google', file('RUN gcloud auth activate-service-account --key-file=key.json'), 'gcloud'],
    ['of Google, with options', file('RUN gcloud --quiet auth activate-service-account --key-file=k'), 'gcloud'],
    ['of Azure', file('RUN az login --service-principal -u x -p $P --tenant y'), 'az'],
    ['of DigitalOcean', file('RUN doctl auth init -t $T -o json'), 'doctl'],
    ['of a registry', file('RUN docker login -u me --password=$P ghcr.io'), 'docker'],
  ],
  good: [
    ['mounted', file('RUN --mount=type=secret,id=aws aws configure set aws_access_key_id $(cat /run/secrets/aws)')],
    ['another setting', file('RUN aws configure set region eu-central-1')],
    ['a stage that is not in the image', 'FROM a:1\nRUN aws configure set aws_access_key_id x\nFROM a:1'],
    ['from standard input', file('RUN docker login --password-stdin ghcr.io < /run/secrets/x')],
    ['a managed identity', file('RUN az login --identity --allow-no-subscriptions')],
  ],
  says: '`aws` writes credentials into the image',
})
