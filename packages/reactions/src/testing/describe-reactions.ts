import { createCommandHandler, type EventStore, openMemoryStore } from '@rural-tracker/event-store'
import type { RowStore, RowTransaction } from '@rural-tracker/projections'
import { overriding } from '@rural-tracker/projections/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DueWork } from '../due-work.ts'
import type { EffectHandler } from '../effect.ts'
import type { Effects } from '../effects.ts'
import { OUTBOX } from '../outbox.ts'
import type { Problem } from '../problems.ts'
import type { Reaction } from '../reaction.ts'
import { Reactions, type ReactionsOptions } from '../reactions.ts'
import { eventually } from './eventually.ts'
import { ask, letter, letters, type Post, PostOffice } from './letters.ts'

/** What a queue of a test can do besides: lose all that it holds, and be away. */
export type QueueInTrouble = Readonly<{ effects: Effects; forget: () => Promise<void> }>

/** How reactions work, whatever carries the effects and wherever the outbox lies. */
export function describeReactions(name: string, openQueue: () => Promise<QueueInTrouble>, openRows: () => Promise<RowStore>): void {
  describe(`reactions over ${name}`, () => {
    const closing: (() => Promise<unknown>)[] = []
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close()
    })

    const inTown = async (how: { post?: Post; handler?: Partial<EffectHandler>; dueWork?: readonly DueWork[] } & Partial<ReactionsOptions> = {}) => {
      const { post, handler, ...options } = how
      const events = options.events ?? openMemoryStore()
      const rows = options.rows ?? (await openRows())
      const { effects, forget } = await openQueue()
      const office = new PostOffice(events, post)
      const { handle } = createCommandHandler({ store: events, aggregates: [letter] })
      const problems: Problem[] = []
      const reactions = new Reactions({
        dueWork: [],
        today: () => '2026-03-02',
        owner: `test:${Math.random()}`,
        reactions: [letters],
        handlers: [office.handler(handler)],
        execute: handle,
        onProblem: (problem) => problems.push(problem),
        resendMs: 2_000,
        ...options,
        events,
        rows,
        effects,
      })
      const stop = new AbortController()
      const work = (more: { fromHead?: boolean } = {}) => {
        const working = reactions.work(stop.signal, more)
        working.catch(() => {})
        closing.push(async () => {
          stop.abort()
          await working.catch(() => {})
        })
        return working
      }
      closing.push(() => reactions.close())
      const sent = (id: string) => eventually(`${id} has ended`, async () => (await office.outcomes(id)) > 0)
      return { events, rows, effects, reactions, office, problems, handle, work, sent, forget, stop: () => stop.abort() }
    }

    it('does what an event asks for, records it once, and owes nothing any more', async () => {
      const { handle, work, sent, office, reactions } = await inTown()
      await handle(ask('L1'))
      void work()
      await sent('L1')
      await handle(ask('L2'))
      await sent('L2')
      await eventually('nothing is owed', async () => (await reactions.status()).owed === 0)
      expect(office.given.map((one) => [one.letter, one.attempt])).toEqual([
        ['L1', 1],
        ['L2', 1],
      ])
      expect([await office.outcomes('L1'), await office.outcomes('L2')]).toEqual([1, 1])
    })

    it('asks at once for what is due because of something that is written, one question after the other', async () => {
      let asking = 0
      const asked: string[] = []
      const answerTo = async function* (what: string, letters: readonly string[]) {
        expect(asking++).toBe(0)
        asked.push(what)
        for (const id of letters) yield ask(id)
        asking--
      }
      const due: DueWork = {
        name: 'answers',
        find: () => answerTo('everything', []),
        news: {
          types: ['LetterAsked'],
          find: (_, said) => {
            const ids = said.map(({ data }) => (data as { letter: string }).letter)
            return answerTo(
              ids.join(' '),
              ids.filter((id) => !id.startsWith('A')).map((id) => `A${id}`),
            )
          },
        },
      }
      const { handle, work, sent, problems } = await inTown({ dueWork: [due] })
      void work()
      await eventually('it has begun', async () => asked.includes('everything'))
      await handle(ask('L1'))
      await sent('AL1')
      await handle(ask('L2'))
      await sent('AL2')
      expect([asked.filter((what) => what === 'everything').length, problems]).toEqual([1, []])
    })

    it('does all that is to be done in one go, and once more does nothing', async () => {
      const { handle, reactions, office } = await inTown()
      for (const id of ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7']) await handle(ask(id, id === 'L7' ? 'county' : 'town'))
      expect(await reactions.workOnce()).toMatchObject({ settled: 7, owed: 0, nextDueAt: null, stopped: false })
      expect(await reactions.workOnce()).toMatchObject({ settled: 0, owed: 0 })
      expect(office.given.length).toBe(7)
    })

    it('tries again until it succeeds, and records the outcome only', async () => {
      const { handle, work, sent, office } = await inTown({ post: (_id, attempt) => (attempt === 1 ? 'again' : attempt === 2 ? 'throws' : 'done') })
      void work()
      await handle(ask('L1'))
      await sent('L1')
      expect(office.given.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
      expect(await office.outcomes('L1')).toBe(1)
    })

    it('gives up after the last try, and one that failed for good at once: both are recorded', async () => {
      const { events, handle, work, sent, office } = await inTown({ post: (id) => (id === 'dead' ? 'failed' : 'again') })
      void work()
      await handle(ask('dead'))
      await handle(ask('rain'))
      await sent('dead')
      await sent('rain')
      expect([office.timesGiven('dead'), office.timesGiven('rain')]).toEqual([1, 3])
      expect(await typesIn(events)).toEqual(['LetterAsked', 'LetterAsked', 'LetterLost', 'LetterLost'])
    })

    it('keeps what is owed for later when it works once only', async () => {
      const { handle, reactions } = await inTown({ post: () => 'again', handler: { retries: [3_600_000] } })
      await handle(ask('L1'))
      const { owed, nextDueAt, settled } = await reactions.workOnce()
      expect([owed, settled]).toEqual([1, 0])
      expect(Date.parse(nextDueAt ?? '')).toBeGreaterThan(Date.now())
      expect(await reactions.status()).toMatchObject({ owed: 1, retrying: 1 })
    })

    it('loses nothing when the queue forgets everything it holds', async () => {
      const { handle, work, office, forget, sent, reactions } = await inTown({ resendMs: 50, atOnce: 100 })
      const ids = Array.from({ length: 20 }, (_, i) => `L${i}`)
      void work()
      for (const id of ids) {
        await handle(ask(id))
        await forget()
      }
      for (const id of ids) await sent(id)
      await eventually('nothing is owed', async () => (await reactions.status()).owed === 0)
      for (const id of ids) expect([await office.outcomes(id), office.timesGiven(id) >= 1]).toEqual([1, true])
    })

    it('performs again what happened and was not recorded, and records it once', async () => {
      let away = true
      const events = openMemoryStore()
      const { handle: record } = createCommandHandler({ store: events, aggregates: [letter] })
      const execute: ReactionsOptions['execute'] = async (command) => {
        if (!away) return record(command)
        away = false
        throw Object.assign(new Error('the log is away'), { code: 'store.away' })
      }
      let clock = Date.now()
      const { work, sent, office, problems, handle } = await inTown({ events, execute, now: () => (clock += 20_000) })
      void work()
      await handle(ask('L1'))
      await sent('L1')
      expect(office.timesGiven('L1')).toBe(2)
      expect(await office.outcomes('L1')).toBe(1)
      expect(problems.map(({ code }) => code)).toContain('reactions.not-recorded')
    })

    it('sends nothing again of which the outcome stands, however it came there', async () => {
      const { events, handle, reactions, office } = await inTown()
      await handle(ask('L1'))
      await handle({ ...ask('L1'), type: 'RecordSent', commandId: 'by-hand' })
      // The log says that somebody worked here before.
      await expect(reactions.workOnce()).rejects.toMatchObject({ code: 'reactions.lost' })
      expect(office.given).toEqual([])
      expect(await typesIn(events)).toEqual(['LetterAsked', 'LetterSent'])
    })

    it('begins at the head when it is told to, and only then', async () => {
      const { handle, reactions, office } = await inTown()
      await handle(ask('L1'))
      await handle({ ...ask('L1'), type: 'RecordSent', commandId: 'by-hand' })
      await handle(ask('L2'))
      await reactions.workOnce({ fromHead: true })
      await handle(ask('L3'))
      await reactions.workOnce()
      expect(office.given.map((one) => one.letter)).toEqual(['L3'])
    })

    it('does not begin again because it is told to begin at the head', async () => {
      const { handle, reactions, office } = await inTown()
      await handle(ask('L1'))
      await reactions.workOnce()
      await handle(ask('L2'))
      await reactions.workOnce({ fromHead: true })
      expect(office.given.map((one) => one.letter)).toEqual(['L1', 'L2'])
    })

    it('refuses the file of another log', async () => {
      const rows = await openRows()
      const one = await inTown({ rows: unclosed(rows) })
      await one.handle(ask('L1'))
      await one.reactions.workOnce()
      const other = await inTown({ rows })
      await other.handle(ask('L2'))
      await expect(other.reactions.workOnce()).rejects.toMatchObject({ code: 'reactions.other-log' })
      expect(await other.reactions.workOnce({ fromHead: true })).toMatchObject({ settled: 0 })
    })

    it('lets a receiver that hangs hold up nobody else', async () => {
      let freed = () => {}
      const hanging = new Promise<void>((resolve) => (freed = resolve))
      const { handle, work, sent, office } = await inTown({
        atOnce: 2,
        post: (id) => (id.startsWith('slow') ? hanging.then(() => 'done' as const) : 'done'),
      })
      void work()
      for (let i = 0; i < 10; i++) await handle(ask(`slow${i}`, 'hill'))
      for (let i = 0; i < 10; i++) await handle(ask(`quick${i}`, 'town'))
      for (let i = 0; i < 10; i++) await sent(`quick${i}`)
      expect(office.given.filter(({ to }) => to === 'hill').length).toBe(2)
      freed()
      for (let i = 0; i < 10; i++) await sent(`slow${i}`)
      expect(office.given.length).toBe(20)
    })

    it('keeps the rate of a lane', async () => {
      const perMinute = 600
      const { handle, reactions, office } = await inTown({
        handler: { ratePerMinute: ({ payload }) => ((payload as { to: string }).to === 'hill' ? perMinute : undefined) },
      })
      for (let i = 0; i < 8; i++) await handle(ask(`L${i}`, 'hill'))
      for (let i = 0; i < 3; i++) await handle(ask(`M${i}`, 'town'))
      await reactions.workOnce()
      const begun = office.given.filter(({ to }) => to === 'hill').map(({ at }) => at)
      expect(begun.length).toBe(8)
      // Timers of a busy machine come late, never early: seven pauses lie between the first and the last.
      expect(Math.max(...begun) - Math.min(...begun)).toBeGreaterThanOrEqual(7 * (60_000 / perMinute) - 60_000 / perMinute)
    })

    it('asks again in one go what has become due by what has ended, until nothing has', async () => {
      const wishes = ['L1', 'L2', 'L3']
      // One letter at a time: the next is due when the one before has ended.
      const oneByOne = (office: () => PostOffice): DueWork => ({
        name: 'one by one',
        find: async function* () {
          for (const id of wishes) {
            if ((await office().outcomes(id)) > 0) continue
            yield ask(id)
            return
          }
        },
      })
      const town: { office?: PostOffice } = {}
      const there = await inTown({
        dueWork: [
          oneByOne(() => {
            if (!town.office) throw new Error('nobody has opened the post office')
            return town.office
          }),
        ],
      })
      town.office = there.office
      expect(await there.reactions.workOnce()).toMatchObject({ dueWork: [{ name: 'one by one', news: 3 }], settled: 3, owed: 0 })
      expect(there.office.given.map((one) => one.letter)).toEqual(wishes)
      expect(await there.reactions.workOnce()).toMatchObject({ dueWork: [{ news: 0 }], settled: 0, owed: 0 })
    })

    it('counts in one go what another process has settled, and what this one has settled and not yet said', async () => {
      const [events, rows] = [openMemoryStore(), await openRows()]
      closing.push(() => rows.close())
      const there = await inTown({ events, rows: unclosed(rows) })
      for (const id of ['L1', 'L2']) await there.handle(ask(id))
      // As a queue that others perform from: the outcome stands and nothing is owed, and nobody here has heard of it.
      const elsewhere = vi.spyOn(there.effects, 'enqueue').mockImplementation(async ({ effect }) => {
        await there.handle({ ...ask((effect.payload as { letter: string }).letter), type: 'RecordSent', commandId: `end:${effect.id}` })
        const [slot] = await rows.slots()
        if (slot) await rows.transaction((tx) => tx.remove(slot.slot, OUTBOX, 'id', [effect.id]))
      })
      expect(await there.reactions.workOnce()).toMatchObject({ settled: 2, owed: 0 })
      elsewhere.mockRestore()

      // Who has performed hears that it is written down only when all has been counted.
      const counted = Promise.withResolvers<void>()
      const late: RowStore = overriding(unclosed(rows), {
        transaction: async (work) => {
          let takesOff = false
          const watching = (tx: RowTransaction) =>
            overriding(tx, { remove: (slot, table, column, values) => ((takesOff ||= values.length > 0), tx.remove(slot, table, column, values)) })
          const result = await rows.transaction((tx) => work(watching(tx)))
          if (takesOff) await counted.promise
          return result
        },
        count: async (table, where) => {
          const count = await rows.count(table, where)
          if (where?.length === 0) counted.resolve()
          return count
        },
      })
      const slow = await inTown({ events, rows: late })
      await slow.handle(ask('L3'))
      expect(await slow.reactions.workOnce()).toMatchObject({ settled: 1, owed: 0 })
      expect(slow.office.given.map(({ letter: which }) => which)).toEqual(['L3'])
    })

    it('hands over at once what somebody had handed over who died with the queue, in one go too', async () => {
      const [events, rows] = [openMemoryStore(), await openRows()]
      closing.push(() => rows.close())
      const hanging = Promise.withResolvers<'done'>()
      const one = await inTown({ events, rows: unclosed(rows), post: () => hanging.promise })
      await one.handle(ask('L1'))
      void one.work()
      await eventually('it is under way', () => one.office.given.length === 1)
      await one.forget()
      // The lease is free, and the outcome does not come: as when it was killed.
      one.stop()
      const other = await inTown({ events, rows: unclosed(rows), resendMs: 3_600_000 })
      expect(await other.reactions.workOnce()).toMatchObject({ settled: 1, owed: 0 })
      expect(other.office.given.map(({ attempt }) => attempt)).toEqual([1])
      hanging.resolve('done')
      await eventually('both say the same', async () => (await one.office.outcomes('L1')) === 1)
    })

    it('asks the clock for what is due in one go, and again only when something came of it', async () => {
      const days: string[] = []
      const dueWork: DueWork[] = [
        {
          name: 'broken',
          find: () => {
            throw Object.assign(new Error('no rows'), { code: 'rows.unavailable' })
          },
        },
        {
          name: 'monthly',
          find: async function* ({ today }) {
            days.push(today)
            yield ask(`monthly.${today.slice(0, 4)}`)
          },
        },
      ]
      const { reactions, office, problems } = await inTown({ dueWork })
      const first = await reactions.workOnce()
      const second = await reactions.workOnce()
      expect(first.dueWork).toEqual([
        { name: 'broken', commands: 0, news: 0, refused: 0 },
        { name: 'monthly', commands: 2, news: 1, refused: 0 },
      ])
      expect(second.dueWork[1]).toEqual({ name: 'monthly', commands: 1, news: 0, refused: 0 })
      expect(days).toEqual(['2026-03-02', '2026-03-02', '2026-03-02'])
      expect(office.given.length).toBe(1)
      expect(problems.map(({ code }) => code)).toContain('reactions.due-work')
    })

    it('stops before an event that it cannot read, visibly, and goes on with what is owed', async () => {
      const { events, handle, reactions, office, problems } = await inTown()
      await handle(ask('L1'))
      await events.append('letter-431224105201-odd', 'no_stream', [odd()])
      await handle(ask('L2'))
      expect(await reactions.workOnce()).toMatchObject({ settled: 1, stopped: true })
      expect(office.given.map((one) => one.letter)).toEqual(['L1'])
      expect((await reactions.status()).failure).toMatchObject({ eventId: odd().id })
      expect(problems.map(({ code }) => code)).toEqual(['reactions.stopped'])
      expect(await reactions.workOnce()).toMatchObject({ settled: 0, stopped: true })
      expect(await events.head()).not.toBe((await reactions.status()).position)
    })

    it('goes on without an event that somebody has set aside, visibly, and then does what was behind it', async () => {
      const { events, handle, reactions, office } = await inTown()
      await expect(reactions.resume()).rejects.toMatchObject({ code: 'reactions.not-stopped' })
      await handle(ask('L1'))
      await events.append('letter-431224105201-odd', 'no_stream', [odd()])
      await handle(ask('L2'))
      await reactions.workOnce()
      const { failure } = await reactions.status()
      await reactions.resume()
      expect(await reactions.status()).toMatchObject({ failure: null, setAside: [] })
      // Tried again it is as bad as before.
      expect(await reactions.workOnce()).toMatchObject({ settled: 0, stopped: true })
      expect((await reactions.status()).failure).toEqual(failure)

      await reactions.resume({ setAside: true })
      expect(await reactions.workOnce()).toMatchObject({ settled: 1, stopped: false })
      expect(office.given.map((one) => one.letter)).toEqual(['L1', 'L2'])
      expect(await reactions.status()).toMatchObject({ failure: null, setAside: [{ ...failure, at: expect.stringMatching(/Z$/) }] })
      await expect(reactions.resume({ setAside: true })).rejects.toMatchObject({ code: 'reactions.not-stopped' })
    })

    it('goes on where it works when it is resumed in another process, and only who holds the lease moves the checkpoint', async () => {
      const [events, rows] = [openMemoryStore(), await openRows()]
      const leading = await inTown({ events, rows: unclosed(rows) })
      const other = await inTown({ events, rows: unclosed(rows) })
      closing.unshift(() => rows.close())
      void leading.work()
      await leading.handle(ask('L1'))
      await leading.sent('L1')
      await events.append('letter-431224105201-odd', 'no_stream', [odd()])
      await eventually('it has stopped', async () => (await other.reactions.status()).failure !== null)
      const before = (await other.reactions.status()).position
      await leading.handle(ask('L2'))
      await other.reactions.resume()
      await eventually('it has stopped again', async () => (await other.reactions.status()).failure !== null)
      expect((await other.reactions.status()).position).toBe(before)
      await other.reactions.resume({ setAside: true })
      await leading.sent('L2')
      expect([leading.office.timesGiven('L1'), leading.office.timesGiven('L2'), other.office.given.length]).toEqual([1, 1, 0])
    })

    it('remembers nothing of an event that was set aside, also when it begins anew', async () => {
      const remembered: string[][] = []
      const remembering: Reaction = {
        ...letters,
        memory: {
          events: letters.events,
          initial: [] as readonly string[],
          evolve: (known, event) => [...(known as readonly string[]), (event.data as { letter: string }).letter],
        },
        effects: (event, known) => {
          remembered.push([...(known as readonly string[])])
          if ((event.data as { letter: string }).letter === 'L2') throw new Error('not this one')
          return letters.effects(event, known)
        },
      }
      const { handle, reactions } = await inTown({ reactions: [remembering] })
      for (const id of ['L1', 'L2', 'L3']) await handle(ask(id))
      await reactions.workOnce()
      await reactions.resume({ setAside: true })
      await reactions.workOnce()
      await handle(ask('L4'))
      await reactions.workOnce()
      expect(remembered).toEqual([['L1'], ['L1', 'L2'], ['L1', 'L3'], ['L1', 'L3', 'L4']])
      expect((await reactions.status()).setAside).toMatchObject([{ reason: 'not this one' }])
    })

    it('goes on when a release that can read it comes, and shows no failure any more', async () => {
      const [events, rows] = [openMemoryStore(), await openRows()]
      const one = await inTown({ events, rows: unclosed(rows) })
      await one.handle(ask('L1'))
      await one.reactions.workOnce()
      await events.append('letter-431224105201-odd', 'no_stream', [odd()])
      await one.reactions.workOnce()
      const lenient = { ...letters, wants: () => false }
      const other = await inTown({ events, rows, reactions: [lenient] })
      expect(await other.reactions.workOnce()).toMatchObject({ stopped: false })
      expect((await other.reactions.status()).failure).toBeNull()
    })

    it('is left to the process that holds it, and taken over when that one ends', async () => {
      const events = openMemoryStore()
      const rows = await openRows()
      const one = await inTown({ events, rows: unclosed(rows) })
      const other = await inTown({ events, rows: unclosed(rows) })
      closing.unshift(() => rows.close())
      const first = one.work()
      await one.handle(ask('L1'))
      await one.sent('L1')
      void other.work()
      await one.handle(ask('L2'))
      await one.sent('L2')
      one.stop()
      await first
      await one.handle(ask('L3'))
      await other.sent('L3')
      expect([await one.office.outcomes('L1'), await one.office.outcomes('L2'), await one.office.outcomes('L3')]).toEqual([1, 1, 1])
      expect(other.office.given.map((given) => given.letter)).toContain('L3')
    })
  })
}

async function typesIn(events: EventStore): Promise<string[]> {
  const types: string[] = []
  for await (const page of events.readAll()) types.push(...page.events.map(({ type }) => type))
  return types
}

function odd() {
  const metadata = { commandId: 'odd', commandHash: 'none', actor: 'clerk:a', source: 'test', division: '431224105201', v: 1 }
  return { id: '00000000-0000-4000-8000-000000000001', type: 'LetterAsked', data: { letter: 7 }, metadata }
}

/** Two who share rows: the one who closes first must not take them from the other. */
function unclosed(rows: RowStore): RowStore {
  return new Proxy(rows, {
    get: (target, name) => {
      if (name === 'close') return async () => {}
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
