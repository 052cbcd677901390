import type { AnyCommand, Role } from '@rural-tracker/domain'
import {
  type CareName,
  cares,
  connectTracker,
  queries,
  type QueryName,
  type ScopedCommand,
  type ScopedTracker,
  verifyToken,
} from '@rural-tracker/tracker'
import { listen, openTownship, TODAY, type Township, TOWNSHIP, visit } from '@rural-tracker/writer/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** One service, and both ways to it for the same tokens. */
let township: Township
let url: string
const tokens = new Map<Role, string>()
const ROLES: readonly Role[] = ['recorder', 'analyst', 'administrator']
beforeAll(async () => {
  township = await openTownship({ threads: true })
  for (const role of ROLES) tokens.set(role, await township.token(role))
  township.tracker.persons.put('P00001', { name: '王小明' })
  await township.say({
    type: 'AddMember',
    data: {
      household: 'H00001',
      registeredIn: '431224105201',
      person: 'P00001',
      relation: 'head',
      sex: 'female',
      bornIn: '1980-01',
      reason: 'registered',
      standingFacts: [],
      occurredOn: '2023-01-01',
    },
  })
  await township.say({
    type: 'RaiseAlert',
    data: {
      ...{ division: '431224105201', place: '431224105201', subject: 'H00001', cause: 'rule.drop-out', level: 2, sign: 'strong', evidence: [] },
      ...{ firstSignOn: '2023-02-01', stage: 'village', assignee: 'helper:a', occurredOn: '2023-02-01' },
    },
  })
  url = await listen(township.writer)
})
afterAll(() => township.close())

type Way = (role: Role) => Promise<ScopedTracker>
const inTheProcess: Way = async (role) => {
  const caller = await verifyToken({ events: township.tracker.events, today: TODAY }, tokens.get(role) ?? '')
  if (caller === undefined) throw new Error('no caller')
  return township.tracker.as(caller)
}
const overHttp: Way = async (role) => connectTracker({ url, token: tokens.get(role) ?? '' })

let given = 0
const once = () => `spec-${given++}`
const day = () => `2022-${String(1 + (given % 12)).padStart(2, '0')}-${String(1 + (given++ % 28)).padStart(2, '0')}`
const refusal = (answer: Promise<unknown>) =>
  answer.then(
    () => 'answered',
    (error: { code?: string; text?: unknown }) => ({ code: error.code, text: error.text }),
  )

/** What each query is asked in both ways. A query that is not here does not compile; a notice needs a procedure, and is only refused here. */
const ASKED: Readonly<Record<QueryName, readonly object[]>> = {
  list: [{}, { limit: 1, all: true }, { asOf: '2023-06-01' }, { division: TOWNSHIP, sort: 'village' }],
  explain: [{ household: 'H00001' }, { household: 'H00001', asOf: '2023-06-01' }],
  explainVillage: [{ village: '431224105201' }],
  watch: [{}, { asOf: '2023-06-01' }],
  timeline: [{ household: 'H00001' }, { household: 'H00001', steps: true }],
  notice: [],
  alerts: [{}, { past: true, sort: 'respondBy', limit: 1 }, { division: TOWNSHIP, dueBefore: '2024-01-01' }],
  alert: [{ alert: 'H00001.rule.drop-out' }],
  alertLoad: [{}, { officer: 'helper:a', from: '2023-01-01' }],
  standingFacts: [{ person: 'P00001' }],
  carriedFacts: [{ person: 'P00001', asOf: '2023-06-01' }],
  parameters: [{}, { division: '431224105201' }],
  figures: [{}, { from: '2023-01-01', to: '2023-12-31' }],
  trace: [{ of: 'households.registered' }],
  findings: [{}],
  projections: [{}],
  // Of the whole log: see below.
  stopped: [],
  rebuild: [],
  deadLetters: [{}, { division: TOWNSHIP, webhook: 'w1', limit: 1 }],
  person: [{ persons: ['P00001'], purpose: 'visit' }],
  keys: [{}],
  rows: [
    { model: 'household_timeline' },
    { model: 'household_timeline', where: ['household:eq:H00001', 'type:startsWith:Household'], order: ['-position'], limit: 2 },
  ],
}
const ERRORS: readonly (readonly [QueryName, object])[] = [
  ['explain', { household: 'H09999' }],
  ['explain', { household: 'H00002' }],
  ['explain', { household: '王小明' }],
  ['list', { knownAt: 'yesterday' }],
  ['list', { limit: -1 }],
  ['list', { colour: 'red' }],
  ['notice', { household: 'H00001' }],
  ['alert', { alert: 'H00002.rule.drop-out' }],
  ['alert', { alert: '王小明' }],
  ['alerts', { status: '王小明' }],
  ['carriedFacts', { person: '王小明' }],
  ['rows', { model: 'nothing' }],
  ['rows', { model: 'service_keys' }],
  ['stopped', {}],
  ['rebuild', { rebuild: '王小明' }],
  ['nothing' as QueryName, {}],
]

