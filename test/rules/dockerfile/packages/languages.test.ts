// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const run = (script: string): string => `FROM debian:13\nRUN ${script}\n`

table('pip-no-cache-dir', {
  bad: [
    [
      'the cache stays',
      run('pip install flask'),
      { at: 'pip install', fix: 'Add `--no-cache-dir`', after: run('pip install --no-cache-dir flask'), safe: true },
    ],
    ['as a module', run('python3 -m pip install flask'), 'python3 -m pip install'],
    ['with a version', run('pip3.13 install -r requirements.txt'), 'pip3.13 install'],
    ['no answer', 'FROM python:3.13\nENV PIP_NO_CACHE_DIR=\nRUN pip install flask', 'pip install'],
    [
      'another folder is mounted',
      'FROM python:3.13\nENV PIP_CACHE_DIR=/pip\nRUN --mount=type=cache,target=/other pip install flask',
      'pip install',
    ],
    ['behind options', run('pip --timeout 60 -q install flask'), 'pip --timeout 60 -q install'],
    ['switched off too late', 'FROM python:3.13\nRUN pip install flask\nENV PIP_NO_CACHE_DIR=1', 'pip install'],
    [
      'switched off in another stage',
      'FROM python:3.13 AS a\nENV PIP_NO_CACHE_DIR=1\nFROM python:3.13\nRUN pip install flask',
      'pip install',
    ],
    [
      'removed too early',
      run('rm -rf ~/.cache && pip install --user a'),
      {
        at: 'pip install',
        fix: 'Add `--no-cache-dir`',
        after: run('rm -rf ~/.cache && pip install --no-cache-dir --user a'),
        safe: true,
      },
    ],
    [
      'the cache of something else is removed',
      run('pip install a && rm -rf /opt/nvm/.cache'),
      {
        at: 'pip install',
        fix: 'Add `--no-cache-dir`',
        after: run('pip install --no-cache-dir a && rm -rf /opt/nvm/.cache'),
        safe: true,
      },
    ],
    [
      'the cache of another program is removed',
      run('pip install a && rm -rf ~/.cache/yarn'),
      {
        at: 'pip install',
        fix: 'Add `--no-cache-dir`',
        after: run('pip install --no-cache-dir a && rm -rf ~/.cache/yarn'),
        safe: true,
      },
    ],
  ],
  good: [
    ['the flag', run('pip install --no-cache-dir flask')],
    ['by ENV', 'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask'],
    ['by ENV in a piece of a Dockerfile', 'ENV PIP_NO_CACHE_DIR=1\nRUN pip install flask'],
    ['by ARG', 'FROM python:3.13\nARG PIP_NO_CACHE_DIR=true\nRUN pip install flask'],
    [
      'in the stage it is built from',
      'FROM python:3.13 AS base\nENV PIP_NO_CACHE_DIR=1\nFROM base\nRUN pip install flask',
    ],
    ['for the command', run('PIP_NO_CACHE_DIR=on pip install flask')],
    ['for the script', run('export PIP_NO_CACHE_DIR=1 && pip install flask')],
    ['mounted', 'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask'],
    ['all caches are mounted', 'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache pip install flask'],
    [
      'mounted where pip was told to keep it',
      'FROM python:3.13\nENV PIP_CACHE_DIR=/pip/\nRUN --mount=type=cache,target=/pip pip install flask',
    ],
    [
      'mounted where a variable says',
      'FROM python:3.13\nARG CACHE\nRUN --mount=type=cache,target=${CACHE}/pip pip install flask',
    ],
    ['purged', run('pip install flask && pip cache purge')],
    ['purged as a module', run('python3 -m pip install flask && python3 -m pip cache purge')],
    ['a no switches it off too', 'FROM python:3.13\nENV PIP_NO_CACHE_DIR=off\nRUN pip install flask'],
    ['whatever the answer', run('PIP_NO_CACHE_DIR=0 pip install a && export PIP_NO_CACHE_DIR=No && pip install b')],
    ['the beginning of the flag', run('pip install --no-cache flask')],
    ['another sub-command', run('pip uninstall -y install && python3 -m pip download install')],
    ['other programs', run('pipx install flask && pipenv install flask')],
    ['removed', run('pip install a && rm -rf /root/.cache')],
    ['removed from the home of a variable', run('pip install a && rm -rf $HOME/.cache')],
    ['removed from the home of a user', run('pip install a && rm -rf /home/app/.cache/')],
    ['its own folder is removed, wherever it is', run('pip install a && rm -rf /opt/x/.cache/pip')],
    ['nothing is downloaded', run('pip install --no-index --find-links=/wheels a')],
    ['nothing is installed', run('pip install --dry-run a')],
    ['only downloaded', run('pip download a')],
  ],
  says: '`pip install` has no `--no-cache-dir`',
  fixes: true,
})

