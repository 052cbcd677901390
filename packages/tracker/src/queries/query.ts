import type { AnyCommand, Role, Text } from '@rural-tracker/domain'
import type { CommandEnvelope, CommandOutcome, Expectation } from '@rural-tracker/event-store'
import type { z } from 'zod'
import type { Caller } from '../access/caller.ts'
import type { CareName, CareParams, CareResult } from '../care/index.ts'
import type { Tracker } from '../tracker.ts'
import type { QueryName, QueryParams, QueryResult } from './index.ts'

/**
 * One question that may be asked from outside. `params` take what a URL can say (text); `result` describes the answer for those who have to
 * know it beforehand. `isScan`: the answer is made of everything there is, so it takes long and is asked apart. `run` is given a tracker
 * that sees nothing outside the caller's division.
 */
export type QueryDefinition<
  Name extends string = string,
  Params extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
  Answer = unknown,
> = Readonly<{
  name: Name
  title: Text
  params: Params
  result: Result
  mayRead: readonly Role[]
  isScan(params: z.output<Params>): boolean
  run(tracker: Tracker, params: z.output<Params>, caller: Caller): Promise<Answer>
}>

/** Fixes the types of one query; see `list.ts` for the form. */
export function defineQuery<const Name extends string, Params extends z.ZodType, Result extends z.ZodType, Answer>(
  query: QueryDefinition<Name, Params, Result, Answer>,
): QueryDefinition<Name, Params, Result, Answer> {
  return query
}

/** What a caller may say about a command, and which revision of its stream it has seen. Who it is comes from the token. */
export type ScopedEnvelope = Pick<CommandEnvelope, 'commandId' | 'correlationId' | 'causationId'> & Expectation
export type ScopedCommand = AnyCommand & ScopedEnvelope

/**
 * The log as one caller may use it, in the process or over HTTP. A refusal of a command is an answer; a query that is not allowed, malformed
 * or about something unknown is a TrackerError. What lies outside the caller's division answers exactly as what does not exist.
 *
 * @example
 * const here = tracker.as({ actor: 'clerk:wang', role: 'recorder', division: '431224105000' })
 * await here.execute({ type: 'VisitHousehold', data }, { commandId: 'visit-17' })
 * const { total, rows } = await here.query('list', { status: 'monitored', limit: 20 })
 */
export interface ScopedTracker {
  execute(command: AnyCommand, envelope: ScopedEnvelope): Promise<CommandOutcome>
  /** One after the other, an outcome for each: those before a refusal stand. Over HTTP at most a thousand. What comes after `stop` is not tried. */
  executeAll(batch: readonly ScopedCommand[], stop?: AbortSignal): Promise<readonly CommandOutcome[]>
  query<N extends QueryName>(name: N, params?: QueryParams<N>): Promise<QueryResult<N>>
  /** Sees to something that has stopped, for callers of the whole log whose role may. @throws TrackerError when it is not allowed, or not to be done. */
  care<N extends CareName>(name: N, params: CareParams<N>): Promise<CareResult<N>>
}
