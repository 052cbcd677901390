import { plusMonths } from '@rural-tracker/domain'
import { between, dayBetween, later, pick, type Random, seeded } from '@rural-tracker/sanjiang/making'
import type { Fault } from './faults.ts'
import { ageIn, type Household, SHOWN } from './population.ts'
import { afterNewYear, lastIncomeYear, SLOW, type Steps, stepsFrom, stepsTo } from './steps.ts'
import { TARGETS } from './targets.ts'
import { shownStory, withWaysBack } from './ways-back.ts'

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
  /** When what an insurance paid of the bills was told: at once, after a roll-back, or nothing was paid. */
  payout: 'prompt' | 'late' | 'none'
  fault?: Fault
  elimination?: Elimination
  rolledBackOn?: string
  eliminatedAgain?: Elimination
  reMark?: Readonly<{ risk: Risk; class: Class; steps: Steps; elimination?: Elimination }>
}>

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
  // On the way to a recognition when the eight years end.
  { count: 5, from: '2026-06-17', to: '2026-06-27', of: 'preventionObject', registered: 'any' },
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
  const recognition = i % 10 === 7 ? stepsFrom(clueOn, SLOW) : stepsFrom(clueOn)
  const begun: Story = {
    household,
    risk,
    class: kind.of,
    recognition,
    reported: i % 14 === 5,
    withoutLabour: false,
    payout: 'prompt',
    rolling: (kind.of === 'unstableExit' || kind.of === 'marginal') && [2, 9, 16].includes(i) && kind.from < STILL_MONITORED_FROM,
  }
  return kind.from >= STILL_MONITORED_FROM ? begun : { ...begun, elimination: { steps: stepsTo(endOf(random, begun)), way: 'byHelp' } }
}

/** Half a year at least, and not before a window that was not low is known. */
function endOf(random: Random, begun: Story): string {
  const half = later(plusMonths(begun.recognition.decided, 6), between(random, 3, 90))
  const low = lowYears(begun).at(-1)
  const known = low === undefined ? half : later(`${low + 1}-11-03`, between(random, 0, 80))
  return afterNewYear(half > known ? half : known)
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
    payout: 'prompt',
  }
}
