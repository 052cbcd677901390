import {
  checkVillage,
  type CheckedWatch,
  type KnownVillageFact,
  type ParameterLookUp,
  RuleAdopted,
  RuleAdoptionCorrected,
  type Text,
  ThresholdCorrected,
  ThresholdSet,
  villageFinding,
  type VillageView,
  villageViewOf,
  type Watch,
} from '@rural-tracker/domain'
import { defineList, type KnownFact } from '@rural-tracker/projections'
import { parameterFacts } from './monitoring-facts/parameters.ts'
import { villageFactEvents, villageFacts } from './monitoring-facts/village.ts'

/** One village whose watch fires: how many households have signs, of which causes, and the events that say so. */
export type VillageWatchRow = Readonly<{
  village: string
  households: number
  /** Households that live there. */
  base: number
  /** The causes that reach a limit by themselves. */
  causes: Watch['fired']
  first: string
  last: string
  message: Text
  events: readonly string[]
}>

/** 规模性返贫 watch: the villages in which many households show signs within some weeks. Villages are those of the day of each event. */
export const villageWatchList = defineList({
  name: 'village_watch',
  version: 1,
  facts: { events: villageFactEvents, of: villageFacts },
  parameters: {
    events: [RuleAdopted, RuleAdoptionCorrected, ThresholdSet, ThresholdCorrected],
    of: parameterFacts,
    until: (parameter) => parameter.body.to ?? undefined,
  },
  place: (facts) => facts[0]?.subject,
  derive: (village, facts, { inForce }, asOf) => {
    const view = villageView(village, facts as unknown as readonly KnownFact[], inForce as ParameterLookUp, asOf)
    const checked = checkVillage(view)
    const row = villageRowOf(view, checked)
    const { nextChangeOn } = checked
    return { rows: row ? [row] : [], ...(nextChangeOn === undefined ? {} : { nextChangeOn }) }
  },
  columns: {
    village: 'text',
    households: 'integer',
    base: 'integer',
    causes: 'json',
    first: 'text',
    last: 'text',
    message: 'json',
    events: 'json',
  },
  key: [],
  indexes: [['village']],
})

/** A village as its watch sees it, from the facts of this list. */
export function villageView(village: string, facts: readonly KnownFact[], parameter: ParameterLookUp, asOf: string): VillageView {
  return villageViewOf(village, facts as unknown as readonly KnownVillageFact[], parameter, asOf)
}

/** The row of a village whose watch fires. */
export function villageRowOf(view: VillageView, checked: CheckedWatch): VillageWatchRow | undefined {
  if (checked.outcome !== 'fired' || checked.values === undefined) return undefined
  const { households, base, fired, first = view.day, last = view.day } = checked.values
  const { message } = villageFinding(view, checked)
  return { village: view.village, households, base, causes: fired, first, last, message, events: checked.evidence.map(({ eventId }) => eventId) }
}
