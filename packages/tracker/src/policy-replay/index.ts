export { type Alert, type HouseholdReplay, type Policy, replayHousehold } from './household-replay.ts'
export type { Confirmation } from './recognitions.ts'
export { type PolicyReplay, policyOf, replayPolicy, type ReplayQuestion } from './replay.ts'
export type { AlertDays, BeforeAfter, Caught, ReplayChange, ReplayedHousehold, ReplaySummary } from './replay-summary.ts'
