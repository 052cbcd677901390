import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { ActorId, HouseholdId, LocalId, PersonId } from './ids.ts'

const fits = (schema: z.ZodType, ids: readonly string[]) => ids.filter((id) => schema.safeParse(id).success)

/** As they are typed in the place of an id: ID number, phone, account, landline. */
const NUMBERS = ['110105194912310021', '11010519491231002X', '13900000001', '6228480000000000019', '07453123456', '110105491231002']

describe('the id of a household or a person', () => {
  it('is a letter and at least five digits or letters', () => {
    expect(fits(HouseholdId, ['H00001', 'H0123456789', 'HABCDE', 'H1', 'P00001', 'h00001'])).toEqual(['H00001', 'H0123456789', 'HABCDE'])
    expect(fits(PersonId, ['P00001', 'P000001', 'PX1X2X3X', 'P1', 'H00001'])).toEqual(['P00001', 'P000001', 'PX1X2X3X'])
  })

  it('is never made of an ID number, a phone or an account, wherever letters stand', () => {
    expect(
      fits(
        HouseholdId,
        NUMBERS.map((number) => `H${number}`),
      ),
    ).toEqual([])
    expect(
      fits(
        PersonId,
        NUMBERS.flatMap((number) => [`P${number}`, `PA${number}Z`, `P${number.slice(0, 6)}A${number.slice(6)}`]),
      ),
    ).toEqual([])
  })

  it('says which fault it is, and not the value', () => {
    const issues = PersonId.safeParse('P11010519491231002X').error?.issues
    expect(issues).toMatchObject([{ code: 'custom', params: { fault: 'personal_number' } }])
    expect(JSON.stringify(issues)).not.toContain('1101051949')
  })
})

describe('an id inside one aggregate', () => {
  it('may be long, with at most eight digits in a row', () => {
    const ids = ['L1', 'loan622', 'B.livingAllowance.214.2016.01.L10', '20201231.00004711', 'R20201231', '2018.T1']
    expect(fits(LocalId, ids)).toEqual(ids)
  })

  it('is never an ID number, a phone or an account, nor holds one', () => {
    expect(fits(LocalId, [...NUMBERS, ...NUMBERS.map((number) => `B.${number}`), '202012310'])).toEqual([])
  })
})

it('who acts is an account, never a phone or an ID number', () => {
  const actors = ['cli:operator', 'village:201', 'county:medical-insurance', 'clerk:sanjiang-01', 'user:13900000001', 'id:11010519491231002x']
  expect(fits(ActorId, actors)).toEqual(actors.slice(0, 4))
})
