import { aggregates } from '@rural-tracker/domain'
import { type Command, createImporter, type EventStore, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import { type AnyModel, sorted, tablesKnownAtHead } from '@rural-tracker/projections/testing'

/** The day of lists derived from a golden log. */
const AS_OF = '2020-12-31'

type LogLine = Readonly<{ stream: string; revision: number; recordedAt: string }> & Pick<StoredEvent, 'id' | 'type' | 'data' | 'metadata'>

/** The events of these commands, one stored event a line. Made once for a log, and never again. */
export async function logOf(commands: readonly Command[]): Promise<string> {
  const store = openMemoryStore({ now: () => commands.at(-1)?.knownAt ?? '' })
  await createImporter({ store, aggregates }).import(commands, (outcome, index) => {
    if (!outcome.ok) throw new Error(`command ${index + 1} was refused: ${outcome.refused}`)
  })
  const lines: string[] = []
  for await (const page of store.readAll()) lines.push(...page.events.map((event) => JSON.stringify(event)))
  return text(lines)
}

/** A store that holds a log as it was written: ids, revisions, positions and times. */
export async function storeOf(log: string): Promise<EventStore> {
  const events = linesOf(log).map((line) => JSON.parse(line) as LogLine)
  const times = events.map(({ recordedAt }) => recordedAt)
  const store = openMemoryStore({ now: () => times.shift() ?? '' })
  for (const { stream, revision, ...event } of events) await store.append(stream, revision === 0 ? 'no_stream' : BigInt(revision - 1), [event])
  return store
}

/** Every row of every table of a model, one a line, in an order of its own. */
export async function rowsOf(model: AnyModel, log: string): Promise<string> {
  const tables = sorted(await tablesKnownAtHead(await storeOf(log), model, AS_OF))
  return text(
    model.tables.flatMap(({ name, columns }, i) =>
      (tables[i] ?? []).map((row) =>
        JSON.stringify({ table: name, ...Object.fromEntries(Object.keys(columns).map((column) => [column, row[column] ?? null])) }),
      ),
    ),
  )
}

/** The file that keeps the rows of today's version of a model. */
export function rowsFile({ name, version }: AnyModel): string {
  return `${name}.v${version}.ndjson`
}

export function linesOf(file: string): string[] {
  return file.split(/\r?\n/).filter((line) => line !== '')
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
