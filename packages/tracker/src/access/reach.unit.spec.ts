import { commands } from '@rural-tracker/domain'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { TIED, TIED_ALREADY } from './reach.ts'

/** Whether a household is named anywhere in the data of a command. */
const namesHousehold = (data: z.ZodType) => JSON.stringify(z.toJSONSchema(data, { io: 'input', unrepresentable: 'any' })).includes('"household":{')
const placedByHousehold = (data: z.ZodType) =>
  JSON.stringify(z.toJSONSchema(data, { io: 'input', unrepresentable: 'any' })).includes('"registeredIn":{')

it('given a command of something else that names a household, then it is said whether the household has to live in the caller’s division', () => {
  const naming = [...commands.values()].filter(({ data }) => namesHousehold(data) && !placedByHousehold(data)).map(({ type }) => type)
  expect(
    naming.filter((type) => !Object.hasOwn(TIED, type) && !TIED_ALREADY.has(type)),
    'say in reach.ts what these commands do',
  ).toEqual([])
  expect(naming).toEqual(expect.arrayContaining([...Object.keys(TIED), ...TIED_ALREADY]))
})
