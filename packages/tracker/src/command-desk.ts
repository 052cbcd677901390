import type { AnyCommand } from '@rural-tracker/domain'
import {
  type Admission,
  type AnyAggregate,
  type Command,
  type CommandEnvelope,
  type CommandHandler,
  type CommandOutcome,
  createImporter,
  type EventStore,
  type Expectation,
  type ImportSummary,
  type OnOutcome,
  type Preview,
  previewCommands,
} from '@rural-tracker/event-store'

/** Where commands are given: the log, and who decides on what is written to it. */
export class CommandDesk {
  readonly events: EventStore
  /** Who decides on commands. */
  readonly aggregates: readonly AnyAggregate[]
  protected readonly handler: CommandHandler

  constructor(events: EventStore, aggregates: readonly AnyAggregate[], handler: CommandHandler) {
    this.events = events
    this.aggregates = aggregates
    this.handler = handler
  }

  /**
   * Carries out one command. A refusal is an answer, not an exception; the same commandId again has one effect. With `expected` nothing is written
   * where the stream has another revision than the caller has seen, and with `admit` where it objects to the state that is decided on.
   */
  async execute(command: AnyCommand, envelope: CommandEnvelope, how: Expectation & Admission = {}): Promise<CommandOutcome> {
    return this.handler.handle({ ...command, ...envelope }, how)
  }

  /** Many commands, fast, in order; after a crash the same commands go on where they stopped. */
  async import(commands: Iterable<Command> | AsyncIterable<Command>, onOutcome?: OnOutcome): Promise<ImportSummary> {
    return createImporter({ store: this.events, aggregates: this.aggregates }).import(commands, onOutcome)
  }

  /** What commands would lead to on the present state. Nothing is written. */
  async preview(commands: Iterable<Command>): Promise<Preview> {
    return previewCommands({ store: this.events, aggregates: this.aggregates }, commands)
  }
}
