import { plusMonths } from '@rural-tracker/domain'
import { between, dayBetween, later, pick, type Random, seeded } from '@rural-tracker/sanjiang/making'
import { ageIn, type Household, SHOWN } from './population.ts'
import { TARGETS } from './targets.ts'

export type Risk =
  | 'illness'
  | 'schooling'
  | 'disability'
  | 'labourShortage'
  | 'accident'
  | 'businessFailure'
  | 'unstableJob'
  | 'unsafeHouse'
  | 'drought'
export type Class = 'exitMonitored' | 'nearPoor' | 'unstableExit' | 'marginal' | 'suddenHardship' | 'preventionObject'

/** A way through the steps, from the clue or the proposal to the day of the decision. */
export type Steps = Readonly<{
  from: string
  visit: string
  match: string
  review: string
  notice: Readonly<{ from: string; to: string }>
  check: string
  county: string
  announced: string
  decided: string
}>
export type Elimination = Readonly<{ steps: Steps; way: 'byHelp' | 'natural' }>

/** How one household came to be monitored, and how it went on. */
export type Story = Readonly<{
  household: Household
  risk: Risk
  class: Class
  recognition: Steps
  /** The county marked it without waiting for our steps. */
  reported: boolean
  withoutLabour: boolean
  /** Income of the twelve months before the clue was collected for it. */
  rolling: boolean
  elimination?: Elimination
  rolledBackOn?: string
  eliminatedAgain?: Elimination
  reMark?: Readonly<{ risk: Risk; class: Class; steps: Steps; elimination?: Elimination }>
}>

const SWIFT = [2, 3, 4, 5, 9, 10, 12, 13, 14] as const
const SLOW = [6, 8, 12, 13, 18, 20, 24, 25, 26] as const
const SHOWN_OFFSETS = [2, 4, 5, 6, 10, 11, 14, 15, 17] as const

/** The days of all steps, so many days after the first. */
export function stepsFrom(from: string, offsets: readonly number[] = SWIFT): Steps {
  const [visit, match, review, noticed, ended, check, county, announced, decided] = offsets.map((days) => later(from, days)) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return { from, visit, match, review, notice: { from: noticed, to: ended }, check, county, announced, decided }
}

/** The same, so that the decision falls on a day. */
const stepsTo = (decided: string): Steps => stepsFrom(later(decided, -14))

/** Income years end on 30 September; from November on everybody's is known. */
export function lastIncomeYear(day: string): number {
  const year = Number(day.slice(0, 4))
  return day.slice(5) >= '11-01' ? year : year - 1
}

/** The year with the window that was low when the household was recognised; sudden hardship has none. */
export function lowYears({ class: of, recognition, withoutLabour }: Story): readonly number[] {
  if (of === 'suddenHardship' && !withoutLabour) return []
  const year = lastIncomeYear(recognition.decided)
  return [year - 1, year, ...(recognition.decided.slice(5, 7) === '10' ? [year + 1] : [])]
}

type Kind = Readonly<{ count: number; from: string; to: string; of: Class; registered: boolean | 'any' }>

/** How many of which class, and when their clues came. The last ones of every class are still monitored at the end. */
const KINDS: readonly Kind[] = [
  { count: 11, from: '2020-04-02', to: '2020-11-10', of: 'exitMonitored', registered: true },
  { count: 11, from: '2020-04-02', to: '2020-11-10', of: 'nearPoor', registered: false },
  { count: 25, from: '2021-05-12', to: '2025-01-20', of: 'unstableExit', registered: true },
  { count: 3, from: '2025-03-01', to: '2025-11-20', of: 'unstableExit', registered: true },
  { count: 31, from: '2021-05-12', to: '2025-01-20', of: 'marginal', registered: false },
  { count: 3, from: '2025-03-01', to: '2025-11-20', of: 'marginal', registered: false },
  { count: 13, from: '2021-05-12', to: '2025-04-20', of: 'suddenHardship', registered: 'any' },
  { count: 2, from: '2025-06-01', to: '2025-11-20', of: 'suddenHardship', registered: 'any' },
  { count: 4, from: '2026-02-10', to: '2026-05-25', of: 'preventionObject', registered: 'any' },
]
const STILL_MONITORED_FROM = '2025-03-01'

