import { expect, it } from 'vitest'
import { deskOf, given } from '../testing/scenario.ts'
import { NamesRead } from './events.ts'

const READER = 'user:test-b'
const read = NamesRead({
  division: '431224105000',
  reader: 'user:test-a',
  reading: 'r1',
  persons: ['P00001', 'P00002'],
  purpose: 'visit',
  occurredOn: '2024-05-01',
})

it('keeps a reading once, and another one beside it', () => {
  const mine = { ...read.data, reader: READER }
  given().when({ type: 'ReadNames', data: mine }, READER).then(NamesRead(mine))
  given(NamesRead(mine)).when({ type: 'ReadNames', data: mine }, READER).thenNothingHappens()
  given(NamesRead(mine))
    .when({ type: 'ReadNames', data: { ...mine, reading: 'r2' } }, READER)
    .then(NamesRead({ ...mine, reading: 'r2' }))
})

it('is told by nobody but the reader', () => {
  given()
    .when({ type: 'ReadNames', data: { ...read.data, reader: 'user:b' } })
    .thenRefused('name-reading.other-reader')
})

it('has one stream for a reader and a day, whose name has as many hyphens as every other', () => {
  expect(deskOf('ReadNames').command.stream(read.data)).toBe('nameReading-431224105000-user:test~a.20240501')
})
