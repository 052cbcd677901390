import { type EventDefinition, type EventOf, divisionPrefix, divisionsUpFrom, plusDays } from '@rural-tracker/domain'
import type { LogEvent } from './event.ts'
import { type Clocks, type Fact, type KnownFact, known, standing } from './facts.ts'
import { modelBase, type Moment, type ReadModel } from './model.ts'
import { everything } from './parts.ts'
import type { Columns, Row, RowTransaction, Table } from './rows.ts'

/** What derive is given of parameters: those of the subject's own region and of every region above it. */
export type Parameters<P extends Fact> = Readonly<{
  /** The parameter of this kind in force on the day in the nearest region that has one. */
  inForce: (kind: P['kind'], on: string) => KnownFact<P> | undefined
}>

export type Derived<R> = Readonly<{
  rows: readonly R[]
  /** The next day on which the answer changes although nothing new is said, if a rule of its own makes one. */
  nextChangeOn?: string
}>

export type DerivedList<FD extends readonly EventDefinition[], PD extends readonly EventDefinition[], F extends Fact, P extends Fact, R> = Readonly<{
  name: string
  version: number
  facts: Readonly<{ events: FD; of: (event: LogEvent<EventOf<FD[number]>>) => readonly F[] }>
  parameters: Readonly<{
    events: PD
    of: (event: LogEvent<EventOf<PD[number]>>) => readonly P[]
    /** The last day a parameter is in force; none means until another begins. */
    until: (parameter: P) => string | undefined
  }>
  /** Where the subject is, from the facts that stand: it decides which parameters count. */
  place: (facts: readonly KnownFact<F>[]) => string | undefined
  /** Pure: the facts that stood on the day, the parameters in force, the day. */
  derive: (subject: string, facts: readonly KnownFact<F>[], parameters: Parameters<P>, asOf: string) => Derived<R>
  columns: Columns
  key: readonly string[]
  indexes?: readonly (readonly string[])[]
}>

/** A derived list as a model: facts, parameters and the list are built, switched and rolled back together. */
export type ListModel<R = unknown> = ReadModel &
  Readonly<{
    tables: readonly [list: Table, facts: Table, parameters: Table, subjects: Table]
    /** The parameters that stand for a pair of clocks: found once, and given to as many subjects as there are. */
    parametersAt: (parameters: readonly KnownFact[], clocks: Clocks) => StandingParameters
    /** The rows of one subject from its facts and the parameters, for any pair of clocks. */
    deriveFrom: (subject: string, facts: readonly KnownFact[], parameters: StandingParameters) => DerivedSubject<R>
    /** What derive would be given: for explanations, which are the same facts and parameters told at length. */
    standAt: (facts: readonly KnownFact[], parameters: StandingParameters) => Standing
    factsOf: (events: readonly LogEvent[]) => KnownFact[]
    parametersOf: (events: readonly LogEvent[]) => KnownFact[]
  }>

/** The parameters of each region that stand for these clocks, in the order in which they came into force. */
export type StandingParameters = Readonly<{ clocks: Clocks; byRegion: ReadonlyMap<string, readonly StandingParameter[]> }>
type StandingParameter = Readonly<{ parameter: KnownFact; until: string | undefined; over: string | undefined }>

export type Standing = Readonly<{ facts: readonly KnownFact[]; parameters: Parameters<Fact>; place: string | undefined }>

export type DerivedSubject<R> = Readonly<{ rows: readonly R[]; nextChangeOn: string | undefined; place: string | undefined }>

const FACT_COLUMNS = {
  subject: 'text',
  position: 'integer',
  n: 'integer',
  kind: 'text',
  on: 'text',
  knownAt: 'text',
  eventId: 'text',
  replaces: 'text',
  withdraws: 'text',
  body: 'json',
} as const

