import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Asked } from './asked.ts'
import type { Clocks, KnownFact } from './facts.ts'
import { StandingParameters } from './list-parameters.ts'

/**
 * What is in force, found by binary search in steps that were made once, is what one finds by looking through everything that was said.
 * The one who looks is `naive` below: of all this file it shares nothing with the engine but the shape of a fact.
 */

type Said = KnownFact & Readonly<{ body: Readonly<{ to: string | null }> }>

const REGIONS = ['000000000000', '430000000000', '431224000000', '431224105000', '431224105201', '520000000000'] as const
const PLACES = ['431224105201', '431224105202', '431224105000', '520100000000', '990000000000'] as const
const KINDS = ['line', 'deadline.visit'] as const
const day = fc.nat({ max: 40 }).map((days) => new Date(Date.UTC(2023, 11, 20) + days * 86_400_000).toISOString().slice(0, 10))
const term = fc.tuple(day, fc.option(fc.nat({ max: 15 }))).map(([on, days]) => ({ on, to: days === null ? null : plus(on, days) }))

/** Parameters of some regions and kinds, of which each may be corrected, which may move its first day, and withdrawn. */
const parameters: fc.Arbitrary<readonly Said[]> = fc
  .array(
    fc.record({
      region: fc.constantFrom(...REGIONS),
      kind: fc.constantFrom(...KINDS),
      term,
      about: fc.option(fc.record({ nth: fc.nat({ max: 30 }), how: fc.constantFrom('replaces', 'replaces', 'withdraws') }), { freq: 2 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((tellings) => {
    const said: Said[] = []
    for (const [i, { region, kind, term: is, about }] of tellings.entries()) {
      const sets = said.filter(({ replaces, withdraws }) => replaces === undefined && withdraws === undefined)
      const target = about && sets[about.nth % Math.max(1, sets.length)]
      const base = { eventId: `e${i}`, position: i + 1, n: 0, knownAt: `2024-01-${String(i + 1).padStart(2, '0')}T00:00:00.000Z` }
      const body = { to: is.to }
      if (!target || !about) said.push({ ...base, subject: region, kind, on: is.on, body })
      else said.push({ ...base, subject: target.subject, kind: target.kind, on: is.on, body, [about.how]: target.eventId })
    }
    return said
  })
const clocks: fc.Arbitrary<Clocks> = fc
  .record({ asOf: day, known: fc.nat({ max: 16 }), by: fc.constantFrom('instant', 'position') })
  .map(({ asOf, known, by }) =>
    by === 'position' ? { asOf, knownTo: known } : { asOf, knownAt: `2024-01-${String(Math.max(1, known)).padStart(2, '0')}T12:00:00.000Z` },
  )

function naive(all: readonly Said[], { knownAt, knownTo }: Clocks, place: string, kind: string, on: string): string | undefined {
  const said = all.filter((one) => (knownAt === undefined || one.knownAt <= knownAt) && (knownTo === undefined || one.position <= knownTo))
  const sets = said.filter((one) => one.replaces === undefined && one.withdraws === undefined)
  const valid = sets
    .filter((set) => !said.some((one) => one.withdraws === set.eventId))
    .map((set) => said.filter((one) => one.replaces === set.eventId).reduce((a, b) => (b.position > a.position ? b : a), set))
  const upwards = [place, `${place.slice(0, 9)}000`, `${place.slice(0, 6)}000000`, `${place.slice(0, 4)}00000000`, `${place.slice(0, 2)}0000000000`]
  for (const region of [...upwards, '000000000000']) {
    const begun = valid.filter((one) => one.subject === region && one.kind === kind && one.on <= on)
    const last = begun.reduce<Said | undefined>((a, b) => (!a || b.on > a.on || (b.on === a.on && b.position > a.position) ? b : a), undefined)
    if (last && (last.body.to ?? on) >= on) return last.eventId
  }
  return undefined
}

const until = (parameter: KnownFact) => (parameter as Said).body.to ?? undefined
const everyDay = Array.from({ length: 62 }, (_, i) => plus('2023-12-15', i))

it('given parameters set, corrected to another first day and withdrawn, then what is in force anywhere on any day, known at any time, is what one finds by hand', () => {
  const seen = { 'set nearer': 0, 'from above': 0, none: 0, 'a corrected one with another first day': 0, 'one that was over': 0 }
  fc.assert(
    fc.property(parameters, clocks, fc.constantFrom(...PLACES), fc.constantFrom(...KINDS), (said, at, place, kind) => {
      const here = new StandingParameters(said, at, until).of(place)
      for (const on of everyDay) {
        const found = here.inForce(kind, on) as Said | undefined
        expect(found?.eventId, on).toBe(naive(said, at, place, kind, on))
        if (!found) seen.none++
        else if (found.subject === place) seen['set nearer']++
        else seen['from above']++
        if (found?.replaces && said.find(({ eventId }) => eventId === found.replaces)?.on !== found.on)
          seen['a corrected one with another first day']++
        if (said.some((one) => one.subject === found?.subject && one.kind === kind && one.on > (found?.on ?? '') && one.on <= on))
          seen['one that was over']++
      }
    }),
    { numRuns: 500 },
  )
  console.log('days with a parameter:', seen)
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThanOrEqual(100)
})

it('given a day, then nothing of what was asked for changes before the next day that is named, and every day of a change is named', () => {
  let named = 0
  fc.assert(
    fc.property(parameters, fc.constantFrom(...PLACES), fc.subarray([...KINDS]), (said, place, kinds) => {
      const here = new StandingParameters(said, { asOf: '2024-01-10' }, until).of(place)
      const asked = kinds.reduce((so, kind) => so.and(kind), Asked.nothing())
      const answers = (on: string) => kinds.map((kind) => naive(said, { asOf: on }, place, kind, on))
      for (const [i, today] of everyDay.entries()) {
        const next = here.nextDay(asked, today)
        for (const later of everyDay.slice(i + 1).filter((one) => next === undefined || one < next)) expect(answers(later)).toEqual(answers(today))
        if (next !== undefined) named++
      }
    }),
    { numRuns: 100 },
  )
  expect(named).toBeGreaterThanOrEqual(100)
})

it('given no place, then no parameter counts, not even those of the nation', () => {
  const national = { subject: '000000000000', kind: 'line', on: '2020-01-01', body: {}, eventId: 'e', position: 1, n: 0, knownAt: '' }
  const standing = new StandingParameters([national], { asOf: '2020-12-31' }, () => undefined)
  expect(standing.of(undefined).inForce('line', '2020-12-31')).toBeUndefined()
  expect(standing.of('431224105201').inForce('line', '2020-12-31')).toBe(national)
})

function plus(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}
