import type { AnyCommand, Tracker } from '@rural-tracker/tracker'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clockAt, quietBetween, townshipInTime } from './clock.ts'
import { countOf, does, listed, raised, told, TOWN, VILLAGE } from './kit.ts'
import { linksIn, mailbox } from './mailbox.ts'

// “The right person hears in time … and nothing is shouted twice”, also when villages merge.

const [WEST, OTHER_TOWN, NORTH] = ['431224105202', '431224106000', '431224106201'] as const
const [MONDAY, TUESDAY, WEDNESDAY] = ['2026-03-02', '2026-03-03', '2026-03-04']
const OLD = { to: 'old@village.example' }

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

let tracker: Tracker
let box: Awaited<ReturnType<typeof mailbox>>
let clock: ReturnType<typeof clockAt>
beforeEach(async () => {
  box = await mailbox()
  clock = clockAt(MONDAY, '09:00')
  const there = await townshipInTime({ MAIL_URL: box.url }, clock)
  closing.push(box.stop, there.close)
  tracker = there.tracker
  for (const village of [WEST, NORTH]) await does(tracker, registered(village))
})

const registered = (village: string): AnyCommand =>
  ({ type: 'RegisterVillage', data: { village, level: 'village', title: '西桥村', poverty: 'none', occurredOn: '2020-01-01' } }) as AnyCommand
const merged = (village: string, into: string, occurredOn = TUESDAY): AnyCommand => ({ type: 'MergeVillage', data: { village, into, occurredOn } })
/** Alerts of households of the successor, or of one that lived in the village that is no more. */
const west = (n: number, more: object = {}) => raised(`H0010${n}`, { division: WEST, place: WEST, ...more })

async function at(day: string, time: string): Promise<void> {
  clock.goTo(day, time)
  await tracker.workOnce()
}
const mails = () => box.mails.map(({ to, body }) => `${to[0]} ${linksIn(body).length}`)

