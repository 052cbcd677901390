import { z } from 'zod'
import { type Decision, defineAggregate, defineCommand, type Refusal, refuse, type Seen, streamName } from '../aggregate.ts'
import { parameterIn, parameterStreams } from '../parameter/index.ts'
import { DivisionCode } from '../values/division.ts'
import { ActorId, HouseholdId } from '../values/ids.ts'
import { respondBy } from './clock.ts'
import * as events from './events.ts'
import * as kinds from './kinds.ts'
import { type AlertState, evolve, initial, isLive, isOpen, isSaidHere, mayFollow } from './state.ts'

const command = defineCommand<AlertState>()
const here = events.alertHere
const named = { ...here, episode: z.int().positive() }

/**
 * The stream of an alert: one for each subject and cause, for good.
 *
 * @example alertStream({ division: '431224105201', subject: 'H00001', cause: 'rule.drop-out' }) // 'alert-431224105201-H00001.rule.drop_out'
 */
export function alertStream({ division, subject, cause }: Readonly<{ division: string; subject: string; cause: string }>): string {
  const who = HouseholdId.safeParse(subject).success ? subject : 'place'
  return streamName('alert', division, `${who}.${cause.replaceAll('-', '_')}`)
}
const stream = alertStream

const unknown = refuse('alert.unknown', '没有这条预警，请核对编号。', 'There is no such alert; check its id.')
const closed = refuse('alert.closed', '该预警已办结；有新证据时会再次提出。', 'The alert is closed; it is raised again when new evidence comes.')
const notRaised = refuse(
  'alert.not-raised',
  '该信号只在周清单上，尚未提出预警；可以直接反馈或不予处理。',
  'The sign is on the weekly list only and was not raised; answer or dismiss it instead.',
)
const departmentMissing = refuse('alert.department-missing', '转交部门时请写明是哪个部门。', 'Say which department it is passed on to.')

const nothingHigher = refuse(
  'alert.nothing-higher',
  '该预警已是最高级别，没有更高的级别可再算；请写明有新证据时再算（newEvidence）。',
  'The alert has the highest level, so no higher one could count again; say that new evidence does (newEvidence).',
)

/** What may be done to an alert that is there; a refusal says why not. */
function lacking(state: AlertState, type: events.AlertEvent['type']): Refusal | undefined {
  if (state.status === 'none') return unknown
  if (mayFollow(state, type)) return undefined
  return state.status === 'listed' ? notRaised : closed
}

const { episode: _, because: __, ...raising } = events.AlertReopened.schema.shape
const { episode: ___, ...listing } = events.AlertListed.schema.shape
type Sign = z.output<typeof raiseData>
const raiseData = z.strictObject(raising)

/** More of the same is one alert still: only what was not known, what is graver, what has passed and another day for the same is news. */
function strengthened(
  state: AlertState,
  {
    evidence,
    level,
    sign,
    phase,
    dueOn,
    ...data
  }: Pick<Sign, 'division' | 'subject' | 'cause' | 'occurredOn' | 'evidence' | 'level' | 'sign' | 'phase' | 'dueOn'>,
): Decision {
  const { division, subject, cause, occurredOn } = data
  const { episode, dueOn: from } = state
  const here = { division, subject, cause, occurredOn, episode }
  const hasMoved = from !== null && dueOn !== undefined && phase !== undefined && dueOn !== from
  const moved = hasMoved ? [events.AlertDueDayMoved({ ...here, from, dueOn, phase })] : []
  const news = unknownIn(state, evidence)
  const graver = level > state.level || (sign === 'strong' && state.sign !== 'strong')
  const passed = phase === 'passed' && state.phase !== 'passed'
  if (news.length === 0 && !graver && !passed) return moved
  return [
    ...moved,
    events.AlertStrengthened({
      ...here,
      level: Math.max(level, state.level),
      sign: state.sign === 'strong' ? 'strong' : sign,
      evidence: news,
      ...(phase ? { phase } : {}),
    }),
  ]
}

function unknownIn({ known }: AlertState, evidence: readonly string[]): string[] {
  const before = new Set(known)
  return evidence.filter((id) => !before.has(id))
}

type Words = Readonly<{ evidence: readonly string[]; level: number; dueOn?: string | undefined }>

/** Why a closed alert would be raised again by these words; undefined: what closed it still holds. Another due day is news like an event. */
export function reopening(state: AlertState, words: Words): z.output<typeof kinds.ReopenedBecause> | undefined {
  const held = state.settled ?? state
  const news = unknownIn(state, words.evidence).length > 0 || isOtherDay(held, words)
  if (state.countsAgain === null) return news ? 'newEvidence' : 'causeBack'
  return countingAgain({ ...held, countsAgain: state.countsAgain }, words, news)
}

