import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedConfig, openTracker, type Tracker } from '@rural-tracker/tracker'
import { afterEach, describe, expect, it } from 'vitest'
import { buildWriter } from './app.ts'
import { writerSettings } from './settings.ts'
import { bearer, get, openTownship, send, TODAY, type Township, TOWNSHIP, VILLAGE } from './testing/index.ts'

const closing: (() => Promise<unknown>)[] = []
const township = async (how: Parameters<typeof openTownship>[0] = {}) => {
  const open = await openTownship(how)
  closing.push(open.close)
  return open
}
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const POISON = '00000000-0000-4000-8000-000000000000'
/** An event that no release could have written. */
async function poison({ events }: Tracker): Promise<string> {
  const metadata = { commandId: 'poison', commandHash: 'x', actor: 'x', source: 'x', division: VILLAGE, v: 1 }
  await events.append(`household-${VILLAGE}-H00001`, 'stream_exists', [{ id: POISON, type: 'RiskReported', data: { household: '张三' }, metadata }])
  return String(await events.head())
}
const care = ({ writer }: Pick<Township, 'writer'>, name: string, params: object, token?: string) =>
  writer.app.inject({
    method: 'POST',
    url: `/v1/care/${name}`,
    payload: JSON.stringify(params),
    headers: { 'content-type': 'application/json', ...bearer(token) },
  })