/**
 * Defines a list that is derived from facts. The engine answers both clocks by leaving out what was not yet true or not yet known.
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
  const facts: Table = { name: `${name}_facts`, columns: FACT_COLUMNS, key: ['subject', 'position', 'n'] }
  const parameters: Table = { name: `${name}_parameters`, columns: FACT_COLUMNS, key: ['subject', 'position', 'n'] }
  const subjects: Table = {
    name: `${name}_subjects`,
    columns: { subject: 'text', place: 'text', nextChangeOn: 'text' },
    key: ['subject'],
    indexes: [['place'], ['nextChangeOn']],
  }
  const base = modelBase(name, definition.version, [...definition.facts.events, ...definition.parameters.events], [list, facts, parameters, subjects])
  const factTypes = new Set(definition.facts.events.map((event) => event.type))
  const parameterTypes = new Set(definition.parameters.events.map((event) => event.type))

  const numbered = (events: readonly LogEvent[], types: ReadonlySet<string>, of: (event: never) => readonly Fact[]): KnownFact[] => {
    const all: KnownFact[] = []
    for (const event of events) {
      if (!types.has(event.type)) continue
      const position = Number(event.position)
      let n = 0
      for (const fact of of(event as never)) all.push(knownFact(fact, event, position, n++))
    }
    return all
  }
  const factsOf = (events: readonly LogEvent[]) => numbered(events, factTypes, definition.facts.of as never)
  const parametersOf = (events: readonly LogEvent[]) => numbered(events, parameterTypes, definition.parameters.of as never)

  const parametersAt: ListModel<R>['parametersAt'] = (allParameters, clocks) => {
    const all = standing(known(allParameters, clocks)).map((parameter) => {
      const until = definition.parameters.until(parameter as KnownFact<P>)
      return { parameter, until, over: until === undefined ? undefined : plusDays(until, 1) }
    })
    return { clocks, byRegion: Map.groupBy(all, ({ parameter }) => parameter.subject) }
  }

  const stand = (allFacts: readonly KnownFact[], { clocks, byRegion }: StandingParameters) => {
    const { asOf } = clocks
    const knownFacts = standing(known(allFacts, clocks)) as KnownFact<F>[]
    // They stand in the order of their days, so what is true by then is a prefix.
    const firstLater = knownFacts.findIndex((fact) => fact.on > asOf)
    const facts = firstLater < 0 ? knownFacts : knownFacts.slice(0, firstLater)
    const place = definition.place(facts)
    const regions = place === undefined ? [] : divisionsUpFrom(place).flatMap((region) => byRegion.get(region) ?? NONE)
    const inForce: Parameters<P>['inForce'] = (kind, on) => {
      let nearest: StandingParameter | undefined
      for (const one of regions) {
        const { parameter, until } = one
        if (nearest !== undefined && nearest.parameter.subject !== parameter.subject) break
        if (parameter.kind === kind && parameter.on <= on && (until ?? on) >= on) nearest = one
      }
      return nearest?.parameter as KnownFact<P> | undefined
    }
    let nextDay = firstLater < 0 ? undefined : knownFacts[firstLater]?.on
    for (const { parameter, over } of regions) nextDay = sooner(sooner(nextDay, parameter.on, asOf), over, asOf)
    return { facts, place, parameters: { inForce }, nextDay }
  }

  const deriveFrom: ListModel<R>['deriveFrom'] = (subject, allFacts, standingParameters) => {
    const { asOf } = standingParameters.clocks
    const { facts, place, parameters, nextDay } = stand(allFacts, standingParameters)
    const derived = definition.derive(subject, facts, parameters, asOf)
    return { rows: derived.rows, place, nextChangeOn: sooner(nextDay, derived.nextChangeOn, asOf) }
  }

  const derivedRows = (subject: string, position: number, derived: DerivedSubject<R>): Row[] =>
    derived.rows.map((row) => ({ subject, position, ...row }))

  /** The stored list of these subjects, derived again from their facts. */
  const rederive = async (tx: RowTransaction, slot: number, chosen: readonly string[], { today }: Moment) => {
    const standingParameters = parametersAt((await tx.query(slot, parameters, {})).map(factOfRow), { asOf: today })
    const bySubject = new Map<string, KnownFact[]>()
    for (const row of await tx.find(slot, facts, 'subject', chosen)) {
      const fact = factOfRow(row)
      const own = bySubject.get(fact.subject)
      if (own) own.push(fact)
      else bySubject.set(fact.subject, [fact])
    }
    const rows: Row[] = []
    const schedule: Row[] = []
    for (const [subject, own] of bySubject) {
      const derived = deriveFrom(subject, own, standingParameters)
      rows.push(...derivedRows(subject, lastPosition(own), derived))
      schedule.push({ subject, place: derived.place ?? null, nextChangeOn: derived.nextChangeOn ?? null })
    }
    await tx.remove(slot, list, 'subject', chosen)
    await tx.insert(slot, list, rows)
    await tx.upsert(slot, subjects, schedule)
  }

  const insideRegions = async (tx: RowTransaction, slot: number, regions: readonly string[]): Promise<string[]> => {
    const inside = new Set<string>()
    for (const region of new Set(regions)) {
      const prefix = divisionPrefix(region)
      const where = prefix === '' ? [] : [['place', 'startsWith', prefix] as const]
      for (const row of await tx.query(slot, subjects, { where })) inside.add(String(row.subject))
    }
    return [...inside]
  }

  return {
    ...base,
    tables: [list, facts, parameters, subjects],
    parametersAt,
    deriveFrom,
    standAt: stand as unknown as ListModel['standAt'],
    factsOf,
    parametersOf,
    keysOf: (event) => (parameterTypes.has(event.type) ? 'all' : factsOf([event]).map((fact) => fact.subject)),
    apply: async (tx, slot, events, moment) => {
      const newFacts = factsOf(events)
      const newParameters = parametersOf(events)
      await tx.insert(slot, facts, newFacts)
      await tx.insert(slot, parameters, newParameters)
      const touched = new Set(newFacts.map((fact) => fact.subject))
      for (const subject of await insideRegions(
        tx,
        slot,
        newParameters.map((p) => p.subject),
      ))
        touched.add(subject)
      await rederive(tx, slot, [...touched], moment)
    },
    passTime: async (tx, slot, moment) => {
      const due = await tx.query(slot, subjects, { where: [['nextChangeOn', '<=', moment.today]] })
      await rederive(
        tx,
        slot,
        due.map((row) => String(row.subject)),
        moment,
      )
    },
    load: (slot, { today }, mine = everything) => {
      const mineOf = (some: readonly KnownFact[]) => some.filter((fact) => mine(fact.subject))
      // Every part derives with all parameters; which part keeps one is decided by its region.
      const allParameters: KnownFact[] = []
      return {
        add: async (tx, events) => {
          await tx.insert(slot, facts, mineOf(factsOf(events)))
          const newParameters = parametersOf(events)
          allParameters.push(...newParameters)
          await tx.insert(slot, parameters, mineOf(newParameters))
        },
        finish: async (tx) => {
          const standingParameters = parametersAt(allParameters, { asOf: today })
          for await (const group of bySubject(tx.scan(slot, facts, ['subject', 'position', 'n']))) {
            const rows: Row[] = []
            const schedule: Row[] = []
            for (const own of group) {
              const subject = own[0]?.subject ?? ''
              if (!mine(subject)) continue
              const derived = deriveFrom(subject, own, standingParameters)
              rows.push(...derivedRows(subject, lastPosition(own), derived))
              schedule.push({ subject, place: derived.place ?? null, nextChangeOn: derived.nextChangeOn ?? null })
            }
            await tx.insert(slot, list, rows)
            await tx.insert(slot, subjects, schedule)
          }
        },
      }
    },
  }
}

