import type { AnyCommand } from '@rural-tracker/domain'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { alertTown, householdOf, parameters, set, TOWN } from '../testing/alert-town.ts'

const BILL = 'H00001.rule.medical-self-paid'
const { life, bill, billIs, clue } = householdOf('H00001')

let town: Awaited<ReturnType<typeof alertTown>>
beforeEach(async () => {
  town = await alertTown()
  await town.known('2024-01-01', ...parameters, ...life)
})
afterEach(() => town.close())

const reason = async (id = BILL, asked: Parameters<typeof town.tracker.alert>[1] = {}) => {
  const { reason: why, next } = await town.tracker.alert(id, asked)
  return {
    message: why?.message.zh,
    facts: why?.facts.map(({ title, on }) => `${title.zh} ${on}`),
    parameters: why?.parameters.map(({ kind }) => kind),
    next,
  }
}

it('given a bill, then the reason says what was counted, against what was in force that day, on which facts, and who hears next', async () => {
  await town.known('2024-05-06', bill('2024-05-02'))
  await town.asked('2024-05-06')
  const { explained, event } = await town.tracker
    .explain('H00001', { rule: 'medical-self-paid', asOf: '2024-05-06' })
    .then(({ rules: [rule] }) => ({ explained: rule?.message.zh, event: rule?.events[0] }))
  expect(await reason()).toEqual({
    message: explained,
    facts: ['医疗费用 2024-05-02'],
    parameters: expect.arrayContaining(['threshold.medicalOrdinary', 'threshold.medicalWindow']),
    next: { stage: 'town', on: '2024-05-09' },
  })
  expect((await town.tracker.alert(BILL)).reason?.facts).toMatchObject([{ kind: 'bill', event, knownAt: '2024-05-06T04:00:00.000Z' }])
})

it('given a threshold that is set otherwise later, then the reason is that of the day on which it was raised', async () => {
  await town.known('2024-05-06', bill('2024-05-02'))
  await town.asked('2024-05-06')
  const before = await reason()
  await town.known('2024-05-10', set('SetThreshold', { name: 'medicalOrdinary', value: 2_500_000, unit: 'fen', from: '2024-05-10' }))
  await town.asked('2024-05-10')
  expect(await town.steps(BILL)).toContain('2024-05-09 Escalated')
  expect(await reason()).toMatchObject({ message: before.message, facts: before.facts })
  expect(before.message).toContain('20,000')
})

it('given a bill that is corrected, then the reason is what was known when more was said, and asked of then, what was known then', async () => {
  await town.known('2024-05-06', bill('2024-05-02'))
  await town.asked('2024-05-06')
  const { position } = await town.tracker.alerts()
  const before = await reason()
  await town.known('2024-05-07', billIs('B1', 50_000))
  await town.asked('2024-05-07')
  expect((await reason()).message).toContain('50,000')
  expect(await reason(BILL, { knownAt: String(position) })).toEqual(before)
  expect(await reason(BILL, { asOf: '2024-05-06' })).toEqual(before)
})

it('given a correction on the very day, then a withdrawn alert still says why it was raised', async () => {
  await town.known('2024-05-06', bill('2024-05-02'))
  await town.asked('2024-05-06')
  const before = await reason()
  await town.known('2024-05-06', billIs('B1', 500))
  await town.asked('2024-05-06')
  expect(await town.steps(BILL)).toEqual(['2024-05-06 Raised', '2024-05-06 Withdrawn'])
  expect(await reason()).toMatchObject({ message: before.message, next: null })
})

it('a due day says from what it runs, how long, and whose parameter that is', async () => {
  const limits: readonly AnyCommand[] = [
    set('SetDeadline', { stage: 'elimination', length: 6, unit: 'month' }),
    set('SetVisitRhythm', { group: 'monitored', months: 1 }),
    set('AdoptRule', { rule: 'visit-overdue', level: 2, sign: 'process' }),
    ...['elimination', 'visitRhythm', 'comparison'].map((stage) => set('SetAlertLead', { stage, days: 1 })),
  ]
  await town.known('2024-01-01', ...limits, set('SetAlertBudget', { perVillageMonth: 9, from: '2021-02-01' }))
  const other = householdOf('H00002')
  await town.known('2024-01-10', ...other.life, other.recognised('2024-01-10'))
  await town.known('2024-05-06', clue('2024-05-06', 'C1'))
  await town.asked('2024-05-08')
  expect((await reason('H00001.due.visit')).message).toMatch(/^入户核实时限 2024-05-09：线索登记 2024-05-06 起 3 天（.*假定）$/)
  expect((await reason('H00002.due.visitRhythm')).message).toMatch(/^走访时限 2024-02-10：识别 2024-01-10 起 1 个月（.*假定）$/)
  await town.asked('2024-07-10')
  expect((await reason('H00002.due.elimination')).message).toMatch(/^满六个月可研判消除 2024-07-10：识别 2024-01-10 起 6 个月（.*假定）$/)
  expect((await reason(`${TOWN}.due.comparison`)).message).toMatch(/^部门信息月度比对 2024-07-05：每月 5 日（.*假定）$/)
})

it('what a person raised of a household that nobody registered has no reason to tell', async () => {
  const data = {
    division: '999001001204',
    subject: 'H09999',
    cause: 'rule.drop-out',
    occurredOn: '2024-05-06',
    place: '999001001204',
    level: 1,
    sign: 'weak',
    evidence: [],
    firstSignOn: '2024-05-06',
    stage: 'village',
  }
  await town.known('2024-05-06', { type: 'RaiseAlert', data } as unknown as AnyCommand)
  expect((await town.tracker.alert('H09999.rule.drop-out')).reason).toBeNull()
})
