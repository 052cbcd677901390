import { createWriteStream, existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { quotable } from '@rural-tracker/domain'
import { copyLog, type CopyReport } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { eventsAddress, TrackerError } from './config.ts'
import { openEvents } from './open-events.ts'

/** The file in the data folder that says which position became which. */
export const POSITIONS_FILE = 'events-copied.tsv'

/**
 * Moves the log of an embedded tracker to another address, for a township that has outgrown one file: same order, ids, data and metadata;
 * when something became known is kept in `knownAt`. Running it again goes on where it stopped. Everything is read back and compared, and the
 * positions, old and new, with the old `recordedAt`, are written to a file in the data folder. The old log stays as it is.
 *
 * @throws TrackerError when there is no log; `copy.differs` when the other one holds something else.
 */
export async function copyEvents(
  dir: string,
  to: string,
  how: { onProgress?: (done: number, total: number) => void } = {},
): Promise<CopyReport & Readonly<{ positions: string }>> {
  const path = join(dir, 'events.db')
  if (!existsSync(path)) throw new TrackerError('copy.nothing', `目录 ${quotable(dir)} 中没有事件日志。`, `There is no log in ${quotable(dir)}.`)
  const target = await openEvents(eventsAddress(to))
  const source = openSqliteStore(path)
  const positions = join(dir, POSITIONS_FILE)
  const file = createWriteStream(`${positions}.partial`)
  try {
    const head = Number((await source.head()) ?? 0n)
    const onPair = async (old: { position: bigint; recordedAt: string }, now: { position: bigint }) => {
      if (!file.write(`${old.position}\t${now.position}\t${old.recordedAt}\n`)) await once(file, 'drain')
    }
    const report = await copyLog(source, target, { onPair, onProgress: (position) => how.onProgress?.(Number(position), head) })
    file.end()
    await finished(file)
    renameSync(`${positions}.partial`, positions)
    return { ...report, positions }
  } finally {
    file.destroy()
    await source.close()
    await target.close()
  }
}
