import type { Refusal } from '../aggregate.ts'
import type { CaseBreach } from './kinds.ts'
import * as no from './refusals.ts'
import type { Procedure } from './state.ts'

/** Something a procedure has to have and has not: why an order is refused, and what a report that went on without it carries. */
export type Lack = Readonly<{ refusal: Refusal; breach: CaseBreach }>
type Of = (procedure: Procedure | undefined, day: string) => Lack | undefined

const lack = (refusal: Refusal, breach: CaseBreach): Lack => ({ refusal, breach })

/** Who refused is left alone: no step goes on until the household returns. */
export const refused: Of = (procedure) => (procedure?.consent === 'refused' ? lack(no.noConsent, 'consentMissing') : undefined)
export const visit: Of = (procedure) => (procedure?.visited ? undefined : lack(no.noVisit, 'visitMissing'))
/** Consent was given when the household was recognised; an elimination does not ask for it again. */
export const consent: Of = (procedure) =>
  procedure?.consent === 'signed' || procedure?.purpose === 'elimination' ? undefined : lack(no.noConsent, 'consentMissing')
export const review: Of = (procedure) => {
  if (procedure?.review) return undefined
  return procedure?.lastReview === 'rejected' ? lack(no.reviewAgainst, 'reviewAgainst') : lack(no.noReview, 'reviewMissing')
}
export const notice: Of = (procedure) => (procedure?.notice ? undefined : lack(no.noNotice, 'noticeMissing'))
/** The last day of a notice belongs to it: what follows begins the day after. */
export const noticeOver: Of = (procedure, day) =>
  procedure?.notice && day <= procedure.notice.to ? lack(no.noticeRunning(procedure.notice.to), 'noticeRunning') : undefined
export const townCheck: Of = (procedure) => (procedure?.townChecked ? undefined : lack(no.noTownCheck, 'townCheckMissing'))
export const county: Of = (procedure) => {
  if (procedure?.county?.outcome === 'approved') return undefined
  return lack(no.noCountyApproval, procedure?.county ? 'countyAgainst' : 'countyMissing')
}

/** From the visit to the county: everything that a recognition, and an elimination like it, has to have. */
export const wholeProcedure = [refused, visit, consent, review, notice, noticeOver, townCheck, county] as const

/** The first lack, in the order of the procedure. */
export function firstLack(steps: readonly Of[], procedure: Procedure | undefined, day: string): Refusal | undefined {
  for (const step of steps) {
    const missing = step(procedure, day)
    if (missing) return missing.refusal
  }
  return undefined
}

/** Every lack, in the order of the procedure. */
export function breachesOf(steps: readonly Of[], procedure: Procedure | undefined, day: string): CaseBreach[] {
  return [...new Set(steps.flatMap((step) => step(procedure, day)?.breach ?? []))]
}

/** The first refusal among checks that are made one after the other. */
export function firstRefusal(...checks: readonly (() => Refusal | undefined)[]): Refusal | undefined {
  for (const check of checks) {
    const refusal = check()
    if (refusal) return refusal
  }
  return undefined
}
