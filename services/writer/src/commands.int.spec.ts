import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { get, openTownship, send, type Township, visit } from './testing/index.ts'

let township: Township
let recorder: string
let keys = 0
beforeAll(async () => {
  township = await openTownship()
  recorder = await township.token('recorder')
})
afterAll(() => township.close())

const once = () => `k-${keys++}`
const visitOn = (day: number) => visit('H00001', `2024-03-${String(day).padStart(2, '0')}`)

describe('a command over HTTP', () => {
  it('is carried out, and says where its events stand', async () => {
    const answer = await send(township.writer, visitOn(1), { token: recorder, key: once() })
    expect(answer.statusCode).toBe(200)
    const done = answer.json<{ events: { revision: string; type: string }[]; position: string; stream: string; repeated: boolean }>()
    expect(done).toMatchObject({ ok: true, stream: 'household-431224105201-H00001', repeated: false, position: expect.stringMatching(/^\d+$/) })
    expect(done.events).toMatchObject([{ type: 'HouseholdVisited', revision: expect.stringMatching(/^\d+$/) }])
    expect(answer.headers['etag']).toBe(`"${done.events[0]?.revision}"`)
  })

  it('stands in the log under the account of its token, and not of anything in its body', async () => {
    const { stream } = (await send(township.writer, visitOn(2), { token: recorder, key: once() })).json<{ stream: string }>()
    let last
    for await (const event of township.tracker.events.readStream(stream)) last = event
    expect(last?.metadata).toMatchObject({ actor: expect.stringMatching(/^key:431224\.105000\./), source: 'api' })
    const answer = await send(
      township.writer,
      { ...visitOn(3), data: { ...visitOn(3).data, actor: 'a:b' } as never },
      { token: recorder, key: once() },
    )
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'command.malformed'])
  })

  it('is answered by its reason in both languages when it is refused, with 422', async () => {
    const answer = await send(township.writer, visit('H09999'), { token: recorder, key: once() })
    expect(answer.statusCode).toBe(422)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    const problem = answer.json<{ code: string; type: string; detail: string; message: { zh: string; en: string } }>()
    expect(problem).toMatchObject({ type: `urn:rural-tracker:problem:${problem.code}`, detail: problem.message.zh, refusal: true })
    expect(problem.message.zh).toMatch(/\p{Script=Han}/u)
    const english = await send(township.writer, visit('H09999'), { token: recorder, key: once(), headers: { 'accept-language': 'en-GB,en;q=0.9' } })
    expect(english.json()).toMatchObject({ detail: problem.message.en })
  })

  it('is 404 when there is no such command, 400 when it is malformed or has no key, 403 when the role may not', async () => {
    const told = async (...args: Parameters<typeof send>) => {
      const answer = await send(...args)
      return [answer.statusCode, answer.json<{ code: string }>().code]
    }
    const analyst = await township.token('analyst')
    expect(await told(township.writer, { type: 'Dance', data: {} } as never, { token: recorder, key: once() })).toEqual([404, 'command.unknown-type'])
    expect(await told(township.writer, { type: 'VisitHousehold', data: {} } as never, { token: recorder, key: once() })).toEqual([
      400,
      'command.malformed',
    ])
    expect(await told(township.writer, visitOn(4), { token: recorder })).toEqual([400, 'http.no-key'])
    expect(await told(township.writer, visitOn(4), { token: analyst, key: once() })).toEqual([403, 'access.role'])
    expect(await told(township.writer, visit('H00002'), { token: recorder, key: once() })).toEqual([404, 'access.outside-division'])
  })
})

describe('the key of a command', () => {
  it('makes a repeat one effect, answered like the first time', async () => {
    const key = once()
    const first = await send(township.writer, visitOn(5), { token: recorder, key })
    const events = await township.events()
    const again = await send(township.writer, visitOn(5), { token: recorder, key: `"${key}"` })
    expect(again.json()).toEqual({ ...first.json<object>(), repeated: true })
    expect(await township.events()).toBe(events)
  })

  it('is refused with 422 for another body to the same stream, and nothing is written', async () => {
    const key = once()
    await send(township.writer, visitOn(6), { token: recorder, key })
    const events = await township.events()
    const other = await send(township.writer, visitOn(7), { token: recorder, key })
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([422, 'command.other-body'])
    expect(await township.events()).toBe(events)
  })

  it('is told in the document together with where its guarantee ends', async () => {
    const document = JSON.stringify((await get(township.writer, '/openapi.json', { token: recorder })).json())
    expect(document).toContain('This holds in the stream that the first one wrote to, and for commands that wrote events.')
  })
})

