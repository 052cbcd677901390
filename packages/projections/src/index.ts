export { type LogEvent, logEvent, Poison, reasonOf } from './event.ts'
export * from './facts.ts'
export { type KnownTo, rowsFrom, rowsKnownAt } from './known-at.ts'
export { Asked, NOTHING_ASKED } from './asked.ts'
export { bySubject, factOfRow } from './fact-rows.ts'
export { PlaceParameters, StandingParameters } from './list-parameters.ts'
export {
  defineList,
  type Derived,
  type DerivedList,
  type DerivedSubject,
  type ListModel,
  type Beside,
  type Parameters,
  type Standing,
} from './list.ts'
export type { Moment, ReadModel } from './model.ts'
export { type BuildPart, type BuildThreads, PartBuild, type PartLoaded, type PartProgress, type PartTask } from './part-build.ts'
export { type Mine, type Part, partsOf } from './parts.ts'
export { defineProjection, type Projection, type RowOf } from './projection.ts'
export type { Building, Committed, ProjectorObserver } from './observer.ts'
export { CannotFold, ProjectionError } from './projection-error.ts'
export type { ModelStatus } from './status.ts'
export { Projector, type ProjectorOptions } from './projector.ts'
export type { RebuildReport } from './rebuilding.ts'
export * from './rows.ts'
