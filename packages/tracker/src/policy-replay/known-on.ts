import { plusDays } from '@rural-tracker/domain'

/** A day ends in Asia/Shanghai at 16:00 UTC, without summer time since 1991. */
const DAY_ENDS = 'T15:59:59.999Z'

/** The last instant of a business day. @example endOfDay('2025-01-01') // '2025-01-01T15:59:59.999Z' */
export function endOfDay(day: string): string {
  return `${day}${DAY_ENDS}`
}

/** The first business day at whose end a fact was known. @example knownOn({ knownAt: '2025-01-01T16:00:00.000Z' }) // '2025-01-02' */
export function knownOn({ knownAt }: Readonly<{ knownAt: string }>): string {
  const day = knownAt.slice(0, 10)
  return knownAt.slice(10) <= DAY_ENDS ? day : plusDays(day, 1)
}
