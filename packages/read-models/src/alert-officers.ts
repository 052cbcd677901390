import { AlertAssigned, AlertRaised, AlertReopened, type EventOf } from '@rural-tracker/domain'
import { defineProjection, type LogEvent } from '@rural-tracker/projections'

/** One officer who has, or had, one alert in one of its episodes. */
export type AlertOfficer = Readonly<{
  officer: string
  alert: string
  episode: number
  /** The day on which it first became the officer’s, and where the household lived then. */
  since: string
  village: string
  /** It was somebody else’s, or nobody’s, when it was raised. */
  takenOver: boolean
}>

const given = [AlertRaised, AlertReopened, AlertAssigned] as const
type Given = LogEvent<EventOf<(typeof given)[number]>>

/**
 * Which officer has had which alert: those that were raised to him, and those that he took over. Who gets one back, or keeps it where its household
 * lives elsewhere, has had it before. What is passed on to a stage or a department is nobody’s in particular until somebody is named.
 */
export const alertOfficers = defineProjection({
  name: 'alert_officers',
  version: 1,
  grows: 'by key',
  events: given,
  key: keyOf,
  initial: (): AlertOfficer | null => null,
  evolve: (before, event: Given) => before ?? firstHad(event),
  columns: {
    officer: { type: 'text', of: (row) => row?.officer ?? null },
    alert: { type: 'text', of: (row) => row?.alert ?? null },
    episode: { type: 'integer', of: (row) => row?.episode ?? null },
    village: { type: 'text', of: (row) => row?.village ?? null },
    since: { type: 'text', of: (row) => row?.since ?? null },
    takenOver: { type: 'integer', of: (row) => Number(row?.takenOver ?? false) },
  },
  indexes: [['takenOver', 'since'], ['officer'], ['village']],
})

function keyOf({ stream, data: { episode, assignee } }: Given): string | undefined {
  return assignee ? `${stream}/${episode}/${assignee}` : undefined
}

function firstHad({ type, stream, division, data: { episode, assignee, occurredOn } }: Given): AlertOfficer {
  return { officer: assignee ?? '', alert: stream, episode, since: occurredOn, village: division, takenOver: type === 'AlertAssigned' }
}
