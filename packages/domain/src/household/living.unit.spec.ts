import { describe, expect, it } from 'vitest'
import { deskOf, eventId, given } from '../testing/scenario.ts'
import * as events from './events.ts'

const household = 'H00001'
const here = { household, registeredIn: '431224105201' }
const person = 'P00001'
const occurredOn = '2023-10-06'
const registered = events.HouseholdRegistered({ household, village: here.registeredIn, kind: 'registeredPoor', occurredOn: '2016-01-01' })

describe('income as it is collected', () => {
  const wage = { kind: 'migrantWage', months: { from: '2022-10', to: '2023-02' }, amount: 1_750_000, person, source: 'payslip' } as const
  const recorded = events.IncomeRecorded({ household, entry: 'E1', ...wage, occurredOn: '2023-02-28' })
  const shorter = { ...wage, months: { from: '2022-10', to: '2023-01' }, amount: 1_400_000 }
  const corrected = events.IncomeEntryCorrected({
    household,
    occurredOn: '2023-01-31',
    corrects: eventId(1),
    entry: 'E1',
    was: wage,
    is: shorter,
    reason: 'typing',
  })

  it('is true on the last day of its months', () => {
    given(registered)
      .when({ type: 'RecordIncome', data: { ...here, entry: 'E1', ...wage } })
      .then(recorded)
  })

  it('is not recorded when its first month lies after its last one', () => {
    given(registered)
      .when({ type: 'RecordIncome', data: { ...here, entry: 'E1', ...wage, months: { from: '2023-03', to: '2023-02' } } })
      .thenRefused('household.months-inverted')
    given(registered, recorded)
      .when({
        type: 'CorrectIncomeEntry',
        data: { ...here, entry: 'E1', is: { ...wage, months: { from: '2023-03', to: '2023-02' } }, reason: 'typing' },
      })
      .thenRefused('household.months-inverted')
  })

  it('has a number that stands for one entry: other words under it would count twice', () => {
    given(registered, recorded)
      .when({ type: 'RecordIncome', data: { ...here, entry: 'E1', ...shorter } })
      .thenRefused('household.entry-number-taken')
    given(registered, recorded)
      .when({ type: 'RecordIncome', data: { ...here, entry: 'E2', ...wage } })
      .then(events.IncomeRecorded({ ...recorded.data, entry: 'E2' }))
  })

  it('is corrected by an event that carries what was', () => {
    given(registered, recorded)
      .when({ type: 'CorrectIncomeEntry', data: { ...here, entry: 'E1', is: shorter, reason: 'typing' } })
      .then(corrected)
  })

  it('is corrected a second time by the id of the first report, and no correction says what is already so', () => {
    const { person: _, ...nobodys } = wage
    given(registered, recorded, corrected)
      .when({ type: 'CorrectIncomeEntry', data: { ...here, entry: 'E1', is: nobodys, reason: 'recalculated' } })
      .then(events.IncomeEntryCorrected({ ...corrected.data, occurredOn: '2023-02-28', was: shorter, is: nobodys, reason: 'recalculated' }))
    given(registered, recorded, corrected)
      .when({ type: 'CorrectIncomeEntry', data: { ...here, entry: 'E1', is: shorter, reason: 'concealed' } })
      .thenNothingHappens()
  })

  it('is corrected only where it is recorded, and not once it was withdrawn', () => {
    const order = { type: 'CorrectIncomeEntry', data: { ...here, entry: 'E1', is: shorter, reason: 'typing' } } as const
    const withdrawn = events.ReportWithdrawn({
      household,
      reverses: eventId(1),
      of: 'IncomeRecorded',
      person,
      reason: 'wrongHousehold',
      occurredOn: '2023-02-28',
    })
    given(registered).when(order).thenRefused('household.no-such-entry')
    given(registered, recorded, withdrawn).when(order).thenRefused('household.no-such-entry')
  })

  it('is complete when a window of twelve whole months was collected, on its last day', () => {
    const window = { from: '2022-10-01', to: '2023-09-30' }
    const collected = { window, collector: 'helper', collectedOn: '2023-10-12' } as const
    given(registered)
      .when({ type: 'CollectIncome', data: { ...here, ...collected } })
      .then(events.IncomeCollected({ household, ...collected, occurredOn: '2023-09-30' }))
  })

  it.each([
    ['2022-10-01', '2023-09-30', true],
    ['2023-03-01', '2024-02-29', true],
    ['2023-03-01', '2024-02-28', false],
    ['2022-10-02', '2023-09-30', false],
    ['2022-10-01', '2023-10-31', false],
    ['2022-10-01', '2023-08-31', false],
  ])('a window from %s to %s is one that may be collected: %s', (from, to, may) => {
    const data = { ...here, window: { from, to }, collector: 'township', collectedOn: '2024-03-01' }
    expect(deskOf('CollectIncome').command.data.safeParse(data).success).toBe(may)
  })
})

