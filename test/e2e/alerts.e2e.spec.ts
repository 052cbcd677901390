import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, embeddedConfig, openTracker, type Tracker } from '@rural-tracker/tracker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { here } from '../../scripts/step.ts'
import { json, tracker } from './cli.ts'
import { demonstration } from './demonstration.ts'

const [FROM, TODAY] = ['2026-05-01', '2026-06-30']
const BUDGET = 11

let home: string
let open: Tracker
beforeAll(async () => {
  home = join(mkdtempSync(join(tmpdir(), 'tracker-alerts-')), 'data')
  // The read models are built here: those of the demonstration speak of the day on which it was loaded.
  await demonstration(home, ['events.db', 'persons.db', 'persons-keys.db'])
  open = await openTracker({ ...embeddedConfig(home), today: () => TODAY })
  const shipped = readFileSync(here('packages/domain/parameters/alerts.ndjson'), 'utf8').trimEnd().split('\n')
  const known = { actor: 'county:office', source: 'import:demo', knownAt: '2021-05-03T01:00:00.000Z' }
  await open.import(shipped.map((line, i): Command => ({ ...(JSON.parse(line) as Command), commandId: `alerts.${i}`, ...known })))
  expect(await open.raiseAlerts({ from: FROM })).toMatchObject({ days: 61, refusals: [] })
}, 590_000)
afterAll(async () => {
  await open.close()
  rmSync(join(home, '..'), { recursive: true, force: true })
})

const said = async (...args: readonly string[]) => {
  const { code, out } = await tracker(home, ...args)
  expect(code, out).toBe(0)
  return out
}

describe('alerts in 示范镇', () => {
  it('given two months, then a village has a few a month, weak signs never above the budget, and what went to the weekly list is told', async () => {
    const { rows } = await open.alertLoad()
    const villages = rows.filter(({ by }) => by === 'village')
    const may = villages.filter(({ month }) => month === '2026-05').map(({ raised }) => raised)
    const june = villages.filter(({ month }) => month === '2026-06').map(({ raised }) => raised)
    const mean = (some: readonly number[]) => some.reduce((sum, n) => sum + n, 0) / some.length
    const most = Math.max(...june)
    console.log(`alerts per village and month: ${mean(may).toFixed(1)} in the first, ${mean(june).toFixed(1)} in the second, at most ${most}`)
    expect(villages.filter(({ raised, strong }) => raised > BUDGET && raised > strong + BUDGET)).toEqual([])
    expect(mean(june)).toBeGreaterThan(0.5)
    expect(mean(june)).toBeLessThan(BUDGET)
    expect((await open.alerts({ weekly: true })).total).toBeLessThanOrEqual(villages.reduce((sum, { listed }) => sum + listed, 0))
  })

  it('asked again nothing is said, and every open alert has its reason on the list', async () => {
    expect(await open.raiseAlerts()).toEqual({ days: 0, commands: 0, refusals: [] })
    const list = new Map((await open.list()).rows.map((row) => [row.household, row]))
    const { rows } = await open.alerts()
    expect(rows.length).toBeGreaterThan(20)
    for (const { subject, cause } of rows) {
      const [kind = '', what = ''] = cause.split('.')
      if (kind === 'rule') expect(list.get(subject)?.reasons.map(({ rule }) => rule)).toContain(what)
    }
  })

  it('given an open alert, then it is seen, answered and closed by command line, in both languages and as JSON', async () => {
    const { rows, position } = await json<{ rows: { alert: string }[]; position: string }>(home, 'alerts', 'list', '--limit', '1')
    const id = rows[0]?.alert ?? ''
    expect(await said('alerts', '--limit', '1')).toMatch(/^【虚构演示数据】预警 [\d-]+：\d+ 条\n编号/)
    await said('alerts', 'acknowledge', id, '--actor', 'helper:a')
    const answered = await json<{ alert: { status: string; found: string } }>(
      home,
      'alerts',
      'answer',
      id,
      '--found',
      'atRisk',
      '--actor',
      'helper:a',
    )
    expect(answered.alert).toMatchObject({ status: 'answered', found: 'atRisk' })
    const before = await json(home, 'alerts', 'show', id, '--known-at', position)
    expect(before).toMatchObject({ status: 'raised', found: null, knownAt: position })
    expect(await json(home, 'alerts', 'list', '--past', '--as-of', '2026-04-30')).toMatchObject({ asOf: '2026-04-30', total: 0 })
    expect(await said('alerts', 'list', '--known-at', position)).toMatch(/按 \d+ 时所知/)
    expect(await said('alerts', 'pass-on', id, 'department', '--department', 'medicalInsurance')).toContain('done')
    expect(await said('alerts', 'show', id)).toMatch(/AlertRaised[\s\S]*AlertAcknowledged[\s\S]*AlertAnswered[\s\S]*AlertPassedOn/)
    await said('alerts', 'assign', id, 'helper:b')
    await said('alerts', 'dismiss', id, '--reason', 'knownAndCovered')
    const refused = await tracker(home, 'alerts', 'assign', id, 'helper:c', '--json')
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'alert.closed' } })
    expect(await tracker(home, 'alerts', 'answer', id, '--found', 'perhaps')).toMatchObject({ code: 2 })
    const figures = await json<{ figures: { indicator: string; value: number }[] }>(home, 'figures')
    expect(figures.figures.find(({ indicator }) => indicator === 'alerts.precision')?.value).toBe(100)
  })
})
