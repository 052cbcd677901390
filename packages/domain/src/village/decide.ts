import type { z } from 'zod'
import { type Decision, defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import type { EventDefinition } from '../event.ts'
import { isSaid } from '../said.ts'
import type { IsoDate } from '../values/dates.ts'
import type { DivisionCode } from '../values/division.ts'
import * as events from './events.ts'
import { evolve, factKey, initial, type VillageState } from './state.ts'

const command = defineCommand<VillageState>()
const stream = ({ village }: { village: string }) => streamName('village', village, 'self')
const unknown = refuse('village.unknown', '该村尚未登记，请先登记村。', 'The village is not registered; register it first.')

type Dated = z.ZodObject<{ village: typeof DivisionCode; occurredOn: typeof IsoDate }>

/** A report that is kept once under its business key. */
function plainReport<const Type extends string, Event extends events.VillageEvent['type'], Schema extends Dated>(
  type: Type,
  event: EventDefinition<Event, Schema>,
) {
  return command({
    type,
    kind: 'report',
    data: event.schema,
    stream: (data) => stream(data as { village: string }),
    decide: (data, state): Decision => {
      if (!state.registered) return unknown
      const fact = event(data) as events.VillageEvent
      return isSaid(state.said, factKey(fact), fact) ? [] : [fact]
    },
  })
}

export const registerVillage = command({
  type: 'RegisterVillage',
  kind: 'order',
  data: events.VillageRegistered.schema,
  stream,
  decide: (data, state) => (state.registered ? [] : [events.VillageRegistered(data)]),
})

export const exitVillagePoverty = command({
  type: 'ExitVillagePoverty',
  kind: 'report',
  data: events.VillageExitedPoverty.schema.omit({ deeplyPoor: true }),
  stream,
  decide: (data, state) => {
    if (!state.registered) return unknown
    return state.exited ? [] : [events.VillageExitedPoverty({ ...data, deeplyPoor: state.deeplyPoor })]
  },
})

export const openFacility = command({
  type: 'OpenFacility',
  kind: 'report',
  data: events.FacilityOpened.schema,
  stream,
  decide: (data, state) => (!state.registered ? unknown : state.facilities[data.id] ? [] : [events.FacilityOpened(data)]),
})

export const closeFacility = command({
  type: 'CloseFacility',
  kind: 'report',
  data: events.FacilityClosed.schema.omit({ facility: true }),
  stream,
  decide: (data, state) => {
    const facility = state.facilities[data.id]
    return facility ? [events.FacilityClosed({ ...data, facility: events.Facility.parse(facility) })] : []
  },
})

export const appointDoctor = command({
  type: 'AppointDoctor',
  kind: 'report',
  data: events.DoctorAppointed.schema,
  stream,
  decide: (data, state) => (!state.registered ? unknown : state.doctors.includes(data.person) ? [] : [events.DoctorAppointed(data)]),
})

export const releaseDoctor = command({
  type: 'ReleaseDoctor',
  kind: 'report',
  data: events.DoctorReleased.schema,
  stream,
  decide: (data, state) => (state.doctors.includes(data.person) ? [events.DoctorReleased(data)] : []),
})

export const paveTrunkRoad = plainReport('PaveTrunkRoad', events.TrunkRoadPaved)
export const renovateGrid = plainReport('RenovateGrid', events.GridRenovated)
export const awardHonour = plainReport('AwardHonour', events.HonourAwarded)
export const revokeHonour = plainReport('RevokeHonour', events.HonourRevoked)
export const passEvaluation = plainReport('PassEvaluation', events.EvaluationPassed)
export const reportDisaster = plainReport('ReportDisaster', events.DisasterStruck)
export const reportBulkEvent = plainReport('ReportBulkEvent', events.BulkEventReported)

/** The stream and the codes keep the division they were born with; questions map it when they ask for the divisions of a later day. */
export const mergeVillage = command({
  type: 'MergeVillage',
  kind: 'report',
  data: events.VillageMerged.schema.refine(({ village: one, into }) => one !== into, { path: ['into'] }),
  stream,
  decide: (data, state) => {
    if (!state.registered) return unknown
    const known = Object.values(state.mergers).some(({ into, occurredOn }) => into === data.into && occurredOn === data.occurredOn)
    return known ? [] : [events.VillageMerged(data)]
  },
})

export const withdrawMerger = command({
  type: 'WithdrawMerger',
  kind: 'order',
  data: events.VillageMergerWithdrawn.schema.omit({ into: true, occurredOn: true }),
  stream,
  decide: (data, state) => {
    const merger = state.mergers[data.reverses]
    if (!merger)
      return refuse('village.no-such-merger', '该村没有这条合并记录，请核对事件编号。', 'The village has no such merger; check the event id.')
    if (merger.withdrawn) return []
    return [events.VillageMergerWithdrawn({ ...data, into: merger.into, occurredOn: merger.occurredOn })]
  },
})

/** 村, and the township itself: what it has, what it was awarded, when it left poverty. */
export const village = defineAggregate({
  category: 'village',
  events: events.villageEvents,
  initial,
  evolve,
  commands: [
    registerVillage,
    exitVillagePoverty,
    openFacility,
    closeFacility,
    appointDoctor,
    releaseDoctor,
    paveTrunkRoad,
    renovateGrid,
    awardHonour,
    revokeHonour,
    passEvaluation,
    mergeVillage,
    withdrawMerger,
    reportDisaster,
    reportBulkEvent,
  ],
})
