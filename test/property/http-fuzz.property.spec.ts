import { commands } from '@rural-tracker/domain'
import { givers, queries, type QueryName } from '@rural-tracker/tracker'
import { openTownship, type Township } from '@rural-tracker/writer/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandData } from '../../packages/domain/src/testing/commands/index.ts'

/** `HTTP_FUZZ_SEEDS=1..50` tries more of them. */
const [first = 1, last = 3] = (process.env['HTTP_FUZZ_SEEDS'] ?? '').split('..').filter(Boolean).map(Number)
const SEEDS = Array.from({ length: last - first + 1 }, (_, i) => first + i)
const ATTACKS_A_SEED = 5

/** What people type where it does not belong, and nobody may read again in an answer or a log. */
const PERSONAL = ['王小明', '13900000001', '11010519491231002X', '6228480000000000019', encodeURIComponent('王小明')]

type Endpoint = Readonly<{ method: 'GET' | 'POST'; path: string; parameters: readonly string[] }>
type Attack = Readonly<{
  headers: Readonly<Record<string, string>>
  query: Readonly<Record<string, string | readonly string[]>>
  body: string | Buffer
}>

let township: Township
let token: string
let endpoints: readonly Endpoint[]
beforeAll(async () => {
  township = await openTownship()
  token = await township.token('administrator', '000000000000')
  await township.tracker.catchUp()
  const document = JSON.parse((await ask({ method: 'GET', path: '/openapi.json', parameters: [] }, { headers: {}, query: {}, body: '' })).body) as {
    paths: Readonly<Record<string, Readonly<Record<string, { parameters?: readonly { in: string; name: string }[] }>>>>
  }
  endpoints = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [] }]) => ({
      method: method.toUpperCase() as Endpoint['method'],
      path,
      parameters: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    })),
  )
})
afterAll(() => township.close())

const ROLES = ['recorder', 'reviewer', 'approver', 'analyst', 'administrator'] as const
/** Who may give or ask this. */
function roleFor(path: string): string {
  const name = path.split('/').at(-1) ?? ''
  const command = commands.get(name)
  return (command ? givers(command)[0] : queries[name as QueryName]?.mayRead[0]) ?? 'administrator'
}
const tokens = new Map<string, string>()

async function ask({ method, path }: Endpoint, { headers, query, body }: Attack) {
  return township.writer.app.inject({
    method,
    url: path,
    query: query as Record<string, string>,
    ...(method === 'POST' ? { payload: body } : {}),
    headers: { authorization: `Bearer ${token}`, ...headers },
  })
}

