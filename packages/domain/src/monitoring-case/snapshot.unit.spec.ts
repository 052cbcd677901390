import { describe, expect, it } from 'vitest'
import type { DomainEvent } from '../event.ts'
import * as household from '../household/events.ts'
import * as life from '../testing/case-life.ts'
import { after } from '../testing/case-scenario.ts'
import { eventId } from '../testing/scenario.ts'

const { where, people, wellOff, toRecognition, toElimination } = life
const id = where.household
const recognise = life.recognised('2023-10-13')
const onTheWay = toRecognition.slice(0, -1)
const wages = (entry: string, from: string, to: string, amount: number) =>
  household.IncomeRecorded({
    household: id,
    occurredOn: `${to}-28`,
    entry,
    kind: 'localWage',
    months: { from, to },
    amount,
    person: 'P00001',
    source: 'payslip',
  })
const collected = (from: string, to: string) =>
  household.IncomeCollected({ household: id, occurredOn: to, window: { from, to }, collector: 'helper', collectedOn: to })

describe('the snapshot of a recognition', () => {
  it('holds the members, their labour, the latest ended window with its parts, the line in force, and what it was read from', () => {
    after(...onTheWay)
      .when(recognise)
      .then({
        type: 'HouseholdRecognised',
        data: {
          snapshot: {
            members: 2,
            able: 1,
            labourUnknown: 0,
            income: {
              window: { from: '2022-10-01', to: '2023-09-30' },
              kind: 'reported',
              net: 1_800_000,
              members: 2,
              perHead: 900_000,
              afterExpense: 900_000,
            },
            line: { region: '000000000000', from: '2023-01-01', amount: 750_000, event: eventId(0, 2) },
            unchecked: [],
            basis: [
              { stream: life.HOUSEHOLD, revision: wellOff.length - 1, events: [eventId(4, 1), eventId(3, 1)] },
              { stream: life.parameterStream('monitoringLine'), revision: 0, events: [eventId(0, 2)] },
              { stream: life.parameterStream('threshold'), revision: 3, events: [eventId(0, 4)] },
              { stream: life.parameterStream('classScheme'), revision: 1, events: [eventId(0, 5)] },
            ],
          },
        },
      })
  })

  it('takes the twelve months before the first clue when all their entries are collected', () => {
    const books = [...people, life.income(1_000_000), wages('E1', '2022-10', '2023-09', 1_200_000), collected('2022-10-01', '2023-09-30')]
    after(...onTheWay)
      .with(books)
      .when(recognise)
      .then({
        type: 'HouseholdRecognised',
        data: { snapshot: { income: { kind: 'computed', window: { from: '2022-10-01', to: '2023-09-30' }, perHead: 600_000 } } },
      })
    // Collected for another year only: the window that ended last counts.
    after(...onTheWay)
      .with([...people, wages('E1', '2022-10', '2023-09', 1_200_000), collected('2021-10-01', '2022-09-30')])
      .when(recognise)
      .then({ type: 'HouseholdRecognised', data: { snapshot: { income: { window: { from: '2021-10-01', to: '2022-09-30' }, net: 0 } } } })
  })

  it('takes compliant self-paid cost and payouts beside the income', () => {
    const bill = household.MedicalBillReported({
      household: id,
      occurredOn: '2023-08-01',
      person: 'P00001',
      bill: 'B1',
      care: 'inpatient',
      total: 500_000,
      reimbursed: 200_000,
      compliantSelfPaid: 300_000,
    })
    after(...onTheWay)
      .with([...people, wages('E1', '2022-10', '2023-09', 1_200_000), bill, collected('2022-10-01', '2023-09-30')])
      .when(recognise)
      .then({ type: 'HouseholdRecognised', data: { snapshot: { income: { perHead: 600_000, compliantSelfPaid: 300_000, afterExpense: 450_000 } } } })
  })

  it('says what could not be told: no line, no income, nobody who said whether somebody can work', () => {
    after(...onTheWay)
      .with(people.slice(0, 3))
      .where({ monitoringLine: [] })
      .when(recognise)
      .then({
        type: 'HouseholdRecognised',
        data: { snapshot: { able: 0, labourUnknown: 1, income: null, line: null, unchecked: ['line', 'income', 'labour'] } },
      })
  })
})

describe('the guarantees on the day of elimination', () => {
  const eliminate = life.eliminated('2024-05-13')
  const before = toElimination.slice(0, -1)
  const ofChild = (occurredOn: string, reason?: 'health'): DomainEvent =>
    household.SchoolStatusReported({
      ...{ household: id, occurredOn, person: 'P00002', stage: 'primary', status: 'droppedOut' },
      ...(reason ? { reason } : {}),
    })
  const graded = (grade: 'B' | 'D', occurredOn: string) => household.HouseGraded({ household: id, occurredOn, grade })
  const rehoused = household.HouseholdRehoused({ household: id, occurredOn: '2024-02-01', programme: 'relocation' })
  const water = household.WaterChecked({ household: id, occurredOn: '2024-02-01', quality: true, quantity: false, reliability: true, access: true })

  it('are all safe, by the facts up to the day', () => {
    after(...before)
      .with([...wellOff, graded('D', '2024-06-01')])
      .when(eliminate)
      .then({ type: 'RiskEliminated', data: { after: { schoolingSafe: true, houseSafe: true, insuranceSafe: true, waterSafe: true } } })
  })

  it.each([
    ['a child that dropped out', [ofChild('2024-03-01')], 'compulsory education'],
    ['a house of grade D', [graded('D', '2024-02-01')], 'housing'],
    ['a member without insurance this year', [life.insured('P00002', 2024, 'none')], 'medical insurance'],
    ['water of which one index fails', [water], 'drinking water'],
  ])('%s is unsafe, and the elimination is refused by name', (_, events, name) => {
    const refusal = after(...before)
      .now([...wellOff, ...events])
      .when(eliminate)
      .refused()
    expect(refusal.message.en).toBe(`A guarantee is not safe (${name}).`)
  })

  it('a child away for health is no drop-out, and a household that was rehoused since is housed safely', () => {
    after(...before)
      .now([...wellOff, ofChild('2024-03-01', 'health'), graded('D', '2024-01-15'), rehoused])
      .when(eliminate)
      .then({ type: 'RiskEliminated', data: { after: { schoolingSafe: true, houseSafe: true } } })
  })

  it('what nobody reported is null and no reason to refuse', () => {
    after(...before)
      .with([...people, life.income(1_800_000)])
      .when(eliminate)
      .then({ type: 'RiskEliminated', data: { after: { schoolingSafe: null, houseSafe: null, insuranceSafe: null, waterSafe: null } } })
    after(...before)
      .where({ threshold: [], deadline: [] })
      .when(eliminate)
      .then({ type: 'RiskEliminated', data: { after: { schoolingSafe: null, houseSafe: true }, snapshot: { unchecked: ['term', 'labour'] } } })
  })
})
