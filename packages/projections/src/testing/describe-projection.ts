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
    for (const law of Object.values<Law>(laws)) it(law.title, () => fc.assert(lawOn(subject, law, histories), { numRuns: runs }))
  })
}

/** One law of one model as a property, for `fc.assert` and `fc.check`. */
export function lawOn(subject: Subject, law: Law, histories: fc.Arbitrary<readonly Command[]>) {
  const trial = new Trial(subject)
  return fc.asyncProperty(histories, fc.array(fc.nat({ max: 99 }), { maxLength: 80 }), (commands, ranks) => law.holds(trial, commands, ranks))
}
