import type { IsoDate } from '../values/dates.ts'
import { type DivisionCode, divisionsUpFrom } from '../values/division.ts'
import type { MonitoringParameterKind, ParameterValue } from './kinds.ts'

/** When a value is in force: from its first day to its last one, both included; without a last day until another begins. */
export type InForce = Readonly<{ from: IsoDate; to?: IsoDate | null | undefined }>

/**
 * Of the values of one kind in one region, the one that began last by the day, unless it has ended. A later value puts an end to the one
 * before: where it was set for a year and none follows, none is in force, and not one of years ago.
 */
export function lastInForce<Value extends InForce>(values: Iterable<Value>, on: IsoDate): Value | undefined {
  let last: Value | undefined
  for (const value of values) if (value.from <= on && (last === undefined || value.from >= last.from)) last = value
  return last && (last.to ?? on) >= on ? last : undefined
}

/**
 * The value in force on the day in the nearest region that has one: the place itself, then every division above it, the nation last.
 * A nearer value that has ended leaves the day to the region above.
 *
 * @param valuesIn the values of the one kind asked for, region by region
 */
export function nearestInForce<Value extends InForce>(
  place: DivisionCode,
  on: IsoDate,
  valuesIn: (region: DivisionCode) => Iterable<Value>,
): Value | undefined {
  for (const region of divisionsUpFrom(place)) {
    const value = lastInForce(valuesIn(region), on)
    if (value) return value
  }
  return undefined
}

/** A parameter as the rules see it; `on` is its first day, `subject` its region, `eventId` what set or last corrected it. */
export type ParameterFact<Kind extends MonitoringParameterKind = MonitoringParameterKind> = Kind extends MonitoringParameterKind
  ? Readonly<{ subject: DivisionCode; on: IsoDate; eventId: string; kind: Kind; body: ParameterBody<Kind> }>
  : never
export type ParameterBody<Kind extends MonitoringParameterKind> = Omit<ParameterValue<Kind>, 'from' | 'to'> & Readonly<{ to: IsoDate | null }>

/** The parameter of a kind in force on a day, for one place. */
export type ParameterLookUp = <Kind extends MonitoringParameterKind>(kind: Kind, on: IsoDate) => ParameterFact<Kind> | undefined
