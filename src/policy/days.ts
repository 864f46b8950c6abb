/** Days of UTC, as policies and comments write them: `2026-12-31`. */

const DAY = 24 * 60 * 60 * 1000

export const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

export const dayAfter = (date: Date, days: number): string => dayOf(new Date(date.getTime() + days * DAY))

/** A waiver or comment whose last day is this near is reported while there is time to act. */
const EXPIRING_DAYS = 14

/** The last of the days on which something ends soon. */
export const soonAfter = (date: Date): string => dayAfter(date, EXPIRING_DAYS)

/** A day that exists: 2026-02-30 does not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && dayOf(new Date(time)) === text
}

/** A day, or an instant of RFC 3339. */
const END = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/

/** Why what has this end applies no more. A day counts to its end, in UTC. */
export function expiryOf(until: string, now: Date): string | undefined {
  const [, day = '', time] = END.exec(until) ?? []
  const instant = Date.parse(until)
  if (Number.isNaN(instant) || !isDay(day)) return `\`${until}\` is not a date`
  const end = time === undefined ? instant + DAY : instant
  return now.getTime() < end ? undefined : `expired after ${until}`
}
