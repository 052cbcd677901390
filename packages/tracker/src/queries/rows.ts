import { z } from 'zod'
import { everybody, overseers } from '../access/roles.ts'
import { TrackerError } from '../config.ts'
import { ROW_COMPARISONS, type RowComparison, type RowFilter } from '../model-rows.ts'
import { answered, page, told } from './params.ts'
import { defineQuery } from './query.ts'

/** Read models that tell of those who use the system and not of the township. */
const OVERSEEN: ReadonlySet<string> = new Set(['service_keys', 'name_readings'])

const COMPARISONS = Object.keys(ROW_COMPARISONS) as readonly RowComparison[]
const FILTER = new RegExp(`^(\\w{1,60}):(${COMPARISONS.join('|')}):(.{0,1000})$`, 's')
const Filter = z.string().regex(FILTER)
const Column = z.string().regex(/^-?\w{1,60}$/)

/** One text or several of them, as a URL says them. */
const several = <T extends z.ZodString>(one: T) => z.union([one.transform((text) => [text]), z.array(one).max(20)])

/**
 * The rows of every read model. `where` is `column:comparison:value`, once or more often; `order` a column, with `-` before it to descend.
 *
 * @example query('rows', { model: 'payment_ledger', where: ['programme:eq:livingAllowance', 'on:ge:2020-01-01'], order: '-amount', limit: 20 })
 */
export const rows = defineQuery({
  name: 'rows',
  title: { zh: '读模型的行', en: 'The rows of a read model' },
  params: z.strictObject({
    model: z.string().regex(/^\w{1,60}$/),
    where: several(Filter).optional(),
    order: several(Column).optional(),
    ...page,
  }),
  result: z.looseObject({ ...answered, model: z.string(), total: z.int(), rows: z.array(told) }),
  mayRead: everybody,
  isScan: ({ where = [] }) => !where.some((filter) => /^\w+:eq:/.test(filter)),
  run: async (tracker, { model, where = [], order = [], limit, offset }, { role }) => {
    if (OVERSEEN.has(model) && !overseers.includes(role)) {
      throw new TrackerError('access.role', `角色 ${role} 不能查询 ${model}。`, `The role ${role} may not read ${model}.`)
    }
    return tracker.rows({
      model,
      where: where.map(filterOf),
      order: order.map((column) => ({ column: column.replace(/^-/, ''), descending: column.startsWith('-') })),
      limit,
      offset,
    })
  },
})

function filterOf(text: string): RowFilter {
  const [, column = '', is = '', value = ''] = FILTER.exec(text) ?? []
  return { column, is: is as RowComparison, value }
}