/**
 * Whether a person's last word would hold against these words, had what was said since not been said: of an episode that rests on nothing else,
 * nothing is left when that is taken back.
 */
export function isSettledAgain({ settled, known }: AlertState, words: Words): boolean {
  if (settled === null) return false
  const before = new Set(known.slice(0, settled.known))
  const news = words.evidence.some((id) => !before.has(id)) || isOtherDay(settled, words)
  return countingAgain(settled, words, news) === undefined
}

/**
 * Whether a due day is the same one, set otherwise: it rests on nothing that the open alert does not rest on. One that rests on no event is of
 * its month.
 */
export function isSameDue({ dueOn, evidence }: Pick<AlertState, 'dueOn' | 'evidence'>, words: Words): boolean {
  if (dueOn === null || words.dueOn === undefined) return dueOn === (words.dueOn ?? null)
  if (words.evidence.length === 0) return words.dueOn.slice(0, 7) === dueOn.slice(0, 7)
  return words.evidence.every((id) => evidence.includes(id))
}

function isOtherDay(held: Readonly<{ dueOn: string | null }>, { dueOn }: Words): boolean {
  return dueOn !== undefined && dueOn !== held.dueOn
}

type Held = Readonly<{ countsAgain: kinds.CountsAgain; level: number }>

function countingAgain({ countsAgain, level }: Held, words: Words, news: boolean): 'newEvidence' | 'higherLevel' | undefined {
  switch (countsAgain) {
    case 'newEvidence':
      return news ? 'newEvidence' : undefined
    case 'higherLevel':
      // Above the highest level there is none: nothing is silent for good.
      if (level >= kinds.HIGHEST_LEVEL) return news ? 'newEvidence' : undefined
      return words.level > level ? 'higherLevel' : undefined
    default: {
      const never: never = countsAgain
      return never
    }
  }
}

/** A cause speaks, and somebody is to hear it: a first alert, one more episode, or more evidence for the open one. */
export const raiseAlert = command({
  type: 'RaiseAlert',
  kind: 'order',
  data: raiseData,
  stream,
  decide: (data, state): Decision => {
    if (isOpen(state)) return strengthened(state, data)
    if (!isLive(state) && state.status !== 'none') {
      const because = reopening(state, data)
      return because ? [events.AlertReopened({ ...data, episode: state.episode + 1, because })] : []
    }
    return [events.AlertRaised({ ...data, episode: Math.max(1, state.episode) })]
  },
})

/** A weak sign above the budget. */
export const listAlert = command({
  type: 'ListAlert',
  kind: 'order',
  data: z.strictObject(listing),
  stream,
  decide: (data, state): Decision => {
    if (isLive(state)) return strengthened(state, data)
    if (state.status !== 'none' && reopening(state, data) === undefined) return []
    return [events.AlertListed({ ...data, episode: state.episode + 1 })]
  },
})

export const assignAlert = command({
  type: 'AssignAlert',
  kind: 'order',
  data: z.strictObject({ ...here, assignee: ActorId.nullable(), place: DivisionCode.optional() }),
  stream,
  decide: ({ place, ...data }, state): Decision => {
    const assigned = { ...data, place: place ?? state.place, episode: state.episode }
    if (state.assignee === assigned.assignee && state.place === assigned.place && state.status !== 'none') return []
    return lacking(state, 'AlertAssigned') ?? [events.AlertAssigned(assigned)]
  },
})

/** Somebody has seen it; the time for an answer goes on. */
export const acknowledgeAlert = command({
  type: 'AcknowledgeAlert',
  kind: 'order',
  data: z.strictObject(here),
  stream,
  decide: (data, state): Decision => {
    if (state.status === 'acknowledged' || state.status === 'answered') return []
    return lacking(state, 'AlertAcknowledged') ?? [events.AlertAcknowledged({ ...data, episode: state.episode })]
  },
})

/** A visit was made, whatever has become of the alert meanwhile. */
export const answerAlert = command({
  type: 'AnswerAlert',
  kind: 'report',
  data: z.strictObject({ ...here, found: kinds.Found }),
  stream,
  decide: (data, state): Decision => {
    const { occurredOn, found, ...which } = data
    if (isSaidHere(state, 'AlertAnswered', { occurredOn, found })) return []
    const raisedOn = state.raisedOn === null ? {} : { raisedOn: state.raisedOn }
    return lacking(state, 'AlertAnswered') ?? [events.AlertAnswered({ ...which, occurredOn, episode: state.episode, found, ...raisedOn })]
  },
})

