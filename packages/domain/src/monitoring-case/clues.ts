import { z } from 'zod'
import { RiskKind } from '../household/events.ts'
import { LocalId } from '../values/ids.ts'
import { here, caseCommand as command, isSaidStep, report, reported, saidNumbers, stream, unsaid } from './case-command.ts'
import * as events from './events.ts'
import { GreenChannelRisk } from './events.ts'
import * as no from './refusals.ts'
import { forHousehold, readsHousehold } from './seen.ts'
import { lastProcedure, type MonitoringCaseState, nextProcedure, openProcedure } from './state.ts'

/** A household whose risk was eliminated is not recognised but re-marked. */
const purposeNow = (state: MonitoringCaseState): 'recognition' | 'reMark' => (state.monitoring === 'eliminated' ? 'reMark' : 'recognition')

/** The procedure a new clue comes to: the open one, of a monitored household the last one, which it does not open, else a new one. */
function clueNumber(state: MonitoringCaseState): number {
  const there = openProcedure(state) ?? (state.monitoring === 'monitored' ? lastProcedure(state) : undefined)
  return there?.number ?? nextProcedure(state)
}

/** 线索: from the household itself, a cadre's check, a department's push, a petition, a hotline or one of our own rules. */
export const registerClue = command({
  type: 'RegisterClue',
  kind: 'report',
  data: events.ClueRegistered.schema.omit({ procedure: true, purpose: true }).extend(here),
  stream,
  decide: ({ registeredIn: _, ...clue }, state) =>
    unsaid(state, events.ClueRegistered({ ...clue, procedure: clueNumber(state), purpose: purposeNow(state) })),
})

/** 绿色通道: in a disaster or accident help comes first and the papers later. */
export const openGreenChannel = command({
  type: 'OpenGreenChannel',
  kind: 'order',
  // Any risk may be asked for: another one than a disaster or accident is refused with a sentence.
  data: events.GreenChannelOpened.schema.omit({ procedure: true }).extend({ ...here, clue: LocalId, risk: RiskKind }),
  stream,
  reads: readsHousehold,
  decide: ({ registeredIn, clue, risk: asked, ...data }, state, _actor, seen) => {
    const risk = GreenChannelRisk.safeParse(asked)
    const opened = (procedure: number) => (risk.success ? [events.GreenChannelOpened({ ...data, procedure, risk: risk.data })] : [])
    if (risk.success && saidNumbers(state).some((number) => unsaid(state, ...opened(number)).length === 0)) return []
    return forHousehold(seen, { registeredIn, household: data.household }, () => {
      if (!risk.success) return no.greenChannelNotForRisk
      const procedure = clueNumber(state)
      if (openProcedure(state)) return opened(procedure)
      const { household, occurredOn, evidence } = data
      const how = { purpose: purposeNow(state), source: 'greenChannel', filedBy: 'other' } as const
      return [events.ClueRegistered({ household, occurredOn, procedure, clue, ...how, risks: [risk.data], evidence }), ...opened(procedure)]
    })
  },
})

const Consent = { consent: z.enum(['signed', 'refused', 'notAsked']), refusal: events.ConsentRefused.schema.shape.reason.optional() }
const reasonFits = ({ consent, refusal }: { consent: string; refusal?: string | undefined }) => (consent === 'refused') === (refusal !== undefined)
const REASON_FITS = 'a refusal, and only a refusal, has its reason'

/** What was said about the 承诺授权书. */
function consentSaid(step: { household: string; occurredOn: string; procedure: number }, consent: string, refusal: z.infer<typeof Consent.refusal>) {
  if (refusal) return [events.ConsentRefused({ ...step, reason: refusal })]
  return consent === 'signed' ? [events.ConsentSigned(step)] : []
}

/**
 * 入户核实, with what the household said to the consent form. A visit to a household that has no procedure and is not monitored is a
 * clue of its own (`visit.20231011`); a visit to a monitored household opens nothing.
 */
