import { dateAt, monitoringRules, type ProposedParameter, readProposal } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import { type KnownFact, type ListModel, Asked } from '@rural-tracker/projections'
import { monitoringList } from '@rural-tracker/read-models'
import { type Alert, policyOf, replayHousehold } from '@rural-tracker/tracker'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { logOf } from './both-clocks.ts'
import { factsOf } from './judged.ts'
import { held } from './lives/held.ts'
import { lives, PLACES, towards } from './lives/index.ts'
import { COST, LINE } from './lives/parameters.ts'
import { addDays } from './naive/calendar.ts'

/**
 * A proposal replayed equals what the list would have said on each single day, known at its end, with other parameters: every day is asked, every
 * rule, of everything known, and what is in force is looked for by hand.
 */

const NATION = '000000000000'
const PROVINCE = '430000000000'

const regions = fc.constantFrom(NATION, PROVINCE, '431224000000')
/** Some of the days of the window, some of what is before it, or all that is to come. */
const days = fc.record({
  region: regions,
  from: fc.option(fc.constantFrom('2021-05-01', '2023-02-01', '2023-04-10', '2023-09-01'), { nil: undefined, freq: 1 }),
  to: fc.option(fc.constantFrom('2023-03-31', '2023-12-31', '2026-01-01'), { nil: undefined, freq: 1 }),
})
const numbers = fc.integer({ min: -2, max: 6 })
const values = [
  fc.tuple(days, numbers).map(([when, n]) => ({ set: { kind: 'monitoringLine', ...when, amount: LINE + n * 60_000 } })),
  fc.tuple(days, fc.constantFrom(60, 110, 200)).map(([when, percent]) => ({ scale: { kind: 'monitoringLine', ...when, percent } })),
  fc
    .tuple(days, fc.constantFrom('medicalOrdinary', 'medicalRegistered', 'schoolingYear', 'outpatientMonth'), fc.constantFrom(1, COST / 10, 9 * COST))
    .map(([when, name, value]) => ({ set: { kind: 'threshold', name, unit: 'fen', ...when, value } })),
  fc
    .tuple(days, fc.integer({ min: 1, max: 3 }))
    .map(([when, value]) => ({ set: { kind: 'threshold', name: 'weakSigns', unit: 'count', ...when, value } })),
  fc.tuple(days, fc.integer({ min: 1, max: 5 })).map(([when, months]) => ({ set: { kind: 'visitRhythm', group: 'monitored', ...when, months } })),
  fc
    .tuple(days, fc.integer({ min: 2, max: 9 }))
    .map(([when, length]) => ({ set: { kind: 'deadline', stage: 'visit', unit: 'workingDay', ...when, length } })),
]
/** Rules are adopted otherwise, or not at all: mostly one that this life makes fire. */
const rulesOf = (likely: readonly string[]) => {
  const rule = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...likely) },
    { weight: 1, arbitrary: fc.constantFrom(...monitoringRules.map(({ id }) => id)) },
  )
  return [
    fc.tuple(days, rule, fc.constantFrom('weak', 'strong')).map(([when, one, sign]) => ({
      adopt: { ...when, rule: one, level: 1, sign, standsDays: 20 },
    })),
    fc
      .tuple(days, rule)
      .map(([when, one]) => (ALWAYS.has(one) ? { set: { kind: 'monitoringLine', ...when, amount: 3 * LINE } } : { drop: { ...when, rule: one } })),
  ]
}
const ALWAYS = new Set(monitoringRules.filter(({ always }) => always).map(({ id }) => id))

const proposalsFor = (...likely: readonly string[]) =>
  fc.array(fc.oneof(...values, ...rulesOf(likely)), { minLength: 1, maxLength: 4 }).map((parts) => {
    const file: Record<string, unknown[]> = {}
    for (const one of parts) for (const [name, entry] of Object.entries(one)) (file[name] ??= []).push(JSON.parse(JSON.stringify(entry)))
    return file
  })
