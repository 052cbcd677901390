import { divisionPrefix } from '@rural-tracker/domain'
import type { Condition, Order } from '@rural-tracker/projections'
import { betweenCommas, type MonitoringRow } from '@rural-tracker/read-models'

/** By what the list may be sorted; households of one place in it stand by village and number. */
export const LIST_SORTS = ['village', 'level', 'deadline', 'class', 'since'] as const
export type ListSort = (typeof LIST_SORTS)[number]

/** What of the list is asked for. Everything left out asks for all. */
export type ListFilters = Readonly<{
  /** A division code: everything inside it. */
  division?: string
  class?: string
  status?: string
  level?: string
  /** A kind of risk that is one of the row's. */
  risk?: string
  /** A rule that is one of the row's reasons; `included` is a person's. */
  rule?: string
  helper?: string
  /** Something is due before this day. */
  deadlineBefore?: string
  /** Also those that the list does not show: paused, closed, eliminated without a reason. */
  all?: boolean
}>

/** `divisionsAsOf` shows a household of a merged village in the village that it has become by that day. */
export type ListQuestion = ListFilters & Readonly<{ divisionsAsOf?: string; sort?: ListSort; limit?: number; offset?: number }>

type Filter = Readonly<{ condition: (value: string) => Condition; holds: (row: MonitoringRow, value: string) => boolean }>

/** Every filter twice: as a condition on the stored list, and as a predicate on rows that were derived for other clocks. */
const FILTERS: Readonly<Record<Exclude<keyof ListFilters, 'all'>, Filter>> = {
  division: {
    condition: (code) => ['village', 'startsWith', divisionPrefix(code)],
    holds: ({ village }, code) => village.startsWith(divisionPrefix(code)),
  },
  class: same('class'),
  status: same('status'),
  level: same('level'),
  helper: same('helper'),
  risk: among('risk'),
  rule: among('rule'),
  deadlineBefore: {
    condition: (day) => ['deadline', '<', day],
    holds: ({ deadline }, day) => deadline !== null && deadline < day,
  },
}

const SHOWN: Condition = ['listed', '=', 1]
const BY_PLACE: readonly Order[] = [
  ['village', 'asc'],
  ['household', 'asc'],
]
const SORTS: Readonly<Record<ListSort, readonly Order[]>> = {
  village: BY_PLACE,
  level: [['levelRank', 'desc'], ...BY_PLACE],
  deadline: [['deadline', 'asc', 'nullsLast'], ...BY_PLACE],
  class: [['class', 'asc'], ...BY_PLACE],
  since: [['since', 'asc', 'nullsLast'], ...BY_PLACE],
}

/** The question as conditions on the stored list. */
export function conditionsOf(question: ListFilters): readonly Condition[] {
  return [...asked(question).map(([filter, value]) => filter.condition(value)), ...(question.all ? [] : [SHOWN])]
}

/** Whether a row is asked for: the same as `conditionsOf`. */
export function isAskedFor(row: MonitoringRow, question: ListFilters): boolean {
  return (question.all || row.listed === 1) && asked(question).every(([filter, value]) => filter.holds(row, value))
}

export function orderOf({ sort = 'village' }: ListQuestion): readonly Order[] {
  return SORTS[sort]
}

/** The rows asked for, in the order asked for; all of them, whatever the page. */
export function chosen(rows: readonly MonitoringRow[], question: ListQuestion): readonly MonitoringRow[] {
  const order = orderOf(question)
  return rows.filter((row) => isAskedFor(row, question)).toSorted((a, b) => inOrder(a, b, order))
}

function asked(question: ListFilters): readonly (readonly [Filter, string])[] {
  return Object.entries(FILTERS).flatMap(([name, filter]) => {
    const value = question[name as keyof typeof FILTERS]
    return value === undefined ? [] : [[filter, value] as const]
  })
}

function same(column: 'class' | 'status' | 'level' | 'helper'): Filter {
  return { condition: (value) => [column, '=', value], holds: (row, value) => row[column] === value }
}

function among(column: 'risk' | 'rule'): Filter {
  return { condition: (word) => [column, 'contains', betweenCommas([word])], holds: (row, word) => row[column].includes(betweenCommas([word])) }
}

function inOrder(a: MonitoringRow, b: MonitoringRow, order: readonly Order[]): number {
  for (const [column, direction] of order) {
    const [one, other] = [a[column as keyof MonitoringRow], b[column as keyof MonitoringRow]]
    if (one === other) continue
    if (one === null || one === undefined) return 1
    if (other === null || other === undefined) return -1
    return one < other === (direction === 'asc') ? -1 : 1
  }
  return 0
}
