import {
  type AlertState,
  divisionPrefix,
  type MessageItem,
  type MessageKind,
  MOST_ITEMS,
  plusDays,
  type Receiver,
  type TimeOfWeek,
  weekdayOf,
} from '@rural-tracker/domain'

/** Where an alert stands, for who is told of it: another stage, another level or a due day that has passed is news, anything else is not. */
export function stoodOf({ stage, phase, level }: Pick<AlertState, 'stage' | 'phase' | 'level'>): string {
  return `${stage}.${phase ?? 'raised'}.${level}`
}

/** What a message says of an alert, by ids only. */
export function itemOf(alert: AlertState): MessageItem {
  const { division, subject, cause, episode } = alert
  return { division, subject, cause, episode, stood: stoodOf(alert) }
}

/** The same alert where it stands, as one text. */
export function said({ division, subject, cause, episode, stood }: MessageItem): string {
  return [division, subject, cause, episode, stood].join(' ')
}

/**
 * Whether an alert was told as it stands. A due day that was put off is no news; that it has passed as well is.
 *
 * @param told what was told, by its text, and the day on which it was last
 */
export function isTold(alert: AlertState, told: ReadonlyMap<string, string>): boolean {
  const on = told.get(said(itemOf(alert)))
  return on !== undefined && !(alert.phase === 'passed' && alert.putOffOn !== null && on <= alert.putOffOn)
}

/**
 * Whether a receiver is to hear of an alert: one that nobody has seen yet, at a stage, a level and a place of the receiver's.
 *
 * @param present what a division has become: who was registered for a village that was merged away hears of its successor
 */
export function hears(receiver: Receiver, alert: AlertState, present: (division: string) => readonly string[] = (division) => [division]): boolean {
  return (
    alert.status === 'raised' &&
    receiver.stages.includes(alert.stage) &&
    alert.level >= receiver.fromLevel &&
    present(receiver.division).some((division) => present(alert.place).some((place) => place.startsWith(divisionPrefix(division)))) &&
    (!receiver.ownOnly || alert.assignee === receiver.answersAs)
  )
}

export type QuietHours = Readonly<{ begins: string; ends: string }>

/** Times of the day in Shanghai; over midnight where the first is the later. @example isQuiet({ begins: '20:00', ends: '07:30' }, '23:10') // true */
export function isQuiet(hours: QuietHours | undefined, time: string): boolean {
  if (hours === undefined) return false
  const { begins, ends } = hours
  return begins <= ends ? time >= begins && time < ends : time >= begins || time < ends
}

/** Whether an alert may be told in quiet hours. */
export function rings({ ringsFrom }: Receiver, level: number): boolean {
  return ringsFrom !== null && level >= ringsFrom
}

/** This is told at once also by who wishes one message a day. */
const AT_ONCE = 3

export type Moment = Readonly<{
  /** `09:15`, in Shanghai. */
  time: string
  quiet: boolean
  /** Today's daily message was made. */
  hadDaily: boolean
}>

/**
 * The next message of a receiver, of what waits for it, the gravest first; undefined: nothing now. Several that waited, for a morning
 * or for a receiver that was away, become one message.
 */
export function nextMessage(
  receiver: Receiver,
  waits: readonly AlertState[],
  { time, quiet, hadDaily }: Moment,
): Readonly<{ kind: MessageKind; items: readonly MessageItem[] }> | undefined {
  const now = quiet ? waits.filter(({ level }) => rings(receiver, level)) : waits
  const { digestAt } = receiver
  const isDaily = digestAt !== null && !quiet && time >= digestAt && !hadDaily
  const told = digestAt === null || isDaily ? now : now.filter(({ level }) => level >= AT_ONCE)
  if (told.length === 0) return undefined
  const items = told.toSorted(graverFirst).slice(0, MOST_ITEMS).map(itemOf)
  return { kind: isDaily ? 'daily' : items.length === 1 ? 'alert' : 'digest', items }
}

function graverFirst(a: AlertState, b: AlertState): number {
  return b.level - a.level || byText(a.respondBy ?? '9', b.respondBy ?? '9') || byText(a.subject, b.subject) || byText(a.cause, b.cause)
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * The last day on which the weekly list was to be told: today only from its time on.
 *
 * @example toldWeeklyOn({ day: 1, time: '08:00' }, '2024-05-08', '09:00') // '2024-05-06', the Monday of that week
 */
export function toldWeeklyOn({ day, time }: TimeOfWeek, today: string, now: string): string {
  const since = (weekdayOf(today) - day + 7) % 7
  return plusDays(today, since === 0 && now < time ? -7 : -since)
}

/** The time of the day in Shanghai. */
export function timeOf(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(11, 16)
}
