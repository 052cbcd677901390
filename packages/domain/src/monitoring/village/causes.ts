import type { Text } from '../../aggregate.ts'
import { DisasterKind } from '../../household/events.ts'
import { RISK_WORDS, wordFor } from '../words.ts'
import type { Cause, KnownVillageFact, Risk } from './facts.ts'

export type { Cause } from './facts.ts'

/** How many distinct households have a sign of a cause. */
export type CauseCount = Readonly<{ cause: Cause; households: number }>

const DISASTERS: ReadonlySet<string> = new Set(DisasterKind.options)
const WORDS: Readonly<Record<string, Text>> = {
  ...RISK_WORDS,
  disaster: { zh: '自然灾害', en: 'natural disaster' },
  unspecified: { zh: '未说明原因', en: 'no cause given' },
}

/** The causes of a sign: each risk that was named, a natural disaster also as such. @example causesOf(['flood']) // ['flood', 'disaster'] */
export function causesOf(risks: readonly Risk[]): readonly Cause[] {
  if (risks.length === 0) return ['unspecified']
  return [...new Set<Cause>([...risks, ...(risks.some((risk) => DISASTERS.has(risk)) ? (['disaster'] as const) : [])])]
}

/** Counted household by household, most first. */
export function countByCause(signs: readonly KnownVillageFact<'villageSign'>[]): readonly CauseCount[] {
  const households = new Map<Cause, Set<string>>()
  for (const { body } of signs) {
    for (const cause of body.causes) households.set(cause, (households.get(cause) ?? new Set()).add(body.household))
  }
  return [...households]
    .map(([cause, those]) => ({ cause, households: those.size }))
    .toSorted((a, b) => b.households - a.households || (a.cause < b.cause ? -1 : 1))
}

export function causeWord(cause: Cause): Text {
  return wordFor(WORDS, cause)
}

/** Without natural disasters as such, where one kind of them says the same. */
export function withoutRepeats(counts: readonly CauseCount[]): readonly CauseCount[] {
  const same = counts.some(
    ({ cause, households }) => DISASTERS.has(cause) && households === counts.find((one) => one.cause === 'disaster')?.households,
  )
  return same ? counts.filter(({ cause }) => cause !== 'disaster') : counts
}
