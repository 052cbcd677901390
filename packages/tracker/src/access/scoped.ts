import { type AnyCommand, commands, fieldsAtFault, quotable, type Role } from '@rural-tracker/domain'
import { type CommandOutcome, type DecidedOn, type Expectation, type Refused, unexpected } from '@rural-tracker/event-store'
import type { CareDefinition } from '../care/care.ts'
import { cares } from '../care/index.ts'
import { TrackerError } from '../config.ts'
import { queries } from '../queries/index.ts'
import type { QueryDefinition, ScopedEnvelope, ScopedTracker } from '../queries/query.ts'
import type { Tracker } from '../tracker.ts'
import { inOrder } from './batch.ts'
import type { Caller } from './caller.ts'
import { seesAll, wholeLogOnly } from './place.ts'
import { notOfRole as notGivenBy, whyNotOfRole, whyNotThere } from './reach.ts'

/** The log as one caller may use it: see `ScopedTracker`. */
export function scoped(tracker: Tracker, caller: Caller): ScopedTracker {
  const desk = { events: tracker.events, today: () => tracker.today(), places: () => tracker.places(), catchUp: () => tracker.catchUp() }

  const execute = async (command: AnyCommand, envelope: ScopedEnvelope): Promise<CommandOutcome> => {
    const { commandId, correlationId, causationId, expected } = envelope
    const refusal = withoutRoles(tracker, caller, command.type) ?? whyNotOfRole(caller, command)
    if (refusal) return refusal
    const admit = async (on: DecidedOn) => {
      const objection = await whyNotThere(desk, caller, command, on)
      return objection && asNothingThere(objection, command, expected)
    }
    return tracker.execute(
      command,
      {
        commandId,
        actor: caller.actor,
        source: 'api',
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(causationId === undefined ? {} : { causationId }),
      },
      { admit, ...(expected === undefined ? {} : { expected }) },
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
    care: async (name, params) => {
      const care = careNamed(name)
      if (!care.may.includes(caller.role)) throw careNotOfRole(name, caller.role)
      wholeLogOnly(caller)
      const parsed = care.params.safeParse(params)
      if (!parsed.success) throw careMalformed(name, fieldsAtFault(parsed.error))
      return (await care.run(tracker, parsed.data)) as never
    },
  }
}

/** A command that this tracker decides on and that no role was told of is given by who keeps the whole system, and nobody else. */
function withoutRoles({ aggregates }: Tracker, { role, division }: Caller, type: string): Refused | undefined {
  if (commands.has(type) || !aggregates.some((one) => one.commands.some((command) => command.type === type))) return undefined
  return role === 'administrator' && seesAll(division) ? undefined : notGivenBy(type, role)
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

function careNamed(name: string): CareDefinition {
  if (Object.hasOwn(cares, name)) return cares[name as keyof typeof cares] as unknown as CareDefinition
  throw new TrackerError('care.unknown', `没有维护操作 ${quotable(name)}，请核对名称。`, `There is no care ${quotable(name)}; check its name.`)
}

function careNotOfRole(name: string, role: Role): TrackerError {
  return new TrackerError(
    'access.role',
    `角色 ${role} 不能办理维护操作 ${name}，请由管理员办理。`,
    `The role ${role} may not do ${name}; an administrator has to do it.`,
  )
}

function careMalformed(name: string, faults: string): TrackerError {
  return new TrackerError(
    'care.malformed',
    `维护操作 ${name} 的参数不对（${faults}），请改正后重试。`,
    `The care ${name} is malformed (${faults}); correct these parameters and ask again.`,
  )
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
