import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertTown, by, householdOf, parameters, set, TOWN } from '../testing/alert-town.ts'

// “One open alert per household and cause …”, “dated parameters …”, “nothing is shouted twice”: the same that is due on another day is one alert.

const VISIT = 'H00001.due.visit'
const { life, clue } = householdOf('H00001')
const within = (length: number, from: string) => set('SetDeadline', { stage: 'visit', length, unit: 'day', from })

let town: Awaited<ReturnType<typeof alertTown>>
beforeEach(async () => {
  town = await alertTown()
  await town.known('2024-01-01', ...parameters, ...life)
  await town.known('2024-05-06', clue('2024-05-06', 'C1'))
})
afterEach(() => town.close())

const asked = async (from: number, to: number, month = '2024-05') => {
  for (let n = from; n <= to; n++) await town.asked(`${month}-${String(n).padStart(2, '0')}`)
}

describe('a term that is set otherwise', () => {
  it('given a longer one, then the alert that is open goes on with the new day, which passes once', async () => {
    await asked(6, 8)
    expect(await town.tracker.alert(VISIT)).toMatchObject({ dueOn: '2024-05-09', phase: 'approaching' })
    await town.known('2024-05-09', within(6, '2024-05-09'))
    await asked(9, 14)
    expect(await town.steps(VISIT)).toEqual(['2024-05-08 Raised', '2024-05-09 DueDayMoved', '2024-05-13 Strengthened'])
    expect(await town.tracker.alert(VISIT)).toMatchObject({ episode: 1, dueOn: '2024-05-12', phase: 'passed', raisedOn: '2024-05-08' })
    expect((await town.tracker.alertLoad()).rows.map(({ raised }) => raised)).toEqual([1])
    expect((await town.tracker.alert(VISIT)).reason?.message.zh).toContain('2024-05-12：线索登记 2024-05-06 起 6 天')
    expect((await town.tracker.alert(VISIT)).history[1]?.data).toEqual({ from: '2024-05-09', dueOn: '2024-05-12', phase: 'approaching' })
    expect(await town.asked('2024-05-14')).toEqual({ days: 0, commands: 0 })
  })

  it('given a day that had passed, then it is put off, and passes again', async () => {
    await asked(6, 10)
    expect(await town.tracker.alert(VISIT)).toMatchObject({ dueOn: '2024-05-09', phase: 'passed' })
    await town.known('2024-05-11', within(10, '2024-05-11'))
    await asked(11, 17)
    expect((await town.steps(VISIT)).slice(-3)).toEqual(['2024-05-10 Strengthened', '2024-05-11 DueDayMoved', '2024-05-17 Strengthened'])
    expect(await town.tracker.alert(VISIT)).toMatchObject({ episode: 1, dueOn: '2024-05-16', phase: 'passed' })
  })

  it('given a shorter one, then the new day has passed at once', async () => {
    await asked(6, 8)
    await town.known('2024-05-09', within(1, '2024-05-09'))
    await asked(9, 9)
    expect(await town.steps(VISIT)).toEqual(['2024-05-08 Raised', '2024-05-09 DueDayMoved', '2024-05-09 Strengthened'])
    expect(await town.tracker.alert(VISIT)).toMatchObject({ episode: 1, dueOn: '2024-05-07', phase: 'passed' })
  })

  it('given a machine that was off, then each day is made up, once', async () => {
    await asked(6, 8)
    await town.known('2024-05-09', within(6, '2024-05-09'))
    await town.asked('2024-05-14')
    expect(await town.steps(VISIT)).toEqual(['2024-05-08 Raised', '2024-05-09 DueDayMoved', '2024-05-13 Strengthened'])
  })

  it('given an announcement that begins later from now on, then the one that was made stands', async () => {
    await asked(6, 8)
    await town.known('2024-05-08', set('SetAlertLead', { stage: 'visit', days: 0, from: '2024-05-08' }))
    await asked(8, 10)
    expect(await town.steps(VISIT)).toEqual(['2024-05-08 Raised', '2024-05-10 Strengthened'])
  })

  it('given somebody who has put it aside, then another day is news, as was said', async () => {
    await asked(6, 8)
    await town.tracker.actOnAlert(VISIT, { type: 'DismissAlert', reason: 'knownAndCovered', countsAgain: 'newEvidence' }, by('helper:a'))
    expect((await town.tracker.alert(VISIT)).again?.zh).toContain('到期日改变')
    await town.known('2024-05-09', within(4, '2024-05-09'))
    await asked(9, 9)
    expect(await town.steps(VISIT)).toEqual(['2024-05-08 Raised', '2024-05-08 Dismissed', '2024-05-09 Reopened'])
  })
})

it('given another time for an answer, then what runs already runs as it did, and nothing is said of it', async () => {
  await town.known('2024-01-01', set('SetAlertClock', { level: 1, stage: 'village', length: 5, unit: 'day' }))
  await asked(6, 8)
  expect(await town.tracker.alert(VISIT)).toMatchObject({ respondBy: '2024-05-13' })
  await town.known('2024-05-09', set('SetAlertClock', { level: 1, stage: 'village', length: 9, unit: 'day', from: '2024-05-09' }))
  expect(await town.asked('2024-05-09')).toEqual({ days: 1, commands: 0 })
  await asked(10, 14)
  expect(await town.steps(VISIT)).toEqual(['2024-05-08 Raised', '2024-05-10 Strengthened', '2024-05-14 Escalated'])
})

it('given a comparison whose day of the month is set otherwise, then it is the same month’s; the next month’s is another one', async () => {
  await town.known('2024-01-01', set('SetAlertLead', { stage: 'comparison', days: 3 }))
  await asked(1, 6)
  await town.known('2024-05-07', set('SetDeadline', { stage: 'push', length: 20, unit: 'day', from: '2024-05-07' }))
  await asked(7, 31)
  const may = ['2024-05-02 Raised', '2024-05-06 Strengthened', '2024-05-07 DueDayMoved', '2024-05-21 Strengthened']
  expect(await town.steps(`${TOWN}.due.comparison`)).toEqual(may)
  await asked(1, 18, '2024-06')
  expect(await town.steps(`${TOWN}.due.comparison`)).toEqual([...may, '2024-06-17 Resolved', '2024-06-17 Reopened'])
})
