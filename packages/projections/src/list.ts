import type { EventDefinition, EventOf } from '@rural-tracker/domain'
import { type Asked, NOTHING_ASKED } from './asked.ts'
import type { LogEvent } from './event.ts'
import { factTable, knownFacts } from './fact-rows.ts'
import { type Clocks, type Fact, type KnownFact, known, standing } from './facts.ts'
import { StandingParameters } from './list-parameters.ts'
import { modelBase, type ReadModel } from './model.ts'
import { type Columns, type Row, type Table } from './rows.ts'
import { storedList } from './stored-list.ts'

/** What derive is given of parameters: those of the subject's own region and of every region above it. */
export type Parameters<P extends Fact> = Readonly<{
  /** The parameter of this kind in force on the day in the nearest region that has one. Asking is recorded, found or not. */
  inForce: (kind: P['kind'], on: string) => KnownFact<P> | undefined
}>

/** What derive may ask beside the facts of the day. */
export type Beside<F extends Fact, P extends Fact> = Parameters<P> &
  Readonly<{
    /** What stood of the subject's facts when only those before a position had been said: what a decision written there could have seen. */
    before: (position: number) => readonly KnownFact<F>[]
  }>

export type Derived<R> = Readonly<{
  rows: readonly R[]
  /**
   * The next day on which the answer, or what it asks for, may change although nothing new is said, if a rule of its own makes one. Days on
   * which a fact becomes true, or a parameter of a kind asked for begins or is over, need not be named.
   */
  nextChangeOn?: string
}>

export type DerivedList<FD extends readonly EventDefinition[], PD extends readonly EventDefinition[], F extends Fact, P extends Fact, R> = Readonly<{
  name: string
  version: number
  /** What an event says, of one subject or of several. */
  facts: Readonly<{ events: FD; of: (event: LogEvent<EventOf<FD[number]>>) => readonly F[] }>
  parameters: Readonly<{
    events: PD
    of: (event: LogEvent<EventOf<PD[number]>>) => readonly P[]
    /** The last day a parameter is in force; none means until another begins. */
    until: (parameter: P) => string | undefined
  }>
  /** Where the subject is, from the facts that stand: it decides which parameters count. None: no parameter does. */
  place: (facts: readonly KnownFact<F>[]) => string | undefined
  /** Pure: the facts that stood on the day, each with its event, position and when it was known; the parameters in force; the day. */
  derive: (subject: string, facts: readonly KnownFact<F>[], beside: Beside<F, P>, asOf: string) => Derived<R>
  columns: Columns
  key: readonly string[]
  indexes?: readonly (readonly string[])[]
}>

/** A derived list as a model: facts, parameters and the list are built, switched and rolled back together. */
export type ListModel<R = unknown> = ReadModel &
  Readonly<{
    tables: ListTables
    /** The parameters that stand for a pair of clocks: found once, and given to as many subjects as there are. */
    parametersAt: (parameters: readonly KnownFact[], clocks: Clocks) => StandingParameters
    /** The rows of one subject from its facts and the parameters, for any pair of clocks. */
    deriveFrom: (subject: string, facts: readonly KnownFact[], parameters: StandingParameters) => DerivedSubject<R>
    /** What derive would be given: for explanations, which are the same facts and parameters told at length. */
    standAt: (facts: readonly KnownFact[], parameters: StandingParameters) => Standing
    factsOf: (events: readonly LogEvent[]) => KnownFact[]
    parametersOf: (events: readonly LogEvent[]) => KnownFact[]
  }>

/** `asked` holds each set of kinds that some subject asked for, once. */
export type ListTables = readonly [list: Table, facts: Table, parameters: Table, subjects: Table, asked: Table]

export type Standing = Readonly<{
  facts: readonly KnownFact[]
  parameters: Parameters<Fact>
  before: Beside<Fact, Fact>['before']
  place: string | undefined
}>

export type DerivedSubject<R> = Readonly<{ rows: readonly R[]; nextChangeOn: string | undefined; place: string | undefined; asked: Asked }>

