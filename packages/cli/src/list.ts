import type { ListAnswer, ListChange, ListQuestion, ListRow, Tracker } from '@rural-tracker/tracker'
import { type Io, json, table } from './io.ts'
import { notice, warnBehind } from './show.ts'
import { CLASSES, STAGES, STATUSES } from './words.ts'

/** What is asked of the list: filters, order, page, both clocks, and an earlier day to compare with. */
export type ListAsked = ListQuestion & { asOf?: string; knownAt?: string; compare?: string }

export async function showList(tracker: Tracker, asked: ListAsked, io: Io, asJson: boolean): Promise<void> {
  const list = await tracker.list(asked)
  warnBehind(list, io)
  if (asJson) return json(io, list)
  const heading = `防返贫监测名单 截至 ${list.asOf}${list.knownAt ? `，按 ${list.knownAt} 时所知` : ''}：${list.total} 户`
  await io.out(`${await notice(tracker)}${heading}\n${listTable(list.rows, list.asOf)}\n${compared(list)}`)
}

/** The list as people read it. @example listTable(rows, '2024-06-30') // '户  村  类别  状态 …' */
export function listTable(rows: readonly ListRow[], asOf: string): string {
  const lines = rows.map((row) => [
    row.household,
    row.village,
    CLASSES[row.class] ?? row.class,
    STATUSES[row.status],
    row.level ?? '',
    due(row, asOf),
    row.helper ?? '',
    row.reasons.map(({ message }) => message.zh).join('；'),
  ])
  return table([['户', '村', '类别', '状态', '等级', '期限', '帮扶责任人', '原因'], ...lines])
}

function due({ deadline }: ListRow, asOf: string): string {
  if (deadline === null) return ''
  return `${deadline.on} ${STAGES[deadline.stage] ?? deadline.stage}${deadline.on < asOf ? '（已过）' : ''}`
}

function compared(list: ListAnswer): string {
  return list.compared === undefined ? '' : ['', ...comparedLines(list), ''].join('\n')
}

/** Who came, who left, and what changed, a household a line; of each part not more lines than `atMost`. */
export function comparedLines({ compared: with_, entered = [], left = [], changed = [] }: ListAnswer, atMost = Infinity): readonly string[] {
  if (with_ === undefined) return []
  const some = <Row>(rows: readonly Row[], told: (row: Row) => string) => [
    ...rows.slice(0, atMost).map((row) => `  ${told(row)}`),
    ...(rows.length > atMost ? [`  … 其余 ${rows.length - atMost} 户`] : []),
  ]
  return [
    `与 ${with_.asOf} 相比：进入 ${entered.length} 户，退出 ${left.length} 户，变化 ${changed.length} 户`,
    ...some(entered, (row) => `＋ ${inShort(row)}`),
    ...some(left, (row) => `－ ${inShort(row)}`),
    ...some(changed, (change) => `～ ${change.household} ${change.village} ${standing(change.was)} → ${standing(change.is)}`),
  ]
}

/** A household in one line: where it stands and why. */
export function inShort({ household, village, class: word, status, reasons }: ListRow): string {
  const why = reasons.map(({ message }) => message.zh).join('；')
  return `${household} ${village} ${CLASSES[word] ?? word} ${STATUSES[status]}${why === '' ? '' : `：${why}`}`
}

function standing({ class: word, status, level, rules }: ListChange['is']): string {
  return `${CLASSES[word] ?? word}/${STATUSES[status as ListRow['status']]}${level === null ? '' : `/${level}`}${rules.length === 0 ? '' : `（${rules.join('、')}）`}`
}
