import { many, oneFile, type Shape } from './shape.ts'

const FROM = 'FROM debian:13\n'

/** Dockerfiles, in every layout in which one of their parts may be many. */
export const dockerfileShapes: readonly Shape[] = [
  oneFile('RUN instructions', 200, 'Dockerfile', count => FROM + many(count, i => `RUN apt-get install curl${i}`)),
  oneFile(
    'a RUN of many commands',
    200,
    'Dockerfile',
    count => `${FROM}RUN ${many(count, i => `apt-get install curl${i}`, ' && \\\n  ')}\n`,
  ),
  oneFile(
    'a RUN of many commands on one line',
    200,
    'Dockerfile',
    count => `${FROM}RUN ${many(count, i => `curl http://x/${i} | sh`, '; ')}\n`,
  ),
  oneFile(
    'packages of one command',
    500,
    'Dockerfile',
    count => `${FROM}RUN apt-get install -y ${many(count, i => `package${i}`, ' ')}\n`,
  ),
  oneFile('heredocs', 100, 'Dockerfile', count => FROM + many(count, i => `RUN <<E${i}\napt-get install curl\nE${i}`)),
  oneFile(
    'lines of a heredoc',
    250,
    'Dockerfile',
    count => `${FROM}RUN <<EOF\n${many(count, i => `apt-get install curl${i}`)}\nEOF\n`,
  ),
  oneFile(
    'shells inside of shells',
    100,
    'Dockerfile',
    count => `${FROM}RUN ${'('.repeat(count)}curl http://x | sh${')'.repeat(count)}\n`,
  ),
  oneFile(
    'substitutions inside of substitutions',
    100,
    'Dockerfile',
    count => `${FROM}RUN echo ${'$('.repeat(count)}date${')'.repeat(count)}\n`,
  ),
  oneFile('stages', 100, 'Dockerfile', count =>
    many(count, i => `FROM ${i === 0 ? 'debian' : `s${i - 1}`} AS s${i}\nCOPY --from=s${Math.max(0, i - 1)} /a /b`),
  ),
  oneFile(
    'build arguments that use each other',
    200,
    'Dockerfile',
    count => `${FROM}ARG A0=x\n${many(count, i => `ARG A${i + 1}=\${A${i}}`)}\n`,
  ),
  oneFile(
    'build arguments that double',
    10,
    'Dockerfile',
    count => `${FROM}ARG A0=xxxxxxxx\n${many(count, i => `ARG A${i + 1}=\${A${i}}\${A${i}}`)}\n`,
  ),
  oneFile(
    'variables of one ENV',
    500,
    'Dockerfile',
    count => `${FROM}ENV ${many(count, i => `K${i}=v${i}`, ' \\\n  ')}\n`,
  ),
  oneFile('labels', 500, 'Dockerfile', count => `${FROM}${many(count, i => `LABEL k${i}=v${i}`)}\n`),
  oneFile('files of one COPY', 500, 'Dockerfile', count => `${FROM}COPY ${many(count, i => `f${i}`, ' ')} /app/\n`),
  oneFile('a word on one line', 20_000, 'Dockerfile', count => `${FROM}RUN echo ${'word'.repeat(count)}\n`),
  oneFile(
    'comments between lines',
    1000,
    'Dockerfile',
    count => `${FROM}RUN echo a \\\n${many(count, () => '# why')}\n  && echo b\n`,
  ),
  oneFile(
    'comments that suppress',
    200,
    'Dockerfile',
    count => FROM + many(count, () => '# seaworthy: ignore apt-missing-yes because tried\nRUN apt-get install curl'),
  ),
]
