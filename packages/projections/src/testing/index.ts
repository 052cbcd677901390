export { describeProjection, lawOn, type Laws } from './describe-projection.ts'
export { type Law, laws } from './laws.ts'
export { type AnyModel, dump, sorted, type Tables } from './tables.ts'
export type { Schema, Subject } from './trial.ts'
