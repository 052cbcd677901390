import type { DomainEvent } from '@rural-tracker/domain'
import type { StoredEvent } from '@rural-tracker/event-store'
import { type KnownFact, type LogEvent, logEvent } from '@rural-tracker/projections'
import { villageWatchList } from '@rural-tracker/read-models'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BothClocks, logOf, questions } from './both-clocks.ts'
import { histories, monitoringHistories } from './histories.ts'
import { later } from './steps.ts'

/**
 * The ninth law for villages: on random histories with late, corrected and withdrawn words, moves and closings, the watch of a village as of
 * any day, known at any instant, is what one would count by hand from the events known then. The hand is `naive`: it reads events only.
 */

type Answer = { village: string; households: number; base: number; first: string; last: string; causes: string[] }
type Told = { occurredOn: string; household: string } & Record<string, unknown>
type Heard = Readonly<{ id: string; type: string; data: Told; division: string; born: string; position: bigint }>

const DISASTERS = ['flood', 'geological', 'drought', 'pest', 'weather', 'earthquake', 'otherDisaster']
const WORDS: Readonly<Record<string, string>> = { AccidentReported: 'accident', BusinessFailed: 'businessFailure', JobLost: 'unstableJob' }

function risksOf({ type, data }: Heard): string[] | undefined {
  const word = WORDS[type]
  if (word) return [word]
  if (type === 'RiskReported') return [String(data.risk)]
  if (type === 'DisasterLossReported') return [String(data.kind)]
  if (type === 'ClueRegistered') return (data.risks as string[]).length > 0 ? (data.risks as string[]) : ['unspecified']
  if (type === 'HouseholdRecognised' || type === 'RiskReMarked') return (data.risks as { kind: string }[]).map(({ kind }) => kind)
  return undefined
}

function naive(log: readonly StoredEvent[], { asOf, knownAt }: BothClocks): Answer[] {
  const known = log.filter((e) => (e.metadata.knownAt ?? e.recordedAt) <= knownAt)
  const inForce = (of: string) => {
    const set = known.find((e) => e.type === 'ThresholdSet' && (e.data as { name?: string }).name === of)
    const corrected = known.filter((e) => e.type === 'ThresholdCorrected' && (e.data as { corrects: string }).corrects === set?.id).at(-1)
    const is = (corrected ? (corrected.data as { is: unknown }).is : set?.data) as { value: number } | undefined
    return is?.value
  }
  const [days, limit, percent] = [inForce('watchDays'), inForce('watchHouseholds'), inForce('watchPercent')]
  if (days === undefined || limit === undefined || percent === undefined) return []
  const heard = known.map(
    (e): Heard => ({
      id: e.id,
      type: e.type,
      data: e.data as Told,
      division: e.metadata.division,
      born: e.stream.split('-')[1] ?? '',
      position: e.position,
    }),
  )
  // A withdrawal is heard in the village where the household lives now, and in the one where it was born.
  const withdrawn = (one: Heard, village: string) => heard.some((e) => e.data.reverses === one.id && (e.division === village || e.born === village))
  const soFar = heard.filter(({ data }) => data.occurredOn <= asOf)
  soFar.sort((a, b) => (a.data.occurredOn === b.data.occurredOn ? Number(a.position - b.position) : a.data.occurredOn < b.data.occurredOn ? -1 : 1))
  const answers: Answer[] = []
  for (const village of ['431224105201', '431224105202']) {
    const here = new Set<string>()
    for (const one of soFar) {
      const { household, from, to } = one.data
      if (one.type === 'HouseholdRegistered' && one.data.village === village) here.add(household)
      if (one.type === 'HouseholdClosed' && one.division === village && !withdrawn(one, village)) here.delete(household)
      if (one.type === 'HouseholdMoved' && from === village) here.delete(household)
      if (one.type === 'HouseholdMoved' && to === village) here.add(household)
    }
    const signs = soFar.filter(
      (one) => risksOf(one) !== undefined && one.division === village && one.data.occurredOn > later(asOf, -days) && !withdrawn(one, village),
    )
    const base = here.size
    const isMany = (count: number) => count > 0 && base > 0 && (count >= limit || count * 100 >= percent * base)
    const count = (some: readonly Heard[]) => new Set(some.map(({ data }) => data.household)).size
    if (!isMany(count(signs))) continue
    const causes = [...new Set(signs.flatMap((one) => risksOf(one) ?? []))].filter((cause) =>
      isMany(count(signs.filter((one) => risksOf(one)?.includes(cause)))),
    )
    const disasters = signs.filter((one) => risksOf(one)?.some((cause) => DISASTERS.includes(cause)))
    answers.push({
      village,
      households: count(signs),
      base,
      first: signs[0]?.data.occurredOn ?? '',
      last: signs.at(-1)?.data.occurredOn ?? '',
      causes: [...causes, ...(isMany(count(disasters)) ? ['disaster'] : [])].sort(),
    })
  }
  return answers
}

