import { readFileSync, writeFileSync } from 'node:fs'
import { weekdayOf } from '@rural-tracker/domain'
import { here } from './step.ts'

// Writes the working calendars that are shipped, out of a library that follows the State Council's yearly notices. Nothing asks the
// library at run time: outside its years it answers with the plain week and says nothing of it.

const YEARS = [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]
const SATURDAY = 6

type Published = Readonly<{ holidays: Readonly<Record<string, string>>; workdays: Readonly<Record<string, string>> }>

function read(file: string): unknown {
  return JSON.parse(readFileSync(here(`node_modules/chinese-days/${file}`), 'utf8'))
}

/** The commands of `packages/domain/parameters/calendar.ndjson`, one a line: only days that differ from the plain week. */
export function workingCalendars(): string {
  const { version } = read('package.json') as { version: string }
  return YEARS.map((year) => {
    const { holidays, workdays } = read(`dist/years/${year}.json`) as Published
    const data = {
      region: '000000000000',
      from: `${year}-01-01`,
      to: `${year}-12-31`,
      basis: `国务院办公厅关于${year}年部分节假日安排的通知（chinese-days ${version}）`,
      assumption: false,
      year,
      off: Object.keys(holidays)
        .filter((date) => weekdayOf(date) < SATURDAY)
        .toSorted(),
      work: Object.keys(workdays)
        .filter((date) => weekdayOf(date) >= SATURDAY)
        .toSorted(),
    }
    return `${JSON.stringify({ type: 'SetWorkingCalendar', data })}\n`
  }).join('')
}

if (import.meta.main) writeFileSync(here('packages/domain/parameters/calendar.ndjson'), workingCalendars())
