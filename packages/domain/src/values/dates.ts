import { DateTime } from 'luxon'
import { z } from 'zod'

/** A business date in Asia/Shanghai, `YYYY-MM-DD`. Compared as a string everywhere inside. */
export const IsoDate = z.iso.date()
export type IsoDate = z.infer<typeof IsoDate>

/** A period of days, both ends included. */
export const Period = z.strictObject({ from: IsoDate, to: IsoDate })
export type Period = z.infer<typeof Period>

const ZONE = 'Asia/Shanghai'

/** The business date at an instant, wherever the program runs. @example dateAt('2020-12-31T17:00:00Z') // '2021-01-01' */
export function dateAt(instant: string): IsoDate {
  return DateTime.fromISO(instant, { zone: ZONE }).toFormat('yyyy-MM-dd')
}
