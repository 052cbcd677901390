import { describe, expect, it } from 'vitest'
import { said } from '../testing/household-facts.ts'
import { annualWindow, type Books, computedIncome, covered, incomeOn, rollingWindow, shareIn } from './income.ts'

const nothing: Books = { moves: [], windows: [], entries: [], expenses: [], bills: [], schoolCosts: [], payouts: [] }
const year = { from: '2022-10-01', to: '2023-09-30' }
const joined = (person: string, on = '2019-01-01') => said('memberJoined', on, { person, relation: 'other', bornIn: '1980-01', reason: 'registered' })
const entry = (kind: string, amount: number, from = '2023-01', to = from, on = `${to}-28`) =>
  said('incomeEntry', on, { entry: `${kind}.${from}`, kind, from, to, amount })
const expense = (kind: string, amount: number, month = '2023-01') =>
  said('expenseEntry', `${month}-28`, { entry: `${kind}.${month}`, kind, from: month, to: month, amount })
const collected = (window = year) => said('incomeCollected', window.to, window)
const noParts = { wages: 0, business: 0, property: 0, transfers: 0, businessCost: 0 }
const reported = (net: number, members = 2, window = year) =>
  said('income', window.to, { ...window, net, members, parts: { ...noParts, wages: net }, compliantSelfPaid: 0, insurancePayout: 0 })
const two = [joined('P00001'), joined('P00002')]
const books = (more: Partial<Books>): Books => ({ ...nothing, moves: two, ...more })
const incomeOf = (more: Partial<Books>) => computedIncome(books(more), year, '2023-12-31')

describe('the windows of income', () => {
  it('the income year is the latest that has ended: 1 October to 30 September', () => {
    expect(annualWindow('2023-10-01', 10)).toEqual(year)
    expect(annualWindow('2023-09-30', 10)).toEqual(year)
    expect(annualWindow('2023-09-29', 10)).toEqual({ from: '2021-10-01', to: '2022-09-30' })
    expect(annualWindow('2024-02-29', 1)).toEqual({ from: '2023-01-01', to: '2023-12-31' })
  })

  it('the rolling window is the twelve whole months before the month of the day', () => {
    expect(rollingWindow('2024-03-15')).toEqual({ from: '2023-03-01', to: '2024-02-29' })
    expect(rollingWindow('2024-03-31')).toEqual(rollingWindow('2024-03-01'))
  })
})

describe('the share of an entry in a window', () => {
  it('an entry inside counts whole, one outside not at all', () => {
    expect(shareIn({ from: '2022-10', to: '2023-09', amount: 1_201 }, year)).toBe(1_201)
    expect(shareIn({ from: '2023-10', to: '2023-10', amount: 1_201 }, year)).toBe(0)
    expect(shareIn({ from: '2022-09', to: '2022-09', amount: 1_201 }, year)).toBe(0)
  })

  it('an entry over the edge is split by month, and what does not divide goes to the last month', () => {
    const over = { from: '2023-08', to: '2023-10', amount: 100 }
    expect(shareIn(over, year)).toBe(66)
    expect(shareIn(over, { from: '2023-10-01', to: '2024-09-30' })).toBe(34)
  })

  it('shares of windows that follow each other add up to the entry', () => {
    const long = { from: '2022-05', to: '2023-11', amount: 1_000_003 }
    const windows = [{ from: '2021-10-01', to: '2022-09-30' }, year, { from: '2023-10-01', to: '2024-09-30' }]
    expect(windows.reduce((sum, window) => sum + shareIn(long, window), 0)).toBe(1_000_003)
  })
})

