import type { Command } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { type Law, laws } from './laws.ts'
import { type Subject, Trial } from './trial.ts'

export type Laws = Subject &
  Readonly<{
    /** Random histories, as commands. */
    histories: fc.Arbitrary<readonly Command[]>
    runs?: number
  }>

/**
 * The laws every read model keeps, on random histories. What the rows mean is told by `rowsGiven`; a derived list has one law more, which
 * is its own: rows for any two clocks = a naive recomputation.
 *
 * @example describeProjection({ model: paymentLedger, aggregates, histories, rows: () => openSqliteRows(':memory:') })
 */
export function describeProjection({ histories, runs = 25, ...subject }: Laws): void {
  describe(`${subject.model.name}: the laws of a projection`, () => {
    for (const law of Object.values<Law>(laws))
      it(law.title, () =>
        fc.assert(
          lawOn(() => subject, law, histories),
          { numRuns: runs },
        ),
      )
  })
}

/**
 * One law of one model as a property, for `fc.assert` and `fc.check`. The subject is made anew for each history: what a faulty one
 * remembers ends with it, and cannot hide the fault in the next, where the same event ids come again.
 */
export function lawOn(subject: () => Subject, law: Law, histories: fc.Arbitrary<readonly Command[]>) {
  // As long as a history, or a law that shuffles would often leave everything in its place; a shrunk one is all zeros and does.
  const ranks = fc.array(fc.nat({ max: 999 }), { minLength: 60, maxLength: 80, size: 'max' })
  return fc.asyncProperty(histories, ranks, (commands, order) => law.holds(new Trial(subject()), commands, order))
}
