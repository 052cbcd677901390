import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { StoredEvent } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { idsOf, logEvents } from '@rural-tracker/event-store/testing'
import { type Command, embeddedConfig, openTracker } from '@rural-tracker/tracker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { start, tracker } from './cli.ts'

const TOWNSHIP = fileURLToPath(new URL('../faults/busy-township.ts', import.meta.url))
const HOUSEHOLDS = 15_000
const TODAY = '2021-06-30'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tracker-load-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** A process that keeps appending and projecting, and what it has acknowledged so far. */
function busyTownship(folder: string) {
  const child = spawn(process.execPath, [TOWNSHIP, folder, String(HOUSEHOLDS)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const acknowledged: string[] = []
  let ready = false
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'ready') ready = true
    else acknowledged.push(line.slice('ack '.length))
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { acknowledged, isReady: () => ready, alive: () => child.exitCode === null, stop: () => (child.stdin.end(), ended) }
}

async function until(fact: () => boolean, alive: () => boolean): Promise<void> {
  while (!fact()) {
    if (!alive()) throw new Error('the process ended before it was so')
    await setTimeout(1)
  }
}

async function eventsIn(folder: string): Promise<StoredEvent[]> {
  const log = openSqliteStore(join(folder, 'events.db'))
  const events = await logEvents(log, { pageSize: 10_000 })
  await log.close()
  return events
}

/** The command line makes a backup; what the log held and what was acknowledged when the copy of the log began and when it was whole. */
async function backupWhileWatched(data: string, to: string, busy: ReturnType<typeof busyTownship>) {
  const log = openSqliteStore(join(data, 'events.db'))
  const moment = async () => ({ head: Number(await log.head()), acknowledged: busy.acknowledged.length })
  const before = [...busy.acknowledged]
  const child = start(data, ['backup', to, '--json'])
  const out: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const running = () => child.exitCode === null
  const copies = ['events.db.ready.unfinished', 'events.db.ready', 'events.db'].map((file) => join(to, file))
  await until(() => copies.some((file) => existsSync(file)), running)
  expect(existsSync(join(to, 'events.db'))).toBe(false)
  const began = await moment()
  await until(() => existsSync(join(to, 'events.db')), running)
  const whole = await moment()
  const code = await ended
  await log.close()
  return { code, before, began, whole, copied: JSON.parse(Buffer.concat(out).toString()) as { position: string; logId: string } }
}

/**
 * The load has to be real: the log grows, and commands are answered, between the beginning of the copy and its end. A machine with other things
 * to do may leave the township no turn in so short a time, and the backup is made once more then.
 */
async function backupUnderLoad(data: string, to: string, busy: ReturnType<typeof busyTownship>) {
  for (let tries = 1; ; tries++) {
    const made = await backupWhileWatched(data, to, busy)
    const { began, whole } = made
    if (tries === 5 || (whole.head > began.head && whole.acknowledged > began.acknowledged)) return made
    rmSync(to, { recursive: true })
  }
}

function* thousandMore(): Generator<Command> {
  for (let n = 0; n < 1_000; n++) {
    const place = { registeredIn: `4312241052${String(1 + (n % 20)).padStart(2, '0')}` }
    const envelope = { commandId: `afterwards-${n}`, actor: 'clerk:b', source: 'api' }
    if (n % 2)
      yield { type: 'RegisterHousehold', data: { ...place, household: `H9${10_000 + n}`, kind: 'ordinary', occurredOn: '2021-02-01' }, ...envelope }
    else
      yield {
        type: 'ReportRisk',
        data: { ...place, household: `H${100_000 + n}`, risk: 'accident', occurredOn: '2021-03-01' },
        ...envelope,
      }
  }
}

it('given a backup taken under load, when it is restored and 1,000 events are appended to it, then rebuilt = live', {
  timeout: 300_000,
}, async () => {
  const [data, backup, restored] = [join(home, 'data'), join(home, 'backup'), join(home, 'restored')]
  const busy = busyTownship(data)
  await until(() => busy.isReady() && busy.acknowledged.length > 500, busy.alive)

  const { code, before, began, whole, copied } = await backupUnderLoad(data, backup, busy)
  expect(code).toBe(0)
  expect(whole.head).toBeGreaterThan(began.head)
  expect(whole.acknowledged).toBeGreaterThan(began.acknowledged)
  expect(Number(copied.position)).toBeLessThan(whole.head)

  // The township goes on working while its backup is restored elsewhere: nothing of it holds the copy.
  expect(await tracker(restored, 'restore', backup)).toMatchObject({ code: 0, err: '' })
  expect(busy.alive()).toBe(true)
  expect(await busy.stop()).toBe(0)

  const [live, kept] = [await eventsIn(data), await eventsIn(restored)]
  expect(kept).toHaveLength(Number(copied.position))
  const plain = ({ id, stream, revision, position, type, data: of, metadata, recordedAt }: StoredEvent) =>
    JSON.stringify([id, stream, Number(revision), String(position), type, of, metadata, recordedAt])
  expect(kept.map(plain)).toEqual(live.slice(0, kept.length).map(plain))
  const keptIds = new Set(idsOf(kept))
  expect(before.length).toBeGreaterThan(500)
  expect(before.filter((id) => !keptIds.has(id))).toEqual([])

  const library = await openTracker({ ...embeddedConfig(restored), today: () => TODAY })
  // No other process at work is in the way, and nothing has to be built again: the backup's read models fit its log.
  const models = await library.projections()
  expect(models.map(({ state, position }) => [state, String(position)])).toEqual(models.map(() => ['active', copied.position]))
  expect(await library.import(thousandMore())).toMatchObject({ events: 1_000, refused: 0 })
  const head = String(await library.events.head())
  expect(Number(head)).toBe(kept.length + 1_000)
  expect(await library.catchUp()).toEqual({ position: head, behind: false })
  for (const { name } of models) {
    const { difference } = await library.rebuild(name)
    expect(Object.keys(difference ?? {}).length).toBeGreaterThan(0)
    for (const [table, found] of Object.entries(difference ?? {})) expect({ table, ...found }).toEqual({ table, missing: 0, added: 0, keys: [] })
  }
  expect((await library.list({ asOf: TODAY })).total).toBeGreaterThan(3_000)
  await library.close()
})
