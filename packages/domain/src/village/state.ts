import type { Recorded } from '../aggregate.ts'
import { nothingSaid, type Said, say } from '../said.ts'
import type { VillageEvent } from './events.ts'

export type VillageState = Readonly<{
  registered: boolean
  deeplyPoor: boolean
  exited: boolean
  facilities: Readonly<Record<string, string>>
  doctors: readonly string[]
  /** What it became part of, by the event id of the report. */
  mergers: Readonly<Record<string, Merger>>
  said: Said
}>

type Merger = Readonly<{ into: string; occurredOn: string; withdrawn?: true }>

export const initial: VillageState = {
  registered: false,
  deeplyPoor: false,
  exited: false,
  facilities: {},
  doctors: [],
  mergers: {},
  said: nothingSaid,
}

/** What makes two reports the same report. */
export function factKey(event: VillageEvent): string {
  switch (event.type) {
    case 'GridRenovated':
      return `${event.type}/${event.data.stage}`
    case 'HonourAwarded':
    case 'HonourRevoked':
      return `${event.type}/${event.data.honour}/${event.data.level}/${event.data.awardedFor}`
    case 'EvaluationPassed':
      return `${event.type}/${event.data.evaluation}/${event.data.occurredOn}`
    case 'DisasterStruck':
      return `${event.type}/${event.data.disaster}`
    case 'BulkEventReported':
      return `${event.type}/${event.data.event}`
    default:
      return event.type
  }
}

export function evolve(state: VillageState, event: VillageEvent, recorded: Recorded): VillageState {
  switch (event.type) {
    case 'VillageRegistered':
      return { ...state, registered: true, deeplyPoor: event.data.poverty === 'deeplyPoor' }
    case 'VillageExitedPoverty':
      return { ...state, exited: true }
    case 'FacilityOpened':
      return { ...state, facilities: { ...state.facilities, [event.data.id]: event.data.facility } }
    case 'FacilityClosed': {
      const { [event.data.id]: _closed, ...facilities } = state.facilities
      return { ...state, facilities }
    }
    case 'DoctorAppointed':
      return { ...state, doctors: [...state.doctors, event.data.person] }
    case 'DoctorReleased':
      return { ...state, doctors: state.doctors.filter((person) => person !== event.data.person) }
    case 'VillageMerged': {
      const { into, occurredOn } = event.data
      return { ...state, mergers: { ...state.mergers, [recorded.id]: { into, occurredOn } } }
    }
    case 'VillageMergerWithdrawn': {
      const merger = state.mergers[event.data.reverses]
      return merger ? { ...state, mergers: { ...state.mergers, [event.data.reverses]: { ...merger, withdrawn: true } } } : state
    }
    case 'TrunkRoadPaved':
    case 'GridRenovated':
    case 'HonourAwarded':
    case 'HonourRevoked':
    case 'EvaluationPassed':
    case 'DisasterStruck':
    case 'BulkEventReported':
      return { ...state, said: say(state.said, factKey(event), event) }
    default: {
      const never: never = event
      return never
    }
  }
}
