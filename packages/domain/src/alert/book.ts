import { type CommandDefinition, isRefusal } from '../aggregate.ts'
import type { DomainEvent } from '../event.ts'
import { alert, alertStream } from './decide.ts'
import type { AlertEvent } from './events.ts'
import { type AlertState, evolve, initial, isLive } from './state.ts'

/** A command to an alert, as the engine writes it. */
export type AlertCommand = Readonly<{ type: (typeof alert)['commands'][number]['type']; data: Readonly<Record<string, unknown>> }>

const definitions = new Map<string, CommandDefinition<AlertState>>(
  alert.commands.map((command) => [command.type, command as unknown as CommandDefinition<AlertState>]),
)

/** The alerts there are and the budget used, as far as is known; what the engine asks for is carried on in it, so that days follow each other. */
export class AlertBook {
  readonly #alerts = new Map<string, AlertState>()
  readonly #bySubject = new Map<string, Set<string>>()
  readonly #used: Map<string, number>

  /** @param used how many were raised, by `place/month` */
  constructor(alerts: Iterable<AlertState> = [], used: Iterable<readonly [string, number]> = []) {
    for (const one of alerts) this.#keep(alertStream(one), one)
    this.#used = new Map(used)
  }

  at(which: Parameters<typeof alertStream>[0]): AlertState {
    return this.#alerts.get(alertStream(which)) ?? initial
  }

  /** Open or on the weekly list, in the order of their causes. */
  liveOf(subject: string): readonly AlertState[] {
    return [...(this.#bySubject.get(subject) ?? [])]
      .sort()
      .map((stream) => this.#alerts.get(stream) ?? initial)
      .filter(isLive)
  }

  /** The subjects that have an alert that is not over. */
  liveSubjects(): readonly string[] {
    return [...this.#bySubject.keys()].filter((subject) => this.liveOf(subject).length > 0)
  }

  all(): readonly AlertState[] {
    return [...this.#alerts.values()]
  }

  used(place: string, day: string): number {
    return this.#used.get(budgetKey(place, day)) ?? 0
  }

  /** Decides and folds as the writer will; whether it is news. What is refused is none. */
  give({ type, data }: AlertCommand): readonly DomainEvent[] {
    const command = definitions.get(type)
    if (command === undefined) throw new Error(`no alert knows the command ${type}`)
    const stream = command.stream(data)
    const before = this.#alerts.get(stream) ?? initial
    const decision = command.decide(data, before, ENGINE, () => undefined)
    if (isRefusal(decision)) return []
    let state = before
    for (const event of decision as readonly AlertEvent[]) {
      state = evolve(state, event, { id: '', actor: ENGINE })
      if (event.type === 'AlertRaised' || event.type === 'AlertReopened') {
        const key = budgetKey(event.data.place, event.data.occurredOn)
        this.#used.set(key, (this.#used.get(key) ?? 0) + 1)
      }
    }
    this.#keep(stream, state)
    return decision
  }

  #keep(stream: string, state: AlertState): void {
    this.#alerts.set(stream, state)
    const own = this.#bySubject.get(state.subject)
    if (own) own.add(stream)
    else this.#bySubject.set(state.subject, new Set([stream]))
  }
}

/** Who asks for what is due. */
export const ENGINE = 'system:alerts'

/** @example budgetKey('431224105201', '2024-05-06') // '431224105201/2024-05' */
export function budgetKey(place: string, day: string): string {
  return `${place}/${day.slice(0, 7)}`
}
