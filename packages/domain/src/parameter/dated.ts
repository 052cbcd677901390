import { z } from 'zod'
import type { Text } from '../aggregate.ts'
import { defineEvent } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { EventId } from '../values/ids.ts'

/** `occurredOn` is the first day in force; it can begin in the middle of a year. */
const here = { region: DivisionCode, occurredOn: IsoDate }

/** When a value holds and who says so; `to` is the last day in force. `assumption` marks a value without a source for this region. */
export const dated = {
  from: IsoDate,
  to: IsoDate.optional(),
  /** Document number, or who says so. */
  basis: z.string().min(1).max(120),
  assumption: z.boolean(),
}

type Is<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>

/**
 * One family of dated, regional parameters: two events and what two commands need. A value is set once from a day on, per key,
 * and then corrected; a correction carries what was, keeps the key and may move the first day.
 *
 * @example
 * defineDated({ kind: 'deadline', shape: { ...dated, stage, length, unit }, key: ({ stage }) => stage, … })
 * // DeadlineSet       { region, occurredOn (= from), from, to?, basis, assumption, stage, length, unit }
 * // DeadlineCorrected { region, occurredOn (= is.from), corrects (the event that set it), was, is }
 */
export function defineDated<
  const Kind extends string,
  const Set extends string,
  const Corrected extends string,
  const SetCommand extends string,
  const CorrectCommand extends string,
  const Shape extends typeof dated,
>(family: {
  kind: Kind
  /** The word for it in refusal codes: `parameter.deadline-set`, `parameter.no-such-deadline`. */
  code: string
  events: readonly [Set, Corrected]
  commands: readonly [SetCommand, CorrectCommand]
  shape: Shape
  /** What a region has several of at a time; without it there is one value a day. */
  key?: (is: Is<Shape>) => string
  /** What a value of this shape may still have wrong, in one sentence. */
  fault?: (is: Is<Shape>) => Text | undefined
}) {
  const { kind, events, shape, key } = family
  const value = z.strictObject(shape)
  return {
    ...family,
    value,
    Set: defineEvent(events[0], z.strictObject({ ...here, ...shape })),
    Corrected: defineEvent(events[1], z.strictObject({ ...here, corrects: EventId, was: value, is: value })),
    /** `kind`, or `kind.key`. */
    kindOf: (is: Is<Shape>): string => (key ? `${kind}.${key(is)}` : kind),
  }
}
