import type { AnyCommand } from '@rural-tracker/domain'
import type { EventIdOf } from '@rural-tracker/sanjiang/making'
import { planCases } from './cases.ts'
import { planClues } from './clues.ts'
import { Churn } from './churn.ts'
import { planChurn } from './comings.ts'
import { planFeeds, planLoans } from './feeds/index.ts'
import { planFollowed } from './followed.ts'
import { planRegister, planVillages, planVisits } from './households.ts'
import { planIncome } from './income.ts'
import { planSeldom } from './seldom.ts'
import { planParameters } from './parameters.ts'
import { planPayments } from './payments.ts'
import { planTreatment } from './payouts.ts'
import { planPeople } from './people.ts'
import { idOf, Pen } from './pen.ts'
import { population } from './population.ts'
import { planStories, type Story } from './stories.ts'

export const SOURCE = 'import:demo'

export type DemoCommand = AnyCommand & Readonly<{ commandId: string; actor: string; source: string; knownAt: string }>

/** One household in so many has no clue: of these people decide something beside the rules. */
const LEFT_ALONE = 20

/** How many clues led to a recognition or a re-marking. */
const recognitions = (stories: readonly Story[]) => stories.length + stories.filter(({ reMark }) => reMark).length

/**
 * 虚构演示数据: seven and a half invented years of a township that watches its households, with everything that can happen on the way. The
 * same commands come every time, in the order in which they would have been known.
 */
export function* shifanHistory(eventId: EventIdOf): Generator<DemoCommand> {
  const pen = new Pen(eventId)
  const households = population()
  const stories = planStories(households)
  const storyOf = new Map(stories.map((story) => [story.household.id, story]))
  const followed = households.filter(({ id, registered }) => registered || storyOf.has(id))
  const quiet = households.filter(({ id }) => !storyOf.has(id))
  planParameters(pen)
  planVillages(pen)
  planRegister(pen, households)
  const churn = new Churn(pen, households)
  planChurn(pen, churn, households, storyOf)
  planVisits(pen, followed, storyOf)
  const settled = quiet.filter(({ id }) => !churn.done.has(id))
  planPayments(pen, churn, settled)
  planFollowed(pen, churn, followed, storyOf)
  const underLine = planIncome(pen, followed, storyOf, churn.membersOn)
  const signs = planFeeds(pen, settled)
  planLoans(
    pen,
    quiet.filter(({ registered }) => registered),
  )
  planCases(pen, stories)
  planTreatment(pen, stories)
  const untouched = settled.filter((one, n) => n % LEFT_ALONE === 0 && !underLine.includes(one))
  const watched = settled.filter((one) => !untouched.includes(one))
  planClues(
    pen,
    watched,
    signs.filter(({ household }) => watched.includes(household)),
    recognitions(stories),
  )
  planSeldom(pen, watched)
  planPeople(pen, untouched, underLine)
  for (const { at, key, actor, command } of pen.inOrder()) yield { ...command, commandId: idOf(key), actor, source: SOURCE, knownAt: at }
}