describe('care of read models over HTTP', () => {
  it('given one that has stopped, then it is listed with event and reason, tried again, and goes on without the event when that is set aside', async () => {
    const town = await township()
    const [keeper, auditor] = [await town.token('administrator', '000000000000'), await town.token('auditor', '000000000000')]
    await town.tracker.catchUp()
    const position = await poison(town.tracker)
    await town.tracker.catchUp()
    const stopped = async () =>
      (await get(town.writer, '/v1/queries/stopped', { token: auditor })).json<{ readModels: { name: string }[] }>().readModels
    const timeline = async () => (await stopped()).find(({ name }) => name === 'household_timeline')
    const at = { position, eventId: POISON, stream: `household-${VILLAGE}-H00001`, reason: expect.any(String) }
    expect(await timeline()).toMatchObject({ state: 'failed', failure: at, setAside: [], since: expect.stringMatching(/Z$/) })

    const again = await care(town, 'resume', { model: 'household_timeline' }, keeper)
    expect([again.statusCode, again.json<object>()]).toMatchObject([200, { model: 'household_timeline', state: 'failed', failure: at }])
    const other = await care(town, 'resume', { model: 'household_timeline', setAside: '00000000-0000-4000-8000-00000000ffff' }, keeper)
    expect([other.statusCode, other.json<object>()]).toMatchObject([422, { code: 'care.other-event' }])
    expect(await timeline()).toMatchObject({ state: 'failed', setAside: [] })
    const without = await care(town, 'resume', { model: 'household_timeline', setAside: POISON }, keeper)
    expect(without.json()).toMatchObject({ state: 'active', setAside: 1, failure: null, position })
    expect(await timeline()).toMatchObject({ state: 'active', failure: null, setAside: [{ ...at, at: expect.stringMatching(/Z$/) }] })

    const said = town
      .logged()
      .split('\n')
      .filter((line) => line.includes('"care":"resume"'))
    expect(said.map((line) => JSON.parse(line) as object)).toMatchObject([
      { actor: expect.stringMatching(/^key:/), role: 'administrator', model: 'household_timeline' },
      { actor: expect.stringMatching(/^key:/), role: 'administrator' },
      { actor: expect.stringMatching(/^key:/), role: 'administrator', model: 'household_timeline' },
    ])
    expect(town.logged()).not.toContain('张三')
  })

  it('given a rebuild that is asked for, then its name is told at once, and by it how far it is; the former copy can be put back', async () => {
    const town = await township()
    await town.tracker.catchUp()
    const { rebuild } = (await care(town, 'rebuild', { model: 'village_profile' })).json<{ rebuild: string }>()
    const state = async () => (await get(town.writer, `/v1/queries/rebuild?rebuild=${rebuild}`)).json<{ state: string }>()
    await expect.poll(async () => (await state()).state, { timeout: 20_000 }).toBe('done')
    expect(await state()).toMatchObject({ rebuild, model: 'village_profile', part: 1, difference: { village_profile: { missing: 0, added: 0 } } })
    expect((await care(town, 'rollback', { model: 'village_profile' })).json()).toMatchObject({ state: 'active' })
    // Asked twice it is not undone, and what is put back is built anew when that is asked for.
    expect((await care(town, 'rollback', { model: 'village_profile' })).json()).toMatchObject({ status: 422, code: 'projection.no-former' })
    const other = (await care(town, 'rebuild', { model: 'village_profile' })).json<{ rebuild: string }>()
    expect(other.rebuild).not.toBe(rebuild)
    await expect
      .poll(async () => (await get(town.writer, `/v1/queries/rebuild?rebuild=${other.rebuild}`)).json<{ state: string }>().state)
      .toBe('done')
  })

  it('given a rebuild that meets an event it cannot read, then it has failed, says so by its code, and may be asked for again', async () => {
    const town = await township()
    await town.tracker.catchUp()
    await poison(town.tracker)
    const { rebuild } = (await care(town, 'rebuild', { model: 'household_timeline' })).json<{ rebuild: string }>()
    const state = async () => (await get(town.writer, `/v1/queries/rebuild?rebuild=${rebuild}`)).json<{ state: string; code: string | null }>()
    await expect.poll(async () => (await state()).state, { timeout: 20_000 }).toBe('failed')
    expect(await state()).toMatchObject({ code: 'projection.poison' })
    expect((await care(town, 'rebuild', { model: 'household_timeline' })).json()).toEqual({ rebuild, model: 'household_timeline' })
    await expect.poll(async () => (await state()).state, { timeout: 20_000 }).toBe('failed')
  })

  it('given who may not, or what is not to be done, then it is refused and nothing is done', async () => {
    const town = await township()
    const [keeper, ofTown, analyst] = [
      await town.token('administrator', '000000000000'),
      await town.token('administrator', TOWNSHIP),
      await town.token('analyst', '000000000000'),
    ]
    await town.tracker.catchUp()
    const before = await town.tracker.projections()
    const refused = async (name: string, params: object, token?: string) => {
      const answer = await care(town, name, params, token)
      return [answer.statusCode, answer.json<{ code: string }>().code]
    }
    const model = 'village_profile'
    expect(await refused('resume', { model })).toEqual([401, 'token.missing'])
    expect(await refused('resume', { model }, analyst)).toEqual([403, 'access.role'])
    expect(await refused('rebuild', { model }, ofTown)).toEqual([403, 'access.whole-log'])
    expect(await refused('resume', { model, setAside: POISON }, keeper)).toEqual([422, 'projection.not-failed'])
    expect(await refused('rollback', { model }, keeper)).toEqual([422, 'projection.no-former'])
    expect(await refused('rebuild', { model: 'no_such_model' }, keeper)).toEqual([404, 'projection.unknown'])
    expect(await refused('rebuild', { model: '张三' }, keeper)).toEqual([400, 'care.malformed'])
    expect(await refused('dance', {}, keeper)).toEqual([404, 'care.unknown'])
    expect(await town.tracker.projections()).toEqual(before)
  })

  it('given that another process keeps the read models, then what is asked here is done there, and a rebuild without a queue says where', async () => {
    const home = mkdtempSync(join(tmpdir(), 'tracker-care-'))
    closing.push(async () => rmSync(home, { recursive: true, force: true }))
    const place = { ...embeddedConfig(home), today: () => TODAY }
    const [keeper, tracker] = [await openTracker({ ...place, owner: 'keeper' }), await openTracker({ ...place, owner: 'writer', projects: false })]
    closing.push(
      () => keeper.close(),
      () => tracker.close(),
    )
    const data = { household: 'H00001', registeredIn: VILLAGE, kind: 'ordinary', occurredOn: '2023-01-01' } as const
    await tracker.execute({ type: 'RegisterHousehold', data }, { commandId: 'a', actor: 'test:a', source: 'test' })
    const stop = new AbortController()
    const following = keeper.follow(stop.signal)
    closing.push(async () => {
      stop.abort()
      await following
    })
    const writer = await buildWriter({ tracker, settings: writerSettings({ LOG_LEVEL: 'silent' }) })
    closing.push(() => writer.app.close())
    const timeline = async () => (await tracker.projections()).find(({ name }) => name === 'household_timeline')
    await expect.poll(timeline, { timeout: 20_000 }).toMatchObject({ state: 'active', position: await tracker.events.head() })
    await poison(tracker)
    await expect.poll(timeline, { timeout: 20_000 }).toMatchObject({ state: 'failed' })
    expect((await care({ writer }, 'resume', { model: 'household_timeline', setAside: POISON })).json()).toMatchObject({ setAside: 1, failure: null })
    await expect.poll(timeline, { timeout: 20_000 }).toMatchObject({ state: 'active', position: await tracker.events.head() })
    expect((await care({ writer }, 'rebuild', { model: 'household_timeline' })).json()).toMatchObject({ status: 422, code: 'rebuild.elsewhere' })
  })
})

