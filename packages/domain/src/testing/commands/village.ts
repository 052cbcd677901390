import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { village as aggregate } from '../../village/decide.ts'
import { DisasterKind } from '../../household/events.ts'
import { Facility, Honour } from '../../village/events.ts'
import { type DataOfEach, event, occurredOn, one, person, title, village, year, keys } from './pools.ts'

const here = { village, occurredOn }
const facility = one('F1', 'F2')
const honour = { honour: one(...Honour.options.slice(0, 2)), level: one('county', 'city'), awardedFor: year }

export const villageCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  RegisterVillage: fc.record(
    { ...here, level: one('village', 'township'), title, poverty: one('none', 'poor', 'deeplyPoor') },
    { requiredKeys: [...keys(here), 'level', 'poverty'] },
  ),
  ExitVillagePoverty: fc.record(here),
  OpenFacility: fc.record({ ...here, facility: one(...Facility.options), id: facility }),
  CloseFacility: fc.record({ ...here, id: facility }),
  AppointDoctor: fc.record({ ...here, person }),
  ReleaseDoctor: fc.record({ ...here, person }),
  PaveTrunkRoad: fc.record(here),
  RenovateGrid: fc.record({ ...here, stage: one('renovation', 'upgrade') }),
  AwardHonour: fc.record({ ...here, ...honour }),
  RevokeHonour: fc.record({ ...here, ...honour }),
  PassEvaluation: fc.record({
    ...here,
    evaluation: one('thirdParty', 'povertyCensus', 'relocationReview', 'fieldAssessment'),
    problems: one(0, 2),
  }),
  MergeVillage: fc.record({ ...here, into: one('431224105203', '431224105204') }),
  ReportDisaster: fc.record({ ...here, disaster: one('D1', 'D2'), kind: one(...DisasterKind.options), households: one(3, 40) }),
  ReportBulkEvent: fc.record({ ...here, event: one('B1', 'B2'), kind: one('epidemic', 'priceFall', 'layOff'), households: one(3, 40) }),
  WithdrawMerger: fc.record({ village, reverses: event, reason: one('mistaken', 'otherVillage') }),
}
