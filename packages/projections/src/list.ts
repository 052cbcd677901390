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
    /** The rows of one subject from its facts and the parameters, for any pair of clocks. */
    deriveFrom: (subject: string, facts: readonly KnownFact[], parameters: readonly KnownFact[], clocks: Clocks) => DerivedSubject<R>
    /** What derive would be given: for explanations, which are the same facts and parameters told at length. */
    standAt: (facts: readonly KnownFact[], parameters: readonly KnownFact[], clocks: Clocks) => Standing
    factsOf: (events: readonly LogEvent[]) => KnownFact[]
    parametersOf: (events: readonly LogEvent[]) => KnownFact[]
  }>

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

  const numbered = <E extends LogEvent>(events: readonly E[], types: ReadonlySet<string>, of: (event: never) => readonly Fact[]): KnownFact[] =>
    events.flatMap((event) =>
      types.has(event.type)
        ? of(event as never).map((fact, n) => ({ ...fact, eventId: event.id, position: Number(event.position), n, knownAt: event.knownAt }))
        : [],
    )
  const factsOf = (events: readonly LogEvent[]) => numbered(events, factTypes, definition.facts.of as never)
  const parametersOf = (events: readonly LogEvent[]) => numbered(events, parameterTypes, definition.parameters.of as never)

  const stand = (allFacts: readonly KnownFact[], allParameters: readonly KnownFact[], clocks: Clocks) => {
    const { asOf } = clocks
    const knownFacts = standing(known(allFacts, clocks)) as KnownFact<F>[]
    const facts = knownFacts.filter((fact) => fact.on <= asOf)
    const place = definition.place(facts)
    const regions = place === undefined ? [] : divisionsUpFrom(place)
    const parameters = standing(known(allParameters, clocks)).filter((p) => regions.includes(p.subject)) as KnownFact<P>[]
    const inForce: Parameters<P>['inForce'] = (kind, on) => {
      for (const region of regions) {
        const there = parameters.findLast(
          (p) => p.subject === region && p.kind === kind && p.on <= on && (definition.parameters.until(p) ?? on) >= on,
        )
        if (there) return there
      }
      return undefined
    }
    const days = [...knownFacts.map((fact) => fact.on), ...parameters.flatMap((p) => [p.on, dayAfter(definition.parameters.until(p))])]
    return { facts, place, parameters: { inForce }, days }
  }

  const deriveFrom: ListModel<R>['deriveFrom'] = (subject, allFacts, allParameters, clocks) => {
    const { facts, place, parameters, days } = stand(allFacts, allParameters, clocks)
    const derived = definition.derive(subject, facts, parameters, clocks.asOf)
    const later = [derived.nextChangeOn, ...days].filter((day): day is string => day !== undefined && day > clocks.asOf)
    return { rows: derived.rows, place, nextChangeOn: later.length > 0 ? later.reduce((a, b) => (a < b ? a : b)) : undefined }
  }

  const derivedRows = (subject: string, position: number, derived: DerivedSubject<R>): Row[] =>
    derived.rows.map((row) => ({ subject, position, ...row }))

  /** The stored list of these subjects, derived again from their facts. */
  const rederive = async (tx: RowTransaction, slot: number, chosen: readonly string[], { today }: Moment) => {
    const standingParameters = (await tx.query(slot, parameters, {})).map(factOfRow)
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
      const derived = deriveFrom(subject, own, standingParameters, { asOf: today })
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
    deriveFrom,
    standAt: stand as unknown as ListModel['standAt'],
    factsOf,
    parametersOf,
    keysOf: (event) => (parameterTypes.has(event.type) ? 'all' : factsOf([event]).map((fact) => fact.subject)),
    apply: async (tx, slot, events, moment) => {
      const newFacts = factsOf(events)
      const newParameters = parametersOf(events)
      await tx.insert(slot, facts, newFacts.map(rowOfFact))
      await tx.insert(slot, parameters, newParameters.map(rowOfFact))
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
      const mineOf = (some: readonly KnownFact[]) => some.filter((fact) => mine(fact.subject)).map(rowOfFact)
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
          for await (const group of bySubject(tx.scan(slot, facts, ['subject', 'position', 'n']))) {
            const rows: Row[] = []
            const schedule: Row[] = []
            for (const own of group) {
              const subject = own[0]?.subject ?? ''
              if (!mine(subject)) continue
              const derived = deriveFrom(subject, own, allParameters, { asOf: today })
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
  const { replaces, withdraws, ...fact } = row as unknown as KnownFact & { replaces: string | null; withdraws: string | null }
  return { ...fact, ...(replaces ? { replaces } : {}), ...(withdraws ? { withdraws } : {}) }
}

function rowOfFact(fact: KnownFact): Row {
  return { ...fact, replaces: fact.replaces ?? null, withdraws: fact.withdraws ?? null }
}

function lastPosition(facts: readonly KnownFact[]): number {
  return facts.reduce((last, fact) => Math.max(last, fact.position), 0)
}

function dayAfter(day: string | undefined): string | undefined {
  return day === undefined ? undefined : plusDays(day, 1)
}
