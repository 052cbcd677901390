import { type LogLevel, malformedVariables, readVariables, ServiceVariables } from '@rural-tracker/tracker'
import { z } from 'zod'
import type { OidcSettings } from './oidc.ts'

const whole = (least: number, most: number, otherwise: number) => z.coerce.number().int().min(least).max(most).default(otherwise)
const claim = (otherwise: string) =>
  z
    .string()
    .regex(/^[\w.:/-]{1,120}$/)
    .default(otherwise)

/** The variables that the service reads besides the addresses. An empty one is one that is not set. */
const Variables = ServiceVariables.extend({
  /** 0: any free port. */
  HTTP_PORT: whole(0, 65_535, 8080),
  /** Requests a minute of one token, and of one address that has no good one. */
  RATE_LIMIT: whole(1, 1_000_000, 12_000),
  /** How long a question with `wait` waits, and the longest scan, in milliseconds. */
  WAIT_MS: whole(0, 60_000, 2_000),
  SCAN_MS: whole(1_000, 3_600_000, 120_000),
  /** The projectors that do rebuilds that are asked for here have the same. */
  QUEUE_NAME: z
    .string()
    .regex(/^[\w-]{1,60}$/)
    .default('rural-tracker'),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_ACTOR_CLAIM: claim('sub'),
  OIDC_ROLE_CLAIM: claim('role'),
  OIDC_DIVISION_CLAIM: claim('division'),
})

export type WriterSettings = Readonly<{
  host: string
  port: number
  requestsAMinute: number
  waitMs: number
  scanMs: number
  logLevel: LogLevel
  queueName: string
  oidc?: OidcSettings
}>

/**
 * What the environment says of the service.
 *
 * @example const settings = writerSettings(process.env)
 * @throws TrackerError `config.malformed` that names the variables at fault, never their values.
 */
export function writerSettings(env: Readonly<Record<string, string | undefined>>): WriterSettings {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl, ...it } = readVariables(Variables, env)
  if ((issuer === undefined) !== (audience === undefined)) throw malformedVariables(['OIDC_ISSUER', 'OIDC_AUDIENCE'])
  const claims = { actorClaim: it.OIDC_ACTOR_CLAIM, roleClaim: it.OIDC_ROLE_CLAIM, divisionClaim: it.OIDC_DIVISION_CLAIM }
  return {
    host: it.HTTP_HOST,
    port: it.HTTP_PORT,
    requestsAMinute: it.RATE_LIMIT,
    waitMs: it.WAIT_MS,
    scanMs: it.SCAN_MS,
    logLevel: it.LOG_LEVEL,
    queueName: it.QUEUE_NAME,
    ...(issuer === undefined || audience === undefined
      ? {}
      : { oidc: { issuer, audience, ...claims, ...(jwksUrl === undefined ? {} : { jwksUrl }) } }),
  }
}
