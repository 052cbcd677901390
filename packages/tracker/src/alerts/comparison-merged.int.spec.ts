import type { AnyCommand } from '@rural-tracker/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertTown, householdOf, parameters, set, TOWN, VILLAGE } from '../testing/alert-town.ts'

// “Due work: … monthly comparison with departments, all as queries over derived rows”. Departments push by a day of each month and each push takes
// in everything up to the month before it: what a town that is no more still owed, one push of its successor makes up for.

const [NEXT, NORTH, NEW, FIRST] = ['999001002000', '999001002201', '999001003000', '999001003201'] as const
const [here, there] = [householdOf('H00001'), householdOf('H00002', NORTH)]
const lead = set('SetAlertLead', { stage: 'comparison', days: 3 })
const village = (code: string): AnyCommand =>
  ({ type: 'RegisterVillage', data: { village: code, level: 'village', poverty: 'none', occurredOn: '2020-01-01' } }) as AnyCommand
const merged = (on: string, village: string = VILLAGE, into: string = NORTH): AnyCommand => ({
  type: 'MergeVillage',
  data: { village, into, occurredOn: on },
})

let town: Awaited<ReturnType<typeof alertTown>>
beforeEach(async () => {
  town = await alertTown()
  await town.known('2024-01-01', ...parameters, lead, village(VILLAGE), village(NORTH), ...here.life, ...there.life)
})
afterEach(() => town.close())

const pushed = (home: typeof here, on: string, clue: string) => town.known(on, home.clue(on, clue, 'departmentPush'))
const asked = async (from: number, to: number, month = '2024-05') => {
  for (let n = from; n <= to; n++) await town.asked(`${month}-${String(n).padStart(2, '0')}`)
}
/** Day, word and due day of everything that was said of a town’s comparison. */
const said = async (of: string) => {
  const all = (await town.tracker.alerts({ past: true, cause: 'due.comparison' })).rows.map(({ alert }) => alert)
  if (!all.includes(`${of}.due.comparison`)) return []
  return (await town.tracker.alert(`${of}.due.comparison`)).history.map(({ type, occurredOn, data }) =>
    [occurredOn, type.replace('Alert', ''), data['dueOn'] ?? data['because'], data['phase']].filter(Boolean).join(' '),
  )
}

