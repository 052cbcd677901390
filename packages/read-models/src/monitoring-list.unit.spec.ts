import { readFileSync } from 'node:fs'
import { aggregates } from '@rural-tracker/domain'
import { eventIdOf } from '@rural-tracker/event-store'
import { rowsGiven } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { monitoringList } from './monitoring-list.ts'
import { rowsOf } from './testing/golden.ts'

const given = rowsGiven(monitoringList, aggregates)

const HERE = '431224105201'
const THERE = '431224105202'
const of = (type: string, more: object = {}) => ({ type, data: { household: 'H00001', registeredIn: HERE, ...more } })
const registered = of('RegisterHousehold', { kind: 'ordinary', occurredOn: '2019-01-01' })
const lineOf = (amount: number, more: object = {}) => ({ from: '2020-01-01', amount, basis: 'test', assumption: true, ...more })
const line = { type: 'SetMonitoringLine', data: { region: '000000000000', ...lineOf(500_000) } }
const income = (net: number, year = 2020) => ({
  window: { from: `${year - 1}-10-01`, to: `${year}-09-30` },
  members: 2,
  parts: { wages: net, business: 0, property: 0, transfers: 0, businessCost: 0 },
  compliantSelfPaid: 0,
  insurancePayout: 0,
})
const earned = (net: number, year?: number) => of('ReportIncome', income(net, year))
const risk = (occurredOn: string, kind = 'illness') => of('ReportRisk', { risk: kind, occurredOn })
/** The event that the n-th command of a story wrote in the household's stream. */
const idOf = (n: number) => eventIdOf(`household-${HERE}-H00001`, `c${n}`, 0)
const rules = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  rows.map(({ reasons }) => (reasons as readonly { rule: string }[]).map(({ rule }) => rule))

describe('monitoring list: who is on it', () => {
  it('given an income per head under the line, then the household, with the rule and both numbers in words', async () => {
    const rows = await given(registered, line, earned(999_998)).rows()
    expect(rows).toMatchObject([{ household: 'H00001', village: HERE, class: 'ordinary', status: 'watch', level: null }])
    expect(rows[0]?.reasons).toMatchObject([{ rule: 'income-under-line', message: { en: expect.stringContaining('4,999.99') } }])
  })

  it('given an income per head at the line, then nobody', async () => {
    expect(await given(registered, line, earned(1_000_000)).rows()).toEqual([])
  })

  it('given no line for the year, then income fires no rule', async () => {
    expect(await given(registered, earned(1)).rows()).toEqual([])
    const over = { ...line, data: { ...line.data, to: '2020-06-30' } }
    expect(await given(registered, over, earned(1)).rows('2020-12-31')).toEqual([])
  })

  it('given a line of the province, then it goes before that of the country', async () => {
    const province = { type: 'SetMonitoringLine', data: { region: '430000000000', ...lineOf(400_000) } }
    expect(await given(registered, line, province, earned(900_000)).rows()).toEqual([])
  })

  it('given a risk that is not cleared, then the household; once cleared, from that day on not', async () => {
    const cleared = of('ClearRisk', { clears: idOf(1), occurredOn: '2020-08-01' })
    const asked = given(registered, risk('2020-05-01'), cleared)
    expect(await asked.rows('2020-04-30')).toEqual([])
    expect(rules(await asked.rows('2020-07-31'))).toEqual([['open-risk']])
    expect(await asked.rows('2020-08-01')).toEqual([])
  })

  it('given a risk that was withdrawn, then it was never true', async () => {
    const withdrawn = of('WithdrawRisk', { reverses: idOf(1), reason: 'mistaken' })
    expect(await given(registered, risk('2020-05-01'), withdrawn).rows('2020-06-01')).toEqual([])
  })

  it('given both, then both reasons, in the order of the rules', async () => {
    expect(rules(await given(registered, line, earned(1), risk('2020-05-01')).rows())).toEqual([['income-under-line', 'open-risk']])
  })
})

