import { describe, expect, it } from 'vitest'
import { deskOf, given } from '../testing/scenario.ts'
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