describe('an expected revision', () => {
  it('lets a command through when the stream stands there', async () => {
    const etag = String((await send(township.writer, visitOn(8), { token: recorder, key: once() })).headers['etag'])
    const next = await send(township.writer, visitOn(9), { token: recorder, key: once(), headers: { 'if-match': etag } })
    expect(next.statusCode).toBe(200)
  })

  it('is answered by 409 with the current one when the stream has moved on, and nothing is written', async () => {
    const etag = String((await send(township.writer, visitOn(10), { token: recorder, key: once() })).headers['etag'])
    const current = String((await send(township.writer, visitOn(11), { token: recorder, key: once() })).headers['etag'])
    const events = await township.events()
    const late = await send(township.writer, visitOn(12), { token: recorder, key: once(), headers: { 'if-match': etag } })
    expect([late.statusCode, late.headers['etag'], late.json<object>()]).toMatchObject([
      409,
      current,
      { code: 'command.unexpected-revision', revision: current.slice(1, -1) },
    ])
    const isNew = await send(township.writer, visitOn(12), { token: recorder, key: once(), headers: { 'if-none-match': '*' } })
    expect(isNew.json()).toMatchObject({ status: 409, revision: current.slice(1, -1) })
    expect(await township.events()).toBe(events)
  })

  it('tells of a stream outside the division what it tells of one that is not there', async () => {
    const headers = { 'if-match': '"1"' }
    const outside = await send(township.writer, visit('H00002'), { token: recorder, key: once(), headers })
    const nowhere = await send(
      township.writer,
      { ...visit('H00002'), data: { ...visit('H00002').data, household: 'H08888' } as never },
      { token: recorder, key: once(), headers },
    )
    const told = ({ statusCode, body }: typeof outside) => [statusCode, JSON.parse(body, (key, value: unknown) => (key === 'requestId' ? '' : value))]
    expect(told(outside)).toEqual(told(nowhere))
  })

  it('is 400 when it is no revision', async () => {
    for (const headers of [{ 'if-match': 'W/"1"' }, { 'if-match': 'x' }, { 'if-none-match': '"1"' }, { 'if-match': '*', 'if-none-match': '*' }]) {
      const answer = await send(township.writer, visitOn(13), { token: recorder, key: once(), headers: headers as Record<string, string> })
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'http.expected-revision'])
    }
  })
})

describe('a batch', () => {
  const batch = (commands: readonly unknown[]) =>
    township.writer.app.inject({ method: 'POST', url: '/v1/commands', payload: { commands }, headers: { authorization: `Bearer ${recorder}` } })
  const line = (day: number, more: object = {}) => ({ ...visitOn(day), commandId: once(), ...more })

  it('gives an outcome for each line in order, and what stands before a refusal stands', async () => {
    const events = await township.events()
    const answer = await batch([line(14), { ...visit('H09999'), commandId: once() }, line(15), line(16, { expected: '0' })])
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      outcomes: [
        { ok: true },
        { ok: false, message: { zh: expect.any(String) } },
        { ok: true },
        { ok: false, refused: 'command.unexpected-revision' },
      ],
    })
    expect(await township.events()).toBe(events + 2)
  })

  it('may be sent again when its answer did not come', async () => {
    const lines = [line(17), line(18)]
    await batch(lines)
    const events = await township.events()
    expect((await batch(lines)).json()).toMatchObject({ outcomes: [{ repeated: true }, { repeated: true }] })
    expect(await township.events()).toBe(events)
  })

  it('is refused whole when it is malformed or longer than a thousand', async () => {
    const events = await township.events()
    for (const commands of [[], [line(19, { actor: 'x:y' })], [{ type: 'VisitHousehold' }], Array.from({ length: 1_001 }, () => line(19))]) {
      const answer = await batch(commands)
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'command.malformed-batch'])
    }
    expect(await township.events()).toBe(events)
  })

  it('stops taking lines when the service stops, and says which were not tried', async () => {
    township.writer.stop.abort()
    expect((await batch([line(20)])).json()).toMatchObject({ outcomes: [{ ok: false, refused: 'command.not-tried' }] })
  })
})
