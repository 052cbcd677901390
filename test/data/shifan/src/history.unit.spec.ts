import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import { type DemoCommand, shifanHistory } from './history.ts'
import { persons } from './persons.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'
const commands = [...shifanHistory(() => NOBODY)]
const known = new Map([...persons()].map(({ person, record }) => [person, record]))

/** Everybody whom a command names, wherever in it. */
function peopleOf(value: unknown): string[] {
  if (typeof value === 'string') return /^P\d{5,}$/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(peopleOf) : []
}

it('given another run, then the commands are the same as ever; parameters are those that the tracker ships', () => {
  const text = (of: readonly DemoCommand[]) => {
    const own = of.filter(({ commandId }) => !commandId.startsWith('demo:shifan.parameter.'))
    return hash('sha256', own.map((one) => JSON.stringify(one)).join('\n'))
  }
  expect(text([...shifanHistory(() => NOBODY)])).toBe(text(commands))
  expect(text(commands)).toBe('374c6084170b8df1cd65f5fc969dad044b214be6aee9d53eae8b0b4abe2f9574')
})

it('given the history, then it comes in the order of knowing, each command once, from the demonstration', () => {
  const instants = commands.map(({ knownAt }) => knownAt)
  expect(instants.every((at, i) => i === 0 || at >= (instants[i - 1] ?? ''))).toBe(true)
  expect(new Set(commands.map(({ commandId }) => commandId)).size).toBe(commands.length)
  expect(new Set(commands.map(({ source }) => source))).toEqual(new Set(['import:demo']))
})

it('given anything that happened, then nobody knew of it before it did', () => {
  const early = commands.filter(({ data, knownAt }) => {
    const { occurredOn } = data as { occurredOn?: string }
    return occurredOn !== undefined && occurredOn > knownAt.slice(0, 10)
  })
  expect(early.map(({ commandId }) => commandId)).toEqual([])
})

it('given the history, then everybody in it stands in the register, and nobody else', () => {
  const named = new Set(commands.flatMap(({ data }) => peopleOf(data)))
  expect([...named].filter((person) => !known.has(person))).toEqual([])
  expect([...known.keys()].filter((person) => !named.has(person))).toEqual([])
  expect(known.size).toBeGreaterThan(13_000)
})

it('given all numbers, then none belongs to two people', () => {
  const records = [...known.values()]
  for (const field of ['phone', 'account', 'idNumber'] as const)
    expect([field, new Set(records.map((one) => one[field])).size]).toEqual([field, records.length])
})
