import {
  catalogue,
  decodeEvent,
  type DeliveryEvent,
  DeliveryFailed,
  deliveryEvents,
  DeliveryRequeued,
  delivery as deliveries,
  quotable,
  streamName,
  type Subscription,
  webhook as webhooks,
} from '@rural-tracker/domain'
import { type Command, type CommandEnvelope, type CommandOutcome, type EventStore } from '@rural-tracker/event-store'
import { readModels } from '@rural-tracker/read-models'
import { TrackerError } from '../config.ts'
import { stateOf } from './handler.ts'
import { secretOf } from './signature.ts'

export type WebhookId = Readonly<{ division: string; webhook: string }>
export type WebhookRow = WebhookId & Subscription & Readonly<{ generation: number }>
/** A dead letter: what a receiver was to be told, and why it does not know. */
export type DeadLetter = Failed['data'] & Readonly<{ recordedAt: string }>
type Failed = Extract<DeliveryEvent, { type: 'DeliveryFailed' }>

export type WebhookTools = Readonly<{
  events: EventStore
  execute: (command: Command) => Promise<CommandOutcome>
  masterKey: () => Buffer
  today: () => string
}>

/** Who is told outside: subscriptions, their secrets, and what could not be delivered. */
export class Webhooks {
  readonly #o: WebhookTools

  constructor(tools: WebhookTools) {
    this.#o = tools
  }

  /**
   * Subscribes a receiver to events by type and to changes of rows by read model, of its division and those inside it, from now on.
   *
   * @throws TrackerError for an event or a read model that there is not.
   */
  async add(asked: WebhookId & Subscription, envelope: CommandEnvelope): Promise<CommandOutcome> {
    const none = asked.events.find((type) => catalogue.get(type)?.type !== type)
    if (none !== undefined)
      throw new TrackerError(
        'webhook.no-such-event',
        `没有事件类型 ${quotable(none)}，请核对名称。`,
        `There is no event type ${quotable(none)}; check its name.`,
      )
    const noModel = asked.readModels.find((name) => !tellable.has(name))
    if (noModel !== undefined)
      throw new TrackerError(
        'webhook.no-such-read-model',
        `没有可订阅的读模型 ${quotable(noModel)}，请核对名称。`,
        `There is no read model ${quotable(noModel)} that can be subscribed to; check its name.`,
      )
    return this.#order('SubscribeWebhook', asked, envelope)
  }

  async remove(id: WebhookId, envelope: CommandEnvelope): Promise<CommandOutcome> {
    return this.#order('UnsubscribeWebhook', id, envelope)
  }

  /** Makes the next secret; that of before is good until the end of the next day. */
  async rotate(id: WebhookId, envelope: CommandEnvelope): Promise<CommandOutcome> {
    const { generation } = await stateOf(this.#o.events, webhooks, streamName('webhook', id.division, id.webhook))
    return this.#order('RotateWebhookSecret', { ...id, generation: generation + 1 }, envelope)
  }

  /** The present secret, to be given to the receiver. @throws TrackerError when nobody is subscribed. */
  async secret({ division, webhook }: WebhookId): Promise<string> {
    const stream = streamName('webhook', division, webhook)
    const { subscription, generation } = await stateOf(this.#o.events, webhooks, stream)
    if (subscription) return secretOf(this.#o.masterKey(), stream, generation)
    throw new TrackerError('webhook.unknown', '没有该订阅，请核对编号。', 'There is no such webhook; check its id.')
  }

  /** Who is subscribed now. */
  async list(): Promise<readonly WebhookRow[]> {
    const streams = new Set<string>()
    for await (const page of this.#o.events.readAll({ filter: { categories: ['webhook'] } }))
      for (const { stream } of page.events) streams.add(stream)
    const rows: WebhookRow[] = []
    for (const stream of streams) {
      const { subscription, generation } = await stateOf(this.#o.events, webhooks, stream)
      const [, division = '', webhook = ''] = stream.split('-')
      if (subscription) rows.push({ division, webhook, ...subscription, generation })
    }
    return rows
  }

  /** Dead letters that nobody has sent again, the latest last. */
  async dead(of: Partial<WebhookId> = {}): Promise<readonly DeadLetter[]> {
    const dead = new Map<string, DeadLetter>()
    const types = [DeliveryFailed.type, DeliveryRequeued.type]
    for await (const page of this.#o.events.readAll({ filter: { types } })) {
      for (const { stream, type, metadata, data, recordedAt } of page.events) {
        const decoded = decodeEvent(catalogue, type, metadata.v, data)
        dead.delete(stream)
        if (decoded.kind === 'event' && decoded.event.type === DeliveryFailed.type)
          dead.set(stream, { ...(decoded.event as Failed).data, recordedAt })
      }
    }
    return [...dead.values()].filter(
      ({ division, webhook }) => (of.division === undefined || division === of.division) && (of.webhook === undefined || webhook === of.webhook),
    )
  }

  /** Has a dead letter sent again, in a round of its own. */
  async resend(
    { division, webhook, delivery }: Pick<DeadLetter, 'division' | 'webhook' | 'delivery'>,
    envelope: CommandEnvelope,
  ): Promise<CommandOutcome> {
    const { round } = await stateOf(this.#o.events, deliveries, streamName('delivery', division, delivery))
    return this.#order('RequeueDelivery', { division, webhook, delivery, round: round + 1 }, envelope)
  }

  #order(type: string, data: object, envelope: CommandEnvelope): Promise<CommandOutcome> {
    return this.#o.execute({ type, data: { ...data, occurredOn: this.#o.today() }, ...envelope })
  }
}

/** A read model that is made of deliveries would tell of its own telling. */
const tellable = new Set(readModels.filter(({ catalogue: of }) => !deliveryEvents.some(({ type }) => of.has(type))).map(({ name }) => name))
