import { expect } from 'vitest'
import { isRefusal, type Refusal } from '../aggregate.ts'
import type { AnyCommand } from '../catalogue.ts'
import type { DomainEvent } from '../event.ts'
import type { MonitoringCaseEvent } from '../monitoring-case/events.ts'
import type { MonitoringCaseState } from '../monitoring-case/state.ts'
import { beside, PARAMETERS, wellOff } from './case-life.ts'
import { decideOn, deskOf, type Folded, fold } from './scenario.ts'

/** Who records what happens in the village, and who checks it in the township. */
export const VILLAGE = 'village:201'
export const TOWN = 'town:office'
const whoGives = ({ type }: AnyCommand) => (type === 'CheckCase' ? TOWN : VILLAGE)

type Around = Readonly<{ household?: readonly DomainEvent[]; now?: readonly DomainEvent[]; parameters?: typeof PARAMETERS }>

/**
 * A case in which these commands were given, each of them accepted, beside a household and parameters.
 *
 * @example after(clue('2023-10-01')).when(noticed('2023-10-02', '2023-10-06')).thenRefused('no-visit')
 * @throws when one of the commands is refused: the test has to begin somewhere that can be reached.
 */
export function after(...commands: readonly AnyCommand[]) {
  return around({}, commands)
}

function around({ household = wellOff, now = household, parameters = PARAMETERS }: Around, commands: readonly AnyCommand[]) {
  const before = beside(household, parameters)
  const others = beside(now, parameters)
  const { aggregate } = deskOf('RegisterClue')
  const decide = (command: AnyCommand, folded: Folded, actor: string) => decideOn(command, folded, actor, others)
  const folding = () => {
    let folded = fold(aggregate, [], VILLAGE)
    for (const command of commands) {
      const decision = decideOn(command, folded, whoGives(command), before)
      if (isRefusal(decision)) throw new Error(`${command.type} on the way is refused: ${decision.refused}`)
      folded = fold(aggregate, decision, whoGives(command), folded)
    }
    return folded
  }
  return {
    /** The household beside the case is another one. */
    with: (events: readonly DomainEvent[]) => around({ household: events, parameters }, commands),
    /** By the time of the last command the household is another one. */
    now: (events: readonly DomainEvent[]) => around({ household, now: events, parameters }, commands),
    /** Other parameters are in force; those not named stay. */
    where: (other: Partial<typeof PARAMETERS>) => around({ household, now, parameters: { ...parameters, ...other } as typeof PARAMETERS }, commands),
    folded: folding,
    state: () => folding().state as MonitoringCaseState,
    when: (command: AnyCommand, actor: string = whoGives(command)) => {
      const folded = folding()
      const decision = decide(command, folded, actor)
      return {
        refused: () => decision as Refusal,
        thenRefused: (code: string) => expect((decision as Refusal).refused).toBe(`monitoring-case.${code}`),
        /** Each event as far as it is written here, and the same command again changes nothing. */
        then: (...expected: readonly Readonly<{ type: MonitoringCaseEvent['type']; data?: object }>[]) => {
          expect(decision).toMatchObject(expected)
          expect(decide(command, fold(aggregate, decision as readonly DomainEvent[], actor, folded), actor), 'the same command again').toEqual([])
        },
        thenNothingHappens: () => expect(decision).toEqual([]),
      }
    },
  }
}
