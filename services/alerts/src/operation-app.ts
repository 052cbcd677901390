import type { Tracker } from '@rural-tracker/tracker'
import { fastify, type FastifyInstance } from 'fastify'
import type { AlertsMetrics } from './metrics.ts'

type Parts = Readonly<{ tracker: Pick<Tracker, 'projections' | 'reactionsStatus'>; metrics: AlertsMetrics; stopping: AbortSignal }>

/** Health and figures, for this machine only: the page's own port is open to phones. */
export async function buildOperation({ tracker, metrics, stopping }: Parts): Promise<FastifyInstance> {
  const app = fastify({ logger: false, return503OnClosing: false })
  app.get('/health/live', async () => ({ status: 'live' }))
  app.get('/health/ready', async (_request, reply) => {
    if (stopping.aborted) return reply.code(503).send({ status: 'stopping' })
    const { failure } = await tracker.reactionsStatus()
    const readModels = (await tracker.projections()).filter(({ state }) => state !== 'active').map(({ name, state }) => ({ name, state }))
    const isReady = failure === null && readModels.length === 0
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', readModels, reactions: failure })
  })
  app.get('/metrics', async (_request, reply) => {
    const { type, text } = await metrics.text()
    return reply.type(type).send(text)
  })
  await app.ready()
  return app
}
