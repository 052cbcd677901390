import { aggregates } from '@rural-tracker/domain'
import { rowsGiven } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { contributions } from './contributions.ts'

const given = rowsGiven(contributions, aggregates)

const HERE = '431224105201'
const THERE = '431224105202'
const of = (type: string, occurredOn: string, more: object = {}) => ({ type, data: { household: 'H00001', registeredIn: HERE, occurredOn, ...more } })
const registered = of('RegisterHousehold', '2019-01-01', { kind: 'registeredPoor' })
const list = { programme: 'industryAward', village: HERE, period: '2018', occurredOn: '2018-11-20' }
const line = { line: 'L1', household: 'H00001', beneficiaries: ['P00001', 'P00002'], unitOf: '2018', amount: 30_000 }
const opened = { type: 'OpenPaymentList', data: list }
const added = { type: 'AddLines', data: { ...list, lines: [line] } }
const paid = { type: 'RecordPayments', data: { ...list, payments: [{ line: 'L1', household: 'H00001', amount: 30_000, bankReference: 'B1' }] } }

const brief = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  rows.map(({ series, counted, amount, weight }) => [series, counted, amount, weight])

describe('contributions', () => {
  it('given an event that counts somebody, then who, in which series, on the day it was true and in the village of that day', async () => {
    expect(await given(registered).rows()).toMatchObject([
      { series: 'households.registered', counted: 'H00001', amount: 1, weight: 1, on: '2019-01-01', division: HERE },
    ])
  })

  it('given a household that moved, then what it does later counts in the new village', async () => {
    const rows = await given(registered, of('MoveHousehold', '2019-05-01', { to: THERE }), of('ExitPoverty', '2019-12-01')).rows()
    expect(rows).toMatchObject([
      { series: 'households.registered', division: HERE },
      { series: 'moved', counted: 'H00001', on: '2019-05-01', division: THERE },
      { series: 'households.exitedPoverty', division: THERE },
    ])
  })

  it('given a payment to a household, then its amount in fen, and each who benefits counted once', async () => {
    expect(brief(await given(opened, added, paid).rows())).toEqual([
      ['payments.industryAward', 'H00001', 30_000, 1],
      ['payments.industryAward.persons', 'P00001', 1, 1],
      ['payments.industryAward.persons', 'P00002', 1, 1],
    ])
  })

  it('given a reversal, then the contributions of the payment are taken back one by one, and nothing of it is to be recovered', async () => {
    const reversed = { type: 'ReversePayment', data: { ...list, bankReference: 'B1', reason: 'ineligible' } }
    const rows = await given(opened, added, paid, reversed).rows()
    expect(brief(rows.slice(3))).toEqual([
      ['payments.industryAward', 'H00001', -30_000, -1],
      ['payments.industryAward.persons', 'P00001', -1, -1],
      ['payments.industryAward.persons', 'P00002', -1, -1],
      ['recovery.open', rows[0]?.eventId, -30_000, 1],
    ])
  })

  it('given one event that feeds two series, then a row each, numbered within the event', async () => {
    const village = { type: 'RegisterVillage', data: { village: HERE, level: 'village', poverty: 'deeplyPoor', occurredOn: '2016-01-01' } }
    const exited = { type: 'ExitVillagePoverty', data: { village: HERE, occurredOn: '2019-12-31' } }
    expect((await given(village, exited).rows()).map(({ position, n, series }) => [position, n, series])).toEqual([
      [1, 0, 'villages'],
      [2, 0, 'villages.exitedPoverty'],
      [2, 1, 'villages.exitedPoverty.deeplyPoor'],
    ])
  })

  it('given what the case says of a household, then the household with it, what it counts as, and the round it is part of', async () => {
    const risks = [{ kind: 'illness' }]
    const recognised = of('RecordRecognition', '2023-02-01', { scheme: '2021', class: 'marginal', risks })
    const rows = (await given(registered, recognised).rows()).filter(({ series }) => series === 'monitoring.monitored')
    expect(rows).toMatchObject([{ counted: 'H00001', amount: 0, weight: 1, as: 'marginal', partOf: 'H00001/1', household: 'H00001', division: HERE }])
  })

  it('given what no figure counts, then no row', async () => {
    expect(await given(opened, added).rows()).toEqual([])
  })
})
