import { describe, expect, it } from 'vitest'
import * as told from '../testing/case-facts.ts'
import { said } from '../testing/household-facts.ts'
import { type CaseFact, caseOn } from './case-state.ts'

const END = '2030-01-01'
const on = (facts: readonly CaseFact[], day = END) => caseOn(facts, day)
const stepOf = (facts: readonly CaseFact[], day = END) => on(facts, day).open?.step
const { clue, visit, signed, refused, review, notice, noticeEnded, townCheck, county, recognised, eliminated, rolledBack, proposed } = told

const clued = [clue('2023-01-01')]
const verified = [...clued, visit('2023-01-03'), signed('2023-01-03')]
const reviewed = [...verified, review('2023-01-05')]
const noticed = [...reviewed, notice('2023-01-06', '2023-01-10')]
const checked = [...noticed, noticeEnded('2023-01-11'), townCheck('2023-01-12')]
const approved = [...checked, county('2023-01-14')]
const monitored = [...approved, recognised('2023-01-20')]

describe('how far a procedure has come', () => {
  it.each([
    ['clue', clued],
    ['clue', [...clued, visit('2023-01-03')]],
    ['clue', [...clued, signed('2023-01-03')]],
    ['verified', verified],
    ['reviewed', reviewed],
    ['noticed', noticed],
    ['townChecked', checked],
    ['countyApproved', approved],
  ] as const)('%s', (step, facts) => {
    expect(stepOf(facts)).toBe(step)
  })

  it('on an earlier day it had come only as far as then', () => {
    expect(stepOf(approved, '2023-01-05')).toBe('reviewed')
    expect(on(clued, '2022-12-31').procedures).toEqual([])
  })

  it('a report that skips steps lands where reality is', () => {
    expect(stepOf([...clued, county('2023-01-14')])).toBe('countyApproved')
  })

  it('an elimination needs no second consent', () => {
    const proposal = [...monitored, proposed('2023-08-01'), visit('2023-08-02', { procedure: 2 })]
    expect(on(proposal).open).toMatchObject({ purpose: 'elimination', way: 'byHelp', step: 'verified', startsOn: '2023-08-01' })
  })
})

describe('ways back inside a procedure', () => {
  it('a rejected review, a returned check and an upheld objection lead back to verified', () => {
    expect(stepOf([...verified, review('2023-01-05', { outcome: 'rejected' })])).toBe('verified')
    expect(stepOf([...noticed, townCheck('2023-01-12', { outcome: 'returned' })])).toBe('verified')
    expect(stepOf([...noticed, noticeEnded('2023-01-11', { objections: 2, upheld: 1 })])).toBe('verified')
    expect(stepOf([...noticed, noticeEnded('2023-01-11', { objections: 2, upheld: 0 })])).toBe('noticed')
  })

  it('what stood before such a reset counts no more, what comes after does', () => {
    const again = [...noticed, townCheck('2023-01-12', { outcome: 'returned' }), review('2023-02-01'), notice('2023-02-02', '2023-02-08')]
    const open = on(again).open
    expect(open?.of('case.CaseNoticed')).toHaveLength(2)
    expect(open?.counting('case.CaseNoticed').map((fact) => fact.on)).toEqual(['2023-02-02'])
    expect(open?.step).toBe('noticed')
  })

  it('refused consent is an end state of its own, from which a signature or a new clue returns, and the clock runs from the return', () => {
    const away = [...clued, refused('2023-01-03')]
    expect(on(away).open).toMatchObject({ step: 'consentRefused', startsOn: '2023-01-01' })
    expect(on([...away, clue('2023-04-01')]).open).toMatchObject({ step: 'clue', startsOn: '2023-04-01' })
    expect(on([...away, visit('2023-05-01'), signed('2023-05-02')]).open).toMatchObject({ step: 'verified', startsOn: '2023-05-02' })
    expect(on([...away, clue('2023-04-01'), refused('2023-04-05')]).open?.step).toBe('consentRefused')
  })
})

describe('how a procedure ends', () => {
  const dismissed = said('case.ClueDismissed', '2023-01-08', {
    procedure: 1,
    reason: 'noRisk',
    explanation: { on: '2023-01-08', how: 'visit' },
    evidence: [],
  })

  it('dismissed, recognised, rejected by the county or closed by a roll-back, it is open no more', () => {
    expect(on([...verified, dismissed]).open).toBeUndefined()
    expect(on(monitored).open).toBeUndefined()
    expect(on([...checked, county('2023-01-14', { outcome: 'rejected' })]).open).toBeUndefined()
    const relapsed = [...monitored, eliminated('2023-10-01'), clue('2024-01-01', { procedure: 3, purpose: 'reMark' })]
    expect(on(relapsed).open?.number).toBe(3)
    expect(on([...relapsed, rolledBack('2024-01-05', { closes: 3 })]).open).toBeUndefined()
  })

  it('the last decision of the county counts', () => {
    const decided = [...checked, county('2023-01-14', { outcome: 'rejected' }), county('2023-01-20')]
    expect(on(decided).open?.step).toBe('countyApproved')
  })

  it('a new clue opens the next one', () => {
    expect(on([...verified, dismissed, clue('2023-06-01', { procedure: 2 })]).open?.number).toBe(2)
  })

  it('a withdrawn elimination leaves the household monitored', () => {
    const state = on([...monitored, proposed('2023-08-01'), said('case.EliminationWithdrawn', '2023-08-05', { procedure: 2 })])
    expect(state).toMatchObject({ monitoring: 'monitored', open: undefined })
  })
})

