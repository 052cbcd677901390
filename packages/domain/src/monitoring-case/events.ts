import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IncomeParts, RiskKind } from '../household/events.ts'
import { Basis } from '../values/basis.ts'
import { IsoDate, Period } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { ActorId, EventId, HouseholdId, LocalId, PersonId, RuleId } from '../values/ids.ts'
import { MeasureKind } from '../values/measure-kinds.ts'
import { Fen, NonNegativeFen, PositiveFen } from '../values/money.ts'
import { MonitoringClass, Scheme } from '../values/monitoring-classes.ts'
import * as kinds from './kinds.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

const here = { household: HouseholdId, occurredOn: IsoDate }
/** Procedures of a household are numbered from 1: what leads to a recognition, or to an elimination. */
const step = { ...here, procedure: z.int().positive() }
const round = z.int().positive()
const evidence = z.array(EventId).max(40)
const risks = z.array(RiskKind).max(5)
const breaches = z.array(kinds.CaseBreach)
const unchecked = z.array(kinds.Unchecked)
/** Our own order, or a report of what was done without it. */
const by = z.enum(['order', 'report'])

/** What opens or joins a procedure. `rule` is the rule of ours whose alert became this clue. */
export const ClueRegistered = defineEvent(
  'ClueRegistered',
  z.strictObject({
    ...step,
    clue: LocalId,
    purpose: z.enum(['recognition', 'reMark']),
    source: kinds.ClueSource,
    department: kinds.Department.optional(),
    risks,
    filedBy: z.enum(['self', 'other']),
    evidence,
    rule: z.strictObject({ id: RuleId, version: z.int().positive() }).optional(),
  }),
)
/** The disasters of the code table and accidents: for these, help may come before the papers (绿色通道). */
export const GreenChannelRisk = RiskKind.extract(['flood', 'geological', 'drought', 'pest', 'weather', 'earthquake', 'otherDisaster', 'accident'])
export const GreenChannelOpened = defineEvent('GreenChannelOpened', z.strictObject({ ...step, risk: GreenChannelRisk, evidence }))

/** 入户核实. `seen` says what the visitors looked at, not what they found. */
export const HomeVerified = defineEvent(
  'HomeVerified',
  z.strictObject({
    ...step,
    visitors: z.int().positive(),
    levels: z
      .array(z.enum(['county', 'township', 'village']))
      .min(1)
      .max(3),
    seen: z.strictObject({
      income: z.boolean(),
      spending: z.boolean(),
      house: z.boolean(),
      school: z.boolean(),
      insurance: z.boolean(),
      water: z.boolean(),
    }),
    difficulties: risks,
    evidence,
  }),
)
/** 承诺授权书: the household allows the departments' data to be looked up. */
export const ConsentSigned = defineEvent('ConsentSigned', z.strictObject({ ...step }))
/** An end of its own, from which the household may return. */
export const ConsentRefused = defineEvent('ConsentRefused', z.strictObject({ ...step, reason: kinds.RefusalReason }))

export const DataMatched = defineEvent(
  'DataMatched',
  z.strictObject({
    ...step,
    doubts: z.array(kinds.Doubt).max(6),
    /** Whoever has the living allowance was checked for that already. */
    skipped: z.enum(['onLivingAllowance']).optional(),
  }),
)

const Votes = { attended: z.int().nonnegative(), agree: z.int().nonnegative(), disagree: z.int().nonnegative(), abstain: z.int().nonnegative() }
/** 民主评议; `minutes` is the number of the minutes with the sign-in sheet. */
export const VillageReviewed = defineEvent(
  'VillageReviewed',
  z.strictObject({
    ...step,
    form: z.enum(['representatives', 'enlargedCommittee']),
    ...Votes,
    outcome: z.enum(['agreed', 'rejected']),
    minutes: LocalId,
    breaches,
  }),
)
/** 村内公示, first and last day. There is no field for a place: a notice is in the village or it is none. */
export const CaseNoticed = defineEvent(
  'CaseNoticed',
  z.strictObject({
    ...step,
    from: IsoDate,
    to: IsoDate,
    fields: z.array(kinds.NoticeField).min(1).max(6),
    basis: z.array(Basis),
    by,
    breaches,
    unchecked,
  }),
)
/** Taken down on `occurredOn`, with so many objections, so many of them upheld. */
export const NoticeEnded = defineEvent('NoticeEnded', z.strictObject({ ...step, objections: z.int().nonnegative(), upheld: z.int().nonnegative() }))
/** 乡镇审核. */
export const TownChecked = defineEvent('TownChecked', z.strictObject({ ...step, outcome: z.enum(['forwarded', 'returned']), by, breaches }))
/** 县级审定. */
export const CountyDecided = defineEvent(
  'CountyDecided',
  z.strictObject({
    ...step,
    outcome: z.enum(['approved', 'rejected']),
    class: MonitoringClass.optional(),
    reason: kinds.DismissReason.optional(),
    breaches,
  }),
)
/** 县级公告. */
export const CountyAnnounced = defineEvent('CountyAnnounced', z.strictObject({ ...step }))
/** Marked in the national system, which gave `number` back. */
export const NationalEntryRecorded = defineEvent(
  'NationalEntryRecorded',
  z.strictObject({ ...step, number: LocalId, entry: z.enum(['recognised', 'eliminated', 'rolledBack', 'reMarked', 'revoked']) }),
)