const weird = fc.oneof(
  fc.constantFrom(...PERSONAL),
  fc.constantFrom(
    '',
    ' ',
    'null',
    '-1',
    '1e999',
    '99999999999999999999',
    '2024-02-30',
    '0000-00-00',
    '431224105201',
    'H00001',
    'true',
    '__proto__',
    "' or 1=1 --",
    '%',
    '%00',
    '{}',
    '\uffff',
    '../..',
    'x'.repeat(2_000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const value = fc.oneof(
  weird,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER + 1, -0, 1e308, 0.1, null, [], {}, [[]], true),
  fc.constantFrom(...PERSONAL).map((text) => ({ [text]: text })),
)
const deep = fc.integer({ min: 2, max: 40 }).map((n) => `${'{"a":['.repeat(n)}${']}'.repeat(n)}`)

/** Right but for one thing, or nearly so. */
function mutated(type: string): fc.Arbitrary<string> {
  const valid = (commandData as Readonly<Record<string, fc.Arbitrary<unknown>>>)[type]
  if (!valid) return fc.constant('{}')
  return fc.tuple(valid, fc.nat(), value, fc.constantFrom('replace', 'remove', 'add', 'wrap', 'keep')).map(([data, at, other, how]) => {
    const fields = { ...(data as Record<string, unknown>) }
    const field = Object.keys(fields)[at % Math.max(1, Object.keys(fields).length)] ?? 'x'
    if (how === 'remove') delete fields[field]
    else if (how === 'add') fields[typeof other === 'string' && other !== '' ? other : 'more'] = other
    else if (how !== 'keep') fields[field] = how === 'wrap' ? [fields[field]] : other
    return JSON.stringify(fields)
  })
}

function bodies(path: string): fc.Arbitrary<string | Buffer> {
  const type = path.split('/').at(-1) ?? ''
  const line = fc.record(
    { type: fc.oneof(fc.constant('VisitHousehold'), weird), data: value, commandId: fc.oneof(fc.uuid(), weird) },
    { requiredKeys: [] },
  )
  const batch = fc.oneof(fc.array(fc.oneof(line, value), { maxLength: 4 }), value).map((commands) => JSON.stringify({ commands }))
  return fc.oneof(
    { weight: 6, arbitrary: path === '/v1/commands' ? batch : mutated(type) },
    { weight: 2, arbitrary: value.map((one) => JSON.stringify(one)) },
    deep,
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    mutated(type).map((text) => Buffer.from(text, 'utf16le')),
    mutated(type).map((text) => text.slice(0, -1)),
    fc.constantFrom('', 'null', '{"a":"\\ud800"}', '{"a":"\\u0000"}', `"${'长'.repeat(400_000)}"`),
  )
}

function attacks({ path, parameters }: Endpoint): fc.Arbitrary<Attack> {
  const names = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...(parameters.length > 0 ? parameters : ['x'])) }, weird)
  const ascii = weird.filter((text) => /^[\x21-\x7e]*$/.test(text))
  const plain = fc.uuid().map((key) => ({ 'content-type': 'application/json', 'idempotency-key': key }))
  const strange = fc.record(
    {
      'content-type': fc.constantFrom('application/json', 'application/json; charset=latin1', 'text/xml', 'multipart/form-data'),
      'idempotency-key': ascii,
      'if-match': ascii,
      'if-none-match': ascii,
      'correlation-id': ascii,
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity'),
      'accept-language': ascii,
      'x-request-id': ascii,
      accept: ascii,
    },
    { requiredKeys: [] },
  )
  return fc.record({
    headers: fc.oneof(
      { weight: 3, arbitrary: plain },
      { weight: 1, arbitrary: fc.tuple(plain, strange).map(([one, other]) => ({ ...one, ...other })) },
    ),
    query: fc.dictionary(names, fc.oneof(weird, fc.array(weird, { minLength: 2, maxLength: 3 })), { maxKeys: 3 }),
    body: bodies(path),
  }) as fc.Arbitrary<Attack>
}

describe('whatever is sent to whatever endpoint', () => {
  it.each(SEEDS)('seed %i: it is answered, clearly, and what is refused has written nothing', async (seed) => {
    for (const role of ROLES) if (!tokens.has(role)) tokens.set(role, await township.token(role, '000000000000'))
    const statuses = new Map<number, number>()
    for (const [i, endpoint] of endpoints.entries()) {
      for (const [n, attack] of fc.sample(attacks(endpoint), { seed: seed * 100_003 + i, numRuns: ATTACKS_A_SEED }).entries()) {
        token = tokens.get(n === 0 ? 'analyst' : roleFor(endpoint.path)) ?? token
        const before = await township.tracker.events.head()
        const answer = await ask(endpoint, attack)
        const told = `${endpoint.method} ${endpoint.path} ${JSON.stringify(attack).slice(0, 2_000)} → ${answer.statusCode} ${answer.body.slice(0, 500)}`
        statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
        if (answer.statusCode >= 500 || (answer.statusCode !== 200 && answer.statusCode < 400)) expect.fail(told)
        if (answer.statusCode !== 200) {
          if (answer.headers['content-type'] !== 'application/problem+json; charset=utf-8') expect.fail(told)
          const { code, message } = answer.json<{ code?: string; message?: { zh?: string; en?: string } }>()
          if (!code || !message?.zh || !message.en) expect.fail(told)
          if ((await township.tracker.events.head()) !== before) expect.fail(`it has written: ${told}`)
          for (const text of PERSONAL) if (answer.body.includes(text)) expect.fail(`it says ${text} again: ${told}`)
        }
      }
    }
    for (const text of PERSONAL) expect(township.logged()).not.toContain(text)
    // A fuzzer that is turned away at the door tries nothing.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 422]))
    expect(statuses.get(401) ?? 0).toBe(0)
  })

  it.each(['/v0/commands/VisitHousehold', '/v2/commands/VisitHousehold', '/v1/commands/VisitHousehold/v2', '/v1/queries/list.v0'])(
    'an unknown version %s is 404',
    async (path) => {
      const answer = await ask({ method: 'POST', path, parameters: [] }, { headers: { 'content-type': 'application/json' }, query: {}, body: '{}' })
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'http.no-such-path'])
    },
  )
})
