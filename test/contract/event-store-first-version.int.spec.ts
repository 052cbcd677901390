import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { aggregates } from '@rural-tracker/domain'
import { createCommandHandler } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { logEvents } from '@rural-tracker/event-store/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const logs = fileURLToPath(new URL('../data/logs/', import.meta.url))
const written = JSON.parse(readFileSync(join(logs, 'first-version.json'), 'utf8')) as { logId: string; events: unknown[] }

// This file was written by the first version and is never made again: whoever has such a log must be able to open it for ever.
describe('a log of the first version', () => {
  let folder: string
  let store: ReturnType<typeof openSqliteStore>
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'))
    cpSync(join(logs, 'first-version.db'), join(folder, 'events.db'))
    store = openSqliteStore(join(folder, 'events.db'))
  })
  afterEach(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })

  it('gives every event as it was written', async () => {
    expect(JSON.parse(JSON.stringify(await logEvents(store, {})))).toEqual(written.events)
    expect(await store.logId()).toBe(written.logId)
    expect(written.events).toHaveLength(6)
  })

  it('answers the commands of then as repeated, and takes new ones', async () => {
    const { handle } = createCommandHandler({ store, aggregates })
    const envelope = { actor: 'clerk:sanjiang-01', source: 'cli' }
    const visit = (occurredOn: string, commandId: string) =>
      handle({
        type: 'VisitHousehold',
        data: { registeredIn: '431224105201', household: 'H00001', occurredOn, visitor: 'helper' },
        commandId,
        ...envelope,
      })
    expect(await visit('2024-05-01', 'visit-1')).toMatchObject({ ok: true, repeated: true, position: 4n })
    expect(await visit('2024-05-02', 'visit-1')).toMatchObject({ ok: false, refused: 'command.other-body' })
    expect(await visit('2024-07-01', 'visit-2')).toMatchObject({ ok: true, repeated: false, events: [{ revision: 4n }], position: 7n })
  })
})
