import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from '@rural-tracker/event-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedConfig } from './config.ts'
import { LIST_SORTS, type ListQuestion } from './list-question.ts'
import { openTracker, type Tracker } from './tracker.ts'

// Eight households of one golden log: monitored, eliminated and rolled back, dismissed, recognised by report, included, paused, with a clue.
const GOLDEN = new URL('../../read-models/fixtures/golden/', import.meta.url)
const commandsOf = (log: string) =>
  readFileSync(new URL(`${log}/commands.ndjson`, GOLDEN), 'utf8')
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Command)

const TODAY = '2020-12-31'
/** Everything is known by then, and the list is derived from facts instead of read. */
const DERIVED = { asOf: TODAY, knownAt: '2100-01-01T00:00:00Z' }

let home: string
let tracker: Tracker
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-list-'))
  tracker = await openTracker({ ...embeddedConfig(home), today: () => TODAY })
  await tracker.import(commandsOf('case'), (outcome) => expect(outcome).toMatchObject({ ok: true }))
})
afterAll(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

const households = async (question: ListQuestion & { asOf?: string }) => (await tracker.list(question)).rows.map(({ household }) => household)

describe('what is asked of the list', () => {
  const questions: readonly (readonly [ListQuestion, readonly string[]])[] = [
    [{}, ['H00001', 'H00003', 'H00005', 'H00006', 'H00008']],
    [{ all: true }, ['H00001', 'H00003', 'H00005', 'H00006', 'H00007', 'H00008']],
    [{ division: '431224105201' }, ['H00001', 'H00003', 'H00005', 'H00006', 'H00008']],
    [{ division: '431224105202' }, []],
    [{ division: '000000000000', status: 'monitored' }, ['H00001', 'H00003']],
    [{ status: 'paused' }, []],
    [{ status: 'paused', all: true }, ['H00007']],
    [{ class: 'nearPoor' }, ['H00003']],
    [{ class: 'ordinary', status: 'clue' }, ['H00008']],
    [{ risk: 'schooling' }, ['H00008']],
    [{ risk: 'illness' }, ['H00001', 'H00008']],
    [{ risk: 'school' }, []],
    [{ rule: 'open-risk' }, ['H00005']],
    [{ rule: 'included' }, ['H00006']],
    [{ helper: 'helper:a' }, []],
    [{ level: 'high' }, []],
    [{ deadlineBefore: '2020-12-01' }, ['H00001']],
    [{ deadlineBefore: '2020-12-02' }, ['H00001', 'H00003']],
  ]
  it.each(questions)('%j, from the stored list and derived for the same clocks alike', async (question, expected) => {
    const stored = await tracker.list(question)
    expect(stored.rows.map(({ household }) => household)).toEqual(expected)
    expect(stored.total).toBe(expected.length)
    const { rows, total } = await tracker.list({ ...question, ...DERIVED })
    expect({ rows, total }).toEqual({ rows: stored.rows, total: stored.total })
  })

  it.each(LIST_SORTS)('sorted by %s, whole and page by page, alike on both ways; what has no value stands last', async (sort) => {
    const whole = await tracker.list({ sort, all: true })
    expect((await tracker.list({ sort, all: true, ...DERIVED })).rows).toEqual(whole.rows)
    for (let offset = 0; offset < whole.total; offset += 2) {
      const page = { sort, all: true, limit: 2, offset }
      expect((await tracker.list(page)).rows).toEqual(whole.rows.slice(offset, offset + 2))
      expect(await tracker.list({ ...page, ...DERIVED })).toMatchObject({ total: whole.total, rows: whole.rows.slice(offset, offset + 2) })
    }
    for (const more of [{}, DERIVED]) expect((await tracker.list({ sort, all: true, offset: 3, ...more })).rows).toEqual(whole.rows.slice(3))
    const days = whole.rows.map(({ deadline }) => deadline?.on ?? '9999')
    if (sort === 'deadline') expect(days).toEqual(days.toSorted())
  })

  it('a filter that a household of a merged village is asked with holds for what the village has become', async () => {
    expect(await households({ division: '431224105201', divisionsAsOf: TODAY, risk: 'schooling' })).toEqual(['H00008'])
  })
})

describe('the list beside that of an earlier day', () => {
  it('says who entered, who left and who is spoken of otherwise, whatever page is asked for', async () => {
    const { compared, entered, left, changed, rows, total } = await tracker.list({ compare: '2020-10-31', limit: 1 })
    expect({ compared, rows: rows.length, total }).toEqual({ compared: { asOf: '2020-10-31', knownAt: null }, rows: 1, total: 5 })
    // H00005 was paused then; H00006 was included and H00008 had its clue only later.
    expect(entered?.map(({ household }) => household)).toEqual(['H00005', 'H00006', 'H00008'])
    expect(left?.map(({ household }) => household)).toEqual(['H00007'])
    expect(changed).toEqual([
      {
        household: 'H00003',
        village: '431224105201',
        was: { class: 'nearPoor', status: 'clue', level: null, rules: [] },
        is: { class: 'nearPoor', status: 'monitored', level: null, rules: [] },
      },
    ])
  })

  it('the same day compared with itself has no difference', async () => {
    expect(await tracker.list({ compare: TODAY, all: true })).toMatchObject({ entered: [], left: [], changed: [] })
  })
})
