export { type LogEvent, logEvent, Poison } from './event.ts'
export * from './facts.ts'
export { type KnownTo, rowsKnownAt } from './known-at.ts'
export {
  bySubject,
  defineList,
  type Derived,
  type DerivedList,
  type DerivedSubject,
  factOfRow,
  type ListModel,
  type Parameters,
  type Standing,
} from './list.ts'
export type { Moment, ReadModel } from './model.ts'
export { type Mine, partsOf } from './parts.ts'
export { defineProjection, type Projection, type RowOf } from './projection.ts'
export { type ModelStatus, ProjectionError, Projector, type ProjectorOptions, type RebuildReport } from './projector.ts'
export * from './rows.ts'
