import { table } from '../../../kit/table.ts'

const file = (body: string): string => `FROM node:24\nWORKDIR /app\n${body}\n`

table('copy-before-install', {
  bad: [
    ['npm', file('COPY . .\nRUN npm ci --omit=dev'), 'npm ci'],
    [
      'yarn alone',
      file('COPY ./ /app\nRUN yarn --frozen-lockfile && yarn build'),
      { at: 'yarn', message: '`yarn` runs again after each change of any copied file' },
    ],
    ['pip', file('COPY . .\nRUN pip3 install --no-cache-dir -r requirements.txt'), 'pip3 install'],
    ['pip with a long option', file('COPY . .\nRUN pip install --requirement a/requirements.txt'), 'pip install'],
    ['Go', file('COPY . .\nRUN go mod download && go build .'), 'go mod'],
    ['by ADD', file('ADD . .\nRUN npm ci'), 'npm ci'],
    ['others', file('COPY . .\nRUN set -e; composer install --no-dev'), 'composer install'],
  ],
  good: [
    ['the manifest first', file('COPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .')],
    ['again after that', file('COPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci')],
    ['a cache that is kept', file('COPY . .\nRUN --mount=type=cache,target=/root/.npm npm ci')],
    ['packages by name', file('COPY . .\nRUN npm install left-pad && pip install flask && yarn add x')],
    ['the project itself', file('COPY . .\nRUN pip install . && yarn build && go build && npm run install')],
    ['from what is there', file('COPY . .\nRUN pnpm install --offline')],
    ['a folder', file('COPY src/ .\nRUN npm ci')],
    ['out of another stage', 'FROM a:1 AS b\nFROM a:1\nCOPY --from=b . .\nRUN npm ci'],
    ['in another stage', 'FROM a:1 AS b\nCOPY . .\nFROM a:1\nRUN npm ci'],
  ],
  says: '`npm ci` runs again after each change of any copied file',
})
