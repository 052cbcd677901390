import { type AlertState, initialAlert, type Receiver } from '@rural-tracker/domain'
import { describe, expect, it } from 'vitest'
import { hears, isQuiet, type Moment, nextMessage, timeOf, toldWeeklyOn } from './waiting.ts'

const VILLAGE = '431224105201'
const helper: Receiver = {
  division: VILLAGE,
  receiver: 'helper',
  channel: 'mail',
  answersAs: 'helper:a',
  stages: ['village'],
  ownOnly: false,
  fromLevel: 1,
  ringsFrom: 3,
  digestAt: null,
  language: 'zh',
}
const alert = (n: number, more: Partial<AlertState> = {}): AlertState => ({
  ...initialAlert,
  status: 'raised',
  episode: 1,
  division: VILLAGE,
  place: VILLAGE,
  subject: `H0000${n}`,
  cause: 'rule.drop-out',
  level: 1,
  raisedOn: '2024-05-01',
  ...more,
})
const noon: Moment = { time: '12:00', quiet: false, hadDaily: false }
const night: Moment = { time: '23:10', quiet: true, hadDaily: false }
const subjects = (made: ReturnType<typeof nextMessage>) => made?.items.map(({ subject }) => subject)

describe('who hears of an alert', () => {
  it.each([
    [{}, {}, true],
    [{}, { status: 'acknowledged' }, false],
    [{}, { stage: 'town' }, false],
    [{ stages: ['village', 'town'] }, { stage: 'town' }, true],
    [{ fromLevel: 2 }, { level: 1 }, false],
    [{ fromLevel: 2 }, { level: 2 }, true],
    [{}, { place: '431224105202' }, false],
    [{ division: '431224105000' }, { place: '431224105202' }, true],
    [{ ownOnly: true }, { assignee: 'helper:b' }, false],
    [{ ownOnly: true }, { assignee: 'helper:a' }, true],
  ] as const)('given wishes %o and an alert %o, then %s', (wishes, more, heard) => {
    expect(hears({ ...helper, ...wishes } as Receiver, alert(1, more as Partial<AlertState>))).toBe(heard)
  })
})

describe('what is told next', () => {
  it('given one alert, then it is told alone; given several that waited, then they are one message, the gravest first', () => {
    expect(nextMessage(helper, [alert(1)], noon)).toMatchObject({ kind: 'alert', items: [{ subject: 'H00001', stood: 'village.raised.1' }] })
    const made = nextMessage(helper, [alert(1), alert(2, { level: 3 }), alert(3, { respondBy: '2024-05-03' })], noon)
    expect(made?.kind).toBe('digest')
    expect(subjects(made)).toEqual(['H00002', 'H00003', 'H00001'])
  })

  it('given nothing that waits, then nothing', () => {
    expect(nextMessage(helper, [], noon)).toBeUndefined()
  })

  it('given quiet hours, then only what may ring is told, and the rest waits for the morning', () => {
    const waits = [alert(1), alert(2, { level: 3 })]
    expect(subjects(nextMessage(helper, waits, night))).toEqual(['H00002'])
    expect(nextMessage({ ...helper, ringsFrom: null }, waits, night)).toBeUndefined()
    expect(subjects(nextMessage({ ...helper, ringsFrom: null }, waits, noon))).toEqual(['H00002', 'H00001'])
  })

  it('given a wish for one message a day, then the day waits for its time, except what is gravest', () => {
    const daily = { ...helper, digestAt: '08:00' }
    const waits = [alert(1), alert(2, { level: 2 })]
    expect(nextMessage(daily, waits, { ...noon, time: '07:59' })).toBeUndefined()
    expect(nextMessage(daily, waits, { ...noon, time: '08:00' })).toMatchObject({
      kind: 'daily',
      items: [{ subject: 'H00002' }, { subject: 'H00001' }],
    })
    expect(nextMessage(daily, waits, { ...noon, hadDaily: true })).toBeUndefined()
    expect(subjects(nextMessage(daily, [...waits, alert(3, { level: 3 })], { ...noon, hadDaily: true }))).toEqual(['H00003'])
  })

  it('given more than one message holds, then the rest comes with the next one', () => {
    const many = Array.from({ length: 60 }, (_, i) => alert(1, { subject: `H${10_000 + i}` }))
    expect(nextMessage(helper, many, noon)?.items).toHaveLength(50)
  })
})

it('quiet hours go over midnight where the first time is the later one; times are those of Shanghai', () => {
  const hours = { begins: '20:00', ends: '07:30' }
  expect(['19:59', '20:00', '00:00', '07:29', '07:30'].map((time) => isQuiet(hours, time))).toEqual([false, true, true, true, false])
  expect(['11:59', '12:00', '13:59', '14:00'].map((time) => isQuiet({ begins: '12:00', ends: '14:00' }, time))).toEqual([false, true, true, false])
  expect(isQuiet(undefined, '03:00')).toBe(false)
  expect(timeOf('2024-05-01T16:30:00.000Z')).toBe('00:30')
})

it.each([
  ['2024-05-06', '07:59', '2024-04-29'],
  ['2024-05-06', '08:00', '2024-05-06'],
  ['2024-05-07', '00:00', '2024-05-06'],
  ['2024-05-12', '23:59', '2024-05-06'],
  ['2024-05-13', '08:00', '2024-05-13'],
])('given the weekly list on Mondays at 08:00, when it is %s %s, then it was last to be told on %s', (today, time, day) => {
  expect(toldWeeklyOn({ day: 1, time: '08:00' }, today, time)).toBe(day)
})
