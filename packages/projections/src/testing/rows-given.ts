import type { Aggregate } from '@rural-tracker/domain'
import { openMemoryStore } from '@rural-tracker/event-store'
import type { Row } from '../rows.ts'
import { write } from './logs.ts'
import { type AnyModel, tablesKnownAtHead } from './tables.ts'
import { TODAY } from './trial.ts'

/** What somebody said, and who, if it matters. */
export type Told = Readonly<{ type: string; data: object; actor?: string }>

/**
 * The first law, told as stories: given these commands, the rows that people read are those. The n-th command, from 0, has the id `c<n>`.
 *
 * @throws when a command is refused, for then the story is another one than it says.
 * @example
 * const given = rowsGiven(paymentLedger, aggregates)
 * expect(await given(listOpened, paid, reversed).rows()).toMatchObject([{ amount: 30_000 }, { amount: -30_000 }])
 */
export function rowsGiven(model: AnyModel, aggregates: readonly Aggregate[]) {
  return (...story: readonly Told[]) => ({
    /** Rows of the first table, in the order in which their keys first came; of a list as of a day. */
    rows: async (asOf: string = TODAY): Promise<readonly Row[]> => {
      const store = openMemoryStore()
      const commands = story.map((told, i) => ({ actor: 'test:someone', source: 'test', ...told, commandId: `c${i}` }))
      const outcomes = await write(store, aggregates, commands)
      for (const [i, outcome] of outcomes.entries()) if (!outcome.ok) throw new Error(`command ${i} was refused: ${outcome.refused}`)
      return (await tablesKnownAtHead(store, model, asOf))[0] ?? []
    },
  })
}
