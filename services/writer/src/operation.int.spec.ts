import type { Tracker } from '@rural-tracker/tracker'
import { afterEach, describe, expect, it } from 'vitest'
import { Health } from './health.ts'
import { get, openTownship, send, type Township, visit } from './testing/index.ts'

let open: Township | undefined
const township = async (how: Parameters<typeof openTownship>[0] = {}) => (open = await openTownship(how))
afterEach(async () => {
  await open?.close()
  open = undefined
})

type Status = Awaited<ReturnType<Tracker['projections']>>[number]
const model = (more: Partial<Status> = {}): Status => ({
  name: 'monitoring_list',
  version: 1,
  state: 'active',
  position: 7n as Status['position'],
  behindSeconds: 0,
  setAside: 0,
  failure: undefined,
  ...more,
})
/** Health over read models as told, with the next event that somebody wants. */
function watching(statuses: () => Status[], next: () => string | undefined) {
  let now = 0
  const tracker = {
    projections: async () => statuses(),
    nextWanted: async () => {
      const id = next()
      return id === undefined ? undefined : { id, position: 8n }
    },
  } as unknown as Tracker
  const health = new Health(tracker, () => now)
  return { after: (ms: number) => ((now += ms), health.unwell()) }
}

describe('the health of the read models', () => {
  it('given one that has handled nothing for a minute although there was something, then it is stalled before that event', async () => {
    const { after } = watching(
      () => [model()],
      () => 'e-8',
    )
    expect(await after(0)).toEqual([])
    expect(await after(59_000)).toEqual([])
    expect(await after(1_000)).toEqual([{ name: 'monitoring_list', state: 'stalled', position: '7', eventId: 'e-8' }])
  })

  it('given one that moves, or that has nothing to do, then it is well', async () => {
    let position = 7n
    const moving = watching(
      () => [model({ position: position++ as Status['position'] })],
      () => 'e-8',
    )
    const idle = watching(
      () => [model()],
      () => undefined,
    )
    for (let minute = 0; minute < 5; minute++) expect([await moving.after(60_000), await idle.after(60_000)]).toEqual([[], []])
  })

  it('given one that was idle for an hour, then its minute begins with the first event it is wanted for', async () => {
    let next: string | undefined
    const { after } = watching(
      () => [model()],
      () => next,
    )
    await after(0)
    await after(3_600_000)
    next = 'e-8'
    expect(await after(1_000)).toEqual([])
    expect(await after(60_000)).toMatchObject([{ state: 'stalled', eventId: 'e-8' }])
  })

  it('given one that failed, then it is told with its position and event', async () => {
    const failure = { position: '9', eventId: 'e-9', stream: 's', reason: 'r' }
    const { after } = watching(
      () => [model({ state: 'failed', failure })],
      () => undefined,
    )
    expect(await after(0)).toEqual([{ name: 'monitoring_list', state: 'failed', position: '7', eventId: 'e-9' }])
  })
})

describe('the probes', () => {
  it('are ready once the read models are built, and not before', async () => {
    const { writer, tracker, token } = await township()
    const auditor = await token('auditor')
    const before = await get(writer, '/health/ready', { token: auditor })
    expect([before.statusCode, before.json<object>()]).toMatchObject([
      503,
      { status: 'not ready', readModels: expect.arrayContaining([expect.objectContaining({ state: 'missing' })]) },
    ])
    await tracker.catchUp()
    expect((await get(writer, '/health/ready')).json()).toEqual({ status: 'ready' })
    expect((await get(writer, '/health/live')).json()).toEqual({ status: 'live' })
  })

  it('say that the service is stopping, so that nobody sends it more', async () => {
    const { writer, tracker } = await township()
    await tracker.catchUp()
    writer.stop.abort()
    const answer = await get(writer, '/health/ready')
    expect([answer.statusCode, answer.json<object>()]).toEqual([503, { status: 'stopping' }])
  })
})

describe('the figures of the service', () => {
  it('count requests and commands by our own names, and tell of each read model', async () => {
    const { writer, tracker } = await township()
    await send(writer, visit(), { key: 'a' })
    await send(writer, visit(), { key: 'a' })
    await send(writer, visit('H09999'), { key: 'b' })
    await send(writer, { type: 'Zhang13900000001', data: {} } as never, { key: 'c' })
    await tracker.catchUp()
    const { body } = await get(writer, '/metrics')
    for (const line of [
      'commands_total{type="VisitHousehold",outcome="written"} 1',
      'commands_total{type="VisitHousehold",outcome="repeated"} 1',
      'commands_total{type="VisitHousehold",outcome="refused"} 1',
      'commands_total{type="unknown",outcome="refused"} 1',
      'http_request_seconds_count{route="/v1/commands/VisitHousehold",method="POST",status="200"} 2',
      'scans_running 0',
    ]) {
      expect(body).toContain(line)
    }
    expect(body).toMatch(/^position_age_seconds\{projection="monitoring_list",version="\d+",partition="0"\} 0$/m)
    expect(body).toMatch(/^state\{projection="monitoring_list",version="\d+",partition="0",state="active"\} 1$/m)
    expect(body).toMatch(/^dead_letters\{projection="monitoring_list",version="\d+",partition="0"\} 0$/m)
    expect(body).not.toContain('13900000001')
  })
})

describe('the log of the service', () => {
  it('says of a request its path in the document, its status and its id, and nothing that was typed', async () => {
    const { writer, logged } = await township()
    const answer = await get(writer, `/v1/queries/explain?household=${encodeURIComponent('王小明')}&knownAt=13900000001`)
    expect(answer.statusCode).toBe(400)
    const lines = logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.at(-1)).toMatchObject({ route: '/v1/queries/explain', method: 'GET', status: 400, requestId: answer.headers['x-request-id'] })
    expect(logged() + answer.body).not.toMatch(/王小明|%E7%8E|13900000001/)
  })

  it('says of an error that nobody foresaw where it was, without its words', async () => {
    const { writer, tracker, logged } = await township()
    tracker.events.readStream = () => {
      throw new Error('王小明 13900000001')
    }
    const answer = await send(writer, visit(), { key: 'a' })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([500, 'internal'])
    expect(logged()).toMatch(/"fault":\{"kind":"Error","at":\["operation\.int\.spec\.ts:/)
    expect(logged() + answer.body).not.toMatch(/王小明|13900000001/)
  })
})
