import { z } from 'zod'
import type { Decision, Refusal } from '../aggregate.ts'
import { regionName } from '../values/division.ts'
import { caseCommand as command, here, order, report, reported, stepNumber, stream, where } from './case-command.ts'
import * as events from './events.ts'
import * as lacks from './lacks.ts'
import * as no from './refusals.ts'
import {
  householdBasis,
  forHousehold,
  householdIn,
  type NoticeLength,
  noticeLengthOf,
  readsForNotice,
  readsHousehold,
  type SeenHousehold,
} from './seen.ts'
import { openProcedure } from './state.ts'
import { lengthOf } from './wording.ts'

/** 民主评议 by the villagers' representatives or the enlarged committee, with its votes and minutes. */
export const recordVillageReview = command({
  type: 'RecordVillageReview',
  kind: 'report',
  data: events.VillageReviewed.schema.omit({ breaches: true }).extend(reported),
  stream,
  decide: ({ registeredIn: _, procedure: named, ...review }, state) =>
    report(state, { procedure: named }, (procedure) => {
      const breaches = lacks.breachesOf([lacks.visit, lacks.consent], state.procedures[procedure], review.occurredOn)
      return [events.VillageReviewed({ ...review, procedure, breaches })]
    }),
})

/** The first day of a notice is the day it was published. */
const notice = {
  ...where,
  from: events.CaseNoticed.schema.shape.from,
  to: events.CaseNoticed.schema.shape.to,
  fields: events.CaseNoticed.schema.shape.fields,
}
const beforeNotice = [lacks.refused, lacks.visit, lacks.consent, lacks.review] as const

/** 村内公示, once in a procedure and at least as long as the deadline `notice` of the place says (≥ 5 days, S1 of the guide). */
export const publishCaseNotice = command({
  type: 'PublishCaseNotice',
  kind: 'order',
  data: z.strictObject(notice),
  stream,
  reads: readsForNotice,
  decide: ({ registeredIn, ...data }, state, _actor, seen) => {
    const { household: id, from, to } = data
    const step = { ...data, occurredOn: from, procedure: stepNumber(state) }
    const same = events.CaseNoticed({ ...step, basis: [], by: 'order', breaches: [], unchecked: [] })
    const decide = (household: SeenHousehold): Decision => {
      const procedure = openProcedure(state)
      if (!procedure) return no.noProcedure
      const length = noticeLengthOf(seen, household, { from, to })
      const refusal = lacks.firstRefusal(
        () => lacks.firstLack(beforeNotice, procedure, from),
        () => (procedure.notice ? no.alreadyNoticed : undefined),
        () => tooShort(length),
      )
      if (refusal) return refusal
      const basis = [householdBasis(household, []), ...(length?.basis ?? [])]
      return [events.CaseNoticed({ ...step, basis, by: 'order', breaches: [], unchecked: length ? [] : ['noticeLength'] })]
    }
    return order(state, same, () => forHousehold(seen, { registeredIn, household: id }, decide))
  },
})

function tooShort(length: NoticeLength | undefined): Refusal | undefined {
  if (!length || length.days >= length.least) return undefined
  const least = { ...lengthOf(length.least, length.unit), count: length.least }
  return no.noticeTooShort(lengthOf(length.days, length.unit), least, regionName(length.region), length.from)
}

/** The village put it up without us. */
export const recordCaseNotice = command({
  type: 'RecordCaseNotice',
  kind: 'report',
  data: z.strictObject({ ...notice, procedure: reported.procedure }),
  stream,
  reads: readsForNotice,
  decide: ({ registeredIn, procedure: named, ...data }, state, _actor, seen) =>
    report(state, { procedure: named }, (number) => {
      const { household: id, from, to } = data
      const household = householdIn(seen, { registeredIn, household: id })
      const length = household && noticeLengthOf(seen, household, { from, to })
      const procedure = state.procedures[number]
      const breaches = lacks.breachesOf(beforeNotice, procedure, from)
      if (procedure?.notice) breaches.push('noticedAgain')
      if (tooShort(length)) breaches.push('noticeShort')
      if (household?.state.closed) breaches.push('householdClosed')
      const basis = household ? [householdBasis(household, []), ...(length?.basis ?? [])] : []
      const step = { ...data, occurredOn: from, procedure: number }
      return [events.CaseNoticed({ ...step, basis, by: 'report', breaches, unchecked: length ? [] : ['noticeLength'] })]
    }),
})

