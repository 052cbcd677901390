import { expect } from 'vitest'
import type { FactKind, KnownHouseholdFact } from '../monitoring/facts.ts'
import { findingOf, judge } from '../monitoring/judge.ts'
import { monitoringRules } from '../monitoring/registry.ts'
import type { Finding, Rule } from '../monitoring/rule.ts'
import { viewOf } from '../monitoring/view.ts'
import type { MonitoringParameterKind } from '../parameter/kinds.ts'
import { lastInForce, type ParameterBody, type ParameterFact, type ParameterLookUp } from '../parameter/look-up.ts'
import { plusDays } from '../values/calendar.ts'
import { NATION } from '../values/division.ts'
import { said, untouched } from './household-facts.ts'

/** A village of the invented province 示范. */
export const VILLAGE = '999001001204'

type Dates = Readonly<{ from?: string; to?: string; region?: string; assumption?: boolean }>
type Own<Kind extends MonitoringParameterKind> = Omit<ParameterBody<Kind>, 'to' | 'basis' | 'assumption'>

/**
 * The form in which rules are specified. The rule is adopted and the household lives in a village of 示范; everything else is given.
 * Whatever is expected, it is also held that the answer does not change before the next day that it names, that both languages hold the
 * same numbers, that no person is named, and that the rule asks for no parameter that it does not declare.
 *
 * @example
 * const rule = specify(dropOut)
 * rule.given(said('school', '2023-03-01', { … })).on('2023-04-01').fires({ events: ['school 2023-03-01'] })
 */
export function specify(rule: Rule) {
  return scenario(rule, [said('residence', '2019-01-01', { village: VILLAGE })], [adoption(rule.id)])
}

/** Adopted from 2019 for the whole nation, strong, at level 2; event id `rule.<id> 2019-01-01`. */
export function adoption(rule: string, more: Partial<Own<`rule.${string}`>> & Dates = {}): ParameterFact {
  const { from, to, region, assumption, ...own } = more
  const dates = { from: from ?? '2019-01-01', ...(to ? { to } : {}), ...(region ? { region } : {}), ...(assumption ? { assumption } : {}) }
  return parameter(`rule.${rule}`, { rule, level: 2, sign: 'strong', ...own }, dates)
}

/** One parameter, set for the nation from 2019 on unless said otherwise; its event id is its kind and its first day. */
export function parameter<Kind extends MonitoringParameterKind>(kind: Kind, value: Own<Kind>, dates: Dates = {}): ParameterFact {
  const { from = '2019-01-01', to = null, region = NATION, assumption = false } = dates
  return {
    subject: region,
    on: from,
    eventId: `${kind} ${from}`,
    kind,
    body: { ...value, basis: '示范', assumption, to },
  } as unknown as ParameterFact
}

function scenario(rule: Rule, facts: readonly KnownHouseholdFact[], parameters: readonly ParameterFact[]) {
  return {
    given: (...more: readonly KnownHouseholdFact<FactKind>[]) => scenario(rule, [...facts, ...(more as readonly KnownHouseholdFact[])], parameters),
    /** Sets parameters; one of a kind that is there already takes its place. */
    set: (...more: readonly ParameterFact[]) => {
      const kinds = new Set(more.map(({ kind, on }) => `${kind} ${on}`))
      return scenario(rule, facts, [...parameters.filter(({ kind, on }) => !kinds.has(`${kind} ${on}`)), ...more])
    },
    notAdopted: () =>
      scenario(
        rule,
        facts,
        parameters.filter(({ kind }) => kind !== `rule.${rule.id}`),
      ),
    on: (day: string) => asked(rule, facts, parameters, day),
  }
}

type Expected = Readonly<{
  events?: readonly string[]
  zh?: string
  en?: string
  clearedBy?: string
  nextChangeOn?: string | undefined
}>

