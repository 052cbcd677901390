import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupSqliteRows, openSqliteRows } from './index.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rows-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a copy of read models', () => {
  it('given a process at work on the original, then nobody holds the copy', async () => {
    const [path, to] = [join(folder, 'rows.db'), join(folder, 'copy.db')]
    const rows = openSqliteRows(path)
    expect(await rows.lease('figures', 'another-machine:1', 60_000)).toEqual({ held: true, epoch: 1 })
    backupSqliteRows(path, to)
    expect(await rows.lease('figures', 'another-machine:2', 60_000)).toMatchObject({ held: false, by: 'another-machine:1' })
    const copy = openSqliteRows(to)
    expect(await copy.lease('figures', 'another-machine:2', 60_000)).toEqual({ held: true, epoch: 2 })
    await Promise.all([rows.close(), copy.close()])
  })

  it('given what is no database, then there is no copy', () => {
    const [path, to] = [join(folder, 'rows.db'), join(folder, 'copy.db')]
    writeFileSync(path, 'x'.repeat(5_000))
    expect(() => backupSqliteRows(path, to)).toThrow('not a database')
    expect([existsSync(to), existsSync(`${to}.unfinished`)]).toEqual([false, false])
  })
})
