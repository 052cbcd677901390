import type { EventDefinition, Json } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'

/**
 * Something to be done outside, once an event stands. The id is made from the event, so that the same event asks for the same effect; the
 * payload holds ids and coded kinds and never a body: what is sent is read from the log when it is sent.
 */
export type Effect = Readonly<{ id: string; name: string; payload: Json }>

/** The n-th try, from 1. The signal aborts when the process stops; what was begun may then be left. */
export type Attempt = Readonly<{ attempt: number; signal: AbortSignal }>

/**
 * How a try ended. `done`: it has happened. `failed`: it never will, and `commands` record a dead letter. `again`: not now; it is tried
 * again by the handler's retries, or not before `afterMs` where the other side asked for more time. `commands` are the outcome: they are executed
 * in order, each with an id that is the same at every try.
 */
export type Performed =
  | Readonly<{ kind: 'done'; commands: readonly Command[] }>
  | Readonly<{ kind: 'failed'; commands: readonly Command[] }>
  | Readonly<{ kind: 'again'; reason: string; afterMs?: number }>

/** What effects of one name do. It can happen more than once (a process dies between doing and recording) and is recorded once. */
export type EffectHandler = Readonly<{
  name: string
  /** The events that say how an effect ended. A log that holds one and has no reactions file has lost it. */
  outcomes: readonly EventDefinition[]
  /** Whether the outcome stands in the log already: asked before each try. */
  outcomeOf(effect: Effect): Promise<boolean>
  /** What it throws counts as `again`. */
  perform(effect: Effect, attempt: Attempt): Promise<Performed>
  /** What is recorded when the last try did not succeed either. */
  givenUp(effect: Effect, why: Readonly<{ attempts: number; reason: string }>): Promise<readonly Command[]> | readonly Command[]
  /** Milliseconds before the second try, the third, and so on; no more tries than that. By default `DAY_OF_RETRIES`. */
  retries?: readonly number[]
  /** Effects of one lane share a rate and wait for each other: the receiver, say. By default the name of the handler. */
  lane?(effect: Effect): string
  /** How many effects of its lane may begin in a minute. */
  ratePerMinute?(effect: Effect): number | undefined
}>

const [S, M, H] = [1_000, 60_000, 3_600_000]
/** Ten tries within a day and a half. */
export const DAY_OF_RETRIES: readonly number[] = [5 * S, 30 * S, 2 * M, 10 * M, 30 * M, H, 3 * H, 8 * H, 24 * H]

const ID = /^[A-Za-z0-9._-]{1,200}$/

/** @throws for an id that a queue could not take: that is a programming error of the reaction. */
export function checkedEffect(effect: Effect): Effect {
  if (ID.test(effect.id)) return effect
  throw new Error(`the id of an effect of ${effect.name} has other signs than A-Z a-z 0-9 . _ -`)
}
