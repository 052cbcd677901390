import { randomUUID } from 'node:crypto'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { bullmqEffects } from '@rural-tracker/reactions/bullmq'
import { describeEffects, describeReactions } from '@rural-tracker/reactions/testing'
import { Queue } from 'bullmq'
import { redisAddress } from '../redis/redis.ts'

const opening = async () => {
  const url = await redisAddress()
  const queue = `effects-${randomUUID()}`
  return { effects: bullmqEffects(url, { queue, lockMs: 1_000, stalledLookMs: 500 }), url, queue }
}

describeEffects('BullMQ on Redis', async () => (await opening()).effects)

describeReactions(
  'BullMQ on Redis',
  async () => {
    const { effects, url, queue } = await opening()
    const forget = async () => {
      const all = new Queue(queue, { connection: { url } })
      await all.obliterate({ force: true })
      await all.close()
    }
    return { effects, forget }
  },
  async () => openSqliteRows(':memory:'),
)
