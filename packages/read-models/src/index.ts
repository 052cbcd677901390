import type { ListModel, Projection } from '@rural-tracker/projections'
import { alertDays } from './alert-days.ts'
import { alertHistory } from './alert-history.ts'
import { alertLoad } from './alert-load.ts'
import { alertMessages } from './alert-messages.ts'
import { alertOfficers } from './alert-officers.ts'
import { alertParameters } from './alert-parameters.ts'
import { alerts } from './alerts.ts'
import { contributions } from './contributions.ts'
import { divisionSuccession } from './division-succession.ts'
import { householdTimeline } from './household-timeline.ts'
import { monitoringList } from './monitoring-list.ts'
import { nameReadings } from './name-readings.ts'
import { paymentFindings } from './payment-findings.ts'
import { paymentLedger } from './payment-ledger.ts'
import { projectProgress } from './project-progress.ts'
import { publishedFigures } from './published-figures.ts'
import { receivers } from './receivers.ts'
import { serviceKeys } from './service-keys.ts'
import { villageProfile } from './village-profile.ts'
import { villageWatchList } from './village-watch.ts'

export type { AlertLoad } from './alert-load.ts'
export { alertMessageOfRow } from './alert-messages.ts'
export type { AlertOfficer } from './alert-officers.ts'
export { alertParameterOfRow } from './alert-parameters.ts'
export { alertOfRow } from './alerts.ts'
export { type DivisionsQuestion, mergersSaid, type Succession, succession, successionOn } from './division-succession.ts'
export * from './figures.ts'
export { type Placing, placings } from './placing.ts'
export type { ServiceKey } from './service-keys.ts'
export { receiverOfRow } from './receivers.ts'
export { notWithdrawn, standingFacts } from './standing-facts.ts'
export { betweenCommas, type MonitoringRow, monitoringRowOf, type MonitoringStatus, monitoringView, type Reason } from './monitoring-list.ts'
export { villageRowOf, villageView, type VillageWatchRow } from './village-watch.ts'
export {
  alertDays,
  alertHistory,
  alertLoad,
  alertMessages,
  alertOfficers,
  alertParameters,
  alerts,
  contributions,
  divisionSuccession,
  householdTimeline,
  monitoringList,
  nameReadings,
  paymentFindings,
  paymentLedger,
  projectProgress,
  publishedFigures,
  receivers,
  serviceKeys,
  villageProfile,
  villageWatchList,
}

/** Every read model, in the order in which `projections` lists them. */
export const readModels: readonly (Projection | ListModel)[] = [
  monitoringList,
  villageWatchList,
  contributions,
  publishedFigures,
  householdTimeline,
  paymentLedger,
  paymentFindings,
  projectProgress,
  villageProfile,
  divisionSuccession,
  alerts,
  alertHistory,
  alertLoad,
  alertOfficers,
  alertParameters,
  alertDays,
  receivers,
  alertMessages,
  serviceKeys,
  nameReadings,
]
