import { quotable } from '@rural-tracker/domain'
import { type Condition, type Row, type RowStore } from '@rural-tracker/projections'
import { householdTimeline, standingFacts } from '@rural-tracker/read-models'
import { TrackerError } from './config.ts'

export type TimelineRow = Readonly<{
  occurredOn: string
  knownAt: string
  position: string
  type: string
  eventId: string
  stream: string
  data: unknown
  /** Said of a member in the household that he or she came from, and taken along by the joining event. */
  takenAlong?: Readonly<{ household: string; by: string }>
}>

/** A fact about a person that holds on the day asked for, and the household in whose stream it stands. */
export type StandingFact = Readonly<{ eventId: string; type: string; occurredOn: string; household: string; data: unknown }>

/** What was known: at an instant, or up to a position. */
type Known = Readonly<{ knownAt?: string; knownTo?: number }>

const { table } = householdTimeline

/**
 * Everything said about a household and what its members took along, in the order in which it was true.
 *
 * @throws TrackerError when nothing was known of the household.
 */
export async function timelineOf(rows: RowStore, household: string, known: Known): Promise<readonly TimelineRow[]> {
  const own = await rows.rows(table, { where: [['household', '=', household], ...clocks(known)] })
  if (own.length === 0)
    throw new TrackerError(
      'household.unknown',
      `没有户 ${quotable(household)} 的记录，请核对户编号。`,
      `Nothing is known of household ${quotable(household)}; check its number.`,
    )
  const here = new Set(own.map(({ eventId }) => eventId))
  const all: { row: Row; by?: unknown }[] = own.map((row) => ({ row }))
  for (const joined of own) {
    const ids = joined.type === 'MemberJoined' ? (joined.data as { standingFacts: readonly string[] }).standingFacts : []
    if (ids.length === 0) continue
    const said = await rows.rows(table, { where: [['person', '=', String(joined.person)], ['eventId', 'in', ids], ...clocks(known)] })
    all.push(...said.filter(({ eventId }) => !here.has(eventId)).map((row) => ({ row, by: joined.eventId })))
  }
  return all.toSorted((a, b) => inOrder(a.row, b.row)).map(({ row, by }) => timelineRow(row, by))
}

/** What holds of a person on a day, whatever households it was said in: what `AddMember` takes along by event id. */
export async function standingFactsOf(rows: RowStore, person: string, asOf: string, known: Known): Promise<readonly StandingFact[]> {
  const said = await rows.rows(table, { where: [['person', '=', person], ['occurredOn', '<=', asOf], ...clocks(known)] })
  return standingFacts(said as unknown as readonly (StandingFact & { position: number })[]).map(({ eventId, type, occurredOn, household, data }) => ({
    eventId,
    type,
    occurredOn,
    household,
    data,
  }))
}

function timelineRow(row: Row, by: unknown): TimelineRow {
  const { occurredOn, knownAt, position, type, eventId, stream, data, household } = row as unknown as TimelineRow & { household: string }
  const plain = { occurredOn, knownAt, position: String(position), type, eventId, stream, data }
  return by === undefined ? plain : { ...plain, takenAlong: { household, by: String(by) } }
}

function inOrder(a: Row, b: Row): number {
  const [one, other] = [String(a.occurredOn), String(b.occurredOn)]
  return one === other ? Number(a.position) - Number(b.position) || Number(a.n) - Number(b.n) : one < other ? -1 : 1
}

function clocks({ knownAt, knownTo }: Known): readonly Condition[] {
  return [
    ...(knownAt === undefined ? [] : [['knownAt', '<=', knownAt] as const]),
    ...(knownTo === undefined ? [] : [['position', '<=', knownTo] as const]),
  ]
}
