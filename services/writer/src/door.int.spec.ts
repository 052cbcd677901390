import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { get, openTownship, OTHER_TOWNSHIP, send, TODAY, type Township, type TownshipHow, TOWNSHIP, visit } from './testing/index.ts'

let open: Township | undefined
const township = async (how: TownshipHow = {}) => (open = await openTownship(how))
afterEach(async () => {
  await open?.close()
  open = undefined
})
const told = (answer: Awaited<ReturnType<typeof get>>) => [answer.statusCode, answer.json<{ code?: string }>().code]

type Paths = Readonly<Record<string, Readonly<Record<string, { security?: [] }>>>>
const OPEN = ['/health/live', '/health/ready']

describe('once a key exists', () => {
  it('nothing in the document answers without a token, but for the two probes, which say one word', async () => {
    const { writer, token } = await township()
    const { paths } = (await get(writer, '/openapi.json', { token: await token('auditor') })).json<{ paths: Paths }>()
    let asked = 0
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        for (const authorization of [undefined, 'Bearer rt.431224105000.abcdefghijkl.AAAA', 'Basic YTpi', 'Bearer a.b.c', 'Bearer ']) {
          const answer = await writer.app.inject({
            method: method.toUpperCase() as 'GET',
            url: path,
            ...(method === 'post' ? { payload: {} } : {}),
            headers: authorization === undefined ? {} : { authorization },
          })
          if (OPEN.includes(path) && authorization === undefined) {
            expect(security).toEqual([])
            expect(Object.keys(answer.json<object>())).toEqual(['status'])
          } else {
            expect([path, ...told(answer)]).toEqual([path, 401, authorization === undefined ? 'token.missing' : 'token.not-good'])
            expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
          }
          asked++
        }
      }
    }
    expect(asked).toBeGreaterThan(500)
  })

  it('nor does what is in no document', async () => {
    const { writer, token } = await township()
    await token('auditor')
    for (const url of ['/', '/nothing', '/v1/queries/nothing', '/v1/commands']) expect(told(await get(writer, url))).toEqual([401, 'token.missing'])
  })

  it('a key that is revoked ends at once, and does not open the door to everybody', async () => {
    const { writer, token, say } = await township()
    const good = await token('analyst')
    expect((await get(writer, '/v1/queries/list', { token: good })).statusCode).toBe(200)
    const [, division = '', key = ''] = good.split('.')
    await say({ type: 'RevokeServiceKey', data: { division, key, reason: 'lost', occurredOn: TODAY } })
    expect(told(await get(writer, '/v1/queries/list', { token: good }))).toEqual([401, 'token.not-good'])
    expect(told(await get(writer, '/v1/queries/list'))).toEqual([401, 'token.missing'])
  })

  it('a key made while the service runs closes the door at once', async () => {
    const { writer, token } = await township()
    expect((await get(writer, '/v1/queries/list')).statusCode).toBe(200)
    await token('analyst')
    expect(told(await get(writer, '/v1/queries/list'))).toEqual([401, 'token.missing'])
  })

  it('the figures of the service are for overseers of the whole log only', async () => {
    const { writer, token } = await township()
    expect(told(await get(writer, '/metrics', { token: await token('auditor') }))[0]).toBe(403)
    expect((await get(writer, '/metrics', { token: await token('analyst', '000000000000') })).statusCode).toBe(403)
    expect((await get(writer, '/metrics', { token: await token('auditor', '000000000000') })).statusCode).toBe(200)
  })
})

describe('while nobody has made a key', () => {
  it('whoever sits at this machine may all that any role may', async () => {
    const { writer } = await township()
    expect((await send(writer, visit(), { key: 'a' })).statusCode).toBe(200)
    expect((await get(writer, '/v1/queries/keys')).statusCode).toBe(200)
    expect((await get(writer, '/metrics')).statusCode).toBe(200)
  })

  it('a page of another site that a browser here shows is nobody', async () => {
    const { writer } = await township()
    expect(told(await get(writer, '/v1/queries/list', { headers: { host: 'tracker.example.org' } }))).toEqual([401, 'token.missing'])
    expect((await get(writer, '/v1/queries/list', { headers: { host: 'localhost:8080' } })).statusCode).toBe(200)
  })

  it('a token is still not good', async () => {
    const { writer } = await township()
    expect(told(await get(writer, '/v1/queries/list', { token: 'rt.431224105000.abcdefghijkl.AAAA' }))).toEqual([401, 'token.not-good'])
  })
})

