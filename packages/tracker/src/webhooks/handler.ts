import {
  type Aggregate,
  catalogue,
  decodeEvent,
  DeliveryFailed,
  DeliveryFailure,
  DeliverySucceeded,
  delivery as deliveries,
  type DomainEvent,
  type Json,
  plusDays,
  streamName,
  webhook as webhooks,
} from '@rural-tracker/domain'
import type { Command, EventStore, StoredEvent } from '@rural-tracker/event-store'
import type { EffectHandler } from '@rural-tracker/reactions'
import type { ReactionTools } from '../reactions/part.ts'
import { AddressRefused } from './addresses.ts'
import { type Delivery, deliveryIn, lettersOf, WEBHOOK } from './delivery.ts'
import { type Post, TimedOut } from './post.ts'
import { rowTold } from './rows.ts'
import { secretOf, signed } from './signature.ts'

/** Why it was not taken, with the receiver's answer where there was one. */
type Why = Readonly<{ reason: (typeof DeliveryFailure)['options'][number]; status: number | null }>

const ACTOR = 'system:webhooks'
/** The receiver says that there is nothing there any more: asking again is of no use. */
const GONE = 410

/** Tells receivers, and records what came of it. */
export function webhookHandler(tools: ReactionTools, post: Pick<Post, 'send'>, retries?: readonly number[]): EffectHandler {
  const { events, masterKey, today } = tools

  const record = (type: string, of: Delivery, more: object): readonly Command[] => {
    const { division, delivery, webhook, round, about } = of
    const data = { division, delivery, webhook, round, about, occurredOn: today(), ...more }
    // The same words have the same id. Told in other words (another day, another try) it is another command, and the first outcome stands.
    return [{ type, data, commandId: `${delivery}.${round}.${lettersOf(JSON.stringify(data))}`, actor: ACTOR, source: 'reactions' }]
  }
  const recordFailure = (of: Delivery, attempts: number, why: Why) => record('RecordDeliveryFailure', of, { attempts, ...why })
  const failed = (of: Delivery, attempts: number, why: Why) => ({ kind: 'failed', commands: recordFailure(of, attempts, why) }) as const

  return {
    name: WEBHOOK,
    outcomes: [DeliverySucceeded, DeliveryFailed],
    ...(retries ? { retries } : {}),
    lane: (effect) => {
      const { division, webhook } = deliveryIn(effect)
      return `${WEBHOOK}.${division}.${webhook}`
    },
    ratePerMinute: (effect) => deliveryIn(effect).ratePerMinute,
    outcomeOf: async (effect) => {
      const { division, delivery, round } = deliveryIn(effect)
      const state = await stateOf(events, deliveries, streamName('delivery', division, delivery))
      return state.round > round || (state.round === round && state.outcome !== 'open')
    },
    perform: async (effect, { attempt, signal }) => {
      const of = deliveryIn(effect)
      const stream = streamName('webhook', of.division, of.webhook)
      const { subscription, generation, rotatedOn } = await stateOf(events, webhooks, stream)
      if (!subscription) return failed(of, attempt, { reason: 'unsubscribed', status: null })
      const body = await bodyOf(tools, of)
      if (body === undefined) return failed(of, attempt, { reason: 'eventMissing', status: null })
      const secrets = generationsAt(generation, rotatedOn, today()).map((one) => secretOf(masterKey(), stream, one))
      try {
        const headers = signed(secrets, { id: of.delivery, at: Date.now(), body })
        const { status, afterMs } = await post.send(subscription.url, headers, body, signal)
        if (status >= 200 && status < 300) return { kind: 'done', commands: record('RecordDelivery', of, { attempts: attempt, status }) }
        if (status === GONE) return failed(of, attempt, { reason: 'gone', status })
        return { kind: 'again', reason: said({ reason: 'answer', status }), ...(afterMs === undefined ? {} : { afterMs }) }
      } catch (error) {
        if (error instanceof AddressRefused) return failed(of, attempt, { reason: 'addressRefused', status: null })
        return { kind: 'again', reason: error instanceof TimedOut ? 'timeout' : 'unreachable' }
      }
    },
    givenUp: (effect, { attempts, reason }) => recordFailure(deliveryIn(effect), attempts, heard(reason)),
  }
}

/** The reason of a try as the outbox keeps it. */
function said({ reason, status }: Why): string {
  return status === null ? reason : `${reason} ${status}`
}
function heard(text: string): Why {
  const [word, status] = text.split(' ')
  const reason = DeliveryFailure.options.find((option) => option === word) ?? 'unreachable'
  return { reason, status: status === undefined ? null : Number(status) }
}

/** On the day of a rotation and the day after it both secrets are good, so that a receiver can change over. */
export function generationsAt(generation: number, rotatedOn: string, today: string): readonly number[] {
  return generation > 1 && today <= plusDays(rotatedOn, 1) ? [generation, generation - 1] : [generation]
}

/** What is sent, as text: it is signed to the letter. Undefined when there is nothing to tell any more. */
async function bodyOf(tools: ReactionTools, { about, division }: Delivery): Promise<string | undefined> {
  if (about.kind === 'row') return rowTold(tools.rows(), about, division)
  for await (const stored of tools.events.readStream(about.stream, { from: BigInt(about.revision), limit: 1 }))
    return stored.id === about.event ? JSON.stringify(eventTold(stored)) : undefined
  return undefined
}

/** Events hold ids and coded kinds and no names, so they are told as they stand, in their shape of today. */
function eventTold(stored: StoredEvent): Json {
  const { metadata, type, id, stream, revision, position, recordedAt } = stored
  const decoded = decodeEvent(catalogue, type, metadata.v, stored.data)
  const event = decoded.kind === 'event' ? (decoded.event as DomainEvent<string, Json>) : { type, data: stored.data }
  const { division, source, knownAt = recordedAt } = metadata
  const where = { event: id, stream, revision: Number(revision), position: String(position) }
  return { type: event.type, timestamp: recordedAt, data: { ...where, division, source, knownAt, data: event.data } }
}

/** The state of one stream as it stands. @throws for a stream that this release cannot read. */
export async function stateOf<State>(events: EventStore, aggregate: Pick<Aggregate<State>, 'initial' | 'evolve'>, stream: string): Promise<State> {
  let state = aggregate.initial
  for await (const { type, metadata, data, id } of events.readStream(stream)) {
    const decoded = decodeEvent(catalogue, type, metadata.v, data)
    if (decoded.kind !== 'event') throw Object.assign(new Error(`${stream} cannot be read`), { code: 'stream.unreadable' })
    state = aggregate.evolve(state, decoded.event, { id, actor: metadata.actor })
  }
  return state
}
