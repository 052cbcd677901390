import { expect, it } from 'vitest'
import { isSaid, nothingSaid, say } from './said.ts'

const said = say(nothingSaid, 'k', { type: 'T', data: { a: 1, b: { c: 2, d: [2, 1] } } })

it('knows the same words in another order of fields', () => {
  expect(isSaid(said, 'k', { type: 'T', data: { b: { d: [2, 1], c: 2 }, a: 1 } })).toBe(true)
})

it.each([
  ['another value', { a: 2, b: { c: 2, d: [2, 1] } }],
  ['another order of a list', { a: 1, b: { c: 2, d: [1, 2] } }],
  ['a missing field', { a: 1 }],
])('takes %s for news', (_, data) => {
  expect(isSaid(said, 'k', { type: 'T', data })).toBe(false)
})

it('keeps keys apart', () => {
  expect(isSaid(said, 'other', { type: 'T', data: { a: 1, b: { c: 2, d: [2, 1] } } })).toBe(false)
})
