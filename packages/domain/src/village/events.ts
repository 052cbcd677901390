import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { DisasterKind } from '../household/kinds.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { EventId, LocalId, PersonId } from '../values/ids.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

const here = { village: DivisionCode, occurredOn: IsoDate }

/** A village or the township itself. `title` is its public name. */
export const VillageRegistered = defineEvent(
  'VillageRegistered',
  z.strictObject({
    ...here,
    level: z.enum(['village', 'township']),
    title: z.string().min(1).max(40).optional(),
    poverty: z.enum(['none', 'poor', 'deeplyPoor']),
  }),
)
/** 贫困村出列. */
export const VillageExitedPoverty = defineEvent('VillageExitedPoverty', z.strictObject({ ...here, deeplyPoor: z.boolean() }))

export const Facility = z.enum([
  'clinic',
  'standardClinic',
  'servicePlatform',
  'activityVenue',
  'cultureRoom',
  'elderlySquare',
  'nursingHome',
  'estate',
])
export const FacilityOpened = defineEvent('FacilityOpened', z.strictObject({ ...here, facility: Facility, id: LocalId }))
export const FacilityClosed = defineEvent('FacilityClosed', z.strictObject({ ...here, facility: Facility, id: LocalId }))
export const DoctorAppointed = defineEvent('DoctorAppointed', z.strictObject({ ...here, person: PersonId }))
export const DoctorReleased = defineEvent('DoctorReleased', z.strictObject({ ...here, person: PersonId }))
export const TrunkRoadPaved = defineEvent('TrunkRoadPaved', z.strictObject({ ...here }))
export const GridRenovated = defineEvent('GridRenovated', z.strictObject({ ...here, stage: z.enum(['renovation', 'upgrade']) }))

export const Honour = z.enum([
  'beautifulVillages',
  'sanitaryVillage',
  'workSafety',
  'workSafetyModel',
  'workSafetyAndFire',
  'forestFire',
  'drugControl',
  'safeTownship',
  'ruleOfLawVillage',
])
const honour = { honour: Honour, level: z.enum(['county', 'city', 'province']), awardedFor: z.int().min(1990).max(2100) }
export const HonourAwarded = defineEvent('HonourAwarded', z.strictObject({ ...here, ...honour }))
export const HonourRevoked = defineEvent('HonourRevoked', z.strictObject({ ...here, ...honour }))
export const EvaluationPassed = defineEvent(
  'EvaluationPassed',
  z.strictObject({
    ...here,
    evaluation: z.enum(['thirdParty', 'povertyCensus', 'relocationReview', 'fieldAssessment']),
    problems: z.int().nonnegative(),
  }),
)
/** 合村并居: from `occurredOn` on the village is part of another. What happened in it keeps the village of that day. */
export const VillageMerged = defineEvent('VillageMerged', z.strictObject({ ...here, into: DivisionCode }))
/** The report was wrong and never true. */
export const VillageMergerWithdrawn = defineEvent(
  'VillageMergerWithdrawn',
  z.strictObject({ ...here, reverses: EventId, into: DivisionCode, reason: z.enum(['mistaken', 'otherVillage']) }),
)

/** A natural disaster that struck many: `households` is how many, as far as was known when it was reported. */
export const DisasterStruck = defineEvent(
  'DisasterStruck',
  z.strictObject({ ...here, disaster: LocalId, kind: DisasterKind, households: z.int().nonnegative() }),
)
/** What else can throw many back at once (规模性返贫): an epidemic of animals, a fall of prices, a lay-off. */
export const BulkEventReported = defineEvent(
  'BulkEventReported',
  z.strictObject({ ...here, event: LocalId, kind: z.enum(['epidemic', 'priceFall', 'layOff']), households: z.int().nonnegative() }),
)

export const villageEvents = [
  VillageRegistered,
  VillageExitedPoverty,
  FacilityOpened,
  FacilityClosed,
  DoctorAppointed,
  DoctorReleased,
  TrunkRoadPaved,
  GridRenovated,
  HonourAwarded,
  HonourRevoked,
  EvaluationPassed,
  VillageMerged,
  VillageMergerWithdrawn,
  DisasterStruck,
  BulkEventReported,
] as const
export type VillageEvent = EventOf<(typeof villageEvents)[number]>
