import { quotable } from '@rural-tracker/domain'
import { TrackerError } from '../config.ts'
import { type QueryDefinition, type ScopedTracker } from '../queries/query.ts'
import { queries, type QueryName } from '../queries/index.ts'
import type { Tracker } from '../tracker.ts'
import { inOrder } from './batch.ts'
import type { Caller } from './caller.ts'

/** The log as one caller may use it. */
export function scoped(tracker: Tracker, caller: Caller): ScopedTracker {
  const { actor } = caller
  const execute: ScopedTracker['execute'] = (command, { commandId, correlationId, causationId, expected }) =>
    tracker.execute(
      command,
      {
        commandId,
        actor,
        source: 'api',
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(causationId === undefined ? {} : { causationId }),
      },
      expected === undefined ? {} : { expected },
    )
  return {
    execute,
    executeAll: (batch, stop) =>
      inOrder(batch, ({ type, data, ...envelope }) => execute({ type, data } as Parameters<typeof execute>[0], envelope), stop),
    query: async (name, params) => {
      const query = queryNamed(name)
      const parsed = query.params.safeParse(params ?? {})
      if (!parsed.success) throw malformedQuestion(name)
      return (await query.run(tracker, parsed.data, caller)) as never
    },
  }
}

function queryNamed(name: QueryName): QueryDefinition {
  if (Object.hasOwn(queries, name)) return queries[name] as unknown as QueryDefinition
  throw new TrackerError('query.unknown', `没有查询 ${quotable(name)}，请核对名称。`, `There is no query ${quotable(name)}; check its name.`)
}

function malformedQuestion(name: string): TrackerError {
  return new TrackerError('query.malformed', `查询 ${name} 的参数不对。`, `The query ${name} is malformed.`)
}
