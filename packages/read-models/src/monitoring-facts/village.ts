import {
  AccidentReported,
  BusinessFailed,
  causesOf,
  ClosingWithdrawn,
  ClueRegistered,
  DisasterLossReported,
  divisionOf,
  type EventOf,
  HouseholdClosed,
  HouseholdMoved,
  HouseholdRecognised,
  HouseholdRegistered,
  JobLost,
  RecognitionRevoked,
  ReportWithdrawn,
  RiskReMarked,
  RiskReported,
  RiskWithdrawn,
  type VillageFactBodies,
  type VillageFactKind,
} from '@rural-tracker/domain'
import type { Fact, LogEvent } from '@rural-tracker/projections'

/** Who lives in a village, what counts as a sign there, and what takes a sign away. */
export const villageFactEvents = [
  HouseholdRegistered,
  HouseholdMoved,
  HouseholdClosed,
  ClosingWithdrawn,
  ClueRegistered,
  RiskReported,
  DisasterLossReported,
  AccidentReported,
  BusinessFailed,
  JobLost,
  HouseholdRecognised,
  RiskReMarked,
  RiskWithdrawn,
  ReportWithdrawn,
  RecognitionRevoked,
] as const
type VillageFactEvent = EventOf<(typeof villageFactEvents)[number]>

/**
 * What one event says of a village. A sign belongs to the village in which the household's stream, or its case's, stood at the time; who moves
 * away leaves his signs behind.
 *
 * @example
 * villageFacts(DisasterLossReported …) // [{ subject: '999001001204', kind: 'villageSign', on: '2022-06-04', body: { household: 'H00001', causes: ['flood', 'disaster'] } }]
 */
export function villageFacts(event: LogEvent<VillageFactEvent>): readonly Fact[] {
  const { data, division } = event
  const { household, occurredOn: on } = data
  const lives = (village: string, comes: boolean) => said(village, on, 'villageHousehold', { household, comes })
  const sign = (risks: Parameters<typeof causesOf>[0]) => [said(division, on, 'villageSign', { household, causes: causesOf(risks) })]
  switch (event.type) {
    case 'HouseholdRegistered':
      return [lives(event.data.village, true)]
    case 'HouseholdMoved':
      return [lives(event.data.from, false), lives(event.data.to, true)]
    case 'HouseholdClosed':
      return [lives(division, false)]
    case 'ClueRegistered':
      return sign(event.data.risks)
    case 'RiskReported':
      return sign([event.data.risk])
    case 'DisasterLossReported':
      return sign([event.data.kind])
    case 'AccidentReported':
      return sign(['accident'])
    case 'BusinessFailed':
      return sign(['businessFailure'])
    case 'JobLost':
      return sign(['unstableJob'])
    case 'HouseholdRecognised':
    case 'RiskReMarked':
      return sign(event.data.risks.map(({ kind }) => kind))
    case 'ReportWithdrawn':
      return SIGNS.has(event.data.of) ? withdrawn(event, event.data.reverses) : []
    case 'ClosingWithdrawn':
    case 'RiskWithdrawn':
    case 'RecognitionRevoked':
      return withdrawn(event, event.data.reverses)
    default: {
      const never: never = event
      return never
    }
  }
}

/** The reports that are signs and can be withdrawn; nothing else that is withdrawn concerns a village. */
const SIGNS: ReadonlySet<string> = new Set([DisasterLossReported, AccidentReported, BusinessFailed, JobLost].map(({ type }) => type))

function said<K extends VillageFactKind>(village: string, on: string, kind: K, body: VillageFactBodies[K]): Fact<K, VillageFactBodies[K]> {
  return { subject: village, kind, on, body }
}

/** Said where the household lives now and where it was born: it may have moved since the sign. */
function withdrawn({ data, division, stream }: LogEvent<VillageFactEvent>, event: string): readonly Fact[] {
  return [...new Set([division, divisionOf(stream)])].map((subject) => ({
    subject,
    kind: 'withdrawn',
    on: data.occurredOn,
    body: {},
    withdraws: event,
  }))
}
