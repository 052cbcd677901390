import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertTown, householdOf, parameters, set, TOWN } from '../testing/alert-town.ts'

const COMPARISON = `${TOWN}.due.comparison`
const { life, clue } = householdOf('H00001')
/** Compared on the 5th of each month, announced three days before. */
const lead = set('SetAlertLead', { stage: 'comparison', days: 3 })

let town: Awaited<ReturnType<typeof alertTown>>
beforeEach(async () => {
  town = await alertTown()
  await town.known('2024-01-01', ...parameters, ...life)
})
afterEach(() => town.close())

const days = async (from: number, to: number, month = '2024-05') => {
  for (let n = from; n <= to; n++) await town.asked(`${month}-${String(n).padStart(2, '0')}`)
}
const steps = () => town.steps(COMPARISON)
const raised = async () =>
  (await town.tracker.alert(COMPARISON)).history
    .filter(({ type }) => type === 'AlertRaised' || type === 'AlertReopened')
    .map(({ occurredOn, episode, data }) => [episode, occurredOn, 'due', data['dueOn'], data['phase'], data['stage']].join(' '))

const BOTH_MONTHS = ['2024-05-02 Raised', '2024-05-06 Strengthened', '2024-06-02 Resolved', '2024-06-02 Reopened', '2024-06-06 Strengthened']

describe('a month without a comparison with departments', () => {
  beforeEach(() => town.known('2024-01-01', lead))

  it('is announced to the town three days before its day, once, and passes on the day after it', async () => {
    await days(1, 20)
    expect(await raised()).toEqual(['1 2024-05-02 due 2024-05-05 approaching town'])
    expect(await steps()).toEqual(['2024-05-02 Raised', '2024-05-06 Strengthened'])
    expect(await town.tracker.alert(COMPARISON)).toMatchObject({ subject: TOWN, dueOn: '2024-05-05', phase: 'passed', status: 'raised', level: 1 })
  })

  it('asked again and again says nothing more', async () => {
    await town.asked('2024-05-02')
    expect(await town.asked('2024-05-02')).toEqual({ days: 0, commands: 0 })
    expect(await town.asked('2024-05-03')).toEqual({ days: 1, commands: 0 })
  })

  it('given a machine that was off for three days, then it has the days on which it would have been said', async () => {
    await town.asked('2024-05-01')
    await town.asked('2024-05-08')
    expect(await steps()).toEqual(['2024-05-02 Raised', '2024-05-06 Strengthened'])
  })

  it('stays due over the month’s end, until the next one is announced: then it is another episode with another day', async () => {
    await days(1, 31)
    await days(1, 1, '2024-06')
    expect(await town.tracker.alert(COMPARISON)).toMatchObject({ episode: 1, status: 'raised', dueOn: '2024-05-05', phase: 'passed' })
    await days(2, 7, '2024-06')
    expect(await steps()).toEqual(BOTH_MONTHS)
    expect(await raised()).toEqual(['1 2024-05-02 due 2024-05-05 approaching town', '2 2024-06-02 due 2024-06-05 approaching town'])
  })

  it('given a machine that was off over the month’s end, then both months are made up, each with its own days, once', async () => {
    await town.asked('2024-05-01')
    await town.asked('2024-06-07')
    expect(await town.asked('2024-06-07')).toEqual({ days: 0, commands: 0 })
    expect(await steps()).toEqual(BOTH_MONTHS)
  })

  it('given a comparison that is made late, then it is resolved on that day, also when the month is over', async () => {
    await days(1, 31)
    await town.known('2024-06-01', clue('2024-06-01', 'C1', 'departmentPush'))
    await town.asked('2024-06-01')
    expect(await steps()).toEqual(['2024-05-02 Raised', '2024-05-06 Strengthened', '2024-06-01 Resolved'])
  })

  it('of which we hear only later that it was made, then it is resolved when we hear it', async () => {
    await days(1, 10)
    await town.known('2024-05-11', clue('2024-05-04', 'C1', 'departmentPush'))
    await days(11, 12)
    expect(await steps()).toEqual(['2024-05-02 Raised', '2024-05-06 Strengthened', '2024-05-11 Resolved'])
  })

  it('that lies before the first day that anybody asked about is told by nobody', async () => {
    await days(1, 1, '2024-06')
    expect((await town.tracker.alerts({ past: true })).total).toBe(0)
  })
})

describe('the comparison with departments is silent', () => {
  it('in a month in which a department has pushed, whatever day', async () => {
    await town.known('2024-01-01', lead)
    await town.known('2024-05-01', clue('2024-05-01', 'C1', 'departmentPush'))
    await days(1, 31)
    expect((await town.tracker.alerts({ past: true })).rows.filter(({ alert }) => alert === COMPARISON)).toEqual([])
  })

  it('where nobody wishes to be reminded of it', async () => {
    await days(1, 10)
    expect((await town.tracker.alerts({ past: true })).total).toBe(0)
  })

  it('of a clue that no department pushed', async () => {
    await town.known('2024-01-01', lead)
    await town.known('2024-05-01', clue('2024-05-01', 'C1', 'hotline'))
    await days(1, 2)
    expect(await raised()).toEqual(['1 2024-05-02 due 2024-05-05 approaching town'])
  })
})

it('given a day of the month before its announcement begins, then that begins in the month before', async () => {
  await town.known('2024-01-01', lead, set('SetDeadline', { stage: 'push', length: 2, unit: 'day', from: '2024-05-10' }))
  await days(30, 31)
  expect(await raised()).toEqual(['1 2024-05-30 due 2024-06-02 approaching town'])
})
