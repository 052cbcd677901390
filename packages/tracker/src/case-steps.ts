import type { MonitoringCaseEvent } from '@rural-tracker/domain'

/** What each event of a case is in the household's way through it. */
const CASE_STEPS = {
  ClueRegistered: 'clue',
  GreenChannelOpened: 'greenChannel',
  HomeVerified: 'visit',
  ConsentSigned: 'consent',
  ConsentRefused: 'consent',
  DataMatched: 'match',
  VillageReviewed: 'review',
  CaseNoticed: 'notice',
  NoticeEnded: 'noticeEnded',
  TownChecked: 'townCheck',
  CountyDecided: 'county',
  CountyAnnounced: 'announcement',
  NationalEntryRecorded: 'nationalEntry',
  HouseholdRecognised: 'recognition',
  RiskReMarked: 'reMarking',
  RecognitionRevoked: 'revocation',
  ClassReassigned: 'reclassification',
  LeafletHanded: 'leaflet',
  ExplanationGiven: 'explanation',
  ClueDismissed: 'dismissal',
  HelperAssigned: 'helper',
  HelperReleased: 'helper',
  MeasureStarted: 'measure',
  MeasureEnded: 'measure',
  MeasureWithdrawn: 'measure',
  EliminationProposed: 'proposal',
  EliminationWithdrawn: 'proposal',
  RiskEliminated: 'elimination',
  EliminationRolledBack: 'rollBack',
  HouseholdIncluded: 'inclusion',
  InclusionEnded: 'inclusion',
  WatchPaused: 'pause',
  PauseEnded: 'pause',
  RuleWaived: 'waiver',
  WaiverEnded: 'waiver',
} as const satisfies Readonly<Record<MonitoringCaseEvent['type'], string>>

export type TimelineStep = (typeof CASE_STEPS)[keyof typeof CASE_STEPS]

/** The step that an event is; none for an event of another stream. */
export function stepOf(type: string): TimelineStep | undefined {
  return (CASE_STEPS as Readonly<Record<string, TimelineStep>>)[type]
}
