// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const file = (lines: string): string => `FROM debian:13\n${lines}\n`

table('env-pip-trusted-host', {
  bad: [
    ['in ENV', file('ENV PIP_TRUSTED_HOST=pypi.example'), 'PIP_TRUSTED_HOST'],
    ['in ARG', file('ARG PIP_TRUSTED_HOST="pypi.example"'), 'PIP_TRUSTED_HOST'],
    [
      'exported',
      file('RUN export PIP_TRUSTED_HOST=pypi.example && pip install flask'),
      'PIP_TRUSTED_HOST=pypi.example',
    ],
  ],
  good: [
    ['another index', file('ENV PIP_INDEX_URL=https://pypi.example/simple')],
    ['no value', file('ARG PIP_TRUSTED_HOST\nENV PIP_TRUSTED_HOST=')],
    ['a label of that name', file('LABEL PIP_TRUSTED_HOST=pypi.example')],
  ],
  says: '`PIP_TRUSTED_HOST` disables certificate verification',
})

table('env-pythonhttpsverify', {
  bad: [
    ['in ENV', file('ENV PYTHONHTTPSVERIFY=0'), 'PYTHONHTTPSVERIFY'],
    ['without an equals sign', file("ENV PYTHONHTTPSVERIFY '0'"), 'PYTHONHTTPSVERIFY'],
    ['for one command', file('RUN A=1 PYTHONHTTPSVERIFY="0" python app.py'), 'PYTHONHTTPSVERIFY="0"'],
    ['on a line of its own', file('RUN PYTHONHTTPSVERIFY=0 \\\n  python app.py'), 'PYTHONHTTPSVERIFY=0'],
    ['with env', file('RUN env PYTHONHTTPSVERIFY=0 python app.py'), 'PYTHONHTTPSVERIFY=0'],
    ['in a trigger', file('ONBUILD ENV PYTHONHTTPSVERIFY=0'), 'PYTHONHTTPSVERIFY'],
  ],
  good: [
    ['switched on', file('ENV PYTHONHTTPSVERIFY=1')],
    ['another name', file('ENV MY_PYTHONHTTPSVERIFY=0')],
    ['a word of a command', file('RUN echo PYTHONHTTPSVERIFY=0')],
  ],
  says: '`PYTHONHTTPSVERIFY` disables certificate verification',
})

table('env-node-tls-reject', {
  bad: [
    ['in ENV', file('ENV NODE_TLS_REJECT_UNAUTHORIZED=0'), 'NODE_TLS_REJECT_UNAUTHORIZED'],
    ['for one command', file('RUN NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci'), 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
  ],
  good: [
    ['switched on', file('ENV NODE_TLS_REJECT_UNAUTHORIZED=1')],
    ['more authorities', file('ENV NODE_EXTRA_CA_CERTS=/etc/ssl/own.pem')],
  ],
  says: '`NODE_TLS_REJECT_UNAUTHORIZED` disables certificate verification',
})

table('env-npm-strict-ssl', {
  bad: [
    ['in ENV', file('ENV NPM_CONFIG_STRICT_SSL=false'), 'NPM_CONFIG_STRICT_SSL'],
    ['in lower case', file('ARG npm_config_strict_ssl=false'), 'npm_config_strict_ssl'],
    ['for one command', file('RUN npm_config_strict_ssl=false npm ci'), 'npm_config_strict_ssl=false'],
  ],
  good: [
    ['switched on', file('ENV NPM_CONFIG_STRICT_SSL=true')],
    ['another setting', file('ENV NPM_CONFIG_FUND=false')],
  ],
  says: '`NPM_CONFIG_STRICT_SSL` disables certificate verification',
})

table('env-git-ssl-no-verify', {
  bad: [
    ['in ENV', file('ENV GIT_SSL_NO_VERIFY=1'), 'GIT_SSL_NO_VERIFY'],
    ['any value switches it off', file('ENV GIT_SSL_NO_VERIFY=0'), 'GIT_SSL_NO_VERIFY'],
    [
      'for one command',
      file('RUN GIT_SSL_NO_VERIFY=true git clone https://example.com/x.git'),
      'GIT_SSL_NO_VERIFY=true',
    ],
  ],
  good: [
    ['another setting', file('ENV GIT_SSL_CAINFO=/etc/ssl/own.pem')],
    ['no value', file('ARG GIT_SSL_NO_VERIFY')],
  ],
  says: '`GIT_SSL_NO_VERIFY` disables certificate verification',
})
