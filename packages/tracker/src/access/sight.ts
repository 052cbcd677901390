import { DivisionCode, divisionPrefix, divisionsUpFrom } from '@rural-tracker/domain'
import type { Condition, Order, Query, Row, RowStore, Table } from '@rural-tracker/projections'
import { type Placing, placings } from '@rural-tracker/read-models'
import { isInside, type Places } from './place.ts'

/** What of a row store is asked for answers. */
export type ReadableRows = Pick<RowStore, 'rows' | 'count' | 'scan'>

/** Those of some rows that may be seen. */
type Keep = (rows: readonly Row[]) => Promise<readonly Row[]>
/** Which rows of a table may be seen: by conditions that the engine keeps itself, or by looking at them. */
type Filter = Readonly<{ where: readonly Condition[] } | { keep: Keep }>

/**
 * The rows of one division and nothing else: every question to a table is answered as if no other row were there, its counts included. So what
 * is derived, added up or explained from rows need know nothing of callers.
 */
export function rowsWithin(all: RowStore, division: string, places: () => Promise<Places>): RowStore {
  const filterOf = async (table: Table) => filterFor(placings[table.name] ?? { by: 'engine' }, division, await places())

  async function* seen(table: Table, query: Pick<Query, 'where' | 'order'>): AsyncIterable<readonly Row[]> {
    const filter = await filterOf(table)
    if ('where' in filter) return yield* all.scan(table, { ...query, where: [...filter.where, ...(query.where ?? [])] })
    for await (const batch of all.scan(table, query)) {
      const kept = await filter.keep(batch)
      if (kept.length > 0) yield kept
    }
  }

  const rows: RowStore['rows'] = async (table, query = {}) => {
    const filter = await filterOf(table)
    const { page, ...rest } = query
    if ('where' in filter) return all.rows(table, { ...query, where: [...filter.where, ...(query.where ?? [])] })
    if (page === undefined) return [...(await filter.keep(await all.rows(table, rest)))]
    const { limit, offset = 0 } = page
    const found: Row[] = []
    let passed = 0
    for await (const batch of seen(table, { ...rest, order: inKeyOrder(table, rest.order) })) {
      for (const row of batch) if (passed++ >= offset) found.push(row)
      if (found.length >= limit) break
    }
    return found.slice(0, limit)
  }

  const count: RowStore['count'] = async (table, where = []) => {
    const filter = await filterOf(table)
    if ('where' in filter) return all.count(table, [...filter.where, ...where])
    let counted = 0
    for await (const batch of seen(table, { where, order: inKeyOrder(table) })) counted += batch.length
    return counted
  }

  // Who answers a caller writes no rows: there is nothing else to be had.
  return { rows, count, scan: seen } satisfies ReadableRows as unknown as RowStore
}

/** What stands together in an order stands by its key, so that pages of a scan neither repeat nor leave out a row. */
function inKeyOrder({ key }: Table, order: readonly Order[] = []): readonly Order[] {
  return [...order, ...key.filter((column) => !order.some(([one]) => one === column)).map((column): Order => [column, 'asc'])]
}

function filterFor(placing: Placing, division: string, places: Places): Filter {
  switch (placing.by) {
    case 'engine':
      return { keep: async () => [] }
    case 'region': {
      // What is set for a region holds in everything inside it.
      const above = new Set(divisionsUpFrom(division))
      return { keep: async (rows) => rows.filter((row) => above.has(String(row[placing.column])) || isInside(String(row[placing.column]), division)) }
    }
    case 'division':
      return divisionFilter(placing.column, division, places)
    case 'household':
      return { keep: (rows) => keepHomes(rows, placing.column, undefined, division, places) }
    case 'household or division':
      return { keep: (rows) => keepHomes(rows, placing.household, placing.division, division, places) }
    case 'subject':
      return { keep: (rows) => keepSubjects(rows, placing.column, division, places) }
    default: {
      const never: never = placing
      return never
    }
  }
}

/** The engine can tell a prefix; a village that has gone over a border is looked at. */
function divisionFilter(column: string, division: string, { present, merged }: Places): Filter {
  const crossing = [...merged].some(([was, is]) => isInside(was, division) !== isInside(is, division))
  if (!crossing) return { where: [[column, 'startsWith', divisionPrefix(division)]] }
  return { keep: async (rows) => rows.filter((row) => isInside(present(String(row[column])), division)) }
}

/** Those of households that live there, and of divisions that lie there. */
async function keepSubjects(rows: readonly Row[], column: string, division: string, places: Places): Promise<readonly Row[]> {
  const isDivision = (row: Row) => DivisionCode.safeParse(row[column]).success
  const homes = await keepHomes(
    rows.filter((row) => !isDivision(row)),
    column,
    undefined,
    division,
    places,
  )
  const here = new Set(homes)
  return rows.filter((row) => (isDivision(row) ? isInside(places.present(String(row[column])), division) : here.has(row)))
}

async function keepHomes(
  rows: readonly Row[],
  column: string,
  elsewise: string | undefined,
  division: string,
  { homesOf, present }: Places,
): Promise<readonly Row[]> {
  const households = [...new Set(rows.flatMap((row) => (row[column] === null ? [] : [String(row[column])])))]
  const homes = households.length === 0 ? new Map<string, string>() : await homesOf(households)
  return rows.filter((row) => {
    const household = row[column]
    if (household !== null) return isInside(homes.get(String(household)) ?? '-', division)
    return elsewise !== undefined && isInside(present(String(row[elsewise])), division)
  })
}
