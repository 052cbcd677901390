import { expect, expectTypeOf, it } from 'vitest'
import { type AnyCommand, aggregates, catalogue, commands } from './catalogue.ts'

it('finds every command by its type, and no two share one', () => {
  const all = aggregates.flatMap((aggregate) => aggregate.commands)
  expect(commands.size).toBe(all.length)
  expect(all.filter((command) => commands.get(command.type) !== command)).toEqual([])
})

it('knows every event of every aggregate, and every event says when it was true', () => {
  const all = aggregates.flatMap((aggregate) => aggregate.events)
  expect(all.filter((event) => catalogue.get(event.type) !== event)).toEqual([])
  const undated = all.filter(({ schema }) => !('shape' in schema) || !('occurredOn' in (schema.shape as object)))
  expect(undated.map(({ type }) => type)).toEqual([])
})

it('types a command by its name', () => {
  type Death = Extract<AnyCommand, { type: 'ReportDeath' }>['data']
  expectTypeOf<Death>().toEqualTypeOf<{ household: string; person: string; occurredOn: string; registeredIn: string }>()
  expect(commands.get('ReportDeath')?.kind).toBe('report')
})
