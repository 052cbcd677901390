import {
  householdOn,
  type HouseholdOn,
  judge,
  type KnownHouseholdFact,
  monitoringRules,
  type ParameterLookUp,
  plusDays,
  type Rule,
  type StoodBefore,
  viewOf,
} from '@rural-tracker/domain'
import { type KnownFact, NOTHING_ASKED, standing } from '@rural-tracker/projections'
import { knownOn } from './known-on.ts'
import type { KnownParameters } from './known-parameters.ts'
import type { ProposedParameters } from './proposed-parameters.ts'

/**
 * An alert: a rule begins to fire for a household, and the alert lasts until the rule is silent again. `from` null: it fired before the
 * first day asked about; `to`, the last day on which it fires, null: it still fires on the last day asked about. `village` is where the
 * household lived when the rule began to fire.
 */
export type Alert = Readonly<{ rule: string; from: string | null; to: string | null; village: string }>

export type Policy = Readonly<{
  recorded: KnownParameters
  proposed: ProposedParameters
  /** Only these are asked. */
  rules: readonly Rule[]
  /** Whether their answers can rest on a fact of this kind. */
  restsOn: (kind: string) => boolean
  /** The first and last day. */
  from: string
  to: string
  dayBefore: string
  /** Digits with which the village begins; a household that lives elsewhere on a day is not seen on it. */
  within: string
}>
export type HouseholdReplay = Readonly<{ before: readonly Alert[]; after: readonly Alert[] }>

const NOBODY: readonly string[] = []

/**
 * The alerts of one household by the recorded parameters and by the proposed ones. It is asked only on days on which something may change:
 * something becomes known, a fact becomes true, a parameter begins or is over, or a rule has named the day. Both sides see the same facts;
 * where nothing is asked that the proposal changes, the recorded answer is the proposed one.
 *
 * @param facts of the household, in the order in which they were told, known later or not.
 */
export function replayHousehold(facts: readonly KnownFact[], policy: Policy): HouseholdReplay {
  const [before, after] = [new Alerts(), new Alerts()]
  for (const { day, place, recordedly, proposedly } of daysOf(facts, policy)) {
    const began = day === policy.dayBefore ? null : day
    before.are(recordedly, day, began, place)
    after.are(proposedly, day, began, place)
  }
  return { before: before.since(policy.from), after: after.since(policy.from) }
}

/** The first of the days asked about on which one of the rules fires by the recorded parameters. */
export function firstDayFiring(facts: readonly KnownFact[], policy: Policy): string | null {
  const dayBefore = policy.from
  for (const { day, recordedly } of daysOf(facts, { ...policy, dayBefore })) if (recordedly.length > 0) return day
  return null
}

type Day = Readonly<{ day: string; place: string; recordedly: readonly string[]; proposedly: readonly string[] }>

/** The days on which something may change, and the rules that fire on each. */
function* daysOf(facts: readonly KnownFact[], policy: Policy): Generator<Day> {
  const { proposed, to, within } = policy
  // What says that something else was wrong is kept, whatever its kind.
  const told = new ToldFacts(facts.filter(({ kind, replaces, withdraws }) => replaces || withdraws || policy.restsOn(kind)))
  for (let day: string | undefined = policy.dayBefore; day !== undefined && day <= to; ) {
    const { stand, nextOn, place } = told.on(day)
    let next = sooner(nextOn, told.nextKnown(day))
    let [recordedly, proposedly] = [NOBODY, NOBODY]
    if (place !== undefined) {
      const asking = new Asking(policy, day, place, stand, told)
      const was = asking.recordedly()
      const is = asking.isTheSame ? was : asking.proposedly()
      next = sooner(sooner(sooner(next, was.next), is.next), proposed.nextTurn(day))
      if (place.startsWith(within)) [recordedly, proposedly] = [was.firing, is.firing]
    }
    yield { day, place: place ?? '', recordedly, proposedly }
    day = next
  }
}

/** The facts of a household as they became known. */
class ToldFacts {
  readonly #facts: readonly KnownFact[]
  readonly #knownOn: readonly string[]
  readonly #days: readonly string[]
  #known: readonly KnownFact[] = []
  #stand: readonly KnownFact[] = []
  #until = ''

  constructor(facts: readonly KnownFact[]) {
    this.#facts = facts
    this.#knownOn = facts.map(knownOn)
    this.#days = [...new Set(this.#knownOn)].sort()
  }

