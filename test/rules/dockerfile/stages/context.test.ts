import { table } from '../../../kit/table.ts'

const file = (body: string): string => `FROM alpine:3.22\n${body}\n`

const compose = (...builds: readonly string[]): string =>
  `services:\n${builds.map((build, i) => `  s${i}: {build: ${build}}\n`).join('')}`

/** Two builds of \`api/Dockerfile\`: in its folder, and in the root. */
const TWO = { 'compose.yaml': compose('api', '{context: ., dockerfile: api/Dockerfile}') }

const ROOT = { 'compose.yaml': compose('{context: ., dockerfile: api/Dockerfile}') }

table('copy-ignored-file', {
  bad: [
    ['a file', { Dockerfile: file('COPY app.jar conf /app/'), '.dockerignore': '*.jar\n' }, 'app.jar'],
    [
      'a folder',
      { Dockerfile: file('ADD ./dist/ /app'), 'dist/a': '', '.dockerignore': '# built\n\n/dist' },
      './dist/',
    ],
    ['in a folder', { Dockerfile: file('COPY a/b/c /x'), 'a/b/c': '', '.dockerignore': 'a/*/c' }, 'a/b/c'],
    ['at any depth', { Dockerfile: file('COPY a/b.log /x'), 'a/b.log': '', '.dockerignore': '**/*.log' }, 'a/b.log'],
    ['again after an exception', { Dockerfile: file('COPY a /x'), '.dockerignore': '!a\na' }, 'a'],
    ['with the breaks of Windows', { Dockerfile: file('COPY a /x'), '.dockerignore': '\ufeffb\r\na\r\n' }, 'a'],
    [
      'by the ignore file of its own',
      { 'a.Dockerfile': file('COPY a b /x/'), 'a.Dockerfile.dockerignore': 'a', '.dockerignore': 'b' },
      { at: 'a', message: '`a` is excluded by `a.Dockerfile.dockerignore`' },
    ],
    [
      'below the root',
      { 'api/Dockerfile': file('COPY a b /x/'), 'api/b': '', 'api/.dockerignore': 'a' },
      { at: 'a', message: '`a` is excluded by `api/.dockerignore`' },
    ],
    [
      'in the context above',
      { 'docker/Dockerfile': file('COPY a b c /x/'), a: '', b: '', c: '', '.dockerignore': 'c' },
      'c',
    ],
    [
      'in the context that Compose sets',
      { 'api/Dockerfile': file('COPY a /x'), 'api/a': '', a: '', '.dockerignore': 'a', ...ROOT },
      { at: 'a', message: '`a` is excluded by `.dockerignore`' },
    ],
    [
      'in both contexts',
      {
        'api/Dockerfile': file('COPY a /x'),
        'api/a': '',
        a: '',
        '.dockerignore': 'a',
        'api/.dockerignore': 'a',
        ...TWO,
      },
      { at: 'a', message: '`a` is excluded by `api/.dockerignore`' },
    ],
    [
      'by the ignore file of its own, in a context of Compose',
      {
        'api/Dockerfile': file('COPY a b /x/'),
        a: '',
        b: '',
        'api/Dockerfile.dockerignore': 'a',
        '.dockerignore': 'b',
        ...ROOT,
      },
      { at: 'a', message: '`a` is excluded by `api/Dockerfile.dockerignore`' },
    ],
    [
      'in another context',
      {
        Dockerfile: file('COPY --from=lib a /x'),
        'lib/a': '',
        'lib/.dockerignore': 'a',
        'compose.yaml': compose('{additional_contexts: {lib: lib}}'),
      },
      { at: 'a', message: '`a` is excluded by `lib/.dockerignore`' },
    ],
  ],
  good: [
    ['not ignored', { Dockerfile: file('COPY app.jar /app/'), 'app.jar': '', '.dockerignore': '*.log\nsub/app.jar' }],
    [
      'ignored in one of two contexts',
      { 'api/Dockerfile': file('COPY a /x'), 'api/a': '', a: '', 'api/.dockerignore': 'a', ...TWO },
    ],
    [
      'ignored in a folder that is not the context',
      { 'api/Dockerfile': file('COPY a /x'), 'api/a': '', a: '', 'api/.dockerignore': 'a', ...ROOT },
    ],
    [
      'a context that a variable decides on',
      {
        'api/Dockerfile': file('COPY a /x'),
        'api/a': '',
        'api/.dockerignore': 'a',
        'compose.yaml': compose(`"\${DIR:-api}"`),
      },
    ],
    ['an exception', { Dockerfile: file('COPY a /x'), a: '', '.dockerignore': '**\n!a' }],
    ['something in a folder', { Dockerfile: file('COPY dist /x'), 'dist/a': '', '.dockerignore': '*\n!dist/a' }],
    ['the whole context', { Dockerfile: file('COPY . /x'), a: '', '.dockerignore': '*' }],
    ['a glob', { Dockerfile: file('COPY *.jar /x'), 'a.jar': '', '.dockerignore': '*.jar' }],
    ['braces, which are letters', { Dockerfile: file('COPY a /x'), a: '', '.dockerignore': '{a,b}' }],
    ['out of another stage', { Dockerfile: `FROM a:1 AS b\n${file('COPY --from=b a /x')}`, '.dockerignore': 'a' }],
    [
      'no file of the context',
      { Dockerfile: file('COPY <<a /x\na\nADD https://a.example/a /x'), '.dockerignore': 'a\nhttps*' },
    ],
    ['a variable', { Dockerfile: file('COPY $A /x'), '.dockerignore': '*' }],
    ['above the context', { Dockerfile: file('COPY ../a /x'), '.dockerignore': 'a' }],
    ['no ignore file', { Dockerfile: file('COPY a /x') }],
    ['a file of some other context', { 'x/Dockerfile': file('COPY a b c /x/'), a: '', '.dockerignore': 'b\nc' }],
  ],
  says: '`app.jar` is excluded by `.dockerignore`',
})

