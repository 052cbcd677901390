import type { Command, CommandOutcome } from '@rural-tracker/event-store'
import type { DueMoment, DueWork } from './due-work.ts'
import { codeOf, dueWorkFailed, type OnProblem } from './problems.ts'

/** What the clock has asked for: `news` are the commands that had an effect. */
export type Asked = Readonly<{ name: string; commands: number; news: number; refused: number }>

/** Of several questions: all that had an effect, and what the last one has still asked for without any. */
export function askedAfter(before: readonly Asked[], last: readonly Asked[]): readonly Asked[] {
  const had = new Map(before.map(({ name, news }) => [name, news]))
  return last.map(({ name, commands, news, refused }) => {
    const earlier = had.get(name) ?? 0
    return { name, commands: earlier + commands, news: earlier + news, refused }
  })
}

/** Asks what is due and has it done. One kind of due work that fails does not stop the others. */
export async function askClock(
  dueWork: readonly DueWork[],
  moment: DueMoment,
  how: Readonly<{ execute: (command: Command) => Promise<CommandOutcome>; onProblem: OnProblem; signal: AbortSignal }>,
): Promise<readonly Asked[]> {
  const all: Asked[] = []
  for (const { name, find, laneOf } of dueWork) {
    const asked = { name, commands: 0, news: 0, refused: 0 }
    all.push(asked)
    const carry = async (command: Command) => {
      if (how.signal.aborted) return
      const outcome = await how.execute(command)
      asked.commands++
      if (!outcome.ok) {
        asked.refused++
        how.onProblem(dueWorkFailed(name, outcome.refused))
      } else if (outcome.events.length > 0 && !outcome.repeated) asked.news++
    }
    const lanes = new Lanes()
    try {
      for await (const command of find(moment)) {
        if (how.signal.aborted) break
        const lane = laneOf?.(command)
        if (lane !== undefined) await lanes.add(lane, () => carry(command))
        else {
          await lanes.ended()
          await carry(command)
        }
      }
      await lanes.ended()
    } catch (error) {
      await lanes.ended().catch(() => {})
      how.onProblem(dueWorkFailed(name, codeOf(error)))
    }
    if (how.signal.aborted) return all
  }
  return all
}

const AT_ONCE = 64

/** Work side by side, that of one lane in its order. */
class Lanes {
  readonly #last = new Map<string, Promise<void>>()

  /** Waits while too much is under way. @throws what work before it has thrown. */
  async add(lane: string, work: () => Promise<void>): Promise<void> {
    if (this.#last.size >= AT_ONCE) await this.ended()
    const mine = (this.#last.get(lane) ?? Promise.resolve()).then(work)
    // Told by who waits for all of them.
    mine.catch(() => {})
    this.#last.set(lane, mine)
  }

  /** @throws what one of them has thrown, when all have ended. */
  async ended(): Promise<void> {
    const outcomes = await Promise.allSettled(this.#last.values())
    this.#last.clear()
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }
}
