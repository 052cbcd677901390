import { type AlertEvent, type AlertState, evolveAlert, initialAlert } from '@rural-tracker/domain'
import type { Condition, Row, RowStore } from '@rural-tracker/projections'
import { alertHistory } from '@rural-tracker/read-models'

/** Both clocks of a question about alerts: what had happened by a day, as far as it was known at an instant or up to a position. */
export type AlertClocks = Readonly<{ asOf?: string; knownAt?: string; knownTo?: number }>

/** Whether the alerts that are kept do not answer: they are as everything that is known by now has made them. */
export function isOfThen({ asOf, knownAt, knownTo }: AlertClocks): boolean {
  return [asOf, knownAt, knownTo].some((clock) => clock !== undefined)
}

/** What of the history had been said by then. */
export function saidByThen({ asOf, knownAt, knownTo }: AlertClocks): readonly Condition[] {
  return [
    ...(asOf === undefined ? [] : [['occurredOn', '<=', asOf] as const]),
    ...(knownAt === undefined ? [] : [['knownAt', '<=', knownAt] as const]),
    ...(knownTo === undefined ? [] : [['position', '<=', knownTo] as const]),
  ]
}

/**
 * Alerts as they stood then, folded again from what had been said of each: in the order in which it was said, because a later word rests on
 * those before it. What was said of an episode that had not begun by then is left out.
 */
export async function alertsOfThen(rows: RowStore, clocks: AlertClocks, of: readonly Condition[] = []): Promise<readonly AlertState[]> {
  const stood = new Map<string, AlertState>()
  const order = [
    ['alert', 'asc'],
    ['position', 'asc'],
    ['n', 'asc'],
  ] as const
  for await (const batch of rows.scan(alertHistory.table, { where: [...of, ...saidByThen(clocks)], order })) {
    for (const row of batch) {
      const alert = String(row['alert'])
      const before = stood.get(alert) ?? initialAlert
      if (hasBegun(before, row)) stood.set(alert, evolveAlert(before, eventOf(row), { id: String(row['eventId']), actor: String(row['actor']) }))
    }
  }
  return [...stood.values()]
}

const BEGINS: ReadonlySet<unknown> = new Set(['AlertRaised', 'AlertListed', 'AlertReopened'])

function hasBegun({ episode }: AlertState, row: Row): boolean {
  return BEGINS.has(row['type']) || Number(row['episode']) <= episode
}

function eventOf({ type, data }: Row): AlertEvent {
  return { type, data } as AlertEvent
}
