import { z } from 'zod'
import { defineAggregate, refuse } from '../aggregate.ts'
import { words } from '../said.ts'
import { EventId } from '../values/ids.ts'
import { command, plainReport, registeredIn, stream, unknown, without } from './command.ts'
import { livingCommands } from './decide-living.ts'
import { shockCommands } from './decide-shocks.ts'
import { standingCommands } from './decide-standing.ts'
import * as events from './events.ts'
import { evolve, initial, windowKey } from './state.ts'

const StandingFacts = z
  .array(EventId)
  .max(50)
  .refine((ids) => new Set(ids).size === ids.length, 'the same fact twice')
  .default([])

export const registerHousehold = command({
  type: 'RegisterHousehold',
  kind: 'order',
  data: events.HouseholdRegistered.schema.omit({ village: true }).extend(registeredIn),
  stream,
  decide: (data, state) => (state.registered ? [] : [events.HouseholdRegistered({ ...without(data), village: data.registeredIn })]),
})

export const moveHousehold = command({
  type: 'MoveHousehold',
  kind: 'report',
  data: events.HouseholdMoved.schema.omit({ from: true }).extend(registeredIn),
  stream,
  decide: (data, state) => {
    if (!state.village) return unknown
    return state.village === data.to ? [] : [events.HouseholdMoved({ ...without(data), from: state.village })]
  },
})

const Carries = events.MemberJoined.schema.shape.carries
  .refine((facts) => new Set(facts.map(({ event }) => event)).size === facts.length, 'the same fact twice')
  .default([])

/**
 * `standingFacts` are what still holds of a person who comes out of another household: insurance, school, health, job, by event id
 * (`standingFactsOf` of the tracker lists them). They stay in the stream they were written in. `carries` has the words of those that
 * decisions on this household look at.
 */
export const addMember = command({
  type: 'AddMember',
  kind: 'report',
  data: events.MemberJoined.schema.extend({ ...registeredIn, standingFacts: StandingFacts, carries: Carries }),
  stream,
  decide: (data, state) => {
    if (!state.registered) return unknown
    return state.members[data.person] ? [] : [events.MemberJoined(without(data))]
  },
})
export const removeMember = plainReport('RemoveMember', events.MemberLeft)
export const reportDeath = plainReport('ReportDeath', events.PersonDied)

export const reportIncome = command({
  type: 'ReportIncome',
  kind: 'report',
  data: events.IncomeReported.schema.omit({ occurredOn: true }).extend(registeredIn),
  stream,
  decide: (data, state) => {
    if (!state.registered) return unknown
    const { registeredIn: _, household, window, members, parts, compliantSelfPaid, insurancePayout } = data
    const income = { window, members, parts, compliantSelfPaid, insurancePayout }
    if (state.incomes[windowKey(window)]?.is === words(income)) return []
    return [events.IncomeReported({ household, occurredOn: window.to, ...income })]
  },
})

export const correctIncome = command({
  type: 'CorrectIncome',
  kind: 'order',
  data: events.IncomeCorrected.schema.pick({ household: true, is: true, reason: true }).extend(registeredIn),
  stream,
  decide: ({ household, is, reason }, state) => {
    const reported = state.incomes[windowKey(is.window)]
    if (!reported) {
      return refuse(
        'household.no-income-to-correct',
        '该时段没有收入记录可更正，请先报告收入。',
        'There is no income of this window to correct; report it first.',
      )
    }
    if (reported.is === words(is)) return []
    return [events.IncomeCorrected({ household, occurredOn: is.window.to, corrects: reported.id, was: JSON.parse(reported.is), is, reason })]
  },
})
export const gradeHouse = plainReport('GradeHouse', events.HouseGraded)
export const checkWater = plainReport('CheckWater', events.WaterChecked)
export const reportSchoolStatus = plainReport('ReportSchoolStatus', events.SchoolStatusReported)
export const reportInsurance = plainReport('ReportInsurance', events.InsuranceReported)
export const reportHealth = plainReport('ReportHealth', events.HealthReported)
export const startJob = plainReport('StartJob', events.JobStarted)
export const loseJob = plainReport('LoseJob', events.JobLost)
export const startBusiness = plainReport('StartBusiness', events.BusinessStarted)

