import { measure, visits } from './help.ts'
import { bill, enrolled, incomeYear, insured } from './households.ts'
import { CADRE, HEAD, MAIN, TOWN, where } from './places.ts'
import * as step from './steps.ts'
import type { Line, Walk } from './walk.ts'

/** Settled three weeks before the elimination, and told two months after it. */
const toldLate = bill('b3', '2024-10-12', { total: 5_900_000, reimbursed: 3_600_000, compliantSelfPaid: 2_100_000 })
const another = bill('b4', '2025-01-10', { total: 1_800_000, reimbursed: 1_100_000, compliantSelfPaid: 600_000 })

/** 2025, 风险消除回退: the elimination had been weak; help goes on, and the risk is eliminated again. */
export function rollBack(walk: Walk): void {
  walk.passes('late-bills', toldLate, another)
  const evidence = [walk.eventOf(toldLate), walk.eventOf(another)]
  const clue: Line = {
    actor: CADRE,
    type: 'RegisterClue',
    data: { ...where(MAIN), clue: 'C3', source: 'cadreCheck', risks: ['illness'], filedBy: 'other', evidence, occurredOn: '2025-01-20' },
  }
  walk.passes('clue-after-elimination', clue)
  walk.passes(
    'rolled-back',
    {
      actor: TOWN,
      type: 'RollBackElimination',
      data: { ...where(MAIN), reason: 'rigidSpending', evidence, occurredOn: '2025-02-10' },
    },
    step.entered(MAIN, '2025-02-11', 'rolledBack'),
    measure('M3', '2025-02-20', { kind: 'socialHelp', risks: ['illness'] }),
  )
  walk.passes(
    'eliminated-again',
    ...insured(2025),
    ...visits('2025-03', '2025-04', '2025-05', '2025-06', '2025-07', '2025-08', '2025-09', '2025-10'),
    {
      actor: 'county:civil-affairs',
      type: 'ReportInsurancePayout',
      data: { ...where(MAIN), policy: 'I1', kind: 'preventionInsurance', amount: 2_400_000, occurredOn: '2025-04-18' },
    },
    enrolled('2025-09-01', 'senior'),
    step.proposed(MAIN, '2025-09-22'),
    ...step.eliminationSteps(MAIN, {
      visit: '2025-09-24',
      review: '2025-09-28',
      from: '2025-09-29',
      to: '2025-10-04',
      check: '2025-10-08',
      county: '2025-10-15',
      announced: '2025-10-16',
    }),
    ...incomeYear(2025, { localWage: 3_120_000, cropSales: 1_230_000, pension: 170_000, farmSubsidy: 56_000 }, 490_000),
    step.eliminated(MAIN, '2025-10-20'),
    step.entered(MAIN, '2025-10-21', 'eliminated'),
  )
}

const accident: Line = {
  actor: CADRE,
  type: 'ReportAccident',
  data: { ...where(MAIN), accident: 'A1', person: HEAD, kind: 'work', amount: 3_600_000, occurredOn: '2026-01-12' },
}

/** 2026, 风险再标注: a new risk, help first by the green channel, then the full procedure on the same record, across the change of classes. */
export function reMarking(walk: Walk): void {
  walk.passes('accident', accident)
  const evidence = [walk.eventOf(accident)]
  const greenChannel = (risk: 'schooling' | 'accident', occurredOn: string): Line => ({
    actor: TOWN,
    type: 'OpenGreenChannel',
    data: { ...where(MAIN), clue: 'C4', risk, evidence, occurredOn },
  })
  walk.refused('monitoring-case.green-channel-not-for-risk', greenChannel('schooling', '2026-01-12'))
  walk.passes('green-channel', greenChannel('accident', '2026-01-13'), measure('M4', '2026-01-14', { kind: 'socialHelp', risks: ['accident'] }))
  walk.passes(
    'steps-to-county',
    step.visited(MAIN, '2026-01-14', { consent: 'signed' }, ['accident'], evidence),
    step.matched(MAIN, '2026-01-15'),
    step.reviewed(MAIN, '2026-01-16'),
    step.noticed(MAIN, '2026-01-17', '2026-01-21'),
    step.takenDown(MAIN, '2026-01-22'),
    step.checked(MAIN, '2026-01-23'),
    step.approved(MAIN, '2026-01-26', 'marginal'),
    step.announced(MAIN, '2026-01-27'),
    ...insured(2026),
  )
  walk.refused('monitoring-case.class-not-in-scheme', step.recognised(MAIN, '2026-02-10', 'marginal', ['accident']))
  walk.passes(
    're-marked',
    step.approved(MAIN, '2026-02-11', 'preventionObject'),
    step.recognised(MAIN, '2026-02-12', 'preventionObject', ['accident']),
    step.entered(MAIN, '2026-02-13', 'reMarked'),
    measure('M5', '2026-02-20', { kind: 'employment', risks: ['accident'] }),
    ...visits('2026-03'),
  )
}
