import { afterEach, describe, expect, it } from 'vitest'
import { get, openTownship, send, type Township, visit } from './testing/index.ts'

let open: Township | undefined
const township = async (how: Parameters<typeof openTownship>[0] = {}) => (open = await openTownship(how))
afterEach(async () => {
  await open?.close()
  open = undefined
})

describe('the probes', () => {
  it('are ready once the read models are built, and not before', async () => {
    const { writer, tracker, token } = await township()
    const auditor = await token('auditor')
    const before = await get(writer, '/health/ready', { token: auditor })
    expect([before.statusCode, before.json<object>()]).toMatchObject([
      503,
      { status: 'not ready', projections: expect.arrayContaining([expect.objectContaining({ projection: 'monitoring_list', position: null })]) },
    ])
    await tracker.catchUp()
    expect((await get(writer, '/health/ready')).json()).toEqual({ status: 'ready' })
    const after = (await get(writer, '/health/ready', { token: auditor })).json<{ projections: { state: string }[] }>()
    expect([...new Set(after.projections.map(({ state }) => state))]).toEqual(['active'])
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

  it('count what this process does for the read models, as the projector does', async () => {
    const { writer, tracker } = await township()
    await tracker.catchUp()
    await send(writer, visit(), { key: 'a' })
    await tracker.catchUp()
    const { body } = await get(writer, '/metrics')
    expect(body).toMatch(/^events_total\{projection="household_timeline",version="\d+",partition="0"\} [1-9]\d*$/m)
    for (const name of ['pages_total', 'commit_seconds_count']) expect(body, name).toMatch(new RegExp(`^${name}\\{projection="`, 'm'))
    for (const name of ['unknown_types_total', 'rebuild_progress']) expect(body, name).toContain(`# TYPE ${name} `)
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
    expect(logged()).toMatch(/"fault":\{"code":"internal","kind":"Error","at":\["operation\.int\.spec\.ts:/)
    expect(logged() + answer.body).not.toMatch(/王小明|13900000001/)
  })
})
