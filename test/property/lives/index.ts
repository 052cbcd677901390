import type { AnyCommand } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { afterwards, clue, elimination, help, people, whole } from './case.ts'
import { circumstances } from './household.ts'
import { parameterCorrected, settings } from './parameters.ts'
import { addDays, diceOf, HOUSEHOLDS, PEOPLE, personOf, type Story, whereOf } from './story.ts'

/** Every household that can be in one of these histories; the third comes out of a split. */
export const PLACES = [...HOUSEHOLDS, 'H00003'] as const
const FIRST_DAY = '2023-01-02'
const numbers = fc.array(fc.nat({ max: 9_999 }), { minLength: 30, maxLength: 30 })

function beginnings(dice: ReturnType<typeof diceOf>): readonly AnyCommand[] {
  return HOUSEHOLDS.flatMap((household, h) => {
    const here = { ...whereOf(household), occurredOn: dice.of('2022-11-15', '2020-01-01') }
    const kind = h === 0 || dice.chance(30) ? 'registeredPoor' : 'ordinary'
    return [
      { type: 'RegisterHousehold', data: { ...here, kind } },
      ...PEOPLE.map(
        (person, i): AnyCommand => ({
          type: 'AddMember',
          data: { ...here, person: personOf(household, i), sex: 'female', reason: 'registered', standingFacts: [], carries: [], ...person },
        }),
      ),
      ...(dice.chance(70) ? [0, 1] : []).map(
        (i): AnyCommand => ({ type: 'ReportLabour', data: { ...here, person: personOf(household, i), labour: dice.of('ordinary', 'lost') } }),
      ),
    ] satisfies AnyCommand[]
  })
}

type Told = Readonly<{ story: Story; numbers: readonly number[]; gap: number }>

/** Commands of an import, each known on the day on which it is told. */
function historyOf(start: readonly number[], stories: readonly Told[]): readonly Command[] {
  const commands: Command[] = []
  let today = FIRST_DAY
  const add = (command: AnyCommand) => {
    const knownAt = new Date(Date.parse(today) + commands.length * 1_000).toISOString()
    commands.push({ ...command, commandId: `c${commands.length}`, actor: `test:${commands.length}`, source: 'import:test', knownAt })
  }
  const dice = diceOf(start)
  for (const command of [...settings(dice), ...beginnings(dice)]) add(command)
  for (const { story, numbers: own, gap } of stories) {
    today = addDays(today, gap)
    const storyDice = diceOf(own)
    const household = storyDice.of(...HOUSEHOLDS)
    for (const { after = 0, command } of story({ dice: storyDice, household, today, earlier: commands })) {
      today = addDays(today, after)
      if (command) add(command)
    }
  }
  return commands
}

function told(stories: readonly (readonly [number, Story])[]): fc.Arbitrary<Told> {
  const story = fc.oneof(...stories.map(([weight, one]) => ({ weight, arbitrary: fc.constant(one) })))
  return fc.record({ story, numbers, gap: fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 45 })) })
}

const cases = [
  [3, clue],
  [3, help],
  [2, elimination],
  [3, afterwards],
  [3, people],
  [1, parameterCorrected],
] as const
const anything = told([
  ...circumstances.map(([weight, story]) => [weight, story] as const),
  ...cases.map(([weight, story]) => [weight * 3, story] as const),
])

/**
 * Some months of two households and what people did about them: parameters of every kind, reports that are late, corrected and withdrawn, and
 * most of the time the whole way of a case from clue to elimination.
 */
export const lives: fc.Arbitrary<readonly Command[]> = fc
  .record({
    start: fc.array(fc.nat({ max: 9_999 }), { minLength: 199, maxLength: 199 }),
    before: fc.array(told(circumstances), { maxLength: 8, size: 'max' }),
    way: fc.option(told([[1, whole]]), { freq: 4 }),
    after: fc.array(anything, { minLength: 4, maxLength: 18, size: 'max' }),
  })
  .map(({ start, before, way, after }) => historyOf(start, [...before, ...(way ? [way] : []), ...after]))
