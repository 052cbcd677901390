import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyCommand } from '@rural-tracker/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { embeddedConfig } from './config.ts'
import { openTracker, type Tracker } from './tracker.ts'

const [WEST, EAST, NORTH] = ['431224105201', '431224105202', '431224105203'] as const

let home: string
let tracker: Tracker
let given = 0
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-divisions-'))
  tracker = await openTracker({ ...embeddedConfig(home), today: () => '2020-12-31' })
})
afterEach(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

async function say(...commands: readonly AnyCommand[]): Promise<string> {
  let id = ''
  for (const command of commands) {
    const outcome = await tracker.execute(command, { commandId: `c${given++}`, actor: 'town:office', source: 'api' })
    if (!outcome.ok) throw new Error(outcome.refused)
    id = outcome.events[0]?.id ?? ''
  }
  return id
}

const villages = [WEST, EAST, NORTH].map(
  (village): AnyCommand => ({ type: 'RegisterVillage', data: { village, level: 'village', poverty: 'none', occurredOn: '2016-01-01' } }),
)
/** Two households in the west, one in the east, each with a risk and somebody at work. */
const living = (
  [
    ['H00001', 'P00001', WEST],
    ['H00002', 'P00002', WEST],
    ['H00003', 'P00003', EAST],
  ] as const
).flatMap(([household, person, registeredIn]): AnyCommand[] => [
  { type: 'RegisterHousehold', data: { household, registeredIn, kind: 'ordinary', occurredOn: '2016-01-01' } },
  { type: 'StartJob', data: { household, registeredIn, person, place: 'county', monthlyWage: 1, occurredOn: '2017-01-01' } },
  { type: 'ReportRisk', data: { household, registeredIn, risk: 'illness', occurredOn: '2018-01-01' } },
])
const merge = (village: string, into: string, occurredOn: string): AnyCommand => ({ type: 'MergeVillage', data: { village, into, occurredOn } })

async function employed(division: string, divisionsAsOf?: string, knownAt?: string): Promise<number | undefined> {
  const { figures } = await tracker.figures({ division, ...(divisionsAsOf ? { divisionsAsOf } : {}), ...(knownAt ? { knownAt } : {}) })
  return figures.find(({ indicator }) => indicator === 'employment.started')?.value
}

describe('villages that merge', () => {
  it('given the east became part of the west in 2019, then figures asked with the divisions of a later day count both', async () => {
    await say(...villages, ...living, merge(EAST, WEST, '2019-07-01'))
    expect(await employed(WEST)).toBe(2)
    expect(await employed(WEST, '2019-06-30')).toBe(2)
    expect(await employed(WEST, '2019-07-01')).toBe(3)
    expect(await employed(EAST)).toBe(1)
    expect(await employed(EAST, '2019-07-01')).toBe(0)
    const lines = await Array.fromAsync(await tracker.trace('employment.started', { division: WEST, divisionsAsOf: '2020-12-31' }))
    expect(lines.map(({ counted }) => counted)).toEqual(['P00001', 'P00002', 'P00003'])
  })

  it('given both had their trunk road paved, then one village with a road is left after the merger, and one village', async () => {
    const paved = [WEST, EAST].map((village): AnyCommand => ({ type: 'PaveTrunkRoad', data: { village, occurredOn: '2018-05-01' } }))
    await say(...villages, ...paved, merge(EAST, WEST, '2019-07-01'))
    const coverage = async (divisionsAsOf: string) => {
      const { figures } = await tracker.figures({ divisionsAsOf })
      return figures.find(({ indicator }) => indicator === 'villages.trunkRoad.coverage')?.value
    }
    expect(await coverage('2019-06-30')).toBeCloseTo(200 / 3)
    expect(await coverage('2019-07-01')).toBe(50)
    const lines = await Array.fromAsync(await tracker.trace('villages.trunkRoad.coverage', { divisionsAsOf: '2019-07-01' }))
    expect(lines.filter(({ part }) => part === 'numerator').map(({ counted, contribution }) => [counted, contribution])).toEqual([
      [WEST, 1],
      [WEST, 0],
    ])
  })

  it('given the west went north a year later, then the east goes with it', async () => {
    await say(...villages, ...living, merge(WEST, NORTH, '2020-07-01'), merge(EAST, WEST, '2019-07-01'))
    expect(await employed(WEST, '2020-01-01')).toBe(3)
    expect([await employed(WEST, '2020-07-01'), await employed(NORTH, '2020-07-01')]).toEqual([0, 3])
  })

  it('given what was known before the merger, then it counts as before', async () => {
    await say(...villages, ...living)
    const { position } = await tracker.catchUp()
    await say(merge(EAST, WEST, '2019-07-01'))
    expect(await employed(WEST, '2020-12-31', String(position))).toBe(2)
    expect(await employed(WEST, '2020-12-31')).toBe(3)
  })

  it('given the report is withdrawn, then the villages are apart, and were known as one in between', async () => {
    await say(...villages, ...living)
    const reverses = await say(merge(EAST, WEST, '2019-07-01'))
    const { position } = await tracker.catchUp()
    await say({ type: 'WithdrawMerger', data: { village: EAST, reverses, reason: 'mistaken' } })
    expect(await employed(WEST, '2020-12-31')).toBe(2)
    expect(await employed(WEST, '2020-12-31', String(position))).toBe(3)
  })

  it.each([['2020-12-31'], ['2020-06-30']])('given the monitoring list as of %s, then it shows the merged village when asked', async (asOf) => {
    await say(...villages, ...living, merge(EAST, WEST, '2019-07-01'))
    const listed = async (divisionsAsOf?: string) => {
      const { rows, total } = await tracker.list({ asOf, division: WEST, ...(divisionsAsOf ? { divisionsAsOf } : {}), limit: 2, offset: 1 })
      return { total, rows: rows.map(({ household, village }) => `${household} ${village}`) }
    }
    expect(await listed()).toEqual({ total: 2, rows: [`H00002 ${WEST}`] })
    expect(await listed('2020-12-31')).toEqual({ total: 3, rows: [`H00002 ${WEST}`, `H00003 ${WEST}`] })
    expect(await listed('2019-06-30')).toEqual({ total: 2, rows: [`H00002 ${WEST}`] })
  })

  it('given a household that moved, then on each day it is on the list of the village where it lived that day, and of no other', async () => {
    const moved: AnyCommand = { type: 'MoveHousehold', data: { household: 'H00001', registeredIn: WEST, to: NORTH, occurredOn: '2020-03-01' } }
    await say(...villages, ...living, moved)
    const listed = async (division: string, asOf: string) => (await tracker.list({ asOf, division })).rows.map(({ household }) => household)
    expect([await listed(WEST, '2020-02-29'), await listed(NORTH, '2020-02-29')]).toEqual([['H00001', 'H00002'], []])
    expect([await listed(WEST, '2020-03-01'), await listed(NORTH, '2020-03-01')]).toEqual([['H00002'], ['H00001']])
    const { entered, left } = await tracker.list({ division: NORTH, compare: '2020-02-29' })
    expect([entered?.map(({ household }) => household), left]).toEqual([['H00001'], []])
  })
})
