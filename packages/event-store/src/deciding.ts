import { createHash } from 'node:crypto'
import {
  type Aggregate, type Catalogue, catalogueOf, categoryOf, type CommandDefinition, decodeEvent, divisionOf, type DomainEvent, fieldsAtFault, isRefusal, type Json, type Recorded,
  type Text,
} from '@rural-tracker/domain'
import { v5 as uuidv5 } from 'uuid'
import { EventStoreError } from './errors.ts'
import type { Expected, Metadata, NewEvent, Position, Revision, StoredEvent } from './port.ts'

/** What a caller says of a command besides its data. `knownAt` only with a source `import:*`, and never in the future. */
export type CommandEnvelope = Readonly<{ commandId: string; actor: string; source: string; knownAt?: string; correlationId?: string; causationId?: string }>
export type Command = Readonly<{ type: string; data: unknown }> & CommandEnvelope

/** A command that led nowhere, with a stable code and a sentence. Nothing was written. */
export type Refused = Readonly<{ ok: false; refused: string; message: Text }>
export type CommandOutcome =
  | Readonly<{ ok: true; stream: string; events: readonly Readonly<{ id: string; type: string; revision: Revision }>[]; position: Position | undefined; repeated: boolean }>
  | Refused

/** One command ready to be decided: parsed, with its hash and its stream. */
export type Prepared = Readonly<{ command: Command; definition: CommandDefinition<never>; aggregate: Aggregate; data: unknown; stream: string; hash: string }>

type Written = { readonly hash: string; readonly events: { id: string; type: string; revision: Revision }[] }

/** A stream folded in memory: its state, and which commands wrote to it. */
export type Folded = { state: unknown; revision: Revision | undefined; readonly commands: Map<string, Written> }

const EVENT_IDS = 'b0c4f7f2-6a0b-5c57-9a51-6f0f3f0b8a10'

/** Event ids come from the command, so a retry writes the same ones. */
export function eventIdOf(stream: string, commandId: string, index: number): string {
  return uuidv5(`${stream}\n${commandId}\n${index}`, EVENT_IDS)
}

export function refused(code: string, zh: string, en: string): Refused {
  return { ok: false, refused: code, message: { zh, en } }
}

/** Everything between a command and the events it leads to, shared by the handler and the importer. */
export class Deciding {
  readonly #commands = new Map<string, { definition: CommandDefinition<never>; aggregate: Aggregate }>()
  readonly #catalogues = new Map<string, { aggregate: Aggregate; catalogue: Catalogue }>()
  readonly #now: () => string

  constructor(aggregates: readonly Aggregate[], now: () => string = () => new Date().toISOString()) {
    this.#now = now
    for (const aggregate of aggregates) {
      this.#catalogues.set(aggregate.category, { aggregate, catalogue: catalogueOf(aggregate.events) })
      for (const definition of aggregate.commands) this.#commands.set(definition.type, { definition, aggregate })
    }
  }