/**
 * What the household was on the day of a decision, computed by the decider: income over one window with its parts, the line in force,
 * who could work. `unchecked` is what could not be told, `basis` what it was read from.
 */
export const CaseSnapshot = z.strictObject({
  members: z.int().nonnegative(),
  able: z.int().nonnegative(),
  /** Members of whom nobody has said whether they can work. */
  labourUnknown: z.int().nonnegative(),
  income: z
    .strictObject({
      window: Period,
      kind: z.enum(['reported', 'computed']),
      parts: IncomeParts,
      net: Fen,
      members: z.int().positive(),
      perHead: Fen,
      compliantSelfPaid: NonNegativeFen,
      insurancePayout: NonNegativeFen,
      /** Per head, compliant self-paid cost taken off and insurance added. */
      afterExpense: Fen,
    })
    .nullable(),
  line: z.strictObject({ region: DivisionCode, from: IsoDate, amount: PositiveFen, event: EventId }).nullable(),
  unchecked,
  basis: z.array(Basis),
})
export type CaseSnapshot = z.infer<typeof CaseSnapshot>

/** A risk for which the household is monitored; `other` says what is meant. */
export const CaseRisk = z.strictObject({ kind: RiskKind, remark: kinds.OtherRisk.optional() })
const recognised = {
  ...step,
  scheme: Scheme,
  class: MonitoringClass,
  risks: z.array(CaseRisk).min(1).max(5),
  snapshot: CaseSnapshot,
  by,
  breaches,
}
/** 识别. `round` counts the recognitions of the household. */
export const HouseholdRecognised = defineEvent('HouseholdRecognised', z.strictObject({ ...recognised, round }))
/** 风险再标注: a new risk after elimination, taken in by the full procedure on the same record. */
export const RiskReMarked = defineEvent('RiskReMarked', z.strictObject({ ...recognised, round: z.int().min(2) }))
/** The recognition was wrong: the household is as if this round had never been. */
export const RecognitionRevoked = defineEvent(
  'RecognitionRevoked',
  z.strictObject({ ...here, round, reverses: EventId, reason: z.enum(['falseData', 'wrongHousehold']) }),
)
const Class = z.strictObject({ scheme: Scheme, class: MonitoringClass })
export const ClassReassigned = defineEvent(
  'ClassReassigned',
  z.strictObject({ ...here, round, was: Class, is: Class, reason: z.enum(['schemeChange', 'correction']) }),
)
/** 明白纸: how to apply, or what help there is. */
export const LeafletHanded = defineEvent('LeafletHanded', z.strictObject({ ...here, leaflet: z.enum(['application', 'help']) }))
const How = z.enum(['visit', 'phone', 'letter', 'meeting'])
/** The farmer was told the outcome and why. */
export const ExplanationGiven = defineEvent('ExplanationGiven', z.strictObject({ ...step, how: How }))
export const Explanation = z.strictObject({ on: IsoDate, how: How })
/** 不予纳入; `evidence` is all that spoke for the household, so that only something new can list it again. */
export const ClueDismissed = defineEvent(
  'ClueDismissed',
  z.strictObject({ ...step, reason: kinds.DismissReason, explanation: Explanation, evidence: z.array(EventId) }),
)

/** 帮扶责任人 from `occurredOn` on. */
export const HelperAssigned = defineEvent('HelperAssigned', z.strictObject({ ...here, helper: ActorId }))
/** `occurredOn` is the last day. */
export const HelperReleased = defineEvent(
  'HelperReleased',
  z.strictObject({ ...here, helper: ActorId, reason: z.enum(['replaced', 'ended', 'left']) }),
)

