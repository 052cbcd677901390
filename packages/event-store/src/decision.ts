import {
  type Catalogue,
  catalogueOf,
  categoryOf,
  decodeEvent,
  type DomainEvent,
  divisionOf,
  fieldsAtFault,
  isRefusal,
  type Json,
  personalNumbersIn,
  PERSONAL_NUMBER,
  quotable,
  type Seen,
  type Sight,
  sightOf,
} from '@rural-tracker/domain'
import {
  type AnyAggregate,
  type Command,
  commandHash,
  type CommandOutcome,
  type Refused,
  envelopeFaults,
  type EventRef,
  instant,
  malformed,
  refused,
} from './command.ts'
import { unreadableEvent } from './errors.ts'
import { eventIdOf } from './event-id.ts'
import type { EventStore, Expected, Metadata, NewEvent, Position, StoredEvent } from './port.ts'

type CommandDefinition = AnyAggregate['commands'][number]
/** One aggregate with what is looked up for every command of it. */
type Desk = Readonly<{ aggregate: AnyAggregate; catalogue: Catalogue }>

const NOTHING_TO_SEE: Sight = { seen: () => undefined, missing: [] }

/** A command that is well formed: its aggregate, its stream, its parsed data. */
export type PreparedCommand = Readonly<{
  command: Command
  desk: Desk
  definition: CommandDefinition
  stream: string
  data: unknown
  hash: string
  knownAt?: string
}>

/** What a command that wrote events left behind. */
type Trace = { readonly hash: string; readonly events: EventRef[]; position?: Position | undefined }

/** A stream folded up to `last` (-1: it is not there). Deciding moves it on, as if the events were already written. */
export type FoldedStream = { readonly stream: string; state: unknown; last: number; readonly commands: Map<string, Trace> }

/** What a command leads to; `events` is what still has to be written. */
export type Decided = Readonly<{ kind: 'refused'; outcome: Refused } | { kind: 'done'; trace: Trace; repeated: boolean; events: readonly NewEvent[] }>

/** What the writer believes about a folded stream. */
export function expectedOf(folded: FoldedStream): Expected {
  return folded.last < 0 ? 'no_stream' : BigInt(folded.last)
}

/** The answer to a command, once its events stand. */
export function outcomeOf(stream: string, decided: Decided, position?: Position): CommandOutcome {
  if (decided.kind === 'refused') return decided.outcome
  const { trace, repeated } = decided
  if (decided.events.length && position !== undefined) trace.position = position
  return { ok: true, stream, events: trace.events, position: trace.position, repeated }
}

/** The way from a command to events, shared by everything that writes: one command at a time, imports, previews. */
export type Decider = ReturnType<typeof createDecider>

/**
 * @throws when two aggregates know one command type or have one category: that is a programming error and shows at start.
 */
