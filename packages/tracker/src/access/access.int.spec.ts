import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnyCommand, indicators, type Role } from '@rural-tracker/domain'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { embeddedConfig } from '../config.ts'
import { queries, type QueryName } from '../queries/index.ts'
import { openTracker, type Tracker } from '../tracker.ts'
import { actorOfKey, newToken, verifyToken } from './verify-token.ts'

const HERE = '431224105000'
const THERE = '431224106000'
const [VILLAGE, OTHER] = ['431224105201', '431224106201']
const TODAY = '2024-05-01'

const home = mkdtempSync(join(tmpdir(), 'tracker-access-'))
let tracker: Tracker
let today = TODAY
let given = 0
const say = async (command: AnyCommand, actor = 'test:all') => {
  const outcome = await tracker.execute(command, { commandId: `c${given++}`, actor, source: 'test' })
  expect(outcome).toMatchObject({ ok: true })
}
const as = (role: Role, division = HERE) => tracker.as({ actor: `test:${role}`, role, division })
const once = () => ({ commandId: `s${given++}` })
const code = (answer: Promise<unknown>) =>
  answer.then(
    () => 'answered',
    (error: { code?: string }) => error.code,
  )
const logged = async () => {
  let events = 0
  for await (const page of tracker.events.readAll()) events += page.events.length
  return events
}

const at = { occurredOn: '2023-01-01' }
const visit = (household: string, registeredIn: string): AnyCommand => ({
  type: 'VisitHousehold',
  data: { household, registeredIn, visitor: 'helper', occurredOn: '2024-04-01' },
})
const member = (household: string, registeredIn: string, person: string): AnyCommand => ({
  type: 'AddMember',
  data: { ...at, household, registeredIn, person, relation: 'head', sex: 'female', bornIn: '1980-01', reason: 'registered', standingFacts: [] },
})

