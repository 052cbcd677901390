import { z } from 'zod'
import { isInside } from '../access/place.ts'
import { overseers } from '../access/roles.ts'
import { division, page, told } from './params.ts'
import { defineQuery } from './query.ts'

export const deadLetters = defineQuery({
  name: 'deadLetters',
  title: {
    zh: '未能送达的对外通知',
    en: 'What webhooks could not deliver and nobody has sent again; RequeueDelivery with the next round sends it again',
  },
  params: z.strictObject({ division, webhook: z.string().min(1).max(80).optional(), ...page }),
  result: z.looseObject({
    total: z.int(),
    deadLetters: z.array(
      z.looseObject({
        division: z.string(),
        webhook: z.string(),
        delivery: z.string(),
        round: z.int().describe('The one that failed; the next is this and one more'),
        attempts: z.int(),
        reason: z.string(),
        status: z.int().nullable().describe('What the receiver answered last'),
        occurredOn: z.string(),
        recordedAt: z.string().describe('When it was given up, a UTC instant'),
        about: told,
      }),
    ),
  }),
  mayRead: overseers,
  // The log is asked, and not a read model.
  isScan: () => true,
  run: async (tracker, { division: within, webhook, limit, offset }, caller) => {
    await tracker.catchUp()
    const { present } = await tracker.places()
    const dead = (await tracker.webhooks.dead(webhook === undefined ? {} : { webhook })).filter((letter) => {
      const place = present(letter.division)
      return isInside(place, caller.division) && (within === undefined || isInside(place, within))
    })
    return { total: dead.length, deadLetters: dead.slice(offset, offset + limit) }
  },
})
