import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, embeddedConfig, openTracker, type Tracker } from '@rural-tracker/tracker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { json, tracker } from './cli.ts'

const GOLDEN = new URL('../../packages/read-models/fixtures/golden/', import.meta.url)
const DAY = ['--as-of', '2020-12-31'] as const

let home: string
let villages: string
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-monitoring-'))
  villages = join(home, 'villages')
  await load('village', villages)
  await load('case', home, ['P00001', { name: '示范甲', phone: '13900000001' }])
}, 60_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function load(log: string, folder: string, ...persons: readonly Parameters<Tracker['persons']['put']>[]): Promise<void> {
  const open = await openTracker(embeddedConfig(folder))
  await open.import(
    readFileSync(new URL(`${log}/commands.ndjson`, GOLDEN), 'utf8')
      .split(/\r?\n/)
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Command),
  )
  for (const person of persons) open.persons.put(...person)
  await open.close()
}

async function said(...args: readonly string[]): Promise<string> {
  return saidIn(home, ...args)
}

async function saidIn(folder: string, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await tracker(folder, ...args)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

describe('tracker list', () => {
  it('given a day, then a line a household with class, status, what is due and why, and no 返贫 in any of them', async () => {
    const [, , ...lines] = (await said('list', ...DAY)).trimEnd().split('\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(/^H00001 +431224105201 +脱贫监测户 +监测中 +2019-11-12 走访（已过）$/)
    expect(lines.join()).toContain('人工纳入：干部了解情况')
    expect(lines.join()).not.toContain('返贫')
  })

  it('given filters, an order and an earlier day, then only those, in that order, with what has changed', async () => {
    const out = await said('list', ...DAY, '--status', 'monitored', '--sort', 'deadline', '--limit', '1', '--compare', '2019-06-30')
    expect(out).toContain('：2 户\n')
    expect(out).toContain('与 2019-06-30 相比：进入 1 户，退出 0 户，变化 1 户')
    expect(out).toContain('＋ H00003 431224105201 边缘户 监测中\n')
    expect(out).toContain('～ H00001 431224105201 脱贫监测户/监测中/high（income-under-line、open-risk） → 脱贫监测户/监测中\n')
    const list = await json<{ total: number; rows: object[] }>(home, 'list', ...DAY, '--risk', 'schooling', '--deadline-before', '2021-01-01')
    expect(list).toMatchObject({
      total: 1,
      rows: [{ household: 'H00008', status: 'clue', deadline: { stage: 'visit', on: '2020-12-31' }, listed: true }],
    })
  })

  it.each([
    [['--status', 'nowhere'], 'usage.status'],
    [['--class', 'poor'], 'usage.class'],
    [['--risk', 'rain'], 'usage.risk'],
    [['--sort', 'helper'], 'usage.sort'],
    [['--compare', 'yesterday'], 'usage.date'],
  ] as const)('given wrong input %j, then one sentence and exit code 2', async (args, code) => {
    const { code: exit, out } = await tracker(home, 'list', ...args, '--json')
    expect({ exit, code: (JSON.parse(out) as { error: { code: string } }).error.code }).toEqual({ exit: 2, code })
  })
})

describe('tracker figures', () => {
  type Figure = { indicator: string; value: number; unit: string; formula?: { version: number } }

  it('given cases, then how many were recognised, eliminated and are monitored, in households, with a trace that adds up', async () => {
    const { figures } = await json<{ figures: Figure[] }>(home, 'figures', '--to', '2020-12-31')
    const told = new Map(figures.map((figure) => [figure.indicator, figure]))
    expect(told.get('monitoring.recognised')).toMatchObject({ value: 2, unit: 'household' })
    expect(told.get('monitoring.monitored')).toMatchObject({ value: 2, unit: 'household' })
    for (const indicator of ['monitoring.recognised', 'monitoring.monitored', 'monitoring.clues']) {
      const lines = (await said('figures', 'trace', indicator, '--to', '2020-12-31')).trimEnd().split('\n')
      const sum = lines.reduce((total, line) => total + (JSON.parse(line) as { contribution: number }).contribution, 0)
      expect({ indicator, sum }).toEqual({ indicator, sum: told.get(indicator)?.value })
    }
  })

  it('given a rate without an official formula, then its own stands below with its version (domain.md 5.5)', async () => {
    const out = await said('figures', '--to', '2020-12-31')
    expect(out).toContain('monitoring.eliminationRate v1：截至期末已消除且未回退的户 ÷ 累计识别的户')
    const { figures } = await json<{ figures: Figure[] }>(home, 'figures')
    const rates = figures.filter(({ indicator }) => /^monitoring\..*(Rate|onTime)$/.test(indicator))
    expect(rates.map(({ formula }) => formula?.version)).toEqual([1, 1, 1, 1])
  })
})

describe('tracker explain', () => {
  it('given a household that a rule lists, then what fires stands first and at length, and silent rules take a line each', async () => {
    const out = await said('explain', 'H00005', ...DAY)
    const rules = out.split('\n').filter((line) => /^[●◐○]/u.test(line))
    expect(rules[0]).toMatch(/^● 触发 有未消除的风险（open-risk v\d+；依据 /u)
    expect(rules.slice(1).every((line) => line.startsWith('○'))).toBe(true)
    expect(out).toContain('解除条件：')
    expect(out).toContain('未设定湖南 2020 年的')
    expect(out).not.toContain('触发条件：')
    expect(await said('explain', 'H00005', ...DAY, '--all')).toContain('触发条件：')
  })

  it('given a case, then every procedure with its days, what is still to do, help and line', async () => {
    const out = await said('explain', 'H00001', '--as-of', '2019-01-15')
    expect(out).toContain('程序 1（识别，进行中）：线索 2019-01-08 → 入户核实 2019-01-10 → 签署授权 2019-01-10')
    expect(out).toContain('待办：公示结束、乡镇审核、县级审定、县级公告、识别、系统录入')
    expect(out).toContain('监测线：5,000元（全国，2019-01-01 起，假定；golden）')
    expect(await said('explain', 'H00001', ...DAY)).toContain('回退 2020-02-10（收入不稳定）')
  })
})

describe('tracker timeline --steps', () => {
  it('given a case, then a line a step in the order in which it was true', async () => {
    const lines = (await said('timeline', 'H00001', '--steps')).split('\n').filter((line) => /^\d{4}-/.test(line))
    expect(lines[0]).toMatch(/^2019-01-06 .*明白纸/)
    expect(lines.map((line) => line.slice(0, 10))).toEqual(lines.map((line) => line.slice(0, 10)).toSorted())
    expect(lines.find((line) => line.includes('RiskEliminated'))).toContain('风险消除')
  })
})

describe('tracker explain of a village, and tracker watch', () => {
  it('given a village where many have signs, then the clauses, what they were held against that day, and each sign with its household', async () => {
    const out = await saidIn(villages, 'explain', '431224105201', ...DAY)
    expect(out).toContain('431224105201 截至 2020-12-31：4 户\n● 触发 规模性返贫风险监测（village-watch v1；')
    expect(out).toContain('30 天内 3 户出现风险信号（其中洪涝 2 户），占本村 4 户的 75%，≥ 4 户或 40%（湖南 2019；假定）')
    expect(out).toContain('    ○ 全部信号 3 户 < 4 户  [threshold.watchHouseholds 430000000000 2019-01-01 = 4]\n')
    expect(out).toContain('    ● 全部信号 3 户，占 4 户 ≥ 40%  [threshold.watchPercent 430000000000 2019-01-01 = 40]\n')
    expect(out).toContain('    参数 规模性返贫监测户数：4（湖南，2019-01-01 起，假定；golden）\n')
    expect(out.match(/^ {4}2020-12-1\d H0000\d .*事件 [0-9a-f-]{36}$/gm)).toHaveLength(3)
    expect(await saidIn(villages, 'explain', 'H00001', ...DAY)).toContain('规模性返贫风险监测 431224105201：30 天内 3 户')
    expect(await saidIn(villages, 'explain', 'H00004', ...DAY)).not.toContain('规模性返贫')
  })

  it('given a day before the limit was corrected in the log, then the watch is as it was known then', async () => {
    const { rules } = await json<{ rules: object[] }>(villages, 'explain', '431224105202', ...DAY, '--known-at', '17')
    expect(rules).toMatchObject([{ rule: 'village-watch', outcome: 'silent', clauses: [{ value: 0 }, { value: 0 }] }])
  })

  it('given a day, then every village whose watch fires, or those of a division', async () => {
    const out = await saidIn(villages, 'watch', ...DAY)
    expect(out).toContain('规模性返贫风险监测 截至 2020-12-31：2 个村\n')
    expect(out.trimEnd().split('\n')).toHaveLength(4)
    expect(await json(villages, 'watch', ...DAY, '--division', '431224105202')).toMatchObject({
      rows: [{ village: '431224105202', households: 2, base: 2 }],
    })
    expect(await json(villages, 'watch', '--as-of', '2020-11-30')).toMatchObject({ rows: [] })
  })
})

describe('tracker parameters', () => {
  it('given a place, then each value with region, days, basis and the mark of an assumption, and what nobody has set', async () => {
    const out = await said('parameters', '--division', '431224105201', ...DAY)
    expect(out).toMatch(/deadline\.visit +入户核实时限 +3 天 +全国 +2019-01-01 起 +假定 +golden/)
    expect(out).toContain('未设定湖南 2020 年的')
  })
})

describe('tracker notice', () => {
  const shown = ['notice', 'H00001', '--as-of', '2019-01-15'] as const
  it('given the fields that were ordered, then these and no other: no risk, no number, and the name only when asked for', async () => {
    const out = await said(...shown)
    expect(out).toBe(
      [
        '公示',
        '村：431224105201',
        '户主：（见登记簿）',
        '家庭人口：1 人',
        '类别：待县级审定',
        '公示期：2019-01-13 至 2019-01-17',
        '对公示内容有异议的，请在公示期内向村委会反映。',
        '',
      ].join('\n'),
    )
    const named = await said(...shown, '--with-names')
    expect(named).toBe(out.replace('（见登记簿）', '示范甲'))
    expect(JSON.stringify(await json(home, ...shown))).not.toContain('示范甲')
  })
})
