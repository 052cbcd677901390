import { z } from 'zod'
import { type Decision, defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import type { EventDefinition } from '../event.ts'
import { isSaid } from '../said.ts'
import * as events from './events.ts'
import { evolve, factKey, initial, type ProjectState } from './state.ts'

const command = defineCommand<ProjectState>()
const stream = ({ division, project }: { division: string; project: string }) => streamName('project', division, project)
const unknown = refuse('project.unknown', '项目库中没有该项目，请先申报。', 'The project library has no such project; propose it first.')

/** Once under its business key, when the project is there. */
function once(state: ProjectState, event: events.ProjectEvent): Decision {
  if (!state.kind) return unknown
  return isSaid(state.said, factKey(event), event) ? [] : [event]
}

export const proposeProject = command({
  type: 'ProposeProject',
  kind: 'report',
  data: events.ProjectProposed.schema,
  stream,
  decide: (data, state) => {
    const proposed = events.ProjectProposed(data)
    if (!state.kind || isSaid(state.said, factKey(proposed), proposed)) return state.kind ? [] : [proposed]
    return refuse('project.number-taken', '该项目编号已使用，请换一个编号。', 'The project number is taken; use another.')
  },
})

export const reviewProject = command({
  type: 'ReviewProject',
  kind: 'order',
  data: events.ProjectReviewed.schema,
  stream,
  decide: (data, state) => {
    if (!state.kind) return unknown
    return state.reviewed.includes(data.level) ? [] : [events.ProjectReviewed(data)]
  },
})

export const approveProject = command({
  type: 'ApproveProject',
  kind: 'order',
  data: events.ProjectApproved.schema,
  stream,
  decide: (data, state) => {
    if (!state.kind) return unknown
    if (state.approved) return []
    if (state.reviewed.includes('county')) return [events.ProjectApproved(data)]
    return refuse('project.not-reviewed', '项目未经县级论证，不能审定。', 'The project has not been reviewed by the county and cannot be approved.')
  },
})

type OfProject = z.ZodObject<Pick<typeof events.ProjectStarted.schema.shape, 'division' | 'project' | 'occurredOn'>>

function projectReport<const Type extends string, Event extends events.ProjectEvent['type'], Schema extends OfProject>(
  type: Type,
  event: EventDefinition<Event, Schema>,
) {
  return command({
    type,
    kind: 'report',
    data: event.schema,
    stream: (data) => stream(data as { division: string; project: string }),
    decide: (data, state) => once(state, event(data) as events.ProjectEvent),
  })
}

export const allocateFunds = projectReport('AllocateFunds', events.ProjectFundsAllocated)
export const signContract = projectReport('SignContract', events.ProjectContractSigned)
export const startProject = projectReport('StartProject', events.ProjectStarted)
export const reportProgress = projectReport('ReportProgress', events.ProjectProgressReported)
export const acceptProject = projectReport('AcceptProject', events.ProjectAccepted)
export const handOverAsset = projectReport('HandOverAsset', events.ProjectAssetHandedOver)

export const completeProject = command({
  type: 'CompleteProject',
  kind: 'report',
  data: events.ProjectCompleted.schema.omit({ kind: true }),
  stream,
  decide: (data, state) => (state.kind ? once(state, events.ProjectCompleted({ ...data, kind: state.kind })) : unknown),
})

export const settleProject = command({
  type: 'SettleProject',
  kind: 'report',
  data: events.ProjectSettled.schema.omit({ kind: true }),
  stream,
  decide: (data, state) => (state.kind ? once(state, events.ProjectSettled({ ...data, kind: state.kind })) : unknown),
})

export const reimburse = command({
  type: 'Reimburse',
  kind: 'order',
  data: z.strictObject(events.ProjectReimbursed.schema.shape),
  stream,
  decide: (data, state) => {
    const reimbursed = events.ProjectReimbursed(data)
    if (!state.kind) return unknown
    if (isSaid(state.said, factKey(reimbursed), reimbursed)) return []
    if (state.reimbursed + data.amount <= state.settled) return [reimbursed]
    return refuse('project.over-settled', '报账金额超过结算金额，请核对。', 'The reimbursement goes over what was settled; check the amount.')
  },
})

/** 项目: from the project library to the handover of the asset. */
export const project = defineAggregate({
  category: 'project',
  events: events.projectEvents,
  initial,
  evolve,
  commands: [
    proposeProject,
    reviewProject,
    approveProject,
    allocateFunds,
    signContract,
    startProject,
    reportProgress,
    completeProject,
    acceptProject,
    settleProject,
    reimburse,
    handOverAsset,
  ],
})
