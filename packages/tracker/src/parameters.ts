import { missing, type MonitoringParameterKind, monitoringRules, type ParameterFact, type Text, titleOf, villageWatch } from '@rural-tracker/domain'
import { type Clocks, factOfRow, type KnownFact, known, type RowStore, standing } from '@rural-tracker/projections'
import { alertParameterOfRow, alertParameters, monitoringList } from '@rural-tracker/read-models'

export type ParametersQuestion = Readonly<{
  /** What is in force at this place; without one, in every region that has a value of its own. */
  division?: string
  /** A family or one kind of it: `deadline`, `deadline.visit`. */
  kind?: string
}>

/** A value in force, with the region that set it and on what ground. `value` holds what belongs to its kind. */
export type ParameterRow = Readonly<{
  kind: string
  title: Text
  region: string
  from: string
  to: string | null
  value: Readonly<Record<string, unknown>>
  basis: string
  assumption: boolean
  event: string
}>
/** A kind that rules ask for and that nobody has set for the place. */
export type NotSet = Readonly<{ kind: string; message: Text; rules: readonly string[] }>
export type ParametersInForce = Readonly<{ parameters: readonly ParameterRow[]; notSet: readonly NotSet[] }>

const parameterTable = monitoringList.tables[2]

/** What the monitoring rules are held against on a day, and what alerts go by. What is not set can be said of one place only. */
export async function parametersInForce(rows: RowStore, clocks: Clocks, question: ParametersQuestion): Promise<ParametersInForce> {
  const all = [...(await rows.rows(parameterTable)).map(factOfRow), ...(await rows.rows(alertParameters.table)).map(alertParameterOfRow)]
  const kinds = [...new Set(standing(known(all, clocks)).map(({ kind }) => kind))].filter((kind) => isAsked(kind, question.kind)).sort()
  const { division } = question
  if (division === undefined) return { parameters: inEveryRegion(all, clocks, kinds).map(row), notSet: [] }
  const place = monitoringList.parametersAt(all, clocks).of(division)
  const parameters = kinds.flatMap((kind) => place.inForce(kind, clocks.asOf) ?? []).map(row)
  const set = new Set(parameters.map(({ kind }) => kind))
  const notSet = [...askedByRules()]
    .filter(([kind]) => isAsked(kind, question.kind) && !set.has(kind))
    .map(([kind, rules]) => ({ kind, message: missing(kind, clocks.asOf, division).message, rules }))
  return { parameters, notSet }
}

const row = (fact: KnownFact) => parameterRow(fact as unknown as ParameterFact)

/** What each region has set itself, kind by kind. */
function inEveryRegion(all: readonly KnownFact[], clocks: Clocks, kinds: readonly string[]): readonly KnownFact[] {
  const places = [...Map.groupBy(all, ({ subject }) => subject)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([region, own]) => monitoringList.parametersAt(own, clocks).of(region))
  return kinds.flatMap((kind) => places.flatMap((place) => place.inForce(kind, clocks.asOf) ?? []))
}

function isAsked(kind: string, only: string | undefined): boolean {
  return only === undefined || kind === only || kind.startsWith(`${only}.`)
}

/** Every kind that some rule asks for, the watch of villages included, and the rules that do. A calendar is asked for year by year. */
function askedByRules(): ReadonlyMap<MonitoringParameterKind, readonly string[]> {
  const asked = new Map<MonitoringParameterKind, string[]>()
  for (const { id, parameters, always } of [...monitoringRules, villageWatch]) {
    for (const kind of [...(always ? [] : [`rule.${id}` as const]), ...parameters]) asked.set(kind, [...(asked.get(kind) ?? []), id])
  }
  return asked
}

/** A parameter as the outside sees it. */
export function parameterRow({ kind, subject: region, on: from, eventId: event, body }: ParameterFact): ParameterRow {
  const { to, basis, assumption, ...value } = body as ParameterFact['body'] & Record<string, unknown>
  return { kind, title: titleOf(kind), region, from, to, value, basis, assumption: assumption ?? false, event }
}
