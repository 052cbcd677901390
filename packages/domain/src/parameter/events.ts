import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { EventId } from '../values/ids.ts'
import { PositiveFen } from '../values/money.ts'
import { Programme } from '../payment-list/events.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** `occurredOn` is the first day in force; it can begin in the middle of a year. */
const here = { region: DivisionCode, occurredOn: IsoDate }

/** Yuan per person and year as fen; `to` is the last day in force. `assumption` marks a value without a source for this region. */
export const Line = z.strictObject({
  from: IsoDate,
  to: IsoDate.optional(),
  amount: PositiveFen,
  /** Document number, or who says so. */
  basis: z.string().min(1).max(120),
  assumption: z.boolean(),
})
/** 监测线. */
export const MonitoringLineSet = defineEvent('MonitoringLineSet', z.strictObject({ ...here, ...Line.shape }))
export const MonitoringLineCorrected = defineEvent('MonitoringLineCorrected', z.strictObject({ ...here, corrects: EventId, was: Line, is: Line }))
/** What one unit of a programme is paid: fen per unit. */
export const TariffSet = defineEvent(
  'TariffSet',
  z.strictObject({ ...here, programme: Programme, amount: PositiveFen, basis: z.string().min(1).max(120) }),
)
/** `from` is the first day in force. */
export const Tariff = z.strictObject({ from: IsoDate, amount: PositiveFen, basis: z.string().min(1).max(120) })
/** `corrects` is the event that set it, also for a second correction. */
export const TariffCorrected = defineEvent(
  'TariffCorrected',
  z.strictObject({ ...here, programme: Programme, corrects: EventId, was: Tariff, is: Tariff }),
)

export const parameterEvents = [MonitoringLineSet, MonitoringLineCorrected, TariffSet, TariffCorrected] as const
export type ParameterEvent = EventOf<(typeof parameterEvents)[number]>
