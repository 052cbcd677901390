import { z } from 'zod'
import { refuse } from '../aggregate.ts'
import { words } from '../said.ts'
import { IsoDate } from '../values/dates.ts'
import { PersonId } from '../values/ids.ts'
import { caseStream, monitoringSeen } from './case-seen.ts'
import { command, registeredIn, stream, unknown, without } from './command.ts'
import * as events from './events.ts'
import { splitKey } from './state.ts'

const Persons = z
  .array(PersonId)
  .min(1)
  .refine((persons) => new Set(persons).size === persons.length, 'the same person twice')

/**
 * 分户. Whether the household was a monitored one that day is read from its case and stands in the event. The new household is registered and
 * its members are added by commands of its own, with reason `split`.
 */
export const splitHousehold = command({
  type: 'SplitHousehold',
  kind: 'order',
  data: events.HouseholdSplit.schema
    .omit({ monitored: true, basis: true })
    .extend({ ...registeredIn, persons: Persons })
    .refine(({ household, into }) => household !== into, { path: ['into'] }),
  stream,
  reads: (data) => [caseStream(data)],
  decide: (data, state, _actor, seen) => {
    if (!state.registered) return unknown
    const { household, into, occurredOn } = data
    const persons = data.persons.toSorted()
    if (state.said.get(splitKey(data)) === words(persons)) return []
    if (!persons.every((person) => state.members[person])) {
      return refuse(
        'household.not-a-member',
        '名单中有人不是该户现有成员，请核对。',
        'Somebody of these is not a member of the household; check the list.',
      )
    }
    return [
      events.HouseholdSplit({ household, into, occurredOn, persons, ...monitoringSeen(seen, data) }),
      ...persons.map((person) => events.MemberLeft({ household, person, reason: 'split', to: into, occurredOn })),
    ]
  },
})

export const closeHousehold = command({
  type: 'CloseHousehold',
  kind: 'order',
  data: events.HouseholdClosed.schema.extend(registeredIn),
  stream,
  decide: (data, state) => {
    if (!state.registered) return unknown
    if (state.closed) {
      const { id: _id, on, ...was } = state.closed
      if (words({ household: data.household, occurredOn: on, ...was }) === words(without(data))) return []
      return refuse(
        'household.already-closed',
        '该户已销户；如有误请先撤回销户。',
        'The household is closed already; withdraw the closing first if it was wrong.',
      )
    }
    if ((data.reason === 'diedOut' || data.reason === 'merged') && Object.keys(state.members).length > 0) {
      return refuse(
        'household.members-remain',
        '户内仍有成员，不能销户。',
        'There are still members in the household; record that they died or left before it is closed.',
      )
    }
    return [events.HouseholdClosed(without(data))]
  },
})

const noSuchReport = refuse('household.no-such-report', '该户没有这条记录，请核对事件编号。', 'The household has no such report; check the event id.')

/** `occurredOn` is the day from which the household is there again (`returned`); a mistaken closing has none, it was never true. */
export const withdrawClosing = command({
  type: 'WithdrawClosing',
  kind: 'order',
  data: events.ClosingWithdrawn.schema
    .extend({ ...registeredIn, occurredOn: IsoDate.optional() })
    .refine(({ reason, occurredOn }) => (reason === 'returned') === (occurredOn !== undefined), { path: ['occurredOn'] }),
  stream,
  decide: ({ household, reverses, reason, occurredOn }, state) => {
    const closing = state.closings[reverses]
    if (!closing) return noSuchReport
    if (closing.withdrawn) return []
    return [events.ClosingWithdrawn({ household, reverses, reason, occurredOn: occurredOn ?? closing.on })]
  },
})

export const withdrawReport = command({
  type: 'WithdrawReport',
  kind: 'order',
  data: events.ReportWithdrawn.schema.omit({ of: true, person: true, occurredOn: true }).extend(registeredIn),
  stream,
  decide: ({ household, reverses, reason }, state) => {
    const report = state.reports.get(reverses)
    if (!report) return noSuchReport
    if (report.withdrawn) return []
    const { type: of, on: occurredOn, person } = report
    return [events.ReportWithdrawn({ household, reverses, of, ...(person ? { person } : {}), reason, occurredOn })]
  },
})

export const standingCommands = [splitHousehold, closeHousehold, withdrawClosing, withdrawReport] as const
