import { isIP, isIPv6 } from 'node:net'
import { type LogLevel, readVariables, ServiceVariables } from '@rural-tracker/tracker'
import { z } from 'zod'

const whole = (least: number, most: number, otherwise: number) => z.coerce.number().int().min(least).max(most).default(otherwise)

/** An address, a range of addresses, or a word of Fastify for some. */
function isProxy(said: string): boolean {
  const [address = '', bits, ...more] = said.split('/')
  if (NAMED.has(said)) return true
  return isIP(address) > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32)))
}
const NAMED: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal'])

/** The variables that the service reads besides the addresses. An empty one is one that is not set. */
const Variables = ServiceVariables.pick({ LOG_LEVEL: true }).extend({
  ALERTS_HOST: ServiceVariables.shape.HTTP_HOST,
  /** Of the page; 0: any free port. */
  ALERTS_PORT: whole(0, 65_535, 8090),
  /** How often one address may ask for pages in a minute (phones of one carrier may share one), and how often one link may be opened. */
  ALERTS_RATE_LIMIT: whole(1, 1_000_000, 600),
  ALERTS_LINK_RATE_LIMIT: whole(1, 1_000_000, 30),
  /** Reverse proxies whose X-Forwarded-For is believed: addresses or ranges, with commas between them, or `loopback`. */
  ALERTS_PROXIES: z
    .string()
    .transform((said) => said.split(','))
    .refine((all) => all.every(isProxy))
    .optional(),
  /** Of health and metrics: by default for this machine only. */
  ALERTS_OPS_HOST: ServiceVariables.shape.HTTP_HOST,
  ALERTS_OPS_PORT: whole(0, 65_535, 8091),
  /** Where the page is reached from outside, as links in messages say it. */
  ALERTS_URL: z.url({ protocol: /^https?$/ }).optional(),
  MAIL_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).max(200).default('rural-tracker@localhost'),
  /** How many messages one receiver gets in a minute: an office chat takes no more of one robot. */
  MESSAGES_A_MINUTE: whole(1, 6_000, 20),
  /** Milliseconds between the tries of a message, with commas between them; by default often within an hour, then each hour for more than a day. */
  MESSAGE_RETRIES_MS: z
    .string()
    .regex(/^\d{1,9}(?:,\d{1,9}){0,199}$/)
    .transform((said) => said.split(',').map(Number))
    .optional(),
  /** How long a link is good for. */
  LINK_DAYS: whole(1, 60, 7),
})

export type AlertsSettings = Readonly<{
  host: string
  port: number
  opsHost: string
  opsPort: number
  /** As links in messages say it; none: where the page listens. */
  pageUrl?: string
  linkDays: number
  messagesAMinute: number
  messageRetries?: readonly number[]
  mail?: Readonly<{ url: string; from: string }>
  logLevel: LogLevel
  requestsAMinute: number
  linkRequestsAMinute: number
  /** None: whoever asks is who connects. */
  proxies?: readonly string[]
}>

/**
 * What the environment says of the service.
 *
 * @example const settings = alertsSettings(process.env)
 * @throws TrackerError `config.malformed` that names the variables at fault, never their values.
 */
export function alertsSettings(env: Readonly<Record<string, string | undefined>>): AlertsSettings {
  const it = readVariables(Variables, env)
  const { ALERTS_URL, ALERTS_PROXIES, MAIL_URL } = it
  return {
    host: it.ALERTS_HOST,
    port: it.ALERTS_PORT,
    opsHost: it.ALERTS_OPS_HOST,
    opsPort: it.ALERTS_OPS_PORT,
    linkDays: it.LINK_DAYS,
    messagesAMinute: it.MESSAGES_A_MINUTE,
    ...(it.MESSAGE_RETRIES_MS === undefined ? {} : { messageRetries: it.MESSAGE_RETRIES_MS }),
    logLevel: it.LOG_LEVEL,
    requestsAMinute: it.ALERTS_RATE_LIMIT,
    linkRequestsAMinute: it.ALERTS_LINK_RATE_LIMIT,
    ...(ALERTS_PROXIES === undefined ? {} : { proxies: ALERTS_PROXIES }),
    ...(ALERTS_URL === undefined ? {} : { pageUrl: ALERTS_URL.endsWith('/') ? ALERTS_URL : `${ALERTS_URL}/` }),
    ...(MAIL_URL === undefined ? {} : { mail: { url: MAIL_URL, from: it.MAIL_FROM } }),
  }
}
