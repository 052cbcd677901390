import { copyFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { backupTracker, embeddedConfig, openTracker, restoreTracker } from '@rural-tracker/tracker'
import { afterEach, expect, it } from 'vitest'
import { isSignedWith, receiver } from './receiver.ts'
import { countOf, does, registered, subscribed, township, visited } from './township.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A township that has told one visit, could not tell the next, and was backed up then. */
async function backedUp() {
  const there = await receiver((_one, n) => (n === 1 ? 204 : 503))
  const town = await township({ reactions: { webhookRetries: [3_600_000] } })
  closing.push(there.stop, town.close)
  const { tracker, dir } = town
  await does(tracker, registered('H00001'))
  const id = await subscribed(tracker, there.url)
  await does(tracker, visited('H00001', '2026-01-03'))
  await tracker.workOnce()
  await does(tracker, visited('H00001', '2026-01-04'))
  expect(await tracker.workOnce()).toMatchObject({ owed: 1 })
  const [backup, restored] = [join(dir, 'backup'), join(dir, 'restored')]
  await backupTracker(dir, backup)
  const opened = async () => {
    const again = await openTracker({ ...embeddedConfig(restored), reactions: { webhookRetries: [1] } })
    closing.push(() => again.close().catch(() => {}))
    return again
  }
  return { ...town, there, id, backup, restored, opened }
}

it('given a backup restored elsewhere, then what was owed is owed, what was told is not told again, and the secret is the same', async () => {
  const { tracker, there, id, backup, restored, opened } = await backedUp()
  const secret = await tracker.webhooks.secret(id)
  await restoreTracker(backup, restored)
  expect(statSync(join(restored, 'reactions.key')).mode & 0o777).toBe(0o600)
  const again = await opened()
  expect(await again.reactionsStatus()).toMatchObject({ owed: 1, retrying: 1 })
  there.answerWith(() => 204)
  await does(again, visited('H00001', '2026-01-05'))
  await again.workOnce()
  expect(await again.webhooks.secret(id)).toBe(secret)
  const days = there.received.map(({ body }) => (JSON.parse(body) as { data: { data: { occurredOn: string } } }).data.data.occurredOn)
  expect(days).toEqual(['2026-01-03', '2026-01-04', '2026-01-05'])
  const last = there.received.at(-1)
  expect(last && isSignedWith(secret, last)).toBe(true)
})

it('given a backup without its reactions, then it says that they are lost, and begins at the head when told to', async () => {
  const { there, backup, restored, opened } = await backedUp()
  rmSync(join(backup, 'reactions.db'))
  await restoreTracker(backup, restored)
  const again = await opened()
  await expect(again.workOnce()).rejects.toMatchObject({ code: 'reactions.lost' })
  there.answerWith(() => 204)
  expect(await again.workOnce({ fromHead: true })).toMatchObject({ settled: 0, owed: 0 })
  await does(again, visited('H00001', '2026-01-05'))
  expect(await again.workOnce()).toMatchObject({ settled: 1 })
  expect(await countOf(again, 'DeliverySucceeded')).toBe(2)
})

it('given an older log put in the place of the present one, then it says that the reactions are of another state', async () => {
  const { tracker, backup, restored, opened } = await backedUp()
  await restoreTracker(backup, restored)
  const later = await opened()
  await does(later, visited('H00001', '2026-01-06'))
  await does(later, visited('H00001', '2026-01-07'))
  await later.workOnce()
  await later.close()
  rmSync(join(backup, 'reactions.db'))
  const kept = join(restored, 'reactions.db')
  // Somebody copies the old log over the new one and leaves the rest.
  for (const name of readdirSync(restored).filter((file) => file.startsWith('events.db'))) rmSync(join(restored, name))
  rmSync(join(restored, 'read-models.db'))
  copyFileSync(join(backup, 'events.db'), join(restored, 'events.db'))
  expect(statSync(kept).size).toBeGreaterThan(0)
  await expect((await opened()).workOnce()).rejects.toMatchObject({ code: 'reactions.other-log' })
  expect(await countOf(tracker, 'DeliverySucceeded')).toBe(1)
})
