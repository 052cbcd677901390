import { quotable } from '@rural-tracker/domain'
import type { Condition, Order, Query, Row, RowStore, Table } from '@rural-tracker/projections'
import { readModels } from '@rural-tracker/read-models'
import { TrackerError } from './config.ts'

/** Which rows of a read model. */
export type RowsQuestion = Readonly<{
  model: string
  where?: readonly RowFilter[]
  order?: readonly Readonly<{ column: string; descending: boolean }>[]
  limit: number
  offset?: number
}>

/** A condition as it was typed: a column, what its value is to be, and the value as text. */
export type RowFilter = Readonly<{ column: string; is: RowComparison; value: string }>

export const ROW_COMPARISONS = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=', in: 'in', startsWith: 'startsWith', contains: 'contains' } as const
export type RowComparison = keyof typeof ROW_COMPARISONS

export type ModelRows = Readonly<{ model: string; total: number; rows: readonly Row[] }>

/**
 * One page of the rows of any read model, and how many there are. What is equal in the order asked for stands by the key of the table, so that
 * pages neither repeat nor leave out a row.
 *
 * @throws TrackerError for a model, a column or a value that does not fit.
 */
export async function modelRows(rows: RowStore, { model, where = [], order = [], limit, offset = 0 }: RowsQuestion): Promise<ModelRows> {
  const table = tableOf(model)
  const conditions = where.map((filter) => conditionOf(table, filter))
  const asked = order.map(({ column, descending }): Order => [knownColumn(table, column), descending ? 'desc' : 'asc'])
  const tie = table.key.filter((column) => !asked.some(([one]) => one === column)).map((column): Order => [column, 'asc'])
  const query: Query = { where: conditions, order: [...asked, ...tie], page: { limit, offset } }
  return { model, total: await rows.count(table, conditions), rows: await rows.rows(table, query) }
}

/** The table that people read. What a list is derived from is told by its explanations. */
function tableOf(model: string): Table {
  const table = readModels.find(({ name }) => name === model)?.tables[0]
  if (table !== undefined) return table
  throw new TrackerError(
    'rows.model-unknown',
    `没有读模型 ${quotable(model)}，请核对名称。`,
    `There is no read model ${quotable(model)}; check its name.`,
  )
}

function knownColumn(table: Table, column: string): string {
  const type = Object.hasOwn(table.columns, column) ? table.columns[column] : undefined
  if (type === 'text' || type === 'integer') return column
  const known = Object.entries(table.columns).flatMap(([name, of]) => (of === 'json' ? [] : [name]))
  throw new TrackerError(
    'rows.column-unknown',
    `表 ${table.name} 不能按 ${quotable(column)} 筛选或排序，可用的列：${known.join('、')}。`,
    `The table ${table.name} cannot be filtered or sorted by ${quotable(column)}; its columns for that are ${known.join(', ')}.`,
  )
}

function conditionOf(table: Table, { column, is, value }: RowFilter): Condition {
  const type = table.columns[knownColumn(table, column)]
  if (is === 'in') return [column, 'in', value.split(',').map((one) => valueOf(table, column, type, one))]
  if (type === 'integer' && (is === 'startsWith' || is === 'contains')) throw noWholeNumber(table, column)
  return [column, ROW_COMPARISONS[is], valueOf(table, column, type, value)]
}

function valueOf(table: Table, column: string, type: string | undefined, text: string): string | number {
  if (type !== 'integer') return text
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  throw noWholeNumber(table, column)
}

function noWholeNumber({ name }: Table, column: string): TrackerError {
  return new TrackerError(
    'rows.value-malformed',
    `表 ${name} 的列 ${column} 是整数，请用 eq、lt、le、gt、ge 或 in 与整数比较。`,
    `The column ${column} of the table ${name} is a whole number; compare it with whole numbers by eq, lt, le, gt, ge or in.`,
  )
}
