import { againTold, type AlertReason, type AlertState, divisionPrefix, isOpenAlert, nextStage, quotable, type Text } from '@rural-tracker/domain'
import { type Condition, type Order, type RowStore } from '@rural-tracker/projections'
import { alertHistory, alertOfRow, alerts } from '@rural-tracker/read-models'
import { TrackerError } from '../config.ts'
import { type AlertClocks, alertsOfThen, isOfThen, saidByThen } from './known-alerts.ts'
import { reasonOfAlert } from './reason.ts'

export const ALERT_SORTS = ['level', 'respondBy', 'dueOn', 'raisedOn', 'village'] as const
export const ALERT_STATUSES = [
  'none',
  'listed',
  'raised',
  'acknowledged',
  'answered',
  'cleared',
  'dismissed',
  'resolved',
  'withdrawn',
] as const satisfies readonly AlertState['status'][]
export type AlertSort = (typeof ALERT_SORTS)[number]

/** Which alerts are asked for; without `past` those that are open. */
export type AlertsQuestion = Readonly<{
  division?: string
  household?: string
  /** Who answers for it. */
  officer?: string
  level?: number
  stage?: AlertState['stage']
  status?: AlertState['status']
  cause?: string
  /** An answer, or what it is about, is due before this day. */
  dueBefore?: string
  /** Also those that are over. */
  past?: boolean
  /** The weekly list: weak signs above the budget, instead of what was raised. */
  weekly?: boolean
  sort?: AlertSort
  limit?: number
  offset?: number
}>

/** One alert. `alert` is its id for everything that is done about it. */
export type AlertRow = Readonly<{
  alert: string
  subject: string
  village: string
  cause: string
  status: AlertState['status']
  episode: number
  level: number
  sign: AlertState['sign']
  stage: AlertState['stage']
  assignee: string | null
  raisedOn: string | null
  listedOn: string | null
  firstSignOn: string
  dueOn: string | null
  phase: AlertState['phase']
  respondBy: string | null
  found: AlertState['found']
  closedOn: string | null
}>

/** One thing that was said of an alert: `occurredOn` when it was true, `knownAt` when we knew it. */
export type AlertStep = Readonly<{
  type: string
  episode: number
  occurredOn: string
  knownAt: string
  position: number
  actor: string
  event: string
  data: Readonly<Record<string, unknown>>
}>
export type AlertAtLength = AlertRow &
  Pick<AlertState, 'division' | 'assignedBy' | 'evidence' | 'rule' | 'department' | 'visitedOn' | 'countsAgain'> & {
    /** Why it was raised, as known then; null where nothing can be said. */
    readonly reason: AlertReason | null
    /** What would raise it again, where a person has put it aside. */
    readonly again: Text | null
    /** Who hears of it next, should nobody answer. */
    readonly next: Readonly<{ stage: AlertState['stage']; on: string }> | null
    readonly history: readonly AlertStep[]
  }

const BY_PLACE: readonly Order[] = [
  ['village', 'asc'],
  ['subject', 'asc'],
  ['cause', 'asc'],
]
const SORTS: Readonly<Record<AlertSort, readonly Order[]>> = {
  level: [['level', 'desc'], ['respondBy', 'asc', 'nullsLast'], ...BY_PLACE],
  respondBy: [['respondBy', 'asc', 'nullsLast'], ...BY_PLACE],
  dueOn: [['dueOn', 'asc', 'nullsLast'], ...BY_PLACE],
  raisedOn: [['raisedOn', 'asc', 'nullsLast'], ...BY_PLACE],
  village: BY_PLACE,
}

export async function alertsAsked(
  rows: RowStore,
  question: AlertsQuestion,
  clocks: AlertClocks = {},
): Promise<{ total: number; rows: readonly AlertRow[] }> {
  const { sort = 'level', limit = Number.MAX_SAFE_INTEGER, offset = 0, dueBefore } = question
  const page = (all: readonly AlertState[]) => ({ total: all.length, rows: all.slice(offset, offset + limit).map(alertRow) })
  if (isOfThen(clocks)) {
    const of: readonly Condition[] = question.household === undefined ? [] : [['subject', '=', question.household]]
    const then = await alertsOfThen(rows, clocks, of)
    return page(then.filter((alert) => isAskedFor(alert, question)).toSorted((a, b) => inOrder(a, b, SORTS[sort])))
  }
  const where = conditions(question)
  const order = SORTS[sort]
  if (dueBefore !== undefined) {
    return page((await rows.rows(alerts.table, { where, order })).map(alertOfRow).filter((alert) => isDueBefore(alert, dueBefore)))
  }
  const found = await rows.rows(alerts.table, { where, order, page: { limit, offset } })
  return { total: await rows.count(alerts.table, where), rows: found.map(alertOfRow).map(alertRow) }
}

