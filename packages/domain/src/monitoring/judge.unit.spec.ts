import { describe, expect, it } from 'vitest'
import type { ParameterFact, ParameterLookUp } from '../parameter/look-up.ts'
import { said, untouched } from '../testing/household-facts.ts'
import { adoption, parameter, VILLAGE } from '../testing/rule-scenario.ts'
import type { KnownHouseholdFact } from './facts.ts'
import { findingOf, judge } from './judge.ts'
import { answer, defineRule, type Rule } from './rule.ts'
import { viewOf } from './view.ts'

/** Fires on the last visit: the smallest rule there is. */
const visited = (id: string, more: Partial<Rule> = {}) =>
  defineRule<string>({
    id,
    version: 1,
    title: { zh: '走访', en: 'visited' },
    source: 'test',
    kind: 'warning',
    parameters: [],
    facts: ['visit'],
    check: (view) => answer(view.last('visit') !== undefined, 'x', { evidence: view.of('visit').slice(-1) }),
    tell: () => ({ message: { zh: '已走访', en: 'visited' }, clearedBy: { zh: '无', en: 'nothing' }, clauses: [] }),
    ...more,
  } as Rule<string>)

const adopted = adoption('been-there', { level: 3 })
const visit = said('visit', '2023-05-01', { visitor: 'helper' })
const home = said('residence', '2019-01-01', { village: VILLAGE })

function judged(
  facts: readonly KnownHouseholdFact[],
  day: string,
  parameters: readonly ParameterFact[] = [adopted],
  rules: readonly Rule[] = [visited('been-there')],
) {
  const lookUp = ((kind) => parameters.find((one) => one.kind === kind)) as ParameterLookUp
  const standing = [home, ...facts].filter(({ on }) => on <= day).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.position - b.position))
  return judge(viewOf(standing, lookUp, day, rules, untouched(standing)))
}
const outcomeOf = (...args: Parameters<typeof judged>) => judged(...args).judged[0]?.outcome

const waived = (on: string, until: string, evidence: readonly string[] = []) =>
  said('waived', on, { rule: 'been-there', reason: 'seasonal', until, evidence }, { eventId: `waived ${on}` })
const dismissed = (on: string, evidence: readonly string[]) =>
  said('case.ClueDismissed', on, { procedure: 1, reason: 'noRisk', explanation: { on, how: 'visit' }, evidence })
const ended = (on: string, ends: string) => said('ended', on, { ends })

describe('a rule is in force where it is adopted', () => {
  it('adopted it fires with its level and strength; not adopted it says so', () => {
    expect(judged([visit], '2023-06-01').judged[0]).toMatchObject({ outcome: 'fired', level: 3, sign: 'strong' })
    const [not] = judged([visit], '2023-06-01', []).judged.map(findingOf)
    expect(not).toMatchObject({ outcome: 'notSet', fired: false, level: null, message: { zh: '示范 2023 年未启用本规则' } })
  })

  it('a rule that needs no adoption has no level without one', () => {
    const always = [visited('been-there', { always: true })]
    expect(judged([visit], '2023-06-01', [], always).judged[0]).toMatchObject({ outcome: 'fired', level: null, sign: null })
  })
})

