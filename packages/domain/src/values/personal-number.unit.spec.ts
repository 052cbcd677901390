import { describe, expect, it } from 'vitest'
import { holdsKnownNumber, holdsPersonalNumber, isDivisionCode, personalNumbersIn } from './personal-number.ts'

describe('a text in which people write freely', () => {
  it.each([
    ['an ID number', '本人11010519491231002X'],
    ['a phone', '联系13900000001'],
    ['a phone in groups', '电话 139 0000 0001'],
    ['a phone of the house', '电话0745-3123456'],
    ['an account', '账号6228480000000000019'],
    ['wide digits', '１３９００００００１１'],
    ['twelve digits that are no division', '622848000019'],
    ['a division within more', '431224105201 等'],
    ['a stream of a phone', 'loan-431224105201-13900000001'],
    ['a stream of no division', 'household-622848000019-H00001'],
  ])('may hold a personal number: %s', (_, text) => {
    expect(holdsPersonalNumber(text)).toBe(true)
  })

  it.each([
    '国乡振发〔2021〕3号',
    '国务院扶贫开发领导小组 2020-03-20',
    '总计13872人次940.38万元',
    '1234567890元',
    '431224105201',
    'household-431224105201-H00001',
    '2018-01-01 2019-01-01',
    '00000000-0000-4000-8000-000000000012',
    '',
  ])('holds none: %s', (text) => {
    expect(holdsPersonalNumber(text)).toBe(false)
  })
})

describe('an id that a program made', () => {
  it.each(['form:13900000001', '11010519491231002X', 'x/11010519491231002x.1', '440524188001010014'])('is known to hold a number: %s', (text) => {
    expect(holdsKnownNumber(text)).toBe(true)
  })

  it.each([
    ['milliseconds', 'web:1606780800000'],
    ['a hash', 'file:13900000001abc139000000012de4567:12'],
    ['an event id', '13900000-0001-4000-8000-139000000012'],
    ['eighteen digits without the check digit', '110105194912310021'],
    ['words', 'visit-2020-11-03-H00001'],
  ])('is long for other reasons: %s', (_, text) => {
    expect(holdsKnownNumber(text)).toBe(false)
  })
})

it('a division code has a province, and groups for town and village', () => {
  const codes = ['431224105201', '431224000000', '990000000000', '999001001223', '000000000000']
  expect(codes.filter((code) => !isDivisionCode(code))).toEqual([])
  const others = ['622848000019', '074531234567', '431224905201', '431224105901', '01224105201', '100000000000']
  expect(others.filter(isDivisionCode)).toEqual([])
})

it('the fields with a personal number are named by their path, however deep', () => {
  const data = {
    title: '联系13900000001',
    village: '431224105201',
    lines: [{ line: 'L1' }, { line: '6228480000000000019' }],
    at: null,
    n: 13900000001,
  }
  expect(personalNumbersIn(data)).toEqual(['title', 'lines.1.line'])
  expect(personalNumbersIn('13900000001')).toEqual([''])
})
