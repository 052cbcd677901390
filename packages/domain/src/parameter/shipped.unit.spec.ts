import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isRefusal, type Seen } from '../aggregate.ts'
import { type AnyCommand, commands } from '../catalogue.ts'
import { decideOn, deskOf, fold, type Folded, RECORDER } from '../testing/scenario.ts'
import { DIVISION_NAMES } from '../values/division.ts'
import { isWorkingDay, plusWorkingDays } from '../values/working-days.ts'
import { DEADLINE_STAGES } from './deadline-stages.ts'
import { calendarOf } from './due.ts'
import { parameterIn } from './seen.ts'
import { THRESHOLDS } from './threshold-names.ts'

const folder = new URL('../../parameters/', import.meta.url)
const FILES = readdirSync(folder).toSorted()
type Line = AnyCommand & { data: { region: string; from: string; basis: string; assumption: boolean } & Record<string, unknown> }
const linesOf = (file: string) =>
  readFileSync(new URL(file, folder), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
const everything = FILES.flatMap(linesOf)

/** Gives commands in their order to an empty log; the streams they lead to, and what was refused or changed nothing. */
function given(lines: readonly Line[]) {
  const streams = new Map<string, Folded>()
  const idle: string[] = []
  for (const command of lines) {
    const { aggregate } = deskOf(command.type)
    const stream = commands.get(command.type)?.stream(command.data as never) ?? ''
    const before = streams.get(stream) ?? fold(aggregate, [], RECORDER)
    const decision = decideOn(command, before, RECORDER)
    if (isRefusal(decision) || decision.length !== 1) idle.push(JSON.stringify({ command, decision }))
    else streams.set(stream, fold(aggregate, decision, RECORDER, before))
  }
  const seen: Seen = (stream) => {
    const there = streams.get(stream)
    return there && { state: there.state, revision: there.length - 1 }
  }
  return { idle, seen }
}

describe('the parameters that are shipped', () => {
  it.each(FILES)('%s: every line is accepted on an empty log, in the order of the file', (file) => {
    expect(given(linesOf(file)).idle).toEqual([])
  })

  it('do not contradict each other: all files together are accepted too', () => {
    expect(given(everything).idle).toEqual([])
  })

  it('say of every value which source it has, and of a region that has a name', () => {
    expect(everything.filter(({ data }) => !/\d{4}|四不摘|劳动法|假定|fuping|mdbkg|xiexiebang|zazf|jiusongjiankang/.test(data.basis))).toEqual([])
    expect(everything.filter(({ data }) => !DIVISION_NAMES[data.region])).toEqual([])
  })

  it('mark as an assumption what this system or a single county says', () => {
    const own = everything.filter(({ data }) => /假定|某县|长顺县|未注明/.test(data.basis))
    expect(own.length).toBeGreaterThan(40)
    expect(own.filter(({ data }) => !data.assumption)).toEqual([])
  })

  it('set every threshold, and in Yunnan, which also presses, every deadline but the national entry, for which no limit was found', () => {
    const { seen } = given(everything)
    const there = (kind: Parameters<typeof parameterIn>[1]) => parameterIn(seen, kind, '530101001201', '2023-06-01') !== undefined
    expect(Object.keys(THRESHOLDS).filter((name) => !there(`threshold.${name as keyof typeof THRESHOLDS}`))).toEqual([])
    expect(Object.keys(DEADLINE_STAGES).filter((stage) => !there(`deadline.${stage as keyof typeof DEADLINE_STAGES}`))).toEqual(['entry'])
  })

  it('adopt each rule once', () => {
    const rules = everything.filter(({ type }) => type === 'AdoptRule').map(({ data }) => data.rule)
    expect(rules).toHaveLength(46)
    expect(new Set(rules).size).toBe(46)
  })
})

/** What the field's guide gives, by its section: the kind, where, and the value. A shipped value is one of these, or says that it is our assumption. */
const GIVEN: readonly string[] = [
  // 1.2, the line by year
  ...['000000000000 2020 500000', '000000000000 2021 600000', '610000000000 2021 600000', '420000000000 2021 600000', '420000000000 2022 690000'],
  ...['420000000000 2023 760000', '430000000000 2023 750000', '520000000000 2023 730000', '530000000000 2024 870000', '530000000000 2025 870000'],
  // 4.2, steps and time limits
  ...['000000000000 whole 15 day', '000000000000 notice 5 day', '000000000000 firstMeasure 1 month', '000000000000 firstMeasureFromClue 15 day'],
  ...[
    '000000000000 visit 3 day',
    '000000000000 match 5 day',
    '000000000000 review 5 day',
    '340000000000 visit 2 workingDay',
    '340000000000 whole 20 workingDay',
  ],
  ...['620000000000 visit 5 workingDay', '620000000000 whole 15 workingDay', '520000000000 notice 5 workingDay', '520000000000 whole 20 workingDay'],
  ...['530000000000 press 10 day', '000000000000 visitors 2 count'],
  // 1.1, 4.4 and 5.4: households to check first, the six months, the same or next month, labour, per head at recognition
  ...['000000000000 eliminationOverdue 12 month', '000000000000 elimination 6 month', '000000000000 fastElimination 1 month'],
  ...['000000000000 labourMembers 4 count', '000000000000 labourShare 50 percent', '000000000000 perHeadAtRecognition 2000000 fen'],
  // 6, what departments push: their day and their thresholds
  ...['000000000000 push 5 day', '000000000000 medicalRegistered 500000 fen', '000000000000 medicalOrdinary 2000000 fen'],
  ...['000000000000 outpatientMonth 50000 fen', '000000000000 schoolingYear 1000000 fen'],
  // 3 and 5.4, ages; 2, the income year; 4.3, a visit every quarter
  ...['000000000000 schoolAgeFrom 6 year', '000000000000 schoolAgeTo 15 year', '000000000000 workAge 16 year'],
  ...['000000000000 incomeYearStarts 10 month', '000000000000 formerPoor 3'],
]
/** Tables and schemes are held against the guide by the specifications of their own. */
const NUMBERS = new Set(['SetMonitoringLine', 'SetDeadline', 'SetThreshold', 'SetVisitRhythm'])
const OURS = /^本系统假定/

function sayingOf({ data }: Line): string {
  const what = data.stage ?? data.name ?? data.group ?? data.from.slice(0, 4)
  return [data.region, what, data.length ?? data.value ?? data.months ?? data.amount, data.unit].filter((word) => word !== undefined).join(' ')
}

describe('no shipped value is a guess that does not say so', () => {
  const numbers = everything.filter(({ type }) => NUMBERS.has(type))

  it('given a value with a source, then the guide gives it, for that region', () => {
    const sourced = numbers.filter(({ data }) => !OURS.test(data.basis)).map(sayingOf)
    expect(sourced.toSorted()).toEqual(GIVEN.toSorted())
  })

  it('given a value of our own, then it is marked as an assumption, and is none of those that the guide gives', () => {
    const own = everything.filter(({ data }) => OURS.test(data.basis))
    expect(own.filter(({ data }) => !data.assumption)).toEqual([])
    expect(own.filter((one) => GIVEN.includes(sayingOf(one)))).toEqual([])
  })

  it('given Hunan 2020–2022, 2024 and 2025, then no line of its own: “no source found” (domain.md 1.2)', () => {
    const own = numbers.filter(({ type, data }) => type === 'SetMonitoringLine' && data.region.startsWith('43')).map(({ data }) => data.from)
    expect(own).toEqual(['2023-01-01'])
  })

  it('given a line of a year, then it ends with that year: nobody is held against the line of another one', () => {
    const lines = numbers.filter(({ type }) => type === 'SetMonitoringLine')
    expect(lines.filter(({ data }) => data.to !== `${data.from.slice(0, 4)}-12-31`)).toEqual([])
  })

  it('the pairs of risk and measure are those of the national export (domain.md 4.3)', () => {
    type Table = { development: string[]; pairs: { when: string; anyOf: string[]; afterElimination?: string[] }[] }
    const [table] = everything.filter(({ type }) => type === 'SetRequiredMeasures').map(({ data }) => data as unknown as Table)
    const { pairs = [], development = [] } = table ?? {}
    expect(development).toEqual(['industry', 'employment'])
    expect(pairs.map(({ when, anyOf, afterElimination = [] }) => [when, ...anyOf, ...afterElimination.map((kind) => `(${kind})`)].join(' '))).toEqual(
      [
        'illness health socialHelp (socialSafetyNet)',
        'schooling compulsoryEducation education socialHelp',
        'disability socialSafetyNet socialHelp',
        'unsafeHouse housingSafety relocation',
        'unsafeWater waterSafety',
        'dropOut compulsoryEducation',
        'uninsured health socialHelp',
      ],
    )
  })

  it('levels and strengths of rules are nobody’s but ours (domain.md 1.4: none is national), and say so', () => {
    const adopted = everything.filter(({ type }) => type === 'AdoptRule' || type === 'SetLevelScheme')
    expect(adopted.filter(({ data }) => !data.assumption)).toEqual([])
  })
})

describe('what the shipped parameters say', () => {
  const { seen } = given(everything)
  const line = (place: string, on: string) => parameterIn(seen, 'monitoringLine', place, on)
  const HUNAN = '431224105201'

  it.each([
    [HUNAN, '2020-06-01', 500_000, '000000000000'],
    [HUNAN, '2021-06-01', 600_000, '000000000000'],
    [HUNAN, '2022-06-01', undefined, undefined],
    [HUNAN, '2023-06-01', 750_000, '430000000000'],
    [HUNAN, '2024-06-01', undefined, undefined],
    ['420303001201', '2022-06-01', 690_000, '420000000000'],
    ['520101001201', '2023-06-01', 730_000, '520000000000'],
    ['530101001201', '2025-06-01', 870_000, '530000000000'],
  ])('the line of %s on %s is %s of %s: where no source was found there is none', (place, on, amount, region) => {
    expect([line(place, on)?.value.amount, line(place, on)?.region]).toEqual([amount, region])
  })

  it('six months before an elimination are asked for from April 2022 on only', () => {
    expect(parameterIn(seen, 'deadline.elimination', HUNAN, '2022-03-31')).toBeUndefined()
    expect(parameterIn(seen, 'deadline.elimination', HUNAN, '2022-04-01')?.value).toMatchObject({ length: 6, unit: 'month' })
  })

  it.each([
    ['2020-03-19', undefined],
    ['2020-03-20', '2020'],
    ['2021-05-01', '2021'],
    ['2026-02-05', '2021'],
    ['2026-02-06', '2026'],
  ])('on %s the classes are those of %s', (on, scheme) => {
    expect(parameterIn(seen, 'classScheme', HUNAN, on)?.value.scheme).toBe(scheme)
  })

  it('working days are known to the end of 2026, and 2027 is missing', () => {
    const calendars = calendarOf((kind, on) => parameterIn(seen, kind, HUNAN, on)?.value)
    expect(isWorkingDay(calendars, '2026-12-31')).toBe(true)
    expect(isWorkingDay(calendars, '2027-01-04')).toEqual({ missingYear: 2027 })
    expect(plusWorkingDays(calendars, '2023-09-28', 1)).toEqual({ date: '2023-10-07' })
    expect(plusWorkingDays(calendars, '2026-12-30', 2)).toEqual({ missingYear: 2027 })
  })

  it("an alert has a clock at every stage, but one of the lowest level stays with the village; the budget is the field's eleven", () => {
    const clock = (level: 1 | 2 | 3, stage: 'village' | 'town' | 'county') => parameterIn(seen, `alertClock.${level}.${stage}`, HUNAN, '2024-06-01')
    expect([clock(3, 'village'), clock(3, 'town'), clock(3, 'county')].map((one) => one?.value.length)).toEqual([2, 2, 3])
    expect([clock(1, 'village')?.value.length, clock(1, 'town')]).toEqual([15, undefined])
    expect(parameterIn(seen, 'alertBudget', HUNAN, '2024-06-01')?.value).toMatchObject({ perVillageMonth: 11, assumption: true })
    expect(everything.filter(({ type, data }) => /Alert|Quiet/.test(type) && !data.assumption)).toEqual([])
  })
})
