import { between, dayBetween, later, pick, seeded } from '@rural-tracker/sanjiang/making'
import { cadre, clerk, inHouse, type Pen } from './pen.ts'
import type { Household } from './population.ts'
import { TARGETS } from './targets.ts'

const INCLUDED = ['cadreKnows', 'petition', 'awaitingProof'] as const
const PAUSED = ['absent', 'litigation', 'disputedData'] as const

/**
 * What people decided beside the rules, each until a day. `underLine` are households that are listed by their income: most of their
 * waivers have run out at the end, and the households are back.
 */
export function planPeople(pen: Pen, untouched: readonly Household[], underLine: readonly Household[]): void {
  const random = seeded(81)
  const chosen = pick(random, untouched, untouched.length)
  const others = TARGETS.inclusions + TARGETS.pauses
  chosen.slice(0, TARGETS.inclusions).forEach((household, n) => {
    const on = n % 6 === 0 ? dayBetween(random, '2026-03-25', '2026-06-12') : dayBetween(random, '2021-06-01', '2026-03-01')
    const until = later(on, between(random, 60, 150))
    pen.say(on, `included.${household.id}`, cadre(household), {
      type: 'IncludeHousehold',
      data: { ...inHouse(household), reason: INCLUDED[n % 3] ?? 'cadreKnows', until, evidence: [], occurredOn: on },
    })
    if (n % 12 !== 5) return
    pen.say(later(on, 30), `inclusionEnded.${household.id}`, clerk(household), {
      type: 'EndInclusion',
      data: { ...inHouse(household), ends: pen.ofCase(household, `included.${household.id}`), occurredOn: later(on, 30) },
    })
  })
  chosen.slice(TARGETS.inclusions, others).forEach((household, n) => {
    const on = dayBetween(random, '2021-06-01', '2026-05-01')
    pen.say(on, `paused.${household.id}`, 'town:office', {
      type: 'PauseWatch',
      data: { ...inHouse(household), reason: PAUSED[n % 3] ?? 'absent', until: later(on, between(random, 40, 120)), occurredOn: on },
    })
    if (n % 6 !== 5) return
    pen.say(later(on, 20), `pauseEnded.${household.id}`, 'town:office', {
      type: 'EndPause',
      data: { ...inHouse(household), ends: pen.ofCase(household, `paused.${household.id}`), occurredOn: later(on, 20) },
    })
  })
  ;[...underLine, ...chosen.slice(others)].slice(0, TARGETS.waivers).forEach((household, n) => {
    const on = dayBetween(random, '2025-11-25', '2026-02-20')
    pen.say(on, `waived.${household.id}`, 'town:office', {
      type: 'WaiveRule',
      data: {
        ...inHouse(household),
        rule: 'income-under-line',
        reason: 'knownAndCovered',
        until: later(on, between(random, 60, 180)),
        evidence: [],
        occurredOn: on,
      },
    })
    if (n % 9 !== 4) return
    pen.say(later(on, 25), `waiverEnded.${household.id}`, 'town:office', {
      type: 'EndWaiver',
      data: { ...inHouse(household), ends: pen.ofCase(household, `waived.${household.id}`), occurredOn: later(on, 25) },
    })
  })
}
