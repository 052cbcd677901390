import fc from 'fast-check'
import type { AnyCommand } from '../catalogue.ts'
import { Facility, Honour } from '../village/events.ts'
import { HouseholdKind, HousingProgramme, JoinReason, Relation, RelocationMode, RiskKind, SchoolStage } from '../household/events.ts'
import { Programme } from '../payment-list/events.ts'
import { ProjectKind } from '../project/events.ts'
import { eventId } from './scenario.ts'

type DataOf<Type extends AnyCommand['type']> = Extract<AnyCommand, { type: Type }>['data']

// Small pools, so that random commands meet in the same streams and under the same keys.
const one = fc.constantFrom
const village = one('431224105201', '431224105202')
const registeredIn = fc.constant('431224105201')
const division = fc.constant('431224105000')
const household = one('H00001', 'H00002')
const person = one('P00001', 'P00002', 'P00003')
const persons = fc.uniqueArray(person, { minLength: 1, maxLength: 3 })
const occurredOn = one('2019-03-02', '2019-06-30', '2020-02-29')
const event = fc.nat({ max: 12 }).map(eventId)
const year = one(2019, 2020)
const amount = one(10_000, 25_000)
const fen = one(0, 10_000, 650_000)
const title = one('豆腐', '竹笋')

const dated = { registeredIn, household: fc.constant('H00001'), occurredOn }
const someone = { ...dated, person }
const mode = one(...RelocationMode.options)
const window = one({ from: '2018-10-01', to: '2019-09-30' }, { from: '2019-10-01', to: '2020-09-30' })
const parts = fc.record({ wages: fen, business: fen, property: fen, transfers: fen, businessCost: fen })
const income = { window, members: one(2, 3), parts, compliantSelfPaid: fen, insurancePayout: fen }

const here = { village, occurredOn }
const facility = one('F1', 'F2')
const honour = { honour: one(...Honour.options.slice(0, 2)), level: one('county', 'city'), awardedFor: year }

const list = { programme: fc.constant(Programme.enum.industryAward), village: fc.constant('431224105201'), period: fc.constant('2018'), occurredOn }
const lineId = one('L1', 'L2', 'L3')
const bankReference = one('B1', 'B2', 'B3')
const line = fc.record(
  { line: lineId, household, person, beneficiaries: fc.uniqueArray(person, { maxLength: 2 }), unitOf: fc.constant('2018'), amount },
  { requiredKeys: ['line', 'household', 'beneficiaries', 'unitOf', 'amount'] },
)
const payment = fc.record(
  { line: lineId, household, person, amount, bankReference },
  { requiredKeys: ['line', 'household', 'amount', 'bankReference'] },
)

const which = { ...list, bankReference, line: lineId, payment: event }

const ofLoan = { village, loan: one('S1', 'S2'), occurredOn }
const ofProject = { division, project: one('J1', 'J2'), occurredOn }
const ofPartnership = { division, partnership: one('T1', 'T2'), occurredOn }
const region = one('000000000000', '430000000000')
const monitoringLine = {
  from: one('2019-01-01', '2020-01-01'),
  to: fc.constant('2020-12-31'),
  amount,
  basis: one('A', 'B'),
  assumption: fc.boolean(),
}
const tariffOf = one(...Programme.options.slice(0, 2))
const ofMonitoringLine = { requiredKeys: ['from', 'amount', 'basis', 'assumption'] as ('from' | 'amount' | 'basis' | 'assumption')[] }

