import type { z } from 'zod'
import { nothingSaid, type Said, say } from '../said.ts'
import type { ProjectEvent, ProjectKind } from './events.ts'

export type ProjectState = Readonly<{
  kind?: z.infer<typeof ProjectKind>
  reviewed: readonly string[]
  approved: boolean
  settled: number
  reimbursed: number
  said: Said
}>

export const initial: ProjectState = { reviewed: [], approved: false, settled: 0, reimbursed: 0, said: nothingSaid }

/** What makes two reports the same report. */
export function factKey({ type, data }: ProjectEvent): string {
  return 'level' in data ? `${type}/${data.level}` : `${type}/${data.occurredOn}`
}

export function evolve(before: ProjectState, event: ProjectEvent): ProjectState {
  const state = { ...before, said: say(before.said, factKey(event), event) }
  switch (event.type) {
    case 'ProjectProposed':
      return { ...state, kind: event.data.kind }
    case 'ProjectReviewed':
      return { ...state, reviewed: [...state.reviewed, event.data.level] }
    case 'ProjectApproved':
      return { ...state, approved: true }
    case 'ProjectSettled':
      return { ...state, settled: state.settled + event.data.amount }
    case 'ProjectReimbursed':
      return { ...state, reimbursed: state.reimbursed + event.data.amount }
    case 'ProjectFundsAllocated':
    case 'ProjectContractSigned':
    case 'ProjectStarted':
    case 'ProjectProgressReported':
    case 'ProjectCompleted':
    case 'ProjectAccepted':
    case 'ProjectAssetHandedOver':
      return state
    default: {
      const never: never = event
      return never
    }
  }
}
