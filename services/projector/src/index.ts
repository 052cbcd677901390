export { type ProjectorConfig, projectorConfig } from './config.ts'
export type { RebuildJobs, RebuildProgress } from '@rural-tracker/tracker'
export { jobsOf, type RunningProjector, startProjector } from './service.ts'
