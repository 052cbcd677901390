import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { type CalendarOf, isWorkingDay, plusWorkingDays, type WorkingDays, workingDaysIn } from './working-days.ts'

const luxon = (date: string) => DateTime.fromISO(date, { zone: 'utc' })
const DAYS = Array.from({ length: 731 }, (_, days) => luxon('2023-01-01').plus({ days })).map((day) => ({
  date: day.toFormat('yyyy-MM-dd'),
  year: day.year,
  weekday: day.weekday < 6,
}))

const day = fc.constantFrom(...DAYS.map(({ date }) => date))

/** Two years of random holidays and worked weekends, kept as one set of working days that knows nothing of weeks. */
const calendars = fc.uniqueArray(fc.constantFrom(...DAYS), { maxLength: 120 }).map((turned) => {
  const others = new Set(turned)
  const byYear: Record<number, { off: string[]; work: string[] }> = { 2023: { off: [], work: [] }, 2024: { off: [], work: [] } }
  for (const { date, year, weekday } of turned) byYear[year]?.[weekday ? 'off' : 'work'].push(date)
  const works = new Set(DAYS.filter((day) => others.has(day) !== day.weekday).map(({ date }) => date))
  return { works, calendarOf: ((year) => byYear[year]) as CalendarOf }
})

/** One day at a time through the set of working days. */
function walk(works: ReadonlySet<string>, from: string, days: number): string | undefined {
  let left = days
  return DAYS.find(({ date }) => date > from && works.has(date) && --left === 0)?.date
}

it('the n-th working day after a day is the one that a walk from day to day comes to, or the year without a calendar', () => {
  let missing = 0
  fc.assert(
    fc.property(calendars, day, fc.integer({ min: 1, max: 60 }), ({ works, calendarOf }, from, days) => {
      const date = walk(works, from, days)
      if (date === undefined) missing++
      expect(plusWorkingDays(calendarOf, from, days)).toEqual(date === undefined ? { missingYear: 2025 } : { date })
    }),
    { numRuns: 1_000 },
  )
  expect(missing).toBeGreaterThan(10)
})

it('working days in a period are counted with both its ends', () => {
  fc.assert(
    fc.property(calendars, day, day, ({ works, calendarOf }, from, to) => {
      const days = [...works].filter((date) => from <= date && date <= to).length
      expect(workingDaysIn(calendarOf, { from, to })).toEqual({ days })
      expect(isWorkingDay(calendarOf, from)).toBe(works.has(from))
    }),
    { numRuns: 200 },
  )
})

it('a year without a calendar is no plain week', () => {
  const none: CalendarOf = (year): WorkingDays | undefined => (year === 2026 ? { off: [], work: [] } : undefined)
  expect(isWorkingDay(none, '2027-01-04')).toEqual({ missingYear: 2027 })
  expect(plusWorkingDays(none, '2026-12-31', 1)).toEqual({ missingYear: 2027 })
  expect(workingDaysIn(none, { from: '2026-12-28', to: '2027-01-01' })).toEqual({ missingYear: 2027 })
})
