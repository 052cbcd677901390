import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sanjiangHistory } from './index.ts'
import { persons } from './persons.ts'

const known = new Map([...persons()].map(({ person, record }) => [person, record]))

/** Everybody whom a command names, wherever in it. */
function peopleOf(value: unknown): string[] {
  if (typeof value === 'string') return /^P\d{5,}$/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(peopleOf) : []
}

it('given the history, then everybody in it stands in the register, also who was born or came later, and nobody else', () => {
  const named = new Set<string>()
  const later = new Set<string>()
  for (const { type, data } of sanjiangHistory(() => '')) {
    for (const person of peopleOf(data)) named.add(person)
    if (type === 'AddMember' && data.reason !== 'registered') later.add(data.person)
  }
  expect([...named].filter((person) => !known.has(person))).toEqual([])
  expect([...known.keys()].filter((person) => !named.has(person))).toEqual([])
  expect(later.size).toBeGreaterThan(300)
})

it('given a child of 2019, then its number says the day it was born', () => {
  for (const { type, data } of sanjiangHistory(() => '')) {
    if (type === 'AddMember' && data.reason === 'born')
      expect(known.get(data.person)?.idNumber.slice(6, 14)).toBe(data.occurredOn.replaceAll('-', ''))
  }
})

it('given another run, then names and numbers are the same as ever', () => {
  expect(hash('sha256', JSON.stringify([...persons()]))).toBe('a92c346f1002b9de49e1b8717a73f10c0e23fc5e50f9c3e865790976cd611012')
})

it('given all numbers, then none belongs to two people', () => {
  const records = [...known.values()]
  for (const field of ['phone', 'account', 'idNumber'] as const)
    expect([field, new Set(records.map((one) => one[field])).size]).toEqual([field, records.length])
})
