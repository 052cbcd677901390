import {
  alertMessage as alertMessages,
  AlertMessageDelivered,
  AlertMessageFailed,
  AlertMessageMade,
  alertMessageStream,
  alert as alertsDecider,
  alertStream,
  type Channel,
  isOpenAlert,
  type Json,
  MessageFailure,
  receiver as receivers,
  receiverStream,
} from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import { defineReaction, type Effect, type EffectHandler, type Performed, type Reaction } from '@rural-tracker/reactions'
import { Successors } from '../alerts/successors.ts'
import type { ReactionTools } from '../reactions/part.ts'
import { lettersOf } from '../webhooks/delivery.ts'
import { stateOf } from '../webhooks/handler.ts'
import type { AddressBook } from './address-book.ts'
import type { MessageChannel } from './channel.ts'
import { quietHours, SENDER } from './due-messages.ts'
import { type LetterItem, letterItem, letterOf } from './letter.ts'
import { sealLink } from './link.ts'
import { villageTitle } from './village-title.ts'
import { isQuiet, rings, timeOf } from './waiting.ts'
import { countListed } from './weekly-list.ts'

const NAME = 'alert-message'
const [S, M, H, DAY] = [1_000, 60_000, 3_600_000, 86_400_000]
/** Within an hour often, then each hour for more than a day: who comes back is told soon. */
const RETRIES: readonly number[] = [30 * S, 2 * M, 10 * M, 20 * M, 30 * M, ...Array<number>(28).fill(H)]

type Told = Readonly<{ division: string; message: string; receiver: string }>

/** Every message that was made is sent. */
export const messagesMade: Reaction = defineReaction({
  name: 'alert-messages',
  events: [AlertMessageMade],
  effects: ({ data: { division, message, receiver } }) => [
    { id: `${NAME}.${message}`, name: NAME, payload: { division, message, receiver } satisfies Told as Json },
  ],
})

export type SendingHow = Readonly<{
  channels: Readonly<Partial<Record<Channel, MessageChannel>>>
  addresses: AddressBook
  /** Where the page is reached from outside, asked when a message is sent: `https://alerts.example/` */
  pageUrl: () => string
  linkDays: number
  retries?: readonly number[]
  /** Messages that one receiver gets in a minute, by default 20. */
  ratePerMinute?: number
  now?: () => number
}>

/** Sends a message by the channel of its receiver, in the words of the moment, and records what came of it. */
export function messageHandler(tools: ReactionTools, how: SendingHow): EffectHandler {
  const { events, masterKey, today } = tools
  const { channels, addresses, pageUrl, linkDays, ratePerMinute = SLOWEST, now = Date.now } = how

  const record = (type: string, told: Told, more: object): readonly Command[] => {
    const { division, message, receiver } = told
    const data = { division, message, receiver, occurredOn: today(), ...more }
    return [{ type, data, commandId: `${NAME}:${message}:${lettersOf(JSON.stringify(data))}`, actor: SENDER, source: 'alerts' }]
  }
  const failed = (told: Told, attempts: number, reason: MessageFailure): Performed => ({
    kind: 'failed',
    commands: record('RecordAlertMessageFailure', told, { attempts, reason }),
  })

  return {
    name: NAME,
    outcomes: [AlertMessageDelivered, AlertMessageFailed],
    retries: how.retries ?? RETRIES,
    lane: (effect) => {
      const { division, receiver } = told(effect)
      return `${NAME}.${division}.${receiver}`
    },
    ratePerMinute: () => ratePerMinute,
    outcomeOf: async (effect) => {
      const { status } = await stateOf(events, alertMessages, alertMessageStream(told(effect)))
      return status === 'delivered' || status === 'failed'
    },
    perform: async (effect, { attempt, signal }) => {
      const of = told(effect)
      const { items, kind } = await stateOf(events, alertMessages, alertMessageStream(of))
      const { is } = await stateOf(events, receivers, receiverStream(of))
      if (!is) return failed(of, attempt, 'removed')
      const address = addresses.get(receiverStream(of))
      if (!address) return failed(of, attempt, 'noAddress')
      const channel = channels[is.channel]
      if (!channel) return { kind: 'again', reason: 'unreachable' }
      const lines: LetterItem[] = []
      let highest = 0
      for (const [item, one] of items.entries()) {
        const alert = await stateOf(events, alertsDecider, alertStream(one))
        // What was dealt with before it could be told is not told any more.
        if (!isOpenAlert(alert) || alert.episode !== one.episode) continue
        highest = Math.max(highest, alert.level)
        const token = sealLink(masterKey(), { ...of, item, expiresAt: now() + linkDays * DAY })
        lines.push(letterItem(alert, await villageTitle(tools.rows(), alert.place), new URL(`a/${token}`, pageUrl()).href))
      }
      const places = (await Successors.read(tools.rows())).on({ asOf: today() }).successorsOf(of.division)
      const listed = kind === 'alert' ? 0 : await countListed(tools.rows(), places)
      if (lines.length === 0 && (kind !== 'weekly' || listed === 0)) return failed(of, attempt, 'overtaken')
      const quietAt = await quietHours(tools.rows(), today())
      const time = timeOf(new Date(now()).toISOString())
      const hours = places.map(quietAt).find((one) => isQuiet(one, time))
      if (hours && !rings(is, highest)) return { kind: 'again', reason: 'unreachable', afterMs: msUntil(time, hours.ends) }
      const letter = letterOf({ id: of.message, kind, language: is.language, days: linkDays, listed }, lines)
      const sent = await channel.send(address, letter, signal)
      if (sent.kind === 'taken') return { kind: 'done', commands: record('RecordAlertMessageDelivery', of, { attempts: attempt }) }
      return sent.kind === 'refused' ? failed(of, attempt, 'refused') : sent
    },
    givenUp: (effect, { attempts, reason }) => {
      const why = MessageFailure.options.find((option) => option === reason) ?? 'unreachable'
      return record('RecordAlertMessageFailure', told(effect), { attempts, reason: why })
    },
  }
}

/** What an office chat takes of one robot in a minute; nobody wants more. */
const SLOWEST = 20

function told({ payload }: Effect): Told {
  return payload as Told
}

/** Until a time of the day comes next. */
export function msUntil(time: string, next: string): number {
  const minutes = (of: string) => Number(of.slice(0, 2)) * 60 + Number(of.slice(3))
  const left = minutes(next) - minutes(time)
  return (left <= 0 ? left + 1_440 : left) * M
}
