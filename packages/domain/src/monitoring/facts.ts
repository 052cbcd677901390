import type { DivisionCode } from '../values/division.ts'
import type { CaseFactBodies } from './case-facts.ts'

/** What the rules know of a household, by kind. A body holds what its event said, without the ids that the fact has already. */
export type FactBodies = CaseFactBodies &
  Readonly<{
    residence: Readonly<{ village: DivisionCode }>
    class: Readonly<{ registered: 'registeredPoor' | 'ordinary' }>
    exitedPoverty: Nothing
    /** A closing that was a mistake is withdrawn; a household that came back is closed until it was `reopened`. */
    closed: Readonly<{ reason: string }>
    reopened: Nothing
    /** The household came out of another one; `monitored` is what that other was on the day. */
    split: Readonly<{ from: string; persons: readonly string[]; monitored: boolean }>

    memberJoined: Someone & Readonly<{ relation: string; bornIn: string; reason: string }>
    memberLeft: Someone & Readonly<{ reason: string }>
    died: Someone

    labour: Someone & Carried & Readonly<{ labour: 'ordinary' | 'skilled' | 'weak' | 'lost' | 'none' }>
    health: Someone & Carried & Readonly<{ health: 'healthy' | 'chronic' | 'seriousIllness' | 'disabled' }>
    disability: Someone & Carried & Readonly<{ kind: string; level: number; until?: string }>
    school: Someone & Carried & Readonly<{ stage: string; status: 'enrolled' | 'droppedOut' | 'suspended' | 'finished'; reason?: 'health' | 'other' }>
    insurance: Someone & Carried & Readonly<{ year: number; basic: 'resident' | 'employee' | 'both' | 'none'; seriousIllness: boolean }>
    job: Someone & Carried & Readonly<{ place: string; monthlyWage: number }>
    jobLost: Someone
    business: Someone

    income: IncomeFact
    incomeEntry: Entry
    expenseEntry: Entry
    /** The entries of this window are complete. */
    incomeCollected: Readonly<{ from: string; to: string }>
    bill: Someone &
      Readonly<{
        bill: string
        care: 'inpatient' | 'outpatient' | 'chronicOutpatient'
        total: number
        reimbursed: number
        compliantSelfPaid: number
      }>
    schoolCost: Someone &
      Readonly<{ schoolYear: number; stage: string; publicSchool: boolean; tuition: number; board: number; books: number; aid: number }>
    payout: Readonly<{ policy: string; kind: string; amount: number }>

    house: Readonly<{ grade: 'A' | 'B' | 'C' | 'D' }>
    rehoused: Nothing
    water: Readonly<{ quality: boolean; quantity: boolean; reliability: boolean; access: boolean }>

    /** `disaster` is the village's event that it was a part of. */
    disasterLoss: Readonly<{ loss: string; kind: string; amount: number; disaster?: string }>
    accident: Readonly<{ accident: string; kind: string; person?: string; amount: number }>
    businessFailed: Readonly<{ business: string; branch: string; cause: string; amount: number }>
    recovered: Readonly<{ recovers: string; how: string }>

    benefit: Readonly<{ benefit: string; kind: string; monthly: number; person?: string }>
    benefitEnded: Readonly<{ benefit: string; reason: 'reviewed' | 'incomeRisen' | 'contractEnded' | 'died' | 'other' }>

    loan: Readonly<{ loan: string; amount: number; dueOn: string }>
    loanRepaid: Readonly<{ loan: string; amount: number }>
    loanRenewed: Readonly<{ loan: string; dueOn: string }>
    loanOverdue: Readonly<{ loan: string }>
    linked: Readonly<{ partnership: string }>
    dividend: Readonly<{ partnership: string; amount: number }>

    visit: Readonly<{ visitor: string }>
    risk: Readonly<{ risk: string }>
    riskCleared: Readonly<{ clears: string; risk: string }>

    included: Act & Readonly<{ evidence?: readonly string[] }>
    paused: Act
    waived: Act & Readonly<{ rule: string; evidence: readonly string[] }>
    /** An inclusion, pause or waiver that somebody ended before its last day; `ends` is the event that began it. */
    ended: Readonly<{ ends: string }>
  }>

type Nothing = Readonly<Record<string, never>>
type Someone = Readonly<{ person: string }>
/** Facts that a person brought along: `on` is their own day, the event is the joining one, `origin` the event in the former household's stream. */
type Carried = Readonly<{ origin?: string }>
/** What somebody decided over the rules: `until` is the last day it holds, `by` who decided. */
type Act = Readonly<{ reason: string; until: string; by?: string }>
/** An amount that belongs to whole months, first and last included, `YYYY-MM`. */
type Entry = Readonly<{ entry: string; kind: string; from: string; to: string; amount: number; person?: string }>

export type IncomeParts = Readonly<Record<'wages' | 'business' | 'property' | 'transfers' | 'businessCost', number>>
/** Income of the household over one window as it was reported, in fen, and how many lived on it. */
export type IncomeFact = Readonly<{
  from: string
  to: string
  net: number
  members: number
  parts: IncomeParts
  compliantSelfPaid: number
  insurancePayout: number
}>

export type FactKind = keyof FactBodies
/** One fact as it was said: the day it became true and the event that says so. The arithmetic of income, labour and membership reads these. */
export type Said<K extends FactKind = FactKind> = { [Kind in K]: Readonly<{ kind: Kind; on: string; eventId: string; body: FactBodies[Kind] }> }[K]
export type HouseholdFact<K extends FactKind = FactKind> = Said<K> & Readonly<{ subject: string }>
/** A fact with its place in the log and the instant at which it was known: rules on decisions ask what could be known then. */
export type KnownHouseholdFact<K extends FactKind = FactKind> = HouseholdFact<K> & Readonly<{ position: number; n: number; knownAt: string }>
