import fc from 'fast-check'
import { expect, it } from 'vitest'
import { postgresDialect } from '../postgres/dialect.ts'
import type { Condition, Order } from '../rows.ts'
import { sqlite } from '../sqlite/dialect.ts'
import { compiledSelect, type Select, selectFrom } from './select.ts'

const COLUMNS = ['a', 'b', 'c']
const column = fc.constantFrom(...COLUMNS)
const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null))
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(column, fc.constantFrom('=', '<', '<=', '>', '>='), value),
  fc.tuple(column, fc.constant('in'), fc.array(value)),
  fc.tuple(column, fc.constantFrom('startsWith', 'contains'), fc.string()),
)
const order: fc.Arbitrary<Order> = fc.oneof(
  fc.tuple(column, fc.constantFrom('asc', 'desc')),
  fc.tuple(column, fc.constantFrom('asc', 'desc'), fc.constant('nullsLast')),
)
const page = fc.oneof(fc.record({ limit: fc.nat() }), fc.record({ limit: fc.nat(), offset: fc.nat() }))
const after = fc.array(value, { minLength: 1, maxLength: 3 }).map((values) => ({ columns: COLUMNS.slice(0, values.length), values }))
const query: fc.Arbitrary<Select> = fc
  .record({ where: fc.array(condition, { maxLength: 3 }), order: fc.array(order, { maxLength: 2 }), page, after })
  .chain((whole) => fc.subarray(Object.keys(whole)).map((some) => Object.fromEntries(Object.entries(whole).filter(([key]) => some.includes(key)))))
const table = fc.constantFrom('one', 'other')
const columns = fc.constantFrom([], ['a'], COLUMNS)

for (const [engine, dialect] of [['SQLite', sqlite] as const, ['PostgreSQL', postgresDialect('read_models')] as const]) {
  it(`a select of ${engine} whose text was kept asks with the values of its own query, as one that is compiled anew`, () => {
    fc.assert(
      fc.property(table, columns, query, (name, names, asked) => {
        const anew = compiledSelect(dialect, dialect.views, name, names, asked)
        expect(selectFrom(dialect, dialect.views, name, names, asked)).toEqual(anew)
      }),
      { numRuns: 500 },
    )
  })
}