/** Data of every command there is; a command without an arbitrary does not compile. */
export const commandData: { readonly [Type in AnyCommand['type']]: fc.Arbitrary<DataOf<Type>> } = {
  RegisterHousehold: fc.record({ ...dated, kind: one(...HouseholdKind.options) }),
  MoveHousehold: fc.record({ ...dated, to: village }),
  AddMember: fc.record(
    {
      ...someone,
      relation: one(...Relation.options),
      sex: one('female', 'male'),
      bornIn: one('1960-01', '2012-09'),
      reason: one(...JoinReason.options),
      standingFacts: fc.uniqueArray(event, { maxLength: 2 }),
    },
    { requiredKeys: [...keys(someone), 'relation', 'sex', 'bornIn', 'reason'] },
  ),
  RemoveMember: fc.record({ ...someone, reason: one('married', 'movedOut', 'split') }),
  ReportDeath: fc.record(someone),
  ReportIncome: fc.record({ registeredIn, household: dated.household, ...income }),
  CorrectIncome: fc.record({
    registeredIn,
    household: dated.household,
    is: fc.record(income),
    reason: one('typing', 'concealed', 'recalculated'),
  }),
  GradeHouse: fc.record({ ...dated, grade: one('A', 'B', 'C', 'D') }),
  CheckWater: fc.record({ ...dated, quality: fc.boolean(), quantity: fc.boolean(), reliability: fc.boolean(), access: fc.boolean() }),
  ReportSchoolStatus: fc.record({
    ...someone,
    stage: one(...SchoolStage.options),
    status: one('enrolled', 'droppedOut', 'suspended', 'finished'),
  }),
  ReportInsurance: fc.record({ ...someone, year, basic: one('resident', 'employee', 'both', 'none'), seriousIllness: fc.boolean() }),
  ReportHealth: fc.record({ ...someone, health: one('healthy', 'chronic', 'seriousIllness', 'disabled') }),
  StartJob: fc.record({ ...someone, place: one('township', 'county', 'province', 'outside'), monthlyWage: fen }),
  LoseJob: fc.record(someone),
  StartBusiness: fc.record(someone),
  ExitPoverty: fc.record(dated),
  VisitHousehold: fc.record({ ...dated, visitor: one('helper', 'villageCadre', 'workTeam', 'township') }),
  ReportRisk: fc.record({ ...dated, risk: one(...RiskKind.options.slice(0, 3)) }),
  ClearRisk: fc.record({ ...dated, clears: event }),
  WithdrawRisk: fc.record({ registeredIn, household: dated.household, reverses: event, reason: one('mistaken', 'wrongHousehold') }),
  ApproveHousing: fc.record({ ...dated, programme: one(...HousingProgramme.options), mode }, { requiredKeys: [...keys(dated), 'programme'] }),
  Rehouse: fc.record({ ...dated, programme: one(...HousingProgramme.options), mode }, { requiredKeys: [...keys(dated), 'programme'] }),

  RegisterVillage: fc.record(
    { ...here, level: one('village', 'township'), title, poverty: one('none', 'poor', 'deeplyPoor') },
    { requiredKeys: [...keys(here), 'level', 'poverty'] },
  ),
  ExitVillagePoverty: fc.record(here),
  OpenFacility: fc.record({ ...here, facility: one(...Facility.options), id: facility }),
  CloseFacility: fc.record({ ...here, id: facility }),
  AppointDoctor: fc.record({ ...here, person }),
  ReleaseDoctor: fc.record({ ...here, person }),
  PaveTrunkRoad: fc.record(here),
  RenovateGrid: fc.record({ ...here, stage: one('renovation', 'upgrade') }),
  AwardHonour: fc.record({ ...here, ...honour }),
  RevokeHonour: fc.record({ ...here, ...honour }),
  PassEvaluation: fc.record({
    ...here,
    evaluation: one('thirdParty', 'povertyCensus', 'relocationReview', 'fieldAssessment'),
    problems: one(0, 2),
  }),
  MergeVillage: fc.record({ ...here, into: one('431224105203', '431224105204') }),
  WithdrawMerger: fc.record({ village, reverses: event, reason: one('mistaken', 'otherVillage') }),

  OpenPaymentList: fc.record(list),
  AddLines: fc.record({ ...list, lines: fc.array(line, { minLength: 1, maxLength: 3 }) }),
  ApprovePaymentList: fc.record(list),
  PublishNotice: fc.record({ ...list, from: occurredOn, to: occurredOn }),
  ReleasePayment: fc.record({ ...list, amount }),
  RecordPayments: fc.record({ ...list, payments: fc.array(payment, { minLength: 1, maxLength: 3 }) }),
  RecordReturn: fc.record(
    { ...which, reason: one('accountClosed', 'nameMismatch', 'accountMismatch', 'other') },
    { requiredKeys: [...keys(list), 'bankReference', 'reason'] },
  ),
  ReversePayment: fc.record(
    { ...which, reason: one('paidInError', 'afterDeath', 'ineligible', 'duplicate') },
    { requiredKeys: [...keys(list), 'bankReference', 'reason'] },
  ),

  GrantLoan: fc.record({ ...ofLoan, household, amount, dueOn: occurredOn }),
  PayInterestSubsidy: fc.record({ ...ofLoan, amount }),
  RenewLoan: fc.record({ ...ofLoan, dueOn: occurredOn }),
  RepayLoan: fc.record({ ...ofLoan, amount }),
  ReportLoanOverdue: fc.record(ofLoan),
  ReportLoanEffect: fc.record(
    {
      ...ofLoan,
      effect: one('planting', 'livestock', 'processing', 'startUp', 'outputIncrease'),
      quantity: one(1, 20),
      unit: one('mu', 'head', 'industry', 'person', 'fen'),
      person,
    },
    { requiredKeys: [...keys(ofLoan), 'effect', 'quantity', 'unit'] },
  ),

  ProposeProject: fc.record({ ...ofProject, kind: one(...ProjectKind.options), title }, { requiredKeys: [...keys(ofProject), 'kind'] }),
  ReviewProject: fc.record({ ...ofProject, level: one('village', 'township', 'county') }),
  ApproveProject: fc.record(ofProject),
  AllocateFunds: fc.record({ ...ofProject, amount }),
  SignContract: fc.record({ ...ofProject, amount }),
  StartProject: fc.record(ofProject),
  ReportProgress: fc.record({ ...ofProject, percent: one(0, 40, 100) }),
  CompleteProject: fc.record({
    ...ofProject,
    quantities: fc.array(fc.record({ measure: one('length', 'count', 'peopleServed'), amount: one(1, 3_000), unit: one('m', 'piece', 'person') }), {
      maxLength: 2,
    }),
  }),
  AcceptProject: fc.record(ofProject),
  SettleProject: fc.record({ ...ofProject, amount }),
  Reimburse: fc.record({ ...ofProject, amount }),
  HandOverAsset: fc.record({ ...ofProject, owner: one('state', 'villageCollective', 'household') }),

  AgreePartnership: fc.record({ ...ofPartnership, title }),
  InvestEquity: fc.record({ ...ofPartnership, amount }),
  LinkHousehold: fc.record({ ...ofPartnership, household, persons }),
  PayDividend: fc.record({ ...ofPartnership, amount }),

  PublishReport: fc.record({ division, report: one('R1', 'R2'), occurredOn, title, period: window }),
  PublishFigure: fc.record({
    division,
    report: one('R1', 'R2'),
    occurredOn,
    claim: one('SF-001', 'SF-002'),
    kind: one('computed', 'fact', 'statement'),
    indicator: one('housing.renovated', null),
    value: one(848, 12.5, null),
    written: one('848户', '逐年上升'),
    unit: one('household', 'none'),
    relation: one('=', '≥', 'conflict', 'none'),
    period: window,
    reason: one('no event can say it', null),
    quote: one('危房改造848户', '逐年上升'),
  }),

  SetMonitoringLine: fc.tuple(region, fc.record(monitoringLine, ofMonitoringLine)).map(([where, is]) => ({ region: where, ...is })),
  CorrectMonitoringLine: fc.record({ region, corrects: monitoringLine.from, is: fc.record(monitoringLine, ofMonitoringLine) }),
  SetTariff: fc.record({ region, occurredOn, programme: tariffOf, amount, basis: one('A', 'B') }),
  CorrectTariff: fc.record({
    region,
    programme: tariffOf,
    corrects: occurredOn,
    is: fc.record({ from: occurredOn, amount, basis: one('A', 'B') }),
  }),

  RecordFact: fc.record({
    division,
    programme: one('petition', 'hazard'),
    measure: one('case', 'drill'),
    reference: one('R1', 'R2'),
    amount: one(0, 7),
    unit: fc.constant('piece'),
    occurredOn,
  }),
}

/** A random command of one of these types. */
export function anyCommandOf(types: readonly string[]): fc.Arbitrary<AnyCommand> {
  const arbitraries = types.map((type) => commandData[type as AnyCommand['type']].map((data) => ({ type, data }) as AnyCommand))
  return fc.oneof(...arbitraries)
}

function keys<Shape extends object>(shape: Shape): (keyof Shape)[] {
  return Object.keys(shape) as (keyof Shape)[]
}
