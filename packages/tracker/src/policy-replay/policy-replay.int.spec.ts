import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Command } from '@rural-tracker/event-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedConfig } from '../config.ts'
import { openTracker, type Tracker } from '../tracker.ts'

const COUNTY = '431224000000'
const VILLAGE = '431224105201'
const NEIGHBOUR = '431224105202'
const YEAR = { from: '2025-01-01', to: '2025-12-31' }
const HIGHER = { scale: [{ kind: 'monitoringLine', region: COUNTY, percent: 110 }] }

type Said = readonly [knownOn: string, type: string, data: Readonly<Record<string, unknown>>]

/** Knows only a household's income of a year by what it is per head, in yuan: it lives alone. */
function income(household: string, village: string, knownOn: string, to: string, yuan: number): Said {
  const parts = { wages: yuan * 100, business: 0, property: 0, transfers: 0, businessCost: 0 }
  const window = { from: `${Number(to.slice(0, 4)) - 1}-10-01`, to }
  return [knownOn, 'ReportIncome', { registeredIn: village, household, window, members: 1, parts, compliantSelfPaid: 0, insurancePayout: 0 }]
}

function household(id: string, village: string): readonly Said[] {
  const here = { registeredIn: village, household: id, occurredOn: '2020-01-01' }
  const person = { person: id.replace('H', 'P'), relation: 'head', sex: 'female', bornIn: '1980-05', reason: 'registered' }
  return [
    ['2020-01-01', 'RegisterHousehold', { ...here, kind: 'ordinary' }],
    ['2020-01-01', 'AddMember', { ...here, ...person }],
    ['2020-01-01', 'ReportLabour', { ...here, person: person.person, labour: 'ordinary' }],
  ]
}

/** The line is 8,000 yuan. */
const STORY: readonly Said[] = [
  ['2019-12-20', 'SetMonitoringLine', { region: COUNTY, from: '2020-01-01', amount: 800_000, basis: 'story', assumption: true }],
  ...household('H00001', VILLAGE),
  ...household('H00002', VILLAGE),
  ...household('H00003', NEIGHBOUR),
  ...household('H00004', NEIGHBOUR),
  // 8,400 yuan, told half a year late; 7,900 in autumn; recognised in December.
  income('H00001', VILLAGE, '2025-03-12', '2024-09-30', 8_400),
  income('H00001', VILLAGE, '2025-10-08', '2025-09-30', 7_900),
  [
    '2025-12-06',
    'RecordRecognition',
    {
      registeredIn: VILLAGE,
      household: 'H00001',
      scheme: '2021',
      class: 'marginal',
      risks: [{ kind: 'other', remark: 'debt' }],
      occurredOn: '2025-12-01',
    },
  ],
  // 8,500 yuan: over the line, under the higher one, and it went well afterwards.
  income('H00002', VILLAGE, '2024-11-01', '2024-09-30', 8_500),
  income('H00002', VILLAGE, '2025-10-20', '2025-09-30', 30_000),
  // Under both lines since before the year.
  income('H00003', NEIGHBOUR, '2024-11-01', '2024-09-30', 3_000),
  // Over both.
  income('H00004', NEIGHBOUR, '2024-11-01', '2024-09-30', 20_000),
]

/** Every row of every table, checkpoints included; only leases are counted whenever anybody asks anything. */
function everyRow(path: string): Readonly<Record<string, unknown>> {
  const db = new DatabaseSync(path, { readOnly: true })
  const tables = db.prepare("select name from sqlite_master where type = 'table' and name <> 'lease' order by name").all() as { name: string }[]
  const rows = Object.fromEntries(tables.map(({ name }) => [name, db.prepare(`select * from "${name}"`).all()]))
  db.close()
  return rows
}

