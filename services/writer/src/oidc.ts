import { ActorId, DivisionCode, Role } from '@rural-tracker/domain'
import type { Caller } from '@rural-tracker/tracker'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { problem } from './problem.ts'

/** Where tokens of people come from, and which of their claims say who somebody is. */
export type OidcSettings = Readonly<{
  issuer: string
  audience: string
  /** Where the issuer's keys are; without it, what its discovery document says. */
  jwksUrl?: string
  actorClaim: string
  roleClaim: string
  divisionClaim: string
}>

export type Oidc = Readonly<{ callerOf(token: string): Promise<Caller | undefined> }>

/** Only signatures that the issuer alone can make: with a shared secret, or with none, whoever checks a token could write one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const PATIENCE_MS = 5_000
const CLOCKS_APART_S = 5

/**
 * Checks tokens of an OpenID Connect issuer: its signature, issuer, audience and time, and that the claims name an actor, one role and a division.
 *
 * @example const caller = await openIdConnect(settings).callerOf(token)
 */
export function openIdConnect(settings: OidcSettings): Oidc {
  const { issuer, audience, actorClaim, roleClaim, divisionClaim } = settings
  let keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined
  return { callerOf }

  async function callerOf(token: string): Promise<Caller | undefined> {
    try {
      // An issuer that was not there is asked again by the next token.
      keys ??= keysOf(settings).catch((error: unknown) => {
        keys = undefined
        throw error
      })
      const { payload } = await jwtVerify(token, await keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCKS_APART_S,
        requiredClaims: ['exp', actorClaim, roleClaim, divisionClaim],
      })
      return callerIn(payload)
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || error instanceof TypeError || isOutage(error)) throw issuerAway()
      if (error instanceof errors.JOSEError) return undefined
      throw error
    }
  }

  function callerIn(payload: Readonly<Record<string, unknown>>): Caller | undefined {
    const roles = [payload[roleClaim]].flat()
    const actor = ActorId.safeParse(`oidc:${String(payload[actorClaim]).toLowerCase()}`)
    const role = Role.safeParse(roles.length === 1 ? roles[0] : undefined)
    const division = DivisionCode.safeParse(payload[divisionClaim])
    if (!actor.success || !role.success || !division.success) return undefined
    return { actor: actor.data, role: role.data, division: division.data }
  }
}

const Discovered = z.looseObject({ issuer: z.string(), jwks_uri: z.url() })

async function keysOf({ issuer, jwksUrl }: OidcSettings): Promise<ReturnType<typeof createRemoteJWKSet>> {
  const url = jwksUrl ?? (await discovered(issuer))
  return createRemoteJWKSet(new URL(url), { timeoutDuration: PATIENCE_MS })
}

async function discovered(issuer: string): Promise<string> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(PATIENCE_MS) })
  const document = Discovered.safeParse(await answer.json())
  if (!answer.ok || !document.success || document.data.issuer !== issuer) throw issuerAway()
  return document.data.jwks_uri
}

/** The keys did not come: a status, a name that leads nowhere, no JSON. */
function isOutage(error: unknown): boolean {
  return error instanceof errors.JOSEError ? error.code === 'ERR_JOSE_GENERIC' : error instanceof SyntaxError || error instanceof DOMException
}

const issuerAway = () =>
  problem(
    503,
    'token.issuer-away',
    '签发令牌的服务暂时无法访问，无法核对令牌；请稍后重试。',
    'The issuer of tokens cannot be reached, so this token cannot be checked; repeat in a while.',
    { headers: { 'retry-after': '5' } },
  )
