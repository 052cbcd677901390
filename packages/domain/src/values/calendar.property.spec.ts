import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { daysBetween, plusDays, plusMonths, weekdayOf } from './calendar.ts'

const day = fc.integer({ min: 0, max: 60_000 }).map((days) => new Date(Date.UTC(1949, 9, 1) + days * 86_400_000).toISOString().slice(0, 10))
const luxon = (date: string) => DateTime.fromISO(date, { zone: 'utc' })

it('the day so many days later is the one that luxon names, on 10,000 days', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
      expect(plusDays(date, days)).toBe(luxon(date).plus({ days }).toFormat('yyyy-MM-dd'))
      expect(daysBetween(date, plusDays(date, days))).toBe(days)
      expect(weekdayOf(date)).toBe(luxon(date).weekday)
    }),
    { numRuns: 10_000 },
  )
})

it('the day so many months later is the one that luxon names, clamped to the last day of its month', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -240, max: 240 }), (date, months) => {
      expect(plusMonths(date, months)).toBe(luxon(date).plus({ months }).toFormat('yyyy-MM-dd'))
    }),
    { numRuns: 5_000 },
  )
})
