import { caseCommand as command, stream, where } from './case-command.ts'
import * as events from './events.ts'
import * as no from './refusals.ts'
import { forHousehold, readsHousehold } from './seen.ts'
import { nextRound, openProcedure, saying } from './state.ts'

/** 帮扶责任人, one at a time: a new one takes the place of the one before. */
export const assignHelper = command({
  type: 'AssignHelper',
  kind: 'order',
  data: events.HelperAssigned.schema.extend(where),
  stream,
  reads: readsHousehold,
  decide: ({ registeredIn, ...assigned }, state, _actor, seen) => {
    const { household, occurredOn, helper } = assigned
    const before = state.helper?.id
    if (before === helper) return []
    return forHousehold(seen, { registeredIn, household }, () => {
      if (state.monitoring !== 'monitored' && !openProcedure(state)) return no.notMonitored
      const released = before ? [events.HelperReleased({ household, occurredOn, helper: before, reason: 'replaced' })] : []
      return [...released, events.HelperAssigned(assigned)]
    })
  },
})

export const releaseHelper = command({
  type: 'ReleaseHelper',
  kind: 'report',
  data: events.HelperReleased.schema.omit({ helper: true }).extend(where),
  stream,
  decide: ({ registeredIn: _, ...released }, { helper }) => (helper ? [events.HelperReleased({ ...released, helper: helper.id })] : []),
})

/**
 * A help measure, under a number of ours. Before a recognition it belongs to the coming round; then it is in order in the green channel
 * only.
 */
export const startMeasure = command({
  type: 'StartMeasure',
  kind: 'report',
  data: events.MeasureStarted.schema.omit({ round: true, greenChannel: true, breaches: true }).extend(where),
  stream,
  decide: ({ registeredIn: _, ...data }, state) => {
    const monitored = state.monitoring === 'monitored'
    const round = (monitored ? state.round : undefined) ?? nextRound(state)
    const greenChannel = !monitored && openProcedure(state)?.greenChannel === true
    const started = events.MeasureStarted({ ...data, round, greenChannel, breaches: monitored || greenChannel ? [] : ['notMonitored'] })
    const before = state.measures[data.measure]
    if (!before) return [started]
    return before.is === saying(started).words ? [] : no.measureNumberTaken
  },
})

export const endMeasure = command({
  type: 'EndMeasure',
  kind: 'report',
  data: events.MeasureEnded.schema.omit({ kind: true }).extend(where),
  stream,
  decide: ({ registeredIn: _, ...data }, state) => {
    const measure = state.measures[data.measure]
    if (!measure || measure.withdrawn) return no.noSuchMeasure
    const ended = events.MeasureEnded({ ...data, kind: measure.kind })
    const { key, words } = saying(ended)
    return state.said.get(key) === words ? [] : [ended]
  },
})

/** The measure was never taken: it is reported once more, as what it was not. */
export const withdrawMeasure = command({
  type: 'WithdrawMeasure',
  kind: 'order',
  data: events.MeasureWithdrawn.schema.pick({ reverses: true, reason: true }).extend(where),
  stream,
  decide: ({ household, reverses, reason }, state) => {
    const measure = Object.values(state.measures).find(({ id }) => id === reverses)
    if (!measure) return no.noSuchMeasure
    if (measure.withdrawn) return []
    return [events.MeasureWithdrawn({ household, occurredOn: measure.on, reverses, measure: measure.measure, kind: measure.kind, reason })]
  },
})
