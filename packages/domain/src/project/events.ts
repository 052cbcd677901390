import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { LocalId } from '../values/ids.ts'
import { PositiveFen } from '../values/money.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

const here = { division: DivisionCode, project: LocalId, occurredOn: IsoDate }
export const ProjectKind = z.enum(['road', 'bridge', 'drinkingWater', 'baseStation', 'fibre', 'expressLink'])
/** 项目库 entry, 申报. */
export const ProjectProposed = defineEvent(
  'ProjectProposed',
  z.strictObject({ ...here, kind: ProjectKind, title: z.string().min(1).max(60).optional() }),
)
/** 审核, 论证: village, town, county. */
export const ProjectReviewed = defineEvent('ProjectReviewed', z.strictObject({ ...here, level: z.enum(['village', 'township', 'county']) }))
/** 审定 (国乡振发〔2021〕3号). */
export const ProjectApproved = defineEvent('ProjectApproved', z.strictObject({ ...here }))
export const ProjectFundsAllocated = defineEvent('ProjectFundsAllocated', z.strictObject({ ...here, amount: PositiveFen }))
export const ProjectContractSigned = defineEvent('ProjectContractSigned', z.strictObject({ ...here, amount: PositiveFen }))
export const ProjectStarted = defineEvent('ProjectStarted', z.strictObject({ ...here }))
export const ProjectProgressReported = defineEvent('ProjectProgressReported', z.strictObject({ ...here, percent: z.int().min(0).max(100) }))
/** Physical quantities as integers in the unit named: length in metres. */
export const Quantity = z.strictObject({
  measure: z.enum(['length', 'count', 'peopleServed']),
  amount: z.int().positive(),
  unit: z.enum(['m', 'piece', 'person']),
})
export const ProjectCompleted = defineEvent('ProjectCompleted', z.strictObject({ ...here, kind: ProjectKind, quantities: z.array(Quantity) }))
export const ProjectAccepted = defineEvent('ProjectAccepted', z.strictObject({ ...here }))
/** 结算: what the project cost, its investment. */
export const ProjectSettled = defineEvent('ProjectSettled', z.strictObject({ ...here, kind: ProjectKind, amount: PositiveFen }))
/** 报账. */
export const ProjectReimbursed = defineEvent('ProjectReimbursed', z.strictObject({ ...here, amount: PositiveFen }))
/** 资产移交 (国办函〔2021〕51号). */
export const ProjectAssetHandedOver = defineEvent(
  'ProjectAssetHandedOver',
  z.strictObject({ ...here, owner: z.enum(['state', 'villageCollective', 'household']) }),
)

export const projectEvents = [
  ProjectProposed,
  ProjectReviewed,
  ProjectApproved,
  ProjectFundsAllocated,
  ProjectContractSigned,
  ProjectStarted,
  ProjectProgressReported,
  ProjectCompleted,
  ProjectAccepted,
  ProjectSettled,
  ProjectReimbursed,
  ProjectAssetHandedOver,
] as const
export type ProjectEvent = EventOf<(typeof projectEvents)[number]>
