import { aggregates, commands, defineAggregate, defineCommand, defineEvent, streamName } from '@rural-tracker/domain'
import { type AnyAggregate, cares, connectTracker, queries } from '@rural-tracker/tracker'
import { get, listen, openTownship, send } from '@rural-tracker/writer/testing'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

type Operation = Readonly<{ operationId: string; requestBody?: { content: { 'application/json': { schema: { properties?: object } } } } }>
type Document = Readonly<{ openapi: string; paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }>

async function documentOf(how: Parameters<typeof openTownship>[0] = {}) {
  const township = await openTownship({ households: false, ...how })
  const document = (await get(township.writer, '/openapi.json')).json<Document>()
  return { township, document }
}

describe('the document of the service', () => {
  it('is OpenAPI 3.1, and names every command, every query and all care', async () => {
    const { township, document } = await documentOf()
    try {
      expect(document.openapi).toBe('3.1.0')
      const { valid, errors } = await new Validator().validate(document)
      expect([valid, errors ?? []]).toEqual([true, []])
      const paths = Object.keys(document.paths)
      expect(paths).toEqual(expect.arrayContaining([...commands.keys()].map((type) => `/v1/commands/${type}`)))
      expect(paths).toEqual(expect.arrayContaining(Object.keys(queries).map((name) => `/v1/queries/${name}`)))
      expect(paths).toEqual(expect.arrayContaining(Object.keys(cares).map((name) => `/v1/care/${name}`)))
    } finally {
      await township.close()
    }
  })
})

const Well = z.string().regex(/^W\d+$/)
const WellDug = defineEvent('WellDug', z.strictObject({ well: Well, depth: z.int() }))
const well = defineAggregate({
  category: 'well',
  events: [WellDug],
  initial: { depth: 0 },
  evolve: (_, { data }) => ({ depth: data.depth }),
  commands: [
    defineCommand<{ depth: number }>()({
      type: 'DigWell',
      kind: 'order',
      data: z.strictObject({ well: Well, depth: z.int().describe('In metres') }),
      stream: ({ well: id }) => streamName('well', '431224105201', id),
      decide: ({ well: id, depth }, state) => (state.depth === depth ? [] : [WellDug({ well: id, depth })]),
    }),
  ],
})

describe('a command that a new aggregate knows', () => {
  it('appears by itself: a path, its place in the document, and through the client', async () => {
    const { township, document } = await documentOf({ config: { aggregates: [...aggregates, well] as readonly AnyAggregate[] } })
    try {
      expect(document.paths['/v1/commands/DigWell']?.['post']).toMatchObject({
        operationId: 'DigWell',
        requestBody: { content: { 'application/json': { schema: { properties: { depth: { type: 'integer', description: 'In metres' } } } } } },
      })
      const digWell = { type: 'DigWell', data: { well: 'W1', depth: 30 } } as never
      expect((await send(township.writer, digWell, { key: 'a' })).json()).toMatchObject({ ok: true, stream: 'well-431224105201-W1' })
      const listening = await listen(township.writer)
      const client = connectTracker({ url: listening })
      expect(await client.execute(digWell, { commandId: 'a' })).toMatchObject({
        ok: true,
        repeated: true,
        events: [{ type: 'WellDug', revision: 0n }],
      })
      expect((await send(township.writer, digWell, { key: 'a', token: await township.token('recorder') })).json()).toMatchObject({
        status: 403,
        code: 'access.role',
      })
      const keeper = connectTracker({ url: listening, token: await township.token('administrator', '000000000000') })
      expect(await keeper.execute(digWell, { commandId: 'a' })).toMatchObject({ ok: true, repeated: true })
      expect(await keeper.execute({ type: 'DigWell', data: { well: 'W1' } } as never, { commandId: 'b' })).toMatchObject({
        refused: 'command.malformed',
      })
    } finally {
      await township.close()
    }
  })
})
