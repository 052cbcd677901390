import {
  aggregates,
  HouseholdMoved,
  HouseholdRegistered,
  MonitoringLineCorrected,
  MonitoringLineSet,
  RiskReported,
  RiskWithdrawn,
  TariffSet,
} from '@rural-tracker/domain'
import { type Command, createImporter, type EventStore, openMemoryStore } from '@rural-tracker/event-store'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Fact, KnownFact } from './facts.ts'
import { defineList } from './list.ts'
import { Projector } from './projector.ts'
import type { RowStore } from './rows.ts'
import { openSqliteRows } from './sqlite/index.ts'

/** Who was derived since somebody last looked, and what derive was given. */
let derivedSubjects: string[] = []
let given: readonly KnownFact[] = []
let before: (position: number) => readonly KnownFact[] = () => []

type Said = Fact<'residence' | 'arrived', string> | Fact<'risk', string>
type Parameter = Fact<'line' | `tariff.${string}`, { amount: number; to?: string | undefined }>

/** Asks for the line where illness was reported, for a tariff where a flood was, and else for nothing. A village knows who moved there. */
const atRisk = defineList({
  name: 'at_risk',
  version: 1,
  facts: {
    events: [HouseholdRegistered, HouseholdMoved, RiskReported, RiskWithdrawn],
    of: (event): readonly Said[] => {
      const at = { subject: event.data.household, on: event.data.occurredOn }
      switch (event.type) {
        case 'HouseholdRegistered':
          return [{ ...at, kind: 'residence', body: event.data.village }]
        case 'HouseholdMoved':
          return [
            { ...at, kind: 'residence', body: event.data.to },
            { ...at, subject: event.data.to, kind: 'arrived', body: event.data.household },
          ]
        case 'RiskReported':
          return [{ ...at, kind: 'risk', body: event.data.risk }]
        default:
          return [{ ...at, kind: 'risk', body: event.data.risk, withdraws: event.data.reverses }]
      }
    },
  },
  parameters: {
    events: [MonitoringLineSet, MonitoringLineCorrected, TariffSet],
    of: ({ type, data }): readonly Parameter[] => {
      if (type === 'TariffSet')
        return [{ subject: data.region, kind: `tariff.${data.programme}`, on: data.occurredOn, body: { amount: data.amount } }]
      const { from, to, amount } = type === 'MonitoringLineSet' ? data : data.is
      const line = { subject: data.region, kind: 'line' as const, on: from, body: { amount, to } }
      return [type === 'MonitoringLineSet' ? line : { ...line, replaces: data.corrects }]
    },
    until: ({ body }) => body.to,
  },
  place: (facts) => facts.findLast(({ kind }) => kind === 'residence')?.body,
  derive: (subject, facts, beside, asOf) => {
    derivedSubjects.push(subject)
    given = facts
    before = beside.before
    const risks = facts.filter(({ kind }) => kind === 'risk').map(({ body }) => body)
    const line = risks.includes('illness') ? beside.inForce('line', asOf) : undefined
    const tariff = risks.includes('flood') ? beside.inForce('tariff.livingAllowance', asOf) : undefined
    const arrived = facts.filter(({ kind }) => kind === 'arrived').map(({ body }) => body)
    return { rows: risks.length + arrived.length === 0 ? [] : [{ line: line?.body.amount ?? null, tariff: tariff?.body.amount ?? null, arrived }] }
  },
  columns: { line: 'integer', tariff: 'integer', arrived: 'json' },
  key: [],
})

/** H01 and H02 live in Hunan, in two villages, H03 in Guizhou. H01 is ill, H02 was flooded, H03 is ill; of H04 in Hunan nothing was told. */
const HOMES: Readonly<Record<string, string>> = {
  H00001: '431224105201',
  H00002: '431224105202',
  H00003: '520121001201',
  H00004: '431224105201',
}
const HUNAN = '430000000000'
const NATION = '000000000000'

let today = '2020-06-30'
let said = 0
let store: EventStore
let rows: RowStore
let projector: Projector

const of = (household: string) => ({ household, registeredIn: HOMES[household] })
const command = (type: string, data: object): Command => ({ type, data, commandId: `c${said++}`, actor: 'test:someone', source: 'test' })
const risk = (household: string, kind: string, occurredOn = '2020-02-01') => command('ReportRisk', { ...of(household), risk: kind, occurredOn })
const is = (from: string, amount: number, to?: string) => ({ from, amount, basis: 'test', assumption: true, ...(to === undefined ? {} : { to }) })
const line = (region: string, from: string, amount: number, to?: string) => command('SetMonitoringLine', { region, ...is(from, amount, to) })

