import type { Position } from '@rural-tracker/event-store'

/** A commit of one model: its rows and its checkpoint stand. */
export type Committed = Readonly<{
  model: string
  version: number
  /** Those that the model reads. */
  events: number
  pages: number
  /** From the first page to the end of the commit, which other models may share. */
  seconds: number
  position: Position | undefined
}>

/** How far a build is: `position` of `target`. */
export type Building = Readonly<{
  model: string
  state: 'building' | 'catching_up' | 'ready'
  position: Position | undefined
  target: Position | undefined
  events: number
}>

/** Somebody who looks on while a projector works, and changes nothing. */
export type ProjectorObserver = Readonly<{
  committed?: (committed: Committed) => void
  building?: (building: Building) => void
  /** Another process has taken over this model. */
  fenced?: (model: string) => void
  /** The same is tried again, because the database or the log is away; `code` is that of the error. */
  retrying?: (code: string) => void
  /** Events of a type that this release does not know: a newer one writes to the same log. */
  unknownType?: (type: string) => void
}>