describe('too many requests', () => {
  it('of one token are 429 with Retry-After, and another token is served', async () => {
    const { writer, token } = await township({ settings: { requestsAMinute: 3 } })
    const [one, other] = [await token('analyst'), await token('analyst')]
    const answers = []
    for (let i = 0; i < 4; i++) answers.push(await get(writer, '/v1/queries/list', { token: one }))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429])
    expect(answers[3]?.json()).toMatchObject({ code: 'http.too-many-requests' })
    expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await get(writer, '/v1/queries/list', { token: other })).statusCode).toBe(200)
  })

  it('without a good token are held back by address, and who has one does not suffer', async () => {
    const { writer, token } = await township({ settings: { requestsAMinute: 3 } })
    const good = await token('analyst')
    for (let i = 0; i < 3; i++) expect((await get(writer, '/v1/queries/list', { token: `rt.431224105000.abcdefghijkl.${i}` })).statusCode).toBe(401)
    expect(told(await get(writer, '/v1/queries/list', { token: 'rt.431224105000.abcdefghijkl.3' }))).toEqual([429, 'http.too-many-requests'])
    expect(told(await get(writer, '/v1/queries/list'))).toEqual([429, 'http.too-many-requests'])
    expect((await get(writer, '/v1/queries/list', { token: good })).statusCode).toBe(200)
  })
})

describe('a token of an OpenID Connect issuer', () => {
  let server: Server
  let issuer: string
  let keys: Awaited<ReturnType<typeof generateKeyPair>>
  const AUDIENCE = 'rural-tracker'
  const claims = { sub: 'zhang-01', role: 'recorder', division: TOWNSHIP }
  beforeAll(async () => {
    keys = await generateKeyPair('ES256')
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' }
    server = createServer((request, response) => {
      const known: Readonly<Record<string, object>> = {
        '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
        '/keys': { keys: [jwk] },
      }
      const body = known[request.url ?? '']
      response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  const withIssuer = () =>
    township({ settings: { oidc: { issuer, audience: AUDIENCE, actorClaim: 'sub', roleClaim: 'role', divisionClaim: 'division' } } })
  const signed = (payload: JWTPayload, how: { key?: CryptoKey; audience?: string; issuer?: string; expires?: string } = {}) =>
    new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(how.issuer ?? issuer)
      .setAudience(how.audience ?? AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(how.expires ?? '5m')
      .sign(how.key ?? keys.privateKey)

  it('says actor, role and division', async () => {
    const { writer, tracker } = await withIssuer()
    const done = await send(writer, visit(), { token: await signed(claims), key: 'a' })
    expect(done.statusCode).toBe(200)
    let actor
    for await (const { metadata } of tracker.events.readStream(done.json<{ stream: string }>().stream)) actor = metadata.actor
    expect(actor).toBe('oidc:zhang-01')
    const elsewhere = await signed({ ...claims, division: OTHER_TOWNSHIP })
    expect(told(await send(writer, visit(), { token: elsewhere, key: 'b' }))).toEqual([404, 'access.outside-division'])
    expect(told(await send(writer, visit(), { token: await signed({ ...claims, role: ['analyst'] }), key: 'c' }))).toEqual([403, 'access.role'])
  })

  it('is needed as soon as there is an issuer, also without any service key', async () => {
    const { writer } = await withIssuer()
    expect(told(await get(writer, '/v1/queries/list'))).toEqual([401, 'token.missing'])
  })

  it('is nobody when it is signed by another, for another, run out, or does not say who', async () => {
    const { writer } = await withIssuer()
    const other = await generateKeyPair('ES256')
    const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const wrong = [
      await signed(claims, { key: other.privateKey }),
      await signed(claims, { audience: 'another' }),
      await signed(claims, { issuer: 'https://issuer.example.org' }),
      await signed(claims, { expires: '-1m' }),
      await signed({ ...claims, role: 'emperor' }),
      await signed({ ...claims, role: ['recorder', 'approver'] }),
      await signed({ ...claims, division: '43' }),
      await signed({ ...claims, sub: '张三' }),
      await signed({ ...claims, sub: '13900000001' }),
      await signed({ sub: 'zhang-01' }),
      `${encoded({ alg: 'none' })}.${encoded({ ...claims, iss: issuer, aud: AUDIENCE, exp: 9_999_999_999 })}.`,
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setExpirationTime('5m')
        .sign(new Uint8Array(32)),
    ]
    for (const [i, token] of wrong.entries())
      expect([i, ...told(await get(writer, '/v1/queries/list', { token }))]).toEqual([i, 401, 'token.not-good'])
  })

  it('waits for an issuer that is away, and says so', async () => {
    const away = { issuer: 'http://127.0.0.1:1', audience: AUDIENCE, actorClaim: 'sub', roleClaim: 'role', divisionClaim: 'division' }
    const { writer } = await township({ settings: { oidc: away } })
    expect(told(await get(writer, '/v1/queries/list', { token: await signed(claims) }))).toEqual([503, 'token.issuer-away'])
  })
})
