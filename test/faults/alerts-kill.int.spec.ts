import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { AnyCommand, Tracker } from '@rural-tracker/tracker'
import { eventually } from '@rural-tracker/reactions/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { alertTownship, countOf, does, told, TOWN, VILLAGE } from '../alerts/kit.ts'
import { linksIn, mailbox } from '../alerts/mailbox.ts'
import { Random } from './township/random.ts'

const WORKER = fileURLToPath(new URL('./alerts-worker.ts', import.meta.url))
const HOUSEHOLDS = 8
const ROUNDS = 8
const dayOf = (days: number) => new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)

const set = (type: string, is: object): AnyCommand =>
  ({ type, data: { region: '431224000000', from: '2021-01-01', basis: '示范', assumption: true, ...is } }) as AnyCommand
const idOf = (n: number) => `H0000${n + 1}`

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Households whose hospital bills count, and somebody in the village and in the town who is told. */
async function townshipWithBills(mailUrl: string) {
  // What was handed over is left alone for an hour: whoever comes after a kill has to see that nobody has it any more.
  const there = await alertTownship({ MAIL_URL: mailUrl }, { reactions: { resendMs: 3_600_000 } })
  closing.push(there.close)
  const { tracker } = there
  await does(tracker, set('AdoptRule', { rule: 'medical-self-paid', level: 3, sign: 'strong' }))
  await does(tracker, set('SetThreshold', { name: 'medicalOrdinary', value: 2_000_000, unit: 'fen' }))
  await does(tracker, set('SetThreshold', { name: 'medicalWindow', value: 12, unit: 'month' }))
  const where = { registeredIn: VILLAGE, occurredOn: '2021-01-01' }
  for (let n = 0; n < HOUSEHOLDS; n++) {
    const household = idOf(n)
    await does(tracker, { type: 'RegisterHousehold', data: { ...where, household, kind: 'ordinary' } })
    const head = { person: `P0000${n + 1}`, relation: 'head', sex: 'female', bornIn: '1970-01', reason: 'registered', standingFacts: [], carries: [] }
    await does(tracker, { type: 'AddMember', data: { ...where, household, ...head } } as never)
  }
  await told(tracker, 'helper', { to: 'helper@village.example' })
  await told(tracker, 'office', { to: 'office@town.example' }, { division: TOWN })
  const bill = (n: number) => {
    const sums = { bill: 'B1', care: 'inpatient', total: 6_000_000, reimbursed: 3_000_000, compliantSelfPaid: 3_000_000 }
    return does(tracker, {
      type: 'ReportMedicalBill',
      data: { registeredIn: VILLAGE, household: idOf(n), person: `P0000${n + 1}`, ...sums, occurredOn: dayOf(2) },
    } as AnyCommand)
  }
  return { ...there, bill }
}

/** Who raises and tells, and can be killed. */
function worker(dir: string, mailUrl: string) {
  let child: ChildProcess | undefined
  const killNow = () => void child?.kill('SIGKILL')
  const kill = async () => {
    const dying = child
    child = undefined
    if (dying?.kill('SIGKILL')) await once(dying, 'exit')
  }
  const start = async () => {
    const started = spawn(process.execPath, [WORKER, dir, mailUrl], { stdio: ['pipe', 'pipe', 'inherit'] })
    child = started
    await once(started.stdout, 'data')
    return started
  }
  closing.push(kill)
  return { start, kill, killNow }
}

/** Whom each receiver was told of, and the ids of all messages as mails have them. */
async function messagesOf(tracker: Tracker) {
  const items = new Map<string, string[]>()
  const messages = new Set<string>()
  for await (const page of tracker.events.readAll({ filter: { types: ['AlertMessageMade'] } }))
    for (const { data } of page.events) {
      const made = data as { receiver: string; message: string; items: { subject: string }[] }
      items.set(made.receiver, [...(items.get(made.receiver) ?? []), ...made.items.map(({ subject }) => subject)])
      messages.add(`<${made.message}@rural-tracker>`)
    }
  return { items, messages }
}

