import { describe, expect, it } from 'vitest'
import type { ParameterLookUp } from '../parameter/look-up.ts'
import { said, untouched } from '../testing/household-facts.ts'
import { parameter } from '../testing/rule-scenario.ts'
import type { KnownHouseholdFact } from './facts.ts'
import { viewOf } from './view.ts'

const none = (() => undefined) as ParameterLookUp
const viewed = (facts: readonly KnownHouseholdFact[], day = '2023-12-31', parameters = none) => viewOf(facts, parameters, day, [], untouched(facts))
const joined = (person: string, on: string, bornIn = '1970-01') =>
  said('memberJoined', on, { person, relation: 'other', bornIn, reason: 'registered' })

describe('one household on one day', () => {
  const facts = [
    said('class', '2019-01-01', { registered: 'registeredPoor' }),
    joined('P00001', '2019-01-01'),
    joined('P00002', '2020-01-01'),
    said('exitedPoverty', '2021-01-01', {}),
    said('house', '2022-01-01', { grade: 'C' }),
    said('house', '2023-01-01', { grade: 'B' }),
  ]

  it('facts of a kind stand oldest first, and the last of them is the one that counts', () => {
    expect(
      viewed(facts)
        .of('house')
        .map(({ body }) => body.grade),
    ).toEqual(['C', 'B'])
    expect(viewed(facts).last('house')?.body.grade).toBe('B')
    expect(viewed(facts).last('water')).toBeUndefined()
  })

  it('at an earlier day it is the same household of what was true by then', () => {
    const view = viewed(facts)
    expect(view.at('2022-12-31').last('house')?.body.grade).toBe('C')
    expect(view.at('2019-12-31').members()).toHaveLength(1)
    expect(view.at('2019-12-31').day).toBe('2019-12-31')
    expect(view.at('2022-12-31')).toBe(view.at('2022-12-31'))
  })

  it('a registered household is former poor from the day on which it exited', () => {
    expect(viewed(facts).baseClass()).toBe('formerPoor')
    expect(viewed(facts).at('2020-12-31').baseClass()).toBe('registeredPoor')
    expect(viewed([]).baseClass()).toBe('ordinary')
  })

  it('a household is closed until the day on which it came back', () => {
    const back = [...facts, said('closed', '2023-02-01', { reason: 'movedAway' }), said('reopened', '2023-06-01', {})]
    const closed = (day: string) => viewed(back).at(day).closed()
    expect([closed('2023-01-31'), closed('2023-02-01'), closed('2023-05-31'), closed('2023-06-01')]).toEqual([false, true, true, false])
  })

  it('before a fact: its day, and only what was said earlier and still stands', () => {
    const decision = said('case.HelperAssigned', '2023-02-01', { helper: 'user:a' })
    const late = said('house', '2022-06-01', { grade: 'D' })
    const view = viewed([...facts.slice(0, 5), late, ...facts.slice(5), decision])
    expect(view.at('2022-12-31').last('house')?.body.grade).toBe('D')
    expect(
      view
        .before(decision)
        .of('house')
        .map(({ body }) => body.grade),
    ).toEqual(['C', 'B'])
  })

  it('before a fact: what was withdrawn or corrected after it stood then', () => {
    const withdrawn = said('house', '2022-06-01', { grade: 'D' })
    const decision = said('case.HelperAssigned', '2023-02-01', { helper: 'user:a' })
    const stood = (position: number) => [...facts, withdrawn].filter((fact) => fact.position < position)
    const view = viewOf([...facts, decision], none, '2023-12-31', [], stood)
    expect(view.last('house')?.body.grade).not.toBe('D')
    expect(
      view
        .before(decision)
        .of('house')
        .map(({ body }) => body.grade),
    ).toContain('D')
    expect(view.at('2023-06-30').before(decision).of('house')).toHaveLength(view.before(decision).of('house').length)
  })

  it('labour asks for the working age that is set', () => {
    const young = [joined('P00001', '2019-01-01', '2015-01')]
    const workAge = parameter('threshold.workAge', { name: 'workAge', value: 16, unit: 'year' })
    expect(viewed(young).labour()).toMatchObject({ unknown: 1 })
    expect(viewed(young, '2023-12-31', ((kind) => (kind === workAge.kind ? workAge : undefined)) as ParameterLookUp).labour()).toMatchObject({
      none: true,
    })
  })
})
