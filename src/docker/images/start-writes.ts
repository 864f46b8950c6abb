import type { ImageName } from '../ast.ts'
import { isSince } from './lookup.ts'
import { officialName } from './official.ts'

/** A file or folder without which a process ends right after its start, because it cannot make it. */
export interface StartWrite {
  /** Its names: some lead through a link of the image. */
  readonly paths: readonly string[]
  /** The folder to mount a volume at. */
  readonly folder: string
  /** Settings that may put it somewhere else. */
  readonly settings: string
}

/** What an official image writes when it starts by its own command. */
export interface StartWrites {
  readonly image: string
  /** The lowest version that it holds for. */
  readonly since: string
  /** Its own CMD, in words. */
  readonly command: string
  readonly writes: readonly StartWrite[]
  /** What starts it: a mount there may start something else. */
  readonly programs: readonly string[]
  /** Folders of content: what is copied there changes neither what is started nor, settings aside, where it writes. */
  readonly content: readonly string[]
}

const START_WRITES: readonly StartWrites[] = [
  {
    image: 'nginx',
    // Before, its cache was a VOLUME: nginx/docker-nginx@bb29d07 of 2016-01-11.
    since: '1.10',
    // nginx/docker-nginx@0d7f438 stable/debian/Dockerfile:149, stable/alpine-slim/Dockerfile:123.
    command: 'nginx -g daemon off;',
    writes: [
      {
        // nginx/pkg-oss@e672763 debian/Makefile:66, alpine/Makefile:63; nginx/nginx@3f6f782 src/core/ngx_file.c:607.
        paths: ['/var/cache/nginx/client_temp'],
        folder: '/var/cache/nginx',
        settings: '/etc/nginx',
      },
      {
        // nginx/pkg-oss@e672763 debian/debian/nginx.conf:6, alpine/alpine/nginx.conf:6; nginx/nginx@3f6f782 src/core/nginx.c:363.
        paths: ['/run/nginx.pid', '/var/run/nginx.pid'],
        folder: '/run',
        settings: '/etc/nginx/nginx.conf',
      },
    ],
    programs: ['/docker-entrypoint.sh', '/docker-entrypoint.d', '/usr/sbin/nginx'],
    content: ['/usr/share/nginx', '/etc/nginx/conf.d', '/etc/nginx/templates'],
  },
  {
    image: 'httpd',
    since: '2.4',
    // docker-library/httpd@9b63b37 2.4/Dockerfile, 2.4/alpine/Dockerfile.
    command: 'httpd-foreground',
    writes: [
      {
        // docker-library/httpd@9b63b37 2.4/Dockerfile:182 (`--prefix`); apache/httpd@0cb6804 server/log.c:1616-1624.
        paths: ['/usr/local/apache2/logs/httpd.pid'],
        folder: '/usr/local/apache2/logs',
        settings: '/usr/local/apache2/conf',
      },
    ],
    programs: ['/usr/local/bin/httpd-foreground', '/usr/local/apache2/bin'],
    content: ['/usr/local/apache2/htdocs'],
  },
]

/** What an image writes at its start; `undefined` when that is not known, as for a digest without a tag. */
export function startWritesOf(image: ImageName): StartWrites | undefined {
  const name = officialName(image)
  const tag = image.tag ?? (image.digest === undefined ? 'latest' : undefined)
  return START_WRITES.find(one => one.image === name && tag !== undefined && isSince(tag, one.since))
}