type Given = Readonly<{ facts: readonly KnownFact[]; parameters: readonly KnownFact[] }>

function derived({ facts, parameters }: Given, clocks: BothClocks): Answer[] {
  const standing = villageWatchList.parametersAt(parameters, clocks)
  return [...Map.groupBy(facts, ({ subject }) => subject)]
    .flatMap(
      ([village, own]) =>
        villageWatchList.deriveFrom(village, own, standing).rows as unknown as (Omit<Answer, 'causes'> & { causes: { cause: string }[] })[],
    )
    .map(({ village, households, base, first, last, causes }) => ({
      ...{ village, households, base, first, last },
      causes: causes.map(({ cause }) => cause).sort(),
    }))
    .sort((a, b) => (a.village < b.village ? -1 : 1))
}

function givenBy(log: readonly StoredEvent[]): Given {
  const events = log.map((stored) => logEvent(villageWatchList.catalogue, stored)).filter((e): e is LogEvent<DomainEvent> => e !== undefined)
  return { facts: villageWatchList.factsOf(events), parameters: villageWatchList.parametersOf(events) }
}

const random = fc.oneof(monitoringHistories, histories)

const FAULTS: Readonly<Record<string, (given: Given, clocks: BothClocks) => readonly [Given, BothClocks]>> = {
  'knownAt ignored': (given, { asOf }) => [given, { asOf, knownAt: '9999-12-31T00:00:00.000Z' }],
  'withdrawals dropped': (given, clocks) => [{ ...given, facts: given.facts.filter(({ withdraws }) => !withdraws) }, clocks],
  'moves dropped': (given, clocks) => [
    { ...given, facts: given.facts.filter(({ kind, body }) => kind !== 'villageHousehold' || (body as { comes: boolean }).comes) },
    clocks,
  ],
  'corrections of limits dropped': (given, clocks) => [{ ...given, parameters: given.parameters.filter(({ replaces }) => !replaces) }, clocks],
}

describe('village watch: the ninth law', () => {
  it('given late facts, withdrawals, moves and limits corrected later, then rows(asOf, knownAt) = a naive count of the events known then', async () => {
    const seen = { fired: 0, silent: 0, 'fired in both': 0, 'a cause alone': 0 }
    await fc.assert(
      fc.asyncProperty(random, questions, async (commands, asked) => {
        const log = await logOf(commands)
        const given = givenBy(log)
        for (const one of asked) {
          const expected = naive(log, one)
          expect(derived(given, one)).toEqual(expected)
          seen[expected.length > 0 ? 'fired' : 'silent']++
          if (expected.length > 1) seen['fired in both']++
          if (expected.some(({ causes }) => causes.length > 0)) seen['a cause alone']++
        }
      }),
      { numRuns: 300 },
    )
    console.log('questions that were:', seen)
    for (const count of Object.values(seen)) expect(count).toBeGreaterThanOrEqual(20)
  })

  for (const [name, plant] of Object.entries(FAULTS)) {
    it(`given a planted fault (${name}), then the law fails`, async () => {
      const law = fc.asyncProperty(random, questions, async (commands, asked) => {
        const log = await logOf(commands)
        for (const one of asked) {
          if (JSON.stringify(derived(...plant(givenBy(log), one))) !== JSON.stringify(naive(log, one))) throw new Error('caught')
        }
      })
      expect((await fc.check(law, { numRuns: 400, endOnFailure: true })).failed).toBe(true)
    })
  }
})
