import { configFrom, type LogLevel, readVariables, ServiceVariables, type TrackerConfig } from '@rural-tracker/tracker'
import { z } from 'zod'

/** The variables that the service reads besides the addresses. An empty one is one that is not set. */
const Variables = ServiceVariables.extend({
  DATA: z.string().min(1).default('./data'),
  /** 0: any free port. */
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(8081),
  /** Rebuilds are done by whoever is asked, or by whichever of these processes takes the job. */
  QUEUE_URL: z
    .string()
    .regex(/^(?:inline:|rediss?:\/\/.+)$/)
    .default('inline:'),
  /** Two trackers on one Redis have different names. */
  QUEUE_NAME: z
    .string()
    .regex(/^[\w-]{1,60}$/)
    .default('rural-tracker'),
  /** How long a job whose process died is held, in milliseconds. */
  JOB_LOCK_MS: z.coerce.number().int().min(1_000).max(600_000).default(30_000),
  /** This process among those that share the read models; by default the machine and the process id. */
  INSTANCE: z
    .string()
    .regex(/^[\w.-]{1,120}(?::\w{1,20})?$/)
    .optional(),
})

export type ProjectorConfig = Readonly<{
  tracker: TrackerConfig
  host: string
  port: number
  logLevel: LogLevel
  /** Undefined: in the process. */
  redis: string | undefined
  queueName: string
  jobLockMs: number
}>

/**
 * What the environment says of the service.
 *
 * @example const config = projectorConfig(process.env)
 * @throws TrackerError `config.malformed` that names the variables at fault, never their values.
 */
export function projectorConfig(env: Readonly<Record<string, string | undefined>>): ProjectorConfig {
  const it = readVariables(Variables, env)
  return {
    tracker: { ...configFrom(it.DATA, env), ...(it.INSTANCE === undefined ? {} : { owner: it.INSTANCE }) },
    host: it.HTTP_HOST,
    port: it.HTTP_PORT,
    logLevel: it.LOG_LEVEL,
    redis: it.QUEUE_URL === 'inline:' ? undefined : it.QUEUE_URL,
    queueName: it.QUEUE_NAME,
    jobLockMs: it.JOB_LOCK_MS,
  }
}
