import { type Caller, type Tracker, verifyToken } from '@rural-tracker/tracker'
import type { FastifyRequest } from 'fastify'
import { AT_HOME } from './at-home.ts'
import { KeysKnown } from './keys-known.ts'
import type { Oidc } from './oidc.ts'
import { type HttpProblem, problem } from './problem.ts'

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i
const BEARER = /^Bearer +([\w.~+/=-]{1,8192})$/i

/** Lets nobody in without a token, once there is a key or an issuer of tokens. */
export class Door {
  readonly #tracker: Tracker
  readonly #oidc: Oidc | undefined
  readonly #keys: KeysKnown

  constructor(tracker: Tracker, oidc: Oidc | undefined) {
    this.#tracker = tracker
    this.#oidc = oidc
    this.#keys = new KeysKnown(tracker.events)
  }

  /** Whether requests have to carry a token. A key that was revoked has been a key. */
  async asksForTokens(): Promise<boolean> {
    return this.#oidc !== undefined || (await this.#keys.any())
  }

  /**
   * Whom the token of a request stands for.
   *
   * @throws HttpProblem 401 without one, and for one that is not, or no more, good; nothing tells which.
   */
  async admit(request: FastifyRequest): Promise<Caller> {
    const { authorization } = request.headers
    if (authorization === undefined) {
      if (await this.asksForTokens()) throw needsToken()
      // A page of another site that a browser on this machine shows comes with that site's name.
      if (!LOOPBACK_HOST.test(request.headers.host ?? '')) throw needsToken()
      return AT_HOME
    }
    const token = BEARER.exec(authorization)?.[1]
    if (token === undefined) throw notGood()
    const caller = token.startsWith('rt.') ? await this.#keyHolder(token) : await this.#oidc?.callerOf(token)
    if (caller === undefined) throw notGood()
    return caller
  }

  #keyHolder(token: string): Promise<Caller | undefined> {
    return verifyToken({ events: this.#tracker.events, today: this.#tracker.today() }, token)
  }
}

const needsToken = (): HttpProblem =>
  problem(
    401,
    'token.missing',
    '本接口需要令牌；请在 Authorization 头中写 Bearer 和服务密钥，密钥由 tracker keys issue 签发。',
    'A token is needed: send the header Authorization: Bearer with a service key, which tracker keys issue makes.',
    { headers: { 'www-authenticate': 'Bearer' } },
  )
const notGood = (): HttpProblem =>
  problem(
    401,
    'token.not-good',
    '令牌无效、已过期或已撤销；请向管理员申请新的令牌。',
    'The token is unknown, has run out or was revoked; ask an administrator for a new one.',
    { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
  )
