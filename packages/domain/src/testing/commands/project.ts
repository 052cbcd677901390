import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { project as aggregate } from '../../project/decide.ts'
import { ProjectKind } from '../../project/events.ts'
import { type DataOfEach, amount, division, occurredOn, one, title, keys } from './pools.ts'

const ofProject = { division, project: one('J1', 'J2'), occurredOn }

export const projectCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  ProposeProject: fc.record({ ...ofProject, kind: one(...ProjectKind.options), title }, { requiredKeys: [...keys(ofProject), 'kind'] }),
  ReviewProject: fc.record({ ...ofProject, level: one('village', 'township', 'county') }),
  ApproveProject: fc.record(ofProject),
  AllocateFunds: fc.record({ ...ofProject, amount }),
  SignContract: fc.record({ ...ofProject, amount }),
  StartProject: fc.record(ofProject),
  ReportProgress: fc.record({ ...ofProject, percent: one(0, 40, 100) }),
  CompleteProject: fc.record({
    ...ofProject,
    quantities: fc.array(fc.record({ measure: one('length', 'count', 'peopleServed'), amount: one(1, 3_000), unit: one('m', 'piece', 'person') }), {
      maxLength: 2,
    }),
  }),
  AcceptProject: fc.record(ofProject),
  SettleProject: fc.record({ ...ofProject, amount }),
  Reimburse: fc.record({ ...ofProject, amount }),
  HandOverAsset: fc.record({ ...ofProject, owner: one('state', 'villageCollective', 'household') }),
}
