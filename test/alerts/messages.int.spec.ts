import { eventually } from '@rural-tracker/reactions/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { isSignedWith, receiver } from '../webhooks/receiver.ts'
import { alertTownship, countOf, does, raised, told, TOWN, VILLAGE } from './kit.ts'
import { linksIn, mailbox } from './mailbox.ts'
import { robot } from './robot.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function withMailbox() {
  const box = await mailbox()
  const there = await alertTownship({ MAIL_URL: box.url, MAIL_FROM: 'town@alerts.example' })
  closing.push(box.stop, there.close)
  return { box, ...there }
}

const HELPER = { to: 'helper@village.example' }

describe('an alert reaches its receiver', () => {
  it('by mail: once, in words that name nobody, with a link; and the log says so', async () => {
    const { box, tracker } = await withMailbox()
    await told(tracker, 'helper', HELPER)
    await does(tracker, raised('H00001'))
    await tracker.workOnce()
    await tracker.workOnce()
    expect(box.mails).toMatchObject([{ to: [HELPER.to], subject: '【预警】石桥村 · 农户风险信号 · 2 级 · 2026-01-20 前答复' }])
    expect(linksIn(box.mails[0]?.body ?? '')).toHaveLength(1)
    expect(box.mails[0]?.body).not.toMatch(/H00001|medical|医/)
    expect(await countOf(tracker, 'AlertMessageMade')).toBe(1)
    expect(await countOf(tracker, 'AlertMessageDelivered')).toBe(1)
    expect(await tracker.receivers.list()).toMatchObject([{ receiver: 'helper', hasAddress: true, delivered: 1, underWay: 0, failed: 0 }])
  })

  it('by the robot of an office chat, signed as its documentation has it; what it refuses is a failure, and comes again the next day only', async () => {
    const chat = await robot('SECabc')
    const there = await alertTownship({})
    closing.push(chat.stop, there.close)
    const { tracker } = there
    await told(tracker, 'group', { to: chat.hook, secret: 'SECabc' }, { channel: 'robot' })
    await does(tracker, raised('H00001'))
    await tracker.workOnce()
    expect(chat.said).toMatchObject([{ title: '【预警】石桥村 · 农户风险信号 · 2 级 · 2026-01-20 前答复' }])
    expect(linksIn(chat.said[0]?.text ?? '')).toHaveLength(1)
    await tracker.receivers.reachAt({ division: VILLAGE, receiver: 'group' }, { to: chat.hook, secret: 'SECother' })
    await does(tracker, raised('H00002'))
    await tracker.workOnce()
    await tracker.workOnce()
    expect(chat.said).toHaveLength(1)
    expect(await countOf(tracker, 'AlertMessageFailed')).toBe(1)
    expect(await countOf(tracker, 'AlertMessageMade')).toBe(2)
  })

  it('by a signed webhook, whose secret is made when the address is noted', async () => {
    const there = await alertTownship({})
    const program = await receiver()
    closing.push(program.stop, there.close)
    const { tracker } = there
    const { secret } = await told(tracker, 'program', { to: program.url }, { channel: 'webhook' })
    await does(tracker, raised('H00001'))
    await tracker.workOnce()
    const [one] = program.received
    if (!one) throw new Error('nothing came')
    expect(isSignedWith(secret ?? '', one)).toBe(true)
    expect(JSON.parse(one.body)).toMatchObject({ type: 'alerts.alert', data: { items: [{ village: '石桥村', level: 2, deadline: '2026-01-20' }] } })
    expect(one.body).not.toMatch(/H00001|medical/)
  })

  it('where it stands: the village first, the town when it went up; and each once', async () => {
    const { box, tracker } = await withMailbox()
    await told(tracker, 'helper', HELPER)
    await told(tracker, 'office', { to: 'office@town.example' }, { division: TOWN, stages: ['town', 'county'] })
    await does(tracker, raised('H00001'))
    await tracker.workOnce()
    const data = { division: VILLAGE, subject: 'H00001', cause: 'rule.medical-self-paid', occurredOn: '2026-01-21', episode: 1, to: 'town' } as const
    await does(tracker, { type: 'EscalateAlert', data })
    await tracker.workOnce()
    await tracker.workOnce()
    expect(box.mails.map(({ to }) => to)).toEqual([[HELPER.to], ['office@town.example']])
  })
})

