import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { quotable } from '@rural-tracker/domain'
import { backupSqliteStore } from '@rural-tracker/event-store/sqlite'
import { openPersonsRegister, restoreRegister } from '@rural-tracker/persons'
import { backupSqliteRows } from '@rural-tracker/projections/sqlite'
import { embeddedConfig, makeFolder, type TrackerConfig, TrackerError } from './config.ts'
import { openTracker } from './tracker.ts'

const FILES = {
  events: 'events.db',
  rows: 'read-models.db',
  reactions: 'reactions.db',
  reactionsKey: 'reactions.key',
  addresses: 'addresses.json',
  persons: 'persons.db',
  keys: 'persons-keys.db',
} as const
/** Copied and checked, but not yet in its place. */
const ready = (file: string) => `${file}.ready`

/** Replaced as whole files, the log last: until then the folder is as it was. The register takes a backup in by itself. */
const REPLACED = [FILES.rows, FILES.reactions, FILES.events] as const
/** Files of rows: their checkpoints must not lie after the end of the log that is copied with them. */
const ROWS = [FILES.rows, FILES.reactions] as const

const WAIT_FOR_OTHERS_MS = 2_000

/** Which log was copied, and up to where. */
export type BackupReport = Readonly<{ logId: string; position: string | null }>

/**
 * Copies all files of an embedded tracker while it is in use, reads the copies back and checks them. Read models and reactions first, then the
 * log: a checkpoint never lies after the log's end. Keys go to a folder of their own, so that a backup can be kept apart from them.
 *
 * @throws TrackerError when the folder is not empty.
 */
export async function backupTracker(dir: string, to: string): Promise<BackupReport> {
  if (!existsSync(join(dir, FILES.events)))
    throw new TrackerError('backup.nothing', `目录 ${quotable(dir)} 中没有事件日志。`, `There is no log in ${quotable(dir)}.`)
  makeFolder(to)
  if (readdirSync(to).length > 0)
    throw new TrackerError(
      'backup.not-empty',
      `备份目录 ${quotable(to)} 不是空的，请另选目录。`,
      `The folder ${quotable(to)} is not empty; choose another.`,
    )
  makeFolder(join(to, 'keys'))
  try {
    for (const file of ROWS) if (existsSync(join(dir, file))) copyRows(join(dir, file), join(to, file))
    copyPrivate(FILES.reactionsKey, dir, join(to, 'keys'))
    copyPrivate(FILES.addresses, dir, to)
    const { logId, head } = await backupSqliteStore(join(dir, FILES.events), join(to, ready(FILES.events)))
    if (existsSync(join(dir, FILES.persons))) backupPersons(dir, to)
    // The log takes its place last: a folder that holds one is a whole backup, whenever this process died.
    renameSync(join(to, ready(FILES.events)), join(to, FILES.events))
    return { logId, position: head === undefined ? null : String(head) }
  } catch (error) {
    for (const file of [...ROWS, ready(FILES.events), FILES.persons, 'keys']) rmSync(join(to, file), { recursive: true, force: true })
    throw error
  }
}

/** @throws TrackerError that names the file. */
function copyRows(from: string, to: string): void {
  try {
    backupSqliteRows(from, to)
  } catch {
    const file = basename(from)
    throw new TrackerError(
      'backup.rows-unreadable',
      `文件 ${file} 无法读取或复制，未留下备份；请检查磁盘空间，文件损坏时把读模型文件移走后重建。`,
      `The file ${file} cannot be read or copied and no backup was left; check the space on the disk, and where a file of read models is damaged move it away and have it built anew.`,
    )
  }
}

/**
 * Puts a backup in place. It is read and checked before anything that is there goes. What does not match the restored log is rebuilt; a
 * person erased since the backup stays erased when the present key file is still there.
 *
 * @throws TrackerError when the folder holds no backup, a log is in the way, or another process works in the folder; nothing is changed then.
 */
