import type { IncomeParts } from './facts.ts'

/** What the case's stream said of the household: one kind for each of its events, `case.` and the event's name, with the event's words. */
export type CaseFactBodies = Readonly<{
  'case.ClueRegistered': Step &
    Readonly<{
      clue: string
      purpose: 'recognition' | 'reMark'
      source: string
      department?: string
      risks: readonly string[]
      filedBy: 'self' | 'other'
      evidence: readonly string[]
      rule?: Readonly<{ id: string; version: number }>
    }>
  'case.GreenChannelOpened': Step & Readonly<{ risk: string; evidence: readonly string[] }>
  'case.HomeVerified': Step &
    Readonly<{
      visitors: number
      levels: readonly string[]
      seen: Readonly<Record<string, boolean>>
      difficulties: readonly string[]
      evidence: readonly string[]
    }>
  'case.ConsentSigned': Step
  'case.ConsentRefused': Step & Readonly<{ reason: string }>
  'case.DataMatched': Step & Readonly<{ doubts: readonly string[]; skipped?: string }>
  'case.VillageReviewed': Step &
    Readonly<{
      form: string
      attended: number
      agree: number
      disagree: number
      abstain: number
      outcome: 'agreed' | 'rejected'
      minutes: string
      breaches: readonly string[]
    }>
  'case.CaseNoticed': Step &
    Readonly<{ from: string; to: string; fields: readonly string[]; by: By; breaches: readonly string[]; unchecked: readonly string[] }>
  'case.NoticeEnded': Step & Readonly<{ objections: number; upheld: number }>
  'case.TownChecked': Step & Readonly<{ outcome: 'forwarded' | 'returned'; by: By; breaches: readonly string[] }>
  'case.CountyDecided': Step & Readonly<{ outcome: 'approved' | 'rejected'; class?: string; reason?: string; breaches: readonly string[] }>
  'case.CountyAnnounced': Step
  'case.NationalEntryRecorded': Step & Readonly<{ number: string; entry: string }>
  'case.HouseholdRecognised': Step & Recognition
  'case.RiskReMarked': Step & Recognition
  'case.RecognitionRevoked': Readonly<{ round: number; reverses: string; reason: string }>
  'case.ClassReassigned': Readonly<{ round: number; was: SpokenClass; is: SpokenClass; reason: string }>
  'case.LeafletHanded': Readonly<{ leaflet: 'application' | 'help' }>
  'case.ExplanationGiven': Step & Readonly<{ how: string }>
  'case.ClueDismissed': Step & Readonly<{ reason: string; explanation: Readonly<{ on: string; how: string }>; evidence: readonly string[] }>
  'case.HelperAssigned': Readonly<{ helper: string }>
  'case.HelperReleased': Readonly<{ helper: string; reason: string }>
  'case.MeasureStarted': Readonly<{
    round: number
    measure: string
    kind: string
    risks: readonly string[]
    person?: string
    until?: string
    greenChannel: boolean
    breaches: readonly string[]
  }>
  'case.MeasureEnded': Readonly<{ measure: string; kind: string; reason: 'completed' | 'expired' | 'stopped' }>
  'case.EliminationProposed': Step & Readonly<{ way: Way }>
  'case.EliminationWithdrawn': Step
  'case.RiskEliminated': Step &
    Readonly<{
      round: number
      way: Way
      natural?: Readonly<{ reason: string; evidence: readonly string[] }>
      after: Readonly<Record<'schoolingSafe' | 'houseSafe' | 'insuranceSafe' | 'waterSafe', boolean | null>>
      snapshot: CaseSnapshot
      by: By
      breaches: readonly string[]
    }>
  'case.EliminationRolledBack': Readonly<{ round: number; reverses: string; reason: string; evidence: readonly string[]; closes?: number }>
}>

type Step = Readonly<{ procedure: number }>
type By = 'order' | 'report'
type Way = 'byHelp' | 'natural'
type SpokenClass = Readonly<{ scheme: string; class: string }>
type Recognition = SpokenClass &
  Readonly<{
    round: number
    risks: readonly Readonly<{ kind: string; remark?: string }>[]
    snapshot: CaseSnapshot
    by: By
    breaches: readonly string[]
  }>

/** What a recognition or an elimination rested on when it was decided. */
export type CaseSnapshot = Readonly<{
  members: number
  able: number
  labourUnknown: number
  income: Readonly<{
    window: Readonly<{ from: string; to: string }>
    kind: 'reported' | 'computed'
    parts: IncomeParts
    net: number
    members: number
    perHead: number
    compliantSelfPaid: number
    insurancePayout: number
    afterExpense: number
  }> | null
  line: Readonly<{ region: string; from: string; amount: number; event: string }> | null
  unchecked: readonly string[]
}>
