import type { Decision, Refusal } from '../aggregate.ts'
import { monitoringRules } from '../monitoring/index.ts'
import { parameterIn } from '../parameter/index.ts'
import { plusMonths } from '../values/calendar.ts'
import { caseCommand as command, order, stream, where } from './case-command.ts'
import type { MonitoringCaseEvent } from './events.ts'
import * as events from './events.ts'
import * as no from './refusals.ts'
import { forHousehold, readsHousehold, readsHouseholdAnd } from './seen.ts'
import { openProcedure } from './state.ts'

type Standing = Readonly<Record<string, Readonly<{ ended?: true }>>>

/** What somebody decided until a day ends sooner; ended once, it has ended. */
function ending(standing: Standing, ends: string, unknown: Refusal, ended: () => MonitoringCaseEvent): Decision {
  const one = standing[ends]
  if (!one) return unknown
  return one.ended ? [] : [ended()]
}

/** The last day may be the first one too. */
const liesBefore = ({ until, occurredOn }: { until: string; occurredOn: string }) => until < occurredOn

/** Somebody who knows the household puts it on the list until a day, whatever the rules say. */
export const includeHousehold = command({
  type: 'IncludeHousehold',
  kind: 'order',
  data: events.HouseholdIncluded.schema.extend(where),
  stream,
  reads: readsHousehold,
  decide: ({ registeredIn, ...data }, state, _actor, seen) => {
    const included = events.HouseholdIncluded(data)
    const decide = () => (liesBefore(data) ? no.untilInThePast : [included])
    return order(state, included, () => forHousehold(seen, { registeredIn, household: data.household }, decide))
  },
})
export const endInclusion = command({
  type: 'EndInclusion',
  kind: 'order',
  data: events.InclusionEnded.schema.extend(where),
  stream,
  decide: ({ registeredIn: _, ...data }, state) => ending(state.inclusions, data.ends, no.noSuchInclusion, () => events.InclusionEnded(data)),
})

/** The household is left off the list until a day. One that is monitored, or on the way to it, is not: it has its procedure. */
export const pauseWatch = command({
  type: 'PauseWatch',
  kind: 'order',
  data: events.WatchPaused.schema.extend(where),
  stream,
  reads: readsHousehold,
  decide: ({ registeredIn, ...data }, state, _actor, seen) => {
    const paused = events.WatchPaused(data)
    const decide = (): Decision => {
      if (state.monitoring === 'monitored') return no.monitoredNotPaused
      if (openProcedure(state)) return no.procedureOpen
      return liesBefore(data) ? no.untilInThePast : [paused]
    }
    return order(state, paused, () => forHousehold(seen, { registeredIn, household: data.household }, decide))
  },
})
export const endPause = command({
  type: 'EndPause',
  kind: 'order',
  data: events.PauseEnded.schema.extend(where),
  stream,
  decide: ({ registeredIn: _, ...data }, state) => ending(state.pauses, data.ends, no.noSuchPause, () => events.PauseEnded(data)),
})

/** These rules look at what we did ourselves; nobody excuses himself from them. */
const ON_OUR_OWN_WORK = /^(procedure-skipped|decision-basis|eliminated-.+)$/

/** One rule is silent for this household until a day. */
export const waiveRule = command({
  type: 'WaiveRule',
  kind: 'order',
  data: events.RuleWaived.schema.extend(where),
  stream,
  reads: readsHouseholdAnd('threshold.waiverMonths'),
  decide: ({ registeredIn, ...data }, state, _actor, seen) => {
    const { household: id, occurredOn, until, rule } = data
    const waived = events.RuleWaived(data)
    return order(state, waived, () =>
      forHousehold(seen, { registeredIn, household: id }, ({ village }): Decision => {
        if (ON_OUR_OWN_WORK.test(rule)) return no.ruleNotWaivable
        if (!monitoringRules.some((known) => known.id === rule)) return no.ruleUnknown
        if (liesBefore(data)) return no.untilInThePast
        const months = parameterIn(seen, 'threshold.waiverMonths', village, occurredOn)?.value.value
        return months !== undefined && until > plusMonths(occurredOn, months) ? no.waiverTooLong(months) : [waived]
      }),
    )
  },
})
export const endWaiver = command({
  type: 'EndWaiver',
  kind: 'order',
  data: events.WaiverEnded.schema.extend(where),
  stream,
  decide: ({ registeredIn: _, ...data }, state) => ending(state.waivers, data.ends, no.noSuchWaiver, () => events.WaiverEnded(data)),
})
