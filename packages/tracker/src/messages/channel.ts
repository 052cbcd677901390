import type { Address } from './address-book.ts'
import type { Letter } from './letter.ts'

/** How the other side took a message. `refused`: it will not take it however often it is sent. `again`: not now. */
export type Sent =
  | Readonly<{ kind: 'taken' }>
  | Readonly<{ kind: 'refused' }>
  | Readonly<{ kind: 'again'; reason: 'timeout' | 'unreachable'; afterMs?: number }>

/** One way to reach people. It may be used for the same message twice, when a process ends in between. */
export type MessageChannel = Readonly<{
  send: (address: Address, letter: Letter, signal: AbortSignal) => Promise<Sent>
  /** How many a minute the other side takes of one sender. */
  perMinute?: number
  close?: () => void
}>
