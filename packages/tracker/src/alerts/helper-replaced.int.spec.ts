import { afterEach, beforeEach, expect, it } from 'vitest'
import { alertTown, by, householdOf, parameters } from '../testing/alert-town.ts'

const BILL = 'H00001.rule.medical-self-paid'
const { life, recognised, helper, bill, of } = householdOf('H00001')

let town: Awaited<ReturnType<typeof alertTown>>
beforeEach(async () => {
  town = await alertTown()
  await town.known('2024-02-01', ...parameters, ...life, recognised('2024-02-01'), helper('2024-02-01', 'helper:a'))
  await town.known('2024-05-06', bill('2024-05-02'))
  await town.asked('2024-05-06')
})
afterEach(() => town.close())

const assigned = async () =>
  (await town.tracker.alert(BILL)).history
    .filter(({ type }) => type === 'AlertAssigned')
    .map(({ occurredOn, actor, data }) => [occurredOn, data['assignee'], actor])

it('given a helper who is replaced, then the open alert is the new one’s on that day, once, and the history shows both', async () => {
  expect(await town.tracker.alert(BILL)).toMatchObject({ assignee: 'helper:a' })
  await town.known('2024-05-07', helper('2024-05-07', 'helper:b'))
  expect(await town.asked('2024-05-07')).toEqual({ days: 1, commands: 1 })
  expect(await town.asked('2024-05-07')).toEqual({ days: 0, commands: 0 })
  expect(await town.tracker.alert(BILL)).toMatchObject({ assignee: 'helper:b', status: 'raised', respondBy: '2024-05-08' })
  expect((await town.tracker.alerts({ officer: 'helper:b' })).total).toBe(1)
  expect((await town.tracker.alerts({ officer: 'helper:a' })).total).toBe(0)
  expect(await town.steps(BILL)).toEqual(['2024-05-06 Raised', '2024-05-07 Assigned'])
  expect(await assigned()).toEqual([['2024-05-07', 'helper:b', 'system:alerts']])
})

it('given a machine that was off for three days, then each replacement has its own day', async () => {
  await town.known('2024-05-07', helper('2024-05-07', 'helper:b'))
  await town.known('2024-05-08', helper('2024-05-08', 'helper:c'))
  await town.asked('2024-05-10')
  expect(await assigned()).toEqual([
    ['2024-05-07', 'helper:b', 'system:alerts'],
    ['2024-05-08', 'helper:c', 'system:alerts'],
  ])
})

it('given a helper who left without another one, then nobody is named from the next day on, until somebody is', async () => {
  await town.known('2024-05-06', of('ReleaseHelper', '2024-05-06', { reason: 'left' }))
  await town.asked('2024-05-06')
  expect(await assigned()).toEqual([])
  await town.asked('2024-05-07')
  expect(await assigned()).toEqual([['2024-05-07', null, 'system:alerts']])
  await town.known('2024-05-08', helper('2024-05-08', 'helper:b'))
  await town.asked('2024-05-08')
  expect(await town.tracker.alert(BILL)).toMatchObject({ assignee: 'helper:b' })
})

it('given somebody who was named by hand, then a replaced helper changes nothing', async () => {
  await town.tracker.actOnAlert(BILL, { type: 'AssignAlert', assignee: 'town:doctor' }, by('town:office'))
  await town.known('2024-05-07', helper('2024-05-07', 'helper:b'))
  expect(await town.asked('2024-05-07')).toMatchObject({ commands: 0 })
  // Another place says nothing of who was named.
  await town.known('2024-05-08', of('MoveHousehold', '2024-05-08', { to: '999001001205' }))
  await town.asked('2024-05-08')
  expect(await town.tracker.alert(BILL)).toMatchObject({ assignee: 'town:doctor', village: '999001001205' })
  await town.known('2024-05-08', helper('2024-05-08', 'helper:c'))
  await town.asked('2024-05-08')
  expect(await town.tracker.alert(BILL)).toMatchObject({ assignee: 'town:doctor' })
})

it('given an alert that is over, then a replaced helper hears nothing of it', async () => {
  await town.tracker.actOnAlert(BILL, { type: 'DismissAlert', reason: 'knownAndCovered', countsAgain: 'newEvidence' }, by('helper:a'))
  await town.known('2024-05-07', helper('2024-05-07', 'helper:b'))
  expect(await town.asked('2024-05-07')).toMatchObject({ commands: 0 })
})
