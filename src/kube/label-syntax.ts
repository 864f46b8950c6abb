/** The form of labels, by k8s.io/apimachinery, pkg/api/validate/content: IsQualifiedName and IsValidLabelValue. */

const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
/** A DNS subdomain (RFC 1123), as names of most objects are. */
export const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/
const LONGEST_NAME = 63
const LONGEST_SUBDOMAIN = 253

const isName = (text: string): boolean => text.length <= LONGEST_NAME && NAME.test(text)

/** `app`, or with a domain in front: `shop.example/app`. */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/')
  if (slash < 0) return isName(text)
  const prefix = text.slice(0, slash)
  return prefix.length <= LONGEST_SUBDOMAIN && SUBDOMAIN.test(prefix) && isName(text.slice(slash + 1))
}

/** An empty value is one as well. */
export const isLabelValue = (text: string): boolean => text === '' || isName(text)
