// What another invented township is made with.
export type { EventIdOf } from './households.ts'
export { dayBetween, later, Plan, type Planned } from './plan.ts'
export { between, pick, type Random, seeded, shares } from './random.ts'
export { records, type Somebody } from './records.ts'
