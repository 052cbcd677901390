import { readFileSync } from 'node:fs'
import type { AnyCommand } from '@rural-tracker/domain'
import { later } from '@rural-tracker/sanjiang/making'
import { COUNTY } from './places.ts'
import type { Pen } from './pen.ts'

/** What the tracker ships for the nation, 示范 sets for its county: no place but this one sees it. */
const SHIPPED = ['calendar', 'schemes', 'thresholds', 'thresholds-assumed', 'deadlines', 'measures', 'visits', 'rules'] as const
const NATION = '000000000000'
const BASIS = '示范'
/** The first of every family was set by a paper on trial, and put on the final one a month later. */
const ON_TRIAL = '示范（试行）'

type Set = AnyCommand & { data: { region: string; from: string; basis: string; assumption: boolean } & Record<string, unknown> }

function shipped(name: string): Set[] {
  const text = readFileSync(new URL(`../../../../packages/domain/parameters/${name}.ndjson`, import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Set)
}

/** 监测线 of each year, yuan, from its day on; the line of 2022 was set too low and corrected the year after. */
export const LINES = [
  { from: '2020-01-01', yuan: 5_000, known: '2020-03-25' },
  { from: '2021-01-01', yuan: 6_000, known: '2021-01-20' },
  { from: '2022-01-01', yuan: 6_600, known: '2022-01-18', corrected: { yuan: 6_900, known: '2023-02-14' } },
  { from: '2023-01-01', yuan: 7_300, known: '2023-01-04' },
  { from: '2024-03-14', yuan: 8_200, known: '2024-03-20' },
  { from: '2025-01-01', yuan: 8_200, known: '2025-01-06' },
  { from: '2026-01-01', yuan: 8_600, known: '2026-01-07' },
] as const

/** The line that holds at the end of a year, as it is known in the end. */
export function lineOf(year: number): number {
  const line = LINES.findLast(({ from }) => Number(from.slice(0, 4)) <= year)
  return line ? ('corrected' in line ? line.corrected.yuan : line.yuan) : 5_000
}

/** All parameters of the county: lines, and everything the rules ask for. */
export function planParameters(pen: Pen): void {
  const tried = new Set<string>()
  for (const { type, data } of SHIPPED.flatMap(shipped)) {
    if (data.region !== NATION) continue
    const key = [data.rule, data.stage, data.name, data.group, data.year, data.scheme].filter((part) => part !== undefined).join('.')
    // A working calendar is published in the autumn before its year.
    const known = type === 'SetWorkingCalendar' && data.from > '2019' ? later(data.from, -50) : later(data.from, 2)
    const { region: _, ...rest } = data
    const is = { ...rest, basis: BASIS, assumption: true }
    const name = `${type}.${key}.${data.from}`
    const first = !tried.has(type)
    tried.add(type)
    const own = { region: COUNTY, ...is, basis: first ? ON_TRIAL : BASIS }
    pen.say(known, `parameter.${name}`, 'county:office', { type, data: own } as AnyCommand)
    if (first) pen.say(later(known, 30), `parameter.corrected.${name}`, 'county:office', correction(type, data.from, is))
  }
  planEarlier(pen)
  planLines(pen)
  planTariff(pen)
}

/** What the county went by in the last year of the campaign, until the paper of 2021 and 2022 set the same for all. */
function planEarlier(pen: Pen): void {
  const from = '2020-01-01'
  const own = { region: COUNTY, from, basis: BASIS, assumption: true }
  const ages = [
    ['workAge', 16],
    ['schoolAgeFrom', 6],
    ['schoolAgeTo', 15],
  ] as const
  const say = (key: string, command: AnyCommand) => pen.say('2020-01-06', `earlier.${key}`, 'county:office', command)
  for (const [name, value] of ages) say(name, { type: 'SetThreshold', data: { ...own, to: '2021-04-30', name, value, unit: 'year' } })
  say('elimination', { type: 'SetDeadline', data: { ...own, to: '2022-03-31', stage: 'elimination', length: 6, unit: 'month' } })
}

const CORRECTIONS: Readonly<Record<string, string>> = { AdoptRule: 'CorrectRuleAdoption' }

function correction(type: string, corrects: string, is: object): AnyCommand {
  const name = CORRECTIONS[type] ?? type.replace(/^Set/, 'Correct')
  return { type: name, data: { region: COUNTY, corrects, is } } as AnyCommand
}

function planLines(pen: Pen): void {
  LINES.forEach((line, i) => {
    const to = LINES[i + 1] ? { to: later(LINES[i + 1]?.from ?? '', -1) } : {}
    const is = (yuan: number) => ({ from: line.from, ...to, amount: yuan * 100, basis: BASIS, assumption: true })
    pen.say(line.known, `line.${line.from}`, 'county:office', { type: 'SetMonitoringLine', data: { region: COUNTY, ...is(line.yuan) } })
    if (!('corrected' in line)) return
    const { known, yuan } = line.corrected
    pen.say(known, `lineCorrection.${line.from}`, 'county:office', {
      type: 'CorrectMonitoringLine',
      data: { region: COUNTY, corrects: line.from, is: is(yuan) },
    })
  })
}

/** 低保 of a person and year; a slip of the pen was put right a month later. */
function planTariff(pen: Pen): void {
  const [from, basis, programme] = ['2024-01-01', BASIS, 'livingAllowance'] as const
  pen.say('2024-01-04', 'tariff.allowance', 'county:civil-affairs', {
    type: 'SetTariff',
    data: { region: COUNTY, occurredOn: from, programme, amount: 504_000, basis },
  })
  pen.say('2024-02-05', 'tariffCorrection.allowance', 'county:civil-affairs', {
    type: 'CorrectTariff',
    data: { region: COUNTY, programme, corrects: from, is: { from, amount: 540_000, basis } },
  })
}