describe('who raises and tells is killed at random points', () => {
  it('given a message under way when it was killed, then one run tells it, and what had waited behind it', { timeout: 60_000 }, async () => {
    const box = await mailbox()
    closing.push(box.stop)
    const { tracker, dir, bill } = await townshipWithBills(box.url)
    await bill(0)
    const { start, kill, killNow } = worker(dir, box.url)
    box.takeAs(() => {
      killNow()
      return undefined
    })
    await start()
    await eventually('a mail has come', () => box.mails.length > 0)
    await kill()
    expect(await countOf(tracker, 'AlertMessageMade')).toBeGreaterThan(0)
    for (const n of [1, 2, 3]) await bill(n)
    box.takeAs(() => undefined)
    expect(await tracker.workOnce()).toMatchObject({ owed: 0 })
    const { items, messages } = await messagesOf(tracker)
    const all = [0, 1, 2, 3].map(idOf)
    expect(Object.fromEntries([...items].map(([receiver, subjects]) => [receiver, subjects.sort()]))).toEqual({ helper: all, office: all })
    expect(new Set(box.mails.map(({ id }) => id))).toEqual(messages)
    expect(await countOf(tracker, 'AlertMessageDelivered')).toBe(messages.size)
  })

  it.each([1, 2])('seed %i: every alert is raised once, told at least once, and recorded once', { timeout: 400_000 }, async (seed) => {
    const random = new Random(seed)
    const box = await mailbox()
    closing.push(box.stop)
    const { tracker, dir, bill, problems } = await townshipWithBills(box.url)
    const { start, kill, killNow } = worker(dir, box.url)
    let killAt = Number.POSITIVE_INFINITY
    box.takeAs((_mail, n) => {
      // The mailbox has it, and who sent it never hears.
      if (n === killAt) killNow()
      return random.next() < 0.1 ? 451 : undefined
    })
    for (let round = 0; round < ROUNDS; round++) {
      await bill(round)
      killAt = box.mails.length + 1 + Math.floor(random.next() * 2)
      const child = await start()
      // In the middle of a mail, or wherever it is by then.
      const until = Date.now() + (random.next() < 0.5 ? 8_000 : Math.floor(random.next() * 1_500))
      while (Date.now() < until && child.exitCode === null && child.signalCode === null && box.mails.length < killAt) await pause(2)
      await kill()
    }
    killAt = Number.POSITIVE_INFINITY
    // No more mail is put off: what is to be told can be told, and one run does.
    box.takeAs(() => undefined)
    expect(await tracker.workOnce(), JSON.stringify(problems.slice(-5))).toMatchObject({ owed: 0, stopped: false })
    expect(await tracker.workOnce()).toMatchObject({ settled: 0, owed: 0 })
    expect(await countOf(tracker, 'AlertRaised')).toBe(HOUSEHOLDS)
    expect(await countOf(tracker, 'AlertMessageDelivered')).toBe(await countOf(tracker, 'AlertMessageMade'))
    expect(await countOf(tracker, 'AlertMessageFailed', 'AlertReopened')).toBe(0)
    // Each alert in one message of each receiver, and each message in the mailbox at least once.
    const { items, messages } = await messagesOf(tracker)
    const all = Array.from({ length: HOUSEHOLDS }, (_, n) => idOf(n))
    expect([...items].map(([receiver, subjects]) => [receiver, subjects.sort()])).toEqual([...items.keys()].map((receiver) => [receiver, all]))
    expect(new Set(items.keys())).toEqual(new Set(['helper', 'office']))
    expect(new Set(box.mails.map(({ id }) => id))).toEqual(messages)
    expect(box.mails.every(({ body }) => linksIn(body).length > 0)).toBe(true)
  })
})
