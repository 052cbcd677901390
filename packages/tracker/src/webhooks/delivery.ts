import { createHash } from 'node:crypto'
import type { About, Json } from '@rural-tracker/domain'
import type { Effect } from '@rural-tracker/reactions'

/** The name of the effect, and of its handler. */
export const WEBHOOK = 'webhook'

/** One thing that one receiver is to be told; ids only, what is sent is read when it is sent. */
export type Delivery = Readonly<{
  division: string
  webhook: string
  delivery: string
  round: number
  about: About
  ratePerMinute: number
}>

/** The delivery of this to that receiver: the same thing has the same id, which the receiver gets and can know it by. */
export function deliveryOf(to: Readonly<{ division: string; webhook: string; ratePerMinute: number }>, about: About): Delivery {
  const { division, webhook, ratePerMinute } = to
  const what = about.kind === 'event' ? [about.event] : [about.readModel, about.row, about.state]
  return { division, webhook, delivery: lettersOf([division, webhook, about.kind, ...what].join('\n')), round: 1, about, ratePerMinute }
}

export function effectOf(delivery: Delivery): Effect {
  return { id: `${WEBHOOK}.${delivery.delivery}.${delivery.round}`, name: WEBHOOK, payload: delivery as unknown as Json }
}

export function deliveryIn(effect: Effect): Delivery {
  return effect.payload as unknown as Delivery
}

/** A hash in 26 letters: no part of it can be taken for a number. */
export function lettersOf(text: string): string {
  let rest = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
  let letters = ''
  for (let i = 0; i < 28; i++) {
    letters += String.fromCharCode(97 + Number(rest % 26n))
    rest /= 26n
  }
  return letters
}
