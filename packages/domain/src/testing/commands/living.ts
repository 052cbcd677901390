import fc from 'fast-check'
import { CorrectionReason, DisasterKind, ExpenseKind, IncomeKind, SchoolStage } from '../../household/events.ts'
import { amount, event, fen, occurredOn, one, person, persons, registeredIn, window, year, keys } from './pools.ts'

const ofHousehold = { registeredIn, household: fc.constant('H00001') }
const dated = { ...ofHousehold, occurredOn }
const someone = { ...dated, person }

const months = one({ from: '2019-01', to: '2019-03' }, { from: '2019-10', to: '2020-09' }, { from: '2019-04', to: '2019-03' })
const entry = { entry: one('E1', 'E2') }
const words = { kind: one(...IncomeKind.options), months, amount, source: one('told', 'payslip', 'bank', 'department', 'imputed') }
const income = fc.record({ ...words, person }, { requiredKeys: keys(words) })

// The bill of 30,000 adds up, that of 10,000 does not always.
const bill = { bill: one('B1', 'B2') }
const costs = {
  person,
  care: one('inpatient', 'outpatient', 'chronicOutpatient'),
  total: one(10_000, 30_000),
  reimbursed: one(0, 15_000),
  compliantSelfPaid: one(0, 10_000),
}

const loss = { ...dated, loss: one('L1', 'L2'), kind: one(...DisasterKind.options), amount: fen }
const accident = { ...dated, accident: one('A1', 'A2'), kind: one('traffic', 'work', 'fire', 'fall', 'other'), amount: fen }
const benefit = { ...dated, benefit: one('N1', 'N2') }
const granted = {
  ...benefit,
  kind: one('livingAllowance', 'destituteSupport', 'disabilityAllowance', 'pension', 'publicWelfarePost', 'other'),
  monthly: fen,
}
const certificate = {
  ...someone,
  kind: one('visual', 'hearing', 'speech', 'physical', 'intellectual', 'mental', 'multiple'),
  level: one(1, 2, 3, 4),
}
const closing = { ...dated, reason: one('diedOut', 'merged', 'movedAway', 'falseData') }
const reopening = fc.oneof(
  fc.record({ ...ofHousehold, reverses: event, reason: one('mistaken') }),
  fc.record({ ...dated, reverses: event, reason: one('returned') }),
)

/** What a household lives on, what strikes it, what it is entitled to, and its end. */
export const livingCommands = {
  ReportLabour: fc.record({ ...someone, labour: one('ordinary', 'skilled', 'weak', 'lost', 'none') }),
  RecordIncome: fc.tuple(fc.record({ ...ofHousehold, ...entry }), income).map(([which, is]) => ({ ...which, ...is })),
  CorrectIncomeEntry: fc.record({ ...ofHousehold, ...entry, is: income, reason: one(...CorrectionReason.options) }),
  CollectIncome: fc.record({
    ...ofHousehold,
    window,
    collector: one('helper', 'villageCadre', 'workTeam', 'township'),
    collectedOn: one('2019-10-12', '2020-10-12'),
  }),
  ReportMedicalBill: fc.record({ ...dated, ...bill, ...costs }),
  CorrectMedicalBill: fc.record({ ...ofHousehold, ...bill, is: fc.record(costs), reason: one(...CorrectionReason.options) }),
  ReportSchoolingCost: fc.record({
    ...someone,
    schoolYear: year,
    stage: one(...SchoolStage.options),
    publicSchool: fc.boolean(),
    tuition: fen,
    board: fen,
    books: fen,
    aid: fen,
  }),
  RecordExpense: fc.record({ ...ofHousehold, ...entry, kind: one(...ExpenseKind.options), months, amount }),
  ReportInsurancePayout: fc.record({
    ...dated,
    policy: one('I1', 'I2'),
    kind: one('preventionInsurance', 'commercial', 'agricultural', 'accident'),
    amount,
  }),
  CertifyDisability: fc.record({ ...certificate, until: one('2022-12-31') }, { requiredKeys: keys(certificate) }),
  ReportDisasterLoss: fc.record({ ...loss, disaster: one('D1') }, { requiredKeys: keys(loss) }),
  ReportAccident: fc.record({ ...accident, person }, { requiredKeys: keys(accident) }),
  ReportBusinessFailure: fc.record({
    ...dated,
    business: one('U1', 'U2'),
    branch: one('planting', 'breeding', 'processing', 'trade', 'other'),
    cause: one('market', 'disease', 'disaster', 'other'),
    amount: fen,
  }),
  ReportRecovery: fc.record({ ...dated, recovers: event, how: one('compensated', 'rebuilt', 'resumed', 'recovered') }),
  GrantBenefit: fc.record({ ...granted, person }, { requiredKeys: keys(granted) }),
  EndBenefit: fc.record({ ...benefit, reason: one('reviewed', 'incomeRisen', 'contractEnded', 'died', 'other') }),
  SplitHousehold: fc.record({ ...dated, into: one('H00002', 'H00003'), persons }),
  CloseHousehold: fc.record({ ...closing, into: one('H00002') }, { requiredKeys: keys(closing) }),
  WithdrawClosing: reopening,
  WithdrawReport: fc.record({ ...ofHousehold, reverses: event, reason: one('mistaken', 'wrongHousehold', 'duplicate') }),
} as const
