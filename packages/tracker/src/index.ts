export type { AnyCommand } from '@rural-tracker/domain'
export type { AnyAggregate, Command, CommandEnvelope, CommandOutcome, Expectation } from '@rural-tracker/event-store'
export type { Building, Committed, ModelStatus, RebuildReport } from '@rural-tracker/projections'
export type { Figure, MonitoringRow, TraceLine, VillageWatchRow } from '@rural-tracker/read-models'
export type { Caller } from './access/caller.ts'
export { inOrder, MOST_IN_A_BATCH } from './access/batch.ts'
export { type CareName, type CareParams, type CareResult, type Cares, cares } from './care/index.ts'
export type { CareDefinition } from './care/care.ts'
export {
  inlineJobs,
  type RebuildJobs,
  type RebuildProgress,
  type RebuildState,
  type RebuildUnderWay,
  stateOf as rebuildStateOf,
  tellProgress,
} from './care/rebuild-jobs.ts'
export { DESKS, givers } from './access/roles.ts'
export { actorOfKey, type NewToken, newToken, type TokenDesk, verifyToken } from './access/verify-token.ts'
export {
  ALERT_SORTS,
  type AlertAct,
  type AlertAtLength,
  type AlertLoadQuestion,
  type AlertLoadRow,
  type AlertRow,
  type AlertsDueWork,
  type AlertSort,
  type AlertsQuestion,
  type AlertStep,
} from './alerts/index.ts'
export type { Answered, Asked } from './both-clocks.ts'
export * from './backup.ts'
export { type Connection, connectTracker } from './client/connect.ts'
export { DoneOnWire, OutcomeOnWire, toWire } from './client/wire.ts'
export * from './copy-events.ts'
export { configFrom, embeddedConfig, isOnServer, type ModelProgress, type ReactionsConfig, type TrackerConfig, TrackerError } from './config.ts'
export type { CaseExplanation, CaseStep, ExplainedProcedure } from './case-explanation.ts'
export type { ExplainedIncome, Explanation } from './explanation.ts'
export type { TimelineStep } from './case-steps.ts'
export { LIST_SORTS, type ListFilters, type ListQuestion, type ListSort } from './list-question.ts'
export type { ListChange, ListComparison, ListRow, MonitoringList } from './monitoring.ts'
export type { ModelRows, RowComparison, RowFilter, RowsQuestion } from './model-rows.ts'
export type { NamedPerson, Reading } from './names.ts'
export type {
  Address,
  Letter,
  LetterItem,
  MessageChannel,
  OpenedAlert,
  ReceiverId,
  ReceiverRow,
  SendingHow,
  Sent,
} from './messages/index.ts'
export type { CaseNotice } from './notice.ts'
export type { NotSet, ParameterRow, ParametersInForce, ParametersQuestion } from './parameters.ts'
export {
  type Health,
  PROJECTION_STATES,
  type ProjectionHealth,
  type ProjectionListener,
  type ProjectionState,
  ProjectionWatch,
  type ReactionsHealth,
} from './projection-watch.ts'
export type { DueWork, Effect, EffectHandler, Performed, Problem, Reaction, ReactionsStatus, WorkOnceReport } from '@rural-tracker/reactions'
export type { ReactionPart, ReactionTools } from './reactions/part.ts'
export { queries, type Queries, type QueryName, type QueryParams, type QueryResult } from './queries/index.ts'
export type { QueryDefinition, ScopedCommand, ScopedEnvelope, ScopedTracker } from './queries/query.ts'
export type { ServiceKeyPage, ServiceKeyRow } from './service-keys.ts'
export { type Fault, faultOf, lastLine, type LogLevel, malformedVariables, placesIn, readVariables, ServiceVariables } from './service-process.ts'
export * from './policy-replay/index.ts'
export { RebuildThreads } from './rebuild-threads/threads.ts'
export { type MadeRole, makeReadModelRoles, type ReadModelRole } from './read-model-roles.ts'
export type { StandingFact, TimelineRow } from './timeline.ts'
export type { ListAnswer } from './questions.ts'
export { openTracker, Tracker } from './tracker.ts'
export type { VillageExplanation, VillageSign, VillageWatchQuestion, WatchOfVillage } from './village-watch.ts'
export { type DeadLetter, type WebhookId, type WebhookRow, Webhooks } from './webhooks/webhooks.ts'