/** Who is derived when these commands are told and read. */
async function derivedBy(...commands: Command[]): Promise<string[]> {
  await createImporter({ store, aggregates }).import(commands, (outcome) => {
    if (!outcome.ok) throw new Error(outcome.refused)
  })
  derivedSubjects = []
  await projector.catchUp()
  return derivedSubjects.toSorted()
}
/** Who is derived when the day has come. */
async function derivedOn(day: string): Promise<string[]> {
  today = day
  return derivedBy()
}
const lines = async () => Object.fromEntries((await rows.rows(atRisk.tables[0])).map((row) => [row.subject, row.line]))
const sets = async () => new Set((await rows.rows(atRisk.tables[4])).flatMap(({ kinds }) => kinds as string[]))
async function expectAsFromScratch() {
  const { difference } = await projector.rebuild('at_risk')
  for (const [table, { missing, added }] of Object.entries(difference ?? {}))
    expect({ table, missing, added }).toEqual({ table, missing: 0, added: 0 })
}

beforeEach(async () => {
  today = '2020-06-30'
  store = openMemoryStore()
  rows = openSqliteRows(':memory:')
  projector = new Projector({ events: store, rows, models: [atRisk], owner: 'test', today: () => today })
  await projector.catchUp()
  const registered = Object.keys(HOMES).map((id) => command('RegisterHousehold', { ...of(id), kind: 'ordinary', occurredOn: '2020-01-01' }))
  await derivedBy(...registered, risk('H00001', 'illness'), risk('H00002', 'flood'), risk('H00003', 'illness'))
})

describe('a parameter that changes touches exactly the subjects it can affect', () => {
  it('given one that was asked for and not set, when it is set, then those who asked inside the region are derived, and nobody else', async () => {
    expect(await derivedBy(line(HUNAN, '2020-01-01', 400_000))).toEqual(['H00001'])
    expect(await lines()).toMatchObject({ H00001: 400_000, H00002: null, H00003: null })
    expect(await derivedBy(line(NATION, '2020-01-01', 500_000))).toEqual(['H00001', 'H00003'])
    expect(await lines()).toMatchObject({ H00001: 400_000, H00003: 500_000 })
    await expectAsFromScratch()
  })

  it('given one of another kind, then those who asked for that kind are derived', async () => {
    const tariff = { programme: 'livingAllowance', occurredOn: '2020-01-01', amount: 30_000, basis: 'test' }
    expect(await derivedBy(command('SetTariff', { region: NATION, ...tariff }))).toEqual(['H00002'])
    expect(await derivedBy(command('SetTariff', { region: NATION, ...tariff, programme: 'industryAward' }))).toEqual([])
  })

  it('given a village in which nobody asked, then nobody is derived', async () => {
    expect(await derivedBy(line('431224105202', '2020-01-01', 400_000))).toEqual([])
  })

  it('given a correction that moves the first day, then those who asked are derived, and what was in force before its first day no longer is', async () => {
    await derivedBy(line(HUNAN, '2020-01-01', 400_000))
    const moved = command('CorrectMonitoringLine', { region: HUNAN, corrects: '2020-01-01', is: is('2020-09-01', 450_000) })
    expect(await derivedBy(moved)).toEqual(['H00001'])
    expect(await lines()).toMatchObject({ H00001: null })
    expect(await derivedOn('2020-08-31')).toEqual([])
    expect(await derivedOn('2020-09-01')).toEqual(['H00001'])
    expect(await lines()).toMatchObject({ H00001: 450_000 })
    await expectAsFromScratch()
  })

  it('given one that begins later and one that ends, then on those days those who asked are derived, and nobody else', async () => {
    expect(await derivedBy(line(NATION, '2020-07-15', 500_000, '2020-07-31'))).toEqual(['H00001', 'H00003'])
    const days = { '2020-07-14': [], '2020-07-15': ['H00001', 'H00003'], '2020-07-31': [], '2020-08-01': ['H00001', 'H00003'], '2020-12-31': [] }
    for (const [day, derived] of Object.entries(days)) expect(await derivedOn(day), day).toEqual(derived)
    expect(await lines()).toMatchObject({ H00001: null, H00003: null })
  })

  it('given somebody who asks no more, then the parameter touches them no more, and the set that only they asked for is forgotten', async () => {
    expect(await sets()).toEqual(new Set(['line', 'tariff.livingAllowance']))
    const [reported] = (await rows.rows(atRisk.tables[1], { where: [['subject', '=', 'H00002']] })).filter(({ kind }) => kind === 'risk')
    await derivedBy(command('WithdrawRisk', { ...of('H00002'), reverses: reported?.eventId, reason: 'mistaken' }))
    expect(await sets()).toEqual(new Set(['line']))
    await expectAsFromScratch()
  })

  it('given somebody who moved to another province, then the parameters there count', async () => {
    await derivedBy(command('MoveHousehold', { ...of('H00001'), to: '520121001201', occurredOn: '2020-03-01' }))
    expect(await derivedBy(line(HUNAN, '2020-01-01', 400_000))).toEqual([])
    expect(await derivedBy(line('520000000000', '2020-01-01', 410_000))).toEqual(['H00001', 'H00003'])
    expect(await lines()).toMatchObject({ H00001: 410_000, H00003: 410_000 })
  })

  it('given a subject that is nowhere, then no parameter touches it, not even one of the nation', async () => {
    await derivedBy(command('MoveHousehold', { ...of('H00001'), to: '431224105202', occurredOn: '2020-03-01' }))
    const village = await rows.rows(atRisk.tables[3], { where: [['subject', '=', '431224105202']] })
    expect(village).toMatchObject([{ place: null, asked: null }])
    expect(await derivedBy(line(NATION, '2020-01-01', 500_000))).toEqual(['H00001', 'H00003'])
  })
})