describe.each([
  ['in the process', inTheProcess],
  ['over HTTP', overHttp],
] as const)('the log as a caller may use it, %s', (_, as) => {
  it('a command is carried out once, and the effect is seen by the next question', async () => {
    const tracker = await as('recorder')
    const [command, commandId] = [visit('H00001', day()), once()]
    const first = await tracker.execute(command, { commandId, correlationId: 'c-1', causationId: 'e-1' })
    expect(first).toMatchObject({ ok: true, events: [{ type: 'HouseholdVisited' }], repeated: false })
    if (!first.ok) return
    expect(typeof first.events[0]?.revision).toBe('bigint')
    expect(await tracker.execute(command, { commandId })).toEqual({ ...first, repeated: true })
    expect(await tracker.execute(visit('H00001', day()), { commandId })).toMatchObject({ ok: false, refused: 'command.other-body' })
    const timeline = await tracker.query('timeline', { household: 'H00001' })
    expect(timeline.rows.map(({ eventId }) => eventId)).toContain(first.events[0]?.id)
    expect(timeline.behind).toBe(false)
  })

  it('nothing new is no event and no position', async () => {
    const tracker = await as('recorder')
    const command = visit('H00001', day())
    await tracker.execute(command, { commandId: once() })
    expect(await tracker.execute(command, { commandId: once() })).toEqual({
      ok: true,
      stream: 'household-431224105201-H00001',
      events: [],
      position: undefined,
      repeated: false,
    })
  })

  it('a revision that has moved on is told', async () => {
    const tracker = await as('recorder')
    const done = await tracker.execute(visit('H00001', day()), { commandId: once() })
    const revision = done.ok ? (done.events[0]?.revision ?? 0n) : 0n
    const late = await tracker.execute(visit('H00001', day()), { commandId: once(), expected: revision - 1n })
    expect(late).toMatchObject({ ok: false, refused: 'command.unexpected-revision', revision })
    expect(await tracker.execute(visit('H00001', day()), { commandId: once(), expected: 'no_stream' })).toMatchObject({ ok: false, revision })
    expect(await tracker.execute(visit('H00001', day()), { commandId: once(), expected: revision })).toMatchObject({ ok: true })
    expect(await tracker.execute(visit('H00001', day()), { commandId: once(), expected: 'stream_exists' })).toMatchObject({ ok: true })
  })

  it('refusals are answers', async () => {
    const refused = async (role: Role, command: AnyCommand, commandId = once()) => {
      const outcome = await (await as(role)).execute(command, { commandId })
      return outcome.ok ? 'done' : outcome.refused
    }
    expect(await refused('recorder', visit('H00002'))).toBe('access.outside-division')
    expect(await refused('analyst', visit())).toBe('access.role')
    expect(await refused('recorder', { type: 'Dance', data: {} } as never)).toBe('command.unknown-type')
    expect(await refused('recorder', { type: 'VisitHousehold', data: {} } as never)).toBe('command.malformed')
    expect(await refused('recorder', visit(), 'a b')).toBe('command.malformed')
  })

  it('a batch has an outcome for each line', async () => {
    const tracker = await as('recorder')
    const lines: ScopedCommand[] = [
      { ...visit('H00001', day()), commandId: once() },
      { ...visit('H09999', day()), commandId: once() },
      { ...visit('H00001', day()), commandId: once(), expected: 'no_stream' },
      { ...visit('H00001', day()), commandId: once() },
    ]
    expect(await tracker.executeAll(lines)).toMatchObject([
      { ok: true },
      { ok: false },
      { ok: false, refused: 'command.unexpected-revision', revision: expect.any(BigInt) },
      { ok: true },
    ])
  })
})

