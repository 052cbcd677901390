import { HouseholdId } from '@rural-tracker/domain'
import { z } from 'zod'
import { everybody } from '../access/roles.ts'
import { answered, page, told } from './params.ts'
import { defineQuery } from './query.ts'

export const findings = defineQuery({
  name: 'findings',
  title: { zh: '有问题的发放', en: 'Payments that something is wrong with' },
  params: z.strictObject({ household: HouseholdId.optional(), ...page }),
  result: z.looseObject({ ...answered, total: z.int(), rows: z.array(told) }),
  mayRead: everybody,
  isScan: ({ household }) => household === undefined,
  run: async (tracker, { household, limit, offset }) => {
    const where = household === undefined ? [] : [{ column: 'household', is: 'eq', value: household } as const]
    const order = ['on', 'eventId', 'finding'].map((column) => ({ column, descending: false }))
    const { position, behind, total, rows } = await tracker.rows({ model: 'payment_findings', where, order, limit, offset })
    return { position, behind, total, rows: rows.map(({ subject: _, position: __, ...finding }) => finding) }
  },
})
