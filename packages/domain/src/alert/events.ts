import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { Department } from '../monitoring-case/kinds.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { ActorId, EventId, RuleId } from '../values/ids.ts'
import * as kinds from './kinds.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** `division` is where the subject was registered; episodes are counted from 1 as long as there is a record. */
export const alertHere = { division: DivisionCode, subject: kinds.AlertSubject, cause: kinds.AlertCause, occurredOn: IsoDate }
const here = { ...alertHere, episode: z.int().positive() }

const evidence = z.array(EventId).max(200)
/** What spoke, how strongly, where the household lives, and since when there was a first sign. */
const sign = {
  place: DivisionCode,
  level: kinds.AlertLevel,
  sign: kinds.AlertSign,
  evidence,
  firstSignOn: IsoDate,
  rule: z.strictObject({ id: RuleId, version: z.int().positive() }).optional(),
  dueOn: IsoDate.optional(),
  phase: kinds.AlertPhase.optional(),
}
/** Who hears it, and the last day for an answer; without one no time runs. */
const heard = { stage: kinds.AlertStage, assignee: ActorId.optional(), respondBy: IsoDate.optional() }

/** 预警: one open alert per subject and cause, whatever the number of facts behind it. */
export const AlertRaised = defineEvent('AlertRaised', z.strictObject({ ...here, ...sign, ...heard }))
/** 周清单: a weak sign above the budget is shown in the list of its week, and nobody is called. */
export const AlertListed = defineEvent('AlertListed', z.strictObject({ ...here, ...sign, week: IsoDate }))
export const AlertReopened = defineEvent('AlertReopened', z.strictObject({ ...here, ...sign, ...heard, because: kinds.ReopenedBecause }))
/** More speaks for the same alert: `evidence` is what was not known before. */
export const AlertStrengthened = defineEvent(
  'AlertStrengthened',
  z.strictObject({ ...here, level: kinds.AlertLevel, sign: kinds.AlertSign, evidence, phase: kinds.AlertPhase.optional() }),
)
/** The same is due on another day: a term or a calendar was set otherwise. It is one alert still. */
export const AlertDueDayMoved = defineEvent('AlertDueDayMoved', z.strictObject({ ...here, from: IsoDate, dueOn: IsoDate, phase: kinds.AlertPhase }))
/** Who answers for it now, and where the household lives now. */
export const AlertAssigned = defineEvent('AlertAssigned', z.strictObject({ ...here, place: DivisionCode, assignee: ActorId.nullable() }))
export const AlertAcknowledged = defineEvent('AlertAcknowledged', z.strictObject(here))
/** A visit was made on the day. `raisedOn` is that of the episode it answers; a sign on the weekly list was never raised. */
export const AlertAnswered = defineEvent('AlertAnswered', z.strictObject({ ...here, found: kinds.Found, raisedOn: IsoDate.optional() }))
export const AlertDismissed = defineEvent(
  'AlertDismissed',
  z.strictObject({ ...here, reason: kinds.AlertDismissReason, countsAgain: kinds.CountsAgain }),
)
export const AlertPassedOn = defineEvent(
  'AlertPassedOn',
  z.strictObject({ ...here, to: kinds.PassedTo, department: Department.optional(), respondBy: IsoDate.optional() }),
)
/** The clock of a stage ran out on `missed`, and the next one hears of it. */
export const AlertEscalated = defineEvent(
  'AlertEscalated',
  z.strictObject({ ...here, from: kinds.AlertStage, to: kinds.AlertStage, missed: IsoDate, respondBy: IsoDate.optional() }),
)
/** With `recognised`: the visit that had found the risk, if one had. */
export const AlertResolved = defineEvent('AlertResolved', z.strictObject({ ...here, because: kinds.ResolvedBecause, visitedOn: IsoDate.optional() }))
/** What it rested on was corrected or withdrawn: `evidence` is what stands no more. */
export const AlertWithdrawn = defineEvent('AlertWithdrawn', z.strictObject({ ...here, evidence }))

export const alertEvents = [
  AlertRaised,
  AlertListed,
  AlertReopened,
  AlertStrengthened,
  AlertDueDayMoved,
  AlertAssigned,
  AlertAcknowledged,
  AlertAnswered,
  AlertDismissed,
  AlertPassedOn,
  AlertEscalated,
  AlertResolved,
  AlertWithdrawn,
] as const
export type AlertEvent = EventOf<(typeof alertEvents)[number]>
