import { z } from 'zod'
import { type Decision, defineCommand, streamName } from '../aggregate.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { HouseholdId } from '../values/ids.ts'
import type { MonitoringCaseEvent } from './events.ts'
import { noSuchProcedure } from './refusals.ts'
import { lastProcedure, type MonitoringCaseState, openProcedure, saying } from './state.ts'

export const caseCommand = defineCommand<MonitoringCaseState>()

/** Every command names the household and where it was registered: the case is in a stream of the same name as the household's. */
export const where = { registeredIn: DivisionCode, household: HouseholdId }
export const here = { ...where, occurredOn: IsoDate }
/** A report may name an older procedure; without a number the open one is meant, else the last. */
export const reported = { ...here, procedure: z.int().positive().optional() }

export const stream = ({ registeredIn, household }: { registeredIn: string; household: string }) =>
  streamName('monitoringCase', registeredIn, household)

/** The number under which a step of this household is written: of the open procedure, else of the last, else the first. */
export function stepNumber(state: MonitoringCaseState): number {
  return (openProcedure(state) ?? lastProcedure(state))?.number ?? 1
}

/** Where the same words may have been said before: in that procedure, or in the one of which something was said last. */
export function saidNumbers(state: MonitoringCaseState): readonly number[] {
  return [stepNumber(state), state.touched ?? stepNumber(state)]
}

export function isSaidInCase(state: MonitoringCaseState, event: MonitoringCaseEvent): boolean {
  const { key, words } = saying(event)
  return state.said.get(key) === words
}

/** Whether these words were said before, whatever the decider would add to them now. */
export function isSaidAs(state: MonitoringCaseState, type: MonitoringCaseEvent['type'], words: object): boolean {
  const { registeredIn: _, ...data } = words as { registeredIn?: string }
  return isSaidInCase(state, { type, data } as MonitoringCaseEvent)
}

/** The same of a step, whose procedure its own event may have closed. */
export function isSaidStep(state: MonitoringCaseState, type: MonitoringCaseEvent['type'], words: object): boolean {
  return saidNumbers(state).some((procedure) => isSaidAs(state, type, { ...words, procedure }))
}

/** The events that are news. */
export function unsaid(state: MonitoringCaseState, ...events: readonly MonitoringCaseEvent[]): readonly MonitoringCaseEvent[] {
  return events.filter((event) => !isSaidInCase(state, event))
}

/** A report on a step of a procedure. It is always recorded, unless it names a procedure that is not there. */
export function report(
  state: MonitoringCaseState,
  { procedure }: { procedure?: number | undefined },
  events: (number: number) => readonly MonitoringCaseEvent[],
): Decision {
  if (procedure !== undefined && !state.procedures[procedure]) return noSuchProcedure
  if (procedure !== undefined) return unsaid(state, ...events(procedure))
  const said = saidNumbers(state).some((number) => unsaid(state, ...events(number)).length === 0)
  return said ? [] : unsaid(state, ...events(stepNumber(state)))
}

/** An order: the same business fact again is no event, before anything is checked. */
export function order(state: MonitoringCaseState, event: MonitoringCaseEvent, decide: () => Decision): Decision {
  const said = 'procedure' in event.data ? isSaidStep(state, event.type, event.data) : isSaidInCase(state, event)
  return said ? [] : decide()
}