const OFTEN = [
  'income-after-expense',
  'medical-self-paid',
  'weak-signs',
  'visit-overdue',
  'procedure-clock',
  'helper-missing',
  'relapse',
  'risk-without-measure',
]
const histories = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(lives, proposalsFor(...OFTEN)) },
  ...Object.entries(towards).map(([rule, arbitrary]) => ({ weight: 1, arbitrary: fc.tuple(arbitrary, proposalsFor(rule)) })),
)

type Lookup = (kind: string, on: string, recorded: KnownFact | undefined) => KnownFact | undefined

/** The rules that fire for a household at the end of a day, as its row of the list says. */
function firingOn(facts: readonly KnownFact[], parameters: readonly KnownFact[], day: string, otherwise: (place: string) => Lookup) {
  const recorded = monitoringList.parametersAt(parameters, { asOf: day, knownAt: knownBy(day) })
  const other = {
    clocks: recorded.clocks,
    nothingAsked: Asked.nothing(),
    of: (place: string | undefined) => {
      const here = recorded.of(place)
      const inForce = (kind: string, on: string) => (place === undefined ? undefined : otherwise(place)(kind, on, here.inForce(kind, on)))
      return { inForce, nextDay: () => undefined }
    },
  } as unknown as Parameters<ListModel['deriveFrom']>[2]
  const [row] = monitoringList.deriveFrom(facts[0]?.subject ?? '', facts, other).rows
  return { firing: new Set(row?.reasons.map(({ rule }) => rule).filter((rule) => rule !== 'included')), village: row?.village ?? '' }
}

/** The last instant that the clock of the office calls this day. */
function knownBy(day: string): string {
  const last = new Date(`${day}T23:59:59.999+08:00`).toISOString()
  if (dateAt(last) !== day) throw new Error(`${last} is not on ${day}`)
  return last
}

/** What is in force by the proposal: of its parts that speak of the place and the day, that of the smallest region. */
function byHand(proposed: readonly ProposedParameter[]): (place: string) => Lookup {
  const size = (region: string) => region.replace(/0+$/, '').length
  return (place) => (kind, on, recorded) => {
    const inside = proposed.filter(
      (one) => one.kind === kind && place.startsWith(one.region.replace(/0+$/, '')) && on >= one.from && (one.to === null || on <= one.to),
    )
    const [nearest] = inside.toSorted((a, b) => size(b.region) - size(a.region))
    if (nearest === undefined) return recorded
    if (nearest.does === 'scale') {
      if (recorded === undefined) return undefined
      const body = recorded.body as { amount: number }
      return { ...recorded, body: { ...body, amount: Math.floor((body.amount * nearest.percent) / 100) } }
    }
    if (recorded !== undefined && size(recorded.subject) > size(nearest.region)) return recorded
    if (nearest.does === 'drop') return undefined
    return { subject: nearest.region, kind, on: nearest.from, body: nearest.value, eventId: 'by hand', position: 0, n: 0, knownAt: '' }
  }
}

/** The alerts of the rules asked, by asking day after day. */
function dayByDay(firing: readonly Readonly<{ day: string; firing: ReadonlySet<string>; village: string }>[], rules: readonly string[]): Alert[] {
  const alerts: Alert[] = []
  for (const rule of rules) {
    let open: Alert | undefined
    for (const [i, { day, firing: now, village }] of firing.entries()) {
      if (now.has(rule)) open ??= { rule, from: i === 0 ? null : day, to: null, village }
      else if (open) {
        // What was silent again on the first day asked about is of no replay.
        if (i > 1) alerts.push({ ...open, to: firing[i - 1]?.day ?? null })
        open = undefined
      }
    }
    if (open) alerts.push(open)
  }
  return alerts
}

function sorted(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.toSorted((a, b) => (`${a.rule}${a.from ?? ''}` < `${b.rule}${b.from ?? ''}` ? -1 : 1))
}

const windows = fc.record({ percent: fc.integer({ min: 10, max: 95 }), length: fc.integer({ min: 1, max: 70 }), allRules: fc.boolean() })

