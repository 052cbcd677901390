import { CADRE, COUNTY_OFFICE, NEIGHBOURS, TOWN, where } from './places.ts'
import * as step from './steps.ts'
import type { Line, Walk } from './walk.ts'

const { quiet, withoutHelp, withoutLabour, dismissed, dying } = NEIGHBOURS

/** 2026: a clue that is dismissed, and what people decide beside the rules until a day. */
export function people(walk: Walk): void {
  walk.passes(
    'neighbours-in-2026',
    selfReport(dismissed, '2026-02-14'),
    step.visited(dismissed, '2026-02-16', { consent: 'signed' }, []),
    selfReport(dying, '2025-12-01'),
    ...[withoutLabour, withoutHelp].map(reclassified),
    { actor: CADRE, type: 'WithdrawElimination', data: { ...where(withoutHelp), occurredOn: '2026-02-25' } },
  )
  const dismissal = { ...where(dismissed), reason: 'noRisk', occurredOn: '2026-02-20' } as const
  walk.refused('monitoring-case.no-explanation', { actor: TOWN, type: 'DismissClue', data: dismissal })
  walk.passes('dismissed', {
    actor: TOWN,
    type: 'DismissClue',
    data: { ...dismissal, explanation: { on: '2026-02-19', how: 'visit' } },
  })
  const on = (household: string, until: string) => ({ ...where(household), until, occurredOn: '2026-03-01' })
  walk.passes(
    'people',
    { actor: CADRE, type: 'IncludeHousehold', data: { ...on(quiet, '2026-06-30'), reason: 'cadreKnows', evidence: [] } },
    {
      actor: TOWN,
      type: 'WaiveRule',
      data: { ...on(withoutHelp, '2026-06-30'), rule: 'not-eliminated-in-time', reason: 'knownAndCovered', evidence: [] },
    },
    { actor: CADRE, type: 'ReportRisk', data: { ...where(dismissed), risk: 'unstableJob', occurredOn: '2026-02-24' } },
    { actor: TOWN, type: 'PauseWatch', data: { ...on(dismissed, '2026-05-31'), reason: 'absent' } },
  )
}

function selfReport(household: string, occurredOn: string): Line {
  return {
    actor: CADRE,
    type: 'RegisterClue',
    data: { ...where(household), clue: 'C1', source: 'selfReport', risks: ['illness'], filedBy: 'self', evidence: [], occurredOn },
  }
}

/** The classes of 2026 are put on whoever is monitored. */
function reclassified(household: string): Line {
  return {
    actor: COUNTY_OFFICE,
    type: 'RecordReclassification',
    data: { ...where(household), scheme: '2026', class: 'preventionObject', reason: 'schemeChange', occurredOn: '2026-02-20' },
  }
}
