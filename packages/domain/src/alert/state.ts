import type { Recorded } from '../aggregate.ts'
import { words } from '../said.ts'
import type { AlertEvent } from './events.ts'
import type { AlertPhase, AlertSign, AlertStage, CountsAgain, Found, ResolvedBecause } from './kinds.ts'

/** Where an alert stands. `answered`: the visit found the risk, and the case goes on; `cleared`: the visit found none, or it is covered. */
export type AlertStatus = 'none' | 'listed' | 'raised' | 'acknowledged' | 'answered' | 'cleared' | 'dismissed' | 'resolved' | 'withdrawn'

const RAISED = ['raised', 'acknowledged'] as const
const OPEN = [...RAISED, 'answered'] as const
const LIVE = ['listed', ...OPEN] as const
const CLOSED = ['cleared', 'dismissed', 'resolved', 'withdrawn'] as const

/** Every way from one status to another, and the ways back: from where, and to where (`same`: it stays). An answer's way is its finding's. */
export const ALERT_WAYS = {
  AlertRaised: { from: ['none', 'listed'], to: 'raised' },
  AlertListed: { from: ['none', ...CLOSED], to: 'listed' },
  AlertReopened: { from: CLOSED, to: 'raised' },
  AlertStrengthened: { from: LIVE, to: 'same' },
  AlertDueDayMoved: { from: LIVE, to: 'same' },
  AlertAssigned: { from: LIVE, to: 'same' },
  AlertAcknowledged: { from: ['raised'], to: 'acknowledged' },
  AlertAnswered: { from: [...LIVE, ...CLOSED], to: { atRisk: 'answered', covered: 'cleared', noRisk: 'cleared', notMet: 'same' } },
  AlertDismissed: { from: LIVE, to: 'dismissed' },
  AlertPassedOn: { from: OPEN, to: 'raised' },
  AlertEscalated: { from: RAISED, to: 'raised' },
  AlertResolved: { from: LIVE, to: 'resolved' },
  AlertWithdrawn: { from: LIVE, to: 'withdrawn' },
} as const satisfies Readonly<
  Record<AlertEvent['type'], Readonly<{ from: readonly AlertStatus[]; to: AlertStatus | 'same' | Record<Found, AlertStatus | 'same'> }>>
>

export type Settled = Readonly<{ countsAgain: CountsAgain; level: number; dueOn: string | null; known: number }>

/** One alert, as its own record tells it. Plain JSON: a read model keeps it as it is. */
export type AlertState = Readonly<{
  status: AlertStatus
  /** The last episode; 0 before the first. */
  episode: number
  division: string
  subject: string
  cause: string
  place: string
  level: number
  sign: AlertSign
  stage: AlertStage
  assignee: string | null
  /** Who named the assignee: the engine, or a person; nobody without an assignee. */
  assignedBy: string | null
  department: string | null
  /** Of the last episode. */
  evidence: readonly string[]
  /** Of all episodes: what a person has put aside stays aside until something is said that is not among these. */
  known: readonly string[]
  firstSignOn: string
  rule: Readonly<{ id: string; version: number }> | null
  dueOn: string | null
  phase: AlertPhase | null
  /** The day on which a due day that had passed was put off: it may pass again. */
  putOffOn: string | null
  raisedOn: string | null
  listedOn: string | null
  respondBy: string | null
  visitedOn: string | null
  found: Found | null
  closedOn: string | null
  /** What would raise it again; none while it is open, and when its cause went away by itself. */
  countsAgain: CountsAgain | null
  /**
   * The last word of a person, which holds until something counts: how grave it was, for which due day, and the first so many of `known`. It is
   * kept while a later episode lasts: should what began that be taken back, it holds again.
   */
  settled: Settled | null
  /** What people said last in this episode, so that the same again is no event. */
  said: Readonly<Record<string, string>>
}>

export const initial: AlertState = {
  status: 'none',
  episode: 0,
  division: '',
  subject: '',
  cause: '',
  place: '',
  level: 1,
  sign: 'weak',
  stage: 'village',
  assignee: null,
  assignedBy: null,
  department: null,
  evidence: [],
  known: [],
  firstSignOn: '',
  rule: null,
  dueOn: null,
  phase: null,
  putOffOn: null,
  raisedOn: null,
  listedOn: null,
  respondBy: null,
  visitedOn: null,
  found: null,
  closedOn: null,
  countsAgain: null,
  settled: null,
  said: {},
}

/** Somebody still has to deal with it. A sign on the weekly list is not open. */
export function isOpen({ status }: Pick<AlertState, 'status'>): boolean {
  return (OPEN as readonly AlertStatus[]).includes(status)
}

/** Open, or on the weekly list. */
export function isLive({ status }: Pick<AlertState, 'status'>): boolean {
  return (LIVE as readonly AlertStatus[]).includes(status)
}

/** Whether the event may follow on this status. */
export function mayFollow(state: AlertState, type: AlertEvent['type']): boolean {
  return (ALERT_WAYS[type].from as readonly AlertStatus[]).includes(state.status)
}

export function isSaidHere({ said, episode }: AlertState, type: AlertEvent['type'], data: Readonly<Record<string, unknown>>): boolean {
  return said[type] === saying(episode, data)
}

function saying(episode: number, { occurredOn, ...data }: Readonly<Record<string, unknown>>): string {
  const { raisedOn: _, respondBy: __, ...rest } = data
  return words({ ...rest, episode, occurredOn })
}