/** A person puts it aside and says what would count again; until then the same cause is silent. */
export const dismissAlert = command({
  type: 'DismissAlert',
  kind: 'order',
  data: z.strictObject({ ...here, reason: kinds.AlertDismissReason, countsAgain: kinds.CountsAgain }),
  stream,
  decide: (data, state): Decision => {
    const { occurredOn, reason, countsAgain } = data
    if (state.status === 'dismissed' && isSaidHere(state, 'AlertDismissed', { occurredOn, reason, countsAgain })) return []
    if (isLive(state) && countsAgain === 'higherLevel' && state.level >= kinds.HIGHEST_LEVEL) return nothingHigher
    return lacking(state, 'AlertDismissed') ?? [events.AlertDismissed({ ...data, episode: state.episode })]
  },
})

const readsClock = (data: Parameters<typeof stream>[0], seen: Seen) => {
  const { place } = (seen(stream(data))?.state ?? initial) as AlertState
  return place === '' ? [] : parameterStreams(place, 'alertClock.1.village', 'workingCalendar.2000')
}

/** To another stage or to a department: whoever gets it has the time of that stage. */
export const passOnAlert = command({
  type: 'PassOnAlert',
  kind: 'order',
  data: z.strictObject({ ...here, to: kinds.PassedTo, department: events.AlertPassedOn.schema.shape.department }),
  stream,
  reads: readsClock,
  decide: (data, state, _actor, seen): Decision => {
    const { occurredOn, to, department } = data
    const said = { occurredOn, to, ...(department ? { department } : {}) }
    if (isSaidHere(state, 'AlertPassedOn', said)) return []
    const lack = lacking(state, 'AlertPassedOn')
    if (lack) return lack
    if (to === 'department' && department === undefined) return departmentMissing
    const stage = to === 'department' ? state.stage : to
    const by = respondBy((kind, on) => parameterIn(seen, kind, state.place, on)?.value, state.level, stage, occurredOn)
    return [events.AlertPassedOn({ ...data, episode: state.episode, ...(by ? { respondBy: by } : {}) })]
  },
})

/** The time of a stage is over without an answer. Asked of an episode that is over, or a stage that was reached, it is nothing. */
export const escalateAlert = command({
  type: 'EscalateAlert',
  kind: 'order',
  data: z.strictObject({ ...named, to: kinds.AlertStage, respondBy: events.AlertEscalated.schema.shape.respondBy }),
  stream,
  decide: ({ to, respondBy: by, ...data }, state): Decision => {
    if (state.status === 'none') return unknown
    const higher = kinds.ALERT_STAGES.indexOf(to) > kinds.ALERT_STAGES.indexOf(state.stage)
    if (state.episode !== data.episode || !mayFollow(state, 'AlertEscalated') || !higher) return []
    const missed = state.respondBy ?? data.occurredOn
    return [events.AlertEscalated({ ...data, from: state.stage, to, missed, ...(by ? { respondBy: by } : {}) })]
  },
})

export const resolveAlert = command({
  type: 'ResolveAlert',
  kind: 'order',
  data: z.strictObject({ ...here, episode: z.int().positive().optional(), because: kinds.ResolvedBecause }),
  stream,
  decide: ({ episode, because, ...data }, state): Decision => {
    if (state.status === 'none') return unknown
    if ((episode ?? state.episode) !== state.episode || !isLive(state)) return []
    const visited = because === 'recognised' && state.visitedOn !== null ? { visitedOn: state.visitedOn } : {}
    return [events.AlertResolved({ ...data, episode: state.episode, because, ...visited })]
  },
})

export const withdrawAlert = command({
  type: 'WithdrawAlert',
  kind: 'order',
  data: events.AlertWithdrawn.schema,
  stream,
  decide: (data, state): Decision => {
    if (state.status === 'none') return unknown
    return data.episode === state.episode && isLive(state) ? [events.AlertWithdrawn(data)] : []
  },
})

/** 预警: from a flag to an answer. One stream for each subject and cause: at most one alert is open, and the record is the same for good. */
export const alert = defineAggregate({
  category: 'alert',
  events: events.alertEvents,
  initial,
  evolve,
  division: ({ place }) => place || undefined,
  commands: [
    raiseAlert,
    listAlert,
    assignAlert,
    acknowledgeAlert,
    answerAlert,
    dismissAlert,
    passOnAlert,
    escalateAlert,
    resolveAlert,
    withdrawAlert,
  ],
})
