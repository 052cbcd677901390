import type { Command } from '@rural-tracker/event-store'
import { monitoringList } from '@rural-tracker/read-models'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { logOf } from './both-clocks.ts'
import { factsOf } from './judged.ts'
import { held } from './lives/held.ts'
import { lives, PLACES } from './lives/index.ts'
import { addDays } from './naive/calendar.ts'

const DAYS = 120
const KNOWN_LATER = '2099-01-01T00:00:00.000Z'

/** A window of a life that is asked about as it is known at its end, or as it was known on the first day of the window. */
const windows = fc.record({ percent: fc.integer({ min: 20, max: 100 }), hindsight: fc.boolean() })

function windowIn(commands: readonly Command[], { percent, hindsight }: { percent: number; hindsight: boolean }) {
  const first = '2023-01-02'
  const last = (commands.at(-1)?.knownAt ?? first).slice(0, 10)
  const from = addDays(first, Math.round(((Date.parse(last) - Date.parse(first)) / 86_400_000) * (percent / 100)))
  return { from, knownAt: hindsight ? KNOWN_LATER : `${from}T23:59:59.000Z` }
}

it('given any household, then no row changes on a day before the next change that it names, and each day that it names is still to come', async () => {
  let changes = 0
  let quiet = 0
  await held(
    fc.asyncProperty(lives, windows, async (commands, window) => {
      const { of, parameters } = factsOf(await logOf(commands))
      const { from, knownAt } = windowIn(commands, window)
      for (const household of PLACES) {
        let named: string | undefined
        let before: string | undefined
        for (let day = 0; day < DAYS; day++) {
          const asOf = addDays(from, day)
          const derived = monitoringList.deriveFrom(household, of.get(household) ?? [], monitoringList.parametersAt(parameters, { asOf, knownAt }))
          const rows = JSON.stringify(derived.rows)
          if (day > 0 && rows !== before) {
            changes++
            expect(named !== undefined && named <= asOf, `${household} changes on ${asOf}, and ${named} was named: ${before} → ${rows}`).toBe(true)
          }
          if (derived.nextChangeOn !== undefined) expect(derived.nextChangeOn > asOf).toBe(true)
          else quiet++
          // A day that was named stands until it comes: the list is not derived again before it.
          named = named === undefined || named <= asOf || day === 0 ? derived.nextChangeOn : named
          before = rows
        }
      }
    }),
    40,
  )
  console.log({ changes, quiet })
  expect(changes).toBeGreaterThan(50)
}, 300_000)
