import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plusDays, plusMonths } from '../values/calendar.ts'
import { leavesWindow, nextAfter } from './days.ts'

const day = fc.integer({ min: 0, max: 4000 }).map((days) => plusDays('2016-01-01', days))

it('a day leaves the window of the last months on exactly the day that leavesWindow names', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 24 }), (on, months) => {
      const out = leavesWindow(on, months)
      expect(on > plusMonths(out, -months)).toBe(false)
      expect(on > plusMonths(plusDays(out, -1), -months)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

it('the next day is the earliest that is still to come, and none when all are past', () => {
  expect(nextAfter('2024-03-01', ['2024-05-01', undefined, '2024-03-01', '2024-04-01'])).toBe('2024-04-01')
  expect(nextAfter('2024-03-01', ['2024-03-01', undefined])).toBeUndefined()
})
