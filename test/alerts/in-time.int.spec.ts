import { eventually } from '@rural-tracker/reactions/testing'
import type { Tracker } from '@rural-tracker/tracker'
import { afterEach, describe, expect, it } from 'vitest'
import { receiver } from '../webhooks/receiver.ts'
import { clockAt, quietBetween, townshipInTime } from './clock.ts'
import { alertTownship, countOf, does, listed, raised, told, TOWN } from './kit.ts'
import { linksIn, mailbox } from './mailbox.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const HELPER = { to: 'helper@village.example' }
const [MONDAY, TUESDAY, WEDNESDAY] = ['2026-03-02', '2026-03-03', '2026-03-04']

async function inTime(day: string, time: string) {
  const box = await mailbox()
  const clock = clockAt(day, time)
  const there = await townshipInTime({ MAIL_URL: box.url }, clock)
  closing.push(box.stop, there.close)
  /** What the clock of due work does in that minute. */
  const at = async (when: string, minute: string) => {
    clock.goTo(when, minute)
    return there.tracker.workOnce()
  }
  return { ...there, box, clock, at }
}

const linksOf = (mails: readonly { body: string }[]) => mails.map(({ body }) => linksIn(body).length)

describe('quiet hours', () => {
  it('given an alert in quiet hours, then nothing arrives until they end, and then once', async () => {
    const { tracker, box, at } = await inTime(MONDAY, '20:30')
    await does(tracker, quietBetween('20:00', '07:30'))
    await told(tracker, 'helper', HELPER, { ringsFrom: 3 })
    await does(tracker, raised('H00001'))
    for (const [day, time] of [
      [MONDAY, '20:30'],
      [MONDAY, '23:59'],
      [TUESDAY, '00:00'],
      [TUESDAY, '07:29'],
    ] as const) {
      await at(day, time)
      expect([time, box.mails.length]).toEqual([time, 0])
    }
    await at(TUESDAY, '07:30')
    await at(TUESDAY, '07:31')
    await at(TUESDAY, '19:59')
    expect(linksOf(box.mails)).toEqual([1])
    expect(await countOf(tracker, 'AlertMessageDelivered')).toBe(1)
  })

  it('given what may ring and what may not, then the one arrives in the night, and the other in the morning', async () => {
    const { tracker, box, at } = await inTime(MONDAY, '22:00')
    await does(tracker, quietBetween('20:00', '07:30'))
    await told(tracker, 'helper', HELPER, { ringsFrom: 3 })
    await does(tracker, raised('H00001'))
    await does(tracker, raised('H00002', { level: 3 }))
    await at(MONDAY, '22:00')
    expect(box.mails.map(({ subject }) => subject)).toEqual(['【预警】石桥村 · 农户风险信号 · 3 级 · 2026-01-20 前答复'])
    await at(TUESDAY, '07:30')
    expect(box.mails.map(({ subject }) => subject.includes('2 级'))).toEqual([false, true])
  })

  it('given a message that could not be sent before they began, then it waits for their end, too', async () => {
    const { tracker, box, at } = await inTime(MONDAY, '19:55')
    await does(tracker, quietBetween('20:00', '07:30'))
    await told(tracker, 'helper', HELPER, { ringsFrom: 3 })
    box.takeAs(() => 451)
    await does(tracker, raised('H00001'))
    await at(MONDAY, '19:55')
    expect(box.mails).toHaveLength(1)
    box.takeAs(() => undefined)
    for (const time of ['20:10', '21:30', '23:00']) await at(MONDAY, time)
    await at(TUESDAY, '07:00')
    expect(box.mails).toHaveLength(1)
    await at(TUESDAY, '07:31')
    expect(await countOf(tracker, 'AlertMessageDelivered')).toBe(1)
    expect(box.mails).toHaveLength(2)
  })
})

