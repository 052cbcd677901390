export type { AnyCommand } from '@rural-tracker/domain'
export type { Command, CommandEnvelope, CommandOutcome } from '@rural-tracker/event-store'
export type { Figure, MonitoringRow, TraceLine, VillageWatchRow } from '@rural-tracker/read-models'
export {
  ALERT_SORTS,
  type AlertAtLength,
  type AlertLoadQuestion,
  type AlertLoadRow,
  type AlertRow,
  type AlertsDueWork,
  type AlertSort,
  type AlertsQuestion,
  type AlertStep,
} from './alerts/index.ts'
export * from './backup.ts'
export * from './copy-events.ts'
export { configFrom, embeddedConfig, isOnServer, type ModelProgress, type TrackerConfig, TrackerError } from './config.ts'
export type { CaseExplanation, CaseStep, ExplainedProcedure } from './case-explanation.ts'
export type { ExplainedIncome, Explanation } from './explanation.ts'
export type { TimelineStep } from './case-steps.ts'
export { LIST_SORTS, type ListFilters, type ListQuestion, type ListSort } from './list-question.ts'
export type { ListChange, ListComparison, ListRow, MonitoringList } from './monitoring.ts'
export type { CaseNotice } from './notice.ts'
export type { NotSet, ParameterRow, ParametersInForce, ParametersQuestion } from './parameters.ts'
export type { DueWork, Effect, EffectHandler, Performed, Problem, Reaction, ReactionsStatus, WorkOnceReport } from '@rural-tracker/reactions'
export type { ReactionPart, ReactionTools } from './reactions/part.ts'
export type { StandingFact, TimelineRow } from './timeline.ts'
export { type Answered, type Asked, type ListAnswer, openTracker, Tracker } from './tracker.ts'
export type { VillageExplanation, VillageSign, VillageWatchQuestion, WatchOfVillage } from './village-watch.ts'
