import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate, Period } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { LocalId } from '../values/ids.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

const here = { division: DivisionCode, report: LocalId, occurredOn: IsoDate }

/** A published work report; `occurredOn` is the day it was given. */
export const ReportPublished = defineEvent('ReportPublished', z.strictObject({ ...here, title: z.string().min(1).max(120), period: Period }))

/** A figure as it was published: a claim, kept as written. It is held against the log and never changes it. */
export const FigurePublished = defineEvent(
  'FigurePublished',
  z.strictObject({
    ...here,
    claim: z.string().regex(/^[A-Z]{2}-\d{3}$/),
    kind: z.enum(['computed', 'fact', 'statement']),
    /** The figure of ours that answers to it; none for a statement. */
    indicator: z.string().max(80).nullable(),
    /** In the indicator's own unit: fen, metres, percent or a count; null where the text gives no number. */
    value: z.number().nullable(),
    written: z.string().max(120),
    unit: z.string().max(40),
    relation: z.enum(['=', '≥', 'conflict', 'none']),
    period: Period,
    /** Why no event can carry it, for a statement. */
    reason: z.string().max(200).nullable(),
    quote: z.string().max(400),
  }),
)

export const reportEvents = [ReportPublished, FigurePublished] as const
export type ReportEvent = EventOf<(typeof reportEvents)[number]>
