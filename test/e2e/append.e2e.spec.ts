import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import type { StoredEvent } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { logEvents } from '@rural-tracker/event-store/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { json, start, tracker } from './cli.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tracker-append-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** One event a line: households registered one after the other, then each visited again and again. */
function commandFile(households: number, visits: number): string {
  const where = (n: number) => ({ registeredIn: '431224105201', household: `H${10_000 + n}` })
  const lines: object[] = []
  for (let n = 0; n < households; n++) lines.push({ type: 'RegisterHousehold', data: { ...where(n), kind: 'ordinary', occurredOn: '2020-01-01' } })
  for (let day = 0; day < visits; day++) {
    const occurredOn = `2020-03-${String(day + 1).padStart(2, '0')}`
    for (let n = 0; n < households; n++) lines.push({ type: 'VisitHousehold', data: { ...where(n), visitor: 'helper', occurredOn } })
  }
  const path = join(home, `${lines.length}.ndjson`)
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'))
  return path
}

async function eventsIn(data: string): Promise<StoredEvent[]> {
  const store = openSqliteStore(join(data, 'events.db'))
  const events = await logEvents(store, { pageSize: 10_000 })
  await store.close()
  return events
}
/** All of an event but the time at which the store took it. */
const plain = ({ id, type, data, metadata, stream, revision, position }: StoredEvent) => ({ id, type, data, metadata, stream, revision, position })
const lineOf = ({ metadata }: StoredEvent) => Number(metadata.commandId.split(':').at(-1))

/** Starts the command and kills it with -9 once the log, looked at from here, holds so many events; how many it held afterwards. */
async function killedAt(data: string, file: string, events: number): Promise<number> {
  const log = openSqliteStore(join(data, 'events.db'))
  const held = async () => Number((await log.head()) ?? 0)
  const child = start(data, ['append', file])
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, signal) => resolve(signal)))
  while ((await held()) < events && child.exitCode === null) await setTimeout(1)
  child.kill('SIGKILL')
  expect(await ended).toBe('SIGKILL')
  const left = await held()
  await log.close()
  return left
}

describe('tracker append, killed with -9 while it appends', () => {
  it('given several kills, when the same command runs again until it is done, then every line stands exactly once, as if undisturbed', async () => {
    const file = commandFile(800, 24)
    const [killed, undisturbed] = [join(home, 'killed'), join(home, 'undisturbed')]
    const lines = 20_000
    let stood = 0
    for (const goal of [1, 3_000, 6_000, 9_000, 12_000]) {
      const left = await killedAt(killed, file, goal)
      // Each kill hit while lines were being written: this run wrote some, and some were left.
      expect(left).toBeGreaterThan(stood)
      expect(left).toBeLessThan(lines)
      stood = left
    }
    expect(await json(killed, 'append', file)).toMatchObject({ lines, events: lines - stood, repeated: stood, stood: [[1, stood]] })

    const events = await eventsIn(killed)
    expect(events.map(lineOf).sort((a, b) => a - b)).toEqual(Array.from({ length: lines }, (_, i) => i + 1))
    expect(new Set(events.map(({ id }) => id)).size).toBe(lines)
    for (const stream of Map.groupBy(events, (event) => event.stream).values()) {
      expect(stream.map(({ revision }) => revision)).toEqual(stream.map((_, i) => BigInt(i)))
    }
    await json(undisturbed, 'append', file)
    expect(events.map(plain)).toEqual((await eventsIn(undisturbed)).map(plain))
  })
})

describe('tracker append, when the log takes no more', () => {
  /** As a full disk would: from so many events on, every commit fails, in whatever process. */
  function full(data: string, from: number): () => void {
    const db = new DatabaseSync(join(data, 'events.db'))
    db.exec(`create trigger full before insert on events when (select count(*) from events) >= ${from} begin select raise(abort, 'disk full'); end`)
    return () => {
      db.exec('drop trigger full')
      db.close()
    }
  }

  it('given the failure comes midway, then the answer says which lines stand, as the log has them, and the same command goes on', async () => {
    const file = commandFile(1_500, 1)
    await json(home, 'list')
    const repair = full(home, 2_000)
    const { code, out } = await tracker(home, 'append', file, '--json')
    const { error } = JSON.parse(out) as {
      error: { code: string; message: { zh: string; en: string }; where: { stands: number[][]; missing: number[][]; cause: { code: string } } }
    }
    expect(code).toBe(1)
    expect(error.code).toBe('append.interrupted')
    const stood = (await eventsIn(home)).length
    expect(stood).toBeGreaterThan(0)
    expect(stood).toBeLessThan(3_000)
    expect((await eventsIn(home)).map(lineOf)).toEqual(Array.from({ length: stood }, (_, i) => i + 1))
    expect(error.where).toMatchObject({ stands: [[1, stood]], missing: [[stood + 1, 3_000]], cause: { code: 'store.write-failed' } })
    expect(error.message.zh).toContain(`第 1–${stood} 行已在日志中，第 ${stood + 1}–3000 行未写入`)

    const people = await tracker(home, 'append', file)
    expect(people).toMatchObject({ code: 1, out: '' })
    expect(people.err).toContain(`of them 1–${stood} from before`)
    repair()
    expect((await tracker(home, 'append', file)).out).toContain(`行此前已在日志中 · `)
    expect((await eventsIn(home)).map(lineOf)).toEqual(Array.from({ length: 3_000 }, (_, i) => i + 1))
  })
})
