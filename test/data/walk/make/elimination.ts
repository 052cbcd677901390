import { measure, visits } from './help.ts'
import { bill, graded, incomeYear, insured } from './households.ts'
import { CADRE, COUNTY_OFFICE, MAIN, NEIGHBOURS, TOWN, where } from './places.ts'
import * as step from './steps.ts'
import type { Line, Walk } from './walk.ts'

/** 2023–2024: help, and an elimination that is refused four times before it stands. */
export function elimination(walk: Walk): void {
  walk.refused('monitoring-case.not-eliminated', {
    actor: TOWN,
    type: 'RollBackElimination',
    data: { ...where(MAIN), reason: 'incomeUnstable', evidence: [], occurredOn: '2023-11-12' },
  })
  walk.refused('monitoring-case.no-measure', step.eliminated(NEIGHBOURS.helpedLate, '2023-11-14'))
  walk.passes(
    'measures',
    measure('M1', '2023-11-20', { kind: 'health', risks: ['illness'] }),
    measure('M2', '2023-11-20', { kind: 'industry', risks: ['labourShortage'], until: '2026-11-19' }),
    measure('M1', '2023-11-21', { kind: 'health', risks: ['illness'] }, NEIGHBOURS.helpedLate),
    ...visits('2023-12', '2024-01', '2024-02'),
    ...insured(2024),
  )
  walk.refused('monitoring-case.income-missing', step.eliminated(NEIGHBOURS.helpedLate, '2023-11-22'))
  walk.refused('monitoring-case.measure-number-taken', measure('M1', '2024-02-09', { kind: 'socialHelp', risks: ['illness'] }))
  walk.refused('monitoring-case.no-such-measure', {
    actor: CADRE,
    type: 'EndMeasure',
    data: { ...where(MAIN), measure: 'M9', reason: 'completed', occurredOn: '2024-02-09' },
  })
  walk.refused('monitoring-case.before-recognition', step.proposed(MAIN, '2023-11-02'))
  walk.passes(
    'eliminating',
    step.proposed(MAIN, '2024-02-20'),
    ...step.eliminationSteps(MAIN, {
      visit: '2024-02-22',
      review: '2024-02-26',
      from: '2024-02-27',
      to: '2024-03-02',
      check: '2024-03-05',
      county: '2024-03-12',
      announced: '2024-03-13',
    }),
  )
  walk.refused('monitoring-case.not-a-recognition', {
    actor: TOWN,
    type: 'DismissClue',
    data: { ...where(MAIN), reason: 'riskSolved', explanation: { on: '2024-03-13', how: 'visit' }, occurredOn: '2024-03-13' },
  })
  walk.refused('monitoring-case.procedure-open', step.proposed(MAIN, '2024-03-13', 'natural'))
  walk.refused('monitoring-case.too-early', step.eliminated(MAIN, '2024-03-20'))
  walk.refused('monitoring-case.under-line', step.eliminated(MAIN, '2024-05-20'))
  walk.passes(
    'income',
    ...visits('2024-03', '2024-04', '2024-05', '2024-06', '2024-07', '2024-08', '2024-09', '2024-10'),
    bill('b2', '2024-04-16', { total: 400_000, reimbursed: 260_000, compliantSelfPaid: 120_000 }),
    ...incomeYear(2024, { localWage: 2_880_000, cropSales: 1_180_000, pension: 160_000, farmSubsidy: 56_000 }, 420_000),
    graded('2024-10-02', 'D'),
  )
  walk.refused('monitoring-case.guarantee-unsafe', step.eliminated(MAIN, '2024-10-10'))
  walk.passes('eliminated', graded('2024-11-01', 'B'), step.eliminated(MAIN, '2024-11-05'), step.entered(MAIN, '2024-11-06', 'eliminated'))
}

/** 9,400 元 a head, as the household itself reports it. */
const risen: Line = {
  actor: CADRE,
  type: 'ReportIncome',
  data: {
    ...where(NEIGHBOURS.natural),
    window: { from: '2023-10-01', to: '2024-09-30' },
    members: 2,
    parts: { wages: 1_880_000, business: 0, property: 0, transfers: 0, businessCost: 0 },
    compliantSelfPaid: 0,
    insurancePayout: 0,
  },
}

/** 2024: one neighbour cannot be eliminated at all; another one's risk went by itself, and is noticed again after an objection. */
export function neighboursEliminated(walk: Walk): void {
  const { natural, withoutLabour } = NEIGHBOURS
  walk.passes(
    'neighbour-eliminating',
    risen,
    step.proposed(natural, '2024-10-15', 'natural'),
    step.visited(natural, '2024-10-16', { consent: 'notAsked' }, []),
    step.reviewed(natural, '2024-10-18'),
    step.noticed(natural, '2024-10-19', '2024-10-24'),
    step.takenDown(natural, '2024-10-24', 1),
  )
  walk.refused('monitoring-case.objection-upheld', step.checked(natural, '2024-10-26'))
  walk.passes(
    'neighbour-noticed-again',
    step.reviewed(natural, '2024-10-30'),
    step.noticed(natural, '2024-10-31', '2024-11-04'),
    step.takenDown(natural, '2024-11-04'),
    step.checked(natural, '2024-11-06'),
    step.approved(natural, '2024-11-09'),
    step.announced(natural, '2024-11-10'),
  )
  walk.refused('monitoring-case.whole-household-no-labour', step.proposed(withoutLabour, '2024-11-12'))
  walk.refused('monitoring-case.natural-without-evidence', step.eliminated(natural, '2024-11-12'))
  walk.passes('neighbour-eliminated', {
    actor: COUNTY_OFFICE,
    type: 'EliminateRisk',
    data: { ...where(natural), natural: { reason: 'incomeRisen', evidence: [walk.eventOf(risen)] }, occurredOn: '2024-11-13' },
  })
}
