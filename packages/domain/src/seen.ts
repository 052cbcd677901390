import type { CommandDefinition, Seen } from './aggregate.ts'

/** Rounds of reading: a household leads to the parameters of the place where it lives, and those to one thing more. */
const ROUNDS = 3

/** What a decision sees, complete when nothing is `missing`: those streams have to be read first. */
export type Sight = Readonly<{ seen: Seen; missing: readonly string[] }>

const NOTHING: Sight = { seen: () => undefined, missing: [] }

/**
 * What one command sees of the streams that are `known`: its own and those it `reads`, and no other, so that a decision never depends on
 * what the caller happens to have at hand.
 *
 * @param known - the folded state of a stream; undefined while nobody has read it, revision -1 where nothing stands
 * @throws when the command names new streams for ever: that is a programming error.
 */
export function sightOf({ type, reads, stream }: Pick<CommandDefinition<unknown>, 'type' | 'reads' | 'stream'>, data: unknown, known: Seen): Sight {
  if (!reads) return NOTHING
  const named = new Set([stream(data)])
  const seen: Seen = (name) => (named.has(name) ? known(name) : undefined)
  for (let round = 0; ; round++) {
    const more = new Set(reads(data, seen)).difference(named)
    if (more.size === 0) return { seen, missing: [] }
    if (round === ROUNDS) throw new Error(`${type} still names new streams after ${ROUNDS} rounds of reading: ${[...more].join(', ')}`)
    for (const name of more) named.add(name)
    const missing = [...more].filter((name) => known(name) === undefined)
    if (missing.length > 0) return { seen, missing }
  }
}
