import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { report as aggregate } from '../../report/decide.ts'
import { type DataOfEach, division, occurredOn, one, title, window } from './pools.ts'

export const reportCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  PublishReport: fc.record({ division, report: one('R1', 'R2'), occurredOn, title, period: window }),
  PublishFigure: fc.record({
    division,
    report: one('R1', 'R2'),
    occurredOn,
    claim: one('SF-001', 'SF-002'),
    kind: one('computed', 'fact', 'statement'),
    indicator: one('housing.renovated', null),
    value: one(848, 12.5, null),
    written: one('848户', '逐年上升'),
    unit: one('household', 'none'),
    relation: one('=', '≥', 'conflict', 'none'),
    period: window,
    reason: one('no event can say it', null),
    quote: one('危房改造848户', '逐年上升'),
  }),
}
