import { z } from 'zod'
import { DivisionCode } from '../values/division.ts'
import { HouseholdId } from '../values/ids.ts'

// Closed lists: what is written about an alert is coded, so that no free text can hold a name, an illness or a number.

/** Who has to answer: the village with its helper, then the town, then the county. */
export const ALERT_STAGES = ['village', 'town', 'county'] as const
export const AlertStage = z.enum(ALERT_STAGES)
export type AlertStage = z.infer<typeof AlertStage>

/** 1 to be known, 2 to be looked at, 3 to be looked at first. */
export const HIGHEST_LEVEL = 3
export const AlertLevel = z.int().min(1).max(HIGHEST_LEVEL)

/** How strongly the cause speaks, as its rule is adopted: strong ones are always raised, the others inside the budget. */
export const AlertSign = z.enum(['strong', 'weak', 'process'])
export type AlertSign = z.infer<typeof AlertSign>

/** A household, or a village or town where the cause concerns many. */
export const AlertSubject = z.union([HouseholdId, DivisionCode])

/** What an alert is about, for good: a rule, a due day, the watch of a village. @example 'rule.drop-out', 'due.visit', 'watch.village-watch' */
export const AlertCause = z.string().regex(/^(rule|due|watch)\.[a-z][A-Za-z-]{2,40}$/)

/** A due day is announced before it comes, and then passes. */
export const AlertPhase = z.enum(['approaching', 'passed'])
export type AlertPhase = z.infer<typeof AlertPhase>

/** What the visit found. `covered`: at risk, and already helped; `notMet`: nobody was at home, so it is no answer yet. */
export const Found = z.enum(['atRisk', 'covered', 'noRisk', 'notMet'])
export type Found = z.infer<typeof Found>

export const AlertDismissReason = z.enum(['knownAndCovered', 'wrongData', 'seasonal', 'duplicate', 'notOurs', 'other'])

/** What would raise it again after a person has put it aside: any event not known then, or a graver level. */
export const CountsAgain = z.enum(['newEvidence', 'higherLevel'])
export type CountsAgain = z.infer<typeof CountsAgain>

/** How it ended without a dismissal. After `recognised` the case has its own procedure, and the same evidence raises nothing. */
export const ResolvedBecause = z.enum(['causeGone', 'recognised', 'householdClosed', 'watchPaused', 'byHand'])
export type ResolvedBecause = z.infer<typeof ResolvedBecause>

export const ReopenedBecause = z.enum(['newEvidence', 'higherLevel', 'causeBack'])

export const PassedTo = z.enum([...ALERT_STAGES, 'department'])
