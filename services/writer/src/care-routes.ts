import { type Caller, type CareDefinition, type CareName, cares, faultOf, type ScopedTracker } from '@rural-tracker/tracker'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answer, problemsOf } from './responses.ts'

type CareHow = Readonly<{ as: (request: FastifyRequest) => ScopedTracker; callerOf: (request: FastifyRequest) => Caller }>

/** One path for each thing that may be done about what has stopped. Who did it stands in the log of the service, because it is no event. */
export function careRoutes(app: FastifyInstance, { as, callerOf }: CareHow): void {
  for (const { name, title, params, result, may } of Object.values(cares) as readonly CareDefinition[]) {
    app.post(`/v1/care/${name}`, {
      schema: {
        operationId: `care_${name}`,
        tags: ['care'],
        summary: `${title.zh} · ${title.en}`,
        description: `For ${may.join(', ')} of the whole log. Asked twice, it is done once, or refused as done already.`,
        body: params,
        response: { 200: answer('How it stands then', result), ...problemsOf(400, 401, 403, 404, 413, 415, 422, 429, 500, 503) },
      },
      handler: (request) => one(request, name),
    })
  }
  app.post<{ Params: { name: string } }>('/v1/care/:name', {
    schema: { hide: true },
    handler: (request) => as(request).care(request.params.name as CareName, request.body as never),
  })

  async function one(request: FastifyRequest, name: string): Promise<unknown> {
    const { actor, role } = callerOf(request)
    const told = { care: name, actor, role }
    try {
      const done = await as(request).care(name as CareName, request.body as never)
      request.log.info({ ...told, model: (done as { model?: string }).model }, 'care')
      return done
    } catch (error) {
      request.log.warn({ ...told, fault: faultOf(error) }, 'care refused')
      throw error
    }
  }
}
