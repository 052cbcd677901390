import { calendarOf, dueOn, type ParameterLookUp, RUNNING } from '@rural-tracker/domain'
import { type Clocks, type Condition, factOfRow, type Row, type RowStore } from '@rural-tracker/projections'
import { contributions } from './contributions.ts'
import type { Homes } from './household-homes.ts'
import { monitoringList } from './monitoring-list.ts'

/** The last day on which a procedure would have been decided in time; undefined where no limit, or no calendar, was set for the day it began. */
export type Limits = (decided: Row) => string | undefined

/** The limits of all procedures as far as their clues, refusals and returns and the parameters were known. */
export async function limits(rows: RowStore, known: readonly Condition[], clocks: Omit<Clocks, 'asOf'>, homeOf: Homes): Promise<Limits> {
  const running = await rows.rows(contributions.table, {
    where: [['series', '=', RUNNING], ...known],
    order: [
      ['on', 'asc'],
      ['position', 'asc'],
    ],
  })
  if (running.length === 0) return () => undefined
  const { knownAt, knownTo } = clocks
  const then = { asOf: LAST_DAY, ...(knownAt === undefined ? {} : { knownAt }), ...(knownTo === undefined ? {} : { knownTo }) }
  const parameters = monitoringList.parametersAt((await rows.rows(monitoringList.tables[2])).map(factOfRow), then)
  const byProcedure = Map.groupBy(running, ({ counted }) => String(counted))
  return ({ counted, household, division, on }) => {
    const begunOn = runsFrom((byProcedure.get(String(counted)) ?? []).filter((word) => String(word.on) <= String(on)))
    if (begunOn === undefined) return undefined
    const place = parameters.of(homeOf(String(household), begunOn) ?? String(division))
    const inForce = ((kind, day) => place.inForce(kind, day)) as ParameterLookUp
    const limit = inForce('deadline.whole', begunOn)
    if (limit === undefined) return undefined
    const due = dueOn(
      calendarOf((kind, day) => inForce(kind, day)?.body),
      begunOn,
      limit.body,
    )
    return 'date' in due ? due.date : undefined
  }
}

const LAST_DAY = '9999-12-31'

/** The day of the first clue; after a refusal that of the return, by a signature or a new clue. */
function runsFrom(words: readonly Row[]): string | undefined {
  const refused = words.findLastIndex(({ as }) => as === 'refused')
  const returned = words.slice(refused + 1).find(({ as }) => as === 'begun' || (refused >= 0 && as === 'signed'))
  const begun = returned ?? words.find(({ as }) => as === 'begun')
  return begun && String(begun.on)
}
