import type { AnyCommand } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { afterwards, clue, elimination, help, people, stopped, whole } from './case.ts'
import { circumstances, splitting, weakSigns, work } from './household.ts'
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

type Weighted = readonly (readonly [number, Story])[]
/** One of these stories, some days after the one before: mostly a few, now and then many. */
function told(stories: Weighted, longest = 45): fc.Arbitrary<Told> {
  const story = fc.oneof(...stories.map(([weight, one]) => ({ weight, arbitrary: fc.constant(one) })))
  return fc.record({ story, numbers, gap: fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: longest })) })
}

const start = fc.array(fc.nat({ max: 9_999 }), { minLength: 199, maxLength: 199 })
const some = (stories: Weighted, most: number, least = 0, longest?: number) =>
  fc.array(told(stories, longest), { minLength: least, maxLength: most, size: 'max' })
const once = (...stories: readonly Story[]) => fc.tuple(...stories.map((story) => told([[1, story]])))
/** One part of a life after another. */
function lifeOf(...parts: readonly fc.Arbitrary<readonly Told[]>[]): fc.Arbitrary<readonly Command[]> {
  return fc.tuple(start, ...parts).map(([first, ...lived]) => historyOf(first, lived.flat()))
}

const anything: Weighted = [...circumstances, [9, clue], [9, help], [6, elimination], [9, afterwards], [9, people], [3, parameterCorrected]]

/** Some months of two households and what people did about them, most of the time with the whole way of a case from clue to elimination. */
const ordinary = lifeOf(some(circumstances, 8), fc.option(once(whole), { freq: 4, nil: [] }), some(anything, 18, 4))
/** Where random lives hardly come: signs close together, work, help that is stopped, a case that stays open for years, a split. */
const seldom = [
  lifeOf(some(weakSigns, 14, 8, 9), some([...weakSigns, [3, people]], 8, 0, 9)),
  lifeOf(some(work, 6, 3), fc.option(once(whole), { nil: [] }), some(work, 8, 3)),
  lifeOf(
    some(circumstances, 2),
    once(whole, stopped, stopped),
    some(
      [
        [2, stopped],
        [2, afterwards],
        [1, help],
      ],
      4,
    ),
  ),
  lifeOf(once(clue, help), some([[3, help], [1, afterwards], [2, clue], ...work], 6, 3, 150)),
  lifeOf(once(clue, clue, help, splitting), some([[3, splitting], ...circumstances], 6)),
] as const

/** Parameters of every kind, reports that are late, corrected and withdrawn, procedures by the book and beside it, and people over rules. */
export const lives: fc.Arbitrary<readonly Command[]> = fc.oneof(
  { weight: 6, arbitrary: ordinary },
  ...seldom.map((arbitrary) => ({ weight: 1, arbitrary })),
)
