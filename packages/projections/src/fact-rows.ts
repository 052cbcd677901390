import { type LogEvent, poisonOf } from './event.ts'
import type { Fact, KnownFact } from './facts.ts'
import type { Row, Table } from './rows.ts'

/** A table of facts or of parameters: rows that are only ever added. */
export function factTable(name: string): Table {
  return {
    name,
    columns: {
      subject: 'text',
      position: 'integer',
      n: 'integer',
      kind: 'text',
      on: 'text',
      knownAt: 'text',
      eventId: 'text',
      replaces: 'text',
      withdraws: 'text',
      body: 'json',
    },
    key: ['subject', 'position', 'n'],
  }
}

/** What the events of these types say, each fact with where it came from and when it was known. */
export function knownFacts(events: readonly LogEvent[], types: ReadonlySet<string>, of: (event: never) => readonly Fact[]): KnownFact[] {
  const all: KnownFact[] = []
  let at: LogEvent | undefined
  try {
    for (const event of events) {
      if (!types.has(event.type)) continue
      at = event
      const position = Number(event.position)
      let n = 0
      for (const fact of of(event as never)) all.push(knownFact(fact, event, position, n++))
    }
  } catch (error) {
    throw poisonOf(at, error)
  }
  return all
}

/** Field by field and without a spread: every event of a rebuild passes here. */
function knownFact(fact: Fact, event: LogEvent, position: number, n: number): KnownFact {
  const { subject, kind, on, body, replaces, withdraws } = fact
  const known = { subject, position, n, kind, on, knownAt: event.knownAt, eventId: event.id, body }
  if (replaces !== undefined) return { ...known, replaces }
  return withdraws === undefined ? known : { ...known, withdraws }
}

export function factOfRow(row: Row): KnownFact {
  const { subject, position, n, kind, on, knownAt, eventId, body, replaces, withdraws } = row as unknown as StoredFact
  const fact = { subject, position, n, kind, on, knownAt, eventId, body }
  if (replaces !== null) return { ...fact, replaces }
  return withdraws === null ? fact : { ...fact, withdraws }
}

type StoredFact = Omit<KnownFact, 'replaces' | 'withdraws'> & Readonly<{ replaces: string | null; withdraws: string | null }>

/** Groups of whole subjects out of facts sorted by subject, a batch at a time. */
export async function* bySubject(sorted: AsyncIterable<readonly Row[]>): AsyncIterable<KnownFact[][]> {
  let open: KnownFact[] = []
  for await (const batch of sorted) {
    const whole: KnownFact[][] = []
    for (const row of batch) {
      const fact = factOfRow(row)
      if (open.length > 0 && open[0]?.subject !== fact.subject) {
        whole.push(open)
        open = []
      }
      open.push(fact)
    }
    yield whole
  }
  if (open.length > 0) yield [open]
}
