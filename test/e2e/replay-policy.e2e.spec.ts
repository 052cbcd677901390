import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PolicyReplay } from '@rural-tracker/tracker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { json, tracker } from './cli.ts'
import { demonstration } from './demonstration.ts'

const COUNTY = '999001000000'
const LAST_YEAR = ['--from', '2025-07-01', '--to', '2026-06-30'] as const

let home: string
let higher: string
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-replay-policy-'))
  await demonstration(join(home, 'data'), ['events.db', 'read-models.db'])
  higher = join(home, 'higher.json')
  writeFileSync(higher, JSON.stringify({ title: '监测线提高一成', scale: [{ kind: 'monitoringLine', region: COUNTY, percent: 110 }] }))
}, 600_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

const replay = (...args: readonly string[]) => tracker(join(home, 'data'), 'replay-policy', ...args)

describe('tracker replay-policy over 示范镇', () => {
  it('given a line 10 % higher over the last year, then who would have been caught, how much earlier, and at what price in alerts', async () => {
    const { code, out, err } = await replay(higher, ...LAST_YEAR)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('虚构演示数据')
    expect(out).toContain('示范 监测线（monitoringLine）2025-07-01 起：现行的 110%')
    expect(out).toContain('一条规则对一户开始触发算一次，直到不再触发为止')
    expect(out).toMatch(/^income-under-line +人均纯收入低于监测线 +\d+ +\d+ +＋\d+$/m)
    expect(out).toMatch(/^合计 +\d+ +\d+ +＋\d+$/m)
    expect(out).toMatch(/^H\d+ +\d{12} +新增 .*income-under-line 无 → 20\d\d-\d\d-\d\d/m)
    expect(out).toMatch(/^H\d+ +\d{12} +提前 +20\d\d-\d\d-\d\d +20\d\d-\d\d-\d\d +\d+ /m)
    expect(out).not.toContain('返贫')
  }, 240_000)

  it('given the same as JSON, then the list of each of two days says of a changed household what the replay says, known at its end', async () => {
    const data = join(home, 'data')
    const { changed, caught, alerts } = await json<PolicyReplay>(data, 'replay-policy', higher, ...LAST_YEAR)
    expect(caught.additional.households + caught.caughtEarlier).toBeGreaterThan(0)
    expect(alerts.months.reduce((sum, { after }) => sum + after, 0)).toBe(alerts.after)
    expect(alerts.after).toBeGreaterThan(alerts.before)
    const earlier = changed.find(({ change }) => change === 'earlier')
    const first = earlier?.caughtOn.before ?? ''
    const dayBefore = new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 10)
    for (const [day, listed] of [
      [dayBefore, false],
      [first, true],
    ] as const) {
      const clocks = ['--as-of', day, '--known-at', `${day}T23:59:59+08:00`]
      const { rules } = await json<{ rules: { rule: string; fired: boolean }[] }>(data, 'explain', earlier?.household ?? '', ...clocks)
      const touched = new Set(earlier?.alerts.map(({ rule }) => rule))
      expect({ day, fired: rules.some(({ rule, fired }) => touched.has(rule) && fired) }).toEqual({ day, fired: listed })
    }
  }, 240_000)

  it.each([
    ['no file', ['nothing.json', ...LAST_YEAR], 1, 'proposal.no-file', 'nothing.json'],
    ['a day that is none', ['higher', '--from', 'spring', '--to', '2026-06-30'], 2, 'usage.date', 'spring'],
    ['no last day', ['higher', '--from', '2025-07-01'], 2, 'usage', '--to'],
  ] as const)('given %s, then one sentence in both languages and the exit code', async (_, args, code, error, says) => {
    const { code: exit, out } = await replay(...args, '--json')
    const told = (JSON.parse(out) as { error: { code: string; message: { zh: string; en: string } } }).error
    expect({ exit, code: told.code }).toEqual({ exit: code, code: error })
    for (const text of [told.message.zh, told.message.en]) expect(text).toContain(says)
  })

  it('given a field that is wrong, then it is named and what was typed is not said back', async () => {
    const wrong = join(home, 'wrong.json')
    writeFileSync(wrong, JSON.stringify({ set: [{ kind: 'monitoringLine', region: COUNTY, amount: '张三 13900000001' }] }))
    const { code, out, err } = await replay(wrong, ...LAST_YEAR)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('set.0.amount')
    expect(err).not.toMatch(/张三|139/)
  })
})