describe('care of reactions over HTTP', () => {
  it('given an event that they cannot read, then health says stalled at it, and they go on without it when it is set aside', async () => {
    const town = await township()
    const [keeper, auditor] = [await town.token('administrator', '000000000000'), await town.token('auditor', '000000000000')]
    const hook = { division: TOWNSHIP, webhook: 'w1', url: 'https://receiver.invalid/', events: ['RiskReported'], readModels: [], ratePerMinute: 60 }
    await town.say({ type: 'SubscribeWebhook', data: { ...hook, occurredOn: TODAY } } as never)
    await town.tracker.catchUp()
    const stop = new AbortController()
    const working = town.tracker.work(stop.signal)
    closing.push(async () => {
      stop.abort()
      await working
    })
    type Verdict = { status: string; reactions: { state: string; stoppedAt: unknown } }
    const ready = async () => (await get(town.writer, '/health/ready', { token: keeper })).json<Verdict>()
    await expect.poll(ready, { timeout: 20_000 }).toMatchObject({ status: 'ready', reactions: { state: 'active', stoppedAt: null } })
    const position = await poison(town.tracker)
    await expect
      .poll(async () => (await ready()).reactions, { timeout: 20_000 })
      .toMatchObject({
        state: 'stalled',
        stoppedAt: { position, eventId: POISON },
      })
    expect((await get(town.writer, '/health/ready')).json()).toEqual({ status: 'not ready' })
    const reactions = async () => (await get(town.writer, '/v1/queries/stopped', { token: auditor })).json<{ reactions: object }>().reactions
    expect(await reactions()).toMatchObject({ failure: { position, eventId: POISON, stream: `household-${VILLAGE}-H00001` }, setAside: [] })

    expect((await care(town, 'resumeReactions', { setAside: POISON }, auditor)).statusCode).toBe(403)
    expect((await care(town, 'resumeReactions', { setAside: POISON }, keeper)).json()).toMatchObject({ failure: null })
    const head = String(await town.tracker.events.head())
    await expect.poll(async () => (await ready()).reactions, { timeout: 20_000 }).toMatchObject({ state: 'active', position: head, deadLetters: 1 })
    expect(await reactions()).toMatchObject({ failure: null, setAside: [{ position, eventId: POISON }] })
    expect((await care(town, 'resumeReactions', {}, keeper)).json()).toMatchObject({ status: 422, code: 'reactions.not-stopped' })
  })
})

describe('dead letters over HTTP', () => {
  const delivery = 'abcdefghijklmnopqrstuvwxyzab'
  const here = { division: TOWNSHIP, webhook: 'w1' }
  const failed = {
    ...{ ...here, delivery, round: 1, attempts: 10, reason: 'answer', status: 500, occurredOn: TODAY },
    about: { kind: 'event', event: POISON, stream: `household-${VILLAGE}-H00001`, revision: 0 },
  }

  it('given one, then it is listed in its division with reason, tries and moment, and sent again by command, under the account of who did', async () => {
    const town = await township()
    await town.say({
      type: 'SubscribeWebhook',
      data: { ...here, url: 'https://receiver.example.org/', events: ['HouseholdVisited'], readModels: [], ratePerMinute: 60, occurredOn: TODAY },
    })
    await town.say({ type: 'RecordDeliveryFailure', data: failed } as never)
    const [keeper, auditor, other, analyst] = [
      await town.token('administrator'),
      await town.token('auditor', '000000000000'),
      await town.token('administrator', '431224106000'),
      await town.token('analyst'),
    ]
    const dead = async (token: string, params = '') => (await get(town.writer, `/v1/queries/deadLetters?${params}`, { token })).json<object>()
    expect(await dead(keeper)).toEqual({ total: 1, deadLetters: [{ ...failed, recordedAt: expect.stringMatching(/Z$/) }] })
    expect(await dead(auditor, 'webhook=w1&division=431224105000')).toMatchObject({ total: 1 })
    expect(await dead(auditor, 'webhook=w2')).toEqual({ total: 0, deadLetters: [] })
    expect(await dead(auditor, 'limit=1&offset=1')).toEqual({ total: 1, deadLetters: [] })
    expect(await dead(other)).toEqual({ total: 0, deadLetters: [] })
    expect(await dead(analyst)).toMatchObject({ status: 403, code: 'access.role' })

    const again = { type: 'RequeueDelivery', data: { ...here, delivery, round: 2, occurredOn: TODAY } } as const
    expect((await send(town.writer, again, { token: other, key: 'r0' })).json()).toMatchObject({ code: 'access.outside-division' })
    expect((await send(town.writer, again, { token: keeper, key: 'r1' })).json()).toMatchObject({ ok: true, events: [{ type: 'DeliveryRequeued' }] })
    expect(await dead(keeper)).toEqual({ total: 0, deadLetters: [] })
    for await (const { type, metadata } of town.tracker.events.readStream(`delivery-${TOWNSHIP}-${delivery}`, { from: 1n }))
      expect([type, metadata.actor]).toEqual(['DeliveryRequeued', expect.stringMatching(/^key:/)])
  })
})
