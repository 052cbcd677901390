import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { quotable } from '@rural-tracker/domain'
import { backupSqliteStore } from '@rural-tracker/event-store/sqlite'
import { openPersonsRegister, restoreRegister } from '@rural-tracker/persons'
import { TrackerError } from './config.ts'

const FILES = { events: 'events.db', rows: 'read-models.db', persons: 'persons.db', keys: 'persons-keys.db' } as const

/**
 * Copies all files of an embedded tracker while it is in use, reads the copies back and checks them. Read models first, then the log:
 * a checkpoint never lies after the log's end. Keys go to a folder of their own, so that a backup can be kept apart from them.
 *
 * @throws TrackerError when the folder is not empty.
 */
export async function backupTracker(dir: string, to: string): Promise<void> {
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new TrackerError(
      'backup.not-empty',
      `备份目录 ${quotable(to)} 不是空的，请另选目录。`,
      `The folder ${quotable(to)} is not empty; choose another.`,
    )
  if (!existsSync(join(dir, FILES.events)))
    throw new TrackerError('backup.nothing', `目录 ${quotable(dir)} 中没有事件日志。`, `There is no log in ${quotable(dir)}.`)
  mkdirSync(join(to, 'keys'), { recursive: true })
  if (existsSync(join(dir, FILES.rows))) copyDatabase(join(dir, FILES.rows), join(to, FILES.rows))
  await backupSqliteStore(join(dir, FILES.events), join(to, FILES.events))
  if (existsSync(join(dir, FILES.persons))) {
    const register = openPersonsRegister(join(dir, FILES.persons), { keysPath: join(dir, FILES.keys) })
    try {
      register.backup({ data: join(to, FILES.persons), keys: join(to, 'keys', FILES.keys) })
    } finally {
      register.close()
    }
  }
}

/**
 * Puts a backup in place. What does not match the restored log is rebuilt at the next question; a person erased since the backup stays
 * erased when the present key file is still there.
 *
 * @throws TrackerError when the folder holds no backup, or a log is in the way.
 */
export async function restoreTracker(
  from: string,
  dir: string,
  how: { replace?: boolean; onProgress?: (done: number, total: number) => void } = {},
): Promise<void> {
  if (!existsSync(join(from, FILES.events)))
    throw new TrackerError('restore.nothing', `目录 ${quotable(from)} 中没有备份。`, `There is no backup in ${quotable(from)}.`)
  if (existsSync(join(dir, FILES.events)) && !how.replace) {
    throw new TrackerError(
      'restore.in-the-way',
      `目录 ${quotable(dir)} 中已有数据；确认覆盖请加 --replace。`,
      `There is data in ${quotable(dir)}; add --replace to put the backup in its place.`,
    )
  }
  mkdirSync(dir, { recursive: true })
  for (const file of [FILES.events, FILES.rows]) for (const end of ['', '-wal', '-shm']) rmSync(join(dir, file + end), { force: true })
  if (existsSync(join(from, FILES.rows))) copyFileSync(join(from, FILES.rows), join(dir, FILES.rows))
  how.onProgress?.(1, 3)
  copyFileSync(join(from, FILES.events), join(dir, FILES.events))
  how.onProgress?.(2, 3)
  if (existsSync(join(from, FILES.persons))) {
    restoreRegister(
      { data: join(from, FILES.persons), keys: join(from, 'keys', FILES.keys) },
      { data: join(dir, FILES.persons), keys: join(dir, FILES.keys) },
    )
  }
  how.onProgress?.(3, 3)
}

function copyDatabase(from: string, to: string): void {
  const db = new DatabaseSync(from)
  try {
    db.exec('PRAGMA busy_timeout = 10000')
    db.prepare('VACUUM INTO ?').run(to)
  } finally {
    db.close()
  }
  const copy = new DatabaseSync(to, { readOnly: true })
  try {
    const [answer] = Object.values(copy.prepare('PRAGMA integrity_check').get() ?? {})
    if (answer !== 'ok')
      throw new TrackerError('backup.damaged', `备份文件 ${quotable(to)} 检查未通过。`, `The copy ${quotable(to)} did not pass its check.`)
  } finally {
    copy.close()
  }
}
