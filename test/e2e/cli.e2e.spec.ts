import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedConfig, openTracker } from '@rural-tracker/tracker'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { json, tracker } from './cli.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tracker-cli-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const where = { registeredIn: '431224105201', household: 'H00001' }
const register = { type: 'RegisterHousehold', data: { ...where, kind: 'ordinary', occurredOn: '2020-01-01' } }
const risk = { type: 'ReportRisk', data: { ...where, risk: 'illness', occurredOn: '2020-05-01' } }

const REPORT = {
  division: '431224105000',
  report: 'R1',
  occurredOn: '2021-01-01',
  title: '报告',
  period: { from: '2018-01-01', to: '2020-12-31' },
}

function file(...lines: readonly unknown[]): string {
  const path = join(home, 'commands.ndjson')
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  return path
}

describe('tracker append', () => {
  it('given a good file, then it is written, and the same file again has no second effect', async () => {
    const path = file(register, risk)
    expect(await json(home, 'append', path)).toMatchObject({ events: 2, repeated: 0 })
    expect(await json(home, 'append', path)).toMatchObject({ events: 0, repeated: 2 })
    expect(await json(home, 'list', '--as-of', '2020-06-01')).toMatchObject({
      total: 1,
      rows: [{ household: 'H00001', class: 'ordinary', reasons: [{ rule: 'open-risk' }] }],
    })
    expect(await json(home, 'list', '--as-of', '2020-04-30')).toMatchObject({ total: 0, rows: [] })
  })

  it('given wrong lines, then all are named with their numbers, and nothing is written', async () => {
    const path = file(
      register,
      '{"type":',
      { type: 'ReportRisk', data: { ...where, household: 'H00002', risk: 'illness', occurredOn: '2020-05-01' } },
      { type: 'Nonsense', data: {} },
    )
    const { code, out } = await tracker(home, 'append', path, '--json')
    const { error } = JSON.parse(out) as { error: { code: string; where: { line: number; code: string }[] } }
    expect(code).toBe(1)
    expect(error.where.map(({ line, code: why }) => [line, why])).toEqual([
      [2, 'append.not-json'],
      [3, 'household.unknown'],
      [4, 'command.unknown-type'],
    ])
    expect(await json(home, 'list')).toMatchObject({ position: null, total: 0 })
  })
})

describe('tracker figures trace', () => {
  const where = (n: number) => ({ household: `H0000${n}`, registeredIn: `43122410520${n}` })
  const villages = [1, 2].map((n) => ({
    type: 'RegisterVillage',
    data: { village: `43122410520${n}`, level: 'village', poverty: 'none', occurredOn: '2016-01-01' },
  }))
  const jobs = [1, 2].flatMap((n) => [
    { type: 'RegisterHousehold', data: { ...where(n), kind: 'ordinary', occurredOn: '2016-01-01' } },
    ...[2018, 2019, 2020].map((year) => ({
      type: 'StartJob',
      data: { ...where(n), person: `P0000${year - 2017}`, place: 'county', monthlyWage: 1, occurredOn: `${year}-03-01` },
    })),
  ])
  const merged = { type: 'MergeVillage', data: { village: '431224105202', into: '431224105201', occurredOn: '2020-06-01' } }
  const claim = {
    type: 'PublishFigure',
    data: {
      division: '431224105000',
      report: 'R1',
      occurredOn: '2021-01-01',
      claim: 'SF-001',
      kind: 'computed',
      indicator: 'employment.started',
      value: 3,
      written: '3人',
      unit: 'person',
      relation: '=',
      period: { from: '2018-01-01', to: '2020-12-31' },
      reason: null,
      quote: '就业3人',
    },
  }

  it.each([
    [['--from', '2019-01-01', '--to', '2019-12-31', '--division', '431224105201'], 1],
    [['--division', '431224105202', '--divisions-as-of', '2020-12-31', '--known-at', '1000000'], 0],
  ])('given the question %j, then the claim and its indicator are traced to %i, as the figure says', async (question, expected) => {
    await json(home, 'append', file(...villages, ...jobs, merged, { type: 'PublishReport', data: REPORT }, claim))
    const { figures } = await json<{ figures: { indicator: string; value: number }[] }>(home, 'figures', ...question)
    expect(figures.find(({ indicator }) => indicator === 'employment.started')?.value).toBe(expected)
    for (const name of ['employment.started', 'SF-001']) {
      const { out, code } = await tracker(home, 'figures', 'trace', name, ...question)
      const lines = out.split('\n').filter(Boolean)
      const sum = lines.reduce((total, line) => total + (JSON.parse(line) as { contribution: number }).contribution, 0)
      expect({ name, code, sum }).toEqual({ name, code: 0, sum: expected })
    }
  })

  it('given no terminal, then no bar is drawn and stderr stays empty', async () => {
    const { err, code } = await tracker(home, 'append', file(...villages, ...jobs))
    expect({ err, code }).toEqual({ err: '', code: 0 })
  })
})

