import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { describeProjector, describeRowStore } from '../testing/index.ts'
import { openSqliteRows } from './index.ts'

describeRowStore('SQLite', () => openSqliteRows(':memory:'))
describeProjector('SQLite', () => openSqliteRows(':memory:'))

it('given a file of the first release, then what has come since is added, and what is there stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'row-store-'))
  const path = join(folder, 'read-models.db')
  try {
    const first = openSqliteRows(path)
    await first.lease('people', 'elsewhere:1', 60_000)
    await first.close()
    const raw = new DatabaseSync(path)
    raw.exec('DROP TABLE rebuild; PRAGMA user_version = 1')
    raw.close()
    const rows = openSqliteRows(path)
    await rows.keepRebuild({ id: 'r', model: 'people', slot: 1, events: 3, report: undefined })
    await rows.keepRebuild({ id: 'r', model: 'people', slot: 2, events: 4, report: { a: 1 } })
    expect(await rows.rebuildOf('r')).toEqual({ id: 'r', model: 'people', slot: 2, events: 4, report: { a: 1 } })
    expect(await rows.rebuildOf('another')).toBeUndefined()
    expect(await rows.lease('people', 'elsewhere:2', 60_000)).toMatchObject({ held: false, by: 'elsewhere:1' })
    await rows.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
