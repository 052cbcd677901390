import { expect, it } from 'vitest'
import { DIVISION_NAMES, DivisionCode, divisionPrefix, divisionsUpFrom, NATION, regionName } from './division.ts'

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

it.each([
  ['431224105201', '湖南', 'Hunan'],
  ['340000000000', '安徽', 'Anhui'],
  ['990101001201', '示范', 'demonstration'],
  [NATION, '全国', 'nation'],
  // Not allocated: its code is shown rather than the name of the whole nation.
  ['981224105201', '980000000000', '980000000000'],
])('%s is in %s', (code, zh, en) => {
  expect(regionName(code)).toEqual({ zh, en })
})

it('names the nation, the 31 provinces and the invented region', () => {
  expect(Object.keys(DIVISION_NAMES)).toHaveLength(33)
  expect(Object.keys(DIVISION_NAMES).filter((code) => !/^\d{2}0{10}$/.test(code))).toEqual([])
})
