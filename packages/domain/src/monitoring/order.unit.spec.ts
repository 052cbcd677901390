import { describe, expect, it } from 'vitest'
import { said } from '../testing/household-facts.ts'
import { isAfter } from './order.ts'

const early = said('rehoused', '2023-02-01', {})
const known = said('rehoused', '2023-02-01', {})
const late = said('rehoused', '2023-02-02', {})

describe('which fact stands after another', () => {
  it('the one of the later day, whenever it became known', () => {
    expect(isAfter({ ...late, position: early.position - 1 }, early)).toBe(true)
    expect(isAfter(early, { ...late, position: early.position - 1 })).toBe(false)
  })

  it('of one day the one known later, of one event the one said later', () => {
    expect(isAfter(known, early)).toBe(true)
    expect(isAfter(early, known)).toBe(false)
    expect(isAfter({ ...early, n: 1 }, early)).toBe(true)
    expect(isAfter(early, early)).toBe(false)
  })
})
