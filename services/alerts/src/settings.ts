import { quotable } from '@rural-tracker/domain'
import { TrackerError } from '@rural-tracker/tracker'
import { z } from 'zod'

const whole = (least: number, most: number, otherwise: number) => z.coerce.number().int().min(least).max(most).default(otherwise)
const host = z
  .string()
  .regex(/^[\w.:-]{1,253}$/)
  .default('127.0.0.1')

/** The variables that the service reads besides the addresses. An empty one is one that is not set. */
const Variables = z.object({
  ALERTS_HOST: host,
  /** Of the page; 0: any free port. */
  ALERTS_PORT: whole(0, 65_535, 8090),
  /** Of health and metrics, on this machine only. */
  ALERTS_OPS_PORT: whole(0, 65_535, 8091),
  /** Where the page is reached from outside, as links in messages say it. */
  ALERTS_URL: z.url({ protocol: /^https?$/ }).optional(),
  MAIL_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).max(200).default('rural-tracker@localhost'),
  /** How long a link is good for. */
  LINK_DAYS: whole(1, 60, 7),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type AlertsSettings = Readonly<{
  host: string
  port: number
  opsPort: number
  /** As links in messages say it; none: where the page listens. */
  pageUrl?: string
  linkDays: number
  mail?: Readonly<{ url: string; from: string }>
  logLevel: z.infer<typeof Variables>['LOG_LEVEL']
}>

/**
 * What the environment says of the service.
 *
 * @example const settings = alertsSettings(process.env)
 * @throws TrackerError `config.malformed` that names the variables at fault, never their values.
 */
export function alertsSettings(env: Readonly<Record<string, string | undefined>>): AlertsSettings {
  const parsed = Variables.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success) throw wrong([...new Set(parsed.error.issues.map(({ path }) => quotable(String(path[0]))))])
  const { ALERTS_HOST, ALERTS_PORT, ALERTS_OPS_PORT, ALERTS_URL, MAIL_URL, MAIL_FROM, LINK_DAYS, LOG_LEVEL } = parsed.data
  return {
    host: ALERTS_HOST,
    port: ALERTS_PORT,
    opsPort: ALERTS_OPS_PORT,
    linkDays: LINK_DAYS,
    logLevel: LOG_LEVEL,
    ...(ALERTS_URL === undefined ? {} : { pageUrl: ALERTS_URL.endsWith('/') ? ALERTS_URL : `${ALERTS_URL}/` }),
    ...(MAIL_URL === undefined ? {} : { mail: { url: MAIL_URL, from: MAIL_FROM } }),
  }
}

function wrong(names: readonly string[]): TrackerError {
  return new TrackerError(
    'config.malformed',
    `环境变量 ${names.join('、')} 的值不对；请按 README 改正后再启动。`,
    `The variables ${names.join(', ')} are not as they should be; correct them as README says and start again.`,
  )
}
