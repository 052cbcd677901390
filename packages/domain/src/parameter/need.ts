import type { Text } from '../aggregate.ts'
import type { IsoDate } from '../values/dates.ts'
import { type DivisionCode, regionName } from '../values/division.ts'
import { familyOf, type MonitoringParameterKind, type ParameterKind } from './kinds.ts'
import type { ParameterBody, ParameterFact, ParameterLookUp } from './look-up.ts'
import { titleOf } from './titles.ts'

/** A parameter that nobody has set, and the sentence that says so. */
export type Missing = Readonly<{ missing: ParameterKind; message: Text }>
export type Needed<Kind extends MonitoringParameterKind> = Readonly<{ value: ParameterBody<Kind>; fact: ParameterFact<Kind> }>

export function isMissing(needed: object): needed is Missing {
  return 'missing' in needed
}

/**
 * A parameter that a rule cannot do without, for one place on one day, or what to say when it is not set.
 *
 * @example
 * const line = need(parameter, 'monitoringLine', asOf, '431224105201')
 * if (isMissing(line)) return notSet(line.message) // 未设定湖南 2024 年的监测线
 */
export function need<Kind extends MonitoringParameterKind>(
  parameter: ParameterLookUp,
  kind: Kind,
  on: IsoDate,
  place: DivisionCode,
): Needed<Kind> | Missing {
  const fact = parameter(kind, on)
  return fact ? { value: fact.body as unknown as ParameterBody<Kind>, fact } : missing(kind, on, place)
}

/** What to say when nothing of this kind is in force for a place on a day. A calendar is missing for its own year, wherever one is. */
export function missing(kind: ParameterKind, on: IsoDate, place: DivisionCode): Missing {
  return { missing: kind, message: sentence(kind, on.slice(0, 4), regionName(place)) }
}

function sentence(kind: ParameterKind, year: string, region: Text): Text {
  switch (familyOf(kind)) {
    case 'workingCalendar':
      return noCalendar(Number(kind.slice('workingCalendar.'.length)))
    case 'rule':
      return { zh: `${region.zh} ${year} 年未启用本规则`, en: `rule not in force in ${region.en} ${year}` }
    default: {
      const { zh, en } = titleOf(kind)
      return { zh: `未设定${region.zh} ${year} 年的${zh}`, en: `no ${en} set for ${region.en} ${year}` }
    }
  }
}

/** What to say when working days of this year have to be counted and cannot. */
export function noCalendar(year: number): Text {
  return { zh: `没有 ${year} 年的工作日历`, en: `no calendar for ${year}` }
}

/** Where a value is from, in brackets: `（贵州 2023；假定）`. */
export function originOf({ subject, on, body }: ParameterFact): Text {
  const { zh, en } = regionName(subject)
  const year = on.slice(0, 4)
  return body.assumption ? { zh: `（${zh} ${year}；假定）`, en: `(${en} ${year}; assumed)` } : { zh: `（${zh} ${year}）`, en: `(${en} ${year})` }
}
