import type { AnyCommand } from '@rural-tracker/domain'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { alertTown, householdOf, parameters, VILLAGE } from '../testing/alert-town.ts'

const [EAST, WEST] = ['999001001205', '999001001206'] as const
const BILL = 'H00001.rule.medical-self-paid'
const [one, two] = [householdOf('H00001'), householdOf('H00002')]
const village = (code: string): AnyCommand =>
  ({ type: 'RegisterVillage', data: { village: code, level: 'village', title: '某村', poverty: 'none', occurredOn: '2020-01-01' } }) as AnyCommand
const merged: AnyCommand = { type: 'MergeVillage', data: { village: VILLAGE, into: WEST, occurredOn: '2024-05-08' } }

let town: Awaited<ReturnType<typeof alertTown>>
beforeEach(async () => {
  town = await alertTown()
  await town.known('2024-01-01', ...parameters, ...[VILLAGE, EAST, WEST].map(village), ...one.life, ...two.life)
})
afterEach(() => town.close())

const load = async (question = {}) =>
  (await town.tracker.alertLoad(question)).rows.filter(({ by }) => by === 'village').map(({ who, raised, escalated }) => [who, raised, escalated])
const places = async () => (await town.tracker.alerts({ sort: 'village' })).rows.map(({ alert, village: at }) => `${alert} ${at}`)

it('given a household that moved before, then its alert counts where it lives; what is raised stays where it was when it moves on', async () => {
  await town.known('2024-05-03', one.of('MoveHousehold', '2024-05-03', { to: EAST }))
  await town.known('2024-05-06', one.bill('2024-05-02'))
  await town.asked('2024-05-06')
  expect(await load()).toEqual([[EAST, 1, 0]])
  expect(await load({ division: VILLAGE })).toEqual([])
  await town.known('2024-05-07', one.of('MoveHousehold', '2024-05-07', { to: WEST }))
  await town.asked('2024-05-07')
  expect(await places()).toEqual([`${BILL} ${WEST}`])
  expect(await load()).toEqual([
    [EAST, 1, 0],
    [WEST, 0, 0],
  ])
  // Whoever has it by then did not answer.
  await town.asked('2024-05-09')
  expect(await load()).toEqual([
    [EAST, 1, 0],
    [WEST, 0, 1],
  ])
})

it('given a village that was merged away, then an alert counts in what it has become, and an open one goes there on that day, once', async () => {
  await town.known('2024-05-06', one.bill('2024-05-02'))
  await town.asked('2024-05-06')
  await town.known('2024-05-08', merged)
  await town.known('2024-05-10', two.bill('2024-05-09'))
  await town.asked('2024-05-10')
  expect(await places()).toEqual([`${BILL} ${WEST}`, `H00002.rule.medical-self-paid ${WEST}`])
  expect(await town.steps(BILL)).toEqual(['2024-05-06 Raised', '2024-05-08 Assigned', '2024-05-09 Escalated'])
  expect(await town.asked('2024-05-10')).toEqual({ days: 0, commands: 0 })
  expect(await load()).toEqual([
    [VILLAGE, 1, 0],
    [WEST, 1, 1],
  ])
})

it('given a merger that was a mistake, then alerts are where they were', async () => {
  await town.known('2024-05-06', one.bill('2024-05-02'))
  await town.known('2024-05-08', merged)
  await town.asked('2024-05-08')
  expect(await places()).toEqual([`${BILL} ${WEST}`])
  const events: string[] = []
  for await (const page of town.tracker.events.readAll({ filter: { types: ['VillageMerged'] } })) events.push(...page.events.map(({ id }) => id))
  await town.known('2024-05-09', { type: 'WithdrawMerger', data: { village: VILLAGE, reverses: events[0] ?? '', reason: 'mistaken' } })
  await town.asked('2024-05-09')
  expect(await places()).toEqual([`${BILL} ${VILLAGE}`])
})

it('given a budget, then that of the village which it has become is used', async () => {
  await town.known('2024-05-07', merged)
  const others = ['H00003', 'H00004', 'H00005'].map((household, n) => householdOf(household, n === 0 ? WEST : VILLAGE))
  await town.known('2024-05-08', ...others.flatMap(({ life }) => life))
  const loans = ['H00003', 'H00004', 'H00005'].flatMap((household): AnyCommand[] => [
    {
      type: 'GrantLoan',
      data: { village: WEST, loan: `L${household}`, household, amount: 5_000_000, occurredOn: '2023-01-01', dueOn: '2024-04-01' },
    },
    { type: 'ReportLoanOverdue', data: { village: WEST, loan: `L${household}`, occurredOn: '2024-04-02' } },
  ])
  await town.known('2024-05-08', ...loans)
  await town.asked('2024-05-08')
  // Two a month, whatever the village of their registers was.
  expect(await load()).toEqual([[WEST, 2, 0]])
  expect((await town.tracker.alerts({ weekly: true })).rows.map(({ village: at }) => at)).toEqual([WEST])
})