table('pip-unpinned', {
  bad: [
    ['any version', run('pip install flask'), 'flask'],
    [
      'several',
      run('pip install flask==3.1.2 requests jinja2'),
      { at: 'requests', message: 'package `requests` (and 1 more) has no version' },
    ],
    ['pip itself', run('python -m pip install --upgrade pip'), 'pip'],
    [
      'a branch of a repository',
      run('pip install git+https://github.com/acme/tool.git'),
      'git+https://github.com/acme/tool.git',
    ],
    ['with pipx', run('pipx install poetry'), 'poetry'],
    [
      'packages of a variable',
      run('deps="flask requests"; pip install $deps'),
      { at: '$deps', message: 'package `flask` (and 1 more) has no version' },
    ],
    [
      'part of a name in a variable',
      run('if [ -n "$GPU" ]; then kind=-gpu; else kind=; fi; pip install "flask==3.1.2" "torch$kind"'),
      { at: '"torch$kind"', message: 'package `torch${kind}` has no version' },
    ],
    [
      'one of several in a variable',
      run('case "$(arch)" in arm64) pkg=flask ;; *) pkg=django ;; esac; pip install $pkg'),
      '$pkg',
    ],
    ['part of a name, in no quotes', run('kind=; [ -n "$GPU" ] && kind=-gpu; pip install torch$kind'), 'torch$kind'],
    ['with uv', run('uv pip install --system flask'), 'flask'],
    ['a tool of uv', run('uv tool install ruff'), 'ruff'],
    ['with poetry', run('poetry add flask'), 'flask'],
    ['a tool of uv in whatever version is current', run('uv tool install ruff@latest'), 'ruff@latest'],
  ],
  good: [
    ['a version', run('pip install flask==3.1.2')],
    ['a range', run('pip install "flask>=3,<4" "jinja2~=3.1"')],
    ['a list', run('pip install -r requirements.txt')],
    ['limits', run('pip install -c constraints.txt flask')],
    ['the project itself', run('pip install . && pip install -e .')],
    ['the project with extras', run('pip install ".[test,docs]"')],
    ['a file', run('pip install ./dist/tool-1.0-py3-none-any.whl')],
    ['a tag of a repository', run('pip install git+https://github.com/acme/tool.git@v1.2')],
    ['another sub-command', run('pip uninstall -y install setuptools')],
    ['values of flags', run('pip install --target /opt --index-url https://pypi.example/simple flask==3.1.2')],
    ['a variable', run('pip install "flask==${FLASK}" $MORE')],
    ['a version in a variable', run('if a; then v="==2.9"; else v="==2.8"; fi; pip install "torch$v"')],
    ['a version on one path', run('v=; if a; then v="==2.9"; fi; pip install "torch$v"')],
    ['a version on the first path', run('if a; then v="==2.9"; else v=; fi; pip install "torch$v"')],
    ['a version before', run('v="==2.9"; if a; then v=; fi; pip install "torch$v"')],
    ['too many paths', run('case x in a) v=-a;; b) v=-b;; c) v=-c;; d) v=-d;; *) v=-e;; esac; pip install "torch$v"')],
    ['a version that another variable may have', run('if a; then b=-gpu; else b=; fi; pip install "torch$b$VERSION"')],
    ['a version that a subshell does not see', run('(v=-gpu); pip install "torch$v"')],
    ['a version that is read', run('if a; then v=-gpu; fi; read v; pip install "torch$v"')],
    ['a version that is added', run('if a; then v+="==2.9"; fi; pip install "torch$v"')],
    ['an option in a variable', run('if a; then o=-q; else o=-v; fi; pip install $o flask==3.1.2')],
    ['nothing in a variable', run('if a; then o=; fi; pip install $o flask==3.1.2')],
    ['nothing is installed', run('pip install --dry-run flask')],
    ['only downloaded', run('pip download flask')],
    ['with uv, pinned', run('uv pip install --system flask==3.1.2 && uv tool install ruff@0.14.0')],
    [
      'with uv, from a file',
      run('uv pip install --system -r requirements.txt && uv pip install --requirements a.txt x'),
    ],
    ['with uv, the project', run('uv sync --frozen && uv pip install -e .')],
    ['with poetry, pinned', run('poetry add flask@3.1.2 && poetry install --only main')],
    ['with poetry, only a trial', run('poetry add --dry-run flask')],
  ],
  says: 'package `flask` has no version',
})

