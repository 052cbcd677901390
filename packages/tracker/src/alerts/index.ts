export { actId, actOn, type AlertAct } from './acts.ts'
export { type AlertsDueWork, alertsDueWork, type DueMoment } from './due-work.ts'
export { type AlertLoadQuestion, type AlertLoadRow } from './load.ts'
export {
  ALERT_SORTS,
  ALERT_STATUSES,
  type AlertAtLength,
  alertAtLength,
  alertNamed,
  type AlertRow,
  type AlertSort,
  alertsAsked,
  type AlertsQuestion,
  type AlertStep,
} from './question.ts'
export { reasonOfAlert } from './reason.ts'
