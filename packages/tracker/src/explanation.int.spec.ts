import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from '@rural-tracker/event-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedConfig } from './config.ts'
import { openTracker, type Tracker } from './tracker.ts'

const GOLDEN = new URL('../../read-models/fixtures/golden/', import.meta.url)
const commandsOf = (log: string) =>
  readFileSync(new URL(`${log}/commands.ndjson`, GOLDEN), 'utf8')
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Command)

async function trackerOf(log: string): Promise<Tracker> {
  const tracker = await openTracker({ ...embeddedConfig(mkdtempSync(join(home, log))), today: () => '2020-12-31' })
  await tracker.import(commandsOf(log), (outcome) => expect(outcome).toMatchObject({ ok: true }))
  return tracker
}

let home: string
let cases: Tracker
let living: Tracker
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-explanation-'))
  cases = await trackerOf('case')
  living = await trackerOf('household')
})
afterAll(async () => {
  await cases.close()
  await living.close()
  rmSync(home, { recursive: true, force: true })
})

describe('why a household stands where it does', () => {
  it('tells every procedure with its days, what was left out, what was decided, who helps with what', async () => {
    const why = await cases.explain('H00001')
    expect(why).toMatchObject({ household: 'H00001', listed: true, row: { status: 'monitored', class: 'exitMonitored', base: 'formerPoor' } })
    expect(why.case).toMatchObject({
      status: 'monitored',
      round: 1,
      recognised: { on: '2019-01-22', class: 'exitMonitored', by: 'order', breaches: [], risks: ['illness', 'labourShortage'] },
      eliminated: null,
      rolledBack: [{ on: '2020-02-10', reason: 'incomeUnstable' }],
      helper: null,
    })
    expect(why.case.procedures.map(({ purpose, closedBy, missing }) => [purpose, closedBy?.kind, missing])).toEqual([
      ['recognition', 'HouseholdRecognised', []],
      ['elimination', 'EliminationWithdrawn', []],
      ['elimination', 'RiskEliminated', ['announcement', 'nationalEntry']],
    ])
    expect(why.case.procedures[0]?.steps.map(({ step, on }) => `${step} ${on}`)).toEqual([
      'clue 2019-01-08',
      'visit 2019-01-10',
      'consent 2019-01-10',
      'match 2019-01-11',
      'review 2019-01-12',
      'notice 2019-01-13',
      'noticeEnded 2019-01-18',
      'townCheck 2019-01-19',
      'county 2019-01-20',
      'announcement 2019-01-21',
      'recognition 2019-01-22',
      'nationalEntry 2019-01-23',
    ])
    expect(why.case.measures.map(({ measure, endedOn, running }) => [measure, endedOn, running])).toEqual([
      ['M1', null, true],
      ['M3', '2019-11-30', false],
    ])
  })

  it('an earlier day has what was true then, an earlier instant what was known then', async () => {
    expect(await cases.explain('H00001', { asOf: '2019-10-31' })).toMatchObject({
      listed: false,
      row: { status: 'eliminated' },
      case: { eliminated: { on: '2019-10-25', way: 'byHelp' }, helper: { helper: 'helper:b', since: '2019-03-01' } },
    })
    const open = await cases.explain('H00001', { asOf: '2019-01-15' })
    expect(open.case.procedures[0]?.missing).toEqual(['noticeEnded', 'townCheck', 'county', 'announcement', 'recognition', 'nationalEntry'])
    await expect(cases.explain('H00001', { knownAt: '2020-12-31T00:00:00Z' })).rejects.toMatchObject({ code: 'household.unknown' })
  })

  it('a household that the list does not show still has its rules and the reason why not', async () => {
    const why = await cases.explain('H00007')
    expect(why).toMatchObject({ listed: false, row: { status: 'paused', listed: false } })
    expect(why.case.pauses).toMatchObject([{ reason: 'disputedData', until: '2021-01-31' }])
    expect(why.rules.find(({ rule }) => rule === 'open-risk')).toMatchObject({ fired: true, outcome: 'fired' })
    expect(await cases.explain('H00002')).toMatchObject({ listed: false, row: null, case: { status: null } })
  })

  it('the line is told with its ground, and a rule that lacks a parameter says which', async () => {
    const why = await cases.explain('H00001')
    expect(why.line).toMatchObject({ amount: 500_000, region: '000000000000', from: '2019-01-01', basis: 'golden', assumption: true })
    const medical = why.rules.find(({ rule }) => rule === 'medical-self-paid')
    expect(medical).toMatchObject({ outcome: 'notSet', fired: false })
    expect(medical?.missing[0]?.zh).toContain('未设定湖南 2020 年的')
  })

  it('income is told with its parts and the entries that it was computed from', async () => {
    const { income } = await living.explain('H00001', { asOf: '2019-12-31' })
    expect(income.inForce).toMatchObject({ kind: 'computed', covered: true, window: { from: '2018-10-01', to: '2019-09-30' } })
    const counted = income.inForce?.entries.filter(({ counts }) => counts) ?? []
    expect(counted.map(({ kind, share }) => [kind, share])).toContainEqual(['migrantWage', 3_520_000])
    const { wages = 0, business = 0, property = 0, transfers = 0, businessCost = 0 } = income.inForce?.parts ?? {}
    expect(income.inForce?.net).toBe(wages + business + property + transfers - businessCost)
    expect(income.annual).toBeNull()
    expect(income.rolling).toMatchObject({ kind: 'computed', covered: false, window: { from: '2018-12-01', to: '2019-11-30' } })
  })

  it('one rule may be asked for, and one that does not exist is named', async () => {
    expect((await cases.explain('H00001', { rule: 'open-risk' })).rules.map(({ rule }) => rule)).toEqual(['open-risk'])
    await expect(cases.explain('H00001', { rule: 'no-such-rule' })).rejects.toMatchObject({ code: 'rule.unknown' })
  })
})

