import {
  aggregates,
  type AnyCommand,
  catalogueOf,
  type CommandDefinition,
  commands,
  decodeEvent,
  divisionOf,
  type EventOf,
  HouseholdMoved,
  HouseholdRegistered,
  isRefusal,
  quotable,
  type Role,
  streamName,
} from '@rural-tracker/domain'
import { type DecidedOn, type EventStore, refused, type Refused } from '@rural-tracker/event-store'
import type { Caller } from './caller.ts'
import { isInside, type Places, seesAll } from './place.ts'
import { givers } from './roles.ts'

/** What a command is held against: the log as it is now, and where things are. */
export type ReachDesk = Readonly<{
  events: EventStore
  today: () => string
  places: () => Promise<Places>
  /** Brings the places up to what was said last. */
  catchUp: () => Promise<unknown>
}>

type Home = Readonly<{ registeredIn: string; household: string }>

const residence = catalogueOf([HouseholdRegistered, HouseholdMoved])

/** The households that a command of something else ties to it. */
export const TIED: Readonly<Record<string, (data: never) => readonly string[]>> = {
  AddLines: ({ lines }: { lines: readonly { household: string }[] }) => lines.map(({ household }) => household),
  GrantLoan: ({ household }: { household: string }) => [household],
  LinkHousehold: ({ household }: { household: string }) => [household],
}

/** What happened to households that are tied already: the bank paid, whoever has moved since. */
export const TIED_ALREADY: ReadonlySet<string> = new Set(['RecordPayments', 'DistributeDividend'])

/** Why a caller of this role may not give a command of this type anywhere; undefined when it may. */
export function whyNotOfRole({ role }: Caller, { type }: AnyCommand): Refused | undefined {
  const definition = commands.get(type)
  // What is no command is told by who decides, to everybody alike.
  return definition === undefined || givers(definition).includes(role) ? undefined : notOfRole(definition.type, role)
}

/**
 * Why a caller may not give a command about this; undefined when the caller may. What is outside the caller's division by its present place is
 * answered as what does not exist: a household that moved away as one that was never registered. Streams are looked at as the decision
 * has them (`on`), and those that it does not look at as they are by now.
 */
export async function whyNotThere(desk: ReachDesk, { division, actor }: Caller, command: AnyCommand, on: DecidedOn): Promise<Refused | undefined> {
  const definition = commands.get(command.type)
  if (definition === undefined || seesAll(division)) return undefined
  const parsed = definition.data.safeParse(command.data)
  if (!parsed.success) return undefined
  const places = await desk.places()
  const stream = definition.stream(parsed.data)
  const born = places.present(divisionOf(stream))
  const about = householdOf(parsed.data)
  if (about !== undefined) {
    const home = await homeOf(desk, about, on)
    if (isInside(home === undefined ? born : places.present(home), division)) return undefined
    return isInside(born, division) ? asUnknown(definition, parsed.data, actor) : outside(definition.type)
  }
  if (!isInside(born, division)) return outside(definition.type)
  const tied = TIED[definition.type]?.(parsed.data as never) ?? []
  return (await areInside(desk, tied, division)) ? undefined : noSuchHousehold(definition.type)
}

/** Commands of a household and of its case say where it was registered, and so do those of its alerts; where it lives now is what counts. */
function householdOf(data: unknown): Home | undefined {
  const { registeredIn, household, division, subject } = data as Partial<Home & { division: string; subject: string }>
  if (registeredIn !== undefined && household !== undefined) return { registeredIn, household }
  return division !== undefined && subject?.startsWith('H') ? { registeredIn: division, household: subject } : undefined
}

/**
 * Where the household lives on the day by its own stream, and so without waiting for any read model: by the last move in the order of days, as
 * the lists have it. Undefined where nothing stands.
 */
async function homeOf({ events, today }: ReachDesk, { registeredIn, household }: Home, on: DecidedOn): Promise<string | undefined> {
  const stream = streamName('household', registeredIn, household)
  const last = on(stream)
  if (last !== undefined && last < 0) return undefined
  let home: Readonly<{ village: string; on: string }> | undefined
  for await (const { type, data, metadata } of events.readStream(stream, last === undefined ? {} : { limit: last + 1 })) {
    const read = decodeEvent(residence, type, metadata.v, data)
    if (read.kind !== 'event') continue
    const told = read.event as EventOf<typeof HouseholdRegistered | typeof HouseholdMoved>
    const village = told.type === 'HouseholdRegistered' ? told.data.village : told.data.to
    const on = told.data.occurredOn
    // Who is registered with a day to come is at home there already.
    if (home === undefined || (on >= home.on && on <= today())) home = { village, on }
  }
  return home?.village
}

async function areInside(desk: ReachDesk, households: readonly string[], division: string): Promise<boolean> {
  if (households.length === 0) return true
  // Who has moved away a moment ago does not live here any more.
  await desk.catchUp()
  const homes = await (await desk.places()).homesOf(households)
  return households.every((household) => isInside(homes.get(household) ?? '-', division))
}

/** What the decision says where nothing stands; a decision that would write is not made. */
function asUnknown(definition: CommandDefinition, data: unknown, actor: string): Refused {
  const initialOf = (stream: string) => aggregates.find(({ category }) => stream.startsWith(`${category}-`))?.initial
  const decision = definition.decide(data, initialOf(definition.stream(data)) as never, actor, (stream) => ({
    state: initialOf(stream),
    revision: -1,
  }))
  return isRefusal(decision) ? { ok: false, ...decision } : outside(definition.type)
}

export function notOfRole(type: string, role: Role): Refused {
  return refused(
    'access.role',
    `角色 ${role} 不能提交命令 ${quotable(type)}，请由有权限的人员提交。`,
    `The role ${role} may not give the command ${quotable(type)}; somebody whose role may has to give it.`,
  )
}

function outside(type: string): Refused {
  return refused(
    'access.outside-division',
    `命令 ${quotable(type)} 所涉区划不在您的权限范围内或不存在，请核对区划代码。`,
    `The command ${quotable(type)} speaks of a division that is outside yours or does not exist; check the division code.`,
  )
}

function noSuchHousehold(type: string): Refused {
  return refused(
    'access.household-unknown',
    `命令 ${quotable(type)} 中有户不在您的区划内或尚未登记，请核对户编号。`,
    `The command ${quotable(type)} names a household that does not live in your division or is not registered; check its number.`,
  )
}
