export { type ProjectorConfig, projectorConfig } from './config.ts'
export type { RebuildJobs, RebuildProgress } from './rebuild-jobs.ts'
export { jobsOf, type RunningProjector, startProjector } from './service.ts'
