import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresRows } from '@rural-tracker/projections/postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, connected, fresh, postgresAddress, removed } from '../postgres/postgres.ts'
import { json, tracker } from './cli.ts'

const address = await postgresAddress()

type Made = Record<'owner' | 'reader', { name: string; made: boolean; password?: string }>

describe('tracker read-models roles', () => {
  const own = fresh(address)
  const schema = new URL(own).searchParams.get('schema') ?? ''
  const [owner, reader] = [`${schema}_owner`, `${schema}_reader`]
  const data = mkdtempSync(join(tmpdir(), 'tracker-roles-'))
  const roles = ['read-models', 'roles', '--owner', owner, '--reader', reader]

  beforeAll(() => {
    process.env['READ_MODELS_ADMIN_URL'] = own
  })
  afterAll(async () => {
    for (const name of ['ADMIN_URL', 'OWNER_PASSWORD', 'READER_PASSWORD']) delete process.env[`READ_MODELS_${name}`]
    await removed(own)
    for (const role of [owner, reader]) await asked(own, `DROP OWNED BY ${role}; DROP ROLE ${role}`)
    rmSync(data, { recursive: true })
  })

  it('given a new database, then it makes both, tells the passwords it made up once, and they work; no file is made', async () => {
    process.env['READ_MODELS_OWNER_PASSWORD'] = 'given-by-hand'
    const made = await json<Made>(data, ...roles)
    expect(made).toEqual({
      owner: { name: owner, made: true },
      reader: { name: reader, made: true, password: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
    const asOwner = new URL(own)
    asOwner.username = owner
    asOwner.password = 'given-by-hand'
    await (await openPostgresRows(asOwner.href)).close()
    const analyst = await connected(own, { user: reader, ...(made.reader.password ? { password: made.reader.password } : {}) })
    await expect(analyst.query(`SELECT FROM ${schema}_built.lease`)).rejects.toMatchObject({ code: '42501' })
    await analyst.end()
    expect(readdirSync(data)).toEqual([])
  })

  it('given roles that are there, then nothing changes but the passwords given, and none is shown', async () => {
    delete process.env['READ_MODELS_OWNER_PASSWORD']
    process.env['READ_MODELS_READER_PASSWORD'] = 'another'
    const { code, out } = await tracker(data, ...roles)
    expect([code, out]).toEqual([0, `读模型属主 · owner：${owner}（已有 · was there）\n只读角色 · reader：${reader}（已有 · was there）\n`])
    for (const [user, password] of [
      [owner, 'given-by-hand'],
      [reader, 'another'],
    ] as const)
      await (await connected(own, { user, password })).end()
  })

  it.each<[string, string | undefined, readonly string[], string, number]>([
    ['no address', undefined, roles, 'usage', 2],
    ['an address of something else', 'sqlite:./x.db', roles, 'config.no-postgres', 1],
    ['a name that cannot be', own, ['read-models', 'roles', '--owner', 'Robert"); DROP'], 'config.role-name', 1],
    ['one name for both', own, ['read-models', 'roles', '--owner', 'x', '--reader', 'x'], 'config.role-name', 1],
    ['a wrong password', own.replace(/:[^:@/]+@/, ':geheim@'), roles, 'rows.unavailable', 1],
  ])('given %s, then it is said in one sentence without a password', async (_, at, args, code, exit) => {
    process.env['READ_MODELS_ADMIN_URL'] = at ?? ''
    const ran = await tracker(data, ...args, '--json')
    expect(ran.code).toBe(exit)
    expect(JSON.parse(ran.out)).toMatchObject({ error: { code, message: { zh: expect.any(String), en: expect.any(String) } } })
    expect(ran.out + ran.err).not.toMatch(/geheim|Robert"\)/)
  })
})
