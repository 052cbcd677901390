import { firstBill, INSURANCE } from './households.ts'
import { CADRE, HELPER, MAIN, NEIGHBOURS, TOWN, where } from './places.ts'
import * as step from './steps.ts'
import type { Line, Walk } from './walk.ts'

/** 2023: from a department's push over a refused consent and a rejected review to the recognition. */
export function recognition(walk: Walk): void {
  const evidence = [walk.eventOf(firstBill)]
  walk.refused('monitoring-case.household-unknown', step.noticed('H980099', '2023-10-04', '2023-10-08'))
  walk.refused('monitoring-case.not-monitored', step.proposed(NEIGHBOURS.quiet, '2023-10-04'))
  walk.passes('clue', {
    actor: INSURANCE,
    type: 'RegisterClue',
    data: {
      ...where(MAIN),
      clue: 'C1',
      source: 'departmentPush',
      department: 'medicalInsurance',
      risks: ['illness'],
      filedBy: 'other',
      evidence,
      occurredOn: '2023-10-05',
    },
  })
  walk.refused('monitoring-case.no-procedure', step.checked(NEIGHBOURS.quiet, '2023-10-06'))
  walk.refused('monitoring-case.no-such-procedure', {
    actor: CADRE,
    type: 'RecordHomeVisit',
    data: { ...step.visit(['illness'], evidence), ...where(MAIN), procedure: 9, consent: 'notAsked', occurredOn: '2023-10-06' },
  })
  walk.refused('monitoring-case.not-an-elimination', {
    actor: CADRE,
    type: 'WithdrawElimination',
    data: { ...where(MAIN), occurredOn: '2023-10-06' },
  })
  walk.refused('monitoring-case.no-visit', step.noticed(MAIN, '2023-10-06', '2023-10-10'))
  walk.passes(
    'consent-refused',
    step.visited(MAIN, '2023-10-07', { consent: 'refused', refusal: 'unwilling' }, ['illness'], evidence),
    leaflet('application', '2023-10-07'),
  )
  walk.refused('monitoring-case.no-consent', step.noticed(MAIN, '2023-10-09', '2023-10-13'))
  walk.passes(
    'return',
    {
      actor: CADRE,
      type: 'RegisterClue',
      data: { ...where(MAIN), clue: 'C2', source: 'selfReport', risks: ['illness'], filedBy: 'self', evidence, occurredOn: '2023-10-25' },
    },
    step.visited(MAIN, '2023-10-26', { consent: 'signed' }, ['illness', 'labourShortage'], evidence),
    step.matched(MAIN, '2023-10-27'),
  )
  walk.refused('monitoring-case.no-review', step.noticed(MAIN, '2023-10-27', '2023-10-31'))
  walk.passes('review-against', step.reviewed(MAIN, '2023-10-27', 'rejected'))
  walk.refused('monitoring-case.review-against', step.noticed(MAIN, '2023-10-28', '2023-11-01'))
  walk.passes('review', step.reviewed(MAIN, '2023-10-28'))
  walk.refused('monitoring-case.notice-too-short', step.noticed(MAIN, '2023-10-29', '2023-10-31'))
  walk.refused('monitoring-case.no-notice', step.checked(MAIN, '2023-10-29'))
  walk.passes('notice', step.noticed(MAIN, '2023-10-29', '2023-11-02'))
  walk.refused('monitoring-case.already-noticed', step.noticed(MAIN, '2023-10-30', '2023-11-03'))
  walk.refused('monitoring-case.notice-running', step.checked(MAIN, '2023-11-02'))
  walk.refused('monitoring-case.own-review', step.checked(MAIN, '2023-11-04', CADRE))
  walk.refused('monitoring-case.no-town-check', step.recognised(MAIN, '2023-11-04', 'marginal', ['illness']))
  walk.passes('town-check', step.takenDown(MAIN, '2023-11-03'), step.checked(MAIN, '2023-11-04'))
  walk.refused('monitoring-case.no-county-approval', step.recognised(MAIN, '2023-11-05', 'marginal', ['illness']))
  walk.passes('county', step.approved(MAIN, '2023-11-07', 'marginal'), step.announced(MAIN, '2023-11-08'))
  walk.refused('monitoring-case.class-other-than-county', step.recognised(MAIN, '2023-11-09', 'suddenHardship', ['illness']))
  walk.refused('monitoring-case.other-risk-without-remark', step.recognised(MAIN, '2023-11-09', 'marginal', ['other']))
  walk.passes(
    'recognised',
    step.recognised(MAIN, '2023-11-09', 'marginal', ['illness', 'labourShortage']),
    step.entered(MAIN, '2023-11-10', 'recognised'),
    leaflet('help', '2023-11-10'),
    { actor: TOWN, type: 'AssignHelper', data: { ...where(MAIN), helper: HELPER, occurredOn: '2023-11-10' } },
  )
  walk.refused('monitoring-case.already-recognised', step.recognised(MAIN, '2023-11-11', 'suddenHardship', ['illness']))
  walk.refused('monitoring-case.monitored-not-paused', {
    actor: TOWN,
    type: 'PauseWatch',
    data: { ...where(MAIN), reason: 'absent', until: '2024-02-29', occurredOn: '2023-11-11' },
  })
}

function leaflet(which: 'application' | 'help', occurredOn: string): Line {
  return { actor: CADRE, type: 'HandLeaflet', data: { ...where(MAIN), leaflet: which, occurredOn } }
}
