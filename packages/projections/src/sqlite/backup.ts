import { renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/**
 * Copies read models to a new file while others read and write them: one look, so every checkpoint fits its rows. The copy is nobody's yet:
 * leases stay behind, or a restored copy would wait for a process that works on the original. It takes its place only when it was read back.
 *
 * @example backupSqliteRows('./data/read-models.db', './backup/read-models.db')
 * @throws when the file cannot be copied, or the copy does not pass its check; there is no copy then.
 */
export function backupSqliteRows(from: string, to: string): void {
  const unfinished = `${to}.unfinished`
  rmSync(unfinished, { force: true })
  try {
    copy(from, unfinished)
    finish(unfinished)
    renameSync(unfinished, to)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

function copy(from: string, to: string): void {
  const db = new DatabaseSync(from, { timeout: 10_000 })
  try {
    db.prepare('VACUUM INTO ?').run(to)
  } finally {
    db.close()
  }
}

function finish(path: string): void {
  const db = new DatabaseSync(path)
  try {
    db.exec('UPDATE lease SET owner = NULL, until = 0')
    const [answer] = Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})
    if (answer !== 'ok') throw new Error(String(answer))
  } finally {
    db.close()
  }
}
