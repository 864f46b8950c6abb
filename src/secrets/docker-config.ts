import { isToFillIn } from './to-fill-in.ts'

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Fields of a log-in that let somebody in (docker/cli, cli/config/types/authconfig.go). */
const SECRETS = ['auth', 'password', 'identitytoken', 'registrytoken'] as const

function parsed(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What Docker keeps of log-ins: `{"auths": {"ghcr.io": {"auth": …}}}`, and of old the registries alone. */
export function isDockerConfig(text: string): boolean {
  const config = parsed(text)
  return isMap(config) && isMap(config['auths'])
}

/** True for a configuration of Docker with a log-in to some registry. */
export function holdsLogIn(text: string): boolean {
  const config = parsed(text)
  if (!isMap(config)) return false
  const logIns = Object.values(isMap(config['auths']) ? config['auths'] : config).filter(isMap)
  return logIns.some(logIn => SECRETS.some(field => isGiven(field, logIn[field])))
}

const isGiven = (field: string, value: unknown): boolean =>
  typeof value === 'string' && /[A-Za-z0-9]/.test(value) && !/^[${]/.test(value) && !isToFillIn(field, value)
