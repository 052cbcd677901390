import type { Effect } from './effect.ts'

/** What a queue carries: the effect and which try this is, from 1. */
export type Carried = Readonly<{ effect: Effect; attempt: number }>

/** What tells one try from another, for a queue. */
export function nameOf({ effect, attempt }: Carried): string {
  return `${effect.id}.${attempt}`
}

/**
 * Carries effects to those who perform them. It may lose everything and may deliver twice: what is owed stands in the outbox, and what happened in the
 * log. Both runners pass `describeEffects`.
 */
export interface Effects {
  /**
   * Hands an effect over. The same try of it that is still waiting or under way swallows it; the next try is not swallowed, because the one before
   * is written down as ended a moment before the queue knows. Not before `notBefore` (milliseconds since 1970).
   *
   * @throws when the queue cannot be reached; nothing was handed over then, or it is delivered all the same.
   */
  enqueue(carried: Carried, how?: Readonly<{ notBefore?: number }>): Promise<void>
  /** Performs what comes, several at once, until the signal aborts; what is under way then is waited for. What `perform` throws ends nothing. */
  work(perform: (carried: Carried) => Promise<void>, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}
