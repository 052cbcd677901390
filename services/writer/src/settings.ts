import { quotable } from '@rural-tracker/domain'
import { TrackerError } from '@rural-tracker/tracker'
import { z } from 'zod'
import type { OidcSettings } from './oidc.ts'

const whole = (least: number, most: number, otherwise: number) => z.coerce.number().int().min(least).max(most).default(otherwise)
const claim = (otherwise: string) =>
  z
    .string()
    .regex(/^[\w.:/-]{1,120}$/)
    .default(otherwise)

/** The variables that the service reads besides the addresses. An empty one is one that is not set. */
const Variables = z.object({
  HTTP_HOST: z
    .string()
    .regex(/^[\w.:-]{1,253}$/)
    .default('127.0.0.1'),
  /** 0: any free port. */
  HTTP_PORT: whole(0, 65_535, 8080),
  /** Requests a minute of one token, and of one address that has no good one. */
  RATE_LIMIT: whole(1, 1_000_000, 12_000),
  /** How long a question with `wait` waits, and the longest scan, in milliseconds. */
  WAIT_MS: whole(0, 60_000, 2_000),
  SCAN_MS: whole(1_000, 3_600_000, 120_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
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
  logLevel: z.infer<typeof Variables>['LOG_LEVEL']
  oidc?: OidcSettings
}>

/**
 * What the environment says of the service.
 *
 * @example const settings = writerSettings(process.env)
 * @throws TrackerError `config.malformed` that names the variables at fault, never their values.
 */
export function writerSettings(env: Readonly<Record<string, string | undefined>>): WriterSettings {
  const parsed = Variables.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success) throw wrong([...new Set(parsed.error.issues.map(({ path }) => quotable(String(path[0]))))])
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl, ...it } = parsed.data
  if ((issuer === undefined) !== (audience === undefined)) throw wrong(['OIDC_ISSUER', 'OIDC_AUDIENCE'])
  const claims = { actorClaim: it.OIDC_ACTOR_CLAIM, roleClaim: it.OIDC_ROLE_CLAIM, divisionClaim: it.OIDC_DIVISION_CLAIM }
  return {
    host: it.HTTP_HOST,
    port: it.HTTP_PORT,
    requestsAMinute: it.RATE_LIMIT,
    waitMs: it.WAIT_MS,
    scanMs: it.SCAN_MS,
    logLevel: it.LOG_LEVEL,
    ...(issuer === undefined || audience === undefined
      ? {}
      : { oidc: { issuer, audience, ...claims, ...(jwksUrl === undefined ? {} : { jwksUrl }) } }),
  }
}

function wrong(names: readonly string[]): TrackerError {
  return new TrackerError(
    'config.malformed',
    `环境变量 ${names.join('、')} 的值不对；请按 README 改正后再启动。`,
    `The variables ${names.join(', ')} are not as they should be; correct them as README says and start again.`,
  )
}