/** Groups of whole subjects out of facts sorted by subject, a batch at a time. */
export async function* bySubject(sorted: AsyncIterable<readonly Row[]>): AsyncIterable<KnownFact[][]> {
  let open: KnownFact[] = []
  for await (const batch of sorted) {
    const whole: KnownFact[][] = []
    for (const row of batch) {
      const fact = factOfRow(row)
      if (open.length > 0 && open[0]?.subject !== fact.subject) {
        whole.push(open)
        open = []
      }
      open.push(fact)
    }
    yield whole
  }
  if (open.length > 0) yield [open]
}

export function factOfRow(row: Row): KnownFact {
  const { subject, position, n, kind, on, knownAt, eventId, body, replaces, withdraws } = row as unknown as StoredFact
  const fact = { subject, position, n, kind, on, knownAt, eventId, body }
  if (replaces !== null) return { ...fact, replaces }
  return withdraws === null ? fact : { ...fact, withdraws }
}

type StoredFact = Omit<KnownFact, 'replaces' | 'withdraws'> & Readonly<{ replaces: string | null; withdraws: string | null }>

/** Field by field and without a spread: every event of a rebuild passes here. */
function knownFact(fact: Fact, event: LogEvent, position: number, n: number): KnownFact {
  const { subject, kind, on, body, replaces, withdraws } = fact
  const known = { subject, position, n, kind, on, knownAt: event.knownAt, eventId: event.id, body }
  if (replaces !== undefined) return { ...known, replaces }
  return withdraws === undefined ? known : { ...known, withdraws }
}

const NONE: readonly StandingParameter[] = []

function lastPosition(facts: readonly KnownFact[]): number {
  return facts.reduce((last, fact) => Math.max(last, fact.position), 0)
}

/** The earlier of two days, of which only those after today count. */
function sooner(day: string | undefined, other: string | undefined, today: string): string | undefined {
  if (other === undefined || other <= today) return day
  return day === undefined || other < day ? other : day
}