describe('one message a day', () => {
  it('given a receiver that wants it, then a day is one message at its time, and the gravest does not wait for it', async () => {
    const { tracker, box, at } = await inTime(MONDAY, '09:00')
    await told(tracker, 'helper', HELPER, { digestAt: '08:00' })
    // Today's time has passed: what there was by then is told once, and then no more today.
    await does(tracker, raised('H00001'))
    await at(MONDAY, '09:00')
    for (const [n, time] of ['10:00', '12:00', '16:00'].entries()) {
      await does(tracker, raised(`H0001${n}`))
      await at(MONDAY, time)
    }
    expect(linksOf(box.mails)).toEqual([1])
    await does(tracker, raised('H00020', { level: 3 }))
    await at(MONDAY, '17:00')
    expect(linksOf(box.mails)).toEqual([1, 1])
    await at(TUESDAY, '07:59')
    expect(box.mails).toHaveLength(2)
    for (const time of ['08:00', '08:01', '12:00']) await at(TUESDAY, time)
    expect(linksOf(box.mails)).toEqual([1, 1, 3])
    expect(box.mails[2]?.subject).toBe('【预警】今日3 件待答复，最早 2026-01-20')
    await does(tracker, raised('H00030'))
    await at(TUESDAY, '13:00')
    await at(WEDNESDAY, '08:00')
    expect(linksOf(box.mails)).toEqual([1, 1, 3, 1])
  })
})

describe('the weekly list', () => {
  const SUNDAY = '2026-03-01'

  it('given signs held back, then who wants it is told once a week how many there are and where, and nobody else is', async () => {
    const { tracker, box, at } = await inTime(SUNDAY, '10:00')
    await told(tracker, 'helper', HELPER)
    await told(tracker, 'office', { to: 'office@town.example' }, { division: TOWN, weeklyAt: { day: 1, time: '08:00' } })
    await at(SUNDAY, '10:00')
    for (const n of [1, 2, 3]) await does(tracker, listed(`H0000${n}`, SUNDAY, '2026-02-23'))
    await at(SUNDAY, '11:00')
    await at(MONDAY, '07:59')
    expect(box.mails).toEqual([])
    for (const time of ['08:00', '08:01', '16:00']) await at(MONDAY, time)
    expect(box.mails).toMatchObject([{ to: ['office@town.example'], subject: '【预警】周清单：3 条弱信号' }])
    expect(box.mails[0]?.body).toContain('tracker alerts list --weekly')
    expect(box.mails[0]?.body).not.toMatch(/H0000|石桥村|http/)
    // What is listed in the week comes with the next one; it is made up where nobody worked on that day.
    await does(tracker, listed('H00004', TUESDAY, MONDAY))
    await at(WEDNESDAY, '09:00')
    expect(box.mails).toHaveLength(1)
    await at('2026-03-11', '09:00')
    expect(box.mails.map(({ subject }) => subject)).toEqual(['【预警】周清单：3 条弱信号', '【预警】周清单：4 条弱信号'])
    await at('2026-03-16', '08:00')
    expect(box.mails).toHaveLength(3)
  })

  it('given signs held back and several alerts, then the message of the alerts says so in one line', async () => {
    const { tracker, box, at } = await inTime(MONDAY, '10:00')
    await told(tracker, 'helper', HELPER)
    await does(tracker, listed('H00001', MONDAY, MONDAY))
    for (const n of [2, 3]) await does(tracker, raised(`H0000${n}`))
    await at(MONDAY, '10:00')
    expect(box.mails).toHaveLength(1)
    expect(box.mails[0]?.body).toMatch(/周清单上有 1 条弱信号，超出限额，不逐条通知，可向乡镇查看。/)
  })
})

