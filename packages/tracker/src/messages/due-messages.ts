import {
  AlertMessageDelivered,
  AlertMessageFailed,
  type AlertMessageState,
  type AlertState,
  type MessageItem,
  type MessageKind,
  type Receiver,
  receiverStream,
} from '@rural-tracker/domain'
import type { Command, StoredEvent } from '@rural-tracker/event-store'
import type { DueMoment, DueWork } from '@rural-tracker/reactions'
import { alertMessageOfRow, alertMessages, alertOfRow, alerts, divisionSuccession, receiverOfRow, receivers } from '@rural-tracker/read-models'
import { allParameters } from '../alerts/standing.ts'
import type { ReactionTools, RowsOfModels } from '../reactions/part.ts'
import { lettersOf } from '../webhooks/delivery.ts'
import type { AddressBook } from './address-book.ts'
import { Listeners } from './listeners.ts'
import { isQuiet, isTold, nextMessage, type QuietHours, said, timeOf, toldWeeklyOn } from './waiting.ts'
import { hasListedBefore } from './weekly-list.ts'

export const SENDER = 'system:alert-messages'

/**
 * After these somebody may have to be told: of an alert, of what waited for a message that has ended, or because somebody is to be told from
 * now on, also of another village.
 */
const MESSAGE_NEWS: readonly string[] = [
  ...alerts.types,
  ...receivers.types,
  ...divisionSuccession.types,
  AlertMessageDelivered.type,
  AlertMessageFailed.type,
]

/**
 * What receivers are to be told now, as a question: alerts that stand where a receiver hears of them, less what it was told. A receiver that
 * has a message under way gets no other one: whatever waits meanwhile becomes one message.
 */
export function messagesDue({ rowsAtHead }: Pick<ReactionTools, 'rowsAtHead'>, addresses: Pick<AddressBook, 'get'>): DueWork {
  const listeners = async (rows: RowsOfModels, { today }: DueMoment) => Listeners.on(rows, await receiversThere(rows), { today, addresses })
  // What was heard while the rows were behind it is asked about with what is heard next.
  const heard: StoredEvent[] = []
  return {
    name: 'alert-messages',
    find: async function* (moment) {
      const rows = await rowsAtHead()
      if (!rows) return
      const all = await listeners(rows, moment)
      yield* messagesTo(rows, all, all.there, moment)
    },
    news: {
      types: MESSAGE_NEWS,
      find: async function* (moment, events) {
        heard.push(...events)
        const rows = await rowsAtHead()
        if (!rows) return
        const all = await listeners(rows, moment)
        yield* messagesTo(rows, all, await spokenTo(rows, all, heard.splice(0)), moment)
      },
    },
  }
}

async function receiversThere(rows: RowsOfModels): Promise<readonly Receiver[]> {
  const there = await rows.rows(receivers.table, { where: [['there', '=', 1]], order: [['key', 'asc']] })
  return there.flatMap((row) => receiverOfRow(row).is ?? [])
}

/** Those of whom events speak: by name, or because they hear of an alert that events speak of. */
async function spokenTo(rows: RowsOfModels, listeners: Listeners, events: readonly StoredEvent[]): Promise<readonly Receiver[]> {
  const { there } = listeners
  if (there.length === 0 || events.some(({ type }) => isAboutMergers.has(type))) return there
  const named = new Set(
    events.filter(({ type }) => !isAboutAlerts.has(type)).map(({ data }) => receiverStream(data as { division: string; receiver: string })),
  )
  const streams = [...new Set(events.flatMap(({ type, stream }) => (isAboutAlerts.has(type) ? [stream] : [])))]
  const told = (
    await rows.rows(alerts.table, {
      where: [
        ['key', 'in', streams],
        ['status', '=', 'raised'],
      ],
    })
  ).map(alertOfRow)
  return there.filter((receiver) => named.has(receiverStream(receiver)) || told.some((alert) => listeners.hears(receiver, alert)))
}

const isAboutAlerts = new Set(alerts.types)
const isAboutMergers = new Set(divisionSuccession.types)

