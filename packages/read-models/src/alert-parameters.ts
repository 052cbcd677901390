import { type AlertParameterEvent, alertParameterEvents, settingOf } from '@rural-tracker/domain'
import { defineProjection, type KnownFact, type LogEvent, type Row } from '@rural-tracker/projections'

/** What alerts go by: clocks, leads, budgets and quiet hours, one row for each word about them; corrections stand in place of what they correct. */
export const alertParameters = defineProjection({
  name: 'alert_parameters',
  version: 1,
  grows: 'by event',
  events: alertParameterEvents,
  columns: { region: 'text', kind: 'text', on: 'text', replaces: 'text', body: 'json' },
  rows: (event: LogEvent<AlertParameterEvent>) => {
    const { kind, region, is, corrects } = settingOf(event)
    const { from, to, ...value } = is
    return [{ region, kind, on: from, replaces: corrects?.id ?? null, body: { ...value, to: to ?? null } }]
  },
})

/** A row as a fact, for the look-up that lists use: `body.to` is its last day. */
export function alertParameterOfRow({ region, position, n, kind, on, knownAt, eventId, body, replaces }: Row): KnownFact {
  const fact = { subject: region, position, n, kind, on, knownAt, eventId, body } as KnownFact
  return replaces === null ? fact : { ...fact, replaces: String(replaces) }
}