describe('people outrank rules', () => {
  it('a waiver holds to its last day, and the next day the reason is back by itself', () => {
    const facts = [visit, waived('2023-05-10', '2023-06-30')]
    expect(outcomeOf(facts, '2023-05-09')).toBe('fired')
    expect(judged(facts, '2023-06-30')).toMatchObject({ judged: [{ outcome: 'waived' }], nextChangeOn: '2023-07-01' })
    expect(outcomeOf(facts, '2023-07-01')).toBe('fired')
  })

  it('a waiver that somebody ended holds no more from that day on', () => {
    const facts = [visit, waived('2023-05-10', '2023-06-30'), ended('2023-05-20', 'waived 2023-05-10')]
    expect(outcomeOf(facts, '2023-05-19')).toBe('waived')
    expect(outcomeOf(facts, '2023-05-20')).toBe('fired')
  })

  it('a waiver of another rule changes nothing', () => {
    const other = said('waived', '2023-05-10', { rule: 'drop-out', reason: 'seasonal', until: '2023-06-30', evidence: [] })
    expect(outcomeOf([visit, other], '2023-05-11')).toBe('fired')
  })

  it('evidence that a dismissal looked at is answered; new evidence is not', () => {
    const facts = [visit, dismissed('2023-05-10', ['visit 2023-05-01', 'something else'])]
    expect(outcomeOf(facts, '2023-05-10')).toBe('answered')
    expect(outcomeOf([...facts, said('visit', '2023-05-20', { visitor: 'township' })], '2023-05-20')).toBe('fired')
  })

  it('evidence of an ended waiver of this rule is answered, of one that only ran out it is not', () => {
    const named = waived('2023-05-10', '2023-06-30', ['visit 2023-05-01'])
    expect(outcomeOf([visit, named, ended('2023-05-20', 'waived 2023-05-10')], '2023-05-20')).toBe('answered')
    expect(outcomeOf([visit, named], '2023-07-01')).toBe('fired')
  })

  it('a pause holds to its last day, unless a strong warning became known after it', () => {
    const pause = said('paused', '2023-05-10', { reason: 'absent', until: '2023-06-30' })
    expect(judged([visit, pause], '2023-05-11')).toMatchObject({ pause: { on: '2023-05-10' }, nextChangeOn: '2023-07-01' })
    expect(judged([visit, pause], '2023-07-01').pause).toBeUndefined()
    const later = said('visit', '2023-05-05', { visitor: 'township' })
    expect(judged([visit, pause, later], '2023-05-11').pause).toBeUndefined()
    const weak = [adoption('been-there', { sign: 'weak' })]
    expect(judged([visit, pause, later], '2023-05-11', weak).pause).toBeDefined()
  })
})

describe('a household that is closed', () => {
  it('is silent under every rule, and says why', () => {
    const closed = said('closed', '2023-05-20', { reason: 'diedOut' })
    const [finding] = judged([visit, closed], '2023-05-20').judged.map(findingOf)
    expect(finding).toMatchObject({ outcome: 'silent', message: { en: expect.stringContaining('closed') }, events: [] })
    expect(outcomeOf([visit, closed], '2023-05-19')).toBe('fired')
  })
})

describe('the level of a household', () => {
  const levelScheme = parameter('levelScheme', {
    levels: [
      { level: 3, id: 'high', zh: '高', en: 'high' },
      { level: 1, id: 'low', zh: '低', en: 'low' },
    ],
  })
  const rules = [visited('been-there'), visited('seen-twice')]

  it('is that of its gravest rule, in the words of the scheme in force', () => {
    const parameters = [adopted, adoption('seen-twice', { level: 1 }), levelScheme]
    expect(judged([visit], '2023-06-01', parameters, rules).level).toEqual({ rank: 3, id: 'high' })
    expect(judged([visit, waived('2023-05-02', '2023-12-31')], '2023-06-01', parameters, rules).level).toEqual({ rank: 1, id: 'low' })
    expect(judged([], '2023-06-01', parameters, rules).level).toEqual({ rank: 0, id: null })
  })

  it('has no word where no scheme is set', () => {
    expect(judged([visit], '2023-06-01').level).toEqual({ rank: 3, id: null })
  })
})

describe('rules that ask other rules', () => {
  const asking = (id: string, other: string) =>
    visited(id, { check: (view) => answer(view.outcome(other).outcome === 'fired', 'x', { evidence: view.outcome(other).evidence }) })
  const parameters = [adopted, adoption('seen-twice')]

  it('a rule sees what another one answers, whatever their order', () => {
    const rules = [asking('seen-twice', 'been-there'), visited('been-there')]
    expect(judged([visit], '2023-06-01', parameters, rules).judged.map(({ outcome }) => outcome)).toEqual(['fired', 'fired'])
    expect(judged([visit], '2023-06-01', [adoption('seen-twice')], rules).judged.map(({ outcome }) => outcome)).toEqual(['silent', 'notSet'])
  })

  it('two that ask each other are an error of the program', () => {
    const rules = [asking('seen-twice', 'been-there'), asking('been-there', 'seen-twice')]
    expect(() => judged([visit], '2023-06-01', parameters, rules)).toThrow('rules ask each other')
  })
})
