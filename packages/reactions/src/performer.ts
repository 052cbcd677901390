import type { Command, CommandOutcome } from '@rural-tracker/event-store'
import { DAY_OF_RETRIES, type Effect, type EffectHandler } from './effect.ts'
import type { Carried } from './effects.ts'
import { ofIds, OUTBOX, type Owed, rowOf } from './outbox.ts'
import { codeOf, nobodyKnows, notRecorded, type OnProblem } from './problems.ts'
import type { ReactionsFile } from './reactions-file.ts'

/** How long an outcome that could not be recorded is left alone: the log may be away. */
const UNRECORDED_MS = 30_000

export type PerformerOptions = Readonly<{
  handlers: ReadonlyMap<string, EffectHandler>
  file: ReactionsFile
  execute: (command: Command) => Promise<CommandOutcome>
  now: () => number
  onProblem: OnProblem
  /** Something is owed no more, or for later. */
  onSettled: (outcomeStands: boolean) => void
}>

/** What became of a try: nothing is owed any more, or the same again, later. */
type Settled = 'outcome stands' | Readonly<{ attempt: number; inMs: number; reason: string }>

/** Performs one effect at a time as it comes from the queue, records its outcome in the log, and only then takes it off the outbox. */
export class Performer {
  readonly #o: PerformerOptions

  constructor(options: PerformerOptions) {
    this.#o = options
  }

  async perform({ effect, attempt }: Carried, signal: AbortSignal): Promise<void> {
    const { handlers, onProblem, onSettled } = this.#o
    const handler = handlers.get(effect.name)
    if (!handler) return onProblem(nobodyKnows(effect.name))
    const settled = await this.#attempt(handler, effect, attempt, signal)
    await this.#settle(effect, settled)
    onSettled(settled === 'outcome stands')
  }

  async #attempt(handler: EffectHandler, effect: Effect, attempt: number, signal: AbortSignal): Promise<Settled> {
    try {
      if (await handler.outcomeOf(effect)) return 'outcome stands'
    } catch (error) {
      return this.#unrecorded(handler, attempt, codeOf(error))
    }
    const performed = await handler
      .perform(effect, { attempt, signal })
      .catch((error: unknown) => ({ kind: 'again', reason: codeOf(error), afterMs: undefined }) as const)
    if (performed.kind !== 'again') return this.#record(handler, performed.commands, attempt)
    // Stopped in the middle of it: that was no try.
    if (signal.aborted) return { attempt, inMs: 0, reason: 'stopped' }
    const { reason, afterMs = 0 } = performed
    const pause = (handler.retries ?? DAY_OF_RETRIES)[attempt - 1]
    if (pause !== undefined) return { attempt: attempt + 1, inMs: Math.max(pause, afterMs), reason }
    return this.#record(handler, () => handler.givenUp(effect, { attempts: attempt, reason }), attempt)
  }

  async #record(
    handler: EffectHandler,
    given: readonly Command[] | (() => Promise<readonly Command[]> | readonly Command[]),
    attempt: number,
  ): Promise<Settled> {
    try {
      for (const command of typeof given === 'function' ? await given() : given) {
        const outcome = await this.#o.execute(command)
        if (!outcome.ok) return this.#unrecorded(handler, attempt, outcome.refused)
      }
      return 'outcome stands'
    } catch (error) {
      return this.#unrecorded(handler, attempt, codeOf(error))
    }
  }

  /** It happened, or it did not, and the log does not say so: the same try again. */
  #unrecorded({ name }: EffectHandler, attempt: number, code: string): Settled {
    this.#o.onProblem(notRecorded(name, code))
    return { attempt, inMs: UNRECORDED_MS, reason: code }
  }

  async #settle(effect: Effect, settled: Settled): Promise<void> {
    const { file, now } = this.#o
    await file.write(async (tx, slot) => {
      if (settled === 'outcome stands') return tx.remove(slot, OUTBOX, 'id', [effect.id])
      const [owed] = await ofIds(tx, slot, [effect.id])
      if (!owed) return
      const { attempt, inMs, reason } = settled
      const later: Owed = { ...owed, state: 'waiting', attempt, dueAt: now() + inMs, reason }
      await tx.upsert(slot, OUTBOX, [rowOf(later)])
    })
  }
}
