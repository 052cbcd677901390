import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Redis } from 'ioredis'
import { createHash } from 'node:crypto'

/** Seconds to wait where somebody has asked too often; undefined where not. */
export type RequestLimit = (request: FastifyRequest) => Promise<number | undefined>

export type LimitsHow = Readonly<{
  requestsAMinute: number
  /** Where services that share this limit count together; without it each counts for itself. */
  shared?: Readonly<{ redis: string; name: string }> | undefined
}>

const A_MINUTE = 60_000
/** How long Redis is waited for, and how long it is not asked after it did not answer. */
const [ANSWER_MS, LEAVE_ALONE_MS] = [500, 5_000]

type KeyOf = (request: FastifyRequest) => string
type Limiter = Readonly<{ ofCaller: RequestLimit; ofStrangers: RequestLimit }>

/**
 * How often one account, and one address without a good token, may ask. With Redis all services of a log count together; while that is away, each
 * counts for itself, because nobody should be turned away for it.
 */
export async function requestLimits(app: FastifyInstance, { requestsAMinute, shared }: LimitsHow): Promise<Limiter> {
  const own = await limiterOf(app, requestsAMinute, {})
  if (shared === undefined) return own
  const redis = await connected(shared.redis)
  app.addHook('onClose', async () => redis.disconnect())
  const together = await limiterOf(app, requestsAMinute, { redis, nameSpace: `requests-${shared.name}-` })
  let leftAloneUntil = 0
  const either =
    (which: keyof Limiter): RequestLimit =>
    async (request) => {
      if (performance.now() < leftAloneUntil) return own[which](request)
      try {
        return await together[which](request)
      } catch {
        leftAloneUntil = performance.now() + LEAVE_ALONE_MS
        request.log.warn({ code: 'requests.counted-alone' }, 'Redis does not answer, so requests are counted in this process')
        return own[which](request)
      }
    }
  return { ofCaller: either('ofCaller'), ofStrangers: either('ofStrangers') }
}

/** A limiter that counts in one place. The plugin takes one store an instance, so each has an instance of its own. */
async function limiterOf(app: FastifyInstance, max: number, store: Readonly<{ redis?: Redis; nameSpace?: string }>): Promise<Limiter> {
  const made = Promise.withResolvers<Limiter>()
  await app.register(async (apart) => {
    await apart.register(rateLimit, { global: false, ...store })
    const limit = (keyOf: KeyOf): RequestLimit => {
      const counted = apart.createRateLimit({ max, timeWindow: A_MINUTE, keyGenerator: (request) => unreadable(keyOf(request)) })
      return async (request) => {
        const count = await counted(request)
        return !count.isAllowed && count.isExceeded ? count.ttlInSeconds : undefined
      }
    }
    made.resolve({
      ofCaller: limit(({ caller }) => `caller ${caller?.actor} ${caller?.division}`),
      ofStrangers: limit(({ ip }) => `address ${ip}`),
    })
  })
  return made.promise
}

/** Who asks how often is nothing that Redis has to know. */
function unreadable(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

async function connected(url: string): Promise<Redis> {
  const { Redis } = await import('ioredis')
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
  })
  // Without a listener an error would end the process; whoever counts tells that Redis is away.
  redis.on('error', () => {})
  await redis.connect().catch(() => {})
  return redis
}
