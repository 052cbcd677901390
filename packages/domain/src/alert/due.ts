import type { IsoDate } from '../values/dates.ts'
import { plusDays, weekdayOf } from '../values/calendar.ts'
import { type AlertBook, type AlertCommand, ENGINE } from './book.ts'
import { nextStage, respondBy, type ValueOf } from './clock.ts'
import { isSameDue, isSettledAgain, reopening } from './decide.ts'
import type { AlertSpeaks, SubjectOnDay } from './signs.ts'
import { type AlertState, isLive, isOpen } from './state.ts'

/** One day: who speaks, and what alerts go by at a place. */
export type AlertDay = Readonly<{ day: IsoDate; subjects: readonly SubjectOnDay[]; valueOf: (place: string) => ValueOf }>

/**
 * Everything that is due on a day and not yet said, pure: the same day asked again on what came of it gives nothing. First what is over
 * is closed and what was not answered goes a stage up; then strong signs are raised, then weak ones, the gravest first, as far as the budget
 * of the village and month goes; the others are put on the list of the week.
 *
 * @param book the alerts so far; what is asked for is carried on in it, so that the next day can be asked at once
 * @returns commands in the order in which they have to be carried out
 */
export function alertsDue({ day, subjects, valueOf }: AlertDay, book: AlertBook): readonly AlertCommand[] {
  const commands: AlertCommand[] = []
  const give = (command: AlertCommand) => {
    if (book.give(command).length > 0) commands.push(command)
  }
  const inOrder = subjects.toSorted((a, b) => (a.subject < b.subject ? -1 : 1))
  for (const subject of inOrder)
    for (const alert of book.liveOf(subject.subject)) goOn(alert, subject, { day, valueOf: valueOf(subject.place) }, give)
  const weak: Candidate[] = []
  for (const subject of inOrder) {
    if (subject.standing !== 'watched') continue
    for (const speaks of subject.speaks) {
      const alert = book.at({ ...subject, cause: speaks.cause })
      const one = { subject, speaks }
      if (isOpen(alert) || speaks.sign === 'strong') give(raising(one, day, valueOf(subject.place)))
      else if (isLive(alert)) give(listing(one, day))
      else if (alert.status === 'none' || reopening(alert, speaks) !== undefined) weak.push(one)
    }
  }
  for (const one of weak.toSorted(graverFirst)) {
    const values = valueOf(one.subject.place)
    const budget = values('alertBudget', day)?.perVillageMonth ?? Infinity
    give(book.used(one.subject.place, day) < budget ? raising(one, day, values) : listing(one, day))
  }
  return commands
}

type Candidate = Readonly<{ subject: SubjectOnDay; speaks: AlertSpeaks }>

const RANK = { strong: 0, weak: 1, process: 2 } as const

/** The same order whoever asks: by level, then warnings before our own work, then the oldest sign. */
function graverFirst(a: Candidate, b: Candidate): number {
  return (
    b.speaks.level - a.speaks.level ||
    RANK[a.speaks.sign] - RANK[b.speaks.sign] ||
    byText(a.speaks.firstSignOn, b.speaks.firstSignOn) ||
    byText(a.subject.subject, b.subject.subject) ||
    byText(a.speaks.cause, b.speaks.cause)
  )
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

type Now = Readonly<{ day: IsoDate; valueOf: ValueOf }>

/** An alert that is not over: its cause has gone, its time is over, or its household lives elsewhere. */
function goOn(alert: AlertState, subject: SubjectOnDay, { day, valueOf }: Now, give: (command: AlertCommand) => void): void {
  const here = { division: alert.division, subject: alert.subject, cause: alert.cause, occurredOn: day }
  const episode = { ...here, episode: alert.episode }
  const resolve = (because: string) => give({ type: 'ResolveAlert', data: { ...episode, because } })
  if (subject.standing === 'closed') return resolve('householdClosed')
  if (subject.standing === 'paused') return resolve('watchPaused')
  if (isRecognisedSince(alert, subject)) return resolve('recognised')
  const saysIt = ({ cause }: AlertSpeaks) => cause === alert.cause
  // Nobody would be called because of a day that is not near; who was called already is told of it by the alert that he has.
  const later = subject.speaks.some(saysIt) ? undefined : subject.later?.find((one) => saysIt(one) && isSameDue(alert, one))
  const speaks = subject.speaks.find(saysIt) ?? later
  const gone = () => alert.evidence.filter((id) => !subject.stands(id))
  // What had begun this episode is taken back, and what is left a person has settled before. A risk that was found since stays.
  const isLeft = speaks !== undefined && alert.status !== 'answered' && isSettledAgain(alert, speaks) && gone().length > 0
  // What is due for another reason, or in another month, is another episode: the one that was announced is not the one any more.
  if (speaks === undefined || isLeft || (alert.dueOn !== null && !isSameDue(alert, speaks))) {
    const evidence = gone()
    return evidence.length > 0 ? give({ type: 'WithdrawAlert', data: { ...episode, evidence } }) : resolve('causeGone')
  }
  if (later !== undefined) give(isOpen(alert) ? raising({ subject, speaks: later }, day, valueOf) : listing({ subject, speaks: later }, day))
  const next = nextStage(alert)
  if (next && next.on <= day) {
    const by = respondBy(valueOf, alert.level, next.stage, day)
    give({ type: 'EscalateAlert', data: { ...episode, to: next.stage, ...(by ? { respondBy: by } : {}) } })
  }
  // Who was named by hand stays; otherwise it is the helper of the day, who may be another one than when it was raised.
  const isByHand = alert.assignee !== null && alert.assignedBy !== ENGINE
  const assignee = isByHand ? alert.assignee : subject.helper
  if (isOpen(alert) && (assignee !== alert.assignee || subject.place !== alert.place)) {
    give({ type: 'AssignAlert', data: { ...here, assignee, place: subject.place } })
  }
}

/** A warning has led to a recognition: from then on the case has its own procedure. What our own work lacks is not answered by one. */
function isRecognisedSince({ sign, cause, raisedOn, listedOn }: AlertState, { recognisedOn }: SubjectOnDay): boolean {
  const since = raisedOn ?? listedOn
  return sign !== 'process' && cause.startsWith('rule.') && recognisedOn !== undefined && since !== null && recognisedOn > since
}

function raising({ subject, speaks }: Candidate, day: IsoDate, valueOf: ValueOf): AlertCommand {
  const { stage = 'village', ...said } = speaks
  const by = respondBy(valueOf, speaks.level, stage, day)
  const { division, subject: who, place, helper } = subject
  const heard = { stage, ...(helper === null ? {} : { assignee: helper }), ...(by ? { respondBy: by } : {}) }
  return { type: 'RaiseAlert', data: { division, subject: who, occurredOn: day, place, ...said, ...heard } }
}

/** The week is named by its Monday. */
function listing({ subject, speaks }: Candidate, day: IsoDate): AlertCommand {
  const { stage: _, ...said } = speaks
  const { division, subject: who, place } = subject
  return { type: 'ListAlert', data: { division, subject: who, occurredOn: day, place, ...said, week: plusDays(day, 1 - weekdayOf(day)) } }
}