describe('monitoring list: what was corrected and when', () => {
  it('given a corrected income, then the correction counts in its place', async () => {
    const corrected = of('CorrectIncome', { is: income(1_200_000), reason: 'typing' })
    expect(await given(registered, line, earned(1), corrected).rows()).toEqual([])
  })

  it('given an income corrected after the recognition that rested on it, then what was known then is what it was before the correction', async () => {
    const watched = {
      type: 'AdoptRule',
      data: { region: '000000000000', from: '2020-01-01', basis: 'test', assumption: true, rule: 'decision-basis', level: 2, sign: 'process' },
    }
    const recognised = of('RecordRecognition', { occurredOn: '2020-12-01', scheme: '2020', class: 'nearPoor', risks: [{ kind: 'illness' }] })
    const corrected = (net: number) => of('CorrectIncome', { is: income(net), reason: 'typing' })
    const asked = (net: number) => given(registered, line, watched, earned(1_400_000), recognised, corrected(net)).rows()
    expect((await asked(1_390_000)).map(({ reasons }) => reasons)).toEqual([[]])
    expect(rules(await asked(990_000))).toEqual([['decision-basis', 'income-under-line']])
  })

  it('given a corrected line, then the corrected one counts', async () => {
    const corrected = { type: 'CorrectMonitoringLine', data: { region: '000000000000', corrects: '2020-01-01', is: lineOf(300_000) } }
    expect(await given(registered, line, earned(700_000), corrected).rows()).toEqual([])
  })

  it('given two windows, then the latest that has ended by the day counts', async () => {
    const asked = given(registered, line, earned(2_000_000, 2019), earned(1, 2020))
    expect(await asked.rows('2020-09-29')).toEqual([])
    expect(await asked.rows('2020-09-30')).toHaveLength(1)
  })

  it('given a household that moved, then it stands under the village of the day', async () => {
    const asked = given(registered, risk('2020-05-01'), of('MoveHousehold', { to: THERE, occurredOn: '2020-07-01' }))
    expect(await asked.rows('2020-06-30')).toMatchObject([{ village: HERE }])
    expect(await asked.rows('2020-07-01')).toMatchObject([{ village: THERE }])
  })

  it('given a registered poor household, then its class before and after it left poverty', async () => {
    const poor = of('RegisterHousehold', { kind: 'registeredPoor', occurredOn: '2019-01-01' })
    const asked = given(poor, risk('2019-05-01'), of('ExitPoverty', { occurredOn: '2019-12-01' }))
    expect(await asked.rows('2019-11-30')).toMatchObject([{ class: 'registeredPoor' }])
    expect(await asked.rows('2019-12-01')).toMatchObject([{ class: 'formerPoor' }])
  })
})

const LINE = { region: '000000000000', basis: 'test', assumption: true, from: '2019-01-01' }
const adopt = (rule: string, level: number, sign = 'strong') => ({ type: 'AdoptRule', data: { ...LINE, rule, level, sign } })
const limit = (stage: string, length: number, unit = 'day') => ({ type: 'SetDeadline', data: { ...LINE, stage, length, unit } })
const levels = {
  type: 'SetLevelScheme',
  data: { ...LINE, levels: [1, 2, 3].map((level) => ({ level, id: ['low', 'middle', 'high'][level - 1], zh: '级', en: 'level' })) },
}
const clue = (occurredOn: string, more: object = {}) =>
  of('RegisterClue', {
    clue: `C${occurredOn.replaceAll('-', '')}`,
    source: 'selfReport',
    risks: ['illness'],
    filedBy: 'self',
    evidence: [],
    occurredOn,
    ...more,
  })
const recognised = (occurredOn: string) => of('RecordRecognition', { scheme: '2021', class: 'marginal', risks: [{ kind: 'schooling' }], occurredOn })
const visited = (occurredOn: string, consent: object = { consent: 'signed' }) =>
  of('RecordHomeVisit', {
    ...{ occurredOn, visitors: 2, levels: ['village'], difficulties: [], evidence: [], ...consent },
    seen: { income: true, spending: true, house: true, school: true, insurance: true, water: true },
  })
const caseIdOf = (n: number) => eventIdOf(`monitoringCase-${HERE}-H00001`, `c${n}`, 0)
const seen = (row: Readonly<Record<string, unknown>> | undefined, ...columns: readonly string[]) => columns.map((column) => row?.[column])

