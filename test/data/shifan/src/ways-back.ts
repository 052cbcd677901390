import { plusMonths } from '@rural-tracker/domain'
import { between, later, pick, type Random } from '@rural-tracker/sanjiang/making'
import { withFaults } from './faults.ts'
import { type Household, SHOWN } from './population.ts'
import { afterNewYear, SHOWN_OFFSETS, stepsFrom, stepsTo } from './steps.ts'
import type { Elimination, Story } from './stories.ts'
import { TARGETS } from './targets.ts'

/** Some eliminations were weak, some households met a new risk, and some risks went by themselves. */
export function withWaysBack(random: Random, stories: readonly Story[]): readonly Story[] {
  const could = stories.filter(
    ({ household, elimination, recognition }) =>
      household.id !== SHOWN && elimination && recognition.from > '2021-05-01' && elimination.steps.decided < '2024-12-01',
  )
  const drawn = pick(random, could, could.length)
  const chosen = drawn.slice(0, TARGETS.rolledBack - 1 + TARGETS.reMarked - 1 + TARGETS.natural)
  const others = drawn.slice(chosen.length)
  const unpaid = new Set(others.filter(({ risk, rolling }) => risk === 'illness' && !rolling).slice(0, TARGETS.unpaid))
  const faulty = withFaults(others.filter((one) => !unpaid.has(one)))
  const backs = new Set(chosen.slice(0, TARGETS.rolledBack - 1))
  const marks = chosen.slice(TARGETS.rolledBack - 1, TARGETS.rolledBack + TARGETS.reMarked - 2)
  const natural = new Set(chosen.slice(TARGETS.rolledBack + TARGETS.reMarked - 2))
  let back = 0
  return stories.map((one) => {
    const { elimination } = one
    if (!elimination) return one
    if (natural.has(one)) return { ...one, elimination: { ...elimination, way: 'natural' } }
    if (backs.has(one)) return rolledBack(random, one, back++ < 3)
    if (unpaid.has(one)) return { ...one, payout: 'none' }
    const fault = faulty.get(one)
    if (fault === 'early') return { ...one, fault, elimination: { ...elimination, steps: stepsTo(later(one.recognition.decided, 130)) } }
    if (fault) return { ...one, fault }
    const mark = marks.indexOf(one)
    return mark < 0 ? one : reMarked(random, one, mark === 0)
  })
}

function rolledBack(random: Random, one: Story, again: boolean): Story {
  const rolledBackOn = later(one.elimination?.steps.decided ?? TARGETS.to, between(random, 50, 90))
  const decided = afterNewYear(later(rolledBackOn, between(random, 150, 220)))
  return { ...one, payout: again ? 'late' : 'none', rolledBackOn, ...(again ? { eliminatedAgain: { steps: stepsTo(decided), way: 'byHelp' } } : {}) }
}

function reMarked(random: Random, one: Story, eliminated: boolean): Story {
  const steps = stepsFrom(later(one.elimination?.steps.decided ?? TARGETS.to, between(random, 150, 260)))
  const elimination: Elimination = { steps: stepsTo(afterNewYear(later(plusMonths(steps.decided, 6), 20))), way: 'byHelp' }
  return { ...one, reMark: { risk: 'accident', class: 'suddenHardship', steps, ...(eliminated ? { elimination } : {}) } }
}

/** The way that the demonstration prints from the first clue to the last elimination. */
export function shownStory(household: Household): Story {
  return {
    household,
    risk: 'illness',
    class: 'unstableExit',
    recognition: stepsFrom('2023-01-08', SHOWN_OFFSETS),
    reported: false,
    withoutLabour: false,
    rolling: false,
    payout: 'late',
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