  /** What stands on a day as known at its end, the next day on which one of them becomes true, and where the household lives. */
  on(day: string): Readonly<{ stand: readonly KnownFact[]; nextOn: string | undefined; place: string | undefined }> {
    const until = this.#days.findLast((one) => one <= day) ?? ''
    if (until !== this.#until) {
      this.#until = until
      this.#known = this.#facts.filter((_, i) => (this.#knownOn[i] as string) <= day)
      this.#stand = standing(this.#known)
    }
    const later = this.#stand.findIndex((fact) => fact.on > day)
    const stand = later < 0 ? this.#stand : this.#stand.slice(0, later)
    const home = stand.findLast(({ kind }) => kind === 'residence')?.body as { village: string } | undefined
    return { stand, nextOn: later < 0 ? undefined : this.#stand[later]?.on, place: home?.village }
  }

  nextKnown(after: string): string | undefined {
    return this.#days.find((day) => day > after)
  }

  /** What of what is known stood when only what precedes a position had been said. */
  readonly before: StoodBefore = (position) =>
    standing(this.#known.filter((fact) => fact.position < position)) as unknown as readonly KnownHouseholdFact[]
}

type Answer = Readonly<{ firing: readonly string[]; next: string | undefined }>

/** One household on one day, asked by either side. */
class Asking {
  readonly #policy: Policy
  readonly #day: string
  readonly #place: string
  readonly #stand: readonly KnownHouseholdFact[]
  readonly #household: HouseholdOn
  readonly #told: ToldFacts
  /** Nothing was asked that the proposal changes. */
  isTheSame = true

  constructor(policy: Policy, day: string, place: string, stand: readonly KnownFact[], told: ToldFacts) {
    this.#policy = policy
    this.#day = day
    this.#place = place
    this.#stand = stand as unknown as readonly KnownHouseholdFact[]
    this.#household = householdOn(this.#stand, day)
    this.#told = told
  }

  recordedly(): Answer {
    const { proposed } = this.#policy
    return this.#answer((kind, on, recorded) => {
      if (this.isTheSame && proposed.kinds.has(kind) && proposed.replaces(this.#place, kind, on, recorded)) this.isTheSame = false
      return recorded
    })
  }

  proposedly(): Answer {
    const { proposed } = this.#policy
    return this.#answer((kind, on, recorded) => (proposed.kinds.has(kind) ? proposed.inForce(this.#place, kind, on, recorded) : recorded))
  }

  #answer(instead: (kind: string, on: string, recorded: KnownFact | undefined) => KnownFact | undefined): Answer {
    const { recorded, rules } = this.#policy
    const here = recorded.at(this.#day).of(this.#place)
    let asks = NOTHING_ASKED
    const parameter = ((kind: string, on: string) => {
      asks = asks.and(kind)
      return instead(kind, on, here.inForce(kind, on))
    }) as unknown as ParameterLookUp
    const view = viewOf(this.#stand, parameter, this.#day, monitoringRules, this.#told.before, this.#household)
    const { judged, nextChangeOn } = judge(view, rules)
    const firing = judged.filter(({ outcome }) => outcome === 'fired').map(({ rule }) => rule.id)
    return { firing, next: sooner(sooner(nextChangeOn, here.nextDay(asks, this.#day)), recorded.nextKnown(asks, this.#day)) }
  }
}

/** The alerts of one side, told day after day which rules fire. */
class Alerts {
  readonly #over: Alert[] = []
  readonly #open = new Map<string, Alert>()

  are(firing: readonly string[], day: string, began: string | null, village: string): void {
    for (const [rule, alert] of this.#open) {
      if (firing.includes(rule)) continue
      this.#over.push({ ...alert, to: plusDays(day, -1) })
      this.#open.delete(rule)
    }
    for (const rule of firing) if (!this.#open.has(rule)) this.#open.set(rule, { rule, from: began, to: null, village })
  }

  /** Those that had not ended before this day. */
  since(first: string): readonly Alert[] {
    return [...this.#over, ...this.#open.values()].filter(({ to }) => to === null || to >= first)
  }
}

function sooner(day: string | undefined, other: string | undefined): string | undefined {
  return day === undefined || (other !== undefined && other < day) ? other : day
}
