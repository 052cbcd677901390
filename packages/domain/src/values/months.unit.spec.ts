import { describe, expect, it } from 'vitest'
import { firstDayOf, lastDayOf, monthNumber, monthOfNumber } from './months.ts'

describe('months', () => {
  it('a month counted on over the end of a year is the first of the next', () => {
    expect(monthOfNumber(monthNumber('2020-12') + 1)).toBe('2021-01')
    expect(monthOfNumber(monthNumber('2020-01') - 1)).toBe('2019-12')
  })

  it('a day stands for its month', () => {
    expect(monthNumber('2023-03-31')).toBe(monthNumber('2023-03'))
    expect(firstDayOf('2023-03-31')).toBe('2023-03-01')
  })

  it('the last day of a month knows leap years', () => {
    expect(['2024-02', '2023-02', '2100-02', '2000-02', '2023-12', '2023-04'].map(lastDayOf)).toEqual([
      '2024-02-29',
      '2023-02-28',
      '2100-02-28',
      '2000-02-29',
      '2023-12-31',
      '2023-04-30',
    ])
  })
})
