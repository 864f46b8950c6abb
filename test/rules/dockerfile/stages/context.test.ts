import { table } from '../../../kit/table.ts'

const file = (body: string): string => `FROM alpine:3.22\n${body}\n`

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
  ],
  good: [
    ['not ignored', { Dockerfile: file('COPY app.jar /app/'), 'app.jar': '', '.dockerignore': '*.log\nsub/app.jar' }],
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
  ],
  says: '`requirments.txt` is not in the build context. Did you mean `requirements.txt`?',
})
