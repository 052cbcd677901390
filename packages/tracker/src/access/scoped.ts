import { type AnyCommand, commands, fieldsAtFault, quotable, type Role } from '@rural-tracker/domain'
import { type CommandOutcome, type Expectation, type Refused, unexpected } from '@rural-tracker/event-store'
import { TrackerError } from '../config.ts'
import { queries } from '../queries/index.ts'
import type { QueryDefinition, ScopedEnvelope, ScopedTracker } from '../queries/query.ts'
import type { Tracker } from '../tracker.ts'
import { inOrder } from './batch.ts'
import type { Caller } from './caller.ts'
import { whyNot } from './reach.ts'

/** The log as one caller may use it: see `ScopedTracker`. */
export function scoped(tracker: Tracker, caller: Caller): ScopedTracker {
  const desk = { events: tracker.events, today: () => tracker.today(), places: () => tracker.places(), catchUp: () => tracker.catchUp() }

  const execute = async (command: AnyCommand, envelope: ScopedEnvelope): Promise<CommandOutcome> => {
    const { commandId, correlationId, causationId, expected } = envelope
    const refusal = await whyNot(desk, caller, command)
    if (refusal) return asNothingThere(refusal, command, expected)
    return tracker.execute(
      command,
      {
        commandId,
        actor: caller.actor,
        source: 'api',
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(causationId === undefined ? {} : { causationId }),
      },
      expected === undefined ? {} : { expected },
    )
  }

  return {
    execute,
    executeAll: (batch, stop) => inOrder(batch, execute, stop),
    query: async (name, params) => {
      const query = queryNamed(name)
      if (!query.mayRead.includes(caller.role)) throw notOfRole(name, caller.role)
      const parsed = query.params.safeParse(params ?? {})
      if (!parsed.success) throw malformed(name, fieldsAtFault(parsed.error))
      return (await query.run(tracker.within(caller.division), parsed.data, caller)) as never
    },
  }
}

/** Who expects a revision of a stream that is outside hears what is said of one that is not there. */
function asNothingThere(refusal: Refused, { type, data }: AnyCommand, expected: Expectation['expected'] = 'any'): Refused {
  if (refusal.refused.startsWith('access.') || expected === 'any' || expected === 'no_stream') return refusal
  const definition = commands.get(type)
  const parsed = definition?.data.safeParse(data)
  return definition && parsed?.success ? unexpected(definition.stream(parsed.data), 'no_stream') : refusal
}

function queryNamed(name: string): QueryDefinition {
  if (Object.hasOwn(queries, name)) return queries[name as keyof typeof queries]
  throw new TrackerError('query.unknown', `没有查询 ${quotable(name)}，请核对名称。`, `There is no query ${quotable(name)}; check its name.`)
}

function notOfRole(name: string, role: Role): TrackerError {
  return new TrackerError(
    'access.role',
    `角色 ${role} 不能使用查询 ${name}，请由有权限的人员查询。`,
    `The role ${role} may not ask ${name}; somebody whose role may has to ask it.`,
  )
}

function malformed(name: string, faults: string): TrackerError {
  return new TrackerError(
    'query.malformed',
    `查询 ${name} 的参数不对（${faults}），请改正后重试。`,
    `The query ${name} is malformed (${faults}); correct these parameters and ask again.`,
  )
}