const RISKS: readonly Risk[] = [
  ...Array<Risk>(9).fill('illness'),
  ...Array<Risk>(3).fill('disability'),
  ...Array<Risk>(2).fill('schooling'),
  ...Array<Risk>(2).fill('accident'),
  ...Array<Risk>(2).fill('unstableJob'),
  'labourShortage',
  'businessFailure',
  'unsafeHouse',
  'drought',
]

/** Whether somebody of the household could have this risk. */
function fits(risk: Risk, { members }: Household, year: number): boolean {
  const ages = members.map((person) => ageIn(year, person))
  if (risk === 'schooling') return ages.some((age) => age >= 15 && age <= 17)
  if (risk === 'unstableJob') return (ages[0] ?? 0) < 60
  return true
}

/** Everybody who is ever monitored, in the order of their clues' classes. */
export function planStories(households: readonly Household[]): readonly Story[] {
  const random = seeded(2020)
  const shown = households.filter(({ id }) => id === SHOWN).map(shownStory)
  const [poor, ordinary] = [pick(random, eligible(households, true), 100), pick(random, eligible(households, false), 100)]
  const old = pick(random, allOld(households), TARGETS.withoutLabour)
  const taken = new Set(old)
  const next = (registered: boolean | 'any'): Household => {
    const from = registered === true || (registered === 'any' && random() < 0.4) ? poor : ordinary
    const household = from.pop()
    if (!household) throw new Error('no household is left for a story')
    return taken.has(household) ? next(registered) : household
  }
  const plain = KINDS.flatMap((kind) => {
    const count = kind.of === 'unstableExit' && kind.from < STILL_MONITORED_FROM ? kind.count - 1 : kind.count
    return Array.from({ length: count }, (_, i) => story(random, next(kind.registered), kind, i))
  })
  const stories = [...shown, ...plain, ...old.map((household, i) => oldStory(random, household, i))]
  return withWaysBack(random, stories)
}

const eligible = (households: readonly Household[], registered: boolean) =>
  households.filter(
    (one) => one.registered === registered && one.id !== SHOWN && one.members.length >= 2 && ageIn(2019, one.members[0] as never) < 58,
  )

/** Two old people, or one, of whom nobody can work. */
const allOld = (households: readonly Household[]) =>
  households.filter(({ id, members }) => id !== SHOWN && members.length <= 2 && members.every((person) => ageIn(2019, person) >= 55))

function story(random: Random, household: Household, kind: Kind, i: number): Story {
  const clueOn = dayBetween(random, kind.from, kind.to)
  const year = Number(clueOn.slice(0, 4))
  const possible = RISKS.filter((risk) => fits(risk, household, year) && (kind.of !== 'suddenHardship' || risk === 'illness' || risk === 'accident'))
  const risk = possible[between(random, 0, possible.length - 1)] ?? 'illness'
  const recognition = stepsFrom(clueOn, i % 10 === 7 ? SLOW : SWIFT)
  const begun: Story = {
    household,
    risk,
    class: kind.of,
    recognition,
    reported: i % 14 === 5,
    withoutLabour: false,
    rolling: (kind.of === 'unstableExit' || kind.of === 'marginal') && [2, 9, 16].includes(i) && kind.from < STILL_MONITORED_FROM,
  }
  return kind.from >= STILL_MONITORED_FROM ? begun : { ...begun, elimination: { steps: stepsTo(endOf(random, begun)), way: 'byHelp' } }
}

/** Half a year at least, and not before a window that was not low is known. */
function endOf(random: Random, begun: Story): string {
  const half = later(plusMonths(begun.recognition.decided, 6), between(random, 3, 90))
  const low = lowYears(begun).at(-1)
  const known = low === undefined ? half : later(`${low + 1}-11-03`, between(random, 0, 80))
  return half > known ? half : known
}

