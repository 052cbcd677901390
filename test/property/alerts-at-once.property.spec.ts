import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plusDays } from '@rural-tracker/domain'
import type { Command, Position, StoredEvent } from '@rural-tracker/event-store'
import { embeddedConfig, openTracker, type Tracker } from '@rural-tracker/tracker'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayIn, dayOf, everythingOfAlerts, shippedForAlerts } from './lives/alerts.ts'
import { held } from './lives/held.ts'
import { lives } from './lives/index.ts'

/** So little room that weak signs compete for it. */
const SHIPPED = shippedForAlerts((type, data) => (type === 'SetAlertBudget' ? { ...data, perVillageMonth: 2 } : data))
const WINDOW = 12

/** How alerts are asked for after each thing that is said. */
type Asks = (tracker: Tracker, today: string, said: readonly StoredEvent[]) => Promise<void>

const whole: Asks = async (tracker) => {
  const { refusals } = await tracker.raiseAlerts()
  expect(refusals).toEqual([])
}
const ofNewsOnly: Asks = async (tracker, today, said) => {
  for await (const command of tracker.alertsDue.news.find({ today, now: `${today}T00:00:00.000Z` }, said)) {
    expect(await tracker.import([command])).toMatchObject({ refused: 0 })
  }
}

/** Days come one after the other; alerts are asked for after each thing that is said on them, and people put some aside. */
async function lived(commands: readonly Command[], first: string, asideOn: readonly number[], asks: Asks) {
  const home = mkdtempSync(join(tmpdir(), 'alerts-at-once-'))
  let today = first
  const tracker = await openTracker({ ...embeddedConfig(home), today: () => today })
  try {
    await tracker.import([...SHIPPED, ...commands.filter((command) => dayOf(command) < first)])
    let after: Position | undefined
    let said = 0
    /** How they stood after each. */
    const stood: string[] = []
    const askNow = async () => {
      const news: StoredEvent[] = []
      for await (const page of tracker.events.readAll(after === undefined ? {} : { after })) {
        news.push(...page.events)
        after = page.scannedTo ?? after
      }
      await asks(tracker, today, news)
      const { rows } = await tracker.alerts({ past: true, sort: 'village' })
      stood.push(rows.map(({ alert, status, level, episode }) => `${alert} ${episode} ${status} ${level}`).join('\n'))
    }
    for (let n = 0; n <= WINDOW; n++) {
      today = plusDays(first, n)
      await whole(tracker, today, [])
      for (const command of commands.filter((one) => dayOf(one) === today)) {
        await tracker.import([command])
        await askNow()
        if (asideOn[said++ % asideOn.length] !== 0) continue
        const [open] = (await tracker.alerts({ sort: 'village' })).rows
        if (!open) continue
        const envelope = { actor: 'helper:a', source: 'api' }
        await tracker.actOnAlert(open.alert, { type: 'DismissAlert', reason: 'seasonal', countsAgain: 'newEvidence' }, envelope)
        await askNow()
      }
    }
    return { ...(await everythingOfAlerts(tracker)), stood }
  } finally {
    await tracker.close()
    rmSync(home, { recursive: true, force: true })
  }
}

const asking = fc.record({
  life: lives,
  /** Where in the life it begins, in hundredths. */
  at: fc.integer({ min: 20, max: 100 }),
  asideOn: fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 9 }),
})

describe('alerts after each thing that is said', () => {
  it('asked only of whom it speaks: the same as asked of everybody, in the same order', { timeout: 580_000 }, async () => {
    const seen = new Map<string, number>()
    const law = fc.asyncProperty(asking, async ({ life, at, asideOn }) => {
      const first = dayIn(life, at)
      const everybody = await lived(life, first, asideOn, whole)
      expect(await lived(life, first, asideOn, ofNewsOnly)).toEqual(everybody)
      for (const { type } of everybody.histories.flat()) seen.set(type, (seen.get(type) ?? 0) + 1)
    })
    await held(law, 15)
    expect([...seen.keys()]).toEqual(expect.arrayContaining(['AlertDismissed', 'AlertRaised', 'AlertResolved']))
  })
})
