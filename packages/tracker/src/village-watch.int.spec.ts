import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyCommand } from '@rural-tracker/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedConfig } from './config.ts'
import { openTracker, type Tracker } from './tracker.ts'

const [HERE, THERE] = ['999001001204', '999001001205'] as const
const TODAY = '2020-12-31'

let home: string
let tracker: Tracker
/** The instant before the third loss was known. */
const BEFORE = '2020-06-19T00:00:00.000Z'

const set = (name: string, value: number, unit: 'day' | 'count' | 'percent'): AnyCommand => ({
  type: 'SetThreshold',
  data: { region: '999000000000', name, value, unit, from: '2019-01-01', basis: '示范', assumption: true },
})
const households = (village: string, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ household: `H${from + i}`, registeredIn: village }))
const struck = (where: { household: string; registeredIn: string }, occurredOn: string): AnyCommand => ({
  type: 'ReportDisasterLoss',
  data: { ...where, loss: 'flood', kind: 'flood', amount: 100_000, occurredOn },
})

const west = households(HERE, 90_001, 20)
const east = households(THERE, 90_101, 10)
const begun: readonly AnyCommand[] = [
  ...[HERE, THERE].map(
    (village): AnyCommand => ({ type: 'RegisterVillage', data: { village, level: 'village', poverty: 'none', occurredOn: '2016-01-01' } }),
  ),
  {
    type: 'AdoptRule',
    data: { region: '999000000000', rule: 'village-watch', level: 2, sign: 'process', from: '2019-01-01', basis: '示范', assumption: true },
  },
  set('watchDays', 30, 'day'),
  set('watchHouseholds', 3, 'count'),
  set('watchPercent', 50, 'percent'),
  ...[...west, ...east].map((where): AnyCommand => ({ type: 'RegisterHousehold', data: { ...where, kind: 'ordinary', occurredOn: '2019-01-01' } })),
  ...west.slice(0, 2).map((where) => struck(where, '2020-06-10')),
]
const known = (knownAt: string, ...commands: readonly AnyCommand[]) => commands.map((command) => ({ knownAt, command }))
const story = [
  ...known('2020-06-12T00:00:00.000Z', ...begun),
  // The third is known late; in September neither village has enough signs for itself.
  ...known('2020-06-20T00:00:00.000Z', ...west.slice(2, 3).map((where) => struck(where, '2020-06-11'))),
  ...known('2020-09-02T00:00:00.000Z', ...east.slice(0, 2).map((where) => struck(where, '2020-09-01'))),
  ...known('2020-09-03T00:00:00.000Z', ...west.slice(5, 6).map((where) => struck(where, '2020-09-02'))),
  ...known('2020-10-01T00:00:00.000Z', { type: 'MergeVillage', data: { village: THERE, into: HERE, occurredOn: '2020-08-01' } }),
]

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-village-watch-'))
  tracker = await openTracker({ ...embeddedConfig(home), today: () => TODAY })
  const commands = story.map(({ knownAt, command }, i) => ({ ...command, commandId: `c${i}`, actor: 'town:office', source: 'import:test', knownAt }))
  await tracker.import(commands, (outcome) => expect(outcome).toMatchObject({ ok: true }))
})
afterAll(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

const fired = async (asked: Parameters<Tracker['villageWatch']>[0]) =>
  (await tracker.villageWatch(asked)).rows.map(({ village, households: n, base }) => `${village} ${n}/${base}`)

describe('the watch of villages', () => {
  it('given a day and what was known then, then both clocks decide which villages are on it', async () => {
    expect(await fired({ asOf: '2020-06-30' })).toEqual([`${HERE} 3/20`])
    expect(await fired({ asOf: '2020-06-30', knownAt: BEFORE })).toEqual([])
    expect(await fired({ asOf: '2020-06-10' })).toEqual([])
    expect(await fired({ asOf: '2020-07-11' })).toEqual([])
    expect(await fired({})).toEqual([])
    expect(await fired({ asOf: '2020-06-30', division: THERE })).toEqual([])
  })

  it('given a village that became part of another, then with the divisions of a later day its signs and households count there', async () => {
    expect(await fired({ asOf: '2020-09-10' })).toEqual([])
    expect(await fired({ asOf: '2020-09-10', divisionsAsOf: '2020-09-10' })).toEqual([`${HERE} 3/30`])
    expect(await fired({ asOf: '2020-09-10', divisionsAsOf: '2020-07-31' })).toEqual([])
    expect(await fired({ asOf: '2020-09-10', divisionsAsOf: '2020-09-10', division: THERE })).toEqual([])
    const why = await tracker.explainVillage(HERE, { asOf: '2020-09-10', divisionsAsOf: '2020-09-10' })
    expect(why).toMatchObject({ village: HERE, households: 30, rules: [{ outcome: 'fired' }] })
    expect(why.signs.map(({ household }) => household)).toEqual(['H90101', 'H90102', 'H90006'])
  })

  it('given a village, then it is explained: the clauses, the numbers, the parameters of the day, the events', async () => {
    const why = await tracker.explainVillage(HERE, { asOf: '2020-06-30' })
    expect(why).toMatchObject({ village: HERE, asOf: '2020-06-30', knownAt: null, households: 20 })
    expect(why.signs).toEqual(
      ['2020-06-10', '2020-06-10', '2020-06-11'].map((on, i) => ({
        event: expect.any(String),
        on,
        household: `H9000${i + 1}`,
        causes: ['flood', 'disaster'],
      })),
    )
    expect(why.parameters.map(({ kind, value, region, from }) => [kind, value.value ?? value.level, region, from])).toEqual([
      ['rule.village-watch', 2, '999000000000', '2019-01-01'],
      ['threshold.watchDays', 30, '999000000000', '2019-01-01'],
      ['threshold.watchHouseholds', 3, '999000000000', '2019-01-01'],
      ['threshold.watchPercent', 50, '999000000000', '2019-01-01'],
    ])
    const [watch] = why.rules
    expect(watch).toMatchObject({ rule: 'village-watch', outcome: 'fired', level: 2, sign: 'process' })
    expect(watch?.clauses.map(({ text, holds }) => `${text.zh} ${holds}`)).toEqual([
      '全部信号 3 户 ≥ 3 户 true',
      '全部信号 3 户，占 20 户 < 50% false',
      '洪涝 3 户 ≥ 3 户 true',
      '洪涝 3 户，占 20 户 < 50% false',
    ])
    expect(watch?.events).toEqual([...why.signs.map(({ event }) => event), ...why.parameters.slice(1).map(({ event }) => event)])
    expect((await tracker.explainVillage(HERE, { asOf: '2020-06-30', knownAt: BEFORE })).rules).toMatchObject([{ outcome: 'silent' }])
  })

  it('given a household, then its explanation names the watch that counts one of its signs, and only that', async () => {
    const { village } = await tracker.explain('H90001', { asOf: '2020-06-30' })
    expect(village?.watch).toMatchObject([{ village: HERE, rule: 'village-watch', message: { zh: expect.stringContaining('3 户') } }])
    expect((await tracker.explain('H90010', { asOf: '2020-06-30' })).village).toBeNull()
    expect((await tracker.explain('H90001', { asOf: '2020-06-30', knownAt: BEFORE })).village).toBeNull()
    expect((await tracker.explain('H90001')).village).toBeNull()
  })

  it('given a village or a rule that nobody knows, then one sentence says so', async () => {
    await expect(tracker.explainVillage('999001001299')).rejects.toMatchObject({ code: 'village.unknown' })
    await expect(tracker.explainVillage(HERE, { asOf: '2018-12-31' })).rejects.toMatchObject({ code: 'village.unknown' })
    await expect(tracker.explainVillage(HERE, { rule: 'open-risk' })).rejects.toMatchObject({ code: 'rule.unknown' })
  })

  it('given what the watch is held against, then it is among the parameters that somebody has to set', async () => {
    const { parameters } = await tracker.parameters({ division: HERE, kind: 'threshold' })
    expect(parameters.map(({ kind }) => kind)).toEqual(['threshold.watchDays', 'threshold.watchHouseholds', 'threshold.watchPercent'])
    const { notSet } = await tracker.parameters({ division: '431224105201', kind: 'threshold.watchDays' })
    expect(notSet).toMatchObject([{ kind: 'threshold.watchDays', rules: ['village-watch'] }])
  })
})
