export type { AnyCommand } from '@rural-tracker/domain'
export type { Command, CommandEnvelope, CommandOutcome } from '@rural-tracker/event-store'
export type { Building, Committed, ModelStatus, RebuildReport } from '@rural-tracker/projections'
export type { Figure, MonitoringRow, TraceLine, VillageWatchRow } from '@rural-tracker/read-models'
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
export {
  type Health,
  PROJECTION_STATES,
  type ProjectionHealth,
  type ProjectionListener,
  type ProjectionState,
  ProjectionWatch,
} from './projection-watch.ts'
export { type MadeRole, makeReadModelRoles, type ReadModelRole } from './read-model-roles.ts'
export type { StandingFact, TimelineRow } from './timeline.ts'
export { type Answered, type Asked, type ListAnswer, openTracker, Tracker } from './tracker.ts'
export type { VillageExplanation, VillageSign, VillageWatchQuestion, WatchOfVillage } from './village-watch.ts'