async function* messagesTo(rows: RowsOfModels, listeners: Listeners, those: readonly Receiver[], { today, now }: DueMoment): AsyncIterable<Command> {
  if (those.length === 0) return
  const open = (await rows.rows(alerts.table, { where: [['status', '=', 'raised']] })).map(alertOfRow)
  const quietAt = await quietHours(rows, today)
  for (const receiver of those) {
    const heard = open.filter((alert) => listeners.hears(receiver, alert))
    const time = timeOf(now)
    const weekly = receiver.weeklyAt && toldWeeklyOn(receiver.weeklyAt, today, time)
    if (heard.length === 0 && weekly === undefined) continue
    const { told, last, isBusy, hadDaily, hadWeekly } = await historyOf(rows, receiver, heard, { today, weekly })
    if (isBusy) continue
    for (const other of listeners.sameAddress(receiver))
      for (const [item, on] of (await historyOf(rows, other, heard, { today, weekly: undefined })).told)
        if ((told.get(item) ?? '') < on) told.set(item, on)
    const waits = heard.filter((alert) => !isTold(alert, told))
    const places = listeners.placesOf(receiver)
    const quiet = places.some((place) => isQuiet(quietAt(place), time))
    const next = nextMessage(receiver, waits, { time, quiet, hadDaily })
    if (next) yield asCommand(receiver, next, last, today)
    else if (weekly !== undefined && !quiet && !hadWeekly && (await hasListedBefore(rows, places, weekly)))
      yield asCommand(receiver, { kind: 'weekly', items: [], of: ['weekly', weekly] }, last, today)
  }
}

/** What is in force at a place today. */
export async function quietHours(rows: RowsOfModels, today: string): Promise<(place: string) => QuietHours | undefined> {
  const { valueOf } = (await allParameters(rows, today)).on(today)
  return (place) => valueOf(place)('quietHours', today)
}

/** What was told since the first of these was raised, and since the weekly list was to be told; what failed was not. */
async function historyOf(
  rows: RowsOfModels,
  { division, receiver }: Receiver,
  heard: readonly AlertState[],
  { today, weekly }: Readonly<{ today: string; weekly: string | undefined }>,
) {
  const since = heard.reduce((first, { raisedOn }) => (raisedOn !== null && raisedOn < first ? raisedOn : first), weekly ?? today)
  const where = [
    ['division', '=', division],
    ['receiver', '=', receiver],
    ['madeOn', '>=', since],
  ] as const
  const found = await rows.rows(alertMessages.table, { where, order: [['position', 'asc']] })
  const messages = found.map((row) => ({ key: String(row['key']), position: Number(row['position']), ...alertMessageOfRow(row) }))
  const last = messages.at(-1)
  const underWay = await rows.count(alertMessages.table, [...where.slice(0, 2), ['status', '=', 'under way']])
  return {
    told: new Map(
      messages.filter(({ status }) => status !== 'failed').flatMap(({ items, madeOn }) => items.map((item) => [said(item), madeOn] as const)),
    ),
    last: last?.key ?? '',
    // Where it was refused, or nobody knows where to, another message is of no use the same day.
    isBusy: underWay > 0 || (last !== undefined && isHopeless(last, today)),
    hadWeekly: messages.some(({ kind, madeOn, status }) => kind === 'weekly' && madeOn >= (weekly ?? today) && status !== 'failed'),
    hadDaily: messages.some(({ kind, madeOn, status }) => kind === 'daily' && madeOn === today && status !== 'failed'),
  }
}

function isHopeless({ status, reason, endedOn }: AlertMessageState, today: string): boolean {
  return status === 'failed' && (reason === 'refused' || reason === 'noAddress') && endedOn === today
}

/** The id comes from who is told, of what, and after which other message: asked twice it is one message. */
function asCommand(
  { division, receiver }: Receiver,
  { kind, items, of = items.map(said) }: Readonly<{ kind: MessageKind; items: readonly MessageItem[]; of?: readonly string[] }>,
  after: string,
  today: string,
): Command {
  const message = lettersOf(['alert-message', division, receiver, after, ...of].join('\n'))
  const data = { division, message, receiver, occurredOn: today, kind, items }
  return { type: 'MakeAlertMessage', data, commandId: `alert-message:${message}:${today}`, actor: SENDER, source: 'alerts' }
}
