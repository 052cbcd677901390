import { connectTracker } from '@rural-tracker/tracker'
import { afterEach, describe, expect, it } from 'vitest'
import { get, listen, openTownship, send, type Township, visit } from './testing/index.ts'

let open: Township | undefined
const township = async (how: Parameters<typeof openTownship>[0] = {}) => (open = await openTownship(how))
afterEach(async () => {
  await open?.close()
  open = undefined
})

describe('a question that waits for a position', () => {
  it('speaks of that position or a later one', async () => {
    const { writer } = await township()
    const { position } = (await send(writer, visit(), { key: 'a' })).json<{ position: string }>()
    const answer = await get(writer, `/v1/queries/timeline?household=H00001&wait=${position}`)
    expect(answer.statusCode).toBe(200)
    expect(BigInt(answer.json<{ position: string }>().position)).toBeGreaterThanOrEqual(BigInt(position))
  })

  it('is asked to come again where nobody brings the read models there, and told how far they are', async () => {
    const { writer } = await township({ config: { projects: false } })
    const { position } = (await send(writer, visit(), { key: 'a' })).json<{ position: string }>()
    const answer = await get(writer, `/v1/queries/timeline?household=H00001&wait=${position}`)
    expect([answer.statusCode, answer.headers['retry-after'], answer.json<object>()]).toMatchObject([
      503,
      '1',
      { code: 'read-models.behind', position: '0' },
    ])
    expect((await get(writer, '/v1/queries/list')).json()).toMatchObject({ behind: true })
  })

  it('is answered through the client all the same, with the word that it is behind', async () => {
    const { writer } = await township({ config: { projects: false } })
    const client = connectTracker({ url: await listen(writer) })
    await client.execute(visit(), { commandId: 'a' })
    expect(await client.query('list')).toMatchObject({ behind: true, total: 0 })
  })

  it('is 400 when it is no position, or one that the log has not come to', async () => {
    const { writer } = await township()
    for (const wait of ['x', '-1', '1.5', '', '999999', '99999999999999999999', '1&wait=2']) {
      const answer = await get(writer, `/v1/queries/list?wait=${wait}`)
      expect([wait, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([wait, 400, 'query.wait'])
    }
  })
})

describe('a question over HTTP', () => {
  it('that is malformed, unknown or not for the role says so in both languages', async () => {
    const { writer, token } = await township()
    const analyst = await token('analyst')
    const told = async (url: string) => {
      const answer = await get(writer, url, { token: analyst })
      expect(answer.json()).toMatchObject({ message: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/\w/) } })
      return [answer.statusCode, answer.json<{ code: string }>().code]
    }
    expect(await told('/v1/queries/list?colour=red')).toEqual([400, 'query.malformed'])
    expect(await told('/v1/queries/list?limit=many')).toEqual([400, 'query.malformed'])
    expect(await told('/v1/queries/constructor')).toEqual([404, 'query.unknown'])
    expect(await told('/v1/queries/keys')).toEqual([403, 'access.role'])
    expect(await told('/v1/queries/explain?household=H09999')).toEqual([404, 'household.unknown'])
    expect(await told('/v1/queries/explain?household=H00002')).toEqual([404, 'household.unknown'])
    expect(await told('/v1/queries/rows?model=nothing')).toEqual([404, 'rows.model-unknown'])
  })
})
