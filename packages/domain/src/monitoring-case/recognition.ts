import type { Decision, Seen } from '../aggregate.ts'
import { parameterIn } from '../parameter/index.ts'
import { EventId } from '../values/ids.ts'
import { MONITORING_CLASSES, type MonitoringClass, type Scheme } from '../values/monitoring-classes.ts'
import { caseCommand as command, here, isSaidStep, reported, stepNumber, stream, unsaid } from './case-command.ts'
import * as events from './events.ts'
import type { CaseBreach } from './kinds.ts'
import * as lacks from './lacks.ts'
import * as no from './refusals.ts'
import { forHousehold, householdIn, readsHouseholdAnd } from './seen.ts'
import { SNAPSHOT_KINDS, snapshotOf } from './snapshot.ts'
import { currentRound, lastProcedure, type MonitoringCaseState, nextProcedure, nextRound, openProcedure } from './state.ts'

const reads = readsHouseholdAnd('classScheme', ...SNAPSHOT_KINDS)
const Recognised = events.HouseholdRecognised.schema

type Words = Readonly<{
  registeredIn: string
  household: string
  occurredOn: string
  procedure: number
  scheme?: Scheme
  class: MonitoringClass
  risks: (typeof Recognised)['_zod']['output']['risks']
}>

/** The recognition, or the re-marking of a household whose risk was eliminated, with what the household was that day. */
function recognised(state: MonitoringCaseState, seen: Seen, words: Words, by: 'order' | 'report', breaches: CaseBreach[]) {
  const { registeredIn, ...data } = words
  const household = householdIn(seen, words)
  const place = household?.village ?? registeredIn
  const inForce = parameterIn(seen, 'classScheme', place, data.occurredOn)
  const appliedOn = state.procedures[data.procedure]?.since
  const snapshot = snapshotOf(
    { seen, household, place, day: data.occurredOn, appliedOn },
    { parameters: [inForce], unchecked: inForce ? [] : ['scheme'] },
  )
  const scheme = words.scheme ?? inForce?.value.scheme ?? MONITORING_CLASSES[data.class].scheme
  const make = state.monitoring === 'eliminated' ? events.RiskReMarked : events.HouseholdRecognised
  return make({ ...data, scheme, round: nextRound(state), snapshot, by, breaches })
}

/** 识别, and 风险再标注 after an elimination: every step of the procedure has to be there, and the class is of the scheme in force that day. */
export const recogniseHousehold = command({
  type: 'RecogniseHousehold',
  kind: 'order',
  data: Recognised.pick({ class: true, risks: true }).extend(here),
  stream,
  reads,
  decide: (data, state, _actor, seen) => {
    const words = { ...data, procedure: stepNumber(state) }
    if (isSaidStep(state, 'HouseholdRecognised', data)) return []
    return forHousehold(seen, data, ({ village }): Decision => {
      if (state.monitoring === 'monitored') return no.alreadyRecognised
      const procedure = openProcedure(state)
      if (!procedure) return no.noProcedure
      if (procedure.purpose === 'elimination') return no.notARecognition
      const approved = procedure.county?.class
      const scheme = parameterIn(seen, 'classScheme', village, data.occurredOn)?.value
      const refusal = lacks.firstRefusal(
        () => lacks.firstLack(lacks.wholeProcedure, procedure, data.occurredOn),
        () => (approved && approved !== data.class ? no.classOtherThanCounty : undefined),
        () => (scheme && !scheme.classes.includes(data.class) ? no.classNotInScheme(data.occurredOn, scheme.scheme) : undefined),
        () => (data.risks.some(({ kind, remark }) => kind === 'other' && !remark) ? no.otherRiskWithoutRemark : undefined),
      )
      return refusal ?? [recognised(state, seen, words, 'order', [])]
    })
  },
})

/** The procedure that a recognition reported without a number belongs to: the open or last one, unless that is an elimination. */
function recognitionNumber(state: MonitoringCaseState): number {
  const there = [openProcedure(state), lastProcedure(state)].find((procedure) => procedure && procedure.purpose !== 'elimination')
  return there?.number ?? nextProcedure(state)
}

/** The county marked the household in the national system; what it did without stands in `breaches`. */
export const recordRecognition = command({
  type: 'RecordRecognition',
  kind: 'report',
  data: Recognised.pick({ scheme: true, class: true, risks: true }).extend(reported),
  stream,
  reads,
  decide: ({ procedure: named, ...data }, state, _actor, seen) => {
    if (named !== undefined && !state.procedures[named]) return no.noSuchProcedure
    if (named === undefined && isSaidStep(state, 'HouseholdRecognised', data)) return []
    const procedure = named ?? recognitionNumber(state)
    const household = householdIn(seen, data)
    const scheme = parameterIn(seen, 'classScheme', household?.village ?? data.registeredIn, data.occurredOn)?.value
    const breaches = lacks.breachesOf(lacks.wholeProcedure, state.procedures[procedure], data.occurredOn)
    if (state.monitoring === 'monitored') breaches.push('alreadyRecognised')
    const otherScheme = scheme && (scheme.scheme !== data.scheme || !scheme.classes.includes(data.class))
    if (otherScheme || MONITORING_CLASSES[data.class].scheme !== data.scheme) breaches.push('classNotInScheme')
    if (household?.state.closed) breaches.push('householdClosed')
    return unsaid(state, recognised(state, seen, { ...data, procedure }, 'report', breaches))
  },
})

/** The recognition was wrong. An elimination that was going on has nothing left to eliminate. */
export const recordRevocation = command({
  type: 'RecordRevocation',
  kind: 'report',
  data: events.RecognitionRevoked.schema.omit({ reverses: true }).extend(here),
  stream,
  decide: ({ registeredIn: _, ...data }, state) => {
    const round = state.rounds[data.round]
    if (!round || round.revoked) return []
    const open = openProcedure(state)
    const { household, occurredOn } = data
    const withdrawn =
      open?.purpose === 'elimination' && state.round === round.number
        ? [events.EliminationWithdrawn({ household, occurredOn, procedure: open.number })]
        : []
    return [...withdrawn, events.RecognitionRevoked({ ...data, reverses: EventId.parse(round.recognised.id) })]
  },
})

/** The household has another class: the scheme changed, or the class was wrong. */
export const recordReclassification = command({
  type: 'RecordReclassification',
  kind: 'report',
  data: Recognised.pick({ scheme: true, class: true }).extend({ ...here, reason: events.ClassReassigned.schema.shape.reason }),
  stream,
  decide: ({ household, occurredOn, scheme, class: of, reason }, state) => {
    const round = currentRound(state)
    if (!round) return no.notMonitored
    const was = { scheme: round.recognised.scheme, class: round.recognised.class }
    if (was.scheme === scheme && was.class === of) return []
    return [events.ClassReassigned({ household, occurredOn, round: round.number, was, is: { scheme, class: of }, reason })]
  },
})
