import { aggregates } from '@rural-tracker/domain'
import { type Command, createImporter, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import fc from 'fast-check'

/** What the ninth law asks: as of a day, known at an instant. */
export type BothClocks = { asOf: string; knownAt: string }

const daysFrom = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString()

/** Some questions about a history of `histories.ts`, from before it begins until after it ends. */
export const questions: fc.Arbitrary<readonly BothClocks[]> = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }))
    .map(([a, b]) => ({ asOf: daysFrom('2019-06-01', a).slice(0, 10), knownAt: daysFrom('2019-12-20', b) })),
  { minLength: 3, maxLength: 6 },
)

/** The log that these commands make. Random ones are often refused. */
export async function logOf(commands: readonly Command[]): Promise<StoredEvent[]> {
  const store = openMemoryStore()
  await createImporter({ store, aggregates }).import(commands)
  const all: StoredEvent[] = []
  for await (const page of store.readAll()) all.push(...page.events)
  return all
}