/** A help measure; `until` is the last day of a contract, a post or a school stage. */
export const MeasureStarted = defineEvent(
  'MeasureStarted',
  z.strictObject({
    ...here,
    /** The round of recognition that it helps in; before a recognition, the coming one. */
    round,
    measure: LocalId,
    kind: MeasureKind,
    risks,
    person: PersonId.optional(),
    until: IsoDate.optional(),
    greenChannel: z.boolean(),
    breaches,
  }),
)
export const MeasureEnded = defineEvent(
  'MeasureEnded',
  z.strictObject({ ...here, measure: LocalId, kind: MeasureKind, reason: z.enum(['completed', 'expired', 'stopped']) }),
)
/** It was never true; `occurredOn` is the first day that was reported. */
export const MeasureWithdrawn = defineEvent(
  'MeasureWithdrawn',
  z.strictObject({ ...here, reverses: EventId, measure: LocalId, kind: MeasureKind, reason: z.enum(['mistaken', 'wrongHousehold']) }),
)

const way = z.enum(['byHelp', 'natural'])
/** Opens the procedure of an elimination: by our help, or because the risk went by itself. */
export const EliminationProposed = defineEvent('EliminationProposed', z.strictObject({ ...step, way }))
export const EliminationWithdrawn = defineEvent('EliminationWithdrawn', z.strictObject({ ...step }))
/** The three guarantees and water on the day of elimination; null is what nobody reported. */
const safe = z.boolean().nullable()
export const Natural = z.strictObject({ reason: kinds.NaturalReason, evidence: evidence.min(1) })
/** 风险消除. */
export const RiskEliminated = defineEvent(
  'RiskEliminated',
  z.strictObject({
    ...step,
    round,
    way,
    natural: Natural.optional(),
    after: z.strictObject({ schoolingSafe: safe, houseSafe: safe, insuranceSafe: safe, waterSafe: safe }),
    snapshot: CaseSnapshot,
    by,
    breaches,
  }),
)
/** 风险消除回退: our elimination was weak, the household is monitored again. `closes` is the re-marking procedure that it makes needless. */
export const EliminationRolledBack = defineEvent(
  'EliminationRolledBack',
  z.strictObject({
    ...here,
    round,
    reverses: EventId,
    reason: kinds.RollBackReason,
    evidence,
    closes: z.int().positive().optional(),
  }),
)

/** `until` is the last day on which it holds. */
const untilDay = { ...here, until: IsoDate }
const ended = { ...here, ends: EventId }
/** Somebody puts the household on the list although no rule says so. */
export const HouseholdIncluded = defineEvent(
  'HouseholdIncluded',
  z.strictObject({ ...untilDay, reason: z.enum(['cadreKnows', 'petition', 'awaitingProof', 'other']), evidence }),
)
export const InclusionEnded = defineEvent('InclusionEnded', z.strictObject(ended))
export const WatchPaused = defineEvent(
  'WatchPaused',
  z.strictObject({ ...untilDay, reason: z.enum(['absent', 'litigation', 'disputedData', 'other']) }),
)
export const PauseEnded = defineEvent('PauseEnded', z.strictObject(ended))
export const RuleWaived = defineEvent(
  'RuleWaived',
  z.strictObject({ ...untilDay, rule: RuleId, reason: z.enum(['knownAndCovered', 'wrongData', 'seasonal', 'other']), evidence }),
)
export const WaiverEnded = defineEvent('WaiverEnded', z.strictObject(ended))

export const monitoringCaseEvents = [
  ClueRegistered,
  GreenChannelOpened,
  HomeVerified,
  ConsentSigned,
  ConsentRefused,
  DataMatched,
  VillageReviewed,
  CaseNoticed,
  NoticeEnded,
  TownChecked,
  CountyDecided,
  CountyAnnounced,
  NationalEntryRecorded,
  HouseholdRecognised,
  RiskReMarked,
  RecognitionRevoked,
  ClassReassigned,
  LeafletHanded,
  ExplanationGiven,
  ClueDismissed,
  HelperAssigned,
  HelperReleased,
  MeasureStarted,
  MeasureEnded,
  MeasureWithdrawn,
  EliminationProposed,
  EliminationWithdrawn,
  RiskEliminated,
  EliminationRolledBack,
  HouseholdIncluded,
  InclusionEnded,
  WatchPaused,
  PauseEnded,
  RuleWaived,
  WaiverEnded,
] as const
export type MonitoringCaseEvent = EventOf<(typeof monitoringCaseEvents)[number]>
