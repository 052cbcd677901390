import type { AnyCommand } from '@rural-tracker/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertTown, by, householdOf, parameters, VILLAGE } from '../testing/alert-town.ts'

const BILL = 'H00001.rule.medical-self-paid'
const { bill, billIs, clue, life } = householdOf('H00001')

let town: Awaited<ReturnType<typeof alertTown>>
let tracker: typeof town.tracker
beforeEach(async () => {
  town = await alertTown()
  tracker = town.tracker
  await known('2024-01-01', ...parameters, ...life)
})
afterEach(() => town.close())

const known: typeof town.known = (day, ...commands) => town.known(day, ...commands)
const asked = (day: string) => town.asked(day)
const steps = (id = BILL) => town.steps(id)

describe('a hospital bill arrives', () => {
  it('and is one alert for the village, with its day for an answer, whatever is asked how often', async () => {
    await known('2024-05-06', bill('2024-05-02'))
    expect(await asked('2024-05-06')).toEqual({ days: 1, commands: 1 })
    expect(await asked('2024-05-06')).toEqual({ days: 0, commands: 0 })
    expect((await tracker.alerts()).rows).toMatchObject([
      { alert: BILL, level: 3, stage: 'village', status: 'raised', raisedOn: '2024-05-06', firstSignOn: '2024-05-02', respondBy: '2024-05-08' },
    ])
  })

  it('goes to the town and the county on their own days, also where nobody asked for a week', async () => {
    await known('2024-05-06', bill('2024-05-02'))
    await asked('2024-05-06')
    expect(await asked('2024-05-14')).toEqual({ days: 8, commands: 2 })
    expect(await steps()).toEqual(['2024-05-06 Raised', '2024-05-09 Escalated', '2024-05-13 Escalated'])
    // The county has no clock here: it stays there, and no time runs.
    expect(await tracker.alert(BILL)).toMatchObject({ stage: 'county', respondBy: null })
  })

  it('that was wrong is withdrawn, and the history has both what was true and what was known', async () => {
    await known('2024-05-06', bill('2024-05-02'))
    await asked('2024-05-06')
    await known('2024-05-07', billIs('B1', 500))
    await asked('2024-05-07')
    expect(await steps()).toEqual(['2024-05-06 Raised', '2024-05-07 Withdrawn'])
    await known('2024-05-20', bill('2024-05-18', 'B2'))
    await asked('2024-05-20')
    expect(await steps()).toEqual(['2024-05-06 Raised', '2024-05-07 Withdrawn', '2024-05-20 Reopened'])
  })

  it('that a person has put aside is silent until another one comes', async () => {
    await known('2024-05-06', bill('2024-05-02'))
    await asked('2024-05-06')
    await tracker.actOnAlert(BILL, { type: 'DismissAlert', reason: 'knownAndCovered', countsAgain: 'newEvidence' }, by('helper:a'))
    expect(await asked('2024-05-30')).toMatchObject({ commands: 0 })
    expect((await tracker.alerts()).total).toBe(0)
    expect((await tracker.alerts({ past: true })).total).toBe(1)
    await known('2024-05-31', bill('2024-05-30', 'B2'))
    await asked('2024-05-31')
    expect((await tracker.alerts()).rows).toMatchObject([{ alert: BILL, episode: 2, raisedOn: '2024-05-31' }])
  })

  it('an answer counts in the figures, with the events behind it', async () => {
    await known('2024-05-06', bill('2024-05-02'))
    await asked('2024-05-06')
    town.today('2024-05-08')
    const answer = { type: 'AnswerAlert', found: 'atRisk' } as const
    const first = await tracker.actOnAlert(BILL, answer, by('helper:a'))
    expect(await tracker.actOnAlert(BILL, answer, by('helper:a'))).toEqual({ ...first, repeated: true })
    expect(await asked('2024-05-20')).toMatchObject({ commands: 0 })
    const { figures } = await tracker.figures()
    const valueOf = (id: string) => figures.find(({ indicator }) => indicator === id)?.value
    expect(['alerts.raised', 'alerts.precision', 'alerts.daysToAlert', 'alerts.daysToVisit'].map(valueOf)).toEqual([1, 100, 4, 2])
    const lines = await Array.fromAsync(await tracker.trace('alerts.daysToVisit'))
    expect(lines).toMatchObject([
      { part: 'numerator', contribution: 2 },
      { part: 'denominator', contribution: 1 },
    ])
    expect(new Set(lines.map(({ eventId }) => eventId)).size).toBe(1)
  })
})

it('a clue is announced before its visit is overdue, and the same alert tells that it is', async () => {
  await known('2024-05-06', clue('2024-05-06', 'C1'))
  await asked('2024-05-06')
  expect((await tracker.alerts()).total).toBe(0)
  await asked('2024-05-11')
  expect(await steps('H00001.due.visit')).toEqual(['2024-05-08 Raised', '2024-05-10 Strengthened'])
  expect(await tracker.alert('H00001.due.visit')).toMatchObject({ phase: 'passed', dueOn: '2024-05-09' })
})

it('weak signs above the budget of a village and month are on the weekly list, and that is told', async () => {
  const households = [2, 3, 4, 5].map((n) => `H0000${n}`)
  await known('2024-05-05', ...households.flatMap((household) => householdOf(household).life))
  const loans = households.flatMap((household): AnyCommand[] => [
    {
      type: 'GrantLoan',
      data: { village: VILLAGE, loan: `L${household}`, household, amount: 5_000_000, occurredOn: '2023-01-01', dueOn: '2024-04-01' },
    },
    { type: 'ReportLoanOverdue', data: { village: VILLAGE, loan: `L${household}`, occurredOn: '2024-04-02' } },
  ])
  await known('2024-05-06', bill('2024-05-02'), ...loans)
  await asked('2024-05-06')
  expect((await tracker.alerts({ sort: 'village' })).rows.map(({ alert }) => alert)).toEqual([BILL, 'H00002.rule.loan-overdue'])
  expect((await tracker.alerts({ weekly: true, sort: 'village' })).rows.map(({ alert }) => alert)).toEqual(
    ['H00003', 'H00004', 'H00005'].map((household) => `${household}.rule.loan-overdue`),
  )
  expect((await tracker.alertLoad()).rows).toMatchObject([{ who: VILLAGE, month: '2024-05', raised: 2, strong: 1, weak: 1, listed: 3, budget: 2 }])
})

it('what alerts go by is told like every parameter', async () => {
  const { parameters: rows } = await tracker.parameters({ division: VILLAGE, kind: 'alertBudget' })
  expect(rows).toMatchObject([{ kind: 'alertBudget', value: { perVillageMonth: 2 }, region: '999000000000', assumption: true }])
})

it('an alert nobody knows is told so, and what was typed is not repeated', async () => {
  await expect(tracker.alert('张三.rule.drop-out')).rejects.toMatchObject({ code: 'alert.unknown' })
  await expect(tracker.alert('张三.rule.drop-out')).rejects.not.toThrow(/张三/)
})
