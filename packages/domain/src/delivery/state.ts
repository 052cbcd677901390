import type { About, DeliveryEvent } from './events.ts'

/** `open`: the round has no outcome yet. */
export type DeliveryState = Readonly<{
  round: number
  outcome: 'open' | 'succeeded' | 'failed'
  known: Readonly<{ webhook: string; about: About }> | undefined
}>

export const initial: DeliveryState = { round: 1, outcome: 'open', known: undefined }

export function evolve(_state: DeliveryState, event: DeliveryEvent): DeliveryState {
  const { round, webhook, about } = event.data
  const known = { webhook, about }
  switch (event.type) {
    case 'DeliverySucceeded':
      return { round, outcome: 'succeeded', known }
    case 'DeliveryFailed':
      return { round, outcome: 'failed', known }
    case 'DeliveryRequeued':
      return { round, outcome: 'open', known }
    default: {
      const never: never = event
      return never
    }
  }
}
