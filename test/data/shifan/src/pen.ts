import { type AnyCommand, streamName } from '@rural-tracker/domain'
import { type EventIdOf, later, Plan, type Planned } from '@rural-tracker/sanjiang/making'
import type { Household } from './population.ts'

const PREFIX = 'demo:shifan.'
export const idOf = (key: string) => `${PREFIX}${key}`

export const inHouse = ({ village, id }: Household) => ({ registeredIn: village, household: id })
export const cadre = ({ village }: Household) => `village:${village.slice(-3)}`
export const clerk = ({ village }: Household) => `village:${village.slice(-3)}:clerk`

/** Writes down what was said, when it became known and by whom; and knows under which id an event of it will stand. */
export class Pen {
  readonly #plan = new Plan()
  readonly #eventId: EventIdOf

  constructor(eventId: EventIdOf) {
    this.#eventId = eventId
  }

  /** `key` is natural and becomes the command id; `known` is the day on which it became known. */
  say(known: string, key: string, actor: string, command: AnyCommand): void {
    this.#plan.add(known, key, actor, command)
  }

  /** The event of a household's own stream that this key's command leads to. */
  ofHousehold({ village, id }: Household, key: string, index = 0): string {
    return this.#eventId(streamName('household', village, id), idOf(key), index)
  }

  /** The event of a household's case. */
  ofCase({ village, id }: Household, key: string, index = 0): string {
    return this.#eventId(streamName('monitoringCase', village, id), idOf(key), index)
  }

  /** The event of a payment list. */
  ofList(village: string, list: string, key: string, index = 0): string {
    return this.#eventId(streamName('paymentList', village, list), idOf(key), index)
  }

  inOrder(): readonly Planned[] {
    return this.#plan.inOrder()
  }
}

/** Most is told within days; a part comes late by weeks. */
export function knownAfter(random: () => number, occurredOn: string, most = 12): string {
  const days = random() < 0.06 ? 20 + Math.floor(random() * 41) : Math.floor(random() * (most + 1))
  return later(occurredOn, days)
}
