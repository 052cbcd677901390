import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyCommand } from '@rural-tracker/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { embeddedConfig } from '../config.ts'
import { openTracker, type Tracker } from '../tracker.ts'

const VILLAGE = '999001001204'
const where = { registeredIn: VILLAGE, household: 'H00001' }
const BILL = 'H00001.rule.medical-self-paid'
const set = (type: string, is: object): AnyCommand =>
  ({ type, data: { region: '999000000000', from: '2021-01-01', basis: '示范', assumption: true, ...is } }) as AnyCommand

const parameters: readonly AnyCommand[] = [
  set('AdoptRule', { rule: 'medical-self-paid', level: 3, sign: 'strong' }),
  set('AdoptRule', { rule: 'loan-overdue', level: 1, sign: 'weak' }),
  set('SetThreshold', { name: 'medicalOrdinary', value: 2_000_000, unit: 'fen' }),
  set('SetThreshold', { name: 'medicalWindow', value: 12, unit: 'month' }),
  set('SetDeadline', { stage: 'visit', length: 3, unit: 'day' }),
  set('SetDeadline', { stage: 'push', length: 5, unit: 'day' }),
  set('SetAlertClock', { level: 3, stage: 'village', length: 2, unit: 'day' }),
  set('SetAlertClock', { level: 3, stage: 'town', length: 3, unit: 'day' }),
  set('SetAlertLead', { stage: 'visit', days: 1 }),
  set('SetAlertBudget', { perVillageMonth: 2 }),
]
const lifeOf = (household: string): readonly AnyCommand[] => [
  { type: 'RegisterHousehold', data: { ...where, household, kind: 'ordinary', occurredOn: '2021-01-01' } },
  {
    type: 'AddMember',
    data: {
      ...where,
      household,
      person: `P${household.slice(1)}`,
      relation: 'head',
      sex: 'female',
      bornIn: '1970-01',
      reason: 'registered',
      standingFacts: [],
      carries: [],
      occurredOn: '2021-01-01',
    } as never,
  },
]
const bill = (occurredOn: string, number = 'B1', yuan = 30_000): AnyCommand => ({
  type: 'ReportMedicalBill',
  data: {
    ...where,
    person: 'P00001',
    bill: number,
    care: 'inpatient',
    total: yuan * 200,
    reimbursed: yuan * 100,
    compliantSelfPaid: yuan * 100,
    occurredOn,
  },
})

let home: string
let tracker: Tracker
let today: string
let told: number
beforeEach(async () => {
  told = 0
  today = '2024-05-06'
  home = mkdtempSync(join(tmpdir(), 'tracker-alerts-'))
  tracker = await openTracker({ ...embeddedConfig(home), today: () => today })
  await known('2024-01-01', ...parameters, ...lifeOf('H00001'))
})
afterEach(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

/** What becomes known on a day, at noon. */
async function known(day: string, ...commands: readonly AnyCommand[]): Promise<void> {
  const given = commands.map((command) => ({
    ...command,
    commandId: `c${told++}`,
    actor: 'town:office',
    source: 'import:test',
    knownAt: `${day}T04:00:00.000Z`,
  }))
  await tracker.import(given, (outcome) => expect(outcome).toMatchObject({ ok: true }))
}
const asked = async (day: string) => {
  today = day
  const { refusals, ...done } = await tracker.raiseAlerts()
  expect(refusals).toEqual([])
  return done
}
const steps = async (id = BILL) => (await tracker.alert(id)).history.map(({ type, occurredOn }) => `${occurredOn} ${type.replace('Alert', '')}`)
const by = (actor: string) => ({ actor, source: 'api' })

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
    const is = { person: 'P00001', care: 'inpatient', total: 100_000, reimbursed: 50_000, compliantSelfPaid: 50_000 } as const
    await known('2024-05-07', {
      type: 'CorrectMedicalBill',
      data: { ...where, bill: 'B1', is, reason: 'typing' },
    })
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
    today = '2024-05-08'
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
  const clue: AnyCommand = {
    type: 'RegisterClue',
    data: { ...where, clue: 'C1', source: 'hotline', risks: [], filedBy: 'self', evidence: [], occurredOn: '2024-05-06' },
  }
  await known('2024-05-06', clue)
  await asked('2024-05-06')
  expect((await tracker.alerts()).total).toBe(0)
  await asked('2024-05-11')
  expect(await steps('H00001.due.visit')).toEqual(['2024-05-08 Raised', '2024-05-10 Strengthened'])
  expect(await tracker.alert('H00001.due.visit')).toMatchObject({ phase: 'passed', dueOn: '2024-05-09' })
})

it('weak signs above the budget of a village and month are on the weekly list, and that is told', async () => {
  const households = [2, 3, 4, 5].map((n) => `H0000${n}`)
  await known('2024-05-05', ...households.flatMap(lifeOf))
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