beforeAll(async () => {
  tracker = await openTracker({ ...embeddedConfig(join(home, 'data')), today: () => today })
  for (const village of [VILLAGE, OTHER]) await say({ type: 'RegisterVillage', data: { ...at, village, level: 'village', poverty: 'none' } })
  for (const [household, registeredIn] of [
    ['H00001', VILLAGE],
    ['H00002', OTHER],
    ['H00003', VILLAGE],
  ] as const) {
    await say({ type: 'RegisterHousehold', data: { ...at, household, registeredIn, kind: 'ordinary' } })
    await say(member(household, registeredIn, household.replace('H', 'P')))
  }
  await say({ type: 'MoveHousehold', data: { household: 'H00003', registeredIn: VILLAGE, to: OTHER, occurredOn: '2024-01-01' } })
  await say({ type: 'ReportRisk', data: { household: 'H00001', registeredIn: VILLAGE, risk: 'illness', occurredOn: '2024-02-01' } })
  await say({
    type: 'RaiseAlert',
    data: {
      ...{ division: VILLAGE, place: VILLAGE, subject: 'H00001', cause: 'rule.drop-out', level: 2, sign: 'strong', evidence: [] },
      ...{ firstSignOn: '2024-02-01', stage: 'village', assignee: 'helper:a', occurredOn: '2024-02-01' },
    },
  })
  for (const household of ['H00001', 'H00002', 'H00003']) tracker.persons.put(household.replace('H', 'P'), { name: '王小明' })
})
afterAll(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

describe('a service key', () => {
  const issue = async (more: { role?: Role; validTo?: string } = {}) => {
    const { token, key, hash } = newToken(HERE)
    await say({ type: 'IssueServiceKey', data: { division: HERE, key, hash, role: 'recorder', occurredOn: TODAY, ...more } })
    return { token, key }
  }
  const whois = (token: string, on = TODAY) => verifyToken({ events: tracker.events, today: on }, token)

  it('given a token that was issued, then it is an account with its role and its division', async () => {
    const { token, key } = await issue({ role: 'analyst' })
    expect(await whois(token)).toEqual({ actor: actorOfKey(HERE, key), role: 'analyst', division: HERE })
  })

  it('given what is like it, then nobody', async () => {
    const { token, key } = await issue()
    const other = newToken(HERE).token.split('.').at(-1)
    for (const wrong of ['', 'rt', token.slice(0, -1), `${token}A`, `rt.${HERE}.${key}.${other}`, token.replace(HERE, THERE), newToken(HERE).token]) {
      expect(await whois(wrong)).toBeUndefined()
    }
  })

  it('given that it was revoked, then nobody, at once', async () => {
    const { token, key } = await issue()
    await say({ type: 'RevokeServiceKey', data: { division: HERE, key, reason: 'lost', occurredOn: TODAY } })
    expect(await whois(token)).toBeUndefined()
  })

  it('given its last day, then it is good on that day and no longer on the next', async () => {
    const { token } = await issue({ validTo: '2024-05-31' })
    expect(await whois(token, '2024-05-31')).toBeDefined()
    expect(await whois(token, '2024-06-01')).toBeUndefined()
    expect(await whois(token, '2024-04-30')).toBeUndefined()
  })

  it('given the log, then nothing in it is the secret', async () => {
    const { token } = await issue()
    const secret = token.split('.').at(-1) ?? ''
    for await (const page of tracker.events.readAll()) {
      for (const { data, metadata } of page.events) expect(JSON.stringify([data, metadata])).not.toContain(secret)
    }
  })

  it('given keys of two townships, then each administrator is told of his own, and how many there are of them', async () => {
    await issue()
    const { key, hash } = newToken(THERE)
    await say({ type: 'IssueServiceKey', data: { division: THERE, key, hash, role: 'auditor', occurredOn: TODAY } })
    expect(await as('administrator', THERE).query('keys')).toMatchObject({ total: 1, keys: [{ key, division: THERE, role: 'auditor' }] })
    expect(await as('administrator').query('keys')).not.toMatchObject({ keys: expect.arrayContaining([expect.objectContaining({ key })]) })
    expect(await code(as('recorder').query('keys'))).toBe('access.role')
  })
})

describe('a command', () => {
  it('given a role that may and a household here, then it is done under the account of the caller', async () => {
    const outcome = await as('recorder').execute(visit('H00001', VILLAGE), once())
    expect(outcome).toMatchObject({ ok: true, events: [{ type: 'HouseholdVisited' }] })
    for await (const { metadata } of tracker.events.readStream(`household-${VILLAGE}-H00001`, { backwards: true, limit: 1 })) {
      expect(metadata).toMatchObject({ actor: 'test:recorder', source: 'api' })
    }
  })

  it('given a role that may not, then it is refused and nothing is written', async () => {
    const before = await logged()
    for (const role of ['analyst', 'auditor', 'administrator', 'reviewer', 'approver'] as const) {
      expect(await as(role).execute(visit('H00001', VILLAGE), once())).toMatchObject({ ok: false, refused: 'access.role' })
    }
    expect(await logged()).toBe(before)
  })

  it('given a household that moved here, then it is ours, although it was registered elsewhere', async () => {
    expect(await as('recorder', THERE).execute(visit('H00003', VILLAGE), once())).toMatchObject({ ok: true })
  })

  it('given a household that moved away, then it is as one that was never registered', async () => {
    const before = await logged()
    const gone = await as('recorder').execute(visit('H00003', VILLAGE), once())
    const unknown = await as('recorder').execute(visit('H09999', VILLAGE), once())
    expect(gone).toEqual(unknown)
    expect(gone).toMatchObject({ ok: false, refused: 'household.unknown' })
    expect(await logged()).toBe(before)
  })

  it('given a division elsewhere, then it is as one that is not there', async () => {
    const there = await as('recorder').execute(visit('H00002', OTHER), once())
    expect(there).toMatchObject({ ok: false, refused: 'access.outside-division' })
    expect(there).toEqual(await as('recorder').execute(visit('H09999', '431224107201'), once()))
  })

  it('given a loan to a household elsewhere, then it is as one to nobody; to one just registered it is granted', async () => {
    const loan = (household: string): AnyCommand => ({
      type: 'GrantLoan',
      data: { village: VILLAGE, loan: `L.${household}`, household, amount: 100, dueOn: '2025-01-01', occurredOn: '2024-04-01' },
    })
    const elsewhere = await as('recorder').execute(loan('H00002'), once())
    expect(elsewhere).toMatchObject({ ok: false, refused: 'access.household-unknown' })
    expect(elsewhere).toEqual(await as('recorder').execute(loan('H09999'), once()))
    const [registered, granted] = await as('recorder').executeAll([
      { type: 'RegisterHousehold', data: { ...at, household: 'H00004', registeredIn: VILLAGE, kind: 'ordinary' }, ...once() },
      { ...loan('H00004'), ...once() },
    ])
    expect([registered, granted]).toMatchObject([{ ok: true }, { ok: true }])
  })

  it('given a county’s parameter, then a township’s administrator does not set it', async () => {
    const line = (region: string): AnyCommand => ({
      type: 'SetMonitoringLine',
      data: { region, from: '2024-01-01', amount: 700_000, basis: 'test', assumption: true },
    })
    expect(await as('administrator').execute(line('431224000000'), once())).toMatchObject({ refused: 'access.outside-division' })
    expect(await as('administrator').execute(line(HERE), once())).toMatchObject({ ok: true })
  })

  it('given one command of a batch that is refused, then the others have their own outcomes', async () => {
    const outcomes = await as('recorder').executeAll([
      { ...visit('H00001', VILLAGE), ...once() },
      { ...visit('H00002', OTHER), ...once() },
    ])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false])
  })

  describe('given that a household moves away while a command about it is under way', () => {
    let other: Tracker
    beforeAll(async () => {
      // Another process that writes to the same log.
      other = await openTracker({ ...embeddedConfig(join(home, 'data')), today: () => today, owner: 'another', projects: false })
      for (const household of ['H00010', 'H00011', 'H00012', 'H00013'])
        await say({ type: 'RegisterHousehold', data: { ...at, household, registeredIn: VILLAGE, kind: 'ordinary' } })
    })
    afterAll(() => other.close())
    afterEach(() => void vi.restoreAllMocks())

    const moveAway = async (household: string) => {
      const move = { type: 'MoveHousehold', data: { household, registeredIn: VILLAGE, to: OTHER, occurredOn: '2024-04-02' } } as const
      const outcome = await other.execute(move, { commandId: `move-${household}`, actor: 'test:other', source: 'test' })
      expect(outcome).toMatchObject({ ok: true, events: [{ type: 'HouseholdMoved' }] })
    }
    const typesOf = async (stream: string) => {
      const types: string[] = []
      for await (const { type } of tracker.events.readStream(stream)) types.push(type)
      return types
    }

    it('after the decision and before it is written, then it is decided anew, and refused as about nobody', async () => {
      const append = tracker.events.append.bind(tracker.events)
      vi.spyOn(tracker.events, 'append').mockImplementationOnce(async (...given) => {
        await moveAway('H00010')
        return append(...given)
      })
      const outcome = await as('recorder').execute(visit('H00010', VILLAGE), once())
      expect(outcome).toEqual(await as('recorder').execute(visit('H09999', VILLAGE), once()))
      expect(await typesOf(`household-${VILLAGE}-H00010`)).toEqual(['HouseholdRegistered', 'HouseholdMoved'])
      expect(await as('recorder', THERE).execute(visit('H00010', VILLAGE), once())).toMatchObject({ ok: true })
    })

    it('before the stream of its decision has been read, then it is refused as about nobody, in the stream of its case too', async () => {
      const read = tracker.events.readStream.bind(tracker.events)
      const movingWhen = (stream: string, household: string) => {
        let moves = true
        vi.spyOn(tracker.events, 'readStream').mockImplementation(async function* (name, how) {
          if (name === stream && moves) {
            moves = false
            await moveAway(household)
          }
          yield* read(name, how)
        })
      }
      movingWhen(`household-${VILLAGE}-H00011`, 'H00011')
      expect(await as('recorder').execute(visit('H00011', VILLAGE), once())).toMatchObject({ ok: false, refused: 'household.unknown' })
      vi.restoreAllMocks()
      movingWhen(`monitoringCase-${VILLAGE}-H00012`, 'H00012')
      const where = { household: 'H00012', registeredIn: VILLAGE, occurredOn: '2024-04-03' }
      const clue = { ...where, clue: 'K1', source: 'selfReport', risks: ['illness'], filedBy: 'self', evidence: [] }
      const outcome = await as('recorder').execute({ type: 'RegisterClue', data: clue } as never, once())
      expect(outcome).toMatchObject({ ok: false, refused: 'access.outside-division' })
      expect(await typesOf(`monitoringCase-${VILLAGE}-H00012`)).toEqual([])
    })

    it('and the read models have not heard of it yet, then a loan is refused as to nobody', async () => {
      await tracker.catchUp()
      await moveAway('H00013')
      const data = { village: VILLAGE, loan: 'L.H00013', household: 'H00013', amount: 100, dueOn: '2025-01-01', occurredOn: '2024-04-03' }
      expect(await as('recorder').execute({ type: 'GrantLoan', data }, once())).toMatchObject({ ok: false, refused: 'access.household-unknown' })
    })
  })

  it('given a malformed command, then everybody is told the same', async () => {
    const wrong = { type: 'VisitHousehold', data: { household: 'H00001' } } as unknown as AnyCommand
    expect(await as('recorder').execute(wrong, once())).toEqual(await as('recorder', '000000000000').execute(wrong, once()))
    expect(await as('recorder').execute({ type: 'Anything' } as unknown as AnyCommand, once())).toMatchObject({ refused: 'command.unknown-type' })
  })
})

