import { hash } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AlertsSettings } from './settings.ts'

const A_MINUTE = 60_000
/** A probe of the machine asks as often as it likes. */
export const PROBED = '/health/live'

/**
 * How often the page may be asked for: by one address, and with one link, whoever opens it. A link that is wrong or has run out counts like a good
 * one, so that guessing is no cheaper than answering.
 *
 * @param refuse sends the page that says when to come again, in seconds
 */
export async function limitRate(
  app: FastifyInstance,
  { requestsAMinute, linkRequestsAMinute }: Pick<AlertsSettings, 'requestsAMinute' | 'linkRequestsAMinute'>,
  refuse: (reply: FastifyReply, seconds: number) => FastifyReply,
): Promise<void> {
  await app.register(rateLimit, { global: false })
  const ofAddress = app.createRateLimit({ max: requestsAMinute, timeWindow: A_MINUTE, keyGenerator: ({ ip }) => `address ${ip}` })
  // A link opens an alert: nothing keeps it longer than the request.
  const ofLink = app.createRateLimit({
    max: linkRequestsAMinute,
    timeWindow: A_MINUTE,
    keyGenerator: (request) => `link ${hash('sha256', tokenIn(request) ?? '')}`,
  })
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === PROBED) return
    for (const limit of tokenIn(request) === undefined ? [ofAddress] : [ofAddress, ofLink]) {
      const found = await limit(request)
      if (!found.isAllowed && found.isExceeded) return refuse(reply, Math.max(1, found.ttlInSeconds))
    }
  })
}

function tokenIn({ params }: FastifyRequest): string | undefined {
  return (params as { token?: string } | undefined)?.token
}