export function createDecider(aggregates: readonly AnyAggregate[], now: () => string = () => new Date().toISOString()) {
  const byCommand = new Map<string, { desk: Desk; definition: CommandDefinition }>()
  const byCategory = new Map<string, Desk>()
  for (const aggregate of aggregates) {
    const desk = { aggregate, catalogue: catalogueOf(aggregate.events) }
    for (const definition of aggregate.commands) {
      if (byCommand.has(definition.type)) throw new Error(`two aggregates know the command ${definition.type}`)
      byCommand.set(definition.type, { desk, definition })
    }
    if (byCategory.has(aggregate.category)) throw new Error(`two aggregates have the category ${aggregate.category}`)
    byCategory.set(aggregate.category, desk)
  }
  return { prepare, readFolded, sight, readSeen, decide }

  /** Finds who decides this command and checks its form; nothing is read. */
  function prepare(command: Command): PreparedCommand | Refused {
    const faults = envelopeFaults(command)
    if (faults) return malformed(typeof command?.type === 'string' ? quotable(command.type) : '?', faults)
    const found = byCommand.get(command.type)
    if (!found) {
      return refused(
        'command.unknown-type',
        `没有名为 ${quotable(command.type)} 的命令；请核对命令名称。`,
        `There is no command ${quotable(command.type)}; check its name.`,
      )
    }
    const parsed = found.definition.data.safeParse(command.data)
    if (!parsed.success) return malformed(command.type, fieldsAtFault(parsed.error))
    const numbers = personalNumbersIn(parsed.data)
    if (numbers.length > 0) return malformed(command.type, numbers.map((field) => `${field}: ${PERSONAL_NUMBER}`).join('; '))
    const knownAt = instant(command.knownAt)
    if (knownAt !== undefined && (!command.source.startsWith('import:') || knownAt > now())) return wrongKnownAt()
    const stream = found.definition.stream(parsed.data)
    return { command, ...found, stream, data: parsed.data, hash: commandHash(command), ...(knownAt === undefined ? {} : { knownAt }) }
  }

  /** @throws `stream.unreadable`: nothing can be decided on a stream of which a part is not understood. */
  async function readFolded(store: EventStore, stream: string): Promise<FoldedStream> {
    const desk = byCategory.get(categoryOf(stream))
    if (!desk) throw new Error(`no aggregate has the category of the stream ${stream}`)
    const folded: FoldedStream = { stream, state: desk.aggregate.initial, last: -1, commands: new Map() }
    for await (const event of store.readStream(stream)) addStored(folded, desk, event)
    return folded
  }

  /** What the decision sees of its own stream and of `others`, and which streams have to be read before it may be made. */
  function sight({ command, definition, data }: PreparedCommand, folded: FoldedStream, others: ReadonlyMap<string, FoldedStream>): Sight {
    // A repeated command is answered like the first time, whatever stands elsewhere by now.
    if (folded.commands.has(command.commandId)) return NOTHING_TO_SEE
    return sightOf(definition, data, (stream) => {
      const known = stream === folded.stream ? folded : others.get(stream)
      return known && { state: known.state, revision: known.last }
    })
  }

  /** Reads what the decision looks at and `others` does not hold yet. */
  async function readSeen(store: EventStore, prepared: PreparedCommand, folded: FoldedStream, others: Map<string, FoldedStream>): Promise<Seen> {
    for (;;) {
      const { seen, missing } = sight(prepared, folded, others)
      if (missing.length === 0) return seen
      for (const stream of missing) others.set(stream, await readFolded(store, stream))
    }
  }

  /** Decides on the folded stream, with what it sees of others, and moves it on by what was decided. */
  function decide({ command, desk, definition, data, hash, knownAt }: PreparedCommand, folded: FoldedStream, seen: Seen): Decided {
    const before = folded.commands.get(command.commandId)
    if (before)
      return before.hash === hash ? { kind: 'done', trace: before, repeated: true, events: [] } : { kind: 'refused', outcome: otherBody(command) }

    const decision = definition.decide(data, folded.state, command.actor, seen)
    if (isRefusal(decision)) return { kind: 'refused', outcome: { ok: false, ...decision } }
    const trace: Trace = { hash, events: [] }
    if (decision.length === 0) return { kind: 'done', trace, repeated: false, events: [] }

    const { aggregate, catalogue } = desk
    let state = folded.state
    const encoded = decision.map((event, index) => {
      const id = eventIdOf(folded.stream, command.commandId, index)
      const { version, data: checked } = encode(catalogue, event)
      state = aggregate.evolve(state, { type: event.type, data: checked }, { id, actor: command.actor })
      trace.events.push({ id, type: event.type, revision: BigInt(folded.last + 1 + index) })
      return { id, type: event.type, data: checked, version }
    })
    const shared = {
      commandId: command.commandId,
      commandHash: hash,
      actor: command.actor,
      source: command.source,
      division: aggregate.division?.(state) ?? divisionOf(folded.stream),
    }
    const optional = {
      ...(command.correlationId === undefined ? {} : { correlationId: command.correlationId }),
      ...(command.causationId === undefined ? {} : { causationId: command.causationId }),
      ...(knownAt === undefined ? {} : { knownAt }),
    }
    folded.state = state
    folded.last += encoded.length
    folded.commands.set(command.commandId, trace)
    const events = encoded.map(({ id, type, data, version }) => {
      const metadata: Metadata = { ...shared, v: version, ...optional }
      return { id, type, data, metadata }
    })
    return { kind: 'done', trace, repeated: false, events }
  }
}

function addStored(folded: FoldedStream, { aggregate, catalogue }: Desk, event: StoredEvent): void {
  const { metadata, revision } = event
  const decoded = decodeEvent(catalogue, event.type, metadata.v, event.data)
  if (decoded.kind !== 'event') throw unreadableEvent(folded.stream, revision, event.type, whyUnreadable(decoded))
  folded.state = aggregate.evolve(folded.state, decoded.event, { id: event.id, actor: metadata.actor })
  folded.last = Number(revision)
  let trace = folded.commands.get(metadata.commandId)
  if (!trace) folded.commands.set(metadata.commandId, (trace = { hash: metadata.commandHash, events: [] }))
  trace.events.push({ id: event.id, type: event.type, revision })
  trace.position = event.position
}

type Unreadable = Exclude<ReturnType<typeof decodeEvent>, { kind: 'event' }>

function whyUnreadable(decoded: Unreadable): string {
  if (decoded.kind === 'unknown') return 'unknown type'
  return decoded.kind === 'newer' ? `version ${decoded.version}, known ${decoded.known}` : decoded.reason
}

/** Strict on write: a decision that does not fit its own schema is a bug and must not become history. */
function encode(catalogue: Catalogue, event: DomainEvent): { version: number; data: Json } {
  const definition = catalogue.get(event.type)
  if (!definition || definition.type !== event.type) throw new Error(`the aggregate does not list the event ${event.type} that it decided`)
  const parsed = definition.schema.safeParse(event.data)
  if (!parsed.success) throw new Error(`the decided event ${event.type} does not fit its schema: ${fieldsAtFault(parsed.error)}`)
  return { version: definition.version, data: parsed.data as Json }
}

function otherBody(command: Command): Refused {
  return refused(
    'command.other-body',
    `命令编号已用于另一内容的命令（${command.type}）；请换一个新编号。`,
    `The id of this ${command.type} was already used for a command with another body; give it a new id.`,
  )
}

function wrongKnownAt(): Refused {
  return refused(
    'command.known-at',
    '只有导入（来源以 import: 开头）可以写明知晓时间，且不得晚于现在；请改正或去掉 knownAt。',
    'Only an import (source import:…) may say when something was known, and never later than now; correct knownAt or leave it out.',
  )
}