describe('rounds: monitored, eliminated, and back', () => {
  it('recognised, then eliminated, then rolled back: the same round', () => {
    expect(on(monitored)).toMatchObject({ monitoring: 'monitored', current: { number: 1, class: 'marginal' } })
    const out = [...monitored, eliminated('2023-10-01')]
    expect(on(out)).toMatchObject({ monitoring: 'eliminated', current: { eliminated: { on: '2023-10-01' } } })
    expect(on(out, '2023-09-30').monitoring).toBe('monitored')
    expect(on([...out, rolledBack('2024-02-01')])).toMatchObject({ monitoring: 'monitored', current: { number: 1, eliminated: undefined } })
  })

  it('re-marked: the next round, and its elimination is its own', () => {
    const again = [...monitored, eliminated('2023-10-01'), told.reMarked('2024-05-01', { class: 'suddenHardship' })]
    expect(on(again)).toMatchObject({ monitoring: 'monitored', current: { number: 2, class: 'suddenHardship' } })
  })

  it('a revoked recognition never was: the household is as before that round', () => {
    const revoke = (round: number, reverses: string) => said('case.RecognitionRevoked', '2024-06-01', { round, reverses, reason: 'falseData' })
    expect(on([...monitored, revoke(1, 'case.HouseholdRecognised 2023-01-20')]).monitoring).toBe('none')
    const again = [...monitored, eliminated('2023-10-01'), told.reMarked('2024-05-01')]
    const revoked = [...again, revoke(2, 'case.RiskReMarked 2024-05-01')]
    expect(on(revoked)).toMatchObject({ monitoring: 'eliminated', current: { number: 1 } })
    expect(on(revoked, '2024-05-31').current?.number).toBe(2)
  })

  it('a class that was reassigned is the one spoken of now', () => {
    const was = { scheme: '2021', class: 'marginal' } as const
    const is = { scheme: '2026', class: 'preventionObject' } as const
    const state = on([...monitored, said('case.ClassReassigned', '2026-02-10', { round: 1, was, is, reason: 'schemeChange' })])
    expect(state.current).toMatchObject({ ...is, recognised: { body: was } })
  })
})

describe('measures and helper', () => {
  it('a measure counts for its round, and for a later one when it had not ended by then', () => {
    const first = told.measure('2023-02-01', 'industry', { measure: 'a' })
    const second = told.measure('2023-03-01', 'health', { measure: 'b' })
    const state = on([...monitored, first, second, told.measureEnded('2023-12-01', 'a'), eliminated('2023-10-01'), told.reMarked('2024-05-01')])
    const round = state.current
    expect(round && state.measuresOf(round).map(({ started }) => started.body.measure)).toEqual(['b'])
    const before = state.rounds[0]
    expect(before && state.measuresOf(before).map(({ started }) => started.body.measure)).toEqual(['a', 'b'])
  })

  it('a measure that had ended by then counts for no later round, also when its end is told once more', () => {
    const facts = [...monitored, told.measure('2023-02-01', 'industry', { measure: 'a' }), told.measureEnded('2023-12-01', 'a')]
    const state = on([...facts, eliminated('2023-10-01'), told.reMarked('2024-05-01'), told.measureEnded('2024-06-01', 'a')])
    expect(state.current && state.measuresOf(state.current)).toEqual([])
    expect(state.measures[0]?.ended?.on).toBe('2024-06-01')
  })

  it('a measure runs until it is ended or its term is over, the last day included', () => {
    const facts = [...monitored, told.measure('2023-02-01', 'industry', { measure: 'a', until: '2023-12-31' })]
    expect(on(facts, '2023-12-31').measures).toMatchObject([{ running: true }])
    expect(on(facts, '2024-01-01').measures).toMatchObject([{ running: false, ended: undefined }])
    expect(on([...facts, told.measureEnded('2023-06-01', 'a')], '2023-06-01').measures).toMatchObject([{ running: false }])
  })

  it('the helper is the one assigned last, and nobody after the last day that a release names', () => {
    const assigned = said('case.HelperAssigned', '2023-02-01', { helper: 'user:a' })
    const replaced = [assigned, said('case.HelperReleased', '2023-05-01', { helper: 'user:a', reason: 'replaced' })]
    expect(on([...replaced, said('case.HelperAssigned', '2023-05-01', { helper: 'user:b' })]).helper?.body.helper).toBe('user:b')
    expect(on(replaced, '2023-05-01')).toMatchObject({ helper: assigned, helperLeaves: true })
    expect(on(replaced, '2023-05-02')).toMatchObject({ helper: undefined, helperLeaves: false })
  })
})