function asked(rule: Rule, facts: readonly KnownHouseholdFact[], parameters: readonly ParameterFact[], day: string) {
  const { finding, nextChangeOn, kinds } = answerOn(rule, facts, parameters, day)
  const is = (outcome: Finding['outcome'], expected: Expected) => {
    expect({ outcome: finding.outcome, message: finding.message }, rule.id).toMatchObject({ outcome })
    if (expected.events) expect(finding.events).toEqual(expected.events)
    if (expected.zh !== undefined) expect(finding.message.zh).toBe(expected.zh)
    if (expected.en !== undefined) expect(finding.message.en).toBe(expected.en)
    if (expected.clearedBy !== undefined) expect([finding.clearedBy.zh, finding.clearedBy.en]).toContain(expected.clearedBy)
    if ('nextChangeOn' in expected) expect(nextChangeOn).toBe(expected.nextChangeOn)
    expectReadable(finding)
    expectDeclared(rule, kinds)
    expectStillness(rule, facts, parameters, day, nextChangeOn)
  }
  return {
    finding,
    fires: (expected: Expected = {}) => is('fired', expected),
    isSilent: (expected: Expected = {}) => is('silent', expected),
    /** A parameter is missing: `zh` or `en` is the whole sentence. */
    isNotSet: (expected: Expected = {}) => is('notSet', expected),
    /** A fact is missing. */
    isUnknown: (expected: Expected = {}) => is('unknown', expected),
    isWaived: (expected: Expected = {}) => is('waived', expected),
    isAnswered: (expected: Expected = {}) => is('answered', expected),
  }
}

/** `alone` asks no other rule but those that this one asks, and gives the same answer: for the many days that are only compared. */
function answerOn(rule: Rule, facts: readonly KnownHouseholdFact[], parameters: readonly ParameterFact[], day: string, alone = false) {
  const kinds = new Set<string>()
  const lookUp = ((kind, on) => {
    kinds.add(kind)
    const own = parameters.filter((one) => one.kind === kind)
    return lastInForce(
      own.map((one) => ({ from: one.on, to: one.body.to, one })),
      on,
    )?.one
  }) as ParameterLookUp
  const standing = facts.filter(({ on }) => on <= day).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.position - b.position))
  const view = viewOf(standing, lookUp, day, [...monitoringRules.filter(({ id }) => id !== rule.id), rule], untouched(standing))
  view.outcome(rule.id)
  const asked = new Set(kinds)
  const { judged } = alone ? judge(view, [rule]) : judge(view)
  const own = judged.find((one) => one.rule.id === rule.id)
  if (own === undefined) throw new Error(`${rule.id} was not judged`)
  return { finding: findingOf(own), nextChangeOn: own.checked.nextChangeOn, kinds: asked }
}

function expectReadable({ message, clearedBy, clauses }: Finding): void {
  for (const { zh, en } of [message, clearedBy, ...clauses.map(({ text }) => text)]) {
    expect(numbersIn(en), `${zh} · ${en}`).toEqual(numbersIn(zh))
    expect(zh).not.toContain('返贫')
    expect(`${zh}${en}`).not.toMatch(/\bP\d{5}|undefined|NaN/)
  }
}

function numbersIn(text: string): readonly string[] {
  return (text.match(/\d[\d,.-]*\d|\d/g) ?? []).sort()
}

function expectDeclared(rule: Rule, kinds: ReadonlySet<string>): void {
  const others = monitoringRules.filter(({ id }) => kinds.has(`rule.${id}`))
  const declared = new Set<string>([rule, ...others].flatMap(({ parameters }) => parameters))
  const strange = [...kinds].filter((kind) => !declared.has(kind) && !kind.startsWith('rule.') && !kind.startsWith('workingCalendar.'))
  expect(strange, `${rule.id} asks for parameters that it does not declare`).toEqual([])
}

/** Up to the next day named, or for 400 days, nothing of it changes on the list but by facts and parameters that begin or end. */
function expectStillness(
  rule: Rule,
  facts: readonly KnownHouseholdFact[],
  parameters: readonly ParameterFact[],
  day: string,
  next: string | undefined,
): void {
  const stood = facts.filter(({ on }) => on <= day)
  const bounds = parameters.flatMap(({ on, body }) => (body.to ? [on, plusDays(body.to, 1)] : [on])).filter((one) => one > day)
  const end = [...bounds, next ?? plusDays(day, 400), plusDays(day, 400)].sort()[0] ?? day
  const first = listedOf(answerOn(rule, stood, parameters, day).finding)
  for (let other = plusDays(day, 1); other < end; other = plusDays(other, 1)) {
    const listed = listedOf(answerOn(rule, stood, parameters, other, true).finding)
    if (JSON.stringify(listed) === JSON.stringify(first)) continue
    expect({ day: other, listed }, `${rule.id} changes on ${other}, a day that it does not name`).toEqual({ day: other, listed: first })
  }
}

/** What a list keeps of a finding: of a rule that does not fire nothing. */
function listedOf({ fired, message, events }: Finding) {
  return fired ? { message, events } : {}
}