function firstDayOf(commands: readonly Command[], percent: number): string {
  const last = (commands.at(-1)?.knownAt ?? '2023-01-02').slice(0, 10)
  return addDays('2023-01-02', Math.round(((Date.parse(last) - Date.parse('2023-01-02')) / 86_400_000) * (percent / 100)))
}

it('given any lives and any proposal, then the replay says what the list would have said on each day, known at its end', async () => {
  const seen = { alerts: 0, differing: 0, same: 0, refused: 0 }
  await held(
    fc.asyncProperty(histories, windows, async ([commands, proposal], { percent, length, allRules }) => {
      const { of, parameters } = factsOf(await logOf(commands))
      const from = firstDayOf(commands, percent)
      const to = addDays(from, length)
      const proposed = readProposal(proposal, from)
      if ('code' in proposed) return void seen.refused++
      const policy = policyOf(parameters, proposed, { from, to, allRules })
      const rules = policy.rules.map(({ id }) => id)
      for (const household of PLACES) {
        const facts = of.get(household) ?? []
        if (facts.length === 0) continue
        const replayed = replayHousehold(facts, policy)
        const asked = Array.from({ length: length + 2 }, (_, n) => addDays(from, n - 1))
        const before = asked.map((day) => ({ day, ...firingOn(facts, parameters, day, () => (_kind, _on, recorded) => recorded) }))
        const after = asked.map((day) => ({ day, ...firingOn(facts, parameters, day, byHand(proposed)) }))
        const where = `${household} ${from} ${to} ${JSON.stringify(proposed)}`
        expect({ where, before: sorted(replayed.before) }).toEqual({ where, before: sorted(dayByDay(before, rules)) })
        expect({ where, after: sorted(replayed.after) }).toEqual({ where, after: sorted(dayByDay(after, rules)) })
        // A rule that is not asked answers alike by both.
        const all = monitoringRules.map(({ id }) => id)
        if (JSON.stringify(dayByDay(before, all)) === JSON.stringify(dayByDay(after, all))) seen.same++
        else {
          seen.differing++
          const others = all.filter((rule) => !rules.includes(rule))
          expect({ where, others: dayByDay(after, others) }).toEqual({ where, others: dayByDay(before, others) })
        }
        seen.alerts += replayed.after.length
      }
    }),
    200,
  )
  console.log(seen)
  expect(seen.alerts).toBeGreaterThan(150)
  expect(seen.differing).toBeGreaterThan(12)
}, 600_000)

const HINDSIGHT = '2000-01-01T00:00:00.000Z'
const FAULTS: Readonly<Record<string, (fact: KnownFact) => KnownFact>> = {
  'facts used before they were known': (fact) => ({ ...fact, knownAt: HINDSIGHT }),
  'facts used a day too late': (fact) => ({ ...fact, knownAt: `${addDays(fact.knownAt.slice(0, 10), 1)}${fact.knownAt.slice(10)}` }),
}

for (const [name, plant] of Object.entries(FAULTS)) {
  it(`given a planted fault (${name}), then the replay and the days differ`, async () => {
    const law = fc.asyncProperty(histories, fc.integer({ min: 5, max: 95 }), async ([commands], percent) => {
      const { of, parameters } = factsOf(await logOf(commands))
      const from = firstDayOf(commands, percent)
      const question = { from, to: addDays(from, 50), allRules: true }
      for (const household of PLACES) {
        const facts = of.get(household) ?? []
        const { before } = replayHousehold(facts.map(plant), policyOf(parameters, [], question))
        const days = Array.from({ length: 52 }, (_, n) => addDays(from, n - 1))
        const asked = days.map((day) => ({ day, ...firingOn(facts, parameters, day, () => (_kind, _on, recorded) => recorded) }))
        const all = monitoringRules.map(({ id }) => id)
        if (JSON.stringify(sorted(before)) !== JSON.stringify(sorted(dayByDay(asked, all)))) throw new Error('caught')
      }
    })
    // A counterexample need not be a small one here.
    const result = await fc.check(law, { numRuns: 300, endOnFailure: true })
    expect(result.failed).toBe(true)
  }, 300_000)
}
