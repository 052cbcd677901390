import {
  ClosingWithdrawn,
  HouseholdClosed,
  HouseholdExitedPoverty,
  HouseholdMoved,
  HouseholdRegistered,
  MemberJoined,
  MemberLeft,
  PersonDied,
  ReportWithdrawn,
  VillageExitedPoverty,
  VillageMerged,
  VillageMergerWithdrawn,
  FacilityClosed,
  FacilityOpened,
  VillageRegistered,
} from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

type Profile = Readonly<{
  title: string | null
  poverty: string
  exitedOn: string | null
  /** The village it became part of. */
  mergedInto: string | null
  households: number
  residents: number
  registeredPoor: number
  exited: number
  facilities: Readonly<Record<string, number>>
}>

/** One village: who lives there, what it has, when it left poverty. Counts of today's knowledge; figures for a period are `contributions`. */
export const villageProfile = defineProjection({
  name: 'village_profile',
  version: 3,
  grows: 'by key',
  events: [
    VillageRegistered,
    VillageExitedPoverty,
    VillageMerged,
    VillageMergerWithdrawn,
    FacilityOpened,
    FacilityClosed,
    HouseholdRegistered,
    HouseholdMoved,
    MemberJoined,
    MemberLeft,
    PersonDied,
    HouseholdExitedPoverty,
    HouseholdClosed,
    ClosingWithdrawn,
    ReportWithdrawn,
  ],
  key: (event) => (event.type === 'HouseholdMoved' ? [event.data.from, event.data.to] : event.division),
  initial: (): Profile => ({
    title: null,
    poverty: 'none',
    exitedOn: null,
    mergedInto: null,
    households: 0,
    residents: 0,
    registeredPoor: 0,
    exited: 0,
    facilities: {},
  }),
  evolve: (row, event, village): Profile => {
    switch (event.type) {
      case 'VillageRegistered':
        return { ...row, title: event.data.title ?? null, poverty: event.data.poverty }
      case 'VillageExitedPoverty':
        return { ...row, exitedOn: event.data.occurredOn }
      case 'VillageMerged':
        return { ...row, mergedInto: event.data.into }
      case 'VillageMergerWithdrawn':
        return { ...row, mergedInto: row.mergedInto === event.data.into ? null : row.mergedInto }
      case 'FacilityOpened':
        return { ...row, facilities: { ...row.facilities, [event.data.facility]: (row.facilities[event.data.facility] ?? 0) + 1 } }
      case 'FacilityClosed':
        return { ...row, facilities: { ...row.facilities, [event.data.facility]: (row.facilities[event.data.facility] ?? 0) - 1 } }
      case 'HouseholdRegistered':
        return { ...row, households: row.households + 1, registeredPoor: row.registeredPoor + (event.data.kind === 'registeredPoor' ? 1 : 0) }
      case 'HouseholdMoved':
        return { ...row, households: row.households + (village === event.data.to ? 1 : -1) }
      case 'HouseholdClosed':
        return { ...row, households: row.households - 1 }
      case 'ClosingWithdrawn':
        return { ...row, households: row.households + 1 }
      case 'ReportWithdrawn':
        return event.data.of === 'PersonDied' ? { ...row, residents: row.residents + 1 } : row
      case 'MemberJoined':
        return { ...row, residents: row.residents + 1 }
      case 'MemberLeft':
      case 'PersonDied':
        return { ...row, residents: row.residents - 1 }
      case 'HouseholdExitedPoverty':
        return { ...row, exited: row.exited + 1 }
      default: {
        const never: never = event
        return never
      }
    }
  },
  columns: {
    title: { type: 'text', of: (row) => row.title },
    poverty: { type: 'text', of: (row) => row.poverty },
    households: { type: 'integer', of: (row) => row.households },
    residents: { type: 'integer', of: (row) => row.residents },
  },
})
