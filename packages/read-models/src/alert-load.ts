import { type AlertEvent, alertEvents } from '@rural-tracker/domain'
import { defineProjection, type LogEvent } from '@rural-tracker/projections'

/** One village, or one officer in one village, in one month. Counts are of episodes, by the day on which they were raised, listed, answered. */
export type AlertLoad = Readonly<{
  by: 'village' | 'officer'
  who: string
  /** Where those lived at that moment whom the alerts are about, as villages were by then. */
  village: string
  month: string
  /** New alerts, which the budget counts: first ones and those raised again. */
  raised: number
  strong: number
  weak: number
  process: number
  /** Weak signs that went to the list of their week instead. */
  listed: number
  escalated: number
  answered: number
  /** Of those answered: the visit found the risk. */
  confirmed: number
  dismissed: number
}>

/** How many alerts a village and an officer have to deal with, month by month. An officer has those he was given, and the answers he gave. */
export const alertLoad = defineProjection({
  name: 'alert_load',
  version: 2,
  grows: 'by key',
  events: alertEvents,
  key: keysOf,
  initial: nothingYet,
  evolve: counted,
  columns: {
    by: { type: 'text', of: ({ by }) => by },
    village: { type: 'text', of: ({ village }) => village },
    officer: { type: 'text', of: ({ by, who }) => (by === 'officer' ? who : null) },
    month: { type: 'text', of: ({ month }) => month },
    raised: { type: 'integer', of: ({ raised }) => raised },
    listed: { type: 'integer', of: ({ listed }) => listed },
  },
  indexes: [['by', 'month'], ['village'], ['officer']],
})

function keysOf(event: LogEvent<AlertEvent>): readonly string[] {
  const month = event.data.occurredOn.slice(0, 7)
  const officer = officerOf(event)
  return [`village/${event.division}/${month}`, ...(officer === undefined ? [] : [`officer/${event.division}/${month}/${officer}`])]
}

function nothingYet(key: string): AlertLoad {
  const [by, village = '', month = '', ...officer] = key.split('/')
  const nothing = { raised: 0, strong: 0, weak: 0, process: 0, listed: 0, escalated: 0, answered: 0, confirmed: 0, dismissed: 0 }
  return by === 'village' ? { by, who: village, village, month, ...nothing } : { by: 'officer', who: officer.join('/'), village, month, ...nothing }
}

function counted(load: AlertLoad, event: LogEvent<AlertEvent>): AlertLoad {
  switch (event.type) {
    case 'AlertRaised':
    case 'AlertReopened':
      return { ...load, raised: load.raised + 1, [event.data.sign]: load[event.data.sign] + 1 }
    case 'AlertListed':
      return { ...load, listed: load.listed + 1 }
    case 'AlertEscalated':
      return { ...load, escalated: load.escalated + 1 }
    case 'AlertAnswered': {
      if (event.data.found === 'notMet') return load
      return { ...load, answered: load.answered + 1, confirmed: load.confirmed + Number(event.data.found === 'atRisk') }
    }
    case 'AlertDismissed':
      return { ...load, dismissed: load.dismissed + 1 }
    case 'AlertAssigned':
    case 'AlertStrengthened':
    case 'AlertDueDayMoved':
    case 'AlertAcknowledged':
    case 'AlertPassedOn':
    case 'AlertResolved':
    case 'AlertWithdrawn':
      return load
    default: {
      const never: never = event
      return never
    }
  }
}

function officerOf(event: LogEvent<AlertEvent>): string | undefined {
  switch (event.type) {
    case 'AlertRaised':
    case 'AlertReopened':
      return event.data.assignee
    case 'AlertAnswered':
    case 'AlertDismissed':
      return event.actor
    default:
      return undefined
  }
}
