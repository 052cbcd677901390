import { daysBetween, type Rule, type Text } from '@rural-tracker/domain'
import type { Alert, HouseholdReplay } from './household-replay.ts'
import { type Confirmation, confirmationOf, type Recognition } from './recognitions.ts'

/** The same of the recorded parameters and of the proposed ones. */
export type BeforeAfter<Of> = Readonly<{ before: Of; after: Of }>

/** How households were caught: a warning among the rules asked fired for them on one of the days, first on the day `caughtOn`. */
export type Caught = Readonly<{
  households: number
  /** Monitored already when caught: nothing was left to confirm. */
  monitored: number
  /** Of the others, recognised on that day or afterwards. */
  confirmed: number
  /** Confirmed ÷ those that were not monitored already, in percent; null when there are none. */
  confirmedPercent: number | null
  /** Caught before the real recognition, on its day, and after it; the median of the days between, negative when later. */
  earlier: number
  sameDay: number
  later: number
  medianDays: number | null
}>

/**
 * What becomes of a household: caught only by the proposal, no longer caught, caught on an earlier or a later day, or caught on the same day
 * (or never) while other alerts differ.
 */
export type ReplayChange = 'additional' | 'noLonger' | 'earlier' | 'later' | 'alerts'

/** One household for which the proposal makes a difference. */
export type ReplayedHousehold = Readonly<{
  household: string
  /** Where it lived when the first alert that differs began. */
  village: string
  change: ReplayChange
  caughtOn: BeforeAfter<string | null>
  /** Days by which the proposal catches it earlier; negative when later. Null when one side does not catch it. */
  daysEarlier: number | null
  /** The catch beside the real recognition. */
  recognition: BeforeAfter<Confirmation | null>
  /**
   * For a household caught additionally or earlier: the first day on which a warning that the proposal does not touch fired for it. It was on the
   * list by that anyway. Otherwise null.
   */
  otherwiseOn: string | null
  /** The alerts, of those rules only for which they differ. */
  alerts: readonly Readonly<{ rule: string; before: readonly AlertDays[]; after: readonly AlertDays[] }>[]
}>
/** `from` null: since before the first day asked about; `to`, the last day on which it fires, null: still on the last day asked about. */
export type AlertDays = Readonly<{ from: string | null; to: string | null }>

export type ReplaySummary = Readonly<{
  /** Households that lived where the proposal speaks. */
  households: number
  rules: readonly (Readonly<{ rule: string; title: Text; kind: Rule['kind'] }> & BeforeAfter<number>)[]
  caught: BeforeAfter<Caught> & Readonly<{ additional: Caught; noLonger: Caught; caughtEarlier: number; caughtLater: number }>
  /** Alerts that begin on one of the days: in all, and by village and month. */
  alerts: BeforeAfter<number> & Readonly<{ months: readonly (Readonly<{ village: string; month: string }> & BeforeAfter<number>)[] }>
  changed: readonly ReplayedHousehold[]
}>

type Count = { before: number; after: number }

/** Adds up the replays of many households. */
export class ReplaySums {
  readonly #from: string
  readonly #rules: readonly Rule[]
  readonly #warnings: ReadonlySet<string>
  readonly #byRule: ReadonlyMap<string, Count>
  readonly #byMonth = new Map<string, Count>()
  readonly #caught = { before: new Catches(), after: new Catches(), additional: new Catches(), noLonger: new Catches() }
  readonly #changed: ReplayedHousehold[] = []
  #households = 0

  constructor(rules: readonly Rule[], from: string) {
    this.#from = from
    this.#rules = rules
    this.#warnings = new Set(rules.filter(({ kind }) => kind === 'warning').map(({ id }) => id))
    this.#byRule = new Map(rules.map(({ id }) => [id, { before: 0, after: 0 }]))
  }

