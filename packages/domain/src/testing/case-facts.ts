import type { CaseSnapshot } from '../monitoring-case/events.ts'
import type { FactBodies } from '../monitoring/facts.ts'
import type { MeasureKind } from '../values/measure-kinds.ts'
import { said } from './household-facts.ts'

// What a case says, with the words that a specification does not care about filled in. All in procedure 1, round 1, unless said otherwise.

type More<Kind extends keyof FactBodies> = Partial<FactBodies[Kind]>

export const SNAPSHOT: CaseSnapshot = { members: 4, able: 2, labourUnknown: 0, income: null, line: null, unchecked: [], basis: [] }

export function clue(on: string, more: More<'case.ClueRegistered'> = {}) {
  const body = { procedure: 1, clue: on, purpose: 'recognition', source: 'departmentPush', risks: [], filedBy: 'other', evidence: [] } as const
  return said('case.ClueRegistered', on, { ...body, ...more })
}

export function visit(on: string, more: More<'case.HomeVerified'> = {}) {
  const seen = { income: true, spending: true, house: true, school: true, insurance: true, water: true }
  return said('case.HomeVerified', on, { procedure: 1, visitors: 2, levels: ['township', 'village'], seen, difficulties: [], evidence: [], ...more })
}

export function signed(on: string, procedure = 1) {
  return said('case.ConsentSigned', on, { procedure })
}

export function refused(on: string, procedure = 1) {
  return said('case.ConsentRefused', on, { procedure, reason: 'unwilling' })
}

export function review(on: string, more: More<'case.VillageReviewed'> = {}) {
  const votes = { attended: 10, agree: 8, disagree: 1, abstain: 1 }
  const body = { procedure: 1, form: 'representatives', ...votes, outcome: 'agreed', minutes: on, breaches: [] } as const
  return said('case.VillageReviewed', on, { ...body, ...more })
}

export function notice(from: string, to: string, more: More<'case.CaseNoticed'> = {}) {
  const body = { procedure: 1, from, to, fields: ['village', 'headName'], basis: [], by: 'order', breaches: [], unchecked: [] } as const
  return said('case.CaseNoticed', from, { ...body, ...more })
}

export function noticeEnded(on: string, more: More<'case.NoticeEnded'> = {}) {
  return said('case.NoticeEnded', on, { procedure: 1, objections: 0, upheld: 0, ...more })
}

export function townCheck(on: string, more: More<'case.TownChecked'> = {}) {
  return said('case.TownChecked', on, { procedure: 1, outcome: 'forwarded', by: 'order', breaches: [], ...more })
}

export function county(on: string, more: More<'case.CountyDecided'> = {}) {
  return said('case.CountyDecided', on, { procedure: 1, outcome: 'approved', class: 'marginal', breaches: [], ...more })
}

export function recognised(on: string, more: More<'case.HouseholdRecognised'> = {}) {
  return said('case.HouseholdRecognised', on, { ...recognition, ...more })
}

export function reMarked(on: string, more: More<'case.RiskReMarked'> = {}) {
  return said('case.RiskReMarked', on, { ...recognition, procedure: 3, round: 2, ...more })
}

const recognition: FactBodies['case.HouseholdRecognised'] = {
  procedure: 1,
  round: 1,
  scheme: '2021',
  class: 'marginal',
  risks: [{ kind: 'illness' }],
  snapshot: SNAPSHOT,
  by: 'order',
  breaches: [],
}

export function measure(on: string, kind: MeasureKind, more: More<'case.MeasureStarted'> = {}) {
  return said('case.MeasureStarted', on, { round: 1, measure: `m.${on}`, kind, risks: [], greenChannel: false, breaches: [], ...more })
}

export function measureEnded(on: string, measureId: string, more: More<'case.MeasureEnded'> = {}) {
  return said('case.MeasureEnded', on, { measure: measureId, kind: 'industry', reason: 'completed', ...more })
}

export function proposed(on: string, procedure = 2, way: 'byHelp' | 'natural' = 'byHelp') {
  return said('case.EliminationProposed', on, { procedure, way })
}

export function eliminated(on: string, more: More<'case.RiskEliminated'> = {}) {
  const after = { schoolingSafe: true, houseSafe: true, insuranceSafe: true, waterSafe: true }
  const body = { procedure: 2, round: 1, way: 'byHelp', after, snapshot: SNAPSHOT, by: 'order', breaches: [] } as const
  return said('case.RiskEliminated', on, { ...body, ...more })
}

export function rolledBack(on: string, more: More<'case.EliminationRolledBack'> = {}) {
  return said('case.EliminationRolledBack', on, { round: 1, reverses: 'case.RiskEliminated', reason: 'incomeUnstable', evidence: [], ...more })
}