describe('the way of a case', () => {
  it('has a step for every event of the case and nothing else', async () => {
    const { rows } = await cases.timeline('H00001', { steps: true })
    expect(new Set(rows.map(({ stream }) => stream.split('-')[0]))).toEqual(new Set(['monitoringCase']))
    expect(rows.filter(({ step }) => step === 'rollBack' || step === 'elimination').map(({ step, occurredOn }) => [step, occurredOn])).toEqual([
      ['elimination', '2019-10-25'],
      ['rollBack', '2020-02-10'],
    ])
    const whole = await cases.timeline('H00001')
    expect(whole.rows.length).toBeGreaterThan(rows.length)
    expect(whole.rows.filter(({ step }) => step !== undefined)).toEqual(rows)
  })
})

describe('what the rules are held against', () => {
  it('for a place: what is in force with its ground, and what rules ask for that nobody has set', async () => {
    const { parameters, notSet } = await cases.parameters({ division: '431224105201' })
    expect(parameters.find(({ kind }) => kind === 'deadline.visit')).toMatchObject({
      region: '000000000000',
      from: '2019-01-01',
      to: null,
      value: { length: 3, unit: 'day' },
      basis: 'golden',
      assumption: true,
    })
    expect(notSet.find(({ kind }) => kind === 'threshold.medicalOrdinary')).toMatchObject({ rules: expect.arrayContaining(['medical-self-paid']) })
    expect(parameters.some(({ kind }) => notSet.some((one) => one.kind === kind))).toBe(false)
  })

  it('on a day before it was set it is not in force; of one kind only that kind is told', async () => {
    expect((await cases.parameters({ division: '431224105201', asOf: '2018-12-31' })).parameters).toEqual([])
    const { parameters } = await cases.parameters({ kind: 'deadline' })
    expect(new Set(parameters.map(({ kind }) => kind.split('.')[0]))).toEqual(new Set(['deadline']))
    expect(parameters.some(({ kind }) => kind === 'deadline.near')).toBe(false)
    expect((await cases.parameters({ kind: 'deadline', asOf: '2021-01-01' })).parameters.some(({ kind }) => kind === 'deadline.near')).toBe(true)
  })
})

describe('the notice of a procedure', () => {
  it('holds the fields that were ordered and nothing else', async () => {
    const notice = await cases.notice('H00001', { asOf: '2019-01-15' })
    const { position: _, behind: __, asOf: ___, ...shown } = notice
    expect(shown).toEqual({
      household: 'H00001',
      procedure: 1,
      purpose: 'recognition',
      from: '2019-01-13',
      to: '2019-01-17',
      fields: ['village', 'headName', 'memberCount', 'class'],
      village: '431224105201',
      head: 'P00001',
      memberCount: 1,
      class: null,
    })
  })

  it('without a notice in an open procedure there is none to show', async () => {
    await expect(cases.notice('H00008')).rejects.toMatchObject({ code: 'notice.none' })
    await expect(cases.notice('H00001')).rejects.toMatchObject({ code: 'notice.none' })
    await expect(cases.notice('H99999')).rejects.toMatchObject({ code: 'household.unknown' })
  })
})
