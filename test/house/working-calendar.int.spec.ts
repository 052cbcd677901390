import { readFileSync } from 'node:fs'
import { type CalendarOf, isWorkingDay, missing, plusDays, plusWorkingDays } from '@rural-tracker/domain'
import chineseDays from 'chinese-days'
import { expect, it } from 'vitest'
import { here } from '../../scripts/step.ts'
import { workingCalendars } from '../../scripts/working-calendar.ts'

const file = readFileSync(here('packages/domain/parameters/calendar.ndjson'), 'utf8')
const calendars = new Map(
  file
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { data: { year: number; off: string[]; work: string[] } }).data)
    .map((data) => [data.year, data]),
)
const calendarOf: CalendarOf = (year) => calendars.get(year)

it('the shipped calendars are the ones that are made of the library: node scripts/run.mjs calendar', () => {
  expect(file).toBe(workingCalendars())
})

// No unit test, which runs in other time zones too: west of Greenwich the library takes a date for the day before.
it.each([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])(
  'every day of %i is a working day in the file if and only if the library says so',
  (year) => {
    const different: string[] = []
    let days = 0
    for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = plusDays(date, 1)) {
      days++
      if (isWorkingDay(calendarOf, date) !== chineseDays.isWorkday(date)) different.push(date)
    }
    expect(different).toEqual([])
    expect(days).toBe(year % 4 === 0 ? 366 : 365)
  },
)

it('2027 has no calendar and says so, where the library answers with the plain week', () => {
  expect(chineseDays.isWorkday('2027-01-01')).toBe(true)
  expect(isWorkingDay(calendarOf, '2027-01-01')).toEqual({ missingYear: 2027 })
  expect(plusWorkingDays(calendarOf, '2026-12-30', 5)).toEqual({ missingYear: 2027 })
  expect(missing('workingCalendar.2027', '2027-01-01', '000000000000').message).toEqual({ zh: '没有 2027 年的工作日历', en: 'no calendar for 2027' })
})
