export { AlertBook, type AlertCommand, budgetKey, ENGINE as ALERT_ENGINE } from './book.ts'
export { nextStage, respondBy, type ValueOf } from './clock.ts'
export { alert, alertStream, reopening } from './decide.ts'
export { type AlertDay, alertsDue } from './due.ts'
export * from './events.ts'
export * from './kinds.ts'
export { againTold, type AlertReason, dayReason, reasonOf as alertReasonOf, type ReasonFact, type ReasonParameter, watchReason } from './reason.ts'
export { type AlertSpeaks, speaksOf, type SubjectOnDay } from './signs.ts'
export {
  ALERT_WAYS,
  type AlertState,
  type AlertStatus,
  evolve as evolveAlert,
  initial as initialAlert,
  isLive as isLiveAlert,
  isOpen as isOpenAlert,
} from './state.ts'
export { causeTitle } from './words.ts'