describe('a receiver that is down for a day', () => {
  it('given thirty alerts meanwhile, then what was under way and one message with all the others arrive, and nothing is lost', async () => {
    const { tracker, box, clock, at } = await inTime(MONDAY, '09:00')
    await told(tracker, 'helper', HELPER)
    await box.stop()
    const all = Array.from({ length: 30 }, (_, n) => `H00${100 + n}`)
    for (const household of all) {
      await does(tracker, raised(household))
      await tracker.workOnce()
      clock.later(0.8)
    }
    expect(await countOf(tracker, 'AlertMessageMade')).toBe(1)
    const back = await mailbox(box.port)
    closing.push(back.stop)
    for (const time of ['10:00', '11:00', '12:00', '13:00']) await at(TUESDAY, time)
    expect(linksOf(back.mails)).toEqual([1, 29])
    expect((await toldOf(tracker)).sort()).toEqual(all)
    expect(await countOf(tracker, 'AlertMessageDelivered')).toBe(2)
    expect(await countOf(tracker, 'AlertMessageFailed')).toBe(0)
  })

  it('given one that wants a message a day, then the days before come as one', async () => {
    const program = await receiver(() => 503)
    const clock = clockAt(MONDAY, '08:00')
    const there = await townshipInTime({}, clock)
    closing.push(program.stop, there.close)
    const { tracker } = there
    await told(tracker, 'program', { to: program.url }, { channel: 'webhook', digestAt: '08:00' })
    for (const n of [1, 2, 3, 4, 5, 6]) {
      await does(tracker, raised(`H0000${n}`))
      await tracker.workOnce()
      clock.later(4)
    }
    program.answerWith(() => 204)
    const before = program.received.length
    for (const time of ['08:30', '09:30', '10:30', '20:00']) {
      clock.goTo(TUESDAY, time)
      await tracker.workOnce()
    }
    const bodies = program.received.slice(before).map(({ body }) => JSON.parse(body) as { type: string; data: { items: unknown[] } })
    // The one of the day before, which was under way all the time, and that of today.
    expect(bodies.map(({ type, data }) => [type, data.items.length])).toEqual([
      ['alerts.daily', 1],
      ['alerts.daily', 5],
    ])
  })
})

describe('news', () => {
  it('given an alert, then its message goes out at once and not with the next minute; and so does what waited for that message to end', async () => {
    const box = await mailbox()
    let asked = 0
    const find = async function* () {
      asked++
      yield* []
    }
    const counting = () => ({ dueWork: [{ name: 'counting', find }] })
    const there = await alertTownship({ MAIL_URL: box.url }, { reactions: { parts: [counting] } })
    closing.push(box.stop, there.close)
    const { tracker } = there
    const stop = new AbortController()
    const working = tracker.work(stop.signal)
    closing.push(async () => {
      stop.abort()
      await working
    })
    // The minute begins: what comes from now on is not asked about by the clock before the next one.
    await eventually('the clock was asked', () => asked === 1)
    await told(tracker, 'helper', HELPER)
    box.takeAs((_mail, n) => (n === 1 ? 451 : undefined))
    await does(tracker, raised('H00001'))
    await eventually('the first try', () => box.mails.length >= 1)
    await does(tracker, raised('H00002'))
    await eventually('both are told', async () => (await countOf(tracker, 'AlertMessageDelivered')) === 2)
    expect((await toldOf(tracker)).sort()).toEqual(['H00001', 'H00002'])
    // Somebody who is added hears at once of what stands.
    await told(tracker, 'second', { to: 'second@village.example' })
    await eventually('the second one is told', () => box.mails.some(({ to }) => to[0] === 'second@village.example'))
    // All of it before the next minute: the clock was asked once.
    expect(there.problems.filter(({ text }) => text.en.includes('alert-messages'))).toEqual([])
    expect(asked).toBe(1)
  })
})

/** The households of which somebody was told, as often as they were. */
async function toldOf(tracker: Tracker): Promise<string[]> {
  const subjects: string[] = []
  for await (const page of tracker.events.readAll({ filter: { types: ['AlertMessageMade'] } }))
    for (const { data } of page.events) subjects.push(...(data as { items: { subject: string }[] }).items.map(({ subject }) => subject))
  return subjects
}