export function evolve(state: AlertState, event: AlertEvent, { actor }: Recorded): AlertState {
  const told = folded(state, event)
  // Whoever says the same assignee again, with another place, has named nobody.
  const assignedBy = told.assignee === null ? null : told.assignee === state.assignee && told.episode === state.episode ? state.assignedBy : actor
  const next = { ...told, assignedBy, status: statusAfter(state, event) }
  return isLive(next) ? next : { ...next, closedOn: isLive(state) ? event.data.occurredOn : state.closedOn }
}

function statusAfter({ status }: AlertState, { type, data }: AlertEvent): AlertStatus {
  const way = ALERT_WAYS[type]
  // What is said of an alert that is closed already is kept, and closes nothing again.
  if (type === 'AlertAnswered' && (CLOSED as readonly AlertStatus[]).includes(status)) return status
  const to: AlertStatus | 'same' = typeof way.to === 'string' ? way.to : way.to[(data as { found: Found }).found]
  return to === 'same' ? status : to
}

function folded(state: AlertState, event: AlertEvent): AlertState {
  switch (event.type) {
    case 'AlertRaised':
    case 'AlertReopened': {
      const { assignee = null, respondBy = null, stage } = event.data
      return { ...begun(state, event.data), stage, assignee, respondBy, raisedOn: event.data.occurredOn }
    }
    case 'AlertListed':
      return { ...begun(state, event.data), stage: 'village', assignee: null, listedOn: event.data.occurredOn }
    case 'AlertStrengthened': {
      const { level, sign, evidence, phase } = event.data
      return {
        ...state,
        level,
        sign,
        phase: phase ?? state.phase,
        evidence: joined(state.evidence, evidence),
        known: joined(state.known, evidence),
      }
    }
    case 'AlertDueDayMoved':
      return { ...state, ...movedTo(state, event.data) }
    case 'AlertAssigned':
      return { ...state, assignee: event.data.assignee, place: event.data.place }
    case 'AlertAcknowledged':
      return state
    case 'AlertAnswered': {
      const { found, occurredOn } = event.data
      const said = { ...state.said, [event.type]: saying(state.episode, spoken(event.data)) }
      if (found === 'notMet') return { ...state, found, said }
      const closes = isLive(state) && found !== 'atRisk'
      return { ...state, found, visitedOn: occurredOn, respondBy: null, said, ...(closes ? settledBy(state, 'newEvidence') : {}) }
    }
    case 'AlertDismissed': {
      const { countsAgain } = event.data
      return {
        ...state,
        ...settledBy(state, countsAgain),
        respondBy: null,
        said: { ...state.said, [event.type]: saying(state.episode, spoken(event.data)) },
      }
    }
    case 'AlertPassedOn': {
      const { to, department = null, respondBy = null } = event.data
      const stage = to === 'department' ? state.stage : to
      return { ...state, stage, department, respondBy, said: { ...state.said, [event.type]: saying(state.episode, spoken(event.data)) } }
    }
    case 'AlertEscalated':
      return { ...state, stage: event.data.to, respondBy: event.data.respondBy ?? null }
    case 'AlertResolved':
      return { ...state, respondBy: null, ...settledBy(state, HOLDS.includes(event.data.because) ? 'newEvidence' : null) }
    case 'AlertWithdrawn':
      return { ...state, respondBy: null, countsAgain: state.settled?.countsAgain ?? null }
    default: {
      const never: never = event
      return never
    }
  }
}

/** How things stood when a person settled them. */
function settledBy({ level, dueOn, known }: AlertState, countsAgain: CountsAgain | null): Pick<AlertState, 'countsAgain' | 'settled'> {
  return { countsAgain, settled: countsAgain && { countsAgain, level, dueOn, known: known.length } }
}

/** What people have settled stays settled; a cause that went away by itself comes back by itself. */
const HOLDS: readonly ResolvedBecause[] = ['recognised', 'byHand']

/** The words of an act, without what names the alert. */
export function spoken({
  division: _,
  subject: __,
  cause: ___,
  episode: ____,
  ...data
}: object & Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return data
}

type Begins = Extract<AlertEvent, { type: 'AlertRaised' | 'AlertListed' | 'AlertReopened' }>['data']

/** A first word, or one more episode; a sign that is taken from the weekly list goes on in its own. */
function begun(state: AlertState, data: Begins): AlertState {
  const { division, subject, cause, place, level, sign, evidence, firstSignOn, episode } = data
  const goesOn = episode === state.episode
  const before = goesOn ? state : initial
  return {
    ...before,
    episode,
    division,
    subject,
    cause,
    place,
    level,
    sign,
    evidence: goesOn ? joined(state.evidence, evidence) : evidence,
    known: joined(state.known, evidence),
    settled: state.settled,
    firstSignOn: goesOn && state.firstSignOn < firstSignOn ? state.firstSignOn : firstSignOn,
    rule: data.rule ?? null,
    dueOn: data.dueOn ?? null,
    phase: data.phase ?? null,
  }
}

function movedTo(
  { phase: before, putOffOn }: AlertState,
  { dueOn, phase, occurredOn }: Readonly<{ dueOn: string; phase: AlertPhase; occurredOn: string }>,
): Pick<AlertState, 'dueOn' | 'phase' | 'putOffOn'> {
  return { dueOn, phase, putOffOn: before === 'passed' && phase === 'approaching' ? occurredOn : putOffOn }
}

function joined(before: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...before, ...more])]
}
