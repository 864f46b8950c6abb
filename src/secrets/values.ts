/** Whether a value can be a secret at all. */
import { namesPassword, SEARCHED_LENGTH, wordsOf } from './names.ts'
import { isReference, isToFillIn } from './to-fill-in.ts'

/** Switches, and the ways to log in that `AUTH` and `TOKEN` choose between. */
const SWITCHES = new Set(
  'true false yes no on off null none nil enable enabled disable disabled optional required basic oidc oauth oauth2 ldap saml jwt'.split(
    ' ',
  ),
)

/** Values that stand for something else: numbers, times, places, what is encrypted. None is a secret by itself. */
const HARMLESS: readonly RegExp[] = [
  /^\s*$/,
  /^[+-]?\d{1,7}(?:\.\d{1,7}|[kmg]i?)?$/i,
  /^(?:\d{1,9}(?:ns|us|ms|min|s|m|h|d|w|y))+$/i,
  /^\d{1,6} ?(?:second|minute|hour|day|week|month|year)s?$/i,
  // Durations and times of ISO 8601.
  /^P(?=[\dT])(?:\d{1,6}[YMWD]){0,4}(?:T(?:\d{1,6}[HMS]){1,3})?$/,
  /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/,
  // Base64 may begin like a path.
  /^(?:\.{0,2}|~)\/(?![^=+]*[=+])/,
  /^[\w./-]{1,200}\.(?:cer|conf|crt|env|ini|jks|json|key|p12|pem|pfx|properties|txt|ya?ml)$/i,
  // In a folder, any ending will do.
  /^[\w.-]{1,80}(?:\/[\w.-]{1,80}){0,9}\/[\w-]{1,80}\.[a-z][a-z0-9]{0,9}$/i,
  // Fingerprints of certificates and of keys of SSH.
  /^(?:[0-9a-f]{2}:){15,31}[0-9a-f]{2}$/i,
  /^(?:SHA256:[A-Za-z0-9+/]{43}=?|MD5:[0-9a-f:]{47})$/,
  // What stands for a secret where none may be left out.
  /^[\W_]{1,3}$/,
  // Neither a user in it nor a question with a token.
  /^[a-z][a-z0-9+.-]{0,30}:\/\/[^@?$]*$/i,
  /^(?:arn|awssm|bao|deployment-secret|gsm|keyvault|secretref|ssm|vault):/i,
  // Of 1Password, of vals and of its relatives, which may ask for a version.
  /^(?:op|(?:secret)?ref\+[a-z0-9-]{1,30}):\/\/\S{1,500}$/i,
  /^@Microsoft\.KeyVault\(/,
  /^projects\/[\w-]{1,80}\/secrets\b/i,
  // What SOPS encrypted.
  /^ENC\[/,
]

/** True for values that are no secret whatever their name says. */
export function isHarmless(value: string): boolean {
  const text = value.slice(0, SEARCHED_LENGTH)
  return SWITCHES.has(text.toLowerCase()) || isReference(text) || HARMLESS.some(shape => shape.test(text))
}

/** Verbs that make a switch of a name: `ALLOW_EMPTY_PASSWORD`, `RANDOM_ROOT_PASSWORD`. */
const SWITCHING = new Set(
  'allow disable empty enable force generate has hide no random require reset show skip use'.split(' '),
)

/** True for a value that is a password although it looks like a number or a switch: `DB_PASSWORD: "123456"`. */
const isPlainPassword = (name: string, value: string): boolean =>
  /^(?:\d{2,64}|on)$/i.test(value) && namesPassword(name) && !wordsOf(name).some(word => SWITCHING.has(word))

/** What may stand before `SECRET` in the name of an object that others look up: `IMAGE_PULL_SECRET`, `DB_PASSWORD_SECRET`. */
const OBJECTS = new Set(
  'pull tls ssl cert certificate ca webhook k8s kubernetes password passwd token credential credentials apikey'.split(
    ' ',
  ),
)

/** True for the name of a Secret, not of what is in it, or of a key of one: `API_KEY_SECRET_KEY`. */
function namesObject(name: string): boolean {
  const words = wordsOf(name)
  const secret = words.length - (words.at(-1) === 'key' ? 2 : 1)
  const [before = '', of = ''] = [words[secret - 1], words[secret - 2]]
  return /^secrets?$/.test(words[secret] ?? '') && (OBJECTS.has(before) || (before === 'key' && of === 'api'))
}

/** Perhaps with its namespace. */
const OBJECT_NAME = /^(?:[a-z0-9-]{1,63}\/)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

const isObjectName = (name: string, value: string): boolean =>
  namesObject(name) && OBJECT_NAME.test(value) && /[a-z]/.test(value)

/** Words of keys that others check signatures with. */
const SIGNING = new Set(
  'gpg pgp sign signing release releases trusted archive apt rpm repo package packages maintainer'.split(' '),
)

/** Of one or more keys of GPG, which are public: the names alone tell them from other digits. */
const FINGERPRINTS =
  /^(?:(?:0x)?[0-9A-F]{16}(?:[0-9A-F]{24})?(?:[\s,]+|$)){1,50}$|^(?:[0-9A-F]{4}\s{1,2}){9}[0-9A-F]{4}$/i

const isFingerprint = (name: string, value: string): boolean =>
  FINGERPRINTS.test(value.slice(0, SEARCHED_LENGTH)) &&
  /^keys?$/.test(wordsOf(name).at(-1) ?? '') &&
  wordsOf(name).some(word => SIGNING.has(word))

/** True for a value that is no secret under any name, or none under this one. */
export const isNoSecret = (name: string, value: string): boolean =>
  (isHarmless(value) && !isPlainPassword(name, value)) ||
  isToFillIn(name, value) ||
  isObjectName(name, value) ||
  isFingerprint(name, value)

/**
 * True for folders by words alone: a setting in a file that somebody reviews. A token may be made of letters with a slash
 * between them, so output is not trusted with it; and a person may choose a password like that.
 */
export const isRelativePath = (name: string, value: string): boolean =>
  /^[a-z][a-z._-]{0,40}(?:\/[a-z][a-z._-]{0,40}){1,9}\/?$/.test(value) && !namesPassword(name)
