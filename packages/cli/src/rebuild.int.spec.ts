import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { embeddedConfig, openTracker } from '@rural-tracker/tracker'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCli } from './index.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tracker-rebuild-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

it.each(['SIGINT', 'SIGTERM'] as const)('given a rebuild and %s, then it ends with a sentence, and the read model is as it was', async (signal) => {
  const tracker = await openTracker(embeddedConfig(home))
  await tracker.catchUp()
  const before = await tracker.projections()
  await tracker.close()
  // Another process has the model, so the rebuild waits.
  const rows = openSqliteRows(join(home, 'read-models.db'))
  expect(await rows.lease('village_profile', 'elsewhere:1', 60_000)).toMatchObject({ held: true })
  const [said, listening] = [[] as string[], process.listenerCount(signal)]
  const io = { out: (text: string) => void said.push(text), err: () => {}, terminal: false }
  const running = runCli(['--data', home, 'rebuild', 'village_profile', '--json'], { eventId: () => '', io })
  await expect.poll(() => process.listenerCount(signal), { timeout: 20_000 }).toBe(listening + 1)
  // As the system calls it, and not those of whoever runs this test.
  process.listeners(signal).at(-1)?.(signal)
  expect(await running).toBe(1)
  expect(JSON.parse(said.join(''))).toMatchObject({ error: { code: 'rebuild.ended', message: { zh: expect.stringContaining('原表保持不变') } } })
  expect(process.listenerCount(signal)).toBe(listening)
  expect((await rows.slots('village_profile')).map(({ state }) => state)).toEqual(['active'])
  await rows.close()
  const again = await openTracker(embeddedConfig(home))
  expect(await again.projections()).toEqual(before)
  await again.close()
})