  /** Checks everything that needs no state. */
  prepare(command: Command): Prepared | Refused {
    const found = this.#commands.get(command.type)
    if (!found) return refused('command.unknown-type', `没有名为 ${String(command.type).slice(0, 60)} 的命令，请核对命令类型。`, `There is no command ${String(command.type).slice(0, 60)}; check its type.`)
    const { commandId, actor, source, knownAt } = command
    if (!isShort(commandId, 200) || !isShort(actor, 80) || !isShort(source, 80)) {
      return refused('command.malformed', '命令须有 commandId、actor 和 source。', 'A command needs a commandId, an actor and a source.')
    }
    if (knownAt !== undefined && !(source.startsWith('import:') && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(knownAt) && knownAt <= this.#now())) {
      return refused('command.known-at', '只有导入（source 为 import:*）可带 knownAt，须为 UTC 时刻且不晚于现在。', 'Only an import (source import:*) may say knownAt: a UTC instant, not in the future.')
    }
    const parsed = found.definition.data.safeParse(command.data)
    if (!parsed.success) {
      const fields = fieldsAtFault(parsed.error)
      return refused('command.malformed', `命令 ${command.type} 的字段有误（${fields}），请更正。`, `${command.type} has fields at fault (${fields}); correct them.`)
    }
    const data: unknown = parsed.data
    const hash = createHash('sha256').update(JSON.stringify([command.type, canonical(data)])).digest('base64url')
    return { command, ...found, data, stream: found.definition.stream(data), hash }
  }

  newStream(stream: string): Folded {
    return { state: this.#of(stream).aggregate.initial, revision: undefined, commands: new Map() }
  }

  /** @throws EventStoreError when an event of the stream cannot be read: nothing may be decided on half a history. */
  foldStored(folded: Folded, stored: StoredEvent): void {
    const { aggregate, catalogue } = this.#of(stored.stream)
    const decoded = decodeEvent(catalogue, stored.type, stored.metadata.v, stored.data)
    if (decoded.kind !== 'event') {
      throw new EventStoreError(
        'stream.unreadable',
        `流中的事件 ${stored.id}（${stored.type}）无法读取（${decoded.kind}），请升级程序或检查日志。`,
        `Event ${stored.id} (${stored.type}) of the stream cannot be read (${decoded.kind}); upgrade the program or check the log.`,
      )
    }
    const { id, revision, metadata } = stored
    this.#fold(folded, aggregate, decoded.event, { id, actor: metadata.actor }, revision)
    remember(folded, metadata.commandId, metadata.commandHash, { id, type: stored.type, revision })
  }

  /** The answer of the first time, when this command has written to the stream before. */
  repeated({ command, hash, stream }: Prepared, folded: Folded): CommandOutcome | undefined {
    const before = folded.commands.get(command.commandId)
    if (!before) return undefined
    if (before.hash !== hash) {
      return refused('command.other-body', `commandId ${command.commandId} 已用于另一条内容不同的命令，请换一个编号。`, `The commandId ${command.commandId} was used for another body; give a new one.`)
    }
    return { ok: true, stream, events: before.events, position: undefined, repeated: true }
  }

  /** Decides, and gives the events as they are to be stored and the stream folded with them. The folded stream given is left as it is. */
  decide(prepared: Prepared, folded: Folded): Refused | { events: NewEvent[]; after: Folded } {
    const { command, definition, aggregate, data, stream, hash } = prepared
    const decision = definition.decide(data as never, folded.state as never, command.actor)
    if (isRefusal(decision)) return { ok: false, refused: decision.refused, message: decision.message }
    const { catalogue } = this.#of(stream)
    const after: Folded = { ...folded }
    const encoded = decision.map((event, index) => {
      const eventDefinition = catalogue.get(event.type)
      if (!eventDefinition) throw new Error(`${definition.type} decided ${event.type}, which is no event of ${aggregate.category}`)
      const id = eventIdOf(stream, command.commandId, index)
      const strict = eventDefinition.schema.parse(event.data) as Json
      const revision = (after.revision ?? -1n) + 1n
      this.#fold(after, aggregate, { type: event.type, data: strict }, { id, actor: command.actor }, revision)
      return { id, type: event.type, data: strict, v: eventDefinition.version }
    })
    const { commandId, actor, source, correlationId, causationId, knownAt } = command
    const division = aggregate.division?.(after.state) ?? divisionOf(stream)
    const events = encoded.map(({ id, type, data: eventData, v }): NewEvent => {
      const metadata: Metadata = {
        commandId, commandHash: hash, actor, source, division, v,
        ...(correlationId ? { correlationId } : {}), ...(causationId ? { causationId } : {}), ...(knownAt ? { knownAt } : {}),
      }
      return { id, type, data: eventData, metadata }
    })
    return { events, after }
  }

  /** Notes in the folded stream what a command has written, once it stands. */
  wrote(folded: Folded, { command, hash }: Prepared, events: readonly NewEvent[], last: Revision): void {
    for (const [i, { id, type }] of events.entries()) remember(folded, command.commandId, hash, { id, type, revision: last - BigInt(events.length - 1 - i) })
  }

  expected(folded: Folded): Expected {
    return folded.revision ?? 'no_stream'
  }

  #fold(folded: Folded, aggregate: Aggregate, event: DomainEvent, recorded: Recorded, revision: Revision): void {
    folded.state = aggregate.evolve(folded.state, event, recorded)
    folded.revision = revision
  }

  #of(stream: string) {
    const found = this.#catalogues.get(categoryOf(stream))
    if (!found) throw new Error(`no aggregate has the category of ${stream}`)
    return found
  }
}

function remember(folded: Folded, commandId: string, hash: string, event: { id: string; type: string; revision: Revision }): void {
  const before = folded.commands.get(commandId)
  if (before) before.events.push(event)
  else folded.commands.set(commandId, { hash, events: [event] })
}

function isShort(text: unknown, most: number): boolean {
  return typeof text === 'string' && text.length > 0 && text.length <= most
}

/** The same data in the same order, however it was written. */
function canonical(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(canonical)
  if (data === null || typeof data !== 'object') return data
  return Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, canonical(value)]))
}
