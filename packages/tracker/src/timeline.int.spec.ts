import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyCommand } from '@rural-tracker/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { embeddedConfig } from './config.ts'
import { openTracker, type Tracker } from './tracker.ts'

const born = { household: 'H00001', registeredIn: '431224105201' }
const married = { household: 'H00002', registeredIn: '431224105202' }
const person = 'P00001'
const member = { person, sex: 'female', bornIn: '1996-05' } as const

let home: string
let tracker: Tracker
let given = 0
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-timeline-'))
  tracker = await openTracker({ ...embeddedConfig(home), today: () => '2020-12-31' })
})
afterEach(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

async function say(...commands: readonly AnyCommand[]): Promise<void> {
  for (const command of commands) {
    const outcome = await tracker.execute(command, { commandId: `c${given++}`, actor: 'village:201', source: 'api' })
    expect(outcome).toMatchObject({ ok: true })
  }
}

const households: readonly AnyCommand[] = [
  { type: 'RegisterHousehold', data: { ...born, kind: 'ordinary', occurredOn: '2016-01-01' } },
  { type: 'RegisterHousehold', data: { ...married, kind: 'ordinary', occurredOn: '2016-01-01' } },
  { type: 'AddMember', data: { ...born, ...member, relation: 'child', reason: 'registered', occurredOn: '2016-01-01' } },
]
const insured = (year: number): AnyCommand => ({
  type: 'ReportInsurance',
  data: { ...born, person, year, basic: 'resident', seriousIllness: true, occurredOn: `${year}-01-10` },
})
const works = (occurredOn: string): AnyCommand => ({
  type: 'StartJob',
  data: { ...born, person, place: 'county', monthlyWage: 300_000, occurredOn },
})
const ill: AnyCommand = { type: 'ReportHealth', data: { ...born, person, health: 'chronic', occurredOn: '2019-03-01' } }

describe('what holds of a person', () => {
  it('given several of a kind, then the last of each stands; a job that was lost does not', async () => {
    await say(...households, insured(2019), insured(2020), ill, works('2019-05-01'))
    await say({ type: 'LoseJob', data: { ...born, person, occurredOn: '2019-12-01' } })
    const standing = async (asOf: string) => (await tracker.standingFactsOf(person, { asOf })).map(({ type, occurredOn }) => `${type} ${occurredOn}`)
    expect((await standing('2019-06-30')).toSorted()).toEqual(['HealthReported 2019-03-01', 'InsuranceReported 2019-01-10', 'JobStarted 2019-05-01'])
    expect((await standing('2020-12-31')).toSorted()).toEqual(['HealthReported 2019-03-01', 'InsuranceReported 2020-01-10'])
  })
})

describe('who marries into another household', () => {
  const move = async () => {
    const standingFacts = (await tracker.standingFactsOf(person)).map(({ eventId }) => eventId)
    await say(
      { type: 'RemoveMember', data: { ...born, person, reason: 'married', occurredOn: '2020-05-01' } },
      { type: 'AddMember', data: { ...married, ...member, relation: 'spouse', reason: 'married', standingFacts, occurredOn: '2020-05-01' } },
    )
    return standingFacts
  }

  it('given the joining event names what stands, then the new household shows it in its own place in time, and the old keeps it', async () => {
    await say(...households, insured(2020), ill, works('2019-05-01'))
    const facts = await move()
    const { rows } = await tracker.timeline('H00002')
    expect(rows.map(({ type, takenAlong }) => [type, takenAlong?.household])).toEqual([
      ['HouseholdRegistered', undefined],
      ['HealthReported', 'H00001'],
      ['JobStarted', 'H00001'],
      ['InsuranceReported', 'H00001'],
      ['MemberJoined', undefined],
    ])
    const by = rows.at(-1)?.eventId
    expect(rows.flatMap(({ takenAlong }) => (takenAlong ? [takenAlong.by] : []))).toEqual([by, by, by])
    expect(rows.filter(({ takenAlong }) => takenAlong).map(({ eventId }) => eventId)).toEqual(expect.arrayContaining([...facts]))
    expect((await tracker.timeline('H00001')).rows.map(({ type }) => type)).toContain('HealthReported')
  })

  it('given what was known before the joining event, then nothing is taken along yet', async () => {
    await say(...households, insured(2020))
    const { position } = await tracker.catchUp()
    await move()
    expect((await tracker.timeline('H00002', { knownAt: String(position) })).rows.map(({ type }) => type)).toEqual(['HouseholdRegistered'])
  })

  it('given the way back, then nothing is shown twice', async () => {
    await say(...households, ill)
    await move()
    const standingFacts = (await tracker.standingFactsOf(person)).map(({ eventId }) => eventId)
    await say({ type: 'AddMember', data: { ...born, ...member, relation: 'child', reason: 'movedIn', standingFacts, occurredOn: '2020-09-01' } })
    expect((await tracker.timeline('H00001')).rows.filter(({ type }) => type === 'HealthReported')).toHaveLength(1)
  })
})

describe('who joins another household with facts that it has to know', () => {
  it('given they came along with their words, then the new household tells them from their own day, and they may go on to a third', async () => {
    const able: AnyCommand = { type: 'ReportLabour', data: { ...born, person, labour: 'ordinary', occurredOn: '2019-02-10' } }
    await say(...households, able, insured(2020))
    const carries = [...(await tracker.carriedFactsOf(person, { asOf: '2020-05-01' }))]
    expect(carries.map(({ fact, on, revision }) => [fact, on, revision])).toEqual([
      ['labour', '2019-02-10', 2],
      ['insurance', '2020-01-10', 3],
    ])
    await say(
      { type: 'RemoveMember', data: { ...born, person, reason: 'married', occurredOn: '2020-05-01' } },
      {
        type: 'AddMember',
        data: { ...married, ...member, relation: 'spouse', reason: 'married', standingFacts: [], carries, occurredOn: '2020-05-01' },
      },
    )
    expect(await tracker.carriedFactsOf(person, { asOf: '2020-06-01' })).toEqual(carries)
  })
})

describe('reports that were withdrawn', () => {
  it('given an illness that was reported by mistake, then it does not hold of the person', async () => {
    await say(...households, ill)
    const [fact] = await tracker.standingFactsOf(person)
    expect(fact?.type).toBe('HealthReported')
    await say({ type: 'WithdrawReport', data: { ...born, reverses: fact?.eventId ?? '', reason: 'mistaken' } })
    expect(await tracker.standingFactsOf(person)).toEqual([])
  })
})
