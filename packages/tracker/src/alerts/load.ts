import { type AlertEvent, divisionPrefix } from '@rural-tracker/domain'
import { type Condition, type LogEvent, type Order, type Row, rowsFrom, type RowStore } from '@rural-tracker/projections'
import { alertHistory, type AlertLoad, alertLoad, type AlertOfficer, alertOfficers } from '@rural-tracker/read-models'
import { type AlertClocks, isOfThen, saidByThen } from './known-alerts.ts'
import { alertParametersAt } from './standing.ts'

export type AlertLoadQuestion = Readonly<{ division?: string; officer?: string; from?: string; to?: string }>
/**
 * A village or an officer in a month. `takenOver`: what an officer was given that had been raised before, to somebody else or to nobody; null for a
 * village. `budget`: what the village may have, as set on the month's first day, or null where nothing is set.
 */
export type AlertLoadRow = Omit<AlertLoad, 'village'> & Readonly<{ takenOver: number | null; budget: number | null }>

/** @param clocks without a day or an instant of then, what everything that is known by now makes of it */
export async function alertLoadAsked(
  rows: RowStore,
  question: AlertLoadQuestion,
  { today, ...clocks }: AlertClocks & Readonly<{ today: string }>,
): Promise<readonly AlertLoadRow[]> {
  const { loads, takenOver } = isOfThen(clocks) ? await countedThen(rows, question, clocks) : await countedByNow(rows, question)
  const parameters = await alertParametersAt(rows, { asOf: today, ...clocks })
  const counted = withTakenOver(
    loads.map(({ village: _, ...load }) => load),
    takenOver,
  )
  return together(counted).map((load) => {
    const budget = load.by === 'village' ? parameters(load.who)('alertBudget', `${load.month}-01`)?.perVillageMonth : undefined
    return { ...load, budget: budget ?? null }
  })
}

type Counted = Readonly<{ loads: readonly AlertLoad[]; takenOver: readonly AlertOfficer[] }>

async function countedByNow(rows: RowStore, { division, officer, from, to }: AlertLoadQuestion): Promise<Counted> {
  const same: readonly Condition[] = [
    ...(division === undefined ? [] : [['village', 'startsWith', divisionPrefix(division)] as const]),
    ...(officer === undefined ? [] : [['officer', '=', officer] as const]),
  ]
  const [first, last] = [from && monthOf(from), to && monthOf(to)]
  const between = (column: string, since: string | undefined, until: string | undefined): readonly Condition[] => [
    ...(since === undefined ? [] : [[column, '>=', since] as const]),
    ...(until === undefined ? [] : [[column, '<=', until] as const]),
  ]
  const [loads, takenOver] = await Promise.all([
    rows.rows(alertLoad.table, { where: [...same, ...between('month', first, last)] }),
    rows.rows(alertOfficers.table, { where: [['takenOver', '=', 1], ...same, ...between('since', first, last && `${last}-31`)] }),
  ])
  return { loads: loads.map(({ row }) => row as AlertLoad), takenOver: takenOver.map(({ row }) => row as AlertOfficer) }
}

/** The same counts of what had been said by then. Who had an alert before the months that are asked for has not taken it over in them. */
async function countedThen(rows: RowStore, { division, officer, from, to }: AlertLoadQuestion, clocks: AlertClocks): Promise<Counted> {
  const said: LogEvent<AlertEvent>[] = []
  for await (const batch of rows.scan(alertHistory.table, { where: saidByThen(clocks), order: AS_SAID })) said.push(...batch.map(eventOf))
  const isAskedFor = (village: string, month: string, who: string | undefined) =>
    (division === undefined || village.startsWith(divisionPrefix(division))) &&
    (officer === undefined || who === officer) &&
    (from === undefined || month >= monthOf(from)) &&
    (to === undefined || month <= monthOf(to))
  const loads = rowsFrom(alertLoad, said).map(({ row }) => row as AlertLoad)
  const officers = rowsFrom(alertOfficers, said).map(({ row }) => row as AlertOfficer)
  return {
    loads: loads.filter(({ by, who, village, month }) => isAskedFor(village, month, by === 'officer' ? who : undefined)),
    takenOver: officers.filter((one) => one.takenOver && isAskedFor(one.village, monthOf(one.since), one.officer)),
  }
}

const AS_SAID: readonly Order[] = [
  ['position', 'asc'],
  ['n', 'asc'],
]

function monthOf(day: string): string {
  return day.slice(0, 7)
}

function eventOf({ type, data, eventId, stream, revision, position, knownAt, division, actor }: Row): LogEvent<AlertEvent> {
  const where = { id: eventId, stream, revision, position: BigInt(Number(position)), knownAt, division, actor, source: '' }
  return { type, data, ...where } as LogEvent<AlertEvent>
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

type Load = Omit<AlertLoadRow, 'budget'>
const NOTHING = { raised: 0, strong: 0, weak: 0, process: 0, listed: 0, escalated: 0, answered: 0, confirmed: 0, dismissed: 0 }

function withTakenOver(loads: readonly Omit<AlertLoad, 'village'>[], takenOver: readonly AlertOfficer[]): readonly Load[] {
  const own = loads.map((load): Load => ({ ...load, takenOver: load.by === 'officer' ? 0 : null }))
  const others = takenOver.map(({ officer: who, since }): Load => ({ by: 'officer', who, month: monthOf(since), ...NOTHING, takenOver: 1 }))
  return [...own, ...others]
}

/** What an officer has in the villages that are asked for, as one: villages first, then officers, each month by month. */
function together(loads: readonly Load[]): readonly Load[] {
  const whole = new Map<string, Load>()
  for (const load of loads) {
    const key = `${load.by} ${load.month} ${load.who}`
    const before = whole.get(key)
    whole.set(key, before ? addedUp(before, load) : load)
  }
  return [...whole.values()].toSorted((a, b) => byText(b.by, a.by) || byText(a.month, b.month) || byText(a.who, b.who))
}

function addedUp(one: Load, { by: _, who: __, month: ___, takenOver, ...counts }: Load): Load {
  const sums = Object.entries(counts).map(([count, more]) => [count, one[count as keyof typeof counts] + more])
  const both = one.takenOver === null || takenOver === null ? null : one.takenOver + takenOver
  return { ...one, ...(Object.fromEntries(sums) as typeof counts), takenOver: both }
}
