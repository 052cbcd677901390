import type { Command, StoredEvent } from '@rural-tracker/event-store'

/** When due work is asked for: the business date in Asia/Shanghai, and the instant (UTC). */
export type DueMoment = Readonly<{ today: string; now: string }>

/**
 * What time alone makes due: a deadline that passed, a notice that is over. A question (due, and no outcome yet) and never a stored job: a
 * day on which nobody asked is made up, with its own date. The ids of the commands are made from what is due, so that asking twice has one effect.
 *
 * @example
 * const notices: DueWork = { name: 'notices-over', find: async function* ({ today }) { for (const row of await over(today)) yield endNotice(row) } }
 */
export type DueWork = Readonly<{
  name: string
  find(moment: DueMoment): AsyncIterable<Command>
  /**
   * Commands of one lane are carried out in their order, those of different lanes at once. One without a lane comes alone, when all before it have
   * ended, and without `laneOf` all do.
   */
  laneOf?: (command: Command) => string | undefined
  /**
   * For what must not wait for the minute: asked whenever events of these types have been written, what is due because of them. That is only
   * sooner than `find`, which remains the whole question. The two are never asked at the same time.
   */
  news?: Readonly<{ types: readonly string[]; find(moment: DueMoment, events: readonly StoredEvent[]): AsyncIterable<Command> }>
}>
