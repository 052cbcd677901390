import { expect, it } from 'vitest'
import { DivisionCode, divisionPrefix, divisionsUpFrom, NATION } from './division.ts'

it('goes up from a village to the nation', () => {
  const up = ['431224105201', '431224105000', '431224000000', '431200000000', '430000000000', NATION]
  expect(divisionsUpFrom('431224105201')).toEqual(up)
  expect(divisionsUpFrom('431224000000')).toEqual(up.slice(2))
  expect(divisionsUpFrom(NATION)).toEqual([NATION])
})

it.each([
  ['431224105201', '431224105201'],
  ['431224105000', '431224105'],
  ['431224000000', '431224'],
  ['431200000000', '4312'],
  ['430000000000', '43'],
  // A prefecture that ends in a zero is no province.
  ['431000000000', '4310'],
  [NATION, ''],
])('%s holds every division that begins with %s', (division, prefix) => {
  expect(divisionPrefix(division)).toBe(prefix)
})

it('takes twelve digits only', () => {
  expect(['431224105201', '43122410520', '431224-05201', ' 431224105201'].map((code) => DivisionCode.safeParse(code).success)).toEqual([
    true,
    false,
    false,
    false,
  ])
})
