import { describe, expect, it } from 'vitest'
import { isIdNumber } from './id-number.ts'

describe('an ID number', () => {
  it.each([
    ['a number whose check digit is X', '11010519491231002X'],
    ['a number whose check digit is a digit', '440524188001010014'],
    ['a disability certificate: kind and level', '11010519491231002X43'],
    ['a disability certificate after a reissue', '44052418800101001411B1'],
  ])('accepts %s', (_, text) => {
    expect(isIdNumber(text)).toBe(true)
  })

  it.each([
    ['a wrong check digit', '110105194912310021'],
    ['two digits exchanged', '11010519491321002X'],
    ['a small x', '11010519491231002x'],
    ['17 digits', '11010519491231002'],
    ['one character too many', '11010519491231002X4'],
    ['a kind that does not exist', '11010519491231002X83'],
    ['a level that does not exist', '11010519491231002X45'],
    ['a certificate of a wrong ID number', '11010519491231002043'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(isIdNumber(text)).toBe(false)
  })
})
