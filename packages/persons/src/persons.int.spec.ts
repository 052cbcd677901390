import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { openPersonsRegister, type PersonRecord, PersonsError, type PersonsRegister, restoreRegister } from './index.ts'
import { findInFiles } from './testing/index.ts'

const ZHANG = { name: '张测试样', idNumber: '11010519491231002X', phone: '13900000001', account: '6228480000000000019' }
const LI = { name: '李虚构例', idNumber: '440524188001010014' }
const ON = '2026-03-01'

const opened: PersonsRegister[] = []
const folders: string[] = []

function somewhere() {
  const folder = mkdtempSync(join(tmpdir(), 'persons-'))
  folders.push(folder)
  const at = (name: string) => join(folder, name)
  return {
    folder,
    live: { data: at('persons.db'), keys: at('persons-keys.db') },
    kept: { data: at('backup/persons.db'), keys: at('vault/persons-keys.db') },
    at,
  }
}

function open({ data, keys }: { data: string; keys: string }): PersonsRegister {
  const register = openPersonsRegister(data, { keysPath: keys })
  opened.push(register)
  return register
}

/** As another program would: without anything this package sets. */
function raw<T>(path: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

function keyOf(path: string, person: string): Uint8Array {
  return raw(path, (db) => db.prepare('SELECT key FROM key WHERE person = ?').get(person)?.key as Uint8Array)
}

function refusal(work: () => unknown): PersonsError {
  try {
    work()
  } catch (error) {
    if (error instanceof PersonsError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** Everything of an error that could land in a log. */
function said(error: Error): string {
  return `${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause === undefined ? '' : said(error.cause as Error)}`
}

function person(n: number): string {
  return `P${String(n).padStart(6, '0')}`
}

function* manyEntries(count: number) {
  for (let n = 1; n <= count; n++) yield { person: person(n), record: { ...ZHANG, account: String(9_900_000_000_000_000 + n) } }
}

afterEach(() => {
  for (const register of opened.splice(0)) register.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

describe('records', () => {
  it('come back as they were put, also after the register was closed', () => {
    const { live } = somewhere()
    const register = open(live)
    register.put('P000001', ZHANG)
    register.put('P000002', { name: '阿依古丽·买买提' })
    register.close()
    const again = open(live)
    expect(again.get('P000001')).toEqual(ZHANG)
    expect(again.get('P000002')).toEqual({ name: '阿依古丽·买买提' })
    expect(again.get('P000003')).toBeUndefined()
  })

  it('take the place of the former one', () => {
    const register = open(somewhere().live)
    register.put('P000001', ZHANG)
    register.put('P000001', LI)
    expect(register.get('P000001')).toEqual(LI)
  })

  it('are written again under the same key with another nonce', () => {
    const { live } = somewhere()
    const register = open(live)
    const sealed = () => raw(live.data, (db) => Buffer.from(db.prepare('SELECT sealed FROM person').get()?.sealed as Uint8Array))
    register.put('P000001', ZHANG)
    const [key, first] = [keyOf(live.keys, 'P000001'), sealed()]
    register.put('P000001', LI)
    register.put('P000001', ZHANG)
    expect(keyOf(live.keys, 'P000001')).toEqual(key)
    expect(sealed().subarray(0, 12)).not.toEqual(first.subarray(0, 12))
  })

  it('have the same length for an ID number and a disability certificate', () => {
    const { live } = somewhere()
    open(live).putMany([
      { person: 'P000001', record: { name: '张三', idNumber: ZHANG.idNumber } },
      { person: 'P000002', record: { name: '李四四', idNumber: `${ZHANG.idNumber}43` } },
    ])
    expect(raw(live.data, (db) => db.prepare('SELECT count(DISTINCT length(sealed)) AS n FROM person').get()?.n)).toBe(1)
  })

  it('keep a small x of an ID number as X', () => {
    const register = open(somewhere().live)
    register.put('P000001', { name: '张三', idNumber: '11010519491231002x' })
    expect(register.get('P000001')).toEqual({ name: '张三', idNumber: '11010519491231002X' })
  })

  it.each<[string, object]>([
    ['a wrong check digit', { name: '张测试样', idNumber: '110105194912310021' }],
    ['an unknown field, which may hold anything', { name: '张测试样', 身份证110105194912310021: 1 }],
    ['an empty name', { name: '' }],
    ['a name with a line break', { name: '张测试样\n110105194912310021' }],
    ['a phone with letters', { name: '张测试样', phone: '1390000000a' }],
    ['an account with letters', { name: '张测试样', account: 'ABCDEFGH' }],
    ['no record', { person: '张测试样' }],
  ])('are refused with %s, in words that hold nothing of them', (_, record) => {
    const register = open(somewhere().live)
    const error = refusal(() => register.put('P000001', record as PersonRecord))
    expect(error.code).toBe('persons.malformed')
    expect(error.text).toEqual({ zh: expect.stringContaining('P000001'), en: expect.stringContaining('P000001') })
    expect(said(error)).not.toMatch(/张测试样|110105194912310021|1390000000a|ABCDEFGH/)
    expect(register.get('P000001')).toBeUndefined()
  })

  it.each(['11010519491231002X', 'P11010519491231002X', '张测试样', ''])('are refused for "%s", which is no id, and the id is not repeated', (id) => {
    const register = open(somewhere().live)
    for (const work of [() => register.put(id, ZHANG), () => register.erase(id, { on: ON })]) {
      const error = refusal(work)
      expect(error.code).toBe('persons.malformed-id')
      expect(said(error)).not.toMatch(/11010519491231002X|张测试样/)
    }
  })
})

describe('a load', () => {
  it('of 30,300 records is written once, and is no write the second time', () => {
    const register = open(somewhere().live)
    expect(register.putMany(manyEntries(30_300))).toEqual({ written: 30_300, unchanged: 0, refused: [] })
    expect(register.putMany(manyEntries(30_300))).toEqual({ written: 0, unchanged: 30_300, refused: [] })
    expect(register.get(person(30_300))).toEqual({ ...ZHANG, account: '9900000000030300' })
  })

  it('writes nothing when one record is malformed, or the source fails', () => {
    const { live } = somewhere()
    const register = open(live)
    const wrong = { person: 'P900000', record: { name: '' } }
    expect(refusal(() => register.putMany([...manyEntries(10), wrong])).text.en).toContain('P900000')
    const failing = (function* () {
      yield* manyEntries(10)
      throw new Error('source')
    })()
    expect(() => register.putMany(failing)).toThrow('source')
    expect(raw(live.data, (db) => db.prepare('SELECT count(*) AS n FROM person').get()?.n)).toBe(0)
    expect(raw(live.keys, (db) => db.prepare('SELECT count(*) AS n FROM key').get()?.n)).toBe(0)
  })

  it('goes on past an erased person and names it', () => {
    const register = open(somewhere().live)
    register.putMany(manyEntries(3))
    register.erase('P000002', { on: ON })
    expect(register.putMany(manyEntries(4))).toEqual({ written: 1, unchanged: 2, refused: ['P000002'] })
    expect(register.get('P000002')).toBe('erased')
  })
})

describe('the bytes on the disk', () => {
  const secrets = Object.values(ZHANG)

  it('hold no name and no number, in UTF-8 or UTF-16', () => {
    const { live, folder, at } = somewhere()
    const register = open(live)
    register.putMany(manyEntries(2_000))
    register.put('P000001', LI)
    register.put('P000001', ZHANG)
    expect(findInFiles([folder], secrets)).toEqual([])

    // And the same search finds what is there.
    writeFileSync(at('planted.db-wal'), Buffer.concat([Buffer.alloc(70_000), Buffer.from(ZHANG.name), Buffer.from(ZHANG.idNumber, 'utf16le')]))
    writeFileSync(at('planted.db'), Buffer.concat([Buffer.alloc((1 << 20) - 3), Buffer.from(ZHANG.phone, 'utf16le').swap16()]))
    expect(findInFiles([at('planted.db')], secrets)).toEqual([
      { file: at('planted.db'), wanted: 2, encoding: 'utf16be', at: (1 << 20) - 3 },
      { file: at('planted.db-wal'), wanted: 0, encoding: 'utf8', at: 70_000 },
      { file: at('planted.db-wal'), wanted: 1, encoding: 'utf16le', at: 70_012 },
    ])
    expect(findInFiles([folder], secrets)).toHaveLength(3)
  })

  it('are found in JSON too, whatever of them is escaped', () => {
    const { at } = somewhere()
    const escaped = [String.raw`\u5f20\u6D4B`, String.raw`\u5f20\u6d4b`, String.raw`\u5F20\u6D4B`, String.raw`\u0031\u0032`, String.raw`1\u6d4b`]
    for (const [i, text] of escaped.entries()) writeFileSync(at(`${i}.json`), `{"a":"${text}"}`)
    const found = findInFiles(
      escaped.map((_, i) => at(`${i}.json`)),
      ['张测', '12', '1测'],
    )
    expect(found.map(({ file, wanted, encoding }) => `${file.slice(-6)} ${wanted} ${encoding}`)).toEqual([
      '1.json 0 escaped',
      '2.json 0 escaped',
      '3.json 1 escaped',
      '4.json 2 escaped',
    ])
  })

  it('are for the owner only, and there is no write-ahead log', () => {
    const { live, folder } = somewhere()
    open(live).put('P000001', ZHANG)
    expect(readdirSync(folder).sort()).toEqual(['persons-keys.db', 'persons.db'])
    expect([live.data, live.keys].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600])
  })

  it('cannot be searched where there is nothing, or for nothing', () => {
    const { at, folder } = somewhere()
    expect(() => findInFiles([at('nothing')], ['a'])).toThrow(/nothing at/)
    expect(() => findInFiles([folder], [''])).toThrow(/empty/)
  })
})

describe('an erasure', () => {
  it('makes the record unreadable and leaves the bytes of the key in no file', () => {
    const { live, folder } = somewhere()
    const register = open(live)
    register.putMany(manyEntries(100))
    const [key, other] = [keyOf(live.keys, 'P000050'), keyOf(live.keys, 'P000051')]
    expect(findInFiles([folder], [key])).toHaveLength(1)

    const certificate = register.erase('P000050', { on: ON })

    expect(certificate).toMatchObject({ person: 'P000050', erasedOn: ON, keyDestroyed: true })
    expect(certificate.keyHash).toBe(createHash('sha256').update(key).digest('hex'))
    expect(register.get('P000050')).toBe('erased')
    expect(findInFiles([folder], [key])).toEqual([])
    expect(findInFiles([folder], [other])).toHaveLength(1)
    expect(register.get('P000051')).toMatchObject({ name: ZHANG.name })
  })

  it('leaves no key behind in a long life of loads, changes and erasures', () => {
    const { live, folder } = somewhere()
    const register = open(live)
    const destroyed: Uint8Array[] = []
    for (let round = 0; round < 6; round++) {
      const entries = Array.from({ length: 400 }, (_, i) => ({ person: `P${(i * 7919 + round * 104_729) % 1_000_003}X0000`, record: ZHANG }))
      register.putMany(entries)
      for (const { person: id } of entries.filter((_, i) => i % 10 === round)) {
        destroyed.push(keyOf(live.keys, id))
        register.erase(id, { on: ON })
      }
    }
    expect(destroyed).toHaveLength(240)
    expect(findInFiles([folder], destroyed)).toEqual([])
  })

  it('stands for good: no later put, and a second one answers like the first', () => {
    const { live } = somewhere()
    const register = open(live)
    register.put('P000001', ZHANG)
    const first = register.erase('P000001', { on: ON })
    expect(refusal(() => register.put('P000001', LI)).code).toBe('persons.erased')
    expect(register.erase('P000001', { on: '2026-04-01' })).toEqual(first)
    register.close()
    const again = open(live)
    expect(again.isErased('P000001')).toBe(true)
    expect(again.isErased('P000002')).toBe(false)
    expect(again.tombstones()).toEqual([{ person: 'P000001', erasedOn: ON }])
  })

  it('is refused for an unknown person and for no date', () => {
    const register = open(somewhere().live)
    register.put('P000001', ZHANG)
    expect(refusal(() => register.erase('P000009', { on: ON })).code).toBe('persons.unknown')
    expect(refusal(() => register.erase('P000001', { on: '2026-02-30' })).code).toBe('persons.malformed-date')
    expect(register.get('P000001')).toEqual(ZHANG)
  })

  it('is seen by whoever else has the register open', () => {
    const { live } = somewhere()
    const [one, two] = [open(live), open(live)]
    one.put('P000001', ZHANG)
    expect(two.get('P000001')).toEqual(ZHANG)
    one.erase('P000001', { on: ON })
    expect(two.get('P000001')).toBe('erased')
    expect(refusal(() => two.put('P000001', ZHANG)).code).toBe('persons.erased')
  })

  it('cleans what another program left of the key in free pages', () => {
    const { live, folder } = somewhere()
    const register = open(live)
    register.put('P000001', ZHANG)
    const key = keyOf(live.keys, 'P000001')
    raw(live.keys, (db) => db.exec('PRAGMA secure_delete = OFF; CREATE TABLE stray AS SELECT * FROM key; DROP TABLE stray'))
    expect(register.erase('P000001', { on: ON }).keyDestroyed).toBe(true)
    expect(findInFiles([folder], [key])).toEqual([])
  })

  it('says so when a copy of the key remains in the file', () => {
    const { live } = somewhere()
    const register = open(live)
    register.put('P000001', ZHANG)
    raw(live.keys, (db) => db.exec('CREATE TABLE stray AS SELECT * FROM key'))
    expect(refusal(() => register.erase('P000001', { on: ON })).code).toBe('persons.key-remains')
    expect(register.get('P000001')).toBe('erased')
    expect(register.erase('P000001', { on: ON }).keyDestroyed).toBe(false)
  })
})

describe('what other hands did', () => {
  it('to one bit of a record is refused, in words that hold nothing of it', () => {
    const { live } = somewhere()
    const register = open(live)
    register.put('P000001', ZHANG)
    const sealed = raw(live.data, (db) => db.prepare('SELECT sealed FROM person').get()?.sealed as Uint8Array)
    for (const at of [0, 12, 28, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed, (byte, i) => (i === at ? byte ^ 1 : byte))
      raw(live.data, (db) => db.prepare('UPDATE person SET sealed = ?').run(changed))
      const error = refusal(() => register.get('P000001'))
      expect(error.code).toBe('persons.tampered')
      expect(said(error)).not.toContain(ZHANG.name)
    }
    raw(live.data, (db) => db.prepare('UPDATE person SET sealed = ?').run(sealed.subarray(0, 20)))
    expect(refusal(() => register.get('P000001')).code).toBe('persons.tampered')
    register.put('P000001', ZHANG)
    expect(register.get('P000001')).toEqual(ZHANG)
  })

  it('to the rows of two persons is refused, also when they exchanged the keys with them', () => {
    const { live } = somewhere()
    const register = open(live)
    register.put('P000001', ZHANG)
    register.put('P000002', LI)
    raw(live.data, (db) => {
      db.exec(`CREATE TEMP TABLE b AS SELECT * FROM person; UPDATE person SET sealed = (SELECT sealed FROM b WHERE b.person <> person.person)`)
    })
    expect(refusal(() => register.get('P000001')).code).toBe('persons.tampered')
    raw(live.keys, (db) => {
      db.exec(`CREATE TEMP TABLE b AS SELECT * FROM key; UPDATE key SET key = (SELECT key FROM b WHERE b.person <> key.person)`)
    })
    expect(refusal(() => register.get('P000001')).code).toBe('persons.tampered')
    expect(refusal(() => register.get('P000002')).code).toBe('persons.tampered')
  })

  it('by putting an old copy of the keys is refused for whoever came later, and an erased person does not come back', () => {
    const { live, at } = somewhere()
    const register = open(live)
    register.put('P000001', ZHANG)
    copyFileSync(live.keys, at('old-keys.db'))
    register.put('P000002', LI)
    register.erase('P000001', { on: ON })
    register.close()
    const again = open({ data: live.data, keys: at('old-keys.db') })
    expect(refusal(() => again.get('P000002')).code).toBe('persons.key-missing')
    expect(refusal(() => again.put('P000002', ZHANG)).code).toBe('persons.key-missing')
    expect(again.get('P000001')).toBeUndefined()
  })
})

describe('a register is not opened', () => {
  it('with the keys of another one', () => {
    const [one, two] = [somewhere(), somewhere()]
    open(one.live).put('P000001', ZHANG)
    open(two.live).put('P000001', LI)
    expect(refusal(() => open({ data: one.live.data, keys: two.live.keys })).code).toBe('persons.other-keys')
  })

  it('without its keys or its data, and nothing is made in their place', () => {
    const { live, at } = somewhere()
    open(live).put('P000001', ZHANG)
    expect(refusal(() => open({ data: live.data, keys: at('typo.db') })).code).toBe('persons.keys-missing')
    expect(refusal(() => open({ data: at('typo.db'), keys: live.keys })).code).toBe('persons.data-missing')
    expect(refusal(() => open({ data: live.data, keys: live.data })).code).toBe('persons.same-file')
    expect(existsSync(at('typo.db'))).toBe(false)
  })

  it('when the paths are exchanged, or a file is something else', () => {
    const { live, at } = somewhere()
    open(live).put('P000001', ZHANG)
    expect(refusal(() => open({ data: live.keys, keys: live.data })).code).toBe('persons.not-a-register')
    writeFileSync(at('letter.txt'), 'This is a letter and no database, whatever somebody says of it.'.repeat(20))
    expect(refusal(() => open({ data: at('letter.txt'), keys: at('new.db') })).code).toBe('persons.not-a-register')
    expect(existsSync(at('new.db'))).toBe(false)
  })

  it.each(['data', 'keys'] as const)('when a newer release wrote its %s', (which) => {
    const { live } = somewhere()
    open(live).put('P000001', ZHANG)
    raw(live[which], (db) => db.exec('PRAGMA user_version = 2'))
    const error = refusal(() => open(live))
    expect(error.code).toBe('persons.newer-format')
    expect(error.text).toEqual({ zh: expect.stringContaining('请升级程序'), en: expect.stringContaining('upgrade this program') })
  })

  it('again by a call after its end', () => {
    const register = open(somewhere().live)
    register.close()
    register.close()
    for (const work of [() => register.get('P000001'), () => register.put('P000001', ZHANG), () => register.erase('P000001', { on: ON })]) {
      expect(refusal(work).code).toBe('persons.closed')
    }
  })
})

describe('a backup', () => {
  it('is two files in two places that make a register again', () => {
    const { live, kept, at, folder } = somewhere()
    const register = open(live)
    register.putMany(manyEntries(50))
    register.erase('P000050', { on: ON })
    register.backup(kept)
    expect(readdirSync(at('backup'))).toEqual(['persons.db'])
    expect(readdirSync(at('vault'))).toEqual(['persons-keys.db'])
    expect(findInFiles([folder], Object.values(ZHANG))).toEqual([])

    const elsewhere = somewhere()
    expect(restoreRegister(kept, elsewhere.live)).toEqual({ records: 49, erased: 1 })
    const restored = open(elsewhere.live)
    expect(restored.get('P000049')).toEqual(register.get('P000049'))
    expect(restored.get('P000050')).toBe('erased')
    restored.put('P000051', LI)
    expect(restored.get('P000051')).toEqual(LI)
  })

  it('overwrites nothing and leaves no half', () => {
    const { live, kept, at } = somewhere()
    const register = open(live)
    register.put('P000001', ZHANG)
    register.backup(kept)
    expect(refusal(() => register.backup(kept)).code).toBe('persons.in-the-way')
    raw(live.data, (db) => db.prepare('UPDATE person SET sealed = zeroblob(300)').run())
    expect(refusal(() => register.backup({ data: at('second/persons.db'), keys: at('second-vault/keys.db') })).code).toBe('persons.tampered')
    expect([at('second'), at('second-vault')].flatMap((place) => readdirSync(place))).toEqual([])
  })

  it('older than an erasure does not bring the person back, and the key never touches the live files', () => {
    const { live, kept } = somewhere()
    const register = open(live)
    register.put('P000001', ZHANG)
    register.put('P000002', LI)
    const key = keyOf(live.keys, 'P000001')
    register.backup(kept)
    register.put('P000003', { name: '后来' })
    register.erase('P000001', { on: ON })
    register.erase('P000003', { on: ON })

    // The register stays open meanwhile, as in a service.
    expect(restoreRegister(kept, live)).toEqual({ records: 1, erased: 2 })

    expect(register.get('P000001')).toBe('erased')
    expect(register.get('P000002')).toEqual(LI)
    expect(register.tombstones().map((one) => one.person)).toEqual(['P000001', 'P000003'])
    expect(findInFiles([live.data, live.keys], [key])).toEqual([])
    expect(findInFiles([kept.keys], [key])).toHaveLength(1)
    expect(refusal(() => register.put('P000003', LI)).code).toBe('persons.erased')
  })

  it('brings back the data when they are lost, and keeps the tombstones', () => {
    const { live, kept } = somewhere()
    const register = open(live)
    register.putMany(manyEntries(3))
    register.backup(kept)
    register.erase('P000002', { on: ON })
    register.close()
    rmSync(live.data)
    expect(restoreRegister(kept, live)).toEqual({ records: 2, erased: 1 })
    expect(open(live).get('P000002')).toBe('erased')
  })

  it('of another register, or a damaged one, is refused and changes nothing', () => {
    const [one, two] = [somewhere(), somewhere()]
    const register = open(one.live)
    register.put('P000001', ZHANG)
    const other = open(two.live)
    other.put('P000001', LI)
    other.backup(two.kept)
    expect(refusal(() => restoreRegister(two.kept, one.live)).code).toBe('persons.other-keys')

    register.backup(one.kept)
    expect(refusal(() => restoreRegister({ data: one.kept.data, keys: two.kept.keys }, one.live)).code).toBe('persons.other-keys')
    expect(refusal(() => restoreRegister({ data: one.kept.data, keys: one.at('nowhere.db') }, one.live)).code).toBe('persons.keys-missing')
    raw(one.kept.data, (db) => db.prepare('UPDATE person SET sealed = zeroblob(300)').run())
    expect(refusal(() => restoreRegister(one.kept, one.live)).code).toBe('persons.tampered')
    expect(register.get('P000001')).toEqual(ZHANG)
  })
})
