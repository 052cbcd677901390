import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { embeddedConfig } from '../config.ts'
import { openTracker, type Tracker } from '../tracker.ts'

const MODEL = 'village_profile'
const VILLAGES = 20

describe('a rebuild that is asked for in the process', () => {
  let home: string
  let tracker: Tracker
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'tracker-rebuild-'))
    tracker = await openTracker(embeddedConfig(home))
    for (let n = 0; n < VILLAGES; n++) {
      const village = `4312241052${String(n + 1).padStart(2, '0')}`
      const data = { village, level: 'village', poverty: 'none', occurredOn: '2023-01-01' } as const
      await tracker.execute({ type: 'RegisterVillage', data }, { commandId: `v${n}`, actor: 'test:a', source: 'test' })
    }
    await tracker.catchUp()
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await tracker.close()
    rmSync(home, { recursive: true, force: true })
  })

  const total = async () => (await tracker.rows({ model: MODEL, limit: 1 })).total
  const done = (rebuild: string) => expect.poll(async () => (await tracker.rebuilds.look(rebuild)).state, { timeout: 20_000 }).toBe('done')

  it('given that it is asked for twice before it is done, then it is one, and afterwards the next', async () => {
    const [one, other] = await Promise.all([tracker.rebuilds.ask(MODEL), tracker.rebuilds.ask(MODEL)])
    expect(one).toBe(other)
    await done(one)
    expect(await tracker.rebuilds.look(one)).toEqual({
      ...{ rebuild: one, model: MODEL, state: 'done', part: 1, events: VILLAGES, code: null },
      difference: { village_profile: { missing: 0, added: 0, keys: [] } },
    })
    expect(await tracker.rebuilds.ask(MODEL)).not.toBe(one)
  })

  it('given a name that nobody has asked for, then it is unknown', async () => {
    for (const rebuild of ['rebuild-village_profile-v1-after-999', 'rebuild', '王小明'])
      await expect(tracker.rebuilds.look(rebuild)).rejects.toMatchObject({ code: 'rebuild.unknown' })
  })

  it('given that the process stops in the middle of it, then it stops, nothing half-built is seen, and the next one does the same rebuild', async () => {
    const read = tracker.events.readAll.bind(tracker.events)
    const reading = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    vi.spyOn(tracker.events, 'readAll').mockImplementation(async function* (how) {
      reading.resolve()
      await goOn.promise
      yield* read(how)
    })
    const rebuild = await tracker.rebuilds.ask(MODEL)
    await reading.promise
    expect(await tracker.rebuilds.look(rebuild)).toMatchObject({ state: 'building', difference: null })
    await tracker.close()
    goOn.resolve()

    tracker = await openTracker(embeddedConfig(home))
    expect(await total()).toBe(VILLAGES)
    expect((await tracker.projections()).find(({ name }) => name === MODEL)).toMatchObject({ state: 'active', failure: undefined })
    expect(await tracker.rebuilds.ask(MODEL)).toBe(rebuild)
    await done(rebuild)
    expect(await total()).toBe(VILLAGES)
  })
})
