import type { Run, ShellCommand, ShellWord } from './ast.ts'

/** What `curl` or `wget` brings into a layer. */
export interface Download {
  readonly command: ShellCommand
  readonly url: ShellWord
  /** The names that it may have in the image. */
  readonly names: readonly string[]
  /** Where it is among the commands of its RUN. */
  readonly index: number
  /** Whether the next program of a pipeline reads it. */
  readonly isPiped: boolean
}

const isUrl = ({ text }: ShellWord): boolean => /^(?:https?|ftp):\/\//i.test(text)

/** Nothing of this machine is a download. */
const isLocal = ({ text }: ShellWord): boolean => /^\w+:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\])/i.test(text)

/** Options of curl and wget with which they send something, or only ask. */
const ASKS = [
  'X',
  'request',
  'd',
  'data',
  'data-raw',
  'data-binary',
  'json',
  'F',
  'form',
  'I',
  'head',
  'spider',
  'T',
  'upload-file',
]

/** Written to nowhere, or to where people read. */
const NOWHERE = /^(?:-|\/dev\/(?:null|stdout|stderr))$/

/** Where a shell puts the output of a command: what follows its last word. */
function redirectedTo({ args, word, span }: ShellCommand, text: string): string | undefined {
  const rest = text.slice((args.at(-1) ?? word).span[1], span[1])
  return /(?:^|\s)1?>{1,2}\s*([^\s&>]+)/.exec(rest)?.[1]
}

/** True for a command that writes what it fetches into a file. */
function isSaved(command: ShellCommand, text: string): boolean {
  const to = redirectedTo(command, text)
  if (to !== undefined) return !NOWHERE.test(to)
  if (command.name === 'curl') {
    const output = command.valueOf('o', 'output')
    return command.has('O', 'remote-name', 'remote-name-all') || (output !== undefined && !NOWHERE.test(output))
  }
  const output = command.valueOf('O', 'output-document')
  return (
    !command.args.some(({ text: arg }) => /^-[a-zA-Z]*O-$/.test(arg)) && (output === undefined || !NOWHERE.test(output))
  )
}

/** The downloads of a RUN that stay in a file or are piped; `text`: of the Dockerfile. */
export function downloadsIn({ commands }: Run, text: string): readonly Download[] {
  return commands.flatMap((command, index) => {
    if (!/^(?:curl|wget|wget2)$/.test(command.name)) return []
    const url = command.args.find(isUrl)
    if (!url || isLocal(url) || (command.name === 'curl' ? command.has(...ASKS) : command.has('spider', 'post-data')))
      return []
    const isPiped = commands[index + 1]?.pipeline === command.pipeline
    return isPiped || isSaved(command, text) ? { command, url, index, isPiped, names: namesOf(command, url, text) } : []
  })
}

const lastStep = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1)!

/** The names that a download may have in the image: that of its URL, without what asks for it, and that it is given. */
function namesOf(command: ShellCommand, url: ShellWord, text: string): readonly string[] {
  const given =
    redirectedTo(command, text) ??
    command.valueOf(...(command.name === 'curl' ? ['o', 'output'] : ['O', 'output-document']))
  return [url.text.replace(/[?#].*$/s, ''), given ?? ''].map(lastStep).filter(name => name.length > 2)
}

const SUMS =
  /^(?:(?:sha(?:1|224|256|384|512)|md5|b2)sum|shasum|cksum|cosign|minisign|signify|rpmkeys|slsa-verifier|gh)$/

/** True for a command that checks what was fetched against a checksum or a signature. */
export const verifies = (command: ShellCommand): boolean =>
  SUMS.test(command.name) ||
  (/^(?:gpg2?|gpgv2?|sq|apk|jarsigner|openssl)$/.test(command.name) &&
    (command.name.startsWith('gpgv') || command.args.some(({ text }) => /^-{0,2}verify$/.test(text)))) ||
  (command.name === 'rpm' && command.has('K', 'checksig'))

const READERS =
  /^(?:tar|bsdtar|unzip|gunzip|bunzip2|unxz|gzip|bzip2|xz|zcat|xzcat|zstd|7z|dpkg|dpkg-deb|rpm|apt|apt-get|yum|dnf|microdnf|tdnf|zypper|apk|pip[\d.]*|jq|gpg|apt-key|cpio|sh|bash|ash|python[\d.]*|perl)$/

/** True for a program that fails on a page of text in place of what it expects. */
export const rejectsPages = ({ name }: ShellCommand): boolean => READERS.test(name)

/** True for a program that unpacks what it reads. */
export const unpacks = ({ name }: ShellCommand): boolean =>
  /^(?:tar|bsdtar|unzip|cpio|gunzip|bunzip2|unxz|gzip|bzip2|xz|zcat|xzcat|zstd)$/.test(name)
