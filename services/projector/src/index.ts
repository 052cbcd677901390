export { type ProjectorConfig, projectorConfig } from './config.ts'
export { collectProjections } from './metrics.ts'
export type { RebuildJobs, RebuildProgress } from './rebuild-jobs.ts'
export { jobsOf, type RunningProjector, startProjector } from './service.ts'
