import type { AnyCommand } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { afterwards, clue, elimination, help, people, stopped, waived, whole } from './case.ts'
import { circumstances, comings, guarantees, incomes, nobodyCanWork, splitting, visits, weakSigns, wellOff, work } from './household.ts'
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

/** `home` is whom the story is about, where that is not left to chance. */
type Told = Readonly<{ story: Story; numbers: readonly number[]; gap: number; home?: string }>

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
  for (const { story, numbers: own, gap, home } of stories) {
    today = addDays(today, gap)
    const storyDice = diceOf(own)
    const household = home ?? storyDice.of(...HOUSEHOLDS)
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

const anything: Weighted = [...circumstances, [9, clue], [9, help], [6, elimination], [9, afterwards], [9, people], [4, parameterCorrected]]

/** Some months of two households and what people did about them, most of the time with the whole way of a case from clue to elimination. */
const ordinary = lifeOf(some(circumstances, 8), fc.option(once(whole), { freq: 4, nil: [] }), some(anything, 18, 4))
/** The same of one household alone. */
const alone = (...parts: readonly fc.Arbitrary<readonly Told[]>[]) =>
  lifeOf(...parts.map((part) => part.map((lived) => lived.map((one) => ({ ...one, home: HOUSEHOLDS[0] })))))

/** These stories the plainest way, one soon after the other. */
const plainly = (...stories: readonly Story[]) => once(...stories).map((lived) => lived.map((one) => ({ ...one, numbers: [0], gap: 5 })))
const years = (stories: Weighted, most: number, least: number) =>
  fc.array(
    fc.tuple(told(stories), fc.integer({ min: 60, max: 150 })).map(([one, gap]) => ({ ...one, gap })),
    { minLength: least, maxLength: most, size: 'max' },
  )

const signs = alone(some(weakSigns, 14, 8, 12), some([...weakSigns, [12, people], [3, clue]], 10, 0, 12))
const working = alone(some(work, 6, 3), fc.option(once(whole), { nil: [] }), some(work, 8, 3))
const earning = alone(some(incomes, 12, 6))
const stopping = alone(
  plainly(whole),
  some(
    [
      [3, stopped],
      [1, afterwards],
      [1, help],
    ],
    6,
    2,
  ),
)
const early = alone(plainly(clue, help), once(elimination), some([[1, help], ...visits], 3))
const waiting = alone(plainly(wellOff, clue), some([[1, help]], 1), years(visits, 6, 4))
const bookish = alone(plainly(wellOff, whole), some([[20, stopped], [40, afterwards], [12, elimination], [12, clue], ...circumstances], 8))
const unsafe = alone(once(whole), some(guarantees, 6, 3))
const unable = alone(plainly(nobodyCanWork), once(whole), some([[1, nobodyCanWork], ...visits], 3))
const waiving = alone(some([[3, waived], [3, people], ...visits], 10, 5, 20))
const leaving = alone(some([...comings, ...visits], 8, 3))
const parting = alone(once(clue, splitting), some([[3, splitting], ...visits], 4, 0, 20))

/** Where random lives hardly come: what has to be told that a rule may fire. */
export const towards: Readonly<Record<string, fc.Arbitrary<readonly Command[]>>> = {
  'outpatient-cost': signs,
  'new-serious-illness': signs,
  'schooling-cost': signs,
  'insurance-doubled': signs,
  'benefits-ended': signs,
  'dividends-stopped': signs,
  'weak-signs': signs,
  'income-after-expense': earning,
  'main-earner-lost-job': working,
  'decision-basis': working,
  'measure-cut-short': stopping,
  'eliminated-early': early,
  'not-eliminated-in-time': waiting,
  'only-safety-net': waiting,
  'recognised-without-measure': waiting,
  'drop-out': unsafe,
  'insurance-missing': unsafe,
  'eliminated-unsafe': unsafe,
  relapse: unsafe,
  disaster: waiving,
  'household-empty': leaving,
  'no-labour-eliminated': unable,
  'split-from-monitored': parting,
}

/** Parameters of every kind, reports that are late, corrected and withdrawn, procedures by the book and beside it, and people over rules. */
export const lives: fc.Arbitrary<readonly Command[]> = fc.oneof(
  { weight: 8, arbitrary: ordinary },
  ...[signs, working, earning, stopping, waiting, bookish, unsafe, unable, waiving, parting].map((arbitrary) => ({ weight: 1, arbitrary })),
)
/** Signs about which people decide otherwise. */
export const peopled = fc.oneof(waiving, signs)
/** A whole way by the book: nothing keeps an order from being accepted. */
export const byTheBook = bookish