export const exitPoverty = command({
  type: 'ExitPoverty',
  kind: 'report',
  data: events.HouseholdExitedPoverty.schema.omit({ members: true }).extend(registeredIn),
  stream,
  decide: ({ household, occurredOn }, state) => {
    if (!state.registered) return unknown
    if (state.exitedOn) return []
    const members = Object.keys(state.members)
    return [
      events.HouseholdExitedPoverty({ household, occurredOn, members: members.length }),
      ...members.map((person) => events.PersonExitedPoverty({ household, person, occurredOn })),
    ]
  },
})
export const visitHousehold = plainReport('VisitHousehold', events.HouseholdVisited)

export const reportRisk = command({
  type: 'ReportRisk',
  kind: 'report',
  data: events.RiskReported.schema.extend(registeredIn),
  stream,
  decide: ({ household, risk, occurredOn }, state) => {
    if (!state.registered) return unknown
    const known = Object.values(state.risks).some((r) => r.risk === risk && r.occurredOn === occurredOn)
    return known ? [] : [events.RiskReported({ household, risk, occurredOn })]
  },
})

export const clearRisk = command({
  type: 'ClearRisk',
  kind: 'report',
  data: events.RiskCleared.schema.omit({ risk: true }).extend(registeredIn),
  stream,
  decide: ({ household, clears, occurredOn }, state) => {
    const risk = state.risks[clears]
    if (!risk) return noSuchRisk
    return risk.clearedOn === occurredOn ? [] : [events.RiskCleared({ household, clears, risk: events.RiskKind.parse(risk.risk), occurredOn })]
  },
})

export const withdrawRisk = command({
  type: 'WithdrawRisk',
  kind: 'order',
  data: events.RiskWithdrawn.schema.omit({ risk: true, occurredOn: true }).extend(registeredIn),
  stream,
  decide: ({ household, reverses, reason }, state) => {
    const risk = state.risks[reverses]
    if (!risk) return noSuchRisk
    if (risk.withdrawn) return []
    return [events.RiskWithdrawn({ household, reverses, risk: events.RiskKind.parse(risk.risk), occurredOn: risk.occurredOn, reason })]
  },
})
const noSuchRisk = refuse(
  'household.no-such-risk',
  '该户没有这条风险记录，请核对事件编号。',
  'The household has no such risk report; check the event id.',
)

/** An order of ours: a household has one housing programme, house renovation or relocation. */
export const approveHousing = command({
  type: 'ApproveHousing',
  kind: 'order',
  data: events.HousingProgrammeApproved.schema.extend(registeredIn),
  stream,
  decide: (data, state) => {
    if (!state.registered) return unknown
    const rehousedOtherwise = Object.keys(state.rehoused).some((programme) => programme !== data.programme)
    if (!state.housing && !rehousedOtherwise) return [events.HousingProgrammeApproved(without(data))]
    if (state.housing?.programme === data.programme && state.housing.mode === data.mode) return []
    return refuse(
      'household.other-housing-programme',
      '该户已享受另一项住房政策：危房改造与易地搬迁不得重复享受。',
      'The household already has a housing programme; house renovation and relocation exclude each other.',
    )
  },
})

export const rehouse = command({
  type: 'Rehouse',
  kind: 'report',
  data: events.HouseholdRehoused.schema.extend(registeredIn),
  stream,
  decide: (data, state) => {
    if (!state.registered) return unknown
    if (state.rehoused[data.programme]) return []
    const { household, occurredOn } = data
    const programme = { programme: data.programme, ...(data.mode ? { mode: data.mode } : {}) }
    return [
      events.HouseholdRehoused({ household, occurredOn, ...programme }),
      ...Object.keys(state.members).map((person) => events.PersonRehoused({ household, person, occurredOn, ...programme })),
    ]
  },
})

/** 户: who belongs to it, what it lives on, what threatens it, and its one housing programme. */
export const household = defineAggregate({
  category: 'household',
  events: events.householdEvents,
  initial,
  evolve,
  division: (state) => state.village,
  commands: [
    registerHousehold,
    moveHousehold,
    addMember,
    removeMember,
    reportDeath,
    reportIncome,
    correctIncome,
    gradeHouse,
    checkWater,
    reportSchoolStatus,
    reportInsurance,
    reportHealth,
    startJob,
    loseJob,
    startBusiness,
    exitPoverty,
    visitHousehold,
    reportRisk,
    clearRisk,
    withdrawRisk,
    approveHousing,
    rehouse,
    ...livingCommands,
    ...shockCommands,
    ...standingCommands,
  ],
})
