import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { shifan } from '@rural-tracker/shifan'
import { afterAll, describe, expect, it } from 'vitest'
import { persons } from '../data/sanjiang/src/persons.ts'
import { start, tracker } from './cli.ts'
import { demonstration } from './demonstration.ts'

const home = mkdtempSync(join(tmpdir(), 'tracker-demo-killed-'))
const data = join(home, 'data')
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** How far the demo in a folder is, as another process sees it; `said` is what it has written to stderr. */
const MOMENTS: readonly [string, (folder: string, said: string) => boolean][] = [
  ['the log has begun', (folder) => first(folder, 'events.db', 'select max(position) from events') > 0],
  ['half the log stands', (folder) => first(folder, 'events.db', 'select max(position) from events') > 200_000],
  ['the log is whole and the register begins', (_, said) => said.includes('已写入')],
  ['read models are half built', (folder) => first(folder, 'read-models.db', buildingRows(folder)) > 0],
]

/** The first number that a question about a file gives; 0 while the file or its table is not there yet. */
function first(folder: string, file: string, question: string): number {
  if (!existsSync(join(folder, file))) return 0
  const db = new DatabaseSync(join(folder, file), { readOnly: true, timeout: 1_000 })
  try {
    return Number(Object.values(db.prepare(question).get() ?? {})[0] ?? 0)
  } catch {
    return 0
  } finally {
    db.close()
  }
}

function buildingRows(folder: string): string {
  return `select max(rowid) from contributions__${first(folder, 'read-models.db', "select slot from slot where model = 'contributions' and state = 'building'")}`
}

describe('the demo killed at any moment', () => {
  it('when it is started again, then it ends in the same state', async () => {
    const killed = join(home, 'killed')
    const { out: printed } = await demonstration(data, ['events.db'])
    for (const [moment, isNow] of MOMENTS) {
      const child = start(killed, ['demo'])
      const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, signal) => resolve(signal)))
      let said = ''
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
      while (child.exitCode === null && !isNow(killed, said)) await setTimeout(5)
      child.kill('SIGKILL')
      expect({ moment, by: await ended }).toEqual({ moment, by: 'SIGKILL' })
    }
    const last = await tracker(killed, 'demo')
    expect(last.code).toBe(0)
    expect(last.out.replace(/用时.*/, '')).toBe(printed.replace(/用时.*/, ''))
    expect(first(killed, 'persons.db', 'select count(*) from person')).toBe([...persons(), ...shifan.persons()].length)
    const ids = async (dir: string) => {
      const store = openSqliteStore(join(dir, 'events.db'))
      const all: string[] = []
      for await (const page of store.readAll({ pageSize: 10_000 })) for (const event of page.events) all.push(event.id)
      await store.close()
      return all
    }
    const [a, b] = [await ids(killed), await ids(data)]
    expect(a.length).toBe(b.length)
    expect(a.every((id, i) => id === b[i])).toBe(true)
  }, 600_000)
})
