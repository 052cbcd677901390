import type { WebhookEvent } from './events.ts'

export type Subscription = Readonly<{ url: string; events: readonly string[]; readModels: readonly string[]; ratePerMinute: number }>
/** `rotatedOn` is the day on which the secret of this generation came to be. A generation is never used twice. */
export type WebhookState = Readonly<{ subscription: Subscription | undefined; generation: number; rotatedOn: string }>

export const initial: WebhookState = { subscription: undefined, generation: 0, rotatedOn: '' }

export function evolve(state: WebhookState, event: WebhookEvent): WebhookState {
  switch (event.type) {
    case 'WebhookSubscribed':
      return { subscription: asked(event.data), generation: event.data.generation, rotatedOn: event.data.occurredOn }
    case 'WebhookChanged':
      return { ...state, subscription: asked(event.data) }
    case 'WebhookSecretRotated':
      return { ...state, generation: event.data.generation, rotatedOn: event.data.occurredOn }
    case 'WebhookUnsubscribed':
      return { ...state, subscription: undefined }
    default: {
      const never: never = event
      return never
    }
  }
}

function asked({ url, events, readModels, ratePerMinute }: Subscription): Subscription {
  return { url, events, readModels, ratePerMinute }
}