describe('names', () => {
  const ask = (role: Role, persons: string, division = HERE) => as(role, division).query('person', { persons, purpose: 'visit' })

  it('given a role that works with people, then the reading stands in the log and the name is given', async () => {
    const before = await logged()
    expect(await ask('recorder', 'P00001')).toEqual({ persons: [{ person: 'P00001', name: '王小明', erased: false }] })
    expect(await logged()).toBe(before + 1)
    expect(await as('auditor').query('rows', { model: 'name_readings' })).toMatchObject({
      rows: [{ reader: 'test:recorder', person: 'P00001', purpose: 'visit', on: TODAY, division: HERE }],
    })
  })

  it('given a role that counts, audits or keeps the system, then no name', async () => {
    for (const role of ['analyst', 'auditor', 'administrator'] as const) expect(await code(ask(role, 'P00001'))).toBe('access.role')
  })

  it('given somebody who lives elsewhere, then it is as with nobody, and nothing is read', async () => {
    const before = await logged()
    for (const person of ['P00002', 'P00003', 'P09999', 'P00001,P00002']) expect(await code(ask('recorder', person))).toBe('person.unknown')
    expect(await logged()).toBe(before)
    expect(await ask('recorder', 'P00003', THERE)).toMatchObject({ persons: [{ name: '王小明' }] })
  })

  it('given that the reading cannot be recorded, then no name is given', async () => {
    today = 'not-a-day'
    try {
      expect(await code(tracker.within(HERE).names(['P00001'], { reader: 'test:recorder', division: HERE, purpose: 'visit' }))).not.toBe('answered')
    } finally {
      today = TODAY
    }
  })
})

