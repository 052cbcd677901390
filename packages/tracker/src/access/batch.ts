import type { AnyCommand, Text } from '@rural-tracker/domain'
import type { CommandOutcome } from '@rural-tracker/event-store'
import type { ScopedCommand, ScopedTracker } from '../queries/query.ts'

/** Commands of one batch. More belong in a file for `append`, which goes on where it stopped. */
export const MOST_IN_A_BATCH = 1_000

type Outcome = CommandOutcome

/**
 * One command after the other, an outcome for each: those before a refusal stand, and those behind it are tried. What cannot be written for a
 * reason of its own is a refusal too. When the log is away, or `stop` aborts, the rest is not tried and may be sent again with the same ids.
 */
export async function inOrder(batch: readonly ScopedCommand[], execute: ScopedTracker['execute'], stop?: AbortSignal): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  let away = false
  for (const { type, data, ...envelope } of batch) {
    if (away || stop?.aborted) outcomes.push(notTried)
    else {
      const outcome = await execute({ type, data } as AnyCommand, envelope).catch(refusedByLog)
      // The outcome of this one is unknown, and the next would hardly fare better.
      away = !outcome.ok && outcome.refused.startsWith('store.')
      outcomes.push(outcome)
    }
  }
  return outcomes
}

function refusedByLog(error: unknown): Outcome {
  const { code, text } = error as Partial<{ code: string; text: Text }>
  if (code === undefined || text === undefined) throw error
  return { ok: false, refused: code, message: text }
}

const notTried: Outcome = {
  ok: false,
  refused: 'command.not-tried',
  message: {
    zh: '本命令未执行，因为日志已不可用或服务正在停止；请用同一编号重新发送。',
    en: 'This command was not tried, because the log was away or the service was stopping; send it again with the same id.',
  },
}