export const recordHomeVisit = command({
  type: 'RecordHomeVisit',
  kind: 'report',
  data: events.HomeVerified.schema.extend({ ...reported, ...Consent }).refine(reasonFits, REASON_FITS),
  stream,
  decide: ({ registeredIn: _, procedure: named, consent, refusal, ...visit }, state) => {
    const { household, occurredOn, difficulties, evidence } = visit
    const said = (procedure: number) => [
      events.HomeVerified({ ...visit, procedure }),
      ...consentSaid({ household, occurredOn, procedure }, consent, refusal),
    ]
    const opens = named === undefined && !openProcedure(state) && state.monitoring !== 'monitored'
    if (!opens || saidNumbers(state).some((number) => unsaid(state, ...said(number)).length === 0)) return report(state, { procedure: named }, said)
    const procedure = nextProcedure(state)
    const clue = `visit.${occurredOn.replaceAll('-', '')}`
    const how = { purpose: purposeNow(state), source: 'cadreCheck', filedBy: 'other' } as const
    const first = events.ClueRegistered({ household, occurredOn, procedure, clue, ...how, risks: difficulties, evidence })
    return [first, ...said(procedure)]
  },
})

export const recordConsent = command({
  type: 'RecordConsent',
  kind: 'report',
  data: z.strictObject({ ...reported, ...Consent, consent: Consent.consent.exclude(['notAsked']) }).refine(reasonFits, REASON_FITS),
  stream,
  decide: ({ household, occurredOn, procedure: named, consent, refusal }, state) =>
    report(state, { procedure: named }, (procedure) => consentSaid({ household, occurredOn, procedure }, consent, refusal)),
})

/** 信息比对: what the departments' data said against the household. It may run beside the visit. */
export const recordDataMatch = command({
  type: 'RecordDataMatch',
  kind: 'report',
  data: events.DataMatched.schema.extend(reported),
  stream,
  decide: ({ registeredIn: _, procedure: named, ...match }, state) =>
    report(state, { procedure: named }, (procedure) => [events.DataMatched({ ...match, procedure })]),
})

/** 不予纳入: closes a clue with its reason, and with the explanation that the farmer was given. */
export const dismissClue = command({
  type: 'DismissClue',
  kind: 'order',
  data: events.ClueDismissed.schema
    .omit({ procedure: true, evidence: true, explanation: true })
    .extend({ ...here, explanation: events.Explanation.optional() }),
  stream,
  decide: ({ household, occurredOn, reason, explanation }, state) => {
    const procedure = openProcedure(state)
    if (isSaidStep(state, 'ClueDismissed', { household, occurredOn, reason, explanation })) return []
    if (!procedure) return no.noProcedure
    if (procedure.purpose === 'elimination') return no.notARecognition
    if (!explanation) return no.noExplanation
    // Of these two nobody needs to have been there to know.
    const knownWithoutVisit = reason === 'duplicate' || reason === 'notRural'
    if (!procedure.visited && !knownWithoutVisit) return no.noVisit
    const { number, evidence } = procedure
    return [events.ClueDismissed({ household, occurredOn, procedure: number, reason, explanation, evidence: [...evidence] })]
  },
})

/** The farmer was told an outcome: of a dismissal, or of the county's rejection. */
export const explainDecision = command({
  type: 'ExplainDecision',
  kind: 'report',
  data: events.ExplanationGiven.schema.extend(reported),
  stream,
  decide: ({ registeredIn: _, procedure: named, ...explained }, state) =>
    report(state, { procedure: named }, (procedure) => [events.ExplanationGiven({ ...explained, procedure })]),
})

/** 明白纸 handed over. */
export const handLeaflet = command({
  type: 'HandLeaflet',
  kind: 'report',
  data: events.LeafletHanded.schema.extend({ registeredIn: here.registeredIn }),
  stream,
  decide: ({ registeredIn: _, ...leaflet }, state) => unsaid(state, events.LeafletHanded(leaflet)),
})
