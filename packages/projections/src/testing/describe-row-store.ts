import { hostname } from 'node:os'
import type { Position } from '@rural-tracker/event-store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Condition, Fenced, type Order, type Row, type RowStore, type Table } from '../rows.ts'
import { describeSwitching, putInPlace } from './describe-switching.ts'

const people: Table = { name: 'people', columns: { id: 'text', age: 'integer', said: 'json' }, key: ['id'], indexes: [['age', 'id']] }
const visits: Table = { name: 'visits', columns: { person: 'text', n: 'integer' }, key: ['person', 'n'] }
const person = (id: string, age: number | null = null, said: unknown = null): Row => ({ id, age, said })
const MODEL = { model: 'people', version: 1, hash: 'h', logId: 'log', tables: [people, visits] } as const
const at = (position: number) => BigInt(position) as Position

/**
 * What every store of rows does alike: the engine cannot be told from the answers.
 *
 * @example describeRowStore('SQLite', () => openSqliteRows(':memory:'))
 */
export function describeRowStore(name: string, open: () => RowStore | Promise<RowStore>): void {
  describe(`rows in ${name}`, () => {
    describeSwitching(open)
    let rows: RowStore
    beforeEach(async () => {
      rows = await open()
    })
    afterEach(() => rows.close())

    /** A slot with these rows that readers see. */
    const seen = async (given: readonly Row[], also: readonly Row[] = []): Promise<number> => {
      const slot = await rows.createSlot(MODEL)
      await rows.index(slot, MODEL.tables)
      await rows.transaction(async (tx) => {
        await tx.insert(slot, people, given)
        await tx.insert(slot, visits, also)
      })
      await putInPlace(rows, 'people', slot, MODEL.tables)
      return slot
    }
    const idsWhere = async (...where: Condition[]) => (await rows.rows(people, { where, order: [['id', 'asc']] })).map(({ id }) => id)
    const idsBy = async (...order: Order[]) => (await rows.rows(people, { order })).map(({ id }) => id)
    const scanned = async (batches: AsyncIterable<readonly Row[]>) => (await Array.fromAsync(batches)).flat()

    describe('what was put in comes out', () => {
      const values = [
        person('plain', 7, { a: [1, null, 'x'] }),
        person('空 格\tand\nlines\r\\N \\. "quoted" \'single\'', 0, 'text with "quotes", \\ and \n'),
        person('𠮷🏠', Number.MAX_SAFE_INTEGER, { 中文: '值', nested: { deep: [true, false, 1.5e-7] } }),
        person('', -1, []),
        person('nothing', null, null),
      ]

      it('given any text, whole number or JSON, then a select, a scan and a find give the same values and types', async () => {
        const slot = await seen(values)
        const byId = (some: readonly Row[]) => new Map(some.map((row) => [row.id, row]))
        expect(byId(await rows.rows(people))).toEqual(byId(values))
        expect(byId(await scanned(rows.scan(people, { order: [['id', 'asc']] })))).toEqual(byId(values))
        const found = await rows.transaction((tx) =>
          tx.find(
            slot,
            people,
            'id',
            values.map(({ id }) => String(id)),
          ),
        )
        expect(byId(found)).toEqual(byId(values))
      })

      it('given JSON, then its keys keep their order', async () => {
        await seen([person('a', 1, { z: 1, a: 2, m: { y: 1, b: 2 } })])
        expect(JSON.stringify((await rows.rows(people))[0]?.said)).toBe('{"z":1,"a":2,"m":{"y":1,"b":2}}')
      })

      it('given an upsert, then rows of known keys are replaced, others added, and of two with one key the last stays', async () => {
        const slot = await seen([person('a', 1), person('b', 2)])
        await rows.transaction((tx) => tx.upsert(slot, people, [person('b', 3, 'x'), person('c', 4, null), person('c', 5, '"\\')]))
        expect(await rows.rows(people, { order: [['id', 'asc']] })).toEqual([person('a', 1), person('b', 3, 'x'), person('c', 5, '"\\')])
      })

      it('given a transaction, then it reads what it has just written, whichever way it was written', async () => {
        const slot = await seen([person('a', 1)])
        const during = await rows.transaction(async (tx) => {
          await tx.insert(slot, people, [person('b', 2), person('c', 3)])
          await tx.upsert(slot, people, [person('c', 4)])
          await tx.remove(slot, people, 'id', ['a'])
          return [await tx.query(slot, people, { order: [['id', 'asc']] }), await tx.find(slot, people, 'age', [2])]
        })
        expect(during).toEqual([[person('b', 2), person('c', 4)], [person('b', 2)]])
      })

      it('given a transaction that fails, then nothing of it is left, and the next one works', async () => {
        const slot = await seen([person('a', 1)])
        const failing = rows.transaction(async (tx) => {
          await tx.insert(slot, people, [person('b', 2)])
          await tx.remove(slot, people, 'id', ['a'])
          throw new Error('on purpose')
        })
        await expect(failing).rejects.toThrow('on purpose')
        await rows.transaction((tx) => tx.insert(slot, people, [person('c', 3)]))
        expect(await idsWhere()).toEqual(['a', 'c'])
      })

      it('given a key that is there, then an insert is refused and nothing of its transaction is left', async () => {
        const slot = await seen([person('a', 1)])
        await expect(rows.transaction((tx) => tx.insert(slot, people, [person('b', 2), person('a', 3)]))).rejects.toThrow()
        expect(await rows.rows(people)).toEqual([person('a', 1)])
      })
    })

    describe('conditions', () => {
      beforeEach(() => seen([person('a', 1), person('b', 2), person('c', 3), person('d', null), person('50%_*\\', 4), person('50 of', 5)]))

      it.each<[Condition, readonly string[]]>([
        [['age', '=', 2], ['b']],
        [['age', '<', 2], ['a']],
        [
          ['age', '<=', 2],
          ['a', 'b'],
        ],
        [
          ['age', '>', 3],
          ['50 of', '50%_*\\'],
        ],
        [
          ['age', '>=', 3],
          ['50 of', '50%_*\\', 'c'],
        ],
        [
          ['age', 'in', [1, 3, 99]],
          ['a', 'c'],
        ],
        [['id', 'in', ['b', 'x']], ['b']],
        [['id', 'in', []], []],
        [
          ['id', '>', 'b'],
          ['c', 'd'],
        ],
        [['id', 'startsWith', '50%'], ['50%_*\\']],
        [
          ['id', 'startsWith', '50'],
          ['50 of', '50%_*\\'],
        ],
        [
          ['id', 'startsWith', ''],
          ['50 of', '50%_*\\', 'a', 'b', 'c', 'd'],
        ],
        [['id', 'contains', '%_'], ['50%_*\\']],
        [['id', 'contains', '_'], ['50%_*\\']],
        [['id', 'contains', '\\'], ['50%_*\\']],
        [['id', 'contains', 'A'], []],
        [
          ['age', '<=', 1e23],
          ['50 of', '50%_*\\', 'a', 'b', 'c'],
        ],
        [
          ['age', '>', -1e23],
          ['50 of', '50%_*\\', 'a', 'b', 'c'],
        ],
        [['id', '=', 'a\0'], []],
      ])('given %j, then those rows', async (condition, ids) => {
        expect(await idsWhere(condition)).toEqual(ids)
        expect(await rows.count(people, [condition])).toBe(ids.length)
      })

      it('given several, then all of them hold', async () => {
        expect(await idsWhere(['age', '>', 1], ['age', '<', 4], ['id', 'in', ['a', 'b']])).toEqual(['b'])
      })
    })

    describe('order and pages', () => {
      const ids = ['a', 'B', 'ab', 'a b', 'á', '乡', '村', '\uff21', '🏠', '_', '10', '9']
      const byCodePoint = ['10', '9', 'B', '_', 'a', 'a b', 'ab', 'á', '乡', '村', '\uff21', '🏠']

      it('given texts, then they stand in the order of their code points, not in that of a language', async () => {
        await seen(ids.map((id, age) => person(id, age)))
        expect(await idsBy(['id', 'asc'])).toEqual(byCodePoint)
        expect(await idsBy(['id', 'desc'])).toEqual(byCodePoint.toReversed())
      })

      it('given what has no value, then it is first ascending and last descending, and last either way when told', async () => {
        await seen([person('a', 2), person('b', null), person('c', 1)])
        expect(await idsBy(['age', 'asc'])).toEqual(['b', 'c', 'a'])
        expect(await idsBy(['age', 'desc'])).toEqual(['a', 'c', 'b'])
        expect(await idsBy(['age', 'asc', 'nullsLast'])).toEqual(['c', 'a', 'b'])
        expect(await idsBy(['age', 'desc', 'nullsLast'])).toEqual(['a', 'c', 'b'])
      })

      it('given a page, then it is those rows of the whole order', async () => {
        await seen(ids.map((id, age) => person(id, age)))
        const page = async (limit: number, offset?: number) =>
          (await rows.rows(people, { order: [['id', 'asc']], page: { limit, ...(offset === undefined ? {} : { offset }) } })).map(({ id }) => id)
        expect(await page(3)).toEqual(byCodePoint.slice(0, 3))
        expect(await page(3, 10)).toEqual(byCodePoint.slice(10))
        expect(await page(3, 99)).toEqual([])
      })

      const many = Array.from({ length: 4_500 }, (_, i) => person(`p${String((i * 7_919) % 4_500).padStart(5, '0')}`, i % 13))

      it.each<[string, Order[], (a: Row, b: Row) => number]>([
        ['of the key', [['id', 'asc']], (a, b) => (String(a.id) < String(b.id) ? -1 : 1)],
        [
          'of another column',
          [
            ['age', 'desc'],
            ['id', 'asc'],
          ],
          (a, b) => Number(b.age) - Number(a.age) || (String(a.id) < String(b.id) ? -1 : 1),
        ],
      ])('given a scan of many rows in the order %s, then every row is there once, in order, in batches', async (_name, order, compare) => {
        await seen(many)
        const batches = await Array.fromAsync(rows.scan(people, { where: [['age', '<', 12]], order }))
        expect(batches.length).toBeGreaterThan(1)
        expect(batches.flat()).toEqual(many.filter(({ age }) => Number(age) < 12).sort(compare))
      })

      it('given a scan inside a transaction that writes other rows meanwhile, then it sees every row once and all are written', async () => {
        const slot = await seen(many)
        const met = await rows.transaction(async (tx) => {
          const all: Row[] = []
          for await (const batch of tx.scan(slot, people, ['id'])) {
            all.push(...batch)
            await tx.insert(
              slot,
              visits,
              batch.map(({ id, age }) => ({ person: id, n: age })),
            )
            await tx.upsert(slot, visits, [{ person: 'last', n: batch.length }])
          }
          return all
        })
        expect(met).toEqual(many.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1)))
        expect(await rows.count(visits)).toBeGreaterThan(many.length)
      })

      it('given scans that share the rows of one table, then each row is in one of them, beside those with its value, in order', async () => {
        const slot = await seen(many)
        const shared = await rows.transaction(async (tx) => {
          const parts: Row[][] = []
          for (const part of [0, 1, 2])
            parts.push((await scanned(tx.scan(slot, people, ['age', 'id'], { part, of: 3 }))).map(({ age, id }) => ({ age, id })))
          return parts
        })
        expect(shared.flat()).toHaveLength(many.length)
        for (const own of shared) {
          expect(own.length).toBeGreaterThan(0)
          expect(own).toEqual(own.toSorted((a, b) => Number(a.age) - Number(b.age) || (String(a.id) < String(b.id) ? -1 : 1)))
        }
        const ages = shared.map((own) => new Set(own.map(({ age }) => age)))
        expect(ages.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(many.map(({ age }) => age)).size)
      })

      it('given a scan that nobody reads to the end, then the store goes on', async () => {
        await seen(many)
        for await (const batch of rows.scan(people, { order: [['age', 'asc']] })) if (batch.length > 0) break
        expect(await rows.count(people)).toBe(many.length)
      })
    })

    describe('slots', () => {
      it('given no active one, then there are no rows', async () => {
        await rows.createSlot(MODEL)
        expect([await rows.rows(people), await rows.count(people), await scanned(rows.scan(people))]).toEqual([[], 0, []])
      })

      it('given what happens to one, then it says so', async () => {
        const slot = await rows.createSlot(MODEL)
        const failure = { position: '7', eventId: 'e', stream: 's-1', reason: 'because' }
        expect(await rows.slots('people')).toMatchObject([
          {
            ...{ model: 'people', slot, version: 1, hash: 'h', logId: 'log', state: 'building' },
            position: undefined,
            failure: undefined,
            setAside: 0,
          },
        ])
        await rows.setState('people', slot, 'ready')
        await rows.setFailure('people', slot, failure)
        for (const _twice of [1, 2]) await rows.setAside('people', slot, failure)
        expect(await rows.slots('people')).toMatchObject([{ state: 'ready', failure, setAside: 1 }])
        expect(await rows.setAsideStreams('people', slot)).toEqual(new Set(['s-1']))
        await rows.setAside('people', slot, { ...failure, position: '5', eventId: 'd' })
        const at = expect.stringMatching(/^\d{4}-.*Z$/)
        expect(await rows.setAsideEvents('people', slot)).toEqual([
          { ...failure, position: '5', eventId: 'd', at },
          { ...failure, at },
        ])
        expect(await rows.setAsideEvents('people', slot + 1)).toEqual([])
        await rows.setFailure('people', slot, undefined)
        expect((await rows.slots())[0]?.failure).toBeUndefined()
        expect(await rows.slots('another')).toEqual([])
      })

      it('given one after the other, then readers see the last, the one before is kept and those before that are dropped', async () => {
        const numbers = [await seen([person('first')]), await seen([person('second')]), await seen([person('third')])]
        expect(new Set(numbers).size).toBe(3)
        expect(await idsWhere()).toEqual(['third'])
        expect((await rows.slots('people')).map(({ slot, state }) => [slot, state])).toEqual([
          [numbers[1], 'retired'],
          [numbers[2], 'active'],
        ])
        await putInPlace(rows, 'people', numbers[1] ?? 0, MODEL.tables)
        expect(await idsWhere()).toEqual(['second'])
      })

      it('given one that was dropped meanwhile, then it does not take the place, and readers see what they saw', async () => {
        await seen([person('a')])
        const slot = await rows.createSlot(MODEL)
        const checked = await rows.createSlot({ ...MODEL, model: 'other' })
        await rows.dropSlot('people', slot)
        await expect(putInPlace(rows, 'people', slot, MODEL.tables)).rejects.toThrow(Fenced)
        expect(await idsWhere()).toEqual(['a'])
        expect((await rows.slots()).map((one) => one.slot)).toContain(checked)
      })

      it('given readers during many switches, then each sees one of the two whole', async () => {
        const [small, large] = [await seen([person('a')]), await seen([person('b'), person('c')])]
        let switching = true
        const reading = (async () => {
          const answers = new Set<string>()
          while (switching) answers.add((await idsWhere()).join())
          return answers
        })()
        for (let i = 0; i < 10; i++) await putInPlace(rows, 'people', i % 2 === 0 ? small : large, MODEL.tables)
        switching = false
        for (const answer of await reading) expect(['a', 'b,c']).toContain(answer)
        expect(await idsWhere()).toEqual(['b', 'c'])
      })

      it('given two, then their difference is told with the keys', async () => {
        const old = await seen([person('a', 1, { x: 1 }), person('b', 2), person('c', null)])
        const slot = await seen([person('a', 1, { x: 1 }), person('b', 3), person('d', null, 'new')])
        expect(await rows.difference(people, slot, old)).toEqual({ missing: 2, added: 2, keys: ['b', 'c', 'd'] })
        expect(await rows.difference(visits, slot, old)).toEqual({ missing: 0, added: 0, keys: [] })
      })
    })

    describe('leases and checkpoints', () => {
      it('given a lease, then nobody else has it until it is let go, has run out, or its process is dead', async () => {
        expect(await rows.lease('people', 'elsewhere:1', 60_000)).toEqual({ held: true, epoch: 1 })
        expect(await rows.lease('people', 'elsewhere:2', 60_000)).toMatchObject({ held: false, by: 'elsewhere:1' })
        expect(await rows.lease('people', 'elsewhere:1', 60_000)).toEqual({ held: true, epoch: 2 })
        await rows.release('people', 2)
        expect(await rows.lease('people', 'elsewhere:2', -1_000)).toEqual({ held: true, epoch: 3 })
        expect(await rows.lease('people', `${hostname()}:999999999`, 60_000)).toEqual({ held: true, epoch: 4 })
        expect(await rows.lease('people', 'elsewhere:3', 60_000)).toEqual({ held: true, epoch: 5 })
        expect(await rows.lease('others', 'elsewhere:4', 60_000)).toEqual({ held: true, epoch: 1 })
      })

      it('given a lease that is not ours any more, then it cannot be renewed or let go', async () => {
        await rows.lease('people', 'elsewhere:1', -1_000)
        await rows.lease('people', 'elsewhere:2', 60_000)
        expect([await rows.renew('people', 1, 60_000), await rows.renew('people', 2, 60_000)]).toEqual([false, true])
        await rows.release('people', 1)
        expect(await rows.lease('people', 'elsewhere:1', 60_000)).toMatchObject({ held: false, by: 'elsewhere:2' })
        await rows.release('people', 2)
        expect(await rows.renew('people', 2, 60_000)).toBe(false)
      })

      it('given several at once, then those that are free are had, and of those that were had only the ones still ours are kept or let go', async () => {
        await rows.lease('b', 'elsewhere:2', 60_000)
        await rows.lease('d', `${hostname()}:999999999`, 60_000)
        const had = await rows.leases(['d', 'c', 'b', 'a'], 'elsewhere:1', 60_000)
        expect(Object.fromEntries(had)).toEqual({ a: 1, c: 1, d: 2 })
        const held = [...had].map(([model, epoch]) => ({ model, epoch }))
        await rows.release('c', 1)
        await rows.lease('c', 'elsewhere:2', 60_000)
        expect((await rows.renewAll(held, 60_000)).toSorted()).toEqual(['a', 'd'])
        await rows.releaseAll(held)
        expect(Object.fromEntries(await rows.leases(['a', 'b', 'c', 'd'], 'elsewhere:3', 60_000))).toEqual({ a: 2, d: 3 })
        expect([...(await rows.leases([], 'elsewhere:3', 60_000)), ...(await rows.renewAll([], 60_000))]).toEqual([])
      })

      it('given many who want several leases at once, in any order, then each is had by one of them', async () => {
        const models = ['a', 'b', 'c', 'd', 'e']
        const wanting = Array.from({ length: 8 }, (_, i) => rows.leases(i % 2 === 0 ? models : models.toReversed(), `elsewhere:${i}`, 60_000))
        expect((await Promise.all(wanting)).flatMap((had) => [...had.keys()]).toSorted()).toEqual(models)
      })

      it('given many who want a lease at once, then one gets it', async () => {
        const wanting = Array.from({ length: 8 }, (_, i) => rows.lease('people', `elsewhere:${i}`, 60_000))
        expect((await Promise.all(wanting)).filter(({ held }) => held)).toHaveLength(1)
      })

      it('given the position and epoch that stand there, then checkpoint and rows move together; given others, then neither does', async () => {
        const slot = await seen([])
        const lease = await rows.lease('people', 'elsewhere:1', 60_000)
        const epoch = lease.held ? lease.epoch : 0
        const lastEvent = { id: 'e', stream: 's-1', revision: 3 }
        const move = (from: number | undefined, to: number, by = epoch) =>
          rows.transaction(async (tx) => {
            await tx.upsert(slot, people, [person('a', to)])
            await tx.checkpoint({
              ...{ model: 'people', slot, epoch: by, lastEvent, derivedFor: '2020-12-31' },
              from: from === undefined ? undefined : at(from),
              to: at(to),
            })
          })
        await move(undefined, 5)
        expect((await rows.slots('people'))[0]).toMatchObject({ position: 5n, lastEvent, derivedFor: '2020-12-31' })
        for (const [from, by] of [
          [undefined, epoch],
          [4, epoch],
          [5, epoch - 1],
          [5, epoch + 1],
        ] as const)
          await expect(move(from, 9, by)).rejects.toThrow(Fenced)
        await move(5, 6)
        await rows.release('people', epoch)
        await expect(move(6, 7)).rejects.toThrow(Fenced)
        expect(await rows.rows(people)).toEqual([person('a', 6)])
        expect((await rows.slots('people'))[0]?.position).toBe(6n)
      })
    })
  })
}
