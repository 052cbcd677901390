import { AlertAnswered, AlertRaised, AlertReopened, AlertResolved } from '../alert/events.ts'
import type { EventOf } from '../event.ts'
import { daysBetween } from '../values/calendar.ts'
import type { Said } from './series.ts'

/** The events of alerts that figures are made of. */
export const countedOfAlerts = [AlertRaised, AlertReopened, AlertAnswered, AlertResolved] as const
type AlertEvent = EventOf<(typeof countedOfAlerts)[number]>

/** What an alert adds to the figures: each episode counts once, and its days once. A time that runs backwards (a visit before the alert) is none. */
export function alertContributions({ type, data }: AlertEvent): readonly Said[] {
  const counted = `${data.subject}.${data.cause}.${data.episode}`
  const household = data.subject.startsWith('H') ? data.subject : null
  const said = (series: string, amount = 1): Said => ({ series, counted, amount, household })
  switch (type) {
    case 'AlertRaised':
    case 'AlertReopened': {
      const days = Math.max(0, daysBetween(data.firstSignOn, data.occurredOn))
      return [said('alerts.raised'), said(`alerts.raised.${data.sign}`), said('alerts.daysToAlert', days)]
    }
    case 'AlertAnswered': {
      if (data.found === 'notMet') return []
      const days = data.raisedOn === undefined ? undefined : daysBetween(data.raisedOn, data.occurredOn)
      return [
        said('alerts.answered'),
        ...(data.found === 'atRisk' ? [said('alerts.confirmed')] : []),
        ...(days === undefined || days < 0 ? [] : [said('alerts.visited'), said('alerts.daysToVisit', days)]),
      ]
    }
    case 'AlertResolved': {
      if (data.because !== 'recognised' || data.visitedOn === undefined) return []
      const days = Math.max(0, daysBetween(data.visitedOn, data.occurredOn))
      return [said('alerts.recognised'), said('alerts.daysToRecognition', days)]
    }
    default: {
      const never: never = type
      return never
    }
  }
}
