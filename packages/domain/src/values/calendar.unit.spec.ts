import { expect, it } from 'vitest'
import { daysBetween, plusDays, plusMonths, weekdayOf } from './calendar.ts'

it.each([
  ['2020-02-28', 1, '2020-02-29'],
  ['2019-02-28', 1, '2019-03-01'],
  ['2021-01-01', -1, '2020-12-31'],
  // Days on which clocks change elsewhere.
  ['2021-03-13', 2, '2021-03-15'],
  ['2021-11-06', 2, '2021-11-08'],
  ['2020-06-01', 0, '2020-06-01'],
])('%s and %i days is %s', (date, days, then) => {
  expect(plusDays(date, days)).toBe(then)
})

it.each([
  ['2024-01-31', 1, '2024-02-29'],
  ['2023-01-31', 1, '2023-02-28'],
  ['2024-03-31', -1, '2024-02-29'],
  ['2021-08-31', 6, '2022-02-28'],
  ['2021-12-15', 1, '2022-01-15'],
  ['2021-01-15', -1, '2020-12-15'],
  ['2020-02-29', 12, '2021-02-28'],
  ['2020-02-29', 48, '2024-02-29'],
  ['2022-05-30', 0, '2022-05-30'],
])('%s and %i months is %s: the same day number, or the last day of the month', (date, months, then) => {
  expect(plusMonths(date, months)).toBe(then)
})

it.each([
  ['2024-02-28', '2024-03-01', 2],
  ['2023-02-28', '2023-03-01', 1],
  ['2021-01-01', '2020-12-31', -1],
  ['2021-01-01', '2021-01-01', 0],
])('from %s to %s it is %s days', (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days)
})

it('counts the week from Monday', () => {
  expect(['2024-09-30', '2024-10-05', '2024-10-06'].map(weekdayOf)).toEqual([1, 6, 7])
})
