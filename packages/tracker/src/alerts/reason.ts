import {
  type AlertReason,
  alertReasonOf,
  type AlertState,
  alertStream,
  checkVillage,
  dayReason,
  judge,
  type ParameterLookUp,
  VILLAGE_WATCH,
  watchReason,
} from '@rural-tracker/domain'
import { type Clocks, factOfRow, type RowStore } from '@rural-tracker/projections'
import { alertHistory, monitoringList, monitoringView, villageView, villageWatchList } from '@rural-tracker/read-models'
import { type AlertClocks, saidByThen } from './known-alerts.ts'

type Rows = Pick<RowStore, 'rows'>

const [, factTable, parameterTable] = monitoringList.tables
const [, villageFactTable, villageParameterTable] = villageWatchList.tables
const SPEAKS = ['AlertRaised', 'AlertListed', 'AlertReopened', 'AlertStrengthened', 'AlertDueDayMoved'] as const

/**
 * Why an alert is there: what its rule or its due day said when somebody was last told to hear of it, with the facts, the parameters in force
 * that day, and what was known then. Null where nothing can be said, as of an alert that a person raised.
 *
 * @param clocks no more than was said and known by then
 */
export async function reasonOfAlert(rows: Rows, alert: AlertState, clocks: AlertClocks = {}): Promise<AlertReason | null> {
  const [last] = await rows.rows(alertHistory.table, {
    where: [['alert', '=', alertStream(alert)], ['type', 'in', SPEAKS], ...saidByThen(clocks)],
    order: [['position', 'desc']],
    page: { limit: 1 },
  })
  if (last === undefined) return null
  const [on, position] = [String(last['occurredOn']), Number(last['position'])]
  // Of a day that was made up, what was known at its end; of one that was asked on the day itself, what was known when it was.
  for (const known of [{ knownAt: `${on}T15:59:59.999Z` }, {}]) {
    const reason = await said(rows, alert, { asOf: on, ...known, knownTo: position })
    if (reason) return reason
  }
  return null
}

function said(rows: Rows, alert: AlertState, clocks: Clocks): Promise<AlertReason | undefined> {
  const { subject, cause, dueOn } = alert
  if (subject.startsWith('H')) return householdReason(rows, subject, cause, clocks)
  if (cause === `watch.${VILLAGE_WATCH}`) return villageReason(rows, subject, clocks)
  return dueOn === null ? Promise.resolve(undefined) : townReason(rows, alert, dueOn, clocks)
}

async function householdReason(rows: Rows, household: string, cause: string, clocks: Clocks): Promise<AlertReason | undefined> {
  const facts = (await rows.rows(factTable, { where: [['subject', '=', household]] })).map(factOfRow)
  const stood = monitoringList.standAt(facts, monitoringList.parametersAt(await parameters(rows, parameterTable), clocks))
  if (stood.facts.length === 0) return undefined
  const view = monitoringView(stood, ((kind, on) => stood.parameters.inForce(kind, on)) as ParameterLookUp, clocks.asOf)
  return alertReasonOf(view, judge(view), cause)
}

async function villageReason(rows: Rows, village: string, clocks: Clocks): Promise<AlertReason | undefined> {
  const facts = (await rows.rows(villageFactTable, { where: [['subject', '=', village]] })).map(factOfRow)
  const stood = villageWatchList.standAt(facts, villageWatchList.parametersAt(await parameters(rows, villageParameterTable), clocks))
  if (stood.facts.length === 0) return undefined
  const view = villageView(village, stood.facts, ((kind, on) => stood.parameters.inForce(kind, on)) as ParameterLookUp, clocks.asOf)
  return watchReason(view, checkVillage(view))
}

async function townReason(rows: Rows, { place, cause }: AlertState, dueOn: string, clocks: Clocks): Promise<AlertReason> {
  const standing = monitoringList.parametersAt(await parameters(rows, parameterTable), clocks).of(place)
  return dayReason(cause, dueOn, (standing.inForce as ParameterLookUp)('deadline.push', clocks.asOf))
}

async function parameters(rows: Rows, table: (typeof monitoringList.tables)[2]) {
  return (await rows.rows(table)).map(factOfRow)
}
