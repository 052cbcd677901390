import { type ProjectEvent, projectEvents } from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

type Progress = Readonly<{
  division: string
  kind: string | null
  title: string | null
  stage: string
  percent: number
  allocated: number
  settled: number
  reimbursed: number
  quantities: readonly Readonly<{ measure: string; amount: number; unit: string }>[]
  updatedOn: string
}>

const STAGES: Readonly<Record<ProjectEvent['type'], string>> = {
  ProjectProposed: 'proposed',
  ProjectReviewed: 'reviewed',
  ProjectApproved: 'approved',
  ProjectFundsAllocated: 'funded',
  ProjectContractSigned: 'contracted',
  ProjectStarted: 'started',
  ProjectProgressReported: 'started',
  ProjectCompleted: 'completed',
  ProjectAccepted: 'accepted',
  ProjectSettled: 'settled',
  ProjectReimbursed: 'settled',
  ProjectAssetHandedOver: 'handedOver',
}

/** Where each project of the library stands, with its money in fen and its physical quantities. */
export const projectProgress = defineProjection({
  name: 'project_progress',
  version: 1,
  grows: 'by key',
  events: projectEvents,
  key: (event) => event.data.project,
  initial: (): Progress => ({
    division: '',
    kind: null,
    title: null,
    stage: 'proposed',
    percent: 0,
    allocated: 0,
    settled: 0,
    reimbursed: 0,
    quantities: [],
    updatedOn: '',
  }),
  evolve: (before, event): Progress => {
    const row = { ...before, division: event.data.division, stage: STAGES[event.type], updatedOn: event.data.occurredOn }
    switch (event.type) {
      case 'ProjectProposed':
        return { ...row, kind: event.data.kind, title: event.data.title ?? null }
      case 'ProjectFundsAllocated':
        return { ...row, allocated: row.allocated + event.data.amount }
      case 'ProjectProgressReported':
        return { ...row, percent: event.data.percent }
      case 'ProjectCompleted':
        return { ...row, percent: 100, quantities: event.data.quantities }
      case 'ProjectSettled':
        return { ...row, settled: row.settled + event.data.amount }
      case 'ProjectReimbursed':
        return { ...row, reimbursed: row.reimbursed + event.data.amount }
      case 'ProjectReviewed':
      case 'ProjectApproved':
      case 'ProjectContractSigned':
      case 'ProjectStarted':
      case 'ProjectAccepted':
      case 'ProjectAssetHandedOver':
        return row
      default: {
        const never: never = event
        return never
      }
    }
  },
  columns: {
    division: { type: 'text', of: (row) => row.division },
    kind: { type: 'text', of: (row) => row.kind },
    stage: { type: 'text', of: (row) => row.stage },
    settled: { type: 'integer', of: (row) => row.settled },
    updatedOn: { type: 'text', of: (row) => row.updatedOn },
  },
})
