import type { Recorded } from '../aggregate.ts'
import { nothingSaid, type Said, words } from '../said.ts'
import type { MonitoringClass, Scheme } from '../values/monitoring-classes.ts'
import type { MonitoringCaseEvent } from './events.ts'

/** Where one procedure stands: what leads to a recognition, a re-marking or an elimination. */
export type Procedure = Readonly<{
  number: number
  purpose: 'recognition' | 'reMark' | 'elimination'
  /** It has a clue or a proposal; reports without either stand under a number, but open nothing. */
  opened: boolean
  greenChannel?: true
  way?: Way
  visited?: true
  consent?: 'signed' | 'refused'
  /** The first clue or the proposal. */
  since?: string
  lastReview?: 'agreed' | 'rejected'
  /** An objection to the last notice was upheld, and nothing has been done about it yet. */
  objectionUpheld?: true
  /** Review, notice and town check as far as they count: a rejected review, an upheld objection or a return makes them be done again. */
  review?: Readonly<{ recordedBy: string }>
  notice?: Readonly<{ to: string }>
  townChecked?: true
  county?: Readonly<{ outcome: 'approved' | 'rejected'; class?: MonitoringClass }>
  /** What ended it; a rejection by the county is no end of its own, the county may decide again. */
  ended?: 'dismissed' | 'withdrawn' | 'recognised' | 'eliminated' | 'rolledBack'
  /** All that spoke for the household, by event id. */
  evidence: readonly string[]
}>

export type Way = 'byHelp' | 'natural'

/** One recognition and what became of it. */
export type Round = Readonly<{
  number: number
  recognised: Readonly<{ id: string; on: string; scheme: Scheme; class: MonitoringClass }>
  /** The last elimination; rolled back, it does not stand any more. */
  eliminated?: Readonly<{ id: string; on: string; rolledBack?: true }>
  revoked?: true
}>

/** What the household is by its last recognition: never recognised, monitored, or with its risk eliminated. */
export type Monitoring = 'none' | 'monitored' | 'eliminated'

export type Measure = Readonly<{
  id: string
  measure: string
  kind: Extract<MonitoringCaseEvent, { type: 'MeasureStarted' }>['data']['kind']
  on: string
  round: number
  is: string
  endedOn?: string
  withdrawn?: true
}>

/** Something a person decided until a day; `ended` before that day. */
type Stand = Readonly<{ ended?: true }>

export type MonitoringCaseState = Readonly<{
  procedures: Readonly<Record<number, Procedure>>
  /** The procedure of which something was said last; it may be closed by it. */
  touched?: number
  rounds: Readonly<Record<number, Round>>
  /** The last round that was not revoked. */
  round?: number
  monitoring: Monitoring
  /** The greatest round number that was ever written. */
  lastRound: number
  measures: Readonly<Record<string, Measure>>
  helper?: Readonly<{ id: string }>
  inclusions: Readonly<Record<string, Stand>>
  pauses: Readonly<Record<string, Stand>>
  waivers: Readonly<Record<string, Stand>>
  /** What was last said under a business key, so that the same fact again is no event. */
  said: Said
}>

export const initial: MonitoringCaseState = {
  procedures: {},
  rounds: {},
  monitoring: 'none',
  lastRound: 0,
  measures: {},
  inclusions: {},
  pauses: {},
  waivers: {},
  said: nothingSaid,
}

/** The greatest procedure number so far. */
export function lastProcedure(state: MonitoringCaseState): Procedure | undefined {
  return Object.values(state.procedures).at(-1)
}

/** The open procedure is the greatest that was opened and is not closed. */
export function openProcedure(state: MonitoringCaseState): Procedure | undefined {
  return Object.values(state.procedures).findLast(isOpen)
}

export function isOpen({ opened, ended, county }: Procedure): boolean {
  return opened && !ended && county?.outcome !== 'rejected'
}

/** The number of the next procedure. Reports that came before any clue or proposal wait for it under its number. */
export function nextProcedure(state: MonitoringCaseState): number {
  const last = lastProcedure(state)
  if (!last) return 1
  return last.opened || last.ended ? last.number + 1 : last.number
}

export function currentRound(state: MonitoringCaseState): Round | undefined {
  return state.round === undefined ? undefined : state.rounds[state.round]
}

/** The number of the next recognition; that of a revoked one is not used again. */
export function nextRound(state: MonitoringCaseState): number {
  return state.lastRound + 1
}

/** Measures of a round: begun in it by the day, or earlier and still running on the day it was recognised. */
export function measuresOf(state: MonitoringCaseState, round: Round, day: string): readonly Measure[] {
  return Object.values(state.measures).filter(
    (measure) =>
      !measure.withdrawn &&
      measure.on <= day &&
      (measure.round === round.number || (measure.round < round.number && (measure.endedOn ?? round.recognised.on) >= round.recognised.on)),
  )
}