describe('monitoring list: what a case makes of a row', () => {
  it('given a clue, then the household is listed with the step, its risks, since the clue, due on the nearest day that is set', async () => {
    const told = given(registered, limit('visit', 3), limit('whole', 15), limit('match', 5), clue('2023-01-10'), visited('2023-01-12'))
    const [first] = await told.rows('2023-01-11')
    expect(seen(first, 'status', 'risk', 'since', 'deadline', 'deadlineStage', 'listed')).toEqual([
      'clue',
      ',illness,',
      '2023-01-10',
      '2023-01-13',
      'visit',
      1,
    ])
    const [then] = await told.rows('2023-03-01')
    expect(seen(then, 'status', 'deadline', 'deadlineStage')).toEqual(['verified', '2023-01-17', 'match'])
  })

  it('given a recognition, then class, scheme and risks are its own and the rhythm of visits gives the next day', async () => {
    const rhythm = { type: 'SetVisitRhythm', data: { ...LINE, group: 'monitored', months: 1 } }
    const helper = of('AssignHelper', { helper: 'helper:a', occurredOn: '2023-02-02' })
    const asked = given(registered, rhythm, recognised('2023-02-01'), helper, visited('2023-02-20', { consent: 'notAsked' }))
    const [row] = await asked.rows('2023-03-01')
    expect(seen(row, 'class', 'scheme', 'base', 'status', 'risk', 'since', 'deadline', 'deadlineStage', 'helper')).toEqual([
      ...['marginal', '2021', 'ordinary', 'monitored', ',schooling,', '2023-02-01', '2023-03-20', 'visitRhythm', 'helper:a'],
    ])
  })

  it('given a refused consent, then it is not listed for that alone, and again with its return', async () => {
    const refused = visited('2023-01-12', { consent: 'refused', refusal: 'unwilling' })
    const asked = given(registered, limit('visit', 3), clue('2023-01-10'), refused, clue('2023-02-01'))
    expect(seen((await asked.rows('2023-01-31'))[0], 'status', 'listed', 'deadline')).toEqual(['consentRefused', 0, null])
    expect(seen((await asked.rows('2023-02-01'))[0], 'status', 'listed')).toEqual(['clue', 1])
  })

  it('given an elimination, then the household is off the list and its record stays; a reason brings it back', async () => {
    const eliminated = of('RecordElimination', { way: 'byHelp', occurredOn: '2023-09-01' })
    const asked = given(registered, recognised('2023-02-01'), eliminated, risk('2023-10-01'))
    expect(seen((await asked.rows('2023-09-30'))[0], 'status', 'listed')).toEqual(['eliminated', 0])
    expect(seen((await asked.rows('2023-10-01'))[0], 'status', 'listed', 'rule')).toEqual(['eliminated', 1, ',open-risk,'])
  })

  it('given a proposal of elimination, then it is eliminating and stays on the list', async () => {
    const proposed = of('ProposeElimination', { way: 'natural', occurredOn: '2023-09-01' })
    expect(seen((await given(registered, recognised('2023-02-01'), proposed).rows('2023-09-01'))[0], 'status', 'listed')).toEqual(['eliminating', 1])
  })

  it('given a recognition that was revoked, then the household is as if it had never been', async () => {
    const revoked = of('RecordRevocation', { round: 1, reason: 'falseData', occurredOn: '2023-03-01' })
    const asked = given(registered, recognised('2023-02-01'), revoked)
    expect(await asked.rows('2023-02-28')).toHaveLength(1)
    expect(await asked.rows('2023-03-01')).toEqual([])
  })

  it('given a household that was closed, then its row is there and not listed', async () => {
    const closed = of('CloseHousehold', { reason: 'movedAway', occurredOn: '2023-05-01' })
    const asked = given(registered, risk('2023-01-01'), recognised('2023-02-01'), closed)
    expect(seen((await asked.rows('2023-05-01'))[0], 'status', 'listed', 'rule', 'deadline')).toEqual(['closed', 0, '', null])
    expect(seen((await asked.rows('2023-04-30'))[0], 'status', 'listed')).toEqual(['monitored', 1])
  })

  it('given a household that came back after it was closed, then it was closed in between, and is monitored again where it was', async () => {
    const closed = of('CloseHousehold', { reason: 'movedAway', occurredOn: '2023-05-01' })
    const reverses = eventIdOf('household-431224105201-H00001', 'c3', 0)
    const back = of('WithdrawClosing', { reverses, reason: 'returned', occurredOn: '2023-08-01' })
    const asked = given(registered, risk('2023-01-01'), recognised('2023-02-01'), closed, back)
    expect(seen((await asked.rows('2023-07-31'))[0], 'status')).toEqual(['closed'])
    expect(seen((await asked.rows('2023-08-01'))[0], 'status', 'listed')).toEqual(['monitored', 1])
  })
})

