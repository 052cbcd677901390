import { quotable } from '@rural-tracker/domain'
import { configFrom, type TrackerConfig, TrackerError } from '@rural-tracker/tracker'
import { z } from 'zod'

/** The variables that the service reads besides the addresses. An empty one is one that is not set. */
const Variables = z.object({
  DATA: z.string().min(1).default('./data'),
  HTTP_HOST: z
    .string()
    .regex(/^[\w.:-]{1,253}$/)
    .default('127.0.0.1'),
  /** 0: any free port. */
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(8081),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
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
  logLevel: z.infer<typeof Variables>['LOG_LEVEL']
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
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = Variables.safeParse(given)
  if (!parsed.success) throw malformed([...new Set(parsed.error.issues.map(({ path }) => quotable(String(path[0]))))])
  const it = parsed.data
  return {
    tracker: { ...configFrom(it.DATA, given), ...(it.INSTANCE === undefined ? {} : { owner: it.INSTANCE }) },
    host: it.HTTP_HOST,
    port: it.HTTP_PORT,
    logLevel: it.LOG_LEVEL,
    redis: it.QUEUE_URL === 'inline:' ? undefined : it.QUEUE_URL,
    queueName: it.QUEUE_NAME,
    jobLockMs: it.JOB_LOCK_MS,
  }
}

function malformed(names: readonly string[]): TrackerError {
  return new TrackerError(
    'config.malformed',
    `环境变量 ${names.join('、')} 的值不对；请按说明改正后再启动。`,
    `The variables ${names.join(', ')} are not as they should be; correct them as the manual says and start again.`,
  )
}
