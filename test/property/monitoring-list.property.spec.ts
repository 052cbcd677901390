import { type DomainEvent, monitoringRules } from '@rural-tracker/domain'
import type { StoredEvent } from '@rural-tracker/event-store'
import { type KnownFact, type LogEvent, logEvent } from '@rural-tracker/projections'
import { monitoringList } from '@rural-tracker/read-models'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BothClocks, logOf, questions } from './both-clocks.ts'
import { monitoringHistories } from './histories.ts'

/**
 * The ninth law: on random histories with late and corrected facts, the list as of any day, known at any instant, is what one would
 * write down by hand from the events known then. The hand is `naive` below: it reads events only.
 */

type Answer = { household: string; underLine: boolean; openRisk: boolean }

/** From the events alone, in order of (occurredOn, position), with nothing of the engine. */
function naive(all: readonly StoredEvent[], { asOf, knownAt }: BothClocks): Answer[] {
  const events = all
    .map((e) => ({
      id: e.id,
      type: e.type,
      data: e.data as { occurredOn: string } & Record<string, unknown>,
      position: e.position,
      known: e.metadata.knownAt ?? e.recordedAt,
    }))
    .filter((e) => e.known <= knownAt)
  const of = (...types: string[]) => events.filter((e) => types.includes(e.type))
  const latest = <T extends { position: bigint }>(some: readonly T[]) =>
    some.reduce<T | undefined>((a, b) => (!a || b.position > a.position ? b : a), undefined)

  const lines = of('MonitoringLineSet').map((set) => {
    const corrected = latest(of('MonitoringLineCorrected').filter((c) => c.data.corrects === set.id))
    const is = (corrected ? corrected.data.is : set.data) as unknown as { from: string; to?: string; amount: number }
    return { region: String(set.data.region), from: is.from, to: is.to, amount: is.amount, position: (corrected ?? set).position }
  })
  const lineOn = (village: string) => {
    for (const region of [`${village.slice(0, 2)}0000000000`, '000000000000']) {
      const there = lines.filter((line) => line.region === region && line.from <= asOf && (line.to === undefined || line.to >= asOf))
      there.sort((a, b) => (a.from === b.from ? Number(a.position - b.position) : a.from < b.from ? -1 : 1))
      const last = there.at(-1)
      if (last) return last.amount
    }
    return undefined
  }
  return of('HouseholdRegistered')
    .filter((registered) => registered.data.occurredOn <= asOf)
    .map((registered) => {
      const household = String(registered.data.household)
      const own = (...types: string[]) => of(...types).filter((e) => e.data.household === household)
      const moves = own('HouseholdMoved').filter((e) => e.data.occurredOn <= asOf)
      moves.sort((a, b) =>
        a.data.occurredOn === b.data.occurredOn ? Number(a.position - b.position) : a.data.occurredOn < b.data.occurredOn ? -1 : 1,
      )
      const village = String(moves.at(-1)?.data.to ?? registered.data.village)
      const incomes = own('IncomeReported').map((reported) => {
        const corrected = latest(own('IncomeCorrected').filter((c) => c.data.corrects === reported.id))
        const is = (corrected ? corrected.data.is : reported.data) as unknown as {
          window: { to: string }
          members: number
          parts: Record<string, number>
        }
        const { wages = 0, business = 0, property = 0, transfers = 0, businessCost = 0 } = is.parts
        return {
          on: is.window.to,
          perHead: Math.floor((wages + business + property + transfers - businessCost) / is.members),
          position: (corrected ?? reported).position,
        }
      })
      const ended = incomes.filter((income) => income.on <= asOf)
      ended.sort((a, b) => (a.on === b.on ? Number(a.position - b.position) : a.on < b.on ? -1 : 1))
      const income = ended.at(-1)
      const line = lineOn(village)
      const risks = own('RiskReported').filter(
        (risk) =>
          risk.data.occurredOn <= asOf &&
          !own('RiskWithdrawn').some((e) => e.data.reverses === risk.id) &&
          !own('RiskCleared').some((e) => e.data.clears === risk.id && e.data.occurredOn <= asOf),
      )
      return { household, underLine: income !== undefined && line !== undefined && income.perHead < line, openRisk: risks.length > 0 }
    })
    .filter((answer) => answer.underLine || answer.openRisk)
    .sort((a, b) => (a.household < b.household ? -1 : 1))
}