describe('income computed from entries', () => {
  it('every kind goes to its part: wages, business, property, transfers', () => {
    const entries = [entry('localWage', 1), entry('postWage', 2), entry('cropSales', 10), entry('landTransfer', 100), entry('pension', 1_000)]
    expect(incomeOf({ entries })).toMatchObject({ parts: { wages: 3, business: 10, property: 100, transfers: 1_000, businessCost: 0 }, net: 1_113 })
  })

  it('business cost is taken off, and what a migrant lives on off the wages, never below zero', () => {
    const entries = [entry('migrantWage', 500), entry('cropSales', 1_000)]
    const income = incomeOf({ entries, expenses: [expense('businessCost', 300), expense('migrantLiving', 800), expense('housing', 999)] })
    expect(income).toMatchObject({ parts: { wages: 0, business: 1_000, businessCost: 300 }, net: 700 })
  })

  it('grants and one-off relief are shown and do not count', () => {
    const income = incomeOf({ entries: [entry('relocationGrant', 90_000), entry('localWage', 10)] })
    expect(income.net).toBe(10)
    expect(income.shares.map(({ share, counts }) => [share, counts])).toEqual([
      [90_000, false],
      [10, true],
    ])
  })

  it('per head goes by the members on the last day of the window and is rounded down', () => {
    expect(incomeOf({ entries: [entry('localWage', 1_001)] }).perHead).toBe(500)
    const moves = [...two, joined('P00003', '2023-09-30')]
    expect(incomeOf({ moves, entries: [entry('localWage', 1_001)] })).toMatchObject({ members: 3, perHead: 333 })
    const later = [...two, joined('P00003', '2023-10-01')]
    expect(incomeOf({ moves: later, entries: [entry('localWage', 1_001)] }).members).toBe(2)
  })

  it('without a member on the last day nothing is said per head', () => {
    expect(incomeOf({ moves: [], entries: [entry('localWage', 1_001)] })).toMatchObject({ net: 1_001, perHead: undefined, afterExpense: undefined })
  })

  it('self-paid bills, schooling less aid and insurance payouts stand beside net income and make the second figure', () => {
    const bill = (on: string) =>
      said('bill', on, { person: 'P00001', bill: on, care: 'inpatient', total: 900, reimbursed: 500, compliantSelfPaid: 400 })
    const cost = { person: 'P00002', schoolYear: 2022, stage: 'senior', publicSchool: true, tuition: 100, board: 50, books: 10, aid: 60 }
    const income = incomeOf({
      entries: [entry('localWage', 2_000)],
      bills: [bill('2022-10-01'), bill('2023-10-01')],
      schoolCosts: [said('schoolCost', '2023-02-01', cost), said('schoolCost', '2023-03-01', { ...cost, schoolYear: 2021, aid: 1_000 })],
      payouts: [said('payout', '2023-09-30', { policy: 'p1', kind: 'accident', amount: 201 })],
    })
    expect(income).toMatchObject({ net: 2_000, perHead: 1_000, compliantSelfPaid: 500, insurancePayout: 201, afterExpense: 850 })
  })

  it('schooling of one year that is told again counts as it was told last', () => {
    const cost = { person: 'P00002', schoolYear: 2022, stage: 'senior', publicSchool: true, tuition: 100, board: 0, books: 0, aid: 0 }
    const schoolCosts = [said('schoolCost', '2023-02-01', cost), said('schoolCost', '2023-03-01', { ...cost, tuition: 80 })]
    expect(incomeOf({ schoolCosts }).compliantSelfPaid).toBe(80)
    expect(computedIncome(books({ schoolCosts }), year, '2023-02-28').compliantSelfPaid).toBe(100)
  })

  it('an entry that was not yet true on the day does not count', () => {
    const late = entry('localWage', 100, '2023-08', '2023-11', '2023-11-30')
    expect(computedIncome(books({ entries: [late] }), year, '2023-11-29').net).toBe(0)
    expect(computedIncome(books({ entries: [late] }), year, '2023-11-30').net).toBe(50)
  })
})

describe('the income that counts on a day', () => {
  it('is that of the window that ended last, not of one that is still running', () => {
    const before = { from: '2021-10-01', to: '2022-09-30' }
    const windows = [reported(1, 1, before), reported(2, 1)]
    expect(incomeOn(books({ windows }), '2023-09-29')?.net).toBe(1)
    expect(incomeOn(books({ windows }), '2023-09-30')?.net).toBe(2)
  })

  it('entries alone count for nothing until they are collected: a half-entered household would look destitute', () => {
    const entries = [entry('localWage', 700)]
    expect(incomeOn(books({ entries }), '2023-10-01')).toBeUndefined()
    expect(incomeOn(books({ entries, windows: [collected()] }), '2023-10-01')).toMatchObject({ kind: 'computed', net: 700, window: year })
  })

  it('of the same window reported and collected the collected one counts, also when the report came later', () => {
    const entries = [entry('localWage', 700)]
    expect(incomeOn(books({ entries, windows: [collected(), reported(9)] }), '2023-10-01')).toMatchObject({ kind: 'computed', net: 700 })
  })

  it('of two windows that end on one day the one said last counts', () => {
    const half = { from: '2022-09-01', to: '2023-09-30' }
    expect(incomeOn(books({ windows: [reported(1, 1, half), reported(2, 1)] }), '2023-10-01')?.net).toBe(2)
    expect(incomeOn(books({ windows: [reported(2, 1), reported(1, 1, half)] }), '2023-10-01')?.net).toBe(1)
  })

  it('the members of a reported window are those that were reported', () => {
    expect(incomeOn(books({ windows: [reported(1_001, 4)] }), '2023-10-01')).toMatchObject({ kind: 'reported', members: 4, perHead: 250 })
  })

  it('a window is covered when it lies inside a collected one', () => {
    const asked = { from: '2023-01-01', to: '2023-06-30' }
    expect(covered(books({ windows: [collected()] }), asked, '2023-10-01')).toBe(true)
    expect(covered(books({ windows: [collected()] }), { ...asked, to: '2023-10-31' }, '2023-11-01')).toBe(false)
    expect(covered(books({ windows: [reported(1)] }), asked, '2023-10-01')).toBe(false)
    expect(covered(books({ windows: [collected()] }), asked, '2023-09-29')).toBe(false)
  })
})