export async function restoreTracker(
  from: string,
  dir: string,
  how: { replace?: boolean; onProgress?: (done: number, total: number) => void } & Partial<Pick<TrackerConfig, 'today' | 'readModelsUrl'>> = {},
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
  makeFolder(dir)
  try {
    await copyChecked(from, dir)
    how.onProgress?.(1, 4)
    for (const file of REPLACED) await nobodyWorksIn(dir, file)
    if (existsSync(join(from, FILES.persons))) restorePersons(from, dir)
    how.onProgress?.(2, 4)
    copyPrivate(FILES.reactionsKey, join(from, 'keys'), dir)
    copyPrivate(FILES.addresses, from, dir)
    for (const file of REPLACED) takeItsPlace(dir, file)
  } finally {
    for (const file of REPLACED) rmSync(join(dir, ready(file)), { force: true })
  }
  how.onProgress?.(3, 4)
  await rebuildWhatDoesNotMatch(dir, how)
  how.onProgress?.(4, 4)
}

async function copyChecked(from: string, dir: string): Promise<void> {
  try {
    await backupSqliteStore(join(from, FILES.events), join(dir, ready(FILES.events)))
    for (const file of ROWS) if (existsSync(join(from, file))) backupSqliteRows(join(from, file), join(dir, ready(file)))
  } catch (error) {
    if ((error as { code?: string }).code === 'store.newer-format') throw error
    throw new TrackerError(
      'restore.unreadable',
      `备份 ${quotable(from)} 无法读取或复制，未做任何改动；请检查磁盘空间，或改用另一份备份。`,
      `The backup ${quotable(from)} cannot be read or copied and nothing was changed; check the space on the disk, or take another backup.`,
    )
  }
}

/** A backup without this file leaves none: what is there belongs to another log. */
function takeItsPlace(dir: string, file: string): void {
  for (const end of ['-wal', '-shm']) rmSync(join(dir, file + end), { force: true })
  if (existsSync(join(dir, ready(file)))) renameSync(join(dir, ready(file)), join(dir, file))
  else rmSync(join(dir, file), { force: true })
}

/**
 * What only the owner reads: the key of webhooks and links, with another one receivers could not check what they are sent; and the addresses of
 * receivers, which are sealed with it and so lie apart from it.
 */
function copyPrivate(file: string, from: string, to: string): void {
  if (!existsSync(join(from, file))) return
  const draft = join(to, `${file}.new`)
  rmSync(draft, { force: true })
  writeFileSync(draft, readFileSync(join(from, file)), { mode: 0o600 })
  renameSync(draft, join(to, file))
}

function backupPersons(dir: string, to: string): void {
  const register = openPersonsRegister(join(dir, FILES.persons), { keysPath: join(dir, FILES.keys) })
  try {
    register.backup({ data: join(to, FILES.persons), keys: join(to, 'keys', FILES.keys) })
  } finally {
    register.close()
  }
}

function restorePersons(from: string, dir: string): void {
  restoreRegister(
    { data: join(from, FILES.persons), keys: join(from, 'keys', FILES.keys) },
    { data: join(dir, FILES.persons), keys: join(dir, FILES.keys) },
  )
}

async function rebuildWhatDoesNotMatch(
  dir: string,
  { today, readModelsUrl }: Partial<Pick<TrackerConfig, 'today' | 'readModelsUrl'>>,
): Promise<void> {
  const tracker = await openTracker({ ...embeddedConfig(dir), ...(today ? { today } : {}), ...(readModelsUrl ? { readModelsUrl } : {}) })
  try {
    await tracker.catchUp()
  } finally {
    await tracker.close()
  }
}

/** A process that still had the replaced file open would go on writing to it, and what it writes would be lost. */
async function nobodyWorksIn(dir: string, file: string): Promise<void> {
  if (!existsSync(join(dir, file))) return
  for (const until = Date.now() + WAIT_FOR_OTHERS_MS; inUse(join(dir, file)); await setTimeout(50)) {
    if (Date.now() < until) continue
    throw new TrackerError(
      'restore.in-use',
      `目录 ${quotable(dir)} 正被另一程序使用，未做任何改动；请先停止该程序再恢复。`,
      `Another process works in ${quotable(dir)} and nothing was changed; stop it and restore again.`,
    )
  }
}

const BUSY = 5

/** SQLite leaves WAL only when no other connection is open. A file that it cannot read is nobody's. */
function inUse(path: string): boolean {
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA journal_mode = DELETE')
    return false
  } catch (error) {
    return (error as { errcode?: number }).errcode === BUSY
  } finally {
    db.close()
  }
}
