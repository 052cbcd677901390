import type { Role, Text } from '@rural-tracker/domain'
import type { z } from 'zod'
import { TrackerError } from '../config.ts'
import type { Tracker } from '../tracker.ts'

/**
 * One thing that who keeps the system may do about what has stopped. It concerns the whole log, so only callers who see all of it may; `may` says
 * with which roles. It is no event of the township: a service writes in its own log who did it.
 */
export type CareDefinition<
  Name extends string = string,
  Params extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
  Answer = unknown,
> = Readonly<{
  name: Name
  title: Text
  params: Params
  result: Result
  may: readonly Role[]
  run(tracker: Tracker, params: z.output<Params>): Promise<Answer>
}>

/** Fixes the types of one; see `read-models.ts` for the form. */
export function defineCare<const Name extends string, Params extends z.ZodType, Result extends z.ZodType, Answer>(
  care: CareDefinition<Name, Params, Result, Answer>,
): CareDefinition<Name, Params, Result, Answer> {
  return care
}

/**
 * What was sent twice sets aside no event that nobody has looked at.
 *
 * @throws TrackerError `care.other-event` when it stands before another one by now.
 */
export function onlyThat(event: string, failure: Readonly<{ eventId: string }> | null | undefined): void {
  if (!failure || failure.eventId === event) return
  throw new TrackerError(
    'care.other-event',
    '现在停在另一条事件之前；请用查询 stopped 看清后再搁置。',
    'It stands before another event by now; look at the query `stopped` before you set one aside.',
  )
}
