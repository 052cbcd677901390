import { CADRE, COUNTY_OFFICE, NEIGHBOURS, TOWN, where } from './places.ts'
import * as step from './steps.ts'
import type { Line, Walk } from './walk.ts'

const { quiet, helpedLate, withoutLabour, dismissed, dying } = NEIGHBOURS

/** 2026: a clue that is dismissed, and what people decide beside the rules until a day. */
export function people(walk: Walk): void {
  walk.passes(
    'neighbours-in-2026',
    selfReport(dismissed, '2026-02-14'),
    step.visited(dismissed, '2026-02-16', { consent: 'signed' }, []),
    selfReport(dying, '2025-12-01'),
    ...[withoutLabour, helpedLate].map(reclassified),
    { actor: CADRE, type: 'WithdrawElimination', data: { ...where(helpedLate), occurredOn: '2026-02-25' } },
  )
  const dismissal = { ...where(dismissed), reason: 'noRisk', occurredOn: '2026-02-20' } as const
  walk.refused('monitoring-case.no-explanation', { actor: TOWN, type: 'DismissClue', data: dismissal })
  walk.passes('dismissed', {
    actor: TOWN,
    type: 'DismissClue',
    data: { ...dismissal, explanation: { on: '2026-02-19', how: 'visit' } },
  })
  refusedDecisions(walk)
  const included: Line = {
    actor: CADRE,
    type: 'IncludeHousehold',
    data: { ...on(quiet, '2026-06-30'), reason: 'cadreKnows', evidence: [] },
  }
  walk.passes(
    'people',
    included,
    waived('not-eliminated-in-time', '2026-06-30'),
    { actor: CADRE, type: 'ReportRisk', data: { ...where(dismissed), risk: 'unstableJob', occurredOn: '2026-02-24' } },
    { actor: TOWN, type: 'PauseWatch', data: { ...on(dismissed, '2026-05-31'), reason: 'absent' } },
  )
  // The inclusion is none of these, and of another household.
  const ended = { ...where(helpedLate), ends: walk.eventOf(included), occurredOn: '2026-03-02' }
  walk.refused('monitoring-case.no-such-inclusion', { actor: CADRE, type: 'EndInclusion', data: ended })
  walk.refused('monitoring-case.no-such-waiver', { actor: TOWN, type: 'EndWaiver', data: ended })
  walk.refused('monitoring-case.no-such-pause', { actor: TOWN, type: 'EndPause', data: ended })
}

const on = (household: string, until: string) => ({ ...where(household), until, occurredOn: '2026-03-01' })

function waived(rule: string, until: string): Line {
  return { actor: TOWN, type: 'WaiveRule', data: { ...on(helpedLate, until), rule, reason: 'knownAndCovered', evidence: [] } }
}

function refusedDecisions(walk: Walk): void {
  walk.refused('monitoring-case.until-in-the-past', {
    actor: CADRE,
    type: 'IncludeHousehold',
    data: { ...on(quiet, '2026-02-28'), reason: 'cadreKnows', evidence: [] },
  })
  walk.refused('monitoring-case.rule-unknown', waived('too-poor', '2026-06-30'))
  walk.refused('monitoring-case.rule-not-waivable', waived('procedure-skipped', '2026-06-30'))
  walk.refused('monitoring-case.waiver-too-long', waived('not-eliminated-in-time', '2026-12-31'))
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
