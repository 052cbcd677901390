import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { indicators } from '@rural-tracker/domain'
import { commandHash, eventIdOf } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { figureRows, sanjiangHistory } from '@rural-tracker/sanjiang'
import { shifan, shifanHistory } from '@rural-tracker/shifan'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { json, tracker, trackerHere } from './cli.ts'
import { demonstration } from './demonstration.ts'

type Figure = {
  indicator: string
  value: number
  unit: string
  relation: string
  claims: string[]
  events: number
  published: { claim: string; value: number | null }[]
}
type Listed = { household: string; class: string; status: string; level: string | null; reasons: { rule: string }[] }
type Compared = { entered: Listed[]; left: Listed[]; changed: { household: string }[] }
type TraceLine = { eventId: string; contribution: number; part?: string; counted: string }

/** The rows that one `FactRecorded` may carry: programmes that have no life cycle of their own yet. */
const CARRIED_BY_FACT_RECORDED = [
  'SF-081',
  'SF-084',
  'SF-085',
  'SF-086',
  'SF-087',
  'SF-088',
  'SF-089',
  'SF-091',
  'SF-097',
  'SF-105',
  'SF-106',
  'SF-109',
  'SF-110',
  'SF-149',
]

/** Another township lies in the same log: each is asked by its own code. */
const SANJIANG = ['--division', '431224105000']
const SHIFAN = ['--division', shifan.division]

const home = mkdtempSync(join(tmpdir(), 'tracker-demo-'))
const data = join(home, 'data')
let figures: Figure[]
let printed: string

beforeAll(async () => {
  printed = (await demonstration(data)).out
  ;({ figures } = await json<{ figures: Figure[] }>(data, 'figures'))
}, 600_000)

afterAll(() => rmSync(home, { recursive: true, force: true }))

/** A list of a past day is derived from all facts: each is asked for once. */
const lists = new Map<string, Promise<unknown>>()
function theList<T>(...args: readonly string[]): Promise<T> {
  const asked = args.join(' ')
  const list = lists.get(asked) ?? json<T>(data, 'list', ...args)
  lists.set(asked, list)
  return list as Promise<T>
}

const ofClaim = (claim: string) => figures.find((figure) => figure.claims.includes(claim))

async function trace(what: string, dir = data): Promise<TraceLine[]> {
  const { out, code } = await trackerHere(dir, 'figures', 'trace', what)
  if (code !== 0) throw new Error(`no trace of ${what}`)
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as TraceLine)
}