describe('a receiver that is away', () => {
  it('loses nothing and is not flooded: what waited comes as one message', async () => {
    const { box, tracker } = await withMailbox()
    await told(tracker, 'helper', HELPER)
    await box.stop()
    await does(tracker, raised('H00001'))
    await tracker.workOnce()
    for (const n of [2, 3, 4, 5]) {
      await does(tracker, raised(`H0000${n}`))
      await tracker.workOnce()
    }
    expect(await countOf(tracker, 'AlertMessageMade')).toBe(1)
    const back = await mailbox(box.port)
    closing.push(back.stop)
    await eventually('everything is told', async () => {
      await tracker.workOnce()
      return (await countOf(tracker, 'AlertMessageDelivered')) === 2
    })
    expect(back.mails.map(({ body }) => linksIn(body).length)).toEqual([1, 4])
    expect(back.mails[1]?.subject).toBe('【预警】4 件待答复，最早 2026-01-20')
  })

  it('for good: the failure stands in the log, and what it told waits for the next message', async () => {
    const box = await mailbox()
    const there = await alertTownship({ MAIL_URL: box.url })
    closing.push(box.stop, there.close)
    const { tracker } = there
    box.takeAs((_mail, n) => (n <= 3 ? 451 : undefined))
    const few = await there.opened({
      alertMessages: { ...there.config.alertMessages, retries: [1, 1] } as never,
      reactionsUrl: `sqlite:${there.dir}/other.db`,
    })
    await told(tracker, 'helper', HELPER)
    await does(tracker, raised('H00001'))
    await eventually('it is given up, and told with the next message', async () => {
      await few.workOnce()
      return (await countOf(tracker, 'AlertMessageDelivered')) === 1
    })
    expect(await countOf(tracker, 'AlertMessageFailed')).toBe(1)
    expect(await countOf(tracker, 'AlertMessageMade')).toBe(2)
    expect(box.mails).toHaveLength(4)
  })

  it('and what was dealt with meanwhile is not told any more', async () => {
    const { box, tracker } = await withMailbox()
    await told(tracker, 'helper', HELPER)
    await box.stop()
    await does(tracker, raised('H00001'))
    await tracker.workOnce()
    await tracker.actOnAlert(
      'H00001.rule.medical-self-paid',
      { type: 'DismissAlert', reason: 'wrongData', countsAgain: 'newEvidence' },
      { actor: 'helper:x', source: 'test' },
    )
    const back = await mailbox(box.port)
    closing.push(back.stop)
    await eventually('it has ended', async () => {
      await tracker.workOnce()
      return (await countOf(tracker, 'AlertMessageFailed')) === 1
    })
    expect(back.mails).toEqual([])
  })
})

describe('who is told', () => {
  it('given a receiver that was removed, then nothing goes out, until it is there again', async () => {
    const { box, tracker } = await withMailbox()
    await told(tracker, 'helper', HELPER)
    await does(tracker, raised('H00001'))
    await tracker.receivers.remove({ division: VILLAGE, receiver: 'helper' }, { commandId: 'gone', actor: 'user:admin', source: 'test' })
    await tracker.workOnce()
    expect(await countOf(tracker, 'AlertMessageMade')).toBe(0)
    await told(tracker, 'helper', HELPER)
    await tracker.workOnce()
    expect(box.mails).toHaveLength(1)
  })

  it('given an address that its channel does not have, then it is refused in one sentence that does not repeat it', async () => {
    const { tracker } = await withMailbox()
    await told(tracker, 'helper', HELPER)
    for (const to of ['https://mail.example', '13912345678', 'a b@c', ''])
      await expect(tracker.receivers.reachAt({ division: VILLAGE, receiver: 'helper' }, { to })).rejects.toMatchObject({
        code: 'receiver.address-malformed',
      })
    await told(tracker, 'group', { to: 'https://oapi.dingtalk.com/robot/send?access_token=x' }, { channel: 'robot' })
    for (const to of ['http://oapi.dingtalk.com/robot/send', 'ftp://x', 'helper@village.example'])
      await expect(tracker.receivers.reachAt({ division: VILLAGE, receiver: 'group' }, { to })).rejects.toMatchObject({
        code: 'receiver.address-malformed',
      })
  })
})
