import { inlineEffects } from '@rural-tracker/reactions'
import { describeReactions } from '@rural-tracker/reactions/testing'
import { freshRows, postgresAddress } from '../postgres/postgres.ts'

const openQueue = async () => {
  const effects = inlineEffects()
  return { effects, forget: () => effects.close() }
}

describeReactions('an outbox in PostgreSQL', openQueue, async () => {
  const address = await postgresAddress()
  if (address === undefined) throw new Error('No PostgreSQL for the tests: set READ_MODELS_URL to one.')
  return freshRows(address)
})