table('npm-unpinned', {
  bad: [
    ['any version', run('npm install --global pnpm'), 'pnpm'],
    ['a scope is no version', run('npm i @acme/tool'), '@acme/tool'],
    ['latest is no version', run('npm install -g npm@latest'), 'npm@latest'],
    [
      'a branch of a repository',
      run('npm add git+https://github.com/acme/tool.git'),
      'git+https://github.com/acme/tool.git',
    ],
    ['the same in short', run('npm install acme/tool'), 'acme/tool'],
    ['with pnpm', run('pnpm add -g turbo'), 'turbo'],
    ['with yarn', run('yarn global add serve'), 'serve'],
  ],
  good: [
    ['a version', run('npm install --global pnpm@10.20.0')],
    ['in a scope', run('npm install @acme/tool@1.2.0')],
    ['what the lock file says', run('npm install && npm ci')],
    ['what an option was set to', run('npm install --unsafe-perm true pnpm@10.20.0')],
    ['a file or a folder', run('npm install ./tool ../other /opt/x tool.tgz')],
    ['a folder as a URL', run('npm install file:../tool')],
    ['a commit of a repository', run('npm install git+https://github.com/acme/tool.git#v1.2')],
    ['a tag of a repository in short', run('npm install acme/tool#v1.2 github:acme/other#semver:^2')],
    ['a script of that name', run('npm run install tools')],
    ['values of flags', run('npm install --registry https://npm.example --prefix /opt pnpm@10.20.0')],
    ['values of more flags', run('npm i --omit dev --include optional --workspace web --install-strategy nested')],
    [
      'values of flags about where',
      run('npm i --location global --userconfig .npmrc --os linux --cpu x64 --libc musl'),
    ],
    ['a variable', run('npm install -g npm@$NPM_VERSION')],
    ['with pnpm, pinned', run('pnpm add --global turbo@2.6.1 && pnpm install --frozen-lockfile')],
    ['with pnpm, of one project', run('pnpm --filter web run add x')],
    ['with yarn, pinned', run('yarn global add serve@14.2.5 && yarn install')],
    ['with yarn, a script', run('yarn run add x')],
  ],
  says: 'package `pnpm` has no version',
})

table('gem-unpinned', {
  bad: [
    ['any version', run('gem install bundler'), 'bundler'],
    ['one of several', run('gem i bundler:2.7.2 rake'), 'rake'],
  ],
  good: [
    ['a version', run('gem install bundler:2.7.2')],
    ['as a flag', run('gem install bundler -v 2.7.2 && gem install rake --version=13')],
    ['flags for the compiler', run('gem install nokogiri:1.18 -- --use-system-libraries yes')],
    ['a file', run('gem install tool-1.0.gem')],
    ['values of options', run('gem install --document ri -P HighSecurity rake:13.3.1 -g Gemfile -w lib')],
    ['no install', run('gem update --system')],
  ],
  says: 'package `bundler` has no version',
})

table('go-install-unpinned', {
  bad: [
    ['any version', run('go get golang.org/x/tools/cmd/stringer'), 'golang.org/x/tools/cmd/stringer'],
    ['latest', run('go install golang.org/x/tools/cmd/stringer@latest'), 'golang.org/x/tools/cmd/stringer@latest'],
    ['run', run('go run github.com/acme/tool@latest --all'), 'github.com/acme/tool@latest'],
    ['a branch', run('go install github.com/acme/tool@main'), 'github.com/acme/tool@main'],
    ['another branch', run('go install example.com/a@v1.0.0 example.com/b@HEAD'), 'example.com/b@HEAD'],
    ['whatever is newer', run('go get example.com/a@upgrade'), 'example.com/a@upgrade'],
    ['a tool', run('go get -tool stringer'), 'stringer'],
  ],
  good: [
    ['a version', run('go install golang.org/x/tools/cmd/stringer@v0.38.0')],
    [
      'a version that is checked out then',
      run('go get -d example.com/a; cd /go/src/example.com/a; git checkout "$VERSION"'),
    ],
    ['the project itself', run('go install ./... && go install && go run . serve')],
    ['the standard library', run('go install std && go get cmd/vet')],
    ['a file', run('go run main.go')],
    ['a package of the project', run('go install shop/cmd/api')],
    ['a tool with a version', run('go get -tool example.com/a@v1.2.3')],
    ['a tool of the project', run('go get -tool ./cmd/gen')],
    ['arguments of the program', run('go run github.com/acme/tool@v1.2 install example.com/x')],
    ['values of flags', run('go install -ldflags example.com/x ./cmd/app')],
    ['another sub-command', run('go build example.com/x && go test example.com/x')],
  ],
  says: 'package `golang.org/x/tools/cmd/stringer` has no version',
})