describe('who is registered for a village that was merged away', () => {
  it('hears of the alerts of its successor from that day on, of nobody else’s, and can answer', async () => {
    await told(tracker, 'old', OLD)
    await does(tracker, merged(VILLAGE, WEST))
    await does(tracker, west(1))
    await at(MONDAY, '10:00')
    expect(mails()).toEqual([])
    await at(TUESDAY, '08:00')
    expect(mails()).toEqual(['old@village.example 1'])
    expect(box.mails[0]?.subject).toContain('西桥村')
    await does(tracker, raised('H00201', { division: NORTH, place: NORTH }))
    await does(tracker, west(2))
    await at(TUESDAY, '09:00')
    await at(WEDNESDAY, '09:00')
    expect(mails()).toEqual(['old@village.example 1', 'old@village.example 1'])
    const opened = await tracker.answers.open(new URL(linksIn(box.mails[1]?.body ?? '')[0] ?? '').pathname.slice(3), clock.now())
    if (typeof opened === 'string') throw new Error(opened)
    expect([opened.alert.subject, (await tracker.answers.answer(opened, { type: 'AnswerAlert', found: 'noRisk' })).ok]).toEqual(['H00102', true])
  })

  it('hears no more than it wishes: its stages, its levels, its own', async () => {
    await told(tracker, 'town', OLD, { stages: ['town'] })
    await told(tracker, 'grave', OLD, { fromLevel: 3 })
    await told(tracker, 'own', OLD, { ownOnly: true })
    await does(tracker, merged(VILLAGE, WEST))
    await does(tracker, west(1, { assignee: 'helper:other' }))
    await at(TUESDAY, '09:00')
    expect(mails()).toEqual([])
    await does(tracker, west(2, { assignee: 'helper:own' }))
    await at(TUESDAY, '10:00')
    expect(mails()).toEqual(['old@village.example 1'])
  })

  it('hears of nothing any more when it was removed by hand', async () => {
    await told(tracker, 'old', OLD)
    await does(tracker, merged(VILLAGE, WEST))
    await tracker.receivers.remove({ division: VILLAGE, receiver: 'old' }, { commandId: 'gone', actor: 'user:admin', source: 'test' })
    await does(tracker, west(1))
    await at(TUESDAY, '09:00')
    expect(mails()).toEqual([])
  })

  it('given a merger that was a mistake, then it hears of its own village again and of no other', async () => {
    await told(tracker, 'old', OLD)
    const outcome = await does(tracker, merged(VILLAGE, WEST, MONDAY))
    const reverses = outcome.events[0]?.id ?? ''
    await does(tracker, { type: 'WithdrawMerger', data: { village: VILLAGE, reverses, reason: 'mistaken' } } as AnyCommand)
    await does(tracker, west(1))
    await does(tracker, raised('H00001'))
    await at(TUESDAY, '09:00')
    expect(mails()).toEqual(['old@village.example 1'])
    expect(box.mails[0]?.subject).toContain('石桥村')
  })

  it('of which it was told before, it is not told again', async () => {
    await told(tracker, 'old', OLD)
    await does(tracker, merged(VILLAGE, WEST))
    await does(tracker, raised('H00001'))
    await at(MONDAY, '10:00')
    expect(mails()).toEqual(['old@village.example 1'])
    await does(tracker, {
      type: 'AssignAlert',
      data: { division: VILLAGE, subject: 'H00001', cause: 'rule.medical-self-paid', occurredOn: TUESDAY, assignee: null, place: WEST },
    } as AnyCommand)
    for (const time of ['08:00', '12:00']) await at(TUESDAY, time)
    expect(await countOf(tracker, 'AlertMessageMade')).toBe(1)
  })

  it('given one address in both villages, then it is told once, also of what it was told in the old one', async () => {
    await told(tracker, 'old', OLD)
    await told(tracker, 'new', OLD, { division: WEST, fromLevel: 2 })
    await told(tracker, 'other', { to: 'other@village.example' }, { division: WEST })
    await does(tracker, raised('H00001'))
    await at(MONDAY, '10:00')
    await does(tracker, merged(VILLAGE, WEST))
    await does(tracker, west(1))
    await at(TUESDAY, '09:00')
    expect(mails().sort()).toEqual(['old@village.example 1', 'old@village.example 1', 'other@village.example 2'])
    // What the one of the successor does not wish to hear, the other still does.
    await does(tracker, west(2, { level: 1 }))
    await at(TUESDAY, '10:00')
    expect(mails().filter((mail) => mail.startsWith('old'))).toHaveLength(3)
  })

  it('keeps the quiet hours of the successor, and hears of its weekly list', async () => {
    await does(tracker, { ...quietBetween('20:00', '07:30'), data: { ...quietBetween('20:00', '07:30').data, region: OTHER_TOWN } } as AnyCommand)
    await told(tracker, 'old', OLD, { ringsFrom: null, weeklyAt: { day: 3, time: '08:00' } })
    await does(tracker, merged(VILLAGE, NORTH))
    await does(tracker, raised('H00201', { division: NORTH, place: NORTH }))
    await at(TUESDAY, '07:00')
    expect(mails()).toEqual([])
    await at(TUESDAY, '07:31')
    expect(mails()).toEqual(['old@village.example 1'])
    const sign = listed('H00202', TUESDAY, MONDAY)
    await does(tracker, { ...sign, data: { ...sign.data, division: NORTH, place: NORTH } } as AnyCommand)
    await at(WEDNESDAY, '08:00')
    expect(box.mails.at(-1)?.subject).toBe('【预警】周清单：1 条弱信号')
  })
})

it('given a town whose villages went to another, then who is registered for it hears of that one; a town that keeps one hears of its own', async () => {
  await told(tracker, 'town', { to: 'town@town.example' }, { division: TOWN, stages: ['village', 'town'] })
  await does(tracker, merged(VILLAGE, NORTH))
  await does(tracker, raised('H00201', { division: NORTH, place: NORTH }))
  await at(TUESDAY, '09:00')
  expect(mails()).toEqual([])
  await does(tracker, merged(WEST, NORTH, WEDNESDAY))
  await at(TUESDAY, '10:00')
  expect(mails()).toEqual([])
  await at(WEDNESDAY, '09:00')
  expect(mails()).toEqual(['town@town.example 1'])
})
