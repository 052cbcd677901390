import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupTracker, embeddedConfig, openTracker, restoreTracker, type Tracker } from './index.ts'

const today = () => '2020-12-31'
let home: string
let data: string
let backup: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tracker-backup-'))
  data = join(home, 'data')
  backup = join(home, 'backup')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const open = (folder: string) => openTracker({ ...embeddedConfig(folder), today })

/** A household with an open risk fact: one row of the monitoring list. */
async function household(tracker: Tracker, n: number): Promise<void> {
  const here = { registeredIn: '431224105201', household: `H0000${n}` }
  const envelope = (what: string) => ({ commandId: `${what}-${n}`, actor: 'clerk:a', source: 'api' })
  await tracker.execute({ type: 'RegisterHousehold', data: { ...here, kind: 'ordinary', occurredOn: '2020-01-01' } }, envelope('register'))
  await tracker.execute({ type: 'ReportRisk', data: { ...here, risk: 'illness', occurredOn: '2020-05-01' } }, envelope('risk'))
}

/** A folder in which so many households stand, with its list built. */
async function township(folder: string, households: number): Promise<void> {
  const tracker = await open(folder)
  for (let n = 1; n <= households; n++) await household(tracker, n)
  await tracker.list()
  await tracker.close()
}

async function listed(folder: string): Promise<number> {
  const tracker = await open(folder)
  const { total } = await tracker.list()
  await tracker.close()
  return total
}

describe('a backup', () => {
  it('says which log it holds and up to where', async () => {
    await township(data, 2)
    const tracker = await open(data)
    expect(await backupTracker(data, backup)).toEqual({ logId: await tracker.events.logId(), position: '4' })
    await tracker.close()
  })

  it('given a file that cannot be copied, then the folder is left empty, so that no half backup can be restored', async () => {
    await township(data, 1)
    writeFileSync(join(data, 'persons.db'), 'no register')
    await expect(backupTracker(data, backup)).rejects.toMatchObject({ code: expect.stringMatching(/^persons\./) })
    expect(readdirSync(backup)).toEqual([])
    await expect(restoreTracker(backup, join(home, 'elsewhere'))).rejects.toMatchObject({ code: 'restore.nothing' })
  })
})

describe('a restore', () => {
  it('given later data in the place, when it is replaced, then everything is as it was at the backup', async () => {
    await township(data, 2)
    await backupTracker(data, backup)
    await township(data, 3)
    expect(await listed(data)).toBe(3)
    await restoreTracker(backup, data, { replace: true, today })
    expect(await listed(data)).toBe(2)
    expect(readdirSync(data).filter((file) => file.includes('ready'))).toEqual([])
  })

  it.each([
    ['another log', 'other'],
    ['a later moment of the same log, also where a model saw none of the events since', 'data'],
  ])('given read models of %s, then what does not match the log is rebuilt before anybody asks', async (_, folder) => {
    await township(data, 2)
    await backupTracker(data, backup)
    await township(join(home, folder), 5)
    copyFileSync(join(home, folder, 'read-models.db'), join(backup, 'read-models.db'))
    await restoreTracker(backup, join(home, 'restored'), { today })
    const tracker = await open(join(home, 'restored'))
    expect((await tracker.projections()).map(({ state, position }) => [state, position])).toEqual(
      (await tracker.projections()).map(() => ['active', 4n]),
    )
    expect((await tracker.list()).total).toBe(2)
    await tracker.close()
  })

  it('given a backup that is damaged, then it is refused, and the data that was there stays', async () => {
    await township(data, 2)
    await backupTracker(data, backup)
    await township(data, 3)
    truncateSync(join(backup, 'events.db'), 8_192)
    await expect(restoreTracker(backup, data, { replace: true, today })).rejects.toMatchObject({ code: 'restore.unreadable' })
    expect(await listed(data)).toBe(3)
  })

  it('given damaged keys, then it is refused before the log is touched', async () => {
    await township(data, 1)
    const tracker = await open(data)
    tracker.persons.put('P000001', { name: '张测试' })
    await tracker.close()
    await backupTracker(data, backup)
    await township(data, 2)
    truncateSync(join(backup, 'keys/persons-keys.db'), 100)
    await expect(restoreTracker(backup, data, { replace: true, today })).rejects.toMatchObject({ code: expect.stringMatching(/^persons\./) })
    expect(await listed(data)).toBe(2)
  })

  it('given another process works in the folder, then it is refused: what that one writes would be lost', async () => {
    await township(data, 1)
    await backupTracker(data, backup)
    const busy = await open(data)
    await household(busy, 2)
    await expect(restoreTracker(backup, data, { replace: true, today })).rejects.toMatchObject({ code: 'restore.in-use' })
    await household(busy, 3)
    expect((await busy.list()).total).toBe(3)
    await busy.close()
    await restoreTracker(backup, data, { replace: true, today })
    expect(await listed(data)).toBe(1)
    expect(existsSync(join(data, 'events.db.ready'))).toBe(false)
  })
})
