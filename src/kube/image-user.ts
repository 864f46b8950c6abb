/** Why the kubelet does not start a container with `runAsNonRoot: true` and no `runAsUser`. */
export type UserTrouble = 'root' | 'name'

/** Go reads numbers of 64 bits and takes all else for names. */
const MOST = 2n ** 63n

const isNumber = (text: string): boolean => {
  if (!/^[+-]?\d{1,1000}$/.test(text)) return false
  const number = BigInt(text.replace('+', ''))
  return number < MOST && number >= -MOST
}

/**
 * What is wrong with the user in the configuration of an image, its group aside (verifyRunAsNonRoot in the kubelet,
 * getUserFromImage in containerd and CRI-O): without a user it is root, and of a name the kubelet does not know the number.
 */
export function userTrouble(user: string): UserTrouble | undefined {
  const [name = ''] = user.split(':', 1)
  if (name === '') return 'root'
  if (!isNumber(name)) return 'name'
  return /^[+-]?0+$/.test(name) ? 'root' : undefined
}
