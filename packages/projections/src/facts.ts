/**
 * One thing that was said to be true. Facts are only ever added: a correction is one more fact that stands in place of those of the
 * event it `replaces`, a reversal is one more that takes away those of the event it `withdraws`.
 */
export type Fact<Kind extends string = string, Body = unknown> = Readonly<{
  /** What it is about: a household, a person, a village; for a parameter its region. */
  subject: string
  kind: Kind
  /** The day it became true. */
  on: string
  body: Body
  replaces?: string
  withdraws?: string
}>

/** A fact with where it came from and when we knew it. */
export type KnownFact<F extends Fact = Fact> = F & Readonly<{ eventId: string; position: number; n: number; knownAt: string }>

/** Both clocks: true on or before `asOf`, known at an instant or up to a position. */
export type Clocks = Readonly<{ asOf: string; knownAt?: string; knownTo?: number }>

/** What was known then, also of days still to come. */
export function known<F extends KnownFact>(facts: readonly F[], clocks: Omit<Clocks, 'asOf'>): readonly F[] {
  const { knownAt, knownTo } = clocks
  if (knownAt === undefined && knownTo === undefined) return facts
  return facts.filter((fact) => (knownAt === undefined || fact.knownAt <= knownAt) && (knownTo === undefined || fact.position <= knownTo))
}

/**
 * What stands of the facts known: corrected ones replaced, withdrawn ones gone, in the order in which they were true
 * (then in which we learned them).
 */
export function standing<F extends KnownFact>(facts: readonly F[]): readonly F[] {
  return inOrder(facts.some((fact) => fact.withdraws || fact.replaces) ? resolved(facts) : facts)
}

function resolved<F extends KnownFact>(facts: readonly F[]): F[] {
  const withdrawn = new Set<string>()
  const lastCorrection = new Map<string, number>()
  for (const fact of facts) {
    if (fact.withdraws) withdrawn.add(fact.withdraws)
    if (fact.replaces) lastCorrection.set(fact.replaces, Math.max(fact.position, lastCorrection.get(fact.replaces) ?? 0))
  }
  return facts.filter((fact) => {
    if (fact.withdraws || withdrawn.has(fact.eventId)) return false
    if (fact.replaces) return !withdrawn.has(fact.replaces) && lastCorrection.get(fact.replaces) === fact.position
    return !lastCorrection.has(fact.eventId)
  })
}

/** Most facts come in the order in which they were true: then nothing is copied. */
function inOrder<F extends KnownFact>(facts: readonly F[]): readonly F[] {
  for (let i = 1; i < facts.length; i++) if (compare(facts[i - 1] as F, facts[i] as F) > 0) return facts.toSorted(compare)
  return facts
}

function compare(a: KnownFact, b: KnownFact): number {
  return a.on < b.on ? -1 : a.on > b.on ? 1 : a.position - b.position || a.n - b.n
}
