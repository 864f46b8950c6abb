/** What stands where a secret belongs and is none: placeholders, references, the examples of a documentation. */
import { namesSecret, wordsOf } from './names.ts'

/** What people write where a secret belongs. */
const PLACEHOLDERS = new Set(
  'change-me change_me changeit changeme dummy example missing none placeholder redacted secret unset xxx'.split(' '),
)

/**
 * True for a word that asks for a secret. In a file that is committed to be filled in it is none; where a program is
 * started with it, it is the password.
 */
export const isPlaceholder = (value: string): boolean => PLACEHOLDERS.has(value.trim().toLowerCase())

/** True for a value that repeats its name, with other words around it at most: `INSERT_API_KEY`, `API_KEY_VAL`. */
function repeatsName(name: string, value: string): boolean {
  const words = wordsOf(name)
  const own = words.join('_')
  const said = wordsOf(value).join('_')
  return words.length > 1 && said.includes(own) && /^[a-z_]*$/.test(said.replace(own, ''))
}

/**
 * What asks its reader to write something else: `REPLACE_ME`, `put-your-key-here`, `YOUR_API_KEY_HERE`. Words alone: with
 * digits or signs between them it is a password that somebody made up (`YourStrong!Passw0rd`).
 */
const REQUESTS: readonly RegExp[] = [
  /^(?:add|enter|fill|insert|paste|put|replace|set)[-_ .]?(?:a|by|here|in|it|me|my|real|the|this|with|your)(?:$|[-_ .])/i,
  /^your[-_ .]/i,
  /[-_ .]here$/i,
  /^(?:fixme|tbd|todo|to[-_ .]be[-_ .](?:defined|filled|replaced|set))(?:$|[-_ .])/i,
]

/** `xxxxxxxx`, `********`: what is printed where a secret was. Fewer letters may be a password of somebody in a hurry. */
const BLANKED = /^([xX*.#])\1{7,200}$/

/** True for a value that asks its reader to put the secret there. */
export const isRequest = (value: string): boolean =>
  BLANKED.test(value) || (/^[A-Za-z][A-Za-z_. -]{2,100}$/.test(value) && REQUESTS.some(form => form.test(value)))

/** The name of a variable, which a script replaces by its value: `ROOK_TOKEN`. */
const isVariableName = (value: string): boolean =>
  /^[A-Z]{2,30}(?:_[A-Z]{2,30}){1,9}$/.test(value) && namesSecret(value)

/** True for what stands where somebody else is to write the secret of this name. */
export const isToFillIn = (name: string, value: string): boolean =>
  /^<[^>]{1,200}>$/.test(value) || isRequest(value) || isVariableName(value) || repeatsName(name, value)

/** Filled in by the kubelet, by kustomize or by a template; the length keeps them fast. */
const REFERENCES: readonly RegExp[] = [
  /^(?:[^$]{0,80}\$\([\w.-]{1,80}\))+[^$]{0,80}$/,
  /^\$\{[^}]{1,200}\}$/,
  /^\{\{.{0,200}\}\}$/,
]

/** True for a value that refers to another, at least where manifests are read. */
export const isReference = (value: string): boolean => REFERENCES.some(shape => shape.test(value))

/**
 * A variable, whose default is empty or a complaint, the output of a command, or a template; spaces may have cut off the
 * end. `$1` and `$6$` begin passwords and hashes, and what follows a variable may be a password.
 */
const VARIABLE =
  /^(?:\$(?:[A-Za-z_]\w*|\{[\w.]*(?::?(?:[-=+]|\?.*))?\}?|\([^)]*\)?)|\$?\{\{(?:(?!\}\}).)*(?:\}\}?)?|\*+)$/s

/** True for a word of a text that is replaced where the text is run: nothing of it is a secret. */
export const isVariable = (word: string): boolean => '${*'.includes(word[0] ?? ' ') && VARIABLE.test(word)

/** AWS marks the keys of its documentation with the first; the last is one letter, again and again. */
const EXAMPLE = /EXAMPLE|YOUR|([^A])\1{7}/
/** Without it a private key is only its frame, or the dots that somebody put into it. */
const KEY_BODY = /[A-Za-z0-9+/=]{40}/

/** True for the text of a known form that nobody issued. */
export const isExample = (text: string): boolean =>
  /PRIVATE[\s\\]{1,99}KEY/.test(text) ? !KEY_BODY.test(text) : EXAMPLE.test(text)

/** The passwords, or the user once more, that people write into the addresses of examples. */
const EXAMPLE_IN_URL = /EXAMPLE|:(?:x-oauth-basic|password|pass|changeme|secret|xxx+|example)@|\/\/([^:]+):\1@/

/** True for an address that shows how to write one; a program that is started with it logs in with this password. */
export const isExampleAddress = (address: string): boolean => EXAMPLE_IN_URL.test(address)
