import { describe, expect, it } from 'vitest'
import { lastInForce, nearestInForce } from './look-up.ts'

const VILLAGE = '431224105201'

describe('the value in force on a day', () => {
  const values = [{ from: '2024-03-14' }, { from: '2021-01-01', to: '2021-12-31' }, { from: '2022-01-01', to: null }]

  it.each([
    ['2020-12-31', undefined],
    ['2021-01-01', '2021-01-01'],
    ['2021-12-31', '2021-01-01'],
    ['2022-01-01', '2022-01-01'],
    ['2024-03-13', '2022-01-01'],
    ['2024-03-14', '2024-03-14'],
    ['2030-01-01', '2024-03-14'],
  ])('on %s is the last that began and has not ended: %s', (on, from) => {
    expect(lastInForce(values, on)?.from).toBe(from)
  })

  it('a line is set every year (domain.md 1.2): where the last one has ended none is in force, and not an earlier one without an end', () => {
    expect(lastInForce([{ from: '2021-01-01' }, { from: '2022-01-01', to: '2022-06-30' }], '2022-07-01')).toBeUndefined()
    expect(lastInForce([{ from: '2022-01-01', to: '2022-06-30' }, { from: '2021-01-01' }], '2022-06-30')?.from).toBe('2022-01-01')
  })
})

describe('the nearest region decides', () => {
  const byRegion: Readonly<Record<string, { from: string; to?: string; amount: number }[]>> = {
    '000000000000': [{ from: '2021-01-01', amount: 1 }],
    '430000000000': [{ from: '2023-01-01', to: '2023-12-31', amount: 2 }],
    '431224000000': [{ from: '2023-06-01', to: '2023-06-30', amount: 3 }],
    '440000000000': [{ from: '2021-01-01', amount: 4 }],
  }

  it.each([
    ['2022-12-31', 1],
    ['2023-01-01', 2],
    ['2023-06-01', 3],
    ['2023-06-30', 3],
    ['2023-07-01', 2],
    ['2024-01-01', 1],
    ['2020-12-31', undefined],
  ])('on %s the value is %s: what has ended nearby leaves the day to the region above', (on, amount) => {
    expect(nearestInForce(VILLAGE, on, (region) => byRegion[region] ?? [])?.amount).toBe(amount)
  })
})