/** The notice was taken down. An objection that was upheld sends the procedure back to the visit. */
export const endCaseNotice = command({
  type: 'EndCaseNotice',
  kind: 'report',
  data: events.NoticeEnded.schema.extend(reported),
  stream,
  decide: ({ registeredIn: _, procedure: named, ...end }, state) =>
    report(state, { procedure: named }, (procedure) => [events.NoticeEnded({ ...end, procedure })]),
})

/** 乡镇审核. Who recorded the village review cannot make it. */
export const checkCase = command({
  type: 'CheckCase',
  kind: 'order',
  data: events.TownChecked.schema.omit({ procedure: true, by: true, breaches: true }).extend(here),
  stream,
  reads: readsHousehold,
  decide: ({ registeredIn, ...check }, state, actor, seen) => {
    const checked = events.TownChecked({ ...check, procedure: stepNumber(state), by: 'order', breaches: [] })
    const decide = (): Decision => {
      const procedure = openProcedure(state)
      if (!procedure) return no.noProcedure
      const upheld = procedure.objectionUpheld === true
      const refusal = lacks.firstRefusal(
        () => lacks.firstLack([lacks.refused], procedure, check.occurredOn),
        () => (upheld ? undefined : lacks.firstLack([lacks.notice, lacks.noticeOver], procedure, check.occurredOn)),
        () => (upheld && check.outcome === 'forwarded' ? no.objectionUpheld : undefined),
        () => (procedure.review?.recordedBy === actor ? no.ownReview : undefined),
      )
      return refusal ?? [checked]
    }
    return order(state, checked, () => forHousehold(seen, { registeredIn, household: check.household }, decide))
  },
})

export const recordTownCheck = command({
  type: 'RecordTownCheck',
  kind: 'report',
  data: events.TownChecked.schema.omit({ by: true, breaches: true }).extend(reported),
  stream,
  decide: ({ registeredIn: _, procedure: named, ...check }, state) =>
    report(state, { procedure: named }, (procedure) => {
      const breaches = lacks.breachesOf([lacks.notice, lacks.noticeOver], state.procedures[procedure], check.occurredOn)
      return [events.TownChecked({ ...check, procedure, by: 'report', breaches })]
    }),
})

/** 县级审定: a rejection closes the procedure, and the county may say it again. */
export const recordCountyDecision = command({
  type: 'RecordCountyDecision',
  kind: 'report',
  data: events.CountyDecided.schema.omit({ breaches: true }).extend(reported),
  stream,
  decide: ({ registeredIn: _, procedure: named, ...decision }, state) =>
    report(state, { procedure: named }, (procedure) => {
      const steps = [lacks.townCheck, lacks.notice, lacks.noticeOver]
      const breaches = lacks.breachesOf(steps, state.procedures[procedure], decision.occurredOn)
      return [events.CountyDecided({ ...decision, procedure, breaches })]
    }),
})

/** 县级公告. */
export const recordAnnouncement = command({
  type: 'RecordAnnouncement',
  kind: 'report',
  data: events.CountyAnnounced.schema.extend(reported),
  stream,
  decide: ({ household, occurredOn, procedure: named }, state) =>
    report(state, { procedure: named }, (procedure) => [events.CountyAnnounced({ household, occurredOn, procedure })]),
})

/** Marked in the national system, with the number that it gave back. */
export const recordNationalEntry = command({
  type: 'RecordNationalEntry',
  kind: 'report',
  data: events.NationalEntryRecorded.schema.extend(reported),
  stream,
  decide: ({ registeredIn: _, procedure: named, ...entry }, state) =>
    report(state, { procedure: named }, (procedure) => [events.NationalEntryRecorded({ ...entry, procedure })]),
})
