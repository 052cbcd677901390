import type { Text } from '../aggregate.ts'
import type { KnownHouseholdFact } from './facts.ts'
import { cited } from './parameter.ts'
import { answer, type Checked, type Clause } from './rule.ts'
import { standing } from './signs.ts'
import type { View } from './view.ts'

/** The facts that stand as signs under a rule, and how many days each of them does; no days: until it is over. */
export type Signs<Fact extends KnownHouseholdFact> = Readonly<{ facts: readonly Fact[]; days: number | undefined; parameter: string | null }>

/** Fires while one of these facts stands under the rule: `standsDays` of its adoption, or until it is over. */
export function answerStanding<Fact extends KnownHouseholdFact>(view: View, rule: string, facts: readonly Fact[]): Checked<Signs<Fact>> {
  const adopted = view.adoption(rule)
  const days = adopted?.body.standsDays
  const length = adopted !== undefined && days !== undefined ? { adopted, days } : undefined
  const { facts: still, over } = standing(view, rule, facts)
  return answer(
    still.length > 0,
    { facts: still, days, parameter: length ? cited(length.adopted, `${length.days} day`) : null },
    { evidence: still, parameters: length ? [length.adopted] : [], nextChangeOn: over },
  )
}

/** One clause for each sign. @example clausesOf(signs, () => ({ zh: '新发大病', en: 'seriously ill' })) // 新发大病 2023-02-01 */
export function clausesOf<Fact extends KnownHouseholdFact>({ facts, parameter }: Signs<Fact>, word: (fact: Fact) => Text): readonly Clause[] {
  return facts.map((fact) => {
    const { zh, en } = word(fact)
    return { text: { zh: `${zh} ${fact.on}`, en: `${en} ${fact.on}` }, value: fact.on, parameter, holds: true }
  })
}

/** How long, inside a sentence: `，90 天内`. */
export function within({ days }: Pick<Signs<never>, 'days'>): Text {
  return days === undefined ? { zh: '', en: '' } : { zh: `，${days} 天内`, en: `, within ${days} days` }
}

/** What also ends a sign, after what ends it otherwise: `，或满 90 天`. */
export function orAfter({ days }: Pick<Signs<never>, 'days'>): Text {
  return days === undefined ? { zh: '', en: '' } : { zh: `，或满 ${days} 天`, en: `, or ${days} days gone by` }
}
