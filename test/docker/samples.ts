/** Dockerfiles that use most of the language. They are mutated, too. */
export const SAMPLES: readonly string[] = [
  `# syntax=docker/dockerfile:1
# check=skip=JSONArgsRecommended
ARG NODE=22.11
ARG BASE=node:\${NODE}-alpine

# What compiles
FROM --platform=$BUILDPLATFORM $BASE AS build
WORKDIR "/src"
ENV CI=true NODE_OPTIONS="--max-old-space-size=4096 \\
  --no-warnings" HOME=/root
COPY --chown=node:node package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \\
    --mount=type=secret,id=npmrc,target=/root/.npmrc \\
    npm ci --no-audit \\
    # keep the tree small
    && npm prune --omit=dev \\

    && rm -rf "/tmp/$(id -u)-cache" || { echo 'cannot prune' >&2; exit 1; }
COPY [ "src dir", "tsconfig.json", "./" ]
RUN ["npm", "run", "build"]

FROM build AS test
RUN if [ -n "\${COVERAGE:-}" ]; then npm test -- --coverage; else npm test; fi

FROM gcr.io/distroless/nodejs22-debian12:nonroot
LABEL org.opencontainers.image.title="Ship's log" \\
      org.opencontainers.image.version=\${NODE}
ARG PORT
ENV PORT \${PORT:-8080}
COPY --from=build --link /src/dist /app
EXPOSE $PORT 9090/tcp
USER 65532:65532
HEALTHCHECK --interval=30s --timeout=3s CMD ["/nodejs/bin/node", "/app/health.js"]
STOPSIGNAL SIGTERM
VOLUME ["/data", "/var/log/my app"]
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["/app/server.js", "--name=\\u0061\\"b\\""]
`,
  `FROM debian:12-slim
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN <<EOF
set -eux
apt-get update
apt-get install -y --no-install-recommends \\
  ca-certificates \\
  curl=7.88.*
for f in /var/lib/apt/lists/*; do rm -rf "$f"; done
cat <<-CONF > /etc/app.conf
	key = \${VALUE}
	CONF
EOF
RUN <<-'ONE' bash -e && cat <<TWO > /b
	case "$(uname -m)" in
	  x86_64|amd64) arch=amd64 ;;
	  *) arch=arm64 ;;
	esac
	curl -fsSL "https://example.org/$arch.tgz" | tar -xz -C /opt
	ONE
two
TWO
COPY <<motd <<"profile" /etc/
hello $USER
motd
export PATH=\${PATH}:/opt/bin
profile
ONBUILD RUN sh -c "make \\"$(nproc)\\" && make install" \\
  > /dev/null 2>&1
ONBUILD COPY --chmod=0755 . /app
HEALTHCHECK CMD curl -f http://localhost/ || exit 1
cmd sleep 1 & wait
`,
  '\uFEFF# escape=`\r\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\r\nSHELL ["powershell", "-Command"]\r\nRUN Invoke-WebRequest https://example.org/a.zip `\r\n  -OutFile C:\\a.zip; `\r\n  # why\r\n  Remove-Item C:\\a.zip\r\nCOPY a.txt C:\\dir\\\r\nENV P="C:\\x;`"C:\\y z`"" Q=1\r\nMAINTAINER Nobody <no@body.example>\r\nCMD ["cmd", "/c", "dir C:\\\\"]\r\n',
  `from alpine as a
run apk add --no-cache x=1 y~2 \\
 && adduser -D u
RUN echo don't && sudo -u u env A=1 /usr/bin/make "-j$(nproc)" \`cat flags\`
COPY
RUNN oops
LABEL a=b c
ENV X=\${Y:=z}
FROM nowhere AS 1
EXPOSE
COPY --wrong=1 --from=a /x /y
CMD ["a", 1]
RUN cat <<UNCLOSED
USER root
`,
]