describe('monitoring list: levels', () => {
  it('given adopted rules, then the gravest that fires gives the level, and its reason stands first', async () => {
    const told = [registered, levels, line, adopt('income-under-line', 1), adopt('open-risk', 3), earned(1), risk('2020-05-01')]
    const [row] = await given(...told).rows()
    expect(seen(row, 'level', 'levelRank', 'rule')).toEqual(['high', 3, ',open-risk,income-under-line,'])
  })

  it('given no level scheme or no adoption, then there is no level', async () => {
    expect(seen((await given(registered, adopt('open-risk', 3), risk('2020-05-01')).rows())[0], 'level', 'levelRank')).toEqual([null, 3])
    expect(seen((await given(registered, levels, risk('2020-05-01')).rows())[0], 'level', 'levelRank')).toEqual([null, 0])
  })
})

describe('monitoring list: people outrank rules until a day that they name', () => {
  it('given an inclusion, then the household is listed with who and why, and gone the day after its last one', async () => {
    const asked = given(registered, of('IncludeHousehold', { reason: 'petition', until: '2023-06-30', evidence: [], occurredOn: '2023-06-01' }))
    const [row] = await asked.rows('2023-06-30')
    expect(seen(row, 'status', 'listed', 'rule', 'since')).toEqual(['included', 1, ',included,', '2023-06-01'])
    expect((row?.reasons as readonly { message: { zh: string } }[] | undefined)?.[0]?.message.zh).toMatch(/^人工纳入：信访反映（.*至 2023-06-30）$/)
    expect(await asked.rows('2023-07-01')).toEqual([])
  })

  it('given a pause, then the household is hidden and comes back by itself the day after, or sooner when the pause is ended', async () => {
    const pause = of('PauseWatch', { reason: 'absent', until: '2020-06-30', occurredOn: '2020-06-01' })
    const asked = given(registered, risk('2020-05-01'), pause)
    expect(seen((await asked.rows('2020-06-30'))[0], 'status', 'listed', 'rule')).toEqual(['paused', 0, ',open-risk,'])
    expect(seen((await asked.rows('2020-07-01'))[0], 'status', 'listed')).toEqual(['watch', 1])
    const ended = given(registered, risk('2020-05-01'), pause, of('EndPause', { ends: caseIdOf(2), occurredOn: '2020-06-10' }))
    expect(seen((await ended.rows('2020-06-10'))[0], 'status', 'listed')).toEqual(['watch', 1])
  })

  it('given a pause and then a new strong warning, then the pause hides nothing', async () => {
    const told = [
      registered,
      adopt('open-risk', 3),
      risk('2020-05-01'),
      of('PauseWatch', { reason: 'absent', until: '2020-12-31', occurredOn: '2020-06-01' }),
    ]
    expect(seen((await given(...told).rows('2020-07-01'))[0], 'listed')).toEqual([0])
    expect(seen((await given(...told, risk('2020-06-15', 'accident')).rows('2020-07-01'))[0], 'listed')).toEqual([1])
  })

  it('given a waiver, then the rule is no reason until the day after its last one', async () => {
    const waiver = of('WaiveRule', { rule: 'open-risk', reason: 'knownAndCovered', until: '2020-06-30', evidence: [], occurredOn: '2020-06-01' })
    const asked = given(registered, risk('2020-05-01'), waiver)
    expect(await asked.rows('2020-06-30')).toEqual([])
    expect(rules(await asked.rows('2020-07-01'))).toEqual([['open-risk']])
  })

  it('given a dismissed clue with all the evidence, then the rule is answered; new evidence lists the household again', async () => {
    const dismissed = [
      risk('2020-05-01'),
      clue('2020-05-02', { evidence: [idOf(1)] }),
      visited('2020-05-03'),
      of('DismissClue', { reason: 'noRisk', explanation: { on: '2020-05-04', how: 'visit' }, occurredOn: '2020-05-04' }),
    ]
    expect(await given(registered, ...dismissed).rows('2020-05-31')).toEqual([])
    expect(rules(await given(registered, ...dismissed, risk('2020-05-20', 'accident')).rows('2020-05-31'))).toEqual([['open-risk']])
  })
})

describe('monitoring list: words', () => {
  it('given any household of the golden log of cases, then nothing that is said of it speaks of 返贫, which is a statistic', async () => {
    const log = readFileSync(new URL('../fixtures/golden/case/log.ndjson', import.meta.url), 'utf8')
    const told = (await rowsOf(monitoringList, log)).split('\n').filter((row) => row.includes('"table":"monitoring_list"'))
    expect(told.length).toBeGreaterThan(5)
    expect(told.filter((row) => row.includes('返贫'))).toEqual([])
  })
})
