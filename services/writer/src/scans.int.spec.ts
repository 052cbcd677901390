import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { get, listen, openTownship, type Township } from './testing/index.ts'
import { Scans } from './scans.ts'

let township: Township
beforeAll(async () => {
  township = await openTownship({ threads: true })
  await township.tracker.catchUp()
})
afterAll(() => township.close())

const PAST = '/v1/queries/list?asOf=2023-06-01'

/** Until something is so; fails when it does not become so. */
async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('it did not become so')
    await after(10)
  }
}
const running = async ({ writer } = township) => Number(/^scans_running (\d+)$/m.exec((await get(writer, '/metrics')).body)?.[1])

describe('a question that walks through everything', () => {
  it('is answered by a thread, and the third at once is asked to come again, while short ones are answered', async () => {
    // Two threads that have to open the log first are busy for a while.
    const two = [get(township.writer, PAST), get(township.writer, PAST)]
    await until(async () => (await running()) === 2)
    const third = await get(township.writer, PAST)
    expect([third.statusCode, third.json<{ code: string }>().code, Number(third.headers['retry-after'])]).toEqual([429, 'query.too-many-scans', 2])
    expect((await get(township.writer, '/v1/queries/explain?household=H00001')).statusCode).toBe(200)
    const answers = await Promise.all(two)
    expect(answers.map(({ statusCode, body }) => [statusCode, (JSON.parse(body) as { asOf: string }).asOf])).toEqual([
      [200, '2023-06-01'],
      [200, '2023-06-01'],
    ])
    expect((await get(township.writer, PAST)).statusCode).toBe(200)
    expect(await running()).toBe(0)
  })

  it('is refused in its own words, as in this thread', async () => {
    const answer = await get(township.writer, `${PAST}&knownAt=yesterday`)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'known-at.malformed'])
  })

  it('is given up when the one who asked has gone', async () => {
    // A thread that has to open the log first is busy for a while.
    const cold = await openTownship({ threads: true })
    try {
      const gone = new AbortController()
      const asked = fetch(`${await listen(cold.writer)}${PAST}`, { signal: gone.signal }).catch(() => 'gone')
      await until(async () => (await running(cold)) === 1)
      gone.abort()
      expect(await asked).toBe('gone')
      await until(async () => (await running(cold)) === 0)
    } finally {
      await cold.close()
    }
  })

  it('is stopped when it takes too long', async () => {
    const scans = new Scans({ eventsUrl: 'sqlite:/nowhere/a.db', readModelsUrl: 'sqlite:/nowhere/b.db', personsUrl: 'sqlite:/nowhere/c.db' }, 1)
    const asked = scans.ask(
      { caller: { actor: 'a:b', role: 'analyst', division: '000000000000' }, name: 'list', params: {}, today: '2024-05-01' },
      new AbortController().signal,
    )
    await expect(asked).rejects.toMatchObject({ status: 503, code: 'query.took-too-long' })
    expect(scans.running).toBe(0)
    await scans.close()
  })
})
