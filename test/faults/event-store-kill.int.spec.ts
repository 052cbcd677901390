import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import type { StoredEvent } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { idsOf, logEvents } from '@rural-tracker/event-store/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'

const APPENDER = fileURLToPath(new URL('./event-store-appender.ts', import.meta.url))
const KILLS = 30

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'event-store-'))
  path = join(folder, 'events.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

type Lived = { lines: string[]; errors: string; code: number | null }

/** Runs an appender; with `killAfterMs` it is killed that long after its first line. */
function live(args: string[], killAfterMs?: number): Promise<Lived> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [APPENDER, path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [said, errors] = ['', '']
    child.stdout.on('data', (chunk) => {
      if (said === '' && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      said += chunk
    })
    child.stderr.on('data', (chunk) => (errors += chunk))
    child.on('close', (code) => resolve({ lines: said.split('\n').filter(Boolean), errors, code }))
  })
}

async function readBack(): Promise<StoredEvent[]> {
  const store = openSqliteStore(path)
  const events = await logEvents(store, {})
  await store.close()
  return events
}

function expectNoGap(events: readonly StoredEvent[]): void {
  const revisions = Map.groupBy(events, (e) => e.stream)
  for (const stream of revisions.values()) expect(stream.map((e) => e.revision)).toEqual(stream.map((_, i) => BigInt(i)))
  const positions = events.map((e) => e.position)
  expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)))
  const raw = new DatabaseSync(path)
  expect(raw.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
  raw.close()
}

it('keeps every answered append exactly once, and of the others all or nothing, through kill -9 in the middle', { timeout: 300_000 }, async () => {
  const acknowledged: string[] = []
  const unanswered: string[] = []
  let inFlight = 0
  for (let round = 0; inFlight < KILLS && round < KILLS * 4; round++) {
    const { lines, errors } = await live(['for-ever'], Math.random() * 40)
    expect(errors).toBe('')
    const started = lines.filter((line) => line.startsWith('start ')).map((line) => line.slice(6))
    const acks = new Set(lines.filter((line) => line.startsWith('ack ')).map((line) => line.slice(4)))
    acknowledged.push(...acks)
    unanswered.push(...started.filter((id) => !acks.has(id)))
    if (lines.at(-1)?.startsWith('start ')) inFlight += 1
  }
  expect(inFlight).toBeGreaterThanOrEqual(KILLS)

  const events = await readBack()
  const times = new Map<string, number>()
  for (const id of idsOf(events)) times.set(id, (times.get(id) ?? 0) + 1)
  const stood = (id: string) => ['a', 'b', 'c'].map((part) => times.get(`${id}/${part}`) ?? 0)
  expect(acknowledged.filter((id) => stood(id).join() !== '1,1,1')).toEqual([])
  expect(unanswered.filter((id) => !['0,0,0', '1,1,1'].includes(stood(id).join()))).toEqual([])
  expect(times.size).toBe(events.length)
  expectNoGap(events)
})

it('loses and doubles nothing when four processes write to one stream', { timeout: 60_000 }, async () => {
  const processes = await Promise.all(Array.from({ length: 4 }, () => live(['shared', '150'])))
  expect(processes.map((p) => [p.code, p.errors])).toEqual(Array(4).fill([0, '']))
  const acknowledged = processes.flatMap((p) => p.lines.map((line) => line.slice(4)))
  const events = await readBack()
  expect(idsOf(events).sort()).toEqual(acknowledged.sort())
  expect(events).toHaveLength(600)
  expectNoGap(events)
})