describe('a town whose villages went to another', () => {
  it('is asked until that day, and its successor from then on: nobody is told of the town that is no more', async () => {
    await pushed(here, '2024-05-03', 'C1')
    await pushed(there, '2024-05-03', 'C2')
    await town.known('2024-05-20', merged('2024-05-20'))
    await asked(1, 31)
    await asked(1, 7, '2024-06')
    expect(await said(TOWN)).toEqual(['2024-05-02 Raised 2024-05-05 approaching', '2024-05-03 Resolved causeGone'])
    expect(await said(NEXT)).toEqual([
      '2024-05-02 Raised 2024-05-05 approaching',
      '2024-05-03 Resolved causeGone',
      '2024-06-02 Reopened 2024-06-05 approaching',
      '2024-06-06 Strengthened passed',
    ])
  })

  it('what it still owed is due from the successor from the day of the merger, once, with the day on which it was due', async () => {
    await pushed(there, '2024-05-01', 'C2')
    await town.known('2024-05-20', merged('2024-05-20'))
    await asked(1, 31)
    expect(await said(TOWN)).toEqual(['2024-05-02 Raised 2024-05-05 approaching', '2024-05-06 Strengthened passed', '2024-05-20 Resolved causeGone'])
    expect(await said(NEXT)).toEqual(['2024-05-20 Raised 2024-05-05 passed'])
    expect((await town.tracker.alerts({ cause: 'due.comparison' })).rows.map(({ village }) => village)).toEqual([NEXT])
  })

  it('one push of the successor after the merger makes up for it, told in a village that is no more or in one that is there', async () => {
    await pushed(there, '2024-05-01', 'C2')
    await town.known('2024-05-20', merged('2024-05-20'))
    await asked(1, 24)
    await pushed(here, '2024-05-25', 'C1')
    await asked(25, 31)
    expect(await said(NEXT)).toEqual(['2024-05-20 Raised 2024-05-05 passed', '2024-05-25 Resolved causeGone'])
  })

  it('that has compared owes nothing more, and does not stand in for the successor', async () => {
    await pushed(here, '2024-05-01', 'C1')
    await town.known('2024-05-20', merged('2024-05-20'))
    await asked(1, 31)
    expect(await said(TOWN)).toEqual([])
    expect(await said(NEXT)).toEqual(['2024-05-02 Raised 2024-05-05 approaching', '2024-05-06 Strengthened passed'])
  })

  it('before the day of the month, then the month is the successor’s alone', async () => {
    await town.known('2024-05-04', merged('2024-05-04'))
    await asked(1, 7)
    expect(await said(TOWN)).toEqual(['2024-05-02 Raised 2024-05-05 approaching', '2024-05-04 Resolved causeGone'])
    expect(await said(NEXT)).toEqual(['2024-05-02 Raised 2024-05-05 approaching', '2024-05-06 Strengthened passed'])
  })

  it('given a machine that was off, then the same is made up, once', async () => {
    await pushed(there, '2024-05-01', 'C2')
    await town.known('2024-05-20', merged('2024-05-20'))
    await town.asked('2024-05-01')
    await town.asked('2024-05-31')
    expect(await said(TOWN)).toEqual(['2024-05-02 Raised 2024-05-05 approaching', '2024-05-06 Strengthened passed', '2024-05-20 Resolved causeGone'])
    expect(await said(NEXT)).toEqual(['2024-05-20 Raised 2024-05-05 passed'])
    expect(await town.asked('2024-05-31')).toEqual({ days: 0, commands: 0 })
  })

  it('given a merger that was a mistake, then the town is asked again from the day on which that is known', async () => {
    await town.known('2024-05-04', merged('2024-05-04'))
    await asked(1, 9)
    let reverses = ''
    for await (const page of town.tracker.events.readAll({ filter: { types: ['VillageMerged'] } })) reverses = page.events[0]?.id ?? reverses
    await town.known('2024-05-10', { type: 'WithdrawMerger', data: { village: VILLAGE, reverses, reason: 'mistaken' } })
    await asked(10, 10)
    expect((await said(TOWN)).at(-1)).toBe('2024-05-10 Reopened 2024-05-05 passed')
  })
})

it('given a town that keeps one village, then it is asked as before, and the push of the village that left counts where it was made', async () => {
  const other = householdOf('H00003', '999001001205')
  await town.known('2024-01-01', ...other.life)
  await pushed(here, '2024-05-01', 'C1')
  await pushed(there, '2024-05-01', 'C2')
  await town.known('2024-05-20', merged('2024-05-20'))
  await asked(1, 31)
  expect([await said(TOWN), await said(NEXT)]).toEqual([[], []])
  await asked(1, 6, '2024-06')
  expect([(await said(TOWN)).at(-1), (await said(NEXT)).at(-1)]).toEqual(['2024-06-06 Strengthened passed', '2024-06-06 Strengthened passed'])
})

it('given a town that was made by the merger, then it owes no month in which it was not there', async () => {
  await pushed(here, '2024-05-03', 'C1')
  await pushed(there, '2024-05-03', 'C2')
  await town.known('2024-05-20', merged('2024-05-20', VILLAGE, FIRST), merged('2024-05-20', NORTH, FIRST))
  await asked(4, 31)
  expect([await said(TOWN), await said(NEXT), await said(NEW)]).toEqual([[], [], []])
  await asked(1, 2, '2024-06')
  expect(await said(NEW)).toEqual(['2024-06-02 Raised 2024-06-05 approaching'])
})
