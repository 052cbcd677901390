import { aggregates } from '@rural-tracker/domain'
import { eventIdOf } from '@rural-tracker/event-store'
import { rowsGiven } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { monitoringList } from './monitoring-list.ts'

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
