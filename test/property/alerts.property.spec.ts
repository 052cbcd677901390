import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plusDays } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import { embeddedConfig, openTracker } from '@rural-tracker/tracker'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayIn, dayOf, everythingOfAlerts, shippedForAlerts } from './lives/alerts.ts'
import { held } from './lives/held.ts'
import { lives } from './lives/index.ts'

const SHIPPED = shippedForAlerts()
const WINDOW = 24

/** Days come one after the other, each with what becomes known on it; alerts are asked for in the evening of some. */
async function lived(commands: readonly Command[], first: string, isAsked: (n: number) => boolean, times = 1) {
  const home = mkdtempSync(join(tmpdir(), 'alerts-'))
  let today = first
  const tracker = await openTracker({ ...embeddedConfig(home), today: () => today })
  try {
    await tracker.import([...SHIPPED, ...commands.filter((command) => dayOf(command) < first)])
    let written = 0
    for (let n = 0; n <= WINDOW; n++) {
      today = plusDays(first, n)
      await tracker.import(commands.filter((command) => dayOf(command) === today))
      if (!isAsked(n)) continue
      for (let asked = 0; asked < times; asked++) {
        const { commands: said, refusals } = await tracker.raiseAlerts()
        expect(refusals).toEqual([])
        if (asked > 0) expect(said).toBe(0)
        written += said
      }
    }
    return { ...(await everythingOfAlerts(tracker)), written }
  } finally {
    await tracker.close()
    rmSync(home, { recursive: true, force: true })
  }
}

const asking = fc.record({
  life: lives,
  /** Where in the life it begins, in hundredths. */
  at: fc.integer({ min: 20, max: 100 }),
  off: fc.array(fc.boolean(), { minLength: WINDOW + 1, maxLength: WINDOW + 1 }),
})

describe('alerts are a question to the log', () => {
  it('asked every day, or with the machine off for some days in between: the same alerts, with the same dates, once', {
    timeout: 580_000,
  }, async () => {
    const seen = new Set<string>()
    let runs = 0
    let made = 0
    const law = fc.asyncProperty(asking, async ({ life, at, off }) => {
      const first = dayIn(life, at)
      const everyDay = await lived(life, first, () => true, 2)
      const someDays = await lived(life, first, (n) => n === 0 || n === WINDOW || !off[n])
      expect(someDays.rows).toEqual(everyDay.rows)
      expect(someDays.histories).toEqual(everyDay.histories)
      runs++
      made += everyDay.rows.length
      for (const { type } of everyDay.histories.flat()) seen.add(type)
    })
    await held(law, 12)
    console.log(`${made} alerts in ${runs} lives:`, [...seen].sort().join(' '))
    expect([...seen].sort()).toEqual(expect.arrayContaining(['AlertEscalated', 'AlertRaised', 'AlertResolved', 'AlertStrengthened']))
  })
})
