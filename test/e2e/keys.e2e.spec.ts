import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedConfig, openTracker, verifyToken } from '@rural-tracker/tracker'
import { afterAll, describe, expect, it } from 'vitest'
import { json, tracker } from './cli.ts'

const TOWN = '431224105000'
const home = mkdtempSync(join(tmpdir(), 'tracker-keys-'))
const data = join(home, 'data')
afterAll(() => rmSync(home, { recursive: true, force: true }))

type Issued = Readonly<{ key: string; division: string; role: string; validTo: string | null; token: string }>
type Listed = Readonly<{ total: number; keys: readonly (Omit<Issued, 'token'> & { revokedOn: string | null })[] }>

async function whois(token: string) {
  const opened = await openTracker(embeddedConfig(data))
  try {
    return await verifyToken({ events: opened.events, today: opened.today() }, token)
  } finally {
    await opened.close()
  }
}

describe('tracker keys issue, list, revoke', { timeout: 120_000 }, () => {
  it('given a key that was issued, then its token lets in, is listed without what opens it, and lets nobody in once it is revoked', async () => {
    const issued = await json<Issued>(data, 'keys', 'issue', '--role', 'recorder', '--division', TOWN)
    expect(await whois(issued.token)).toMatchObject({ role: 'recorder', division: TOWN })

    const listed = await json<Listed>(data, 'keys', 'list')
    expect(listed).toMatchObject({ total: 1, keys: [{ key: issued.key, division: TOWN, role: 'recorder', validTo: null, revokedOn: null }] })
    const secret = issued.token.split('.').at(-1) ?? ''
    expect(JSON.stringify(listed)).not.toContain(secret)
    for (const file of readdirSync(data)) expect(readFileSync(join(data, file)).includes(secret), file).toBe(false)

    expect(await tracker(data, 'keys', 'revoke', issued.key, '--division', TOWN, '--reason', 'lost')).toMatchObject({ code: 0 })
    expect(await whois(issued.token)).toBeUndefined()
    expect((await json<Listed>(data, 'keys', 'list')).keys[0]?.revokedOn).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('given a token where the id of a key belongs, then nothing of it is said back', async () => {
    const { code, out, err } = await tracker(data, 'keys', 'revoke', `rt.${TOWN}.abcd.${'s'.repeat(43)}`, '--division', TOWN)
    expect(code).toBe(2)
    expect(out + err).not.toContain('ssss')
  })

  it('given a role or a key that is none, then it is refused', async () => {
    expect(await tracker(data, 'keys', 'issue', '--role', 'boss', '--division', TOWN)).toMatchObject({ code: 2 })
    expect(await tracker(data, 'keys', 'revoke', 'nokey', '--division', TOWN)).toMatchObject({ code: 1 })
  })
})
