import type { EventStore, Command, CommandOutcome } from '@rural-tracker/event-store'
import type { DueWork, EffectHandler, Problem, Reaction, RowWatch } from '@rural-tracker/reactions'
import type { RowStore } from '@rural-tracker/projections'

export type RowsOfModels = Pick<RowStore, 'rows' | 'count' | 'scan'>

/** What a part of the reactions may use. */
export type ReactionTools = Readonly<{
  events: EventStore
  /** The rows of the read models, brought to the head of the log first; undefined while they are behind it. */
  rowsAtHead: () => Promise<RowsOfModels | undefined>
  /** The rows of the read models as they stand. */
  rows: () => RowsOfModels
  execute: (command: Command) => Promise<CommandOutcome>
  /** The business date, Asia/Shanghai. */
  today: () => string
  /** The key from which secrets are made: a file that only its owner reads, made when it is first asked for. */
  masterKey: () => Buffer
  onProblem: (problem: Problem) => void
}>

/**
 * One thing that the tracker does outside: which events ask for it, how it is done, and what of it time makes due.
 *
 * @example openTracker({ ...config, reactions: { parts: [({ execute }) => ({ dueWork: [reviewsDue(execute)] })] } })
 */
export type ReactionPart = (tools: ReactionTools) => Readonly<{
  reactions?: readonly Reaction[]
  handlers?: readonly EffectHandler[]
  dueWork?: readonly DueWork[]
  rowWatches?: readonly RowWatch[]
  close?: () => void
}>
