import { type AlertEvent, divisionPrefix } from '@rural-tracker/domain'
import type { Condition, LogEvent, Order, Row, RowStore } from '@rural-tracker/projections'
import { alertHistory, type AlertLoad, alertLoad, alertLoadsOf } from '@rural-tracker/read-models'
import { type AlertClocks, isOfThen, saidByThen } from './known-alerts.ts'
import { alertParametersAt } from './standing.ts'

export type AlertLoadQuestion = Readonly<{ division?: string; officer?: string; from?: string; to?: string }>
/** A village or an officer in a month; `budget`: what the village may have, as set on the month's first day, or null where nothing is set. */
export type AlertLoadRow = Omit<AlertLoad, 'village'> & Readonly<{ budget: number | null }>

/** @param clocks without a day or an instant of then, what everything that is known by now makes of it */
export async function alertLoadAsked(
  rows: RowStore,
  question: AlertLoadQuestion,
  { today, ...clocks }: AlertClocks & Readonly<{ today: string }>,
): Promise<readonly AlertLoadRow[]> {
  const loads = isOfThen(clocks) ? await loadsOfThen(rows, question, clocks) : await loadsKept(rows, question)
  const parameters = await alertParametersAt(rows, { asOf: today, ...clocks })
  return together(loads).map((load) => {
    const budget = load.by === 'village' ? parameters(load.who)('alertBudget', `${load.month}-01`)?.perVillageMonth : undefined
    return { ...load, budget: budget ?? null }
  })
}

async function loadsKept(rows: RowStore, { division, officer, from, to }: AlertLoadQuestion): Promise<readonly AlertLoad[]> {
  const where: Condition[] = []
  if (division !== undefined) where.push(['village', 'startsWith', divisionPrefix(division)])
  if (officer !== undefined) where.push(['officer', '=', officer])
  if (from !== undefined) where.push(['month', '>=', from.slice(0, 7)])
  if (to !== undefined) where.push(['month', '<=', to.slice(0, 7)])
  return (await rows.rows(alertLoad.table, { where, order: IN_ORDER })).map(({ row }) => row as AlertLoad)
}

const IN_ORDER: readonly Order[] = [
  ['by', 'desc'],
  ['month', 'asc'],
  ['officer', 'asc'],
  ['village', 'asc'],
]

/** The same counts of what had been said by then. */
async function loadsOfThen(rows: RowStore, { division, officer, from, to }: AlertLoadQuestion, clocks: AlertClocks): Promise<readonly AlertLoad[]> {
  const where = [
    ...saidByThen(clocks),
    ...(division === undefined ? [] : [['division', 'startsWith', divisionPrefix(division)] as const]),
    ...(from === undefined ? [] : [['occurredOn', '>=', `${from.slice(0, 7)}-01`] as const]),
    ...(to === undefined ? [] : [['occurredOn', '<=', `${to.slice(0, 7)}-31`] as const]),
  ]
  const said: LogEvent<AlertEvent>[] = []
  for await (const batch of rows.scan(alertHistory.table, { where, order: AS_SAID })) said.push(...batch.map(eventOf))
  return alertLoadsOf(said)
    .filter(({ by, who }) => officer === undefined || (by === 'officer' && who === officer))
    .toSorted((a, b) => byText(b.by, a.by) || byText(a.month, b.month) || byText(a.who, b.who) || byText(a.village, b.village))
}

const AS_SAID: readonly Order[] = [
  ['position', 'asc'],
  ['n', 'asc'],
]

function eventOf({ type, data, eventId, stream, revision, position, knownAt, division, actor }: Row): LogEvent<AlertEvent> {
  const where = { id: eventId, stream, revision, position: BigInt(Number(position)), knownAt, division, actor, source: '' }
  return { type, data, ...where } as LogEvent<AlertEvent>
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What an officer has in the villages that are asked for, as one. */
function together(loads: readonly AlertLoad[]): readonly Omit<AlertLoad, 'village'>[] {
  const whole = new Map<string, Omit<AlertLoad, 'village'>>()
  for (const { village: _, ...load } of loads) {
    const key = `${load.by} ${load.month} ${load.who}`
    const before = whole.get(key)
    whole.set(key, before ? addedUp(before, load) : load)
  }
  return [...whole.values()]
}

function addedUp(one: Omit<AlertLoad, 'village'>, { by: _, who: __, month: ___, ...counts }: Omit<AlertLoad, 'village'>): Omit<AlertLoad, 'village'> {
  const sums = Object.entries(counts).map(([count, more]) => [count, one[count as keyof typeof counts] + more])
  return { ...one, ...(Object.fromEntries(sums) as typeof counts) }
}
