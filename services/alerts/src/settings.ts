import { type LogLevel, readVariables, ServiceVariables } from '@rural-tracker/tracker'
import { z } from 'zod'

const whole = (least: number, most: number, otherwise: number) => z.coerce.number().int().min(least).max(most).default(otherwise)

/** The variables that the service reads besides the addresses. An empty one is one that is not set. */
const Variables = ServiceVariables.pick({ LOG_LEVEL: true }).extend({
  ALERTS_HOST: ServiceVariables.shape.HTTP_HOST,
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
})

export type AlertsSettings = Readonly<{
  host: string
  port: number
  opsPort: number
  /** As links in messages say it; none: where the page listens. */
  pageUrl?: string
  linkDays: number
  mail?: Readonly<{ url: string; from: string }>
  logLevel: LogLevel
}>

/**
 * What the environment says of the service.
 *
 * @example const settings = alertsSettings(process.env)
 * @throws TrackerError `config.malformed` that names the variables at fault, never their values.
 */
export function alertsSettings(env: Readonly<Record<string, string | undefined>>): AlertsSettings {
  const { ALERTS_HOST, ALERTS_PORT, ALERTS_OPS_PORT, ALERTS_URL, MAIL_URL, MAIL_FROM, LINK_DAYS, LOG_LEVEL } = readVariables(Variables, env)
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
