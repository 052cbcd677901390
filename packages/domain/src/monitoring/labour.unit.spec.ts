import { describe, expect, it } from 'vitest'
import { said } from '../testing/household-facts.ts'
import type { Said } from './facts.ts'
import { labourOf } from './labour.ts'
import type { Member } from './membership.ts'

const member = (person: string, bornIn = '1980-01'): Member => ({ person, bornIn, relation: 'other', since: '2019-01-01' })
const labour = (person: string, on: string, word: Said<'labour'>['body']['labour']) => said('labour', on, { person, labour: word })
const two = [member('P00001'), member('P00002')]
const day = '2023-05-01'

describe('who of a household can work', () => {
  it.each(['ordinary', 'skilled', 'weak'] as const)('%s labour can work', (word) => {
    expect(labourOf([member('P00001')], [labour('P00001', '2020-01-01', word)], day, 16)).toMatchObject({ able: 1, has: true, none: false })
  })

  it.each(['lost', 'none'] as const)('%s labour cannot: the whole household is without', (word) => {
    expect(labourOf([member('P00001')], [labour('P00001', '2020-01-01', word)], day, 16)).toMatchObject({ notAble: 1, has: false, none: true })
  })

  it('a member of whom nobody reported it is unknown, and a household with an unknown member is not without labour', () => {
    expect(labourOf(two, [labour('P00001', '2020-01-01', 'lost')], day, 16)).toMatchObject({ unknown: 1, has: false, none: false })
  })

  it('the last report up to the day counts, later ones do not', () => {
    const reports = [labour('P00001', '2020-01-01', 'ordinary'), labour('P00001', '2023-05-01', 'lost'), labour('P00001', '2023-05-02', 'weak')]
    expect(labourOf([member('P00001')], reports, day, 16).none).toBe(true)
    expect(labourOf([member('P00001')], reports, '2023-05-02', 16).has).toBe(true)
    expect(labourOf([member('P00001')], reports, '2023-04-30', 16).has).toBe(true)
  })

  it('a child without a report cannot work until the month of its sixteenth birthday, and that day is named', () => {
    const household = [member('P00001', '2007-05')]
    expect(labourOf(household, [], '2023-04-30', 16)).toMatchObject({ notAble: 1, none: true, nextChangeOn: '2023-05-01' })
    expect(labourOf(household, [], '2023-05-01', 16)).toMatchObject({ unknown: 1, none: false, nextChangeOn: undefined })
  })

  it('where no working age is set, a child without a report is unknown', () => {
    expect(labourOf([member('P00001', '2020-05')], [], day, undefined)).toMatchObject({ unknown: 1, none: false })
  })

  it('a household without members is not a household without labour', () => {
    expect(labourOf([], [], day, 16)).toMatchObject({ members: 0, has: false, none: false })
  })

  it('who does not belong to it does not work for it', () => {
    expect(labourOf([member('P00002')], [labour('P00001', '2020-01-01', 'ordinary')], day, 16)).toMatchObject({ able: 0, unknown: 1 })
  })
})