/**
 * Defines a list that is derived from facts. The engine answers both clocks by leaving out what was not yet true or not yet known, and
 * derives a subject again when something new is said of it, when a parameter that it asked for changes, and when a named day has come.
 * See `packages/read-models/src/monitoring-list.ts` for the form.
 */
export function defineList<
  const FD extends readonly EventDefinition[],
  const PD extends readonly EventDefinition[],
  F extends Fact,
  P extends Fact,
  R extends Row,
>(definition: DerivedList<FD, PD, F, P, R>): ListModel<R> {
  const { name } = definition
  const list: Table = {
    name,
    columns: { subject: 'text', position: 'integer', ...definition.columns },
    key: ['subject', ...definition.key],
    ...(definition.indexes ? { indexes: definition.indexes } : {}),
  }
  const subjects: Table = {
    name: `${name}_subjects`,
    columns: { subject: 'text', place: 'text', nextChangeOn: 'text', asked: 'integer' },
    key: ['subject'],
    indexes: [['place'], ['nextChangeOn'], ['asked']],
  }
  const asked: Table = { name: `${name}_asked`, columns: { id: 'integer', kinds: 'json' }, key: ['id'] }
  const tables: ListTables = [list, factTable(`${name}_facts`), factTable(`${name}_parameters`), subjects, asked]
  const base = modelBase(name, definition.version, [...definition.facts.events, ...definition.parameters.events], tables)
  const factTypes = new Set(definition.facts.events.map((event) => event.type))
  const parameterTypes = new Set(definition.parameters.events.map((event) => event.type))

  const factsOf = (events: readonly LogEvent[]) => knownFacts(events, factTypes, definition.facts.of as never)
  const parametersOf = (events: readonly LogEvent[]) => knownFacts(events, parameterTypes, definition.parameters.of as never)
  const until = definition.parameters.until as (parameter: KnownFact) => string | undefined
  const parametersAt = (parameters: readonly KnownFact[], clocks: Clocks) => new StandingParameters(parameters, clocks, until)

  const stand = (allFacts: readonly KnownFact[], parameters: StandingParameters) => {
    const { asOf } = parameters.clocks
    const told = known(allFacts, parameters.clocks) as readonly KnownFact<F>[]
    const knownThen = standing(told)
    // They stand in the order of their days, so what is true by then is a prefix.
    const firstLater = knownThen.findIndex((fact) => fact.on > asOf)
    const facts = firstLater < 0 ? knownThen : knownThen.slice(0, firstLater)
    const place = definition.place(facts)
    const before = (position: number) => standing(told.filter((fact) => fact.position < position))
    return { facts, place, before, parameters: parameters.of(place), nextFactOn: firstLater < 0 ? undefined : knownThen[firstLater]?.on }
  }

  const deriveFrom: ListModel<R>['deriveFrom'] = (subject, allFacts, standingParameters) => {
    const { asOf } = standingParameters.clocks
    const { facts, place, before, parameters, nextFactOn } = stand(allFacts, standingParameters)
    let asks = NOTHING_ASKED
    const inForce = (kind: string, on: string) => {
      asks = asks.and(kind)
      return parameters.inForce(kind, on) as KnownFact<P> | undefined
    }
    const derived = definition.derive(subject, facts, { inForce, before }, asOf)
    const nextChangeOn = sooner(sooner(nextFactOn, derived.nextChangeOn, asOf), parameters.nextDay(asks, asOf), asOf)
    return { rows: derived.rows, place, nextChangeOn, asked: asks }
  }

  return {
    ...base,
    tables,
    parametersAt,
    deriveFrom,
    standAt: stand,
    factsOf,
    parametersOf,
    keysOf: (event) => (parameterTypes.has(event.type) ? 'all' : factsOf([event]).map((fact) => fact.subject)),
    ...storedList({ tables, factsOf, parametersOf, parametersAt, deriveFrom }),
  }
}

/** The earlier of two days, of which only those after today count. */
function sooner(day: string | undefined, other: string | undefined, today: string): string | undefined {
  if (other === undefined || other <= today) return day
  return day === undefined || other < day ? other : day
}
