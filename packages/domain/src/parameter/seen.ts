import { type Seen, streamName } from '../aggregate.ts'
import type { IsoDate } from '../values/dates.ts'
import { type DivisionCode, divisionsUpFrom } from '../values/division.ts'
import { familyOf, type ParameterKind, type ParameterValue } from './kinds.ts'
import { nearestInForce } from './look-up.ts'
import type { ParameterState } from './state.ts'

/** A parameter that a decision rested on: its value, where and since when, and the event and revision to keep as its basis. */
export type SeenParameter<Kind extends ParameterKind> = Readonly<{
  kind: Kind
  value: ParameterValue<Kind>
  region: DivisionCode
  from: IsoDate
  /** The event that set or last corrected it. */
  event: string
  stream: string
  revision: number
}>

/** The streams to read before parameters of these kinds can be looked up for a place: one for each region upward and family. */
export function parameterStreams(place: DivisionCode, ...kinds: readonly ParameterKind[]): readonly string[] {
  const families = new Set(kinds.map(familyOf))
  return divisionsUpFrom(place).flatMap((region) => [...families].map((family) => streamName('parameter', region, family)))
}

/**
 * The parameter of a kind in force on a day in the nearest region, out of the streams a command has read.
 *
 * @example parameterIn(seen, 'deadline.notice', '431224105201', '2023-10-29')?.value.length // 5
 */
export function parameterIn<Kind extends ParameterKind>(seen: Seen, kind: Kind, place: DivisionCode, on: IsoDate): SeenParameter<Kind> | undefined {
  return nearestInForce(place, on, (region) => {
    const stream = streamName('parameter', region, familyOf(kind))
    const there = seen(stream)
    if (!there) return []
    return Object.values((there.state as ParameterState).values)
      .filter((value) => value.kind === kind)
      .map(({ by, is }) => {
        const value = is as unknown as ParameterValue<Kind>
        return { kind, value, region, from: is.from, to: is.to, event: by, stream, revision: there.revision }
      })
  })
}