table('yarn-no-cache-clean', {
  bad: [
    ['the cache stays', run('yarn install --frozen-lockfile'), 'yarn install'],
    ['cleaned too early', run('yarn cache clean && yarn install'), 'yarn install'],
    ['the cache of something else is removed', run('yarn install && rm -rf /opt/nvm/.cache'), 'yarn install'],
    [
      'of what is added',
      run('yarn global add serve@14.2.5'),
      { at: 'yarn global add', message: '`yarn add` is not followed by `yarn cache clean` in the same `RUN`' },
    ],
  ],
  good: [
    ['cleaned', run('yarn install --frozen-lockfile && yarn cache clean')],
    ['removed', run('yarn install --frozen-lockfile && rm -rf /usr/local/share/.cache')],
    ['mounted', 'FROM node:24\nRUN --mount=type=cache,target=/root/.cache/yarn yarn install'],
    [
      'mounted where yarn was told to keep it',
      'FROM node:24\nENV YARN_CACHE_FOLDER=/yarn\nRUN --mount=type=cache,target=/yarn yarn install',
    ],
    ['mounted where newer yarns keep it', 'FROM node:24\nRUN --mount=type=cache,target=/app/.yarn/cache yarn install'],
    ['mounted where a variable says', 'FROM node:24\nRUN --mount=type=cache,target=$YARN_CACHE_FOLDER yarn install'],
    ['a stage that is not in the image', 'FROM node:24 AS build\nRUN yarn install\nFROM node:24'],
    ['no install', run('yarn build')],
  ],
  says: '`yarn install` is not followed by `yarn cache clean` in the same `RUN`',
})

table('cargo-install-unpinned', {
  bad: [
    ['what is current', run('cargo install cargo-chef'), 'cargo-chef'],
    [
      'several, one pinned',
      run('cargo +nightly install --locked --root /x ripgrep@15.1.0 fd-find just'),
      { at: 'fd-find', message: 'package `fd-find` (and 1 more) has no version' },
    ],
    ['as a binary', run('cargo binstall -y just'), 'just'],
    ['a name of a repository', run('cargo install --git https://example.com/x.git just'), 'just'],
  ],
  good: [
    ['a version', run('cargo install --locked cargo-chef@0.1.73')],
    ['a version of its own option', run('cargo install cargo-chef --version 0.1.73')],
    ['the project', run('cargo install --path . --root /usr/local')],
    ['a commit', run('cargo install --git https://example.com/x.git --rev 0123abc just')],
    ['a variable', run('cargo install $TOOL "just@${VERSION}"')],
    ['what is built', run('cargo build --release --bin install')],
    ['only a trial', run('cargo binstall --dry-run just')],
  ],
  says: 'package `cargo-chef` has no version',
})

table('composer-unpinned', {
  bad: [
    ['what is current', run('composer require monolog/monolog'), 'monolog/monolog'],
    ['for all projects', run('composer global require laravel/installer --no-interaction'), 'laravel/installer'],
    [
      'several, one pinned',
      run('composer require -d /srv a/a:1.2 b/b c/c 3.4 d/d'),
      { at: 'b/b', message: 'package `b/b` (and 1 more) has no version' },
    ],
  ],
  good: [
    ['a version', run('composer require monolog/monolog:3.9.0')],
    ['a version in the next word', run('composer require monolog/monolog "^3.9"')],
    ['a version behind an equals sign', run('composer require monolog/monolog=3.9.0')],
    ['the lock file', run('composer install --no-dev')],
    ['a variable', run('composer require $PACKAGES')],
    ['only a trial', run('composer require --dry-run monolog/monolog')],
  ],
  says: 'package `monolog/monolog` has no version',
})
