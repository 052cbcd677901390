import type { EventStore } from '@rural-tracker/event-store'
import type { LogEvent } from '../event.ts'
import type { KnownFact } from '../facts.ts'
import { rowsKnownAt } from '../known-at.ts'
import type { ListModel } from '../list.ts'
import type { ReadModel } from '../model.ts'
import { DecodedPage } from '../page.ts'
import type { Projection } from '../projection.ts'
import type { ColumnType, Row, RowStore, Table } from '../rows.ts'

/** The rows of every table of a model, in the order of `model.tables`. */
export type Tables = readonly (readonly Row[])[]

export type AnyModel = Projection | ListModel

/** Every table of a model, in an order that does not depend on how it was filled. */
export async function dump(rows: RowStore, model: ReadModel): Promise<Tables> {
  return sorted(await Promise.all(model.tables.map((table) => rows.rows(table))))
}

export function sorted(tables: Tables): Tables {
  return tables.map((rows) =>
    rows
      .map((row) => ({ text: canonical(row), row: { ...row } }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
      .map(({ row }) => row),
  )
}

/** The tables with the positions of another log that holds the same events. */
export function renumbered(tables: Tables, positions: ReadonlyMap<number, number>): Tables {
  return sorted(tables.map((rows) => rows.map((row) => ('position' in row ? { ...row, position: positions.get(Number(row.position)) } : row))))
}

/** The events of a model as its fold sees them. */
export async function eventsOf(store: EventStore, model: ReadModel): Promise<LogEvent[]> {
  const events: LogEvent[] = []
  for await (const page of store.readAll({ filter: { types: model.types } })) {
    const decoded = new DecodedPage(page.events).for(model, undefined, new Set())
    if (decoded.poison) throw decoded.poison
    events.push(...decoded.events)
  }
  return events
}

/** Every table from what is known at the head of the log, in memory, exactly as the definition gave it: nothing has been through a store. */
export async function tablesKnownAtHead(store: EventStore, model: AnyModel, today: string): Promise<Tables> {
  if ('grows' in model) return [await rowsKnownAt(store, model, {})]
  const events = await eventsOf(store, model)
  const facts = model.factsOf(events)
  const parameters = model.parametersOf(events)
  const standing = model.parametersAt(parameters, { asOf: today })
  const list: Row[] = []
  const subjects: Row[] = []
  const asked = new Map<number, Row>()
  for (const [subject, own] of Map.groupBy(facts, (fact) => fact.subject)) {
    const derived = model.deriveFrom(subject, own, standing)
    const { id, kinds } = derived.asked
    const position = Math.max(...own.map((fact) => fact.position))
    list.push(...derived.rows.map((row) => ({ subject, position, ...(row as Row) })))
    subjects.push({ subject, place: derived.place ?? null, nextChangeOn: derived.nextChangeOn ?? null, asked: id })
    if (id !== null) asked.set(id, { id, kinds })
  }
  const rowOf = (fact: KnownFact): Row => ({ ...fact, replaces: fact.replaces ?? null, withdraws: fact.withdraws ?? null })
  return [list, facts.map(rowOf), parameters.map(rowOf), subjects, [...asked.values()]]
}

/** What of a row does not fit its table: a column missing, one too many, or a value of another type. */
export function misfits(table: Table, row: Row): string[] {
  const unknown = Object.keys(row).filter((name) => !Object.hasOwn(table.columns, name))
  const wrong = Object.entries(table.columns).filter(([name, type]) => !fits(type, row[name]))
  return [
    ...unknown.map((name) => `${table.name}.${name} is no column`),
    ...wrong.map(([name, type]) => `${table.name}.${name} holds ${typeof row[name]}, not ${type}`),
  ]
}

function fits(type: ColumnType, value: unknown): boolean {
  if (type === 'json') return value !== undefined
  return value === null || (type === 'text' ? typeof value === 'string' : Number.isSafeInteger(value))
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
