import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { AnyCommand } from '@rural-tracker/tracker'
import { eventually } from '@rural-tracker/reactions/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { type Received, receiver } from './receiver.ts'
import { countOf, does, envelope, registered, subscribed, township, VILLAGE } from './township.ts'

const NEXT_TOWN = '431224106201'
const project = (id: string, division = VILLAGE): AnyCommand => ({
  type: 'ProposeProject',
  data: { division, project: id, kind: 'road', title: '通组路', occurredOn: '2026-01-03' },
})
const settled = (id: string, amount: number): AnyCommand => ({
  type: 'SettleProject',
  data: { division: VILLAGE, project: id, amount, occurredOn: '2026-02-03' },
})
const risk = (household: string): AnyCommand => ({
  type: 'ReportRisk',
  data: { registeredIn: VILLAGE, household, risk: 'illness', occurredOn: '2026-01-05' },
})

type Told = { type: string; data: { readModel: string; key: Record<string, unknown>; row?: Record<string, unknown> } }
const told = ({ body }: Received) => JSON.parse(body) as Told

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function inTown(readModels: readonly string[], more: object = {}) {
  const there = await receiver()
  const town = await township({ today: () => '2026-03-01', ...more })
  closing.push(there.stop, town.close)
  const { tracker } = town
  await does(tracker, project('J1'))
  await does(tracker, registered('H00001'))
  await subscribed(tracker, there.url, { events: [], readModels })
  await tracker.workOnce()
  expect(there.received).toEqual([])
  return { there, ...town }
}

describe('changes of rows', () => {
  it('given rows that were there when it was asked, then nothing is told of them, and of what changes afterwards once', async () => {
    const { tracker, there } = await inTown(['project_progress'])
    await does(tracker, settled('J1', 500))
    await does(tracker, project('J2'))
    expect(await tracker.workOnce()).toMatchObject({ settled: 2, owed: 0 })
    const all = there.received.map(told).sort((a, b) => String(a.data.key.key).localeCompare(String(b.data.key.key)))
    expect(all).toMatchObject([
      { type: 'row.changed', data: { readModel: 'project_progress', key: { key: 'J1' }, row: { division: VILLAGE, settled: 500 } } },
      { type: 'row.changed', data: { readModel: 'project_progress', key: { key: 'J2' }, row: { stage: 'proposed' } } },
    ])
    expect(await tracker.workOnce()).toMatchObject({ settled: 0 })
    expect(await countOf(tracker, 'DeliverySucceeded')).toBe(2)
  })

  it('given read models rebuilt, or deleted and built anew, then nothing is told again', async () => {
    const { tracker, there, dir, opened } = await inTown(['project_progress', 'monitoring_list'])
    await does(tracker, settled('J1', 500))
    await does(tracker, risk('H00001'))
    await tracker.workOnce()
    const before = there.received.length
    expect(before).toBe(2)
    await tracker.rebuild('project_progress')
    await tracker.rebuild('monitoring_list')
    expect(await tracker.workOnce()).toMatchObject({ settled: 0, owed: 0 })
    await tracker.close()
    for (const name of readdirSync(dir).filter((file) => file.startsWith('read-models.db'))) rmSync(join(dir, name))
    const again = await opened()
    expect(await again.workOnce()).toMatchObject({ settled: 0, owed: 0 })
    expect(there.received.length).toBe(before)
  })

  it('given a row that becomes as it was before, then that is told too', async () => {
    const { tracker, there } = await inTown(['monitoring_list'])
    await does(tracker, risk('H00001'))
    await tracker.workOnce()
    const where = { registeredIn: VILLAGE, household: 'H00001' }
    for (const [to, occurredOn] of [
      ['431224105202', '2026-02-01'],
      [VILLAGE, '2026-02-02'],
      ['431224105202', '2026-02-03'],
    ] as const) {
      await does(tracker, { type: 'MoveHousehold', data: { ...where, to, occurredOn } })
      await tracker.workOnce()
    }
    const [here, there_, back, again] = there.received.map((one) => told(one).data.row)
    expect([back, again]).toEqual([here, there_])
    expect(there_).not.toEqual(here)
    expect(new Set(there.received.map(({ id }) => id)).size).toBe(4)
  })

  it('given a row that lies in another division, then it is not told; and one that moves there is told as gone', async () => {
    const { tracker, there } = await inTown(['project_progress', 'monitoring_list'])
    await does(tracker, project('J9', NEXT_TOWN))
    await does(tracker, risk('H00001'))
    await tracker.workOnce()
    await does(tracker, { type: 'MoveHousehold', data: { registeredIn: VILLAGE, household: 'H00001', to: NEXT_TOWN, occurredOn: '2026-02-01' } })
    await tracker.workOnce()
    expect(there.received.map(told).map(({ type, data }) => [type, data.readModel, data.row?.village])).toEqual([
      ['row.changed', 'monitoring_list', VILLAGE],
      ['row.gone', 'monitoring_list', undefined],
    ])
    for (const { body } of there.received) expect(body).not.toContain(NEXT_TOWN)
  })

  it('given a subscription that ended and begins again, then what changed meanwhile is not told', async () => {
    const { tracker, there } = await inTown(['project_progress'])
    const id = { division: '431224105000', webhook: 'county' }
    await tracker.webhooks.remove(id, envelope('remove'))
    await tracker.workOnce()
    await does(tracker, settled('J1', 500))
    const asked = { ...id, url: there.url, events: [], readModels: ['project_progress'], ratePerMinute: 600 }
    await tracker.webhooks.add(asked, envelope('again'))
    await tracker.workOnce()
    expect(there.received).toEqual([])
    await does(tracker, settled('J1', 700))
    await tracker.workOnce()
    expect(there.received.map((one) => told(one).data.row?.settled)).toEqual([1_200])
  })

  it('are told while it works, without being asked', async () => {
    const { tracker, there } = await inTown(['project_progress'])
    const stop = new AbortController()
    const working = tracker.work(stop.signal)
    await does(tracker, settled('J1', 500))
    await eventually('it is told', () => there.received.length === 1)
    stop.abort()
    await working
    expect(there.received.map((one) => told(one).data.row?.settled)).toEqual([500])
  })
})