function oldStory(random: Random, household: Household, i: number): Story {
  const clueOn = dayBetween(random, `${2021 + (i % 5)}-06-01`, `${2021 + (i % 5)}-11-20`)
  return {
    household,
    risk: i % 2 ? 'illness' : 'labourShortage',
    class: household.registered ? 'unstableExit' : 'marginal',
    recognition: stepsFrom(clueOn),
    reported: false,
    withoutLabour: true,
    rolling: false,
  }
}

const END = TARGETS.to

/** Some eliminations were weak, some households met a new risk, and some risks went by themselves. */
function withWaysBack(random: Random, stories: readonly Story[]): readonly Story[] {
  const could = stories.filter(
    ({ household, elimination, recognition }) =>
      household.id !== SHOWN && elimination && recognition.from > '2021-05-01' && elimination.steps.decided < '2024-12-01',
  )
  const chosen = pick(random, could, TARGETS.rolledBack - 1 + TARGETS.reMarked - 1 + TARGETS.natural)
  const backs = new Set(chosen.slice(0, TARGETS.rolledBack - 1))
  const marks = chosen.slice(TARGETS.rolledBack - 1, TARGETS.rolledBack + TARGETS.reMarked - 2)
  const natural = new Set(chosen.slice(TARGETS.rolledBack + TARGETS.reMarked - 2))
  let back = 0
  return stories.map((one) => {
    const { elimination } = one
    if (!elimination) return one
    if (natural.has(one)) return { ...one, elimination: { ...elimination, way: 'natural' } }
    if (backs.has(one)) return rolledBack(random, one, back++ < 3)
    const mark = marks.indexOf(one)
    return mark < 0 ? one : reMarked(random, one, mark === 0)
  })
}

function rolledBack(random: Random, one: Story, again: boolean): Story {
  const rolledBackOn = later(one.elimination?.steps.decided ?? END, between(random, 50, 90))
  const decided = later(rolledBackOn, between(random, 150, 220))
  return { ...one, rolledBackOn, ...(again ? { eliminatedAgain: { steps: stepsTo(decided), way: 'byHelp' } } : {}) }
}

function reMarked(random: Random, one: Story, eliminated: boolean): Story {
  const steps = stepsFrom(later(one.elimination?.steps.decided ?? END, between(random, 150, 260)))
  const elimination: Elimination = { steps: stepsTo(later(plusMonths(steps.decided, 6), 20)), way: 'byHelp' }
  return { ...one, reMark: { risk: 'accident', class: 'suddenHardship', steps, ...(eliminated ? { elimination } : {}) } }
}

/** The way that the demonstration prints from the first clue to the last elimination. */
function shownStory(household: Household): Story {
  return {
    household,
    risk: 'illness',
    class: 'unstableExit',
    recognition: stepsFrom('2023-01-08', SHOWN_OFFSETS),
    reported: false,
    withoutLabour: false,
    rolling: false,
    elimination: { steps: stepsTo('2023-11-20'), way: 'byHelp' },
    rolledBackOn: '2024-02-10',
    eliminatedAgain: { steps: stepsTo('2024-09-05'), way: 'byHelp' },
    reMark: {
      risk: 'accident',
      class: 'suddenHardship',
      steps: stepsFrom('2025-03-06'),
      elimination: { steps: stepsTo('2026-01-16'), way: 'byHelp' },
    },
  }
}

type Time = Readonly<{ from: string; to: string }>

/** The times in which the household is monitored, from the recognition to an elimination or on to the end. */
export function monitoredTimes(story: Story | undefined): readonly Time[] {
  if (!story) return []
  const until = (elimination: Elimination | undefined) => elimination?.steps.decided ?? END
  const times: Time[] = [{ from: story.recognition.decided, to: until(story.elimination) }]
  if (story.rolledBackOn) times.push({ from: story.rolledBackOn, to: until(story.eliminatedAgain) })
  if (story.reMark) times.push({ from: story.reMark.steps.decided, to: until(story.reMark.elimination) })
  return times
}

/** From the first clue on there is a case; other clues of such a household would tangle with its own. */
export function caseDays(story: Story): readonly Time[] {
  const first = { from: later(story.recognition.from, -60), to: later(story.elimination?.steps.decided ?? END, 20) }
  if (!story.rolledBackOn && !story.reMark) return [first]
  return [{ ...first, to: END }]
}
