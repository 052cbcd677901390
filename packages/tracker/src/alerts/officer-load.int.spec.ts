import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertTown, by, householdOf, parameters, VILLAGE } from '../testing/alert-town.ts'

// “Load as a promise: alerts per village and month and per officer are read models.”

const BILL = 'H00001.rule.medical-self-paid'
const EAST = '999001001205'
const { life, recognised, helper, bill, of } = householdOf('H00001')

let town: Awaited<ReturnType<typeof alertTown>>
beforeEach(async () => {
  town = await alertTown()
  await town.known('2024-02-01', ...parameters, ...life, recognised('2024-02-01'), helper('2024-02-01', 'helper:a'))
  await town.known('2024-05-06', bill('2024-05-02'))
  await town.asked('2024-05-06')
})
afterEach(() => town.close())

const officers = async (question: Parameters<typeof town.tracker.alertLoad>[0] = {}) =>
  (await town.tracker.alertLoad(question)).rows
    .filter((row) => row.by === 'officer')
    .map(({ who, month, raised, takenOver }) => [who, month, raised, takenOver])

describe('what an officer has taken over', () => {
  it('given a helper who is replaced, then the other one has it too, in the month in which it became his, and nobody has it twice', async () => {
    await town.known('2024-06-03', helper('2024-06-03', 'helper:b'))
    await town.asked('2024-06-03')
    expect(await officers()).toEqual([
      ['helper:a', '2024-05', 1, 0],
      ['helper:b', '2024-06', 0, 1],
    ])
    await town.known('2024-06-04', helper('2024-06-04', 'helper:a'))
    await town.asked('2024-06-04')
    expect(await officers({ from: '2024-06-01' })).toEqual([['helper:b', '2024-06', 0, 1]])
  })

  it('given an alert that is passed on and somebody who is named for it, then it is his from that day on', async () => {
    await town.tracker.actOnAlert(BILL, { type: 'PassOnAlert', to: 'town' }, by('helper:a'))
    expect(await officers()).toEqual([['helper:a', '2024-05', 1, 0]])
    await town.tracker.actOnAlert(BILL, { type: 'AssignAlert', assignee: 'town:doctor' }, by('town:office'))
    expect(await officers({ officer: 'town:doctor' })).toEqual([['town:doctor', '2024-05', 0, 1]])
  })

  it('given a household that moves, then its officer has taken over nothing', async () => {
    await town.known('2024-06-03', of('MoveHousehold', '2024-06-03', { to: EAST }))
    await town.asked('2024-06-03')
    expect(await town.steps(BILL)).toContain('2024-06-03 Assigned')
    expect(await officers()).toEqual([['helper:a', '2024-05', 1, 0]])
    await town.known('2024-06-04', helper('2024-06-04', 'helper:b'))
    await town.asked('2024-06-04')
    expect(await officers({ division: EAST })).toEqual([['helper:b', '2024-06', 0, 1]])
    expect(await officers({ division: VILLAGE })).toEqual([['helper:a', '2024-05', 1, 0]])
  })

  it('given another episode, then it is taken over again', async () => {
    await town.known('2024-05-07', helper('2024-05-07', 'helper:b'))
    await town.asked('2024-05-07')
    await town.tracker.actOnAlert(BILL, { type: 'DismissAlert', reason: 'seasonal', countsAgain: 'newEvidence' }, by('helper:b'))
    await town.known('2024-05-08', helper('2024-05-08', 'helper:a'), bill('2024-05-08', 'B2'))
    await town.asked('2024-05-08')
    await town.known('2024-05-09', helper('2024-05-09', 'helper:b'))
    await town.asked('2024-05-09')
    expect(await officers()).toEqual([
      ['helper:a', '2024-05', 2, 0],
      ['helper:b', '2024-05', 0, 2],
    ])
  })

  it('as of a day and as known then it is what had been said by then', async () => {
    await town.known('2024-06-03', helper('2024-06-03', 'helper:b'))
    await town.asked('2024-06-03')
    const { position } = await town.tracker.alerts()
    await town.known('2024-06-05', helper('2024-06-05', 'helper:c'))
    await town.asked('2024-06-05')
    expect(await officers({ asOf: '2024-06-04', from: '2024-06-01' })).toEqual([['helper:b', '2024-06', 0, 1]])
    expect(await officers({ knownAt: String(position), from: '2024-06-01' })).toEqual([['helper:b', '2024-06', 0, 1]])
    expect(await officers({ asOf: '2024-06-30' })).toEqual(await officers())
    expect(await officers({ asOf: '2024-06-30', officer: 'helper:c' })).toEqual([['helper:c', '2024-06', 0, 1]])
  })

  it('a village takes over nothing', async () => {
    expect((await town.tracker.alertLoad()).rows.map(({ who, takenOver }) => [who, takenOver])).toEqual([
      [VILLAGE, null],
      ['helper:a', 0],
    ])
  })
})
