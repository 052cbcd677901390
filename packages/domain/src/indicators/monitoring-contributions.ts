import type { EventOf } from '../event.ts'
import {
  ClassReassigned,
  ClueDismissed,
  ClueRegistered,
  ConsentRefused,
  ConsentSigned,
  CountyDecided,
  EliminationRolledBack,
  HouseholdRecognised,
  MeasureStarted,
  MeasureWithdrawn,
  RecognitionRevoked,
  RiskEliminated,
  RiskReMarked,
} from '../monitoring-case/events.ts'
import type { MonitoringClass } from '../values/monitoring-classes.ts'
import { RUNNING, type Said, WITHDRAWN } from './series.ts'

/** The events of a household's case that figures are made of. */
export const countedOfCase = [
  ClueRegistered,
  ClueDismissed,
  ConsentSigned,
  ConsentRefused,
  CountyDecided,
  HouseholdRecognised,
  RiskReMarked,
  RecognitionRevoked,
  ClassReassigned,
  RiskEliminated,
  EliminationRolledBack,
  MeasureStarted,
  MeasureWithdrawn,
] as const
type CaseEvent = EventOf<(typeof countedOfCase)[number]>

/** The classes that say that a household had been poor before. The word of 2026 says nothing of that. */
export const FORMER_POOR: readonly MonitoringClass[] = ['exitMonitored', 'unstableExit']

/**
 * What a case adds to the figures of monitoring. Its stream keeps the name of the village where the household was registered, so every line
 * names the household, and the place is looked up on the day asked for.
 */
export function caseContributions(event: CaseEvent): readonly Said[] {
  const { household } = event.data
  return saidOf(event).map((line) => ({ counted: household, ...line, household }))
}

type Line = Omit<Said, 'counted' | 'household'> & Readonly<{ counted?: string }>

function saidOf({ type, data }: CaseEvent): readonly Line[] {
  switch (type) {
    case 'ClueRegistered': {
      const counted = `${data.household}.${data.clue}`
      return [
        { series: 'monitoring.clues', counted },
        { series: `monitoring.clues.${data.source}`, counted },
        { series: RUNNING, counted: procedureOf(data), as: 'begun' },
      ]
    }
    case 'ClueDismissed':
      return [{ series: 'monitoring.dismissed', counted: procedureOf(data) }]
    case 'ConsentSigned':
      return [{ series: RUNNING, counted: procedureOf(data), as: 'signed' }]
    case 'ConsentRefused':
      return [
        { series: 'monitoring.consentRefused', counted: procedureOf(data) },
        { series: RUNNING, counted: procedureOf(data), as: 'refused' },
      ]
    case 'CountyDecided':
      return [{ series: 'monitoring.decided', counted: procedureOf(data) }]
    case 'HouseholdRecognised':
      return recognised(data)
    case 'RiskReMarked':
      return [
        ...recognised(data),
        { series: 'monitoring.reMarked', partOf: roundOf(data) },
        ...(FORMER_POOR.includes(data.class) ? [{ series: 'monitoring.fellBack', partOf: roundOf(data) }] : []),
      ]
    case 'RecognitionRevoked':
      return [{ series: WITHDRAWN, counted: roundOf(data) }]
    case 'ClassReassigned':
      return [{ series: 'monitoring.monitored', ...UNCHANGED, as: data.is.class, partOf: roundOf(data) }]
    case 'RiskEliminated':
      return [
        { series: 'monitoring.eliminated', amount: data.snapshot.members, as: data.way, partOf: roundOf(data) },
        { series: 'monitoring.monitored', amount: 0, weight: -1, partOf: roundOf(data) },
      ]
    case 'EliminationRolledBack':
      return [
        { series: 'monitoring.rolledBack', partOf: roundOf(data) },
        { series: 'monitoring.eliminated', amount: 0, weight: -1, partOf: roundOf(data) },
        { series: 'monitoring.monitored', amount: 0, partOf: roundOf(data) },
      ]
    case 'MeasureStarted': {
      const measure = { counted: `${data.household}.${data.measure}` }
      return [
        { series: 'monitoring.measures', ...measure },
        { series: `monitoring.measures.${data.kind}`, ...measure },
        { series: 'monitoring.measures.households' },
        ...(data.person === undefined ? [] : [{ series: 'monitoring.measures.personTimes', ...measure }]),
        { series: 'monitoring.helped', ...UNCHANGED, as: 'helped' },
      ]
    }
    case 'MeasureWithdrawn':
      return [{ series: WITHDRAWN, counted: data.reverses }]
    default: {
      const never: never = type
      return never
    }
  }
}

/** Whether the household stands, and with how many, stays as it was. */
const UNCHANGED = { amount: 0, weight: 0 } as const

function recognised(data: Extract<CaseEvent, { type: 'HouseholdRecognised' | 'RiskReMarked' }>['data']): readonly Line[] {
  const line = { amount: data.snapshot.members, as: data.class, partOf: roundOf(data) }
  return [
    { series: 'monitoring.recognised', ...line },
    { series: 'monitoring.monitored', ...line },
    { series: 'monitoring.helped', partOf: roundOf(data) },
  ]
}

function procedureOf({ household, procedure }: Readonly<{ household: string; procedure: number }>): string {
  return `${household}.${procedure}`
}

/** Everything of a round goes with it from the day on which its recognition is revoked. */
function roundOf({ household, round }: Readonly<{ household: string; round: number }>): string {
  return `${household}/${round}`
}
