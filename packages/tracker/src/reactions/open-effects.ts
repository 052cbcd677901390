import { type Effects, inlineEffects } from '@rural-tracker/reactions'
import { type queueAddress, TrackerError } from '../config.ts'

/**
 * The queue at an address; what Redis needs is loaded only for an address of it. Each log has its own queue there.
 *
 * @throws TrackerError for an engine that is not installed.
 */
export async function openEffects(address: ReturnType<typeof queueAddress>, logId: string, now: () => number): Promise<Effects> {
  if (address.engine === 'inline') return inlineEffects(now)
  const { bullmqEffects } = await bullmq()
  return bullmqEffects(address.url, { queue: `effects-${logId}` })
}

async function bullmq() {
  try {
    return await import('@rural-tracker/reactions/bullmq')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new TrackerError(
      'config.not-installed',
      '队列地址是 Redis，但没有安装所需的包，请安装 bullmq 和 ioredis。',
      'The queue is to lie in Redis and what that needs is not installed; install the packages bullmq and ioredis.',
    )
  }
}