/** The same as `conditions`, for alerts as they stood then. */
function isAskedFor(alert: AlertState, { division, household, officer, level, stage, status, cause, past, weekly, dueBefore }: AlertsQuestion) {
  const is = (wanted: unknown, value: unknown) => wanted === undefined || wanted === value
  return (
    (division === undefined || alert.place.startsWith(divisionPrefix(division))) &&
    is(household, alert.subject) &&
    is(officer, alert.assignee) &&
    is(level, alert.level) &&
    is(stage, alert.stage) &&
    is(weekly ? 'listed' : status, alert.status) &&
    is(cause, alert.cause) &&
    (past || weekly || status !== undefined || isOpenAlert(alert)) &&
    (dueBefore === undefined || isDueBefore(alert, dueBefore))
  )
}

function inOrder(a: AlertState, b: AlertState, order: readonly Order[]): number {
  for (const [column, direction] of order) {
    const [one, other] = [a, b].map(
      (alert) => alert[column === 'village' ? 'place' : (column as 'subject' | 'cause' | Exclude<AlertSort, 'village'>)],
    )
    if (one === other) continue
    if (one === null || one === undefined) return 1
    if (other === null || other === undefined) return -1
    return one < other === (direction === 'asc') ? -1 : 1
  }
  return 0
}

function conditions({ division, household, officer, level, stage, status, cause, past, weekly }: AlertsQuestion): readonly Condition[] {
  const same = (column: string, value: string | number | undefined): readonly Condition[] => (value === undefined ? [] : [[column, '=', value]])
  return [
    ...(division === undefined ? [] : [['village', 'startsWith', divisionPrefix(division)] as const]),
    ...same('household', household),
    ...same('assignee', officer),
    ...same('level', level),
    ...same('stage', stage),
    ...same('status', weekly ? 'listed' : status),
    ...same('cause', cause),
    ...(past || weekly || status !== undefined ? [] : [['open', '=', 1] as const]),
  ]
}

function isDueBefore({ dueOn, respondBy }: AlertState, day: string): boolean {
  return (dueOn !== null && dueOn < day) || (respondBy !== null && respondBy < day)
}

export function alertRow(alert: AlertState): AlertRow {
  const { subject, place: village, cause, status, episode, level, sign, stage, assignee } = alert
  const { raisedOn, listedOn, firstSignOn, dueOn, phase, respondBy, found, closedOn } = alert
  return {
    alert: idOf(alert),
    subject,
    village,
    cause,
    status,
    episode,
    level,
    sign,
    stage,
    assignee,
    raisedOn,
    listedOn,
    firstSignOn,
    dueOn,
    phase,
    respondBy,
    found,
    closedOn,
  }
}

/** What people type: who and what. @example 'H00001.rule.medical-self-paid' */
export function idOf({ subject, cause }: Pick<AlertState, 'subject' | 'cause'>): string {
  return `${subject}.${cause}`
}

/** @throws TrackerError when there is, or was then, no such alert. */
export async function alertNamed(rows: RowStore, id: string, clocks: AlertClocks = {}): Promise<AlertState> {
  const of = named(id)
  const found = isOfThen(clocks) ? await alertsOfThen(rows, clocks, of) : (await rows.rows(alerts.table, { where: of })).map(alertOfRow)
  if (found[0]) return found[0]
  throw new TrackerError(
    'alert.unknown',
    `${isOfThen(clocks) ? '在所问的日期和时点' : ''}没有预警 ${quotable(id)}，编号的写法是 户编号.原因，如 H00001.rule.drop-out。`,
    `There is no alert ${quotable(id)}${isOfThen(clocks) ? ' on that day, as known then' : ''}; an id is HOUSEHOLD.CAUSE, such as H00001.rule.drop-out.`,
  )
}

function named(id: string): readonly Condition[] {
  const dot = id.indexOf('.')
  return [
    ['subject', '=', id.slice(0, Math.max(0, dot))],
    ['cause', '=', id.slice(dot + 1)],
  ]
}

export async function alertAtLength(rows: RowStore, id: string, clocks: AlertClocks = {}): Promise<AlertAtLength> {
  const alert = await alertNamed(rows, id, clocks)
  const { division, assignedBy, evidence, rule, department, visitedOn, countsAgain } = alert
  const said = await rows.rows(alertHistory.table, {
    where: [...named(id), ...saidByThen(clocks)],
    order: [
      ['position', 'asc'],
      ['n', 'asc'],
    ],
  })
  const history = said.map(({ type, episode, occurredOn, knownAt, position, actor, eventId, data }) => {
    const { division: _, subject: __, cause: ___, episode: ____, occurredOn: _____, ...rest } = data as Record<string, unknown>
    return { type, episode, occurredOn, knownAt, position: Number(position), actor, event: eventId, data: rest } as AlertStep
  })
  const reason = await reasonOfAlert(rows, alert, clocks)
  const next = nextStage(alert) ?? null
  return {
    ...alertRow(alert),
    division,
    assignedBy,
    evidence,
    rule,
    department,
    visitedOn,
    countsAgain,
    reason,
    again: againTold(alert, reason),
    next,
    history,
  }
}