  /** @param otherwiseOn asked only of a household that the proposal catches additionally or earlier. */
  add(household: string, { before, after }: HouseholdReplay, recognitions: () => readonly Recognition[], otherwiseOn: () => string | null): void {
    this.#households++
    this.#count(before, 'before')
    this.#count(after, 'after')
    const caughtOn = { before: this.#caughtOn(before), after: this.#caughtOn(after) }
    const [wasCaught, isCaught] = [caughtOn.before, caughtOn.after]
    const differing = differences(before, after)
    if (wasCaught === null && isCaught === null && differing.length === 0) return
    const real = recognitions()
    const recognition = {
      before: wasCaught === null ? null : confirmationOf(wasCaught, real, this.#from),
      after: isCaught === null ? null : confirmationOf(isCaught, real, this.#from),
    }
    if (recognition.before) this.#caught.before.add(recognition.before)
    if (recognition.after) this.#caught.after.add(recognition.after)
    if (recognition.after && !recognition.before) this.#caught.additional.add(recognition.after)
    if (recognition.before && !recognition.after) this.#caught.noLonger.add(recognition.before)
    if (differing.length === 0) return
    const change = changeOf(wasCaught, isCaught)
    this.#changed.push({
      household,
      village: firstOf(differing),
      change,
      caughtOn,
      daysEarlier: wasCaught === null || isCaught === null ? null : daysBetween(isCaught, wasCaught),
      recognition,
      otherwiseOn: change === 'additional' || change === 'earlier' ? otherwiseOn() : null,
      alerts: differing.map(({ rule, before: was, after: is }) => ({ rule, before: was.map(daysOf), after: is.map(daysOf) })),
    })
  }

  summary(): ReplaySummary {
    const { before, after, additional, noLonger } = this.#caught
    const counts = [...this.#byRule.values()]
    const months = [...this.#byMonth]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, count]) => ({ village: key.slice(0, 12), month: key.slice(13), ...count }))
    return {
      households: this.#households,
      rules: this.#rules.map(({ id, title, kind }) => ({ rule: id, title, kind, ...(this.#byRule.get(id) as Count) })),
      caught: {
        before: before.sum(),
        after: after.sum(),
        additional: additional.sum(),
        noLonger: noLonger.sum(),
        caughtEarlier: this.#changed.filter(({ change }) => change === 'earlier').length,
        caughtLater: this.#changed.filter(({ change }) => change === 'later').length,
      },
      alerts: {
        before: counts.reduce((sum, count) => sum + count.before, 0),
        after: counts.reduce((sum, count) => sum + count.after, 0),
        months,
      },
      changed: this.#changed,
    }
  }

  #count(alerts: readonly Alert[], side: keyof Count): void {
    for (const { rule, from, village } of alerts) {
      if (from === null) continue
      const ofRule = this.#byRule.get(rule)
      if (ofRule) ofRule[side]++
      const key = `${village} ${from.slice(0, 7)}`
      let ofMonth = this.#byMonth.get(key)
      if (!ofMonth) this.#byMonth.set(key, (ofMonth = { before: 0, after: 0 }))
      ofMonth[side]++
    }
  }

  #caughtOn(alerts: readonly Alert[]): string | null {
    const days = alerts.filter(({ rule }) => this.#warnings.has(rule)).map(({ from }) => from ?? this.#from)
    return days.sort()[0] ?? null
  }
}

/** Caught households, and how their catches stand to the real recognitions. */
class Catches {
  #households = 0
  #monitored = 0
  #confirmed = 0
  readonly #days: number[] = []

  add({ daysEarlier, monitored }: Confirmation): void {
    this.#households++
    if (monitored) this.#monitored++
    else if (daysEarlier !== null && daysEarlier >= 0) this.#confirmed++
    if (daysEarlier !== null) this.#days.push(daysEarlier)
  }

  sum(): Caught {
    const open = this.#households - this.#monitored
    const days = this.#days.toSorted((a, b) => a - b)
    return {
      households: this.#households,
      monitored: this.#monitored,
      confirmed: this.#confirmed,
      confirmedPercent: open === 0 ? null : Math.round((this.#confirmed / open) * 1_000) / 10,
      earlier: days.filter((one) => one > 0).length,
      sameDay: days.filter((one) => one === 0).length,
      later: days.filter((one) => one < 0).length,
      medianDays: days[days.length >> 1] ?? null,
    }
  }
}

type Difference = Readonly<{ rule: string; before: readonly Alert[]; after: readonly Alert[] }>

function differences(before: readonly Alert[], after: readonly Alert[]): readonly Difference[] {
  const rules = [...new Set([...before, ...after].map(({ rule }) => rule))]
  return rules.flatMap((rule) => {
    const [was, is] = [before, after].map((alerts) => alerts.filter((alert) => alert.rule === rule).sort(inOrder)) as [Alert[], Alert[]]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ rule, before: was, after: is }]
  })
}

function firstOf(differing: readonly Difference[]): string {
  return differing.flatMap(({ before, after }) => [...before, ...after]).sort(inOrder)[0]?.village ?? ''
}

function inOrder(a: Alert, b: Alert): number {
  return (a.from ?? '') < (b.from ?? '') ? -1 : 1
}

function daysOf({ from, to }: Alert): AlertDays {
  return { from, to }
}

function changeOf(was: string | null, is: string | null): ReplayChange {
  if (was === is) return 'alerts'
  if (was === null) return 'additional'
  if (is === null) return 'noLonger'
  return is < was ? 'earlier' : 'later'
}
