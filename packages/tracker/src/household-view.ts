import { type ParameterLookUp, quotable, type View } from '@rural-tracker/domain'
import { type Clocks, factOfRow, type RowStore } from '@rural-tracker/projections'
import { monitoringList, monitoringView } from '@rural-tracker/read-models'
import { TrackerError } from './config.ts'

const [, factTable, parameterTable] = monitoringList.tables

/**
 * A household as its rules see it, for any pair of clocks.
 *
 * @throws TrackerError when nothing was known of the household then.
 */
export async function householdView(rows: RowStore, household: string, clocks: Clocks): Promise<View> {
  const facts = (await rows.rows(factTable, { where: [['subject', '=', household]] })).map(factOfRow)
  const stood = monitoringList.standAt(facts, monitoringList.parametersAt((await rows.rows(parameterTable)).map(factOfRow), clocks))
  if (stood.facts.length === 0) {
    throw new TrackerError(
      'household.unknown',
      `在所问的日期和时点没有户 ${quotable(household)} 的记录，请核对户编号。`,
      `Nothing was known of household ${quotable(household)} on that day; check its number.`,
    )
  }
  const parameter = ((kind, on) => stood.parameters.inForce(kind, on)) as ParameterLookUp
  return monitoringView(stood, parameter, clocks.asOf)
}
