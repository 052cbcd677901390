import { describe, expect, it } from 'vitest'
import { deskOf, eventId, given } from '../testing/scenario.ts'
import * as events from './events.ts'

const village = '431224105201'
const occurredOn = '2018-05-01'
const here = { village, occurredOn }
const registered = events.VillageRegistered({ ...here, level: 'village', poverty: 'deeplyPoor' })

describe('a village', () => {
  it('has one stream for ever', () => {
    expect(deskOf('PaveTrunkRoad').command.stream(here)).toBe('village-431224105201-self')
  })

  it('is registered once, and before anything is said of it', () => {
    given()
      .when({ type: 'RegisterVillage', data: { ...here, level: 'village', poverty: 'deeplyPoor' } })
      .then(registered)
    given(registered)
      .when({ type: 'RegisterVillage', data: { ...here, level: 'village', poverty: 'none' } })
      .thenNothingHappens()
    given().when({ type: 'PaveTrunkRoad', data: here }).thenRefused('village.unknown')
  })

  it('exits poverty as the village it was', () => {
    given(registered)
      .when({ type: 'ExitVillagePoverty', data: here })
      .then(events.VillageExitedPoverty({ ...here, deeplyPoor: true }))
  })

  it('closes a facility by its id and may open it again', () => {
    const opened = events.FacilityOpened({ ...here, facility: 'clinic', id: 'clinic1' })
    const closed = events.FacilityClosed({ ...here, facility: 'clinic', id: 'clinic1' })
    given(registered, opened)
      .when({ type: 'CloseFacility', data: { ...here, id: 'clinic1' } })
      .then(closed)
    given(registered)
      .when({ type: 'CloseFacility', data: { ...here, id: 'clinic1' } })
      .thenNothingHappens()
    given(registered, opened, closed)
      .when({ type: 'OpenFacility', data: { ...here, facility: 'clinic', id: 'clinic1' } })
      .then(opened)
  })

  it('releases only a doctor that it has', () => {
    const doctor = { ...here, person: 'P00001' }
    given(registered, events.DoctorAppointed(doctor)).when({ type: 'ReleaseDoctor', data: doctor }).then(events.DoctorReleased(doctor))
    given(registered).when({ type: 'ReleaseDoctor', data: doctor }).thenNothingHappens()
  })

  it('is given an honour once for a year, and again for the next', () => {
    const honour = { ...here, honour: 'workSafety', level: 'county', awardedFor: 2018 } as const
    given(registered, events.HonourAwarded(honour)).when({ type: 'AwardHonour', data: honour }).thenNothingHappens()
    given(registered, events.HonourAwarded(honour))
      .when({ type: 'AwardHonour', data: { ...honour, awardedFor: 2019 } })
      .then(events.HonourAwarded({ ...honour, awardedFor: 2019 }))
    given(registered, events.HonourAwarded(honour)).when({ type: 'RevokeHonour', data: honour }).then(events.HonourRevoked(honour))
  })

  it('has its grid renovated and, later, upgraded', () => {
    given(registered, events.GridRenovated({ ...here, stage: 'renovation' }))
      .when({ type: 'RenovateGrid', data: { ...here, stage: 'upgrade' } })
      .then(events.GridRenovated({ ...here, stage: 'upgrade' }))
  })
})

describe('a village that becomes part of another', () => {
  const into = '431224105202'
  const merged = events.VillageMerged({ ...here, into })
  const withdrawn = events.VillageMergerWithdrawn({ ...here, reverses: eventId(1), into, reason: 'otherVillage' })

  it('says so in its own stream, once', () => {
    given(registered)
      .when({ type: 'MergeVillage', data: { ...here, into } })
      .then(merged)
    given(registered, merged)
      .when({ type: 'MergeVillage', data: { ...here, into } })
      .thenNothingHappens()
    given()
      .when({ type: 'MergeVillage', data: { ...here, into } })
      .thenRefused('village.unknown')
  })

  it('is recorded also when another report says something else', () => {
    const other = events.VillageMerged({ ...here, occurredOn: '2019-01-01', into: '431224105203' })
    given(registered, merged).when({ type: 'MergeVillage', data: other.data }).then(other)
  })

  it('cannot become part of itself', () => {
    expect(deskOf('MergeVillage').command.data.safeParse({ ...here, into: village }).error?.issues[0]?.path).toEqual(['into'])
  })

  it('is taken back by an event that points at the report and carries what it said', () => {
    given(registered, merged)
      .when({ type: 'WithdrawMerger', data: { village, reverses: eventId(1), reason: 'otherVillage' } })
      .then(withdrawn)
    given(registered, merged, withdrawn)
      .when({ type: 'WithdrawMerger', data: { village, reverses: eventId(1), reason: 'mistaken' } })
      .thenNothingHappens()
    given(registered)
      .when({ type: 'WithdrawMerger', data: { village, reverses: eventId(1), reason: 'mistaken' } })
      .thenRefused('village.no-such-merger')
  })
})

describe('what strikes many in a village', () => {
  const flood = events.DisasterStruck({ ...here, disaster: 'D1', kind: 'flood', households: 14 })
  const fall = events.BulkEventReported({ ...here, event: 'B1', kind: 'priceFall', households: 30 })

  it('is a disaster or another event, each once under its number, and again when more households turn out to be struck', () => {
    given(registered).when({ type: 'ReportDisaster', data: flood.data }).then(flood)
    given(registered, flood)
      .when({ type: 'ReportDisaster', data: { ...flood.data, households: 21 } })
      .then(events.DisasterStruck({ ...flood.data, households: 21 }))
    given(registered).when({ type: 'ReportBulkEvent', data: fall.data }).then(fall)
    given(registered, fall)
      .when({ type: 'ReportBulkEvent', data: { ...fall.data, event: 'B2' } })
      .then(events.BulkEventReported({ ...fall.data, event: 'B2' }))
  })

  it('is a natural disaster of the code table of risks, and no accident', () => {
    expect(deskOf('ReportDisaster').command.data.safeParse({ ...flood.data, kind: 'accident' }).error?.issues[0]?.path).toEqual(['kind'])
  })

  it('is told of a registered village only', () => {
    given().when({ type: 'ReportDisaster', data: flood.data }).thenRefused('village.unknown')
  })
})
