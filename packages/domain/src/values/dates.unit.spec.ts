import { expect, it } from 'vitest'
import { dateAt, IsoDate, plusDays } from './dates.ts'

it.each([
  ['2020-12-31T15:59:59Z', '2020-12-31'],
  ['2020-12-31T16:00:00Z', '2021-01-01'],
  ['2021-01-01T00:00:00+08:00', '2021-01-01'],
  ['2020-12-31T23:00:00-08:00', '2021-01-01'],
])('%s is %s in Shanghai, wherever the program runs', (instant, date) => {
  expect(dateAt(instant)).toBe(date)
})

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

it('knows which days there are', () => {
  expect(['2020-02-29', '2019-02-29', '2020-2-9', '2020-02-29T00:00:00Z'].map((date) => IsoDate.safeParse(date).success)).toEqual([
    true,
    false,
    false,
    false,
  ])
})
