import {
  checkVillage,
  divisionPrefix,
  type Finding,
  type KnownVillageFact,
  type ParameterLookUp,
  quotable,
  VILLAGE_WATCH,
  type View,
  villageFinding,
  type VillageView,
  villageWatch,
} from '@rural-tracker/domain'
import { type Clocks, factOfRow, type KnownFact, type Query, type RowStore, type StandingParameters } from '@rural-tracker/projections'
import { type Succession, villageRowOf, villageView, villageWatchList, type VillageWatchRow } from '@rural-tracker/read-models'
import { TrackerError } from './config.ts'
import { parameterRow, type ParameterRow } from './parameters.ts'

const [listTable, factTable, parameterTable, subjectTable] = villageWatchList.tables

/** `divisionsAsOf` takes a merged village for the one that it has become by that day. */
export type VillageWatchQuestion = Readonly<{ division?: string; divisionsAsOf?: string }>
export type VillageSign = Readonly<{ event: string; on: string; household: string; causes: KnownVillageFact<'villageSign'>['body']['causes'] }>

/** Why the watch of a village fires, or is silent: what was counted, what it was held against, and the events. */
export type VillageExplanation = Readonly<{
  village: string
  /** Households that live there on the day. */
  households: number
  signs: readonly VillageSign[]
  /** What the watch asked for and found in force on the day. */
  parameters: readonly ParameterRow[]
  rules: readonly Finding[]
}>
/** The watch of a village, as a household hears of it whose signs are counted there. */
export type WatchOfVillage = Finding & Readonly<{ village: string }>

/** The villages whose watch fires today, as they are kept. */
export async function storedWatch(rows: RowStore, { division }: VillageWatchQuestion): Promise<readonly VillageWatchRow[]> {
  const found = await rows.rows(listTable, { ...inside('village', division), order: [['village', 'asc']] })
  return found.map(({ subject: _, position: __, ...row }) => row as unknown as VillageWatchRow)
}

/** The villages whose watch fires, derived for any pair of clocks. */
export async function derivedWatch(
  rows: RowStore,
  clocks: Clocks,
  present: Succession,
  { division, divisionsAsOf }: VillageWatchQuestion,
): Promise<readonly VillageWatchRow[]> {
  const parameters = await parametersAt(rows, clocks)
  // What a village has become may lie elsewhere.
  const facts = (await rows.rows(factTable, divisionsAsOf === undefined ? inside('subject', division) : {})).map(factOfRow)
  const villages = Map.groupBy(facts, ({ subject }) => present(subject))
  const prefix = division === undefined ? '' : divisionPrefix(division)
  return [...villages]
    .filter(([village]) => village.startsWith(prefix))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([village, own]) => {
      const view = viewOn(village, own, parameters)
      return view === undefined ? [] : (villageRowOf(view, checkVillage(view)) ?? [])
    })
}

/**
 * Tells the watch of a village at length, for any pair of clocks.
 *
 * @throws TrackerError when nothing is known of the village then, or `only` names another rule.
 */
export async function explainVillage(
  rows: RowStore,
  village: string,
  clocks: Clocks,
  present: Succession,
  only?: string,
): Promise<VillageExplanation> {
  if (only !== undefined && only !== VILLAGE_WATCH) {
    throw new TrackerError(
      'rule.unknown',
      `村没有规则 ${quotable(only)}，只有 ${VILLAGE_WATCH}。`,
      `A village has no rule ${quotable(only)}, only ${VILLAGE_WATCH}.`,
    )
  }
  const villages = (await rows.rows(subjectTable)).map(({ subject }) => String(subject)).filter((one) => present(one) === village)
  const facts = (await rows.rows(factTable, { where: [['subject', 'in', villages]] })).map(factOfRow)
  const view = viewOn(village, facts, await parametersAt(rows, clocks))
  if (view === undefined) {
    throw new TrackerError(
      'village.unknown',
      `在所问的日期和时点没有村 ${quotable(village)} 的户，请核对区划代码。`,
      `Nothing was known of households in village ${quotable(village)} on that day; check its code.`,
    )
  }
  return explained(view)
}

/** The watches that fire in the villages where a household has lived and that count one of its signs; none: null. */
export async function watchesOf(
  rows: RowStore,
  household: string,
  view: View,
  clocks: Clocks,
): Promise<Readonly<{ watch: readonly WatchOfVillage[] }> | null> {
  const parameters = await parametersAt(rows, clocks)
  const villages = [...new Set(view.of('residence').map(({ body }) => body.village))]
  const watch: WatchOfVillage[] = []
  for (const village of villages) {
    const there = viewOn(village, (await rows.rows(factTable, { where: [['subject', '=', village]] })).map(factOfRow), parameters)
    const checked = there && checkVillage(there)
    if (!checked || checked.outcome !== 'fired' || !checked.evidence.some((fact) => isSignOf(fact, household))) continue
    watch.push({ village, ...villageFinding(there, checked) })
  }
  return watch.length === 0 ? null : { watch }
}

function explained(view: VillageView): VillageExplanation {
  const checked = checkVillage(view)
  const kinds = [`rule.${VILLAGE_WATCH}`, ...villageWatch.parameters] as const
  return {
    village: view.village,
    households: view.households(),
    signs: checked.evidence.flatMap(({ eventId: event, on, kind, body }) =>
      kind === 'villageSign' ? [{ event, on, household: body.household, causes: body.causes }] : [],
    ),
    parameters: kinds.flatMap((kind) => view.parameter(kind, view.day) ?? []).map(parameterRow),
    rules: [villageFinding(view, checked)],
  }
}

function isSignOf({ kind, body }: KnownVillageFact, household: string): boolean {
  return kind === 'villageSign' && body.household === household
}

async function parametersAt(rows: RowStore, clocks: Clocks): Promise<StandingParameters> {
  return villageWatchList.parametersAt((await rows.rows(parameterTable)).map(factOfRow), clocks)
}

/** The facts of villages that have become one are those of the one. */
function viewOn(village: string, facts: readonly KnownFact[], parameters: StandingParameters): VillageView | undefined {
  const stood = villageWatchList.standAt(
    facts.map((fact) => ({ ...fact, subject: village })),
    parameters,
  )
  if (stood.facts.length === 0) return undefined
  const parameter = ((kind, on) => stood.parameters.inForce(kind, on)) as ParameterLookUp
  return villageView(village, stood.facts, parameter, parameters.clocks.asOf)
}

function inside(column: string, division: string | undefined): Pick<Query, 'where'> {
  return division === undefined ? {} : { where: [[column, 'startsWith', divisionPrefix(division)]] }
}
