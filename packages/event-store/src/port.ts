import type { Json } from '@rural-tracker/domain'

declare const position: unique symbol
/** The order of commits. Opaque and with holes: compare and keep it, nothing else. In JSON a decimal string. */
export type Position = bigint & { readonly [position]: true }

/** The place of an event in its stream, from 0. */
export type Revision = bigint

/** What the writer believes about the stream: nothing, that it is new, that it is there, or its exact last revision. */
export type Expected = 'any' | 'no_stream' | 'stream_exists' | Revision

/** What is written about an event besides its data. `knownAt` only in imports, never later than `recordedAt`. */
export type Metadata = Readonly<{
  commandId: string
  commandHash: string
  actor: string
  source: string
  /** Where the thing was on the day of the event: the village, or the division above it. */
  division: string
  /** Schema version of `data`. */
  v: number
  correlationId?: string
  causationId?: string
  knownAt?: string
}>

export type NewEvent = Readonly<{ id: string; type: string; data: Json; metadata: Metadata }>

/** An event as it stands in the log. `recordedAt` is a UTC instant with milliseconds and never decreases along positions. */
export type StoredEvent = NewEvent & Readonly<{ stream: string; revision: Revision; position: Position; recordedAt: string }>

/**
 * A conflict is a value: it is the expected answer to a race. A repeat (the same ids at the same places, with an exact
 * revision or `no_stream`) answers like the first time.
 */
export type AppendResult =
  | Readonly<{ ok: true; revision: Revision; position: Position | undefined }>
  | Readonly<{ ok: false; stream: string; expected: Expected; actual: Revision | 'no_stream' }>

/** One look at the log. Everything up to `scannedTo` was looked at, also what the filter left out. */
export type Page = Readonly<{ events: readonly StoredEvent[]; scannedTo: Position | undefined; caughtUp: boolean }>

export type Filter = Readonly<{ categories?: readonly string[]; types?: readonly string[] }>

export type ReadStream = Readonly<{ from?: Revision; to?: Revision; backwards?: boolean; limit?: number }>

export type ReadAll = Readonly<{
  /** Exclusive: the first event given comes after this position. */
  after?: Position
  /** Inclusive: nothing later is read. With it the reading ends there, `caughtUp`. */
  upTo?: Position
  filter?: Filter
  pageSize?: number
  /** Goes on waiting for new events after it has caught up. Without it, reading ends with the page that is `caughtUp`. */
  follow?: boolean
  signal?: AbortSignal
}>

/** The largest event, data and metadata together as UTF-8 JSON, refused alike by every store. */
export const MAX_EVENT_BYTES = 1_000_000

/** Five verbs. Every adapter passes `describeEventStore`. */
export interface EventStore {
  /** Appends to several streams that are given without waiting may be committed in another order than they were given. */
  readonly commitsInAnyOrder?: boolean
  /**
   * Appends all events or none. Always give the revision just read, or `no_stream`: with `any` and `stream_exists` a repeat
   * is recognised as best effort only (the last 1,000 ids of the stream).
   *
   * @throws EventTooLarge when an event is above MAX_EVENT_BYTES; nothing is written.
   */
  append(stream: string, expected: Expected, events: readonly NewEvent[]): Promise<AppendResult>
  /** A stream that is not there gives no events. */
  readStream(stream: string, how?: ReadStream): AsyncIterable<StoredEvent>
  /** Pages in the order of the log. Nothing is read before the consumer asks. */
  readAll(how?: ReadAll): AsyncIterable<Page>
  /** The last position, or undefined for an empty log. */
  head(): Promise<Position | undefined>
  /** The log's own identity, made with it and kept by backup and restore: a checkpoint of another log never fits. */
  logId(): Promise<string>
  close(): Promise<void>
}