table('copy-source-missing', {
  bad: [
    [
      'a slip of the pen',
      { Dockerfile: file('COPY src requirments.txt /app/'), 'src/a': '', 'requirements.txt': '' },
      {
        at: 'requirments.txt',
        message: '`requirments.txt` is not in the build context. Did you mean `requirements.txt`?',
      },
    ],
    ['in another case', { Dockerfile: file('COPY Src/App.py a /x/'), a: '', 'Src/app.py': '' }, 'Src/App.py'],
    [
      'nothing like it',
      { Dockerfile: file('COPY certs /x'), 'a.py': '' },
      { at: 'certs', severity: 'info', message: '`certs` is not in the build context' },
    ],
    [
      'beside the context that Compose sets',
      { 'api/Dockerfile': file('COPY app.py /x'), 'api/app.py': '', a: '', ...ROOT },
      {
        at: 'app.py',
        severity: 'info',
        message: '`app.py` is not in the build context `.` that `compose.yaml` sets',
      },
    ],
    [
      'in neither context',
      { 'api/Dockerfile': file('COPY app.py /x'), 'api/apps.py': '', a: '', ...TWO },
      {
        at: 'app.py',
        message: '`app.py` is not in the build context `api` that `compose.yaml` sets. Did you mean `apps.py`?',
      },
    ],
    [
      'in another context',
      {
        Dockerfile: file('COPY --from=lib a /x'),
        a: '',
        'lib/other': '',
        'docker-bake.hcl': 'target "a" { contexts = { lib = "lib" } }',
      },
      { at: 'a', severity: 'info', message: '`a` is not in the build context `lib` that `docker-bake.hcl` sets' },
    ],
  ],
  good: [
    ['there', { Dockerfile: file('COPY a ./b/ /c /x/'), a: '', 'b/d': '', c: '' }],
    ['in a folder around it', { 'x/y/Dockerfile': file('COPY a x/b c /x/'), 'x/y/a': '', 'x/b': '', 'x/c': '' }],
    ['what a build makes', { Dockerfile: file('COPY target/app.jar dist build/x /x/'), 'target/app.jat': '' }],
    ['a glob', { Dockerfile: file('COPY package*.json *.lock /x/'), a: '' }],
    ['above the context', { Dockerfile: file('COPY ../a /x'), b: '' }],
    [
      'no file of the context',
      { Dockerfile: file('COPY <<a /x\na\nADD https://a.example/a git@a.example:b.git $C /x/'), d: '' },
    ],
    ['out of another image', { Dockerfile: file('COPY --from=a:1 /b /x'), c: '' }],
    ['an unknown context', { 'x/Dockerfile': file('COPY a /x'), 'x/b': '' }],
    ['in one of two contexts', { 'api/Dockerfile': file('COPY a b /x/'), 'api/a': '', b: '', ...TWO }],
    ['ignored', { 'api/Dockerfile': file('COPY a /x'), 'api/b': '', a: '', '.dockerignore': 'a', ...ROOT }],
    [
      'a context that is brought later',
      { 'api/Dockerfile': file('COPY a /x'), 'compose.yaml': compose('{context: sub, dockerfile: ../api/Dockerfile}') },
    ],
    [
      'a context that is not known beside one that is',
      {
        'api/Dockerfile': file('COPY a /x'),
        'api/b': '',
        'compose.yaml': compose('api', `{context: "\${DIR:-.}", dockerfile: api/Dockerfile}`),
      },
    ],
    [
      'an image as another context',
      {
        Dockerfile: file('COPY --from=lib a /x'),
        b: '',
        'docker-bake.hcl': 'target "a" { contexts = { lib = "docker-image://alpine:3.22" } }',
      },
    ],
  ],
  says: '`requirments.txt` is not in the build context. Did you mean `requirements.txt`?',
})