/** What the decider adds to the words of a command; the same command again may lead to others. */
const COMPUTED = [
  'purpose',
  'procedure',
  'round',
  'breaches',
  'basis',
  'unchecked',
  'by',
  'scheme',
  'snapshot',
  'after',
  'greenChannel',
  'closes',
] as const

const ONE_FACT: Readonly<Record<string, string>> = {
  ConsentSigned: 'Consent',
  ConsentRefused: 'Consent',
  HouseholdRecognised: 'Recognition',
  RiskReMarked: 'Recognition',
}

/** The business key of a fact, and its words as somebody said them. */
export function saying(event: MonitoringCaseEvent): Readonly<{ key: string; words: string }> {
  const { type, data } = event
  const computed: readonly string[] = type === 'ClueDismissed' ? [...COMPUTED, 'evidence'] : COMPUTED
  const said = Object.fromEntries(Object.entries(data).filter(([field]) => !computed.includes(field)))
  // A clue keeps its number whatever became of the procedure it came to.
  const where = 'procedure' in data && type !== 'ClueRegistered' ? `${data.procedure}/` : ''
  return { key: `${ONE_FACT[type] ?? type}/${where}${which(event)}`, words: words(said) }
}

function which({ type, data }: MonitoringCaseEvent): string {
  switch (type) {
    case 'ClueRegistered':
      return data.clue
    case 'MeasureStarted':
    case 'MeasureEnded':
      return `${data.measure}/${data.occurredOn}`
    case 'EliminationRolledBack':
    case 'RecognitionRevoked':
      return data.reverses
    case 'RuleWaived':
      return `${data.rule}/${data.occurredOn}`
    case 'LeafletHanded':
      return `${data.leaflet}/${data.occurredOn}`
    default:
      return data.occurredOn
  }
}

export function evolve(state: MonitoringCaseState, event: MonitoringCaseEvent, recorded: Recorded): MonitoringCaseState {
  const { key, words: said } = saying(event)
  return { ...folded(state, event, recorded), said: state.said.set(key, said) }
}

function folded(state: MonitoringCaseState, event: MonitoringCaseEvent, { id, actor }: Recorded): MonitoringCaseState {
  switch (event.type) {
    case 'ClueRegistered': {
      const { procedure, purpose, evidence } = event.data
      const before = state.procedures[procedure]
      const { consent, ...rest } = before ?? blank(procedure)
      // Who refused and comes back with a new clue is asked again.
      const asked = consent && consent !== 'refused' ? { consent } : {}
      return withProcedure(state, {
        ...rest,
        ...asked,
        purpose: rest.opened ? rest.purpose : purpose,
        opened: true,
        since: rest.since ?? event.data.occurredOn,
        evidence: joined(rest.evidence, evidence),
      })
    }
    case 'GreenChannelOpened':
      return inProcedure(state, event.data.procedure, {
        greenChannel: true,
        ...spokeFor(state, event.data.procedure, event.data.evidence),
      })
    case 'HomeVerified':
      return inProcedure(state, event.data.procedure, { visited: true, ...spokeFor(state, event.data.procedure, event.data.evidence) })
    case 'ConsentSigned':
      return inProcedure(state, event.data.procedure, { consent: 'signed' })
    case 'ConsentRefused':
      return inProcedure(state, event.data.procedure, { consent: 'refused' })
    case 'VillageReviewed':
      return event.data.outcome === 'agreed'
        ? withProcedure(state, { ...answered(state, event.data.procedure), review: { recordedBy: actor }, lastReview: 'agreed' })
        : withProcedure(state, { ...reset(state, event.data.procedure), lastReview: 'rejected' })
    case 'CaseNoticed':
      return withProcedure(state, { ...answered(state, event.data.procedure), notice: { to: event.data.to } })
    case 'NoticeEnded':
      return event.data.upheld > 0
        ? withProcedure(state, { ...reset(state, event.data.procedure), objectionUpheld: true })
        : inProcedure(state, event.data.procedure, {})
    case 'TownChecked':
      return event.data.outcome === 'forwarded'
        ? inProcedure(state, event.data.procedure, { townChecked: true })
        : withProcedure(state, reset(state, event.data.procedure))
    case 'CountyDecided': {
      const { procedure, outcome, class: of } = event.data
      return inProcedure(state, procedure, { county: { outcome, ...(of ? { class: of } : {}) } })
    }
    case 'DataMatched':
    case 'CountyAnnounced':
    case 'NationalEntryRecorded':
    case 'ExplanationGiven':
      return inProcedure(state, event.data.procedure, {})
    case 'HouseholdRecognised':
    case 'RiskReMarked': {
      const { procedure, round: number, occurredOn: on, scheme, class: of } = event.data
      const recognised = inRound(state, { number, recognised: { id, on, scheme, class: of } })
      return inProcedure(recognised, procedure, { ended: 'recognised' })
    }
    case 'RecognitionRevoked': {
      const round = state.rounds[event.data.round]
      return round ? inRound(state, { ...round, revoked: true }) : state
    }
    case 'ClassReassigned': {
      const round = state.rounds[event.data.round]
      return round ? inRound(state, { ...round, recognised: { ...round.recognised, ...event.data.is } }) : state
    }
    case 'ClueDismissed':
      return inProcedure(state, event.data.procedure, { ended: 'dismissed' })
    case 'HelperAssigned':
      return { ...state, helper: { id: event.data.helper } }
    case 'HelperReleased': {
      const { helper: _released, ...rest } = state
      return rest
    }
    case 'MeasureStarted': {
      const { measure, kind, occurredOn: on, round } = event.data
      return { ...state, measures: { ...state.measures, [measure]: { id, measure, kind, on, round, is: saying(event).words } } }
    }
    case 'MeasureEnded': {
      const measure = state.measures[event.data.measure]
      return measure ? { ...state, measures: { ...state.measures, [measure.measure]: { ...measure, endedOn: event.data.occurredOn } } } : state
    }
    case 'MeasureWithdrawn': {
      const measure = state.measures[event.data.measure]
      return measure ? { ...state, measures: { ...state.measures, [measure.measure]: { ...measure, withdrawn: true } } } : state
    }
    case 'EliminationProposed':
      return inProcedure(state, event.data.procedure, { purpose: 'elimination', opened: true, way: event.data.way, since: event.data.occurredOn })
    case 'EliminationWithdrawn':
      return inProcedure(state, event.data.procedure, { ended: 'withdrawn' })
    case 'RiskEliminated': {
      const { procedure, occurredOn: on, round: number } = event.data
      const used = { ...state, lastRound: Math.max(state.lastRound, number) }
      return inProcedure(eliminatedIn(used, number, { id, on }), procedure, { purpose: 'elimination', ended: 'eliminated' })
    }
    case 'EliminationRolledBack': {
      const round = state.rounds[event.data.round]
      const back = round?.eliminated ? inRound(state, { ...round, eliminated: { ...round.eliminated, rolledBack: true } }) : state
      return event.data.closes ? inProcedure(back, event.data.closes, { ended: 'rolledBack' }) : back
    }
    case 'HouseholdIncluded':
      return { ...state, inclusions: { ...state.inclusions, [id]: {} } }
    case 'InclusionEnded':
      return { ...state, inclusions: { ...state.inclusions, [event.data.ends]: { ended: true } } }
    case 'WatchPaused':
      return { ...state, pauses: { ...state.pauses, [id]: {} } }
    case 'PauseEnded':
      return { ...state, pauses: { ...state.pauses, [event.data.ends]: { ended: true } } }
    case 'RuleWaived':
      return { ...state, waivers: { ...state.waivers, [id]: {} } }
    case 'WaiverEnded':
      return { ...state, waivers: { ...state.waivers, [event.data.ends]: { ended: true } } }
    case 'LeafletHanded':
      return state
    default: {
      const never: never = event
      return never
    }
  }
}

