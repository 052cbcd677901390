import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'

/** The address of this run's Redis. @throws with one sentence when there is none. */
export async function redisAddress(): Promise<string> {
  const said = await text(connect(inject('redisPort'), '127.0.0.1'))
  if (said.startsWith('!')) throw new Error(said.slice(2))
  return said
}