describe('the demonstration township', () => {
  it('says on the screen that it is 虚构演示数据, and shows figures, contradictions and the list', () => {
    expect(printed).toContain('虚构演示数据')
    expect(printed).toContain('as of 2020-12-31')
    expect(printed).toContain(`as of ${shifan.asOf}`)
    expect(printed).toContain(`between ${shifan.shown.since} and ${shifan.asOf}`)
    for (const claim of ['SF-035', 'SF-073', 'SF-107']) expect(printed).toContain(`  ${claim} `)
  })

  it('given the 155 rows of the report, then each has a kind and a relation, and a statement says why no event can carry it', () => {
    const rows = figureRows()
    const kinds = Map.groupBy(rows, (row) => row.kind)
    expect(Object.fromEntries([...kinds].map(([kind, own]) => [kind, own.length]))).toEqual({ computed: 78, fact: 21, statement: 56 })
    for (const row of rows) {
      expect(['=', '≥', 'conflict', 'none']).toContain(row.relation)
      if (row.kind === 'statement') expect(row.reason).not.toBe('')
      else expect(indicators.map(({ id }) => id)).toContain(row.indicator)
    }
  })

  it('given the five years, then every computed figure and fact stands to the published one as declared', () => {
    for (const row of figureRows()) {
      if (row.kind === 'statement') continue
      const figure = ofClaim(row.id)
      expect({ claim: row.id, relation: figure?.relation }).toEqual({ claim: row.id, relation: row.relation })
    }
  })

  it('given the report contradicts itself, then both numbers stand: 1,489 and 1,449; 1,556,700 and 155.67 yuan; 23 and 24', () => {
    const both = (claim: string) => [ofClaim(claim)?.value, ofClaim(claim)?.published.find((one) => one.claim === claim)?.value]
    expect(both('SF-035')).toEqual([1_489, 1_449])
    expect(both('SF-073')).toEqual([155_670_000, 15_567])
    expect(both('SF-107')).toEqual([23, 24])
    expect(figures.filter((figure) => figure.relation === 'conflict').flatMap((figure) => figure.claims)).toEqual(['SF-035', 'SF-073', 'SF-107'])
  })

  it('given any figure, then its trace lists the events behind it, and they add up to it', async () => {
    for (const claim of [
      'SF-019',
      'SF-011',
      'SF-012',
      'SF-018',
      'SF-028',
      'SF-035',
      'SF-047',
      'SF-055',
      'SF-061',
      'SF-063',
      'SF-094',
      'SF-104',
      'SF-043',
    ]) {
      const figure = ofClaim(claim)
      const lines = await trace(claim)
      const sum = (part?: string) => lines.filter((line) => line.part === part).reduce((total, line) => total + line.contribution, 0)
      const value = lines.some((line) => line.part) ? sum('numerator') / sum('denominator') : sum()
      expect({ claim, value: figure?.unit === 'percent' ? value * 100 : value, lines: lines.length }).toEqual({
        claim,
        value: figure?.value,
        lines: figure?.events,
      })
    }
  }, 120_000)

  it('given a figure that counts households, persons or person-times, then at least one event of its own stands behind each of them', async () => {
    const worksProjects = ['SF-068', 'SF-071', 'SF-074']
    const counting = figures.filter(
      (figure) =>
        ['household', 'person', 'personTime'].includes(figure.unit) &&
        figure.claims.some((claim) => !CARRIED_BY_FACT_RECORDED.includes(claim) && !worksProjects.includes(claim)),
    )
    expect(counting.length).toBeGreaterThan(20)
    for (const figure of counting) {
      const lines = await trace(figure.claims[0] ?? '')
      expect(new Set(lines.filter((line) => line.contribution > 0).map((line) => line.eventId)).size).toBeGreaterThanOrEqual(figure.value)
    }
  }, 120_000)

  it('given FactRecorded, then it carries only the rows named', () => {
    const carried = figures.filter((figure) => figure.indicator.startsWith('facts.')).flatMap((figure) => figure.claims)
    expect(carried.sort()).toEqual([...CARRIED_BY_FACT_RECORDED].sort())
  })

  it('given every event, then its command is one of the generator’s, with its hash, and its source is import:demo', async () => {
    const hashes = new Map<string, string>()
    for (const command of [...sanjiangHistory(eventIdOf), ...shifanHistory(eventIdOf)]) hashes.set(command.commandId, commandHash(command))
    const store = openSqliteStore(join(data, 'events.db'))
    let [events, strangers] = [0, 0]
    for await (const page of store.readAll({ pageSize: 5_000 })) {
      for (const { metadata } of page.events) {
        events++
        if (hashes.get(metadata.commandId) !== metadata.commandHash || metadata.source !== 'import:demo') strangers++
      }
    }
    await store.close()
    expect(events).toBeGreaterThan(550_000)
    expect(strangers).toBe(0)
  }, 60_000)

  it('given 2020-12-31, then the list holds 80 to 160 households, each with its reason and the line used', async () => {
    const list = await theList<{
      total: number
      asOf: string
      rows: { household: string; status: string; reasons: { rule: string; message: { zh: string } }[] }[]
    }>(...SANJIANG, '--as-of', '2020-12-31')
    expect(list.total).toBeGreaterThanOrEqual(80)
    expect(list.total).toBeLessThanOrEqual(160)
    expect(list.rows).toHaveLength(list.total)
    for (const row of list.rows) expect({ status: row.status, reasons: row.reasons.length > 0 }).toEqual({ status: 'watch', reasons: true })
    const poor = list.rows.find((row) => row.reasons[0]?.rule === 'income-under-line')
    expect(poor?.reasons[0]?.message.zh).toContain('监测线 5,000元（全国 2020')
    const why = await json<{ listed: boolean; rules: { fired: boolean; events: string[]; clauses: { parameter: string | null }[] }[] }>(
      data,
      'explain',
      poor?.household ?? '',
      '--as-of',
      '2020-12-31',
    )
    expect(why.listed).toBe(true)
    expect(why.rules.find((rule) => rule.fired)?.events).toHaveLength(2)
    expect(why.rules.find((rule) => rule.fired)?.clauses[0]?.parameter).toContain('500000')
  })

  it('given that no rule is adopted there, then the list of 2020-12-31 is the one that it was before there were more rules than two', async () => {
    const kept = readFileSync(new URL('../data/sanjiang/monitoring-list-2020-12-31.ndjson', import.meta.url), 'utf8')
    const { rows } = await theList<{ rows: Record<string, unknown>[] }>(...SANJIANG, '--as-of', '2020-12-31')
    const before = kept
      .split(/\r?\n/)
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(before).toHaveLength(125)
    expect(rows).toHaveLength(before.length)
    for (const [i, row] of before.entries()) expect(rows[i]).toMatchObject(row)
  })

  it('given two clocks, then what was known in October differs from what was true at the end of the year', async () => {
    const october = await theList<{ total: number }>(...SANJIANG, '--as-of', '2020-12-31', '--known-at', '2020-10-20T00:00:00Z')
    const now = await theList<{ total: number }>(...SANJIANG, '--as-of', '2020-12-31')
    expect(october.total).toBeLessThan(now.total)
    const before = await theList<{ total: number }>(...SANJIANG, '--as-of', '2020-12-31', '--known-at', '2015-12-31T00:00:00Z')
    expect(before.total).toBe(0)
  })

  it('given both townships in one log, then 示范镇 moves no row of 三江镇, and nobody is on the list of the other', async () => {
    type Rows = { total: number; rows: { household: string; village: string }[] }
    const everywhere = await theList<Rows>('--as-of', '2020-12-31')
    const [here, there] = [await theList<Rows>(...SANJIANG, '--as-of', '2020-12-31'), await theList<Rows>(...SHIFAN, '--as-of', '2020-12-31')]
    expect(here.rows.every(({ household, village }) => village.startsWith('431224105') && !household.startsWith('H9'))).toBe(true)
    expect(there.rows.every(({ household, village }) => village.startsWith('999001001') && household.startsWith('H9'))).toBe(true)
    expect(here.total).toBe(125)
    expect(there.total).toBeLessThanOrEqual(25)
    expect(everywhere.total).toBe(here.total + there.total)
  })

  it('given any household of 示范镇, then no text about it says 返贫 but in the name of the mechanism', async () => {
    for (const household of ['H900001', 'H900002', 'H900040', 'H901500', 'H903450']) {
      const why = await json<{ rules: { message: { zh: string } }[] }>(data, 'explain', household, '--as-of', shifan.asOf)
      expect(why.rules.length).toBeGreaterThan(0)
      expect(JSON.stringify(why).replaceAll('防返贫', '')).not.toContain('返贫')
    }
  }, 60_000)

  it('given two days, then who is said to have entered, left or changed is what the lists of the two days say', async () => {
    const { since } = shifan.shown
    const listed = async (asOf: string) => {
      const { rows } = await theList<{ rows: Listed[] }>(...SHIFAN, '--as-of', asOf)
      return new Map(rows.map((row) => [row.household, JSON.stringify([row.class, row.status, row.level, row.reasons.map(({ rule }) => rule)])]))
    }
    const [was, is] = [await listed(since), await listed(shifan.asOf)]
    const { entered, left, changed } = await theList<Compared>(...SHIFAN, '--as-of', shifan.asOf, '--compare', since)
    expect(entered.map(({ household }) => household)).toEqual([...is.keys()].filter((one) => !was.has(one)))
    expect(left.map(({ household }) => household)).toEqual([...was.keys()].filter((one) => !is.has(one)))
    expect(changed.map(({ household }) => household)).toEqual([...is.keys()].filter((one) => was.has(one) && was.get(one) !== is.get(one)))
    for (const some of [entered, left, changed]) expect(some.length).toBeGreaterThan(3)
    expect(printed).toContain(
      `与 ${since} 相比：进入 ${entered.length} 户，退出 ${left.length} 户，变化 ${changed.length} 户\n  ＋ ${entered[0]?.household} `,
    )
    for (const { household } of [...entered.slice(0, 10), ...left.slice(0, 10), ...changed.slice(0, 10)])
      expect(printed).toContain(` ${household} 9990`)
  }, 120_000)

  it('given one household, then its whole way is on the screen: recognised, eliminated, rolled back, eliminated, marked again, eliminated', () => {
    const { household } = shifan.shown
    const way = printed.slice(printed.indexOf(`the whole way of one household: ${household}`), printed.indexOf('watch of villages'))
    const turns = way
      .split('\n')
      .flatMap((line) => /^(\d{4}-\d\d-\d\d) .*(?:识别|风险消除|回退|再标注) +[A-Z]/.exec(line)?.[0].replace(/ +/g, ' ') ?? [])
    expect(turns.map((line) => line.slice(0, -2))).toEqual([
      '2023-01-25 1 识别',
      '2023-11-20 2 风险消除',
      '2024-02-10 回退',
      '2024-09-05 3 风险消除',
      '2025-03-20 4 再标注',
      '2026-01-16 5 风险消除',
    ])
    for (const step of ['线索', '入户核实', '民主评议', '村内公示', '乡镇审核', '县级审定', '帮扶措施', '绿色通道'])
      expect(way).toContain(` ${step} `)
  })

  it('given the flood of 2022, then the village that it struck is watched while its signs stand, and no other village of 示范镇 is', async () => {
    const { watch } = shifan.shown
    type Watch = {
      rows: { village: string; households: number; base: number; causes: { cause: string; households: number }[]; message: { zh: string } }[]
    }
    const { rows } = await json<Watch>(data, 'watch', ...SHIFAN, '--as-of', watch)
    expect(rows).toMatchObject([{ base: 150, causes: expect.arrayContaining([{ cause: 'flood', households: expect.any(Number) }]) }])
    const [row] = rows
    expect(row?.households).toBeGreaterThan(30)
    expect(printed).toContain(`  ${row?.village} ${row?.message.zh}\n`)
    const why = await json<{ signs: { household: string; on: string }[]; rules: { fired: boolean; events: string[] }[] }>(
      data,
      'explain',
      row?.village ?? '',
      '--as-of',
      watch,
    )
    expect(new Set(why.signs.map(({ household }) => household)).size).toBe(row?.households)
    expect(why.signs.every(({ on }) => on > '2022-05-31' && on <= watch)).toBe(true)
    const struck = await json<{ village: { watch: { village: string }[] } | null }>(data, 'explain', why.signs[0]?.household ?? '', '--as-of', watch)
    expect(struck.village?.watch).toMatchObject([{ village: row?.village }])
    for (const day of ['2022-06-01', '2022-08-15'])
      expect((await json<Watch>(data, 'watch', ...SHIFAN, '--as-of', day)).rows.map(({ village }) => village)).not.toContain(row?.village)
    expect(await json(data, 'watch', ...SANJIANG, '--as-of', '2020-12-31')).toMatchObject({ rows: [] })
  }, 60_000)

  it('given a rebuild of every read model, then it equals the live one', async () => {
    for (const name of ['monitoring_list', 'village_watch', 'village_profile', 'contributions']) {
      const { difference } = await json<{ difference: Record<string, { missing: number; added: number }> }>(data, 'rebuild', name)
      expect(Object.values(difference).length).toBeGreaterThan(0)
      for (const table of Object.values(difference)) expect(table).toMatchObject({ missing: 0, added: 0 })
    }
  }, 180_000)

  it('given an erasure, then every figure is the same, the name is unreadable, and the key is in none of the live files', async () => {
    const person = 'P000007'
    const db = new DatabaseSync(join(data, 'persons-keys.db'), { readOnly: true })
    const key = Buffer.from(db.prepare('SELECT key FROM key WHERE person = ?').get(person)?.key as Uint8Array)
    db.close()
    const holding = () => readdirSync(data).filter((file) => readFileSync(join(data, file)).includes(key))
    expect(holding()).toEqual(['persons-keys.db'])
    expect(await json(data, 'person', 'show', person)).toMatchObject({ record: { name: expect.any(String) } })
    expect(await json(data, 'person', 'erase', person)).toMatchObject({ person, keyDestroyed: true })
    expect(await json(data, 'person', 'show', person)).toEqual({ person, erased: true })
    expect(holding()).toEqual([])
    expect((await json<{ figures: Figure[] }>(data, 'figures')).figures).toEqual(figures)
  }, 60_000)

  it('given a backup, when it is restored elsewhere, then the answers are the same and an erased person stays erased', async () => {
    const [copy, elsewhere] = [join(home, 'backup'), join(home, 'elsewhere')]
    expect((await tracker(data, 'backup', copy)).code).toBe(0)
    expect((await tracker(elsewhere, 'restore', copy)).code).toBe(0)
    expect((await json<{ figures: Figure[] }>(elsewhere, 'figures')).figures).toEqual(figures)
    expect(await json(elsewhere, 'person', 'show', 'P000007')).toEqual({ person: 'P000007', erased: true })
    const refused = await tracker(elsewhere, 'restore', copy)
    expect({ code: refused.code, says: refused.err.includes('--replace') }).toEqual({ code: 1, says: true })
  }, 120_000)
})