describe('what a household has to pay', () => {
  const costs = { person, care: 'inpatient', total: 8_200_000, reimbursed: 5_300_000, compliantSelfPaid: 2_100_000 } as const
  const reported = events.MedicalBillReported({ household, bill: 'B1', ...costs, occurredOn })
  const less = { ...costs, reimbursed: 6_000_000, compliantSelfPaid: 1_400_000 }

  it('is a medical bill of which the parts are no more than the whole', () => {
    given(registered)
      .when({ type: 'ReportMedicalBill', data: { ...here, bill: 'B1', ...costs, occurredOn } })
      .then(reported)
    given(registered)
      .when({ type: 'ReportMedicalBill', data: { ...here, bill: 'B1', ...costs, reimbursed: 6_100_001, occurredOn } })
      .thenRefused('household.bill-does-not-add-up')
    given(registered, reported)
      .when({ type: 'CorrectMedicalBill', data: { ...here, bill: 'B1', is: { ...costs, total: 7_399_999 }, reason: 'typing' } })
      .thenRefused('household.bill-does-not-add-up')
  })

  it('is one bill a number; when more is reimbursed, the bill is corrected and stays on the day of its settlement', () => {
    given(registered, reported)
      .when({ type: 'ReportMedicalBill', data: { ...here, bill: 'B1', ...less, occurredOn } })
      .thenRefused('household.bill-number-taken')
    given(registered, reported)
      .when({ type: 'CorrectMedicalBill', data: { ...here, bill: 'B1', is: less, reason: 'recalculated' } })
      .then(events.MedicalBillCorrected({ household, bill: 'B1', corrects: eventId(1), was: costs, is: less, reason: 'recalculated', occurredOn }))
    given(registered)
      .when({ type: 'CorrectMedicalBill', data: { ...here, bill: 'B1', is: less, reason: 'recalculated' } })
      .thenRefused('household.no-such-bill')
  })

  it('is the cost of a school year, told again when the aid has come', () => {
    const year = { person, schoolYear: 2023, stage: 'senior', publicSchool: true, tuition: 80_000, board: 300_000, books: 60_000, aid: 0 } as const
    const told = events.SchoolingCostReported({ household, ...year, occurredOn: '2023-09-03' })
    given(registered, told)
      .when({ type: 'ReportSchoolingCost', data: { ...here, ...year, aid: 100_000, occurredOn: '2023-11-20' } })
      .then(events.SchoolingCostReported({ household, ...year, aid: 100_000, occurredOn: '2023-11-20' }))
    given(registered, told)
      .when({ type: 'ReportSchoolingCost', data: { ...here, ...year, occurredOn: '2023-09-03' } })
      .thenNothingHappens()
  })

  it('is what was spent in some months, on the last day of them', () => {
    const cost = { entry: 'X1', kind: 'migrantLiving', months: { from: '2023-11', to: '2024-02' }, amount: 400_000 } as const
    const recorded = events.ExpenseRecorded({ household, ...cost, occurredOn: '2024-02-29' })
    given(registered)
      .when({ type: 'RecordExpense', data: { ...here, ...cost } })
      .then(recorded)
    given(registered, recorded)
      .when({ type: 'RecordExpense', data: { ...here, ...cost, amount: 1 } })
      .thenRefused('household.entry-number-taken')
    given(registered)
      .when({ type: 'RecordExpense', data: { ...here, ...cost, months: { from: '2024-03', to: '2024-02' } } })
      .thenRefused('household.months-inverted')
  })

  it('and what a policy paid out, once a day: one policy may pay again later', () => {
    const paid = events.InsurancePaidOut({ household, policy: 'I1', kind: 'preventionInsurance', amount: 900_000, occurredOn })
    given(registered, paid)
      .when({ type: 'ReportInsurancePayout', data: { ...here, ...paid.data } })
      .thenNothingHappens()
    given(registered, paid)
      .when({ type: 'ReportInsurancePayout', data: { ...here, ...paid.data, occurredOn: '2024-01-05' } })
      .then(events.InsurancePaidOut({ ...paid.data, occurredOn: '2024-01-05' }))
  })
})

describe('what is said of a person', () => {
  it('is the labour the person is able to', () => {
    given(registered)
      .when({ type: 'ReportLabour', data: { ...here, person, labour: 'weak', occurredOn } })
      .then(events.LabourReported({ household, person, labour: 'weak', occurredOn }))
  })

  it('is the kind and level of a certificate of disability, and nothing that tells the illness', () => {
    const certificate = { person, kind: 'physical', level: 2, until: '2029-03-01' } as const
    given(registered)
      .when({ type: 'CertifyDisability', data: { ...here, ...certificate, occurredOn } })
      .then(events.DisabilityCertified({ household, ...certificate, occurredOn }))
    const { command } = deskOf('CertifyDisability')
    expect(command.data.safeParse({ ...here, ...certificate, level: 5, occurredOn }).success).toBe(false)
    expect(command.data.safeParse({ ...here, ...certificate, diagnosis: 'x', occurredOn }).success).toBe(false)
  })

  it('is why a child is not at school: one who cannot for health is no drop-out', () => {
    const school = { person, stage: 'junior', status: 'droppedOut', reason: 'health' } as const
    given(registered)
      .when({ type: 'ReportSchoolStatus', data: { ...here, ...school, occurredOn } })
      .then(events.SchoolStatusReported({ household, ...school, occurredOn }))
  })
})

it.each([
  ['ReportLabour', { person, labour: 'none', occurredOn }],
  ['RecordIncome', { entry: 'E1', kind: 'rent', months: { from: '2023-01', to: '2023-01' }, amount: 1, source: 'told' }],
  ['CollectIncome', { window: { from: '2022-10-01', to: '2023-09-30' }, collector: 'helper', collectedOn: '2023-10-12' }],
  ['ReportMedicalBill', { bill: 'B1', person, care: 'outpatient', total: 1, reimbursed: 0, compliantSelfPaid: 1, occurredOn }],
  ['RecordExpense', { entry: 'X1', kind: 'other', months: { from: '2023-01', to: '2023-01' }, amount: 1 }],
] as const)('nothing is said of a household that is not registered: %s', (type, data) => {
  given()
    .when({ type, data: { ...here, ...data } } as Parameters<ReturnType<typeof given>['when']>[0])
    .thenRefused('household.unknown')
})
