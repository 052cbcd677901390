import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import type { Explanation, ListAnswer, TimelineRow } from '@rural-tracker/tracker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { walkFiles } from '../data/walk/make.ts'
import { type Ran, tracker, trackerHere } from './cli.ts'

const FOLDER = new URL('../data/walk/', import.meta.url)
const REFUSALS = new URL('../../packages/domain/src/monitoring-case/refusals.ts', import.meta.url)
const NAMED = walkFiles()
const REFUSED = NAMED.filter(({ refused }) => refused !== undefined)
/** Appended as a shell would, the first and the last of what passes and of what is refused: of a hundred processes most is their start. */
const BY_A_PROCESS = new Set([...ends(NAMED.filter(({ refused }) => refused === undefined)), ...ends(REFUSED)])
const HOUSEHOLD = 'H980007'
const END = ['--as-of', '2026-03-31'] as const
type Message = Readonly<{ zh: string; en: string }>
type Said = Readonly<{ error?: { code: string; where: { line: number; code: string; message: Message }[] }; events?: number; repeated?: number }>
type Outcome = Readonly<{ code: number | null; said: Said; before: bigint; after: bigint }>

let home: string
let data: string
const outcomes = new Map<string, Outcome>()
const outcomeOf = (name: string): Outcome => {
  const outcome = outcomes.get(name)
  if (!outcome) throw new Error(`${name} was not appended`)
  return outcome
}

function ends(files: typeof NAMED): string[] {
  return [files[0], files.at(-1)].flatMap((file) => file?.name ?? [])
}

/** Appends each file in its turn, and looks from outside where the log ends before and after. */
async function appendAll(into: Map<string, Outcome>, byAProcess: ReadonlySet<string> = new Set()): Promise<void> {
  const log = openSqliteStore(join(data, 'events.db'))
  const head = async () => BigInt((await log.head()) ?? 0)
  for (const { name } of NAMED) {
    const before = await head()
    const { code, out } = await (byAProcess.has(name) ? tracker : trackerHere)(data, 'append', new URL(name, FOLDER).pathname, '--json')
    into.set(name, { code, said: JSON.parse(out) as Said, before, after: await head() })
  }
  await log.close()
}

const here = (...args: readonly string[]): Promise<Ran> => trackerHere(data, ...args)

async function asked<T>(...args: readonly string[]): Promise<T> {
  const { code, out, err } = await here(...args, '--json')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as T
}
const shown = async (...args: readonly string[]) => (await here(...args)).out

