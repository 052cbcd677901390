import type { Text } from '../aggregate.ts'
import { calendarOf, type Length, dueOn } from '../parameter/due.ts'
import type { MonitoringParameterKind } from '../parameter/kinds.ts'
import type { ParameterFact, ParameterLookUp } from '../parameter/look-up.ts'
import { missing as notInForce, originOf } from '../parameter/need.ts'
import { titleOf } from '../parameter/titles.ts'
import { plusDays, plusMonths } from '../values/calendar.ts'
import type { DivisionCode } from '../values/division.ts'
import { workingDaysIn } from '../values/working-days.ts'

/** What a rule lacks in order to speak, and what has to be recorded first. */
export type Missing = Readonly<{ what: Text; remedy: Text }>
export type Lacking = Readonly<{ missing: readonly Missing[] }>

/** Where and when a question is asked. */
export type Asked = Readonly<{ day: string; village: DivisionCode; parameter: ParameterLookUp }>

type Kinds = Readonly<Record<string, MonitoringParameterKind>>

/**
 * The parameters that a rule cannot do without, by names of the rule's own, or all that is missing of them.
 *
 * @example
 * const set = need(view, { months: 'threshold.medicalWindow', line: 'threshold.medicalOrdinary' })
 * if ('missing' in set) return notSet(set.missing)
 * set.line.body.value // in the unit of its name
 */
export function need<const Named extends Kinds>(
  { day, village, parameter }: Asked,
  kinds: Named,
): { readonly [Name in keyof Named]: ParameterFact<Named[Name]> } | Lacking {
  const found: Record<string, unknown> = {}
  const lacking: Missing[] = []
  for (const [name, kind] of Object.entries(kinds)) {
    found[name] = parameter(kind, day)
    if (found[name] === undefined) lacking.push(missingIn(village, kind, day))
  }
  return lacking.length > 0 ? { missing: lacking } : (found as never)
}

/** 未设定湖南 2024 年的监测线 · no line set for Hunan 2024. */
export function missingIn(village: DivisionCode, kind: MonitoringParameterKind, day: string): Missing {
  return new MissingParameter(village, kind, day)
}

/** The words are made when they are read: a list asks forty rules of every household and prints none of them. */
class MissingParameter implements Missing {
  readonly #village: DivisionCode
  readonly #kind: MonitoringParameterKind
  readonly #day: string

  constructor(village: DivisionCode, kind: MonitoringParameterKind, day: string) {
    this.#village = village
    this.#kind = kind
    this.#day = day
  }

  get what(): Text {
    return notInForce(this.#kind, this.#day, this.#village).message
  }

  get remedy(): Text {
    if (this.#kind.startsWith('rule.')) return { zh: '先启用本规则', en: 'adopt the rule first' }
    const { zh, en } = titleOf(this.#kind)
    return { zh: `先设定${zh}`, en: `set the ${en} first` }
  }
}

/** Where and since when a parameter holds, in brackets: `（湖南 2023；假定）`, and with a space before them in English. */
export function origin(parameter: ParameterFact): Text {
  const { zh, en } = originOf(parameter)
  return { zh, en: ` ${en}` }
}

/** The parameter of a clause, for programs: `threshold.weakSigns 990000000000 2021-05-01 = 3`. */
export function cited({ kind, subject, on }: ParameterFact, value: number | string): string {
  return `${kind} ${subject} ${on} = ${value}`
}

/** The last day in time of a limit that begins on `from`. Working days ask for the calendar of every year that they touch. */
export function lastDayInTime(asked: Asked, from: string, limit: Length): Readonly<{ day: string }> | Lacking {
  const due = dueOn(calendarsOf(asked), from, limit)
  return 'date' in due ? { day: due.date } : noCalendar(asked, due.missingYear)
}

/** The first of the days before a due day that a length names: so many days, months or working days before it. */
export function daysBefore(asked: Asked, due: string, { length, unit }: Length): Readonly<{ day: string }> | Lacking {
  if (unit === 'day') return { day: plusDays(due, -length) }
  if (unit === 'month') return { day: plusMonths(due, -length) }
  let day = due
  for (let left = length; left > 0; ) {
    day = plusDays(day, -1)
    const works = workingDaysOf(asked, { from: day, to: day })
    if ('missing' in works) return works
    left -= works.days
  }
  return { day }
}

/** The working days of a period, both ends counted. */
export function workingDaysOf(asked: Asked, period: Readonly<{ from: string; to: string }>): Readonly<{ days: number }> | Lacking {
  const counted = workingDaysIn(calendarsOf(asked), period)
  return 'days' in counted ? counted : noCalendar(asked, counted.missingYear)
}

function calendarsOf({ parameter }: Asked) {
  return calendarOf((kind, on) => parameter(kind, on)?.body)
}

function noCalendar({ village, day }: Asked, year: number): Lacking {
  return { missing: [missingIn(village, `workingCalendar.${year}`, day)] }
}