describe('what is asked in the process and over HTTP', () => {
  it.each((Object.keys(queries) as QueryName[]).filter((name) => ASKED[name].length > 0))(
    '%s: is answered alike, and as the document says',
    async (name) => {
      const { mayRead, result } = queries[name]
      const role = ROLES.find((one) => mayRead.includes(one)) ?? 'recorder'
      const [here, there] = [await inTheProcess(role), await overHttp(role)]
      for (const params of ASKED[name]) {
        // Readings of names are events, so the position moves with each.
        const still = (answer: object) => ({ ...answer, position: name === 'person' ? null : (answer as { position?: string }).position })
        const embedded = await here.query(name, params as never)
        const remote = await there.query(name, params as never)
        expect(still(remote as object)).toEqual(JSON.parse(JSON.stringify(still(embedded as object))))
        expect(result.safeParse(remote).error?.issues ?? []).toEqual([])
      }
    },
  )

  it.each(ERRORS)('%s %j: is refused alike', async (name, params) => {
    const embedded = await refusal((await inTheProcess('analyst')).query(name, params as never))
    expect(await refusal((await overHttp('analyst')).query(name, params as never))).toEqual(embedded)
    expect(embedded).toMatchObject({ code: expect.stringMatching(/\./), text: { zh: expect.any(String), en: expect.any(String) } })
  })

  it('what has stopped is seen to alike, by who keeps the whole log', async () => {
    const token = await township.token('administrator', '000000000000')
    const caller = await verifyToken({ events: township.tracker.events, today: TODAY }, token)
    if (caller === undefined) throw new Error('no caller')
    await township.tracker.catchUp()
    const ways = [township.tracker.as(caller), connectTracker({ url, token })]
    for (const keeper of ways) {
      expect(await keeper.query('stopped')).toEqual({
        readModels: [],
        reactions: { position: null, eventId: null, owed: 0, retrying: 0, failure: null, setAside: [] },
      })
      const asked = await keeper.care('rebuild', { model: 'village_profile' })
      expect(cares.rebuild.result.safeParse(asked).success).toBe(true)
      await expect.poll(async () => (await keeper.query('rebuild', { rebuild: asked.rebuild })).state, { timeout: 20_000 }).toBe('done')
      const told = await keeper.query('rebuild', { rebuild: asked.rebuild })
      expect(told).toMatchObject({ ...asked, state: 'done', part: 1, difference: { village_profile: { missing: 0, added: 0 } }, code: null })
      expect(queries.rebuild.result.safeParse(told).error?.issues ?? []).toEqual([])
      expect(await keeper.care('rollback', { model: 'village_profile' })).toMatchObject({ model: 'village_profile', state: 'active', failure: null })
    }
    const wrong: readonly (readonly [string, object])[] = [
      ['rebuild', { model: 'no_such_model' }],
      ['rebuild', { model: '王小明' }],
      ['resume', { model: 'village_profile', setAside: '00000000-0000-4000-8000-00000000ffff' }],
      ['resume', { model: 'village_profile', setAside: true }],
      ['resumeReactions', { setAside: '00000000-0000-4000-8000-00000000ffff' }],
      ['dance', {}],
    ]
    for (const [name, params] of wrong) {
      const [here, there] = await Promise.all(ways.map((keeper) => refusal(keeper.care(name as CareName, params as never))))
      expect(there).toEqual(here)
      expect(here).toMatchObject({ code: expect.stringMatching(/\./), text: { zh: expect.any(String), en: expect.any(String) } })
    }
    for (const role of ROLES) {
      const [here, there] = [await inTheProcess(role), await overHttp(role)]
      const refused = await refusal(here.care('rollback', { model: 'village_profile' }))
      expect(await refusal(there.care('rollback', { model: 'village_profile' }))).toEqual(refused)
      expect(refused).toMatchObject({ code: role === 'administrator' ? 'access.whole-log' : 'access.role' })
    }
  })

  it('a wrong token, another service and no service are told apart', async () => {
    const ask = (how: Parameters<typeof connectTracker>[0]) => refusal(connectTracker(how).query('list'))
    expect(await ask({ url, token: 'rt.431224105000.abcdefghijkl.AAAA' })).toMatchObject({ code: 'token.not-good' })
    expect(await ask({ url: 'http://127.0.0.1:1' })).toMatchObject({ code: 'service.unreachable' })
    expect(await ask({ url, fetch: async () => Response.json({ hello: 1 }, { status: 404 }) })).toMatchObject({ code: 'service.other' })
  })
})
