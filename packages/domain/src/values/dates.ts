import { DateTime } from 'luxon'
import { z } from 'zod'

/** A business date in Asia/Shanghai, `YYYY-MM-DD`. Compared as a string everywhere inside. */
export const IsoDate = z.iso.date()
export type IsoDate = z.infer<typeof IsoDate>

/** A period of days, both ends included. */
export const Period = z.strictObject({ from: IsoDate, to: IsoDate })
export type Period = z.infer<typeof Period>

const ZONE = 'Asia/Shanghai'

/** Programs ask for today with each thing they do. The zone is whole hours from UTC since 1901, so within an hour of UTC it is one day. */
const HOUR_MS = 3_600_000
const FIRST_WHOLE_HOUR = Date.parse('1902-01-01T00:00:00Z') / HOUR_MS
let lately: Readonly<{ hour: number; date: IsoDate }> | undefined

/** The business date at an instant, wherever the program runs. @example dateAt('2020-12-31T17:00:00Z') // '2021-01-01' */
export function dateAt(instant: string): IsoDate {
  const hour = Math.floor(Date.parse(instant) / HOUR_MS)
  if (lately?.hour === hour) return lately.date
  const date = DateTime.fromISO(instant, { zone: ZONE }).toFormat('yyyy-MM-dd')
  if (hour >= FIRST_WHOLE_HOUR) lately = { hour, date }
  return date
}
