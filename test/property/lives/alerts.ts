import { readFileSync } from 'node:fs'
import { dateAt, plusDays } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import type { Tracker } from '@rural-tracker/tracker'
import { expect } from 'vitest'
import { here } from '../../../scripts/step.ts'

type Data = Readonly<Record<string, unknown>>

/** What is shipped for alerts, known before anybody lives; `changed` may say otherwise of what one command sets. */
export function shippedForAlerts(changed: (type: string, data: Data) => Data = (_type, data) => data): readonly Command[] {
  return readFileSync(here('packages/domain/parameters/alerts.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line, i): Command => {
      const { type, data } = JSON.parse(line) as { type: string; data: Data }
      const known = { actor: 'county:office', source: 'import:test', knownAt: '2022-12-01T00:00:00.000Z' }
      return { type, data: changed(type, data), commandId: `alerts.${i}`, ...known }
    })
}

/** The day on which a command of a life became known. */
export function dayOf({ knownAt = '' }: Command): string {
  return dateAt(knownAt)
}

/** A day in a life, in hundredths of it. */
export function dayIn(life: readonly Command[], hundredths: number): string {
  const [begin = '', end = ''] = [life.map(dayOf)[0], life.map(dayOf).at(-1)]
  return plusDays(begin, Math.floor((((Date.parse(end) - Date.parse(begin)) / 86_400_000) * hundredths) / 100))
}

/** Every alert, past ones too, and all that was said of each. As known at the head of the log they are the same, folded anew. */
export async function everythingOfAlerts(tracker: Tracker) {
  const { rows, position } = await tracker.alerts({ past: true, sort: 'village' })
  if (position !== null) expect((await tracker.alerts({ past: true, sort: 'village', knownAt: position })).rows).toEqual(rows)
  const histories = await Promise.all(rows.map(async ({ alert }) => (await tracker.alert(alert)).history))
  return {
    rows,
    histories: histories.map((history) => history.map(({ type, episode, occurredOn, data }) => ({ type, episode, occurredOn, data }))),
  }
}
