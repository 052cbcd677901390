import { z } from 'zod'
import { quotable } from './values/quotable.ts'

/** Anything JSON can say. Events hold nothing else: money is integer fen, dates are ISO strings, ids are strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What a decision produces: a stable type name and its data, not yet stored. */
export type DomainEvent<Type extends string = string, Data = unknown> = Readonly<{ type: Type; data: Data }>

type Upcast = (data: Record<string, unknown>) => Record<string, unknown>

/**
 * One event type: its stable stored name, its strict schema, and the way from every older shape to today's.
 * Calling the definition makes an event; nothing is validated until it is written (`encodeEvent`).
 *
 * @example
 * const PersonDied = defineEvent('PersonDied', z.strictObject({ person: PersonId, occurredOn: IsoDate }))
 * PersonDied({ person: 'P000001', occurredOn: '2019-03-02' })
 */
export type EventDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> = {
  (data: z.output<Schema>): DomainEvent<Type, z.output<Schema>>
  readonly type: Type
  readonly schema: Schema
  readonly version: number
  /** Names this event was stored under before. Store filters must ask for them too. */
  readonly aliases: readonly string[]
  readonly upcast: Readonly<Record<number, Upcast>>
}

/** The event a definition makes: `EventOf<typeof PersonDied>`. */
export type EventOf<D> = D extends EventDefinition<infer Type, infer Schema> ? DomainEvent<Type, z.output<Schema>> : never

/**
 * Defines an event. A version above 1 needs an upcast step for every version below it.
 *
 * @throws when a step is missing: that is a programming error and shows at start.
 */
export function defineEvent<const Type extends string, Schema extends z.ZodType>(
  type: Type,
  schema: Schema,
  how: { version?: number; aliases?: readonly string[]; upcast?: Readonly<Record<number, Upcast>> } = {},
): EventDefinition<Type, Schema> {
  const version = how.version ?? 1
  const upcast = how.upcast ?? {}
  for (let v = 1; v < version; v++) {
    if (!upcast[v]) throw new Error(`${type}: no upcast from version ${v}`)
  }
  const make = (data: z.output<Schema>) => ({ type, data })
  return Object.assign(make, { type, schema, version, aliases: how.aliases ?? [], upcast })
}

/** All event types a reader understands, found by today's name and by every alias. */
export type Catalogue = ReadonlyMap<string, EventDefinition>

/** @throws when two definitions claim one stored name. */
export function catalogueOf(definitions: Iterable<EventDefinition>): Catalogue {
  const byName = new Map<string, EventDefinition>()
  for (const definition of definitions) {
    for (const name of [definition.type, ...definition.aliases]) {
      const other = byName.get(name)
      if (other && other !== definition) throw new Error(`two event definitions are stored as ${name}`)
      byName.set(name, definition)
    }
  }
  return byName
}

/**
 * What reading a stored event gave. `unknown` is a type this reader does not subscribe to and may skip;
 * `newer` was written by a later release and must stop the reader; `invalid` is poison.
 */
export type Decoded<E extends DomainEvent = DomainEvent> =
  | Readonly<{ kind: 'event'; event: E }>
  | Readonly<{ kind: 'unknown'; type: string }>
  | Readonly<{ kind: 'newer'; type: string; version: number; known: number }>
  | Readonly<{ kind: 'invalid'; type: string; reason: string }>

/** Strict on read: alias, then upcast steps up to today's version, then the schema. */
export function decodeEvent(catalogue: Catalogue, type: string, version: number, data: unknown): Decoded {
  const definition = catalogue.get(type)
  if (!definition) return { kind: 'unknown', type }
  if (version > definition.version) return { kind: 'newer', type, version, known: definition.version }
  let shape = data
  for (let v = version; v < definition.version; v++) {
    const step = definition.upcast[v]
    if (step) shape = step(shape as Record<string, unknown>)
  }
  const parsed = definition.schema.safeParse(shape)
  return parsed.success
    ? { kind: 'event', event: { type: definition.type, data: parsed.data } }
    : { kind: 'invalid', type, reason: fieldsAtFault(parsed.error) }
}

/** Names the fields at fault and never their values: a value may be personal, and so may a key that nobody knows. */
export function fieldsAtFault(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.map((part) => quotable(String(part))).join('.') || 'data'}: ${faultOf(issue)}`).join('; ')
}

function faultOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.code} ${issue.keys.map(quotable).join(', ')}`
  return issue.code === 'custom' ? String(issue.params?.['fault'] ?? issue.code) : issue.code
}