describe('tracker', () => {
  it.each([
    [['list', '--as-of', 'yesterday'], 2, 'usage.date'],
    [['list', '--known-at', 'soon'], 2, 'usage.known-at'],
    [['list', '--division', '12'], 2, 'usage.division'],
    [['nonsense'], 2, 'usage'],
    [['explain'], 2, 'usage'],
    [['explain', 'H99999'], 1, 'household.unknown'],
    [['explain', '431224105299'], 1, 'village.unknown'],
    [['watch', '--division', '12'], 2, 'usage.division'],
    [['figures', 'trace', 'SF-999'], 1, 'figure.unknown'],
    [['rebuild', 'nothing'], 1, 'projection.unknown'],
    [['rollback', 'monitoring_list'], 1, 'projection.no-former'],
    [['resume', 'monitoring_list'], 1, 'projection.not-failed'],
    [['append', '/no/such/file'], 1, 'append.no-file'],
    [['person', 'erase', 'P000001'], 1, 'persons.unknown'],
  ])('given wrong input %j, then one sentence in both languages and exit code %i', async (args, exit, code) => {
    const { code: ended, out } = await tracker(home, ...args, '--json')
    expect(ended).toBe(exit)
    expect(JSON.parse(out)).toMatchObject({
      error: { code, message: { zh: expect.stringMatching(/[\u4e00-\u9fff]/), en: expect.stringMatching(/[a-z]/) } },
    })
  })

  it('given a newer format of a file, then it is refused with a sentence and left as it is', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    await json(home, 'append', file(register))
    const db = new DatabaseSync(join(home, 'events.db'))
    db.exec("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    db.close()
    const { code, out } = await tracker(home, 'list', '--json')
    expect(code).toBe(1)
    expect(out).toContain('store.newer-format')
  })
})

describe('the tracker library', () => {
  it('given commands, then each has one effect however often it is given, and another body is refused', async () => {
    const library = await openTracker({ ...embeddedConfig(home), today: () => '2020-12-31' })
    const envelope = { actor: 'village:201', source: 'api' }
    await library.execute(
      { type: 'RegisterHousehold', data: { ...where, kind: 'ordinary', occurredOn: '2020-01-01' } },
      { ...envelope, commandId: 'form-1' },
    )
    const first = await library.execute(
      { type: 'ReportRisk', data: { ...where, risk: 'illness', occurredOn: '2020-05-01' } },
      { ...envelope, commandId: 'form-2' },
    )
    const again = await library.execute(
      { type: 'ReportRisk', data: { ...where, risk: 'illness', occurredOn: '2020-05-01' } },
      { ...envelope, commandId: 'form-2' },
    )
    const other = await library.execute(
      { type: 'ReportRisk', data: { ...where, risk: 'flood', occurredOn: '2020-05-01' } },
      { ...envelope, commandId: 'form-2' },
    )
    expect(first).toMatchObject({ ok: true, repeated: false, events: [{ type: 'RiskReported' }] })
    expect(again).toMatchObject({ ok: true, repeated: true })
    expect(other).toMatchObject({ ok: false, refused: 'command.other-body' })
    expect(await library.list()).toMatchObject({ asOf: '2020-12-31', behind: false, total: 1 })
    expect(await library.timeline('H00001')).toMatchObject({ rows: [{ type: 'HouseholdRegistered' }, { type: 'RiskReported' }] })
    await library.close()
  })

  it.each(['eventsUrl', 'readModelsUrl', 'personsUrl'])(
    'given %s of an engine that is not there, then it says so and makes no file',
    async (which) => {
      await expect(openTracker({ ...embeddedConfig(join(home, 'x')), [which]: 'kafka://somewhere' })).rejects.toMatchObject({
        code: 'config.unknown-address',
      })
      expect(existsSync(join(home, 'x'))).toBe(false)
    },
  )
})