describe('a gap in the log', () => {
  it('given many pages to catch up with, then every subject is derived once for all that are committed together', async () => {
    projector = new Projector({ events: store, rows, models: [atRisk], owner: 'test', today: () => today, pageSize: 2, pagesACommit: 4 })
    const kinds = ['illness', 'flood', 'drought', 'accident'] as const
    const told = kinds.flatMap((kind) => [risk('H00001', kind, '2020-03-01'), risk('H00004', kind, '2020-03-01')])
    expect(await derivedBy(line(HUNAN, '2020-01-01', 400_000), ...told.slice(0, 7))).toEqual(['H00001', 'H00004'])
    expect(await derivedBy(...told.slice(7), ...kinds.map((kind) => risk('H00003', kind, '2020-04-01')))).toEqual(['H00003', 'H00004'])
    await expectAsFromScratch()
  })

  it('given more than is committed together, then it is derived once for each commit', async () => {
    projector = new Projector({ events: store, rows, models: [atRisk], owner: 'test', today: () => today, pageSize: 1, pagesACommit: 3 })
    const days = ['2020-03-01', '2020-03-02', '2020-03-03', '2020-03-04', '2020-03-05', '2020-03-06', '2020-03-07']
    expect(await derivedBy(...days.map((day) => risk('H00001', 'drought', day)))).toEqual(['H00001', 'H00001', 'H00001'])
  })
})

describe('facts', () => {
  it('given an event that says something of two subjects, then both are derived, live as in a rebuild', async () => {
    const moved = command('MoveHousehold', { ...of('H00004'), to: '431224105202', occurredOn: '2020-03-01' })
    expect(await derivedBy(moved)).toEqual(['431224105202', 'H00004'])
    const village = await rows.rows(atRisk.tables[0], { where: [['subject', '=', '431224105202']] })
    expect(village).toMatchObject([{ arrived: ['H00004'] }])
    await expectAsFromScratch()
  })

  it('given a derivation, then each fact says which event told it, where that stands and when it was known', async () => {
    await derivedBy(risk('H00001', 'flood', '2020-01-15'))
    const events = []
    for await (const event of store.readStream('household-431224105201-H00001')) events.push(event)
    const [registered, illness, flood] = events.map(({ id, position, recordedAt }) => ({
      eventId: id,
      position: Number(position),
      knownAt: recordedAt,
      n: 0,
    }))
    expect(given).toMatchObject([
      { kind: 'residence', ...registered },
      { kind: 'risk', body: 'flood', ...flood },
      { kind: 'risk', body: 'illness', ...illness },
    ])
  })

  it('given a fact that was withdrawn, then it is gone, and stood in the log until then', async () => {
    await derivedBy(risk('H00001', 'flood', '2020-01-15'))
    const risks = (facts: readonly KnownFact[]) => facts.filter(({ kind }) => kind === 'risk').map(({ body }) => body)
    const [, , flood] = await Array.fromAsync(store.readStream('household-431224105201-H00001'))
    await derivedBy(command('WithdrawRisk', { ...of('H00001'), reverses: flood?.id ?? '', reason: 'mistaken' }))
    expect(risks(given)).toEqual(['illness'])
    expect(risks(before(Number(flood?.position)))).toEqual(['illness'])
    expect(risks(before(Number(flood?.position) + 1))).toEqual(['flood', 'illness'])
  })
})
