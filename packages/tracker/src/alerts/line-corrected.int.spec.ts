import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyCommand } from '@rural-tracker/domain'
import type { Command, StoredEvent } from '@rural-tracker/event-store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { embeddedConfig } from '../config.ts'
import { openTracker, type Tracker } from '../tracker.ts'

const HOUSEHOLDS = 120
/** Fen per head: the n-th household has n times so much. */
const STEP = 10_000
const [WAS, IS] = [30 * STEP, 45 * STEP]
const region = '431224000000'
const lineOf = (amount: number) => ({ from: '2024-01-01', amount, basis: '本系统假定', assumption: true })
const idOf = (n: number) => `H${String(n).padStart(5, '0')}`

function* told(): Generator<Command> {
  const known = { actor: 'town:office', source: 'import:test' }
  const rule = { region, from: '2024-01-01', basis: '本系统假定', assumption: true, rule: 'income-under-line', level: 3, sign: 'strong' }
  yield { type: 'AdoptRule', data: rule, commandId: 'rule', ...known }
  yield { type: 'SetMonitoringLine', data: { region, ...lineOf(WAS) }, commandId: 'line', ...known }
  for (let n = 1; n <= HOUSEHOLDS; n++) {
    const here = { registeredIn: `4312241052${n % 2 === 0 ? '01' : '02'}`, household: idOf(n) }
    const person = { person: `P${idOf(n).slice(1)}`, relation: 'head', sex: 'female', bornIn: '1970-01', reason: 'registered' }
    const parts = { wages: n * STEP, business: 0, property: 0, transfers: 0, businessCost: 0 }
    const income = { window: { from: '2023-01-01', to: '2023-12-31' }, members: 1, parts, compliantSelfPaid: 0, insurancePayout: 0 }
    const life: readonly (readonly [string, object])[] = [
      ['RegisterHousehold', { kind: 'ordinary', occurredOn: '2021-01-01' }],
      ['AddMember', { ...person, standingFacts: [], carries: [], occurredOn: '2021-01-01' }],
      ['ReportIncome', income],
    ]
    for (const [type, data] of life) yield { type, data: { ...here, ...data }, commandId: `${type}-${n}`, ...known }
  }
}

let home: string
let tracker: Tracker
const stop = new AbortController()
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-line-'))
  tracker = await openTracker({ ...embeddedConfig(home), today: () => '2024-05-06' })
})
afterEach(async () => {
  stop.abort()
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

async function raised(): Promise<readonly string[]> {
  const all: StoredEvent[] = []
  for await (const page of tracker.events.readAll({ filter: { types: ['AlertRaised', 'AlertReopened'] } })) all.push(...page.events)
  return all.map(({ data }) => (data as { subject: string }).subject)
}
const those = (from: number, before: number) => Array.from({ length: before - from }, (_, n) => idOf(from + n))

it('given a line that is corrected while somebody works, then an alert is raised at once for exactly those who are under it now, and once', async () => {
  expect(await tracker.import(told())).toMatchObject({ refused: 0 })
  const working = tracker.work(stop.signal)
  const soon = { timeout: 20_000, interval: 20 }
  await vi.waitFor(async () => expect([...(await raised())].sort()).toEqual(those(1, 30)), soon)
  const correction = { type: 'CorrectMonitoringLine', data: { region, corrects: '2024-01-01', is: lineOf(IS) } } as AnyCommand
  expect(await tracker.execute(correction, { commandId: 'correction', actor: 'county:office', source: 'api' })).toMatchObject({ ok: true })
  await vi.waitFor(async () => expect([...(await raised())].sort()).toEqual(those(1, 45)), soon)
  expect(await tracker.raiseAlerts()).toMatchObject({ commands: 0, refusals: [] })
  expect((await tracker.alerts()).total).toBe(44)
  stop.abort()
  await working
}, 60_000)