let home: string
let tracker: Tracker
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-replay-'))
  tracker = await openTracker({ ...embeddedConfig(home), today: () => '2026-01-15' })
  const commands = STORY.map(([knownOn, type, data], n) => ({
    type,
    data,
    commandId: `story.${n}`,
    actor: `user:${n % 2}`,
    source: 'import:story',
    knownAt: `${knownOn}T02:00:00.000Z`,
  })) as unknown as Command[]
  await tracker.import(commands, (outcome) => expect(outcome.ok ? '' : JSON.stringify(outcome)).toBe(''))
  await tracker.catchUp()
})
afterAll(async () => {
  await tracker.close()
  rmSync(home, { recursive: true, force: true })
})

describe('a proposal held against the recorded past', () => {
  it('given a line 10 % higher, when replayed over 2025, then the household is caught 210 days earlier, from the day on which its income was known', async () => {
    const { changed } = await tracker.replayPolicy(HIGHER, YEAR)
    expect(changed.find((one) => one.household === 'H00001')).toEqual({
      household: 'H00001',
      village: VILLAGE,
      change: 'earlier',
      caughtOn: { before: '2025-10-08', after: '2025-03-12' },
      daysEarlier: 210,
      recognition: {
        before: { recognisedOn: '2025-12-01', daysEarlier: 54, monitored: false },
        after: { recognisedOn: '2025-12-01', daysEarlier: 264, monitored: false },
      },
      otherwiseOn: null,
      alerts: [{ rule: 'income-under-line', before: [{ from: '2025-10-08', to: null }], after: [{ from: '2025-03-12', to: null }] }],
    })
  })

  it('given a household between the two lines, then it is caught additionally, from the first day until its income rose, and was never recognised', async () => {
    const { changed, caught } = await tracker.replayPolicy(HIGHER, YEAR)
    expect(changed.find((one) => one.household === 'H00002')).toMatchObject({
      change: 'additional',
      caughtOn: { before: null, after: '2025-01-01' },
      recognition: { before: null, after: { recognisedOn: null, daysEarlier: null, monitored: false } },
      alerts: [{ rule: 'income-under-line', before: [], after: [{ from: '2025-01-01', to: '2025-10-19' }] }],
    })
    expect(caught.additional).toMatchObject({ households: 1, confirmed: 0, confirmedPercent: 0 })
    expect(caught.before).toMatchObject({ households: 2, confirmed: 1, confirmedPercent: 50, earlier: 1, medianDays: 54 })
    expect(caught.after).toMatchObject({ households: 3, confirmed: 1, confirmedPercent: 33.3, earlier: 1, medianDays: 264 })
  })

  it('given both, then the alerts that begin in the year, by village and month, and not what fired before it', async () => {
    const { alerts, rules, households } = await tracker.replayPolicy(HIGHER, YEAR)
    expect(households).toBe(4)
    expect(alerts).toEqual({
      before: 1,
      after: 2,
      months: [
        { village: VILLAGE, month: '2025-01', before: 0, after: 1 },
        { village: VILLAGE, month: '2025-03', before: 0, after: 1 },
        { village: VILLAGE, month: '2025-10', before: 1, after: 0 },
      ],
    })
    expect(rules.find(({ rule }) => rule === 'income-under-line')).toMatchObject({ kind: 'warning', before: 1, after: 2 })
  })

  it('given a lower line, then who is no longer caught and who is caught later', async () => {
    const { changed, caught } = await tracker.replayPolicy({ set: [{ kind: 'monitoringLine', region: COUNTY, amount: 250_000 }] }, YEAR)
    expect(changed.map((one) => [one.household, one.change, one.caughtOn.before, one.caughtOn.after])).toEqual([
      ['H00001', 'noLonger', '2025-10-08', null],
      ['H00003', 'noLonger', '2025-01-01', null],
    ])
    expect(caught.noLonger).toMatchObject({ households: 2, confirmed: 1 })
  })

  it('given a line for a part of the year, then it holds on those days only', async () => {
    const { changed } = await tracker.replayPolicy(
      { set: [{ kind: 'monitoringLine', region: COUNTY, amount: 880_000, from: '2025-04-01', to: '2025-06-30' }] },
      YEAR,
    )
    expect(changed.map(({ household, alerts }) => [household, alerts[0]?.after])).toEqual([
      [
        'H00001',
        [
          { from: '2025-04-01', to: '2025-06-30' },
          { from: '2025-10-08', to: null },
        ],
      ],
      ['H00002', [{ from: '2025-04-01', to: '2025-06-30' }]],
    ])
  })

  it('given a rule adopted that nobody has adopted, with what it asks for, then it fires by the proposal alone', async () => {
    const proposal = {
      set: [{ kind: 'visitRhythm', group: 'monitored', region: COUNTY, months: 1 }],
      adopt: [{ rule: 'visit-overdue', region: COUNTY, level: 1, sign: 'process' }],
    }
    const { changed, rules, caught } = await tracker.replayPolicy(proposal, { from: '2025-01-01', to: '2026-01-15' })
    expect(rules.map(({ rule }) => rule)).toEqual(['visit-overdue'])
    expect(changed.map(({ household, change, alerts }) => [household, change, alerts])).toEqual([
      ['H00001', 'alerts', [{ rule: 'visit-overdue', before: [], after: [{ from: '2026-01-02', to: null }] }]],
    ])
    // It is about the procedure: nobody is caught by it.
    expect(caught.after.households).toBe(0)
  })

  it('given a division, then only its households; given a region without any, then nobody', async () => {
    const inside = await tracker.replayPolicy(HIGHER, { ...YEAR, division: NEIGHBOUR })
    expect(inside).toMatchObject({ households: 2, changed: [], caught: { before: { households: 1 }, after: { households: 1 } } })
    const elsewhere = await tracker.replayPolicy(
      { scale: [{ kind: 'monitoringLine', region: '430000000000', percent: 110, from: '2020-01-01', to: '2024-12-31' }] },
      YEAR,
    )
    expect(elsewhere.changed).toEqual([])
    const nowhere = await tracker.replayPolicy({ scale: [{ kind: 'monitoringLine', region: '520000000000', percent: 110 }] }, YEAR)
    expect(nowhere).toMatchObject({ households: 0, changed: [] })
  })

  it('given every rule, then the alerts of those that the proposal does not touch are counted too, alike before and after', async () => {
    const touched = await tracker.replayPolicy(HIGHER, YEAR)
    const all = await tracker.replayPolicy(HIGHER, { ...YEAR, allRules: true })
    expect(all.changed).toEqual(touched.changed)
    expect(all.rules.length).toBeGreaterThan(40)
    expect(all.alerts.before - touched.alerts.before).toBe(all.alerts.after - touched.alerts.after)
  })

  it('when it is replayed, then nothing is written: head, positions and every row are as before', async () => {
    const state = async () => ({
      head: await tracker.events.head(),
      positions: (await tracker.projections()).map(({ name, position }) => [name, position]),
      rows: everyRow(join(home, 'read-models.db')),
      list: await tracker.list(),
    })
    const before = await state()
    await tracker.replayPolicy(HIGHER, YEAR)
    expect(await state()).toEqual(before)
  })

  it.each([
    ['days in the wrong order', HIGHER, { from: '2025-12-31', to: '2025-01-01' }, 'replay.ends-before-it-begins', '2025-12-31'],
    ['a field that is wrong', { set: [{ kind: 'monitoringLine', region: COUNTY, amount: -1 }] }, YEAR, 'proposal.malformed', 'set.0.amount'],
    ['nothing proposed', {}, YEAR, 'proposal.empty', 'set'],
  ])('given %s, then one sentence that says where', async (_, proposal, question, code, where) => {
    await expect(tracker.replayPolicy(proposal, question)).rejects.toMatchObject({
      code,
      text: { zh: expect.stringContaining(where), en: expect.stringContaining(where) },
    })
  })
})
