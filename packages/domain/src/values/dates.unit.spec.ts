import { expect, it } from 'vitest'
import { dateAt, IsoDate } from './dates.ts'

it.each([
  ['2020-12-31T15:59:59Z', '2020-12-31'],
  ['2020-12-31T16:00:00Z', '2021-01-01'],
  ['2021-01-01T00:00:00+08:00', '2021-01-01'],
  ['2020-12-31T23:00:00-08:00', '2021-01-01'],
])('%s is %s in Shanghai, wherever the program runs', (instant, date) => {
  expect(dateAt(instant)).toBe(date)
})

it('knows which days there are', () => {
  expect(['2020-02-29', '2019-02-29', '2020-2-9', '2020-02-29T00:00:00Z'].map((date) => IsoDate.safeParse(date).success)).toEqual([
    true,
    false,
    false,
    false,
  ])
})