const explain = (day: string, ...more: readonly string[]) => asked<Explanation>('explain', HOUSEHOLD, '--as-of', day, ...more)
const ruleOf = ({ rules }: Explanation, id: string) => rules.find(({ rule }) => rule === id)

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-walk-'))
  data = join(home, 'data')
  mkdirSync(data)
  await appendAll(outcomes, BY_A_PROCESS)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('the files of the walk', () => {
  it('given the modules that make them, then every file on disk is as made, to the byte, and there is no other', () => {
    const onDisk = readdirSync(FOLDER).filter((name) => name.endsWith('.ndjson'))
    expect(onDisk.toSorted()).toEqual(NAMED.map(({ name }) => name))
    for (const { name, text } of NAMED) expect(readFileSync(new URL(name, FOLDER), 'utf8'), name).toBe(text)
  })

  it('given every refusal of a case, then a file shows it at its place', () => {
    const source = readFileSync(REFUSALS, 'utf8')
    const codes = [...source.matchAll(/\b(?:no|noSuchRecord)\(\s*'([^']+)'/g)].map(([, code = '']) => `monitoring-case.${code}`)
    expect(codes.length).toBeGreaterThan(40)
    const shownInFiles = REFUSED.flatMap(({ refused = '' }) => (refused.startsWith('monitoring-case.') ? [refused] : []))
    expect(shownInFiles.toSorted()).toEqual(codes.toSorted())
  })
})

describe('the walk, file after file', () => {
  const passing = NAMED.filter(({ refused }) => refused === undefined).map((file) => [file.name, file] as const)
  it.each(passing)('given its turn, %s is appended whole', (name, { text }) => {
    const { code, said, before, after } = outcomeOf(name)
    expect({ name, code, error: said.error }).toEqual({ name, code: 0, error: undefined })
    expect(said).toMatchObject({ commands: text.trimEnd().split('\n').length, refused: 0, repeated: 0 })
    expect(after - before).toBe(BigInt(said.events ?? 0))
    expect(after).toBeGreaterThan(before)
  })

  const refusals = REFUSED.map((file) => [file.name, file] as const)
  it.each(refusals)('given its turn, %s is refused with that code and leaves the head of the log where it was', (name, { text, refused }) => {
    const { code, said, before, after } = outcomeOf(name)
    expect(text.trimEnd().split('\n')).toHaveLength(1)
    expect(said.error?.code).toBe('append.refused')
    expect(said.error?.where.map(({ line, code: why }) => [line, why])).toEqual([[1, refused]])
    expect({ code, head: after }).toEqual({ code: 1, head: before })
  })

  it.each([
    ['notice-too-short', '公示 3 天，少于规定的 5 天（示范 2021-05-01 起），请改期。'],
    ['notice-running', '公示要到 2023-11-02 才结束，请次日起再办。'],
    ['too-early', '识别于 2023-11-09，满 6 个月（2024-05-09）后才能按帮扶消除。'],
    ['under-line', '人均纯收入 7,412元 < 当年监测线 8,800元（示范 2024），不能消除。'],
    ['guarantee-unsafe', '“三保障”或饮水安全未解决（住房安全），不能消除。'],
    ['class-not-in-scheme', '2026-02-10 执行的分类（2026）中没有这一类别。'],
  ])('given %s, then the sentence says what is missing and by when', (code, sentence) => {
    const file = REFUSED.find(({ refused }) => refused === `monitoring-case.${code}`)
    expect(outcomeOf(file?.name ?? code).said.error?.where[0]?.message.zh).toBe(sentence)
  })
})

describe('after the walk', () => {
  it('given the list, then who is on it and why: the main household by its new risk, nobody by a word about 返贫', async () => {
    const list = await asked<ListAnswer>('list', ...END)
    expect(list.rows.map(({ household, class: word, status, reasons }) => [household, word, status, reasons.map(({ rule }) => rule)])).toEqual([
      [HOUSEHOLD, 'preventionObject', 'monitored', ['accident']],
      ['H980008', 'ordinary', 'included', ['included']],
      [
        'H980009',
        'preventionObject',
        'monitored',
        ['procedure-skipped', 'recognised-without-measure', 'visit-overdue', 'leaflet-missing', 'helper-missing'],
      ],
      ['H980010', 'preventionObject', 'monitored', ['procedure-skipped', 'visit-overdue', 'risk-without-fact', 'leaflet-missing', 'helper-missing']],
      ['H980011', 'marginal', 'eliminated', ['procedure-skipped', 'elimination-unchecked']],
    ])
    expect(list.rows[0]).toMatchObject({ scheme: '2026', since: '2026-02-12', level: 'high', helper: 'helper:204.a', risks: ['accident'] })
    const all = await asked<ListAnswer>('list', ...END, '--all')
    expect(all.rows.flatMap(({ household, status, listed }) => (listed ? [] : [[household, status]]))).toEqual([
      ['H980012', 'paused'],
      ['H980013', 'closed'],
    ])
    const out = await shown('list', ...END, '--all')
    expect(out).toMatch(/^H980007 +999002001204 +防止返贫致贫对象 +监测中 +high +2026-04-08 走访 +helper:204\.a +2026-01-12 意外事故/m)
    expect(withoutNames(out)).not.toContain('返贫')
  })

  it('given the main household, then five procedures, the second round of the classes of 2026, and help through both rounds', async () => {
    const why = await explain('2026-03-31')
    expect(why.case.procedures.map(({ purpose, closedBy, missing }) => [purpose, closedBy?.kind, closedBy?.on, missing])).toEqual([
      ['recognition', 'HouseholdRecognised', '2023-11-09', []],
      ['elimination', 'RiskEliminated', '2024-11-05', []],
      ['reMark', 'EliminationRolledBack', '2025-02-10', []],
      ['elimination', 'RiskEliminated', '2025-10-20', []],
      ['reMark', 'RiskReMarked', '2026-02-12', []],
    ])
    expect(why.case).toMatchObject({
      status: 'monitored',
      round: 2,
      recognised: { round: 2, on: '2026-02-12', scheme: '2026', class: 'preventionObject', risks: ['accident'], by: 'order', breaches: [] },
      eliminated: null,
    })
    expect(why.case.measures.map(({ measure, kind, from, running }) => [measure, kind, from, running])).toEqual([
      ['M1', 'health', '2023-11-20', true],
      ['M2', 'industry', '2023-11-20', true],
      ['M3', 'socialHelp', '2025-02-20', true],
      ['M4', 'socialHelp', '2026-01-14', true],
      ['M5', 'employment', '2026-02-20', true],
    ])
    expect(why.rules.filter(({ fired }) => fired).map(({ rule }) => rule)).toEqual(['accident'])
    expect(withoutNames(JSON.stringify(why))).not.toContain('返贫')
  })

  it('given the days between, then the first round, its elimination, the roll-back in the same round, and its second elimination', async () => {
    const recognised = await explain('2023-11-09')
    expect(recognised.case.recognised).toMatchObject({ round: 1, class: 'marginal', risks: ['illness', 'labourShortage'], breaches: [] })
    expect(recognised.income.inForce).toMatchObject({ kind: 'computed', covered: true, perHead: 741_200, members: 4, afterExpense: 201_200 })
    expect(recognised.line).toMatchObject({ amount: 750_000, region: '999002000000', from: '2023-01-01' })
    const eliminated = await explain('2024-11-05')
    expect(eliminated.case).toMatchObject({ status: 'eliminated', round: 1, eliminated: { on: '2024-11-05', way: 'byHelp', breaches: [] } })
    expect(eliminated.line?.amount).toBe(880_000)
    expect((await explain('2025-02-10')).case).toMatchObject({
      status: 'monitored',
      round: 1,
      eliminated: null,
      rolledBack: [{ on: '2025-02-10', reason: 'rigidSpending' }],
    })
    expect((await explain('2025-10-20')).case).toMatchObject({ status: 'eliminated', round: 1, eliminated: { on: '2025-10-20' } })
  })

  it('given signs after an elimination, then what was there before proposes 回退 and what is new proposes 再标注', async () => {
    const weak = ruleOf(await explain('2025-01-25'), 'relapse')
    expect(weak?.message.zh).toBe('消除（2024-11-05）后又有：合规自付医疗费超过预警线；建议回退')
    const fresh = ruleOf(await explain('2026-01-12'), 'relapse')
    expect(fresh?.message.zh).toBe('消除（2025-10-20）后又有：意外事故；建议再标注')
  })

  it('given a bill of October that was told in January, then as known at the elimination nothing spoke against it', async () => {
    const told = outcomeOf(NAMED.find(({ name }) => /^\d\d-eliminated\./.test(name))?.name ?? '').after
    const asKnown = await explain('2024-11-05', '--known-at', String(told))
    expect(ruleOf(asKnown, 'medical-self-paid')?.fired).toBe(false)
    expect(ruleOf(await explain('2024-11-05'), 'medical-self-paid')?.fired).toBe(true)
  })

  it('given 2026, for which nobody has set a line, then the explanation says so and judges no income', async () => {
    const why = await explain('2026-02-12')
    expect(why.line).toBeNull()
    expect(ruleOf(why, 'income-under-line')).toMatchObject({ outcome: 'notSet', fired: false, message: { zh: '未设定示范 2026 年的监测线' } })
    expect(await shown('explain', HOUSEHOLD, '--as-of', '2026-02-12')).toContain('未设定示范 2026 年的监测线')
  })

  it('given the way step by step, then refusal of consent, rejected review, roll-back and re-marking stand in it in the order of their days', async () => {
    const { rows } = await asked<{ rows: TimelineRow[] }>('timeline', HOUSEHOLD, '--steps')
    const turns = [
      'ConsentRefused',
      'ConsentSigned',
      'VillageReviewed',
      'HouseholdRecognised',
      'RiskEliminated',
      'EliminationRolledBack',
      'RiskReMarked',
    ]
    expect(
      rows.flatMap(({ occurredOn, type, data: said }) => (turns.includes(type) ? [`${occurredOn} ${type} ${turnOf(said)}`.trimEnd()] : [])),
    ).toEqual([
      '2023-10-07 ConsentRefused',
      '2023-10-26 ConsentSigned',
      '2023-10-27 VillageReviewed rejected',
      '2023-10-28 VillageReviewed agreed',
      '2023-11-09 HouseholdRecognised 1',
      '2024-02-26 VillageReviewed agreed',
      '2024-11-05 RiskEliminated 1',
      '2025-02-10 EliminationRolledBack 1',
      '2025-09-28 VillageReviewed agreed',
      '2025-10-20 RiskEliminated 1',
      '2026-01-14 ConsentSigned',
      '2026-01-16 VillageReviewed agreed',
      '2026-02-12 RiskReMarked 2',
    ])
    const out = await shown('timeline', HOUSEHOLD, '--steps')
    expect(out).toMatch(/^2025-02-10 +回退 +EliminationRolledBack +第 1 轮，刚性支出大$/m)
    expect(out).toMatch(/^2026-02-12 +5 +再标注 +RiskReMarked +第 2 轮，防止返贫致贫对象$/m)
  })

  it('given money paid after a death, then it was asked back, came back in half, and the rest is written off', async () => {
    const { findings } = await asked<{ findings: object[] }>('timeline', 'H980013')
    expect(findings).toMatchObject([{ finding: 'paidAfterDeath', on: '2026-02-25', amount: 135_000, recovery: 'writtenOff', outstanding: 0 }])
  })

  it.each(['monitoring_list', 'household_timeline', 'payment_findings'])(
    'given %s is rebuilt from the log, then no stored row differs',
    async (name) => {
      const { difference } = await asked<{ difference: Record<string, { added: number; missing: number }> }>('rebuild', name)
      expect(Object.keys(difference)).toContain(name)
      expect(Object.entries(difference).filter(([, { added, missing }]) => added + missing > 0)).toEqual([])
    },
  )

  it('given the whole row once more, then what passed is known and writes nothing, and what was refused is decided anew on what stands now', async () => {
    const again = new Map<string, Outcome>()
    await appendAll(again)
    for (const { name, text, refused } of NAMED) {
      const { code, said, before, after } = again.get(name) ?? outcomeOf(name)
      expect({ name, head: after }).toEqual({ name, head: before })
      if (refused) expect({ name, code, error: said.error?.code }).toEqual({ name, code: 1, error: 'append.refused' })
      else expect({ name, code, ...said }).toMatchObject({ code: 0, events: 0, repeated: text.trimEnd().split('\n').length })
    }
  })
})

/** Round or outcome, whatever an event says of itself. */
function turnOf(said: unknown): string | number {
  const { round, outcome } = said as { round?: number; outcome?: string }
  return round ?? outcome ?? ''
}

/** The mechanism, and the class of 2026, are called so; nothing else about a household is. */
function withoutNames(text: string): string {
  return text.replaceAll(/防返贫|防止返贫致贫对象/g, '')
}