/** The engine's answer, from facts. `fault` plants a mistake in what it is given. */
function derived(facts: readonly KnownFact[], parameters: readonly KnownFact[], clocks: BothClocks): Answer[] {
  const answers: Answer[] = []
  for (const subject of new Set(facts.map((fact) => fact.subject))) {
    const own = facts.filter((fact) => fact.subject === subject)
    const rows = monitoringList.deriveFrom(subject, own, monitoringList.parametersAt(parameters, clocks)).rows as unknown as {
      household: string
      reasons: { rule: string }[]
    }[]
    for (const { household, reasons } of rows) {
      const has = (rule: string) => reasons.some((reason) => reason.rule === rule)
      answers.push({ household, underLine: has('income-under-line'), openRisk: has('open-risk') })
    }
  }
  return answers.sort((a, b) => (a.household < b.household ? -1 : 1))
}

function factsOf(log: readonly StoredEvent[]): { facts: KnownFact[]; parameters: KnownFact[] } {
  const events = log.map((stored) => logEvent(monitoringList.catalogue, stored)).filter((e): e is LogEvent<DomainEvent> => e !== undefined)
  return { facts: monitoringList.factsOf(events), parameters: monitoringList.parametersOf(events) }
}

/** What makes a history hard, and so the law worth something. */
function hardships(log: readonly StoredEvent[]) {
  const occurredOn = (e: StoredEvent) => (e.data as { occurredOn: string }).occurredOn
  const late = log.some(
    (e, i) => e.type === 'RiskReported' && log.slice(0, i).some((other) => other.type === 'RiskReported' && occurredOn(other) > occurredOn(e)),
  )
  const has = (type: string) => log.some((e) => e.type === type)
  return { late, correction: has('IncomeCorrected'), reversal: has('RiskWithdrawn'), 'parameter corrected later': has('MonitoringLineCorrected') }
}

type Fault = (
  given: { facts: KnownFact[]; parameters: KnownFact[] },
  clocks: BothClocks,
) => { facts: KnownFact[]; parameters: KnownFact[]; clocks: BothClocks }

const FAULTS: Readonly<Record<string, Fault>> = {
  'knownAt ignored': (given, { asOf }) => ({ ...given, clocks: { asOf, knownAt: '9999-12-31T00:00:00.000Z' } }),
  // Every fact dated by when it was told: the order of positions passes for the order of truth.
  'position order only': ({ facts, parameters }, c) => {
    const days = facts.map((fact) => fact.on).sort()
    return { facts: facts.map((fact, i) => ({ ...fact, on: fact.kind === 'income' ? (days[i] ?? fact.on) : fact.on })), parameters, clocks: c }
  },
  'reversal dropped': ({ facts, parameters }, c) => ({ facts: facts.filter((fact) => !fact.withdraws), parameters, clocks: c }),
  "the wrong year's line": ({ facts, parameters }, c) => ({
    facts,
    clocks: c,
    parameters: parameters.map((p) => ({ ...p, on: `${Number(p.on.slice(0, 4)) - 1}${p.on.slice(4)}` })),
  }),
}

describe('monitoring list: the ninth law', () => {
  it('given late facts, corrections, reversals and parameters corrected later, then rows(asOf, knownAt) = a naive recomputation from the events known then', async () => {
    const seen: Record<string, number> = {}
    await fc.assert(
      fc.asyncProperty(monitoringHistories, questions, async (commands, asked) => {
        const log = await logOf(commands)
        for (const [name, is] of Object.entries(hardships(log))) seen[name] = (seen[name] ?? 0) + Number(is)
        const { facts, parameters } = factsOf(log)
        for (const one of asked) expect(derived(facts, parameters, one)).toEqual(naive(log, one))
      }),
      { numRuns: 400 },
    )
    console.log('random histories that held:', seen)
    for (const count of Object.values(seen)) expect(count).toBeGreaterThanOrEqual(100)
    expect(Object.keys(seen)).toHaveLength(4)
  })

  for (const [name, plant] of Object.entries(FAULTS)) {
    it(`given a planted fault (${name}), then the law fails`, async () => {
      const law = fc.asyncProperty(monitoringHistories, questions, async (commands, asked) => {
        const log = await logOf(commands)
        for (const one of asked) {
          const faulty = plant(factsOf(log), one)
          if (JSON.stringify(derived(faulty.facts, faulty.parameters, faulty.clocks)) !== JSON.stringify(naive(log, one))) throw new Error('caught')
        }
      })
      // A counterexample need not be a small one here.
      const result = await fc.check(law, { numRuns: 500, endOnFailure: true })
      expect(result.failed).toBe(true)
    }, 180_000)
  }

  it('every rule has an id, a version, a source and a title in both languages', () => {
    for (const rule of monitoringRules)
      expect(rule).toMatchObject({
        id: expect.any(String),
        version: expect.any(Number),
        source: expect.any(String),
        title: { zh: expect.any(String), en: expect.any(String) },
      })
  })
})
