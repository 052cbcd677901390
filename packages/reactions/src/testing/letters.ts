import { Basis, catalogueOf, defineAggregate, defineCommand, defineEvent, LocalId, streamName } from '@rural-tracker/domain'
import type { Command, EventStore } from '@rural-tracker/event-store'
import type { Effect, EffectHandler, Performed } from '../effect.ts'
import { defineReaction } from '../reaction.ts'

const VILLAGE = '431224105201'
/** A strict object without fields yet: who takes this test kit need not have zod. */
const fields = Basis.pick({})
const data = fields.extend({ letter: LocalId, to: LocalId })
export const LetterAsked = defineEvent('LetterAsked', data)
export const LetterSent = defineEvent('LetterSent', data)
export const LetterLost = defineEvent('LetterLost', data)

type Letter = { ended: boolean }
const command = defineCommand<Letter>()
const stream = ({ letter }: { letter: string }) => streamName('letter', VILLAGE, letter)
/** Letters that are asked for, and what became of them. */
export const letter = defineAggregate({
  category: 'letter',
  events: [LetterAsked, LetterSent, LetterLost],
  initial: { ended: false } as Letter,
  evolve: ({ ended }, { type }): Letter => ({ ended: ended || type !== 'LetterAsked' }),
  commands: [
    command({ type: 'AskLetter', kind: 'order', data, stream, decide: (asked) => [LetterAsked(asked)] }),
    command({ type: 'RecordSent', kind: 'report', data, stream, decide: (sent, { ended }) => (ended ? [] : [LetterSent(sent)]) }),
    command({ type: 'RecordLost', kind: 'report', data, stream, decide: (gone, { ended }) => (ended ? [] : [LetterLost(gone)]) }),
  ],
})
export const letterCatalogue = catalogueOf(letter.events)

type Said = { letter: string; to: string }
const saying = (type: string, said: Said, commandId: string): Command => ({
  type,
  data: { letter: said.letter, to: said.to },
  commandId,
  actor: 'clerk:post',
  source: 'test',
})
export const ask = (id: string, to = 'town') => saying('AskLetter', { letter: id, to }, `ask:${id}`)

/** Every letter that is asked for is sent. */
export const letters = defineReaction({
  name: 'letters',
  events: [LetterAsked],
  effects: ({ id, data: { letter: which, to } }) => [{ id: `letter.${id}`, name: 'letter', payload: { letter: which, to } }],
})

/** What the post does with a letter: by default it is sent. */
export type Post = (letter: string, attempt: number) => Performed['kind'] | 'throws' | Promise<Performed['kind'] | 'throws'>

/** A post office that notes what it was given, in the order of giving. */
export class PostOffice {
  readonly given: { letter: string; to: string; attempt: number; at: number }[] = []
  readonly #events: EventStore
  readonly #post: Post
  constructor(events: EventStore, post: Post = () => 'done') {
    this.#events = events
    this.#post = post
  }

  timesGiven(which: string): number {
    return this.given.filter((one) => one.letter === which).length
  }

  handler(more: Partial<EffectHandler> = {}): EffectHandler {
    return {
      name: 'letter',
      outcomes: [LetterSent, LetterLost],
      outcomeOf: async (effect) => (await this.outcomes(said(effect).letter)) > 0,
      lane: (effect) => said(effect).to,
      retries: [1, 1],
      perform: async (effect, { attempt }) => {
        const one = said(effect)
        this.given.push({ ...one, attempt, at: Date.now() })
        const kind = await this.#post(one.letter, attempt)
        if (kind === 'throws') throw new Error('the post office is on fire')
        if (kind === 'again') return { kind, reason: 'rain' }
        return { kind, commands: [saying(kind === 'done' ? 'RecordSent' : 'RecordLost', one, `end:${effect.id}`)] }
      },
      givenUp: (effect) => [saying('RecordLost', said(effect), `end:${effect.id}`)],
      ...more,
    }
  }

  /** How many events say how a letter ended. */
  async outcomes(which: string): Promise<number> {
    let ends = 0
    for await (const { type } of this.#events.readStream(stream({ letter: which }))) if (type !== 'LetterAsked') ends++
    return ends
  }
}

function said({ payload }: Effect): Said {
  return payload as Said
}
