import type { z } from 'zod'
import type { RiskKind } from '../../household/events.ts'
import type { ParameterLookUp } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import type { DivisionCode } from '../../values/division.ts'

export type Risk = z.infer<typeof RiskKind>
/** What a sign is about: a kind of risk, every natural disaster once more as `disaster`, or nothing that was said. */
export type Cause = Risk | 'disaster' | 'unspecified'

/** What the watch knows of a village, by kind. A sign belongs to the village that its event was written for. */
export type VillageFactBodies = Readonly<{
  /** The household lives in the village from that day on, or ceases to. */
  villageHousehold: Readonly<{ household: string; comes: boolean }>
  villageSign: Readonly<{ household: string; causes: readonly Cause[] }>
}>
export type VillageFactKind = keyof VillageFactBodies
export type KnownVillageFact<K extends VillageFactKind = VillageFactKind> = {
  [Kind in K]: Readonly<{
    subject: string
    kind: Kind
    on: string
    eventId: string
    position: number
    n: number
    knownAt: string
    body: VillageFactBodies[Kind]
  }>
}[K]

/** A village as its watch sees it on one day. */
export type VillageView = Readonly<{
  day: string
  village: DivisionCode
  parameter: ParameterLookUp
  /** How many households live there on the day. */
  households: () => number
  /** The signs of the last days, (day − days, day], oldest first. */
  signs: (days: number) => readonly KnownVillageFact<'villageSign'>[]
}>

/** @param facts those that stand on `day`, oldest first. */
export function villageViewOf(village: DivisionCode, facts: readonly KnownVillageFact[], parameter: ParameterLookUp, day: string): VillageView {
  return {
    day,
    village,
    parameter,
    households: () => {
      const here = new Map<string, boolean>()
      for (const { kind, body } of facts) if (kind === 'villageHousehold') here.set(body.household, body.comes)
      return [...here.values()].filter(Boolean).length
    },
    signs: (days) => {
      const after = plusDays(day, -days)
      return facts.filter((fact) => fact.kind === 'villageSign').filter(({ on }) => on > after)
    },
  }
}