describe('every question', () => {
  const OF_THE_WHOLE_LOG: ReadonlySet<QueryName> = new Set(['stopped', 'rebuild'])
  const PARAMS: Readonly<Record<QueryName, object>> = {
    list: { all: 'true', limit: '5' },
    explain: { household: 'H00001' },
    explainVillage: { village: VILLAGE },
    watch: {},
    timeline: { household: 'H00001' },
    notice: { household: 'H00001' },
    alerts: { past: 'true', level: '2', limit: '5' },
    alert: { alert: 'H00001.rule.drop-out' },
    alertLoad: { from: '2024-01-01' },
    standingFacts: { person: 'P00001' },
    carriedFacts: { person: 'P00001', asOf: '2024-05-01' },
    parameters: { division: VILLAGE },
    figures: {},
    trace: { of: indicators[0]?.id ?? '', limit: '1' },
    findings: {},
    projections: {},
    stopped: {},
    rebuild: { rebuild: 'rebuild-household_timeline-v1-after-1' },
    deadLetters: { division: HERE, limit: '5' },
    person: { persons: 'P00001', purpose: 'visit' },
    keys: {},
    rows: { model: 'household_timeline', where: 'household:eq:H00001', order: ['-occurredOn', 'position'] },
  }

  it.each(Object.keys(queries) as QueryName[])('%s has an answer of the shape that it tells, from the words of a URL', async (name) => {
    const query = queries[name]
    expect(query.name).toBe(name)
    const [role] = query.mayRead
    const asked = as(role ?? 'recorder', OF_THE_WHOLE_LOG.has(name) ? '000000000000' : HERE).query(name, PARAMS[name] as never)
    if (name === 'notice') return expect(await code(asked)).toBe('notice.none')
    if (name === 'rebuild') return expect(await code(asked)).toBe('rebuild.unknown')
    const answer = JSON.parse(JSON.stringify(await asked)) as unknown
    expect(query.result.safeParse(answer).error?.issues).toBeUndefined()
  })

  it('given what concerns all divisions, then a caller of one of them is not told', async () => {
    for (const name of OF_THE_WHOLE_LOG) expect(await code(as('administrator').query(name, PARAMS[name] as never))).toBe('access.whole-log')
    expect(await code(as('administrator').care('rebuild', { model: 'household_timeline' }))).toBe('access.whole-log')
    expect(await code(as('auditor', '000000000000').care('rebuild', { model: 'household_timeline' }))).toBe('access.role')
  })

  it('tells its parameters and its answer as JSON schemas, for those who ask over a wire', () => {
    for (const { name, params, result } of Object.values(queries)) {
      expect([name, z.toJSONSchema(params, { io: 'input' }).type, z.toJSONSchema(result, { io: 'output' }).type]).toEqual([name, 'object', 'object'])
    }
  })

  it('given 150 programs that come at once with their tokens, then each is let in and told of its own township', async () => {
    const keys = await Promise.all(
      Array.from({ length: 150 }, async (_, i) => {
        const division = i % 2 === 0 ? HERE : THERE
        const { token, key, hash } = newToken(division)
        await say({ type: 'IssueServiceKey', data: { division, key, hash, role: 'analyst', occurredOn: TODAY } })
        return { token, division }
      }),
    )
    const answers = await Promise.all(
      keys.map(async ({ token, division }) => {
        const caller = await verifyToken({ events: tracker.events, today: TODAY }, token)
        if (caller === undefined) throw new Error('nobody')
        const { total, rows } = await tracker.as(caller).query('rows', { model: 'village_profile' })
        return { division, total, keys: rows.map(({ key }) => key) }
      }),
    )
    for (const { division, total, keys: seen } of answers) {
      expect({ total, seen }).toEqual({ total: 1, seen: [division === HERE ? VILLAGE : OTHER] })
    }
  })

  it('given a word that is no parameter or no value, then it is told by name and never by value', async () => {
    const wrong = as('analyst').query('list', { divison: '王小明' } as never)
    await expect(wrong).rejects.toMatchObject({ code: 'query.malformed', text: { en: expect.stringContaining('divison') } })
    await expect(as('analyst').query('explain', { household: '王小明' })).rejects.not.toMatchObject({
      text: { zh: expect.stringContaining('王小明') },
    })
    expect(await code(as('analyst').query('nothing' as never))).toBe('query.unknown')
  })

  it('given a read model, a column or a value that is none, then rows say so', async () => {
    const ask = (params: object) => code(as('analyst').query('rows', params as never))
    expect(await ask({ model: 'nothing' })).toBe('rows.model-unknown')
    expect(await ask({ model: 'monitoring_list_facts' })).toBe('rows.model-unknown')
    expect(await ask({ model: 'monitoring_list', where: 'reasons:contains:x' })).toBe('rows.column-unknown')
    expect(await ask({ model: 'monitoring_list', order: 'constructor' })).toBe('rows.column-unknown')
    expect(await ask({ model: 'monitoring_list', where: 'listed:eq:yes' })).toBe('rows.value-malformed')
    expect(await ask({ model: 'monitoring_list', where: 'listed:like:1' })).toBe('query.malformed')
    expect(await ask({ model: 'name_readings' })).toBe('access.role')
  })
})
