import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { factRecord as aggregate } from '../../fact-record/decide.ts'
import { type DataOfEach, division, occurredOn, one } from './pools.ts'

export const factRecordCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  RecordFact: fc.record({
    division,
    programme: one('petition', 'hazard'),
    measure: one('case', 'drill'),
    reference: one('R1', 'R2'),
    amount: one(0, 7),
    unit: fc.constant('piece'),
    occurredOn,
  }),
}
