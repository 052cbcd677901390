import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { household as aggregate } from '../../household/decide.ts'
import { HouseholdKind, HousingProgramme, JoinReason, Relation, RelocationMode, RiskKind, SchoolStage } from '../../household/events.ts'
import { livingCommands } from './living.ts'
import { type DataOfEach, event, fen, occurredOn, one, person, registeredIn, village, window, year, keys } from './pools.ts'

const dated = { registeredIn, household: fc.constant('H00001'), occurredOn }
const someone = { ...dated, person }
const mode = one(...RelocationMode.options)
const parts = fc.record({ wages: fen, business: fen, property: fen, transfers: fen, businessCost: fen })
const income = { window, members: one(2, 3), parts, compliantSelfPaid: fen, insurancePayout: fen }

const school = { stage: one(...SchoolStage.options), status: one('enrolled', 'droppedOut', 'suspended', 'finished') }
const origin = { event, revision: one(3, 4), on: occurredOn }
const carried = fc.oneof(
  fc.record({ fact: one('labour'), ...origin, labour: one('ordinary', 'lost') }),
  fc.record({ fact: one('health'), ...origin, health: one('chronic') }),
  fc.record({ fact: one('disability'), ...origin, kind: one('visual'), level: one(1, 4) }),
  fc.record({ fact: one('school'), ...origin, ...school }),
  fc.record({ fact: one('insurance'), ...origin, year, basic: one('resident', 'none'), seriousIllness: fc.boolean() }),
  fc.record({ fact: one('job'), ...origin, place: one('county'), monthlyWage: fen }),
)

export const householdCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
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
      carries: fc.uniqueArray(carried, { maxLength: 2, selector: (fact) => fact.event }),
    },
    { requiredKeys: [...keys(someone), 'relation', 'sex', 'bornIn', 'reason'] },
  ),
  RemoveMember: fc.record(
    { ...someone, reason: one('married', 'movedOut', 'split', 'merged'), to: one('H00002') },
    { requiredKeys: [...keys(someone), 'reason'] },
  ),
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
  ReportSchoolStatus: fc.record({ ...someone, ...school, reason: one('health', 'other') }, { requiredKeys: [...keys(someone), ...keys(school)] }),
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
  ...livingCommands,
}
