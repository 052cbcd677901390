import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, openTownship, type Township, VILLAGE } from './testing/index.ts'

let township: Township
let recorder: string
let url: string
beforeAll(async () => {
  township = await openTownship()
  recorder = await township.token('recorder')
  url = await listen(township.writer)
})
afterAll(() => township.close())

const NAME = '王小明'
const PHONE = '13900000001'
const data = `{"household":"H00001","registeredIn":"${VILLAGE}","visitor":"helper","occurredOn":"2024-04-02"`

/** The answer to a body, and that nothing of it was written or said again. */
async function answerTo(payload: string | Buffer, headers: Readonly<Record<string, string>> = {}, url = '/v1/commands/VisitHousehold') {
  const before = await township.events()
  const answer = await township.writer.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { authorization: `Bearer ${recorder}`, 'idempotency-key': 'k', 'content-type': 'application/json', ...headers },
  })
  expect(await township.events()).toBe(before)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  for (const typed of [NAME, PHONE]) expect(answer.body + township.logged()).not.toContain(typed)
  return [answer.statusCode, answer.json<{ code: string }>().code]
}

describe('a body that is not as it should be', () => {
  it.each<[string, string | Buffer, Readonly<Record<string, string>>, [number, string]]>([
    ['nothing', '', {}, [400, 'http.not-json']],
    ['half of it', `${data}`, {}, [400, 'http.not-json']],
    ['a name alone', NAME, {}, [400, 'http.not-json']],
    ['another type', data, { 'content-type': 'text/plain' }, [415, 'http.wrong-type']],
    ['no type', data, { 'content-type': '' }, [415, 'http.wrong-type']],
    ['another charset', Buffer.from(`${data}}`), { 'content-type': 'application/json; charset=gbk' }, [415, 'http.wrong-type']],
    ['compressed', Buffer.from(`${data}}`), { 'content-encoding': 'gzip' }, [415, 'http.wrong-type']],
    ['GBK bytes', Buffer.concat([Buffer.from(`${data},"x":"`), Buffer.from([0xcd, 0xf5]), Buffer.from('"}')]), {}, [400, 'http.not-utf8']],
    ['UTF-16', Buffer.from(`${data}}`, 'utf16le'), {}, [400, 'http.not-json']],
    ['deep arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, [400, 'http.too-deep']],
    ['deep objects', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, {}, [400, 'http.too-deep']],
    ['half a character', `${data},"note":"\\ud800"}`, {}, [400, 'http.not-text']],
    ['a NUL', `${data},"note":"\\u0000"}`, {}, [400, 'http.not-text']],
    ['too large', `{"a":"${'x'.repeat(1_200_000)}"}`, {}, [413, 'http.too-large']],
    ['a list', '[]', {}, [400, 'command.malformed']],
    ['null', 'null', {}, [400, 'command.malformed']],
    ['a number', '1e400', {}, [400, 'command.malformed']],
    ['a prototype', '{"__proto__":{"household":"H00001"},"constructor":{"prototype":{}}}', {}, [400, 'command.malformed']],
    ['a name as a field', `${data},"${NAME}":"${PHONE}"}`, {}, [400, 'command.malformed']],
    ['a phone where a household belongs', data.replace('H00001', PHONE) + '}', {}, [400, 'command.malformed']],
    ['a name where a date belongs', data.replace('2024-04-02', NAME) + '}', {}, [400, 'command.malformed']],
    ['a phone as a key', `${data}}`, { 'idempotency-key': PHONE }, [400, 'command.malformed']],
    ['a correlation with blanks', `${data}}`, { 'correlation-id': 'a b' }, [400, 'command.malformed']],
  ])('%s: it is told what is wrong, and nothing is written', async (_, payload, headers, told) => {
    expect(await answerTo(payload, headers)).toEqual(told)
  })

  it('a name in the address is not said again and not logged', async () => {
    const encoded = encodeURIComponent(NAME)
    expect(await answerTo('{}', {}, `/v1/commands/${encoded}`)).toEqual([400, 'command.malformed'])
    expect(await answerTo('{}', {}, `/v1/${encoded}?${encoded}=${PHONE}`)).toEqual([404, 'http.no-such-path'])
    expect(township.logged()).not.toContain(encoded)
  })

  it('broken percent signs are 400', async () => {
    const answer = await township.writer.app.inject({ method: 'GET', url: '/v1/queries/%E0%A4%A', headers: { authorization: `Bearer ${recorder}` } })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'http.bad-url'])
  })

  it.each<[string, string, number]>([
    ['no HTTP at all', `${NAME}\r\n\r\n`, 400],
    ['headers without an end', `GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Much: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    ['a length that is none', 'POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n', 400],
  ])('%s is answered in the same form, and the connection is closed', async (_, bytes, status) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(bytes)
    const answer = await text(socket)
    expect(answer).toContain(`HTTP/1.1 ${status} `)
    expect(answer).toContain('application/problem+json')
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ status, code: 'http.unreadable', message: { zh: expect.any(String) } })
    expect(answer).not.toContain(NAME)
  })

  it('a strange request id is not taken over', async () => {
    const ask = (id: string) => township.writer.app.inject({ method: 'GET', url: '/health/live', headers: { 'x-request-id': id } })
    expect((await ask(PHONE)).headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
    const own = '6f0e7b7e-3c42-4f0e-9b0e-0a4c3f6f2b11'
    expect((await ask(own)).headers['x-request-id']).toBe(own)
  })
})