function blank(number: number): Procedure {
  return { number, purpose: 'recognition', opened: false, evidence: [] }
}

function withProcedure(state: MonitoringCaseState, procedure: Procedure): MonitoringCaseState {
  return { ...state, touched: procedure.number, procedures: { ...state.procedures, [procedure.number]: procedure } }
}

function inProcedure(state: MonitoringCaseState, number: number, what: Partial<Procedure>): MonitoringCaseState {
  return withProcedure(state, { ...(state.procedures[number] ?? blank(number)), ...what })
}

/** Evidence from a clue, a visit or the green channel joins what is there. */
function spokeFor(state: MonitoringCaseState, number: number, evidence: readonly string[]): Partial<Procedure> {
  return { evidence: joined(state.procedures[number]?.evidence ?? [], evidence) }
}

function joined(before: readonly string[], evidence: readonly string[]): readonly string[] {
  return [...new Set([...before, ...evidence])]
}

/** Something was done after an upheld objection. */
function answered(state: MonitoringCaseState, number: number): Procedure {
  const { objectionUpheld: _, ...procedure } = state.procedures[number] ?? blank(number)
  return procedure
}

/** Review, notice and town check have to be made again. */
function reset(state: MonitoringCaseState, number: number): Procedure {
  const { review: _, notice: __, townChecked: ___, ...procedure } = answered(state, number)
  return procedure
}

function inRound(state: MonitoringCaseState, one: Round): MonitoringCaseState {
  const { round: _before, ...rest } = state
  const rounds = { ...state.rounds, [one.number]: one }
  const current = Object.values(rounds).findLast(({ revoked }) => !revoked)
  const lastRound = Math.max(state.lastRound, one.number)
  if (!current) return { ...rest, rounds, lastRound, monitoring: 'none' }
  const eliminated = current.eliminated && !current.eliminated.rolledBack
  return { ...rest, rounds, lastRound, round: current.number, monitoring: eliminated ? 'eliminated' : 'monitored' }
}

function eliminatedIn(state: MonitoringCaseState, number: number, eliminated: NonNullable<Round['eliminated']>): MonitoringCaseState {
  const round = state.rounds[number]
  return round ? inRound(state, { ...round, eliminated }) : state
}
