import { divisionPrefix } from '@rural-tracker/domain'
import type { Asked } from './asked.ts'
import { bySubject, factOfRow } from './fact-rows.ts'
import type { KnownFact } from './facts.ts'
import type { DerivedSubject, ListModel } from './list.ts'
import type { StandingParameters } from './list-parameters.ts'
import type { Moment, ReadModel } from './model.ts'
import { everything } from './parts.ts'
import type { Row, RowTransaction } from './rows.ts'

/** How many subjects are derived at once: all of a county's facts would not fit in memory. */
const SUBJECTS_AT_ONCE = 2_000

/**
 * How the list is kept as it would be derived from scratch. A subject is derived again when there are new facts of it, when a parameter
 * changes of a kind that it asked for and in a region that it is in, and when its next day has come.
 */
export function storedList<R>(
  model: Pick<ListModel<R>, 'tables' | 'factsOf' | 'parametersOf' | 'parametersAt' | 'deriveFrom'>,
): Pick<ReadModel, 'follow' | 'passTime' | 'load' | 'readBack' | 'shares'> {
  const [list, facts, parameters, subjects, asked] = model.tables

  const rederive = async (tx: RowTransaction, slot: number, chosen: readonly string[], standing: StandingParameters) => {
    for (let at = 0; at < chosen.length; at += SUBJECTS_AT_ONCE) {
      const some = chosen.slice(at, at + SUBJECTS_AT_ONCE)
      const own = Map.groupBy((await tx.find(slot, facts, 'subject', some)).map(factOfRow), ({ subject }) => subject)
      const before = await tx.find(slot, subjects, 'subject', some)
      const derived = new Derivations()
      for (const [subject, ofIt] of own) derived.add(subject, ofIt, model.deriveFrom(subject, ofIt, standing))
      await tx.remove(slot, list, 'subject', some)
      await tx.insert(slot, list, derived.rows)
      await tx.upsert(slot, subjects, derived.subjects)
      await tx.upsert(slot, asked, derived.asked())
      await forgetUnasked(tx, slot, before, derived)
    }
  }

  /** A set that nobody asks for any more is removed: what was asked before leaves no trace, so that live = rebuilt. */
  const forgetUnasked = async (tx: RowTransaction, slot: number, before: readonly Row[], now: Derivations) => {
    const left = new Set(before.map((row) => row.asked as number | null))
    const gone: number[] = []
    for (const id of left) {
      if (id === null || now.asks(id)) continue
      const still = await tx.query(slot, subjects, { where: [['asked', '=', id]], page: { limit: 1 } })
      if (still.length === 0) gone.push(id)
    }
    await tx.remove(slot, asked, 'id', gone)
  }

  const allParameters = async (tx: RowTransaction, slot: number) => (await tx.query(slot, parameters, {})).map(factOfRow)

  /** Whom these parameters can change: the subjects inside their regions that asked for their kinds. */
  const affectedBy = async (tx: RowTransaction, slot: number, changed: readonly KnownFact[]): Promise<Set<string>> => {
    const affected = new Set<string>()
    const sets = changed.length === 0 ? [] : await tx.query(slot, asked, {})
    for (const [region, own] of Map.groupBy(changed, ({ subject }) => subject)) {
      const kinds = new Set(own.map(({ kind }) => kind))
      const ids = sets.filter((set) => (set.kinds as string[]).some((kind) => kinds.has(kind))).map(({ id }) => id as number)
      if (ids.length === 0) continue
      const inside = ['place', 'startsWith', divisionPrefix(region)] as const
      for (const row of await tx.query(slot, subjects, { where: [inside, ['asked', 'in', ids]] })) affected.add(String(row.subject))
    }
    return affected
  }

  return {
    readBack: [facts, asked],
    shares: 'deriving',
    follow: (slot, { today }) => {
      const touched = new Set<string>()
      const changed: KnownFact[] = []
      return {
        add: async (tx, events) => {
          const newFacts = model.factsOf(events)
          const newParameters = model.parametersOf(events)
          await tx.insert(slot, facts, newFacts)
          await tx.insert(slot, parameters, newParameters)
          for (const { subject } of newFacts) touched.add(subject)
          changed.push(...newParameters)
        },
        finish: async (tx) => {
          if (touched.size === 0 && changed.length === 0) return
          const all = await allParameters(tx, slot)
          for (const subject of await affectedBy(tx, slot, withWhatTheyPointAt(changed, all))) touched.add(subject)
          await rederive(tx, slot, [...touched], model.parametersAt(all, { asOf: today }))
        },
      }
    },
    passTime: async (tx, slot, { today }) => {
      const due = await tx.query(slot, subjects, { where: [['nextChangeOn', '<=', today]] })
      const standing = model.parametersAt(await allParameters(tx, slot), { asOf: today })
      await rederive(
        tx,
        slot,
        due.map((row) => String(row.subject)),
        standing,
      )
    },
    load: (slot, { today }: Moment, mine = everything) => {
      const mineOf = (some: readonly KnownFact[]) => (mine === everything ? some : some.filter((fact) => mine(fact.subject)))
      // Every part derives with all parameters; which part keeps one is decided by its region.
      const all: KnownFact[] = []
      return {
        add: async (tx, events) => {
          await tx.insert(slot, facts, mineOf(model.factsOf(events)))
          const newParameters = model.parametersOf(events)
          all.push(...newParameters)
          await tx.insert(slot, parameters, mineOf(newParameters))
        },
        finish: async (tx, part) => {
          const standing = model.parametersAt(all, { asOf: today })
          const sets = new Map<unknown, Row>()
          for await (const group of bySubject(tx.scan(slot, facts, facts.key, part))) {
            const derived = new Derivations()
            for (const own of group) {
              const subject = own[0]?.subject ?? ''
              if (part || mine(subject)) derived.add(subject, own, model.deriveFrom(subject, own, standing))
            }
            await tx.insert(slot, list, derived.rows)
            await tx.insert(slot, subjects, derived.subjects)
            for (const set of derived.asked()) sets.set(set.id, set)
          }
          // Other parts ask for the same sets: last and in one order, so that none waits for long and no two for each other.
          const inOrder = [...sets.values()].sort((a, b) => Number(a.id) - Number(b.id))
          await tx.upsert(slot, asked, inOrder)
        },
      }
    },
  }
}

/** What some subjects were derived to, as the rows that are kept of it. */
export class Derivations {
  readonly rows: Row[] = []
  readonly subjects: Row[] = []
  readonly #asked = new Map<number, Asked>()

  add(subject: string, facts: readonly KnownFact[], { rows, place, nextChangeOn, asked }: DerivedSubject<unknown>): void {
    const position = facts.reduce((last, fact) => Math.max(last, fact.position), 0)
    for (const row of rows) this.rows.push({ subject, position, ...(row as Row) })
    const { id } = asked
    this.subjects.push({ subject, place: place ?? null, nextChangeOn: nextChangeOn ?? null, asked: id })
    if (id !== null) this.#asked.set(id, asked)
  }

  asks(id: number): boolean {
    return this.#asked.has(id)
  }

  asked(): Row[] {
    return [...this.#asked].map(([id, { kinds }]) => ({ id, kinds }))
  }
}

/** A correction or withdrawal changes also those who asked for what it points at, should that stand elsewhere or be of another kind. */
function withWhatTheyPointAt(changed: readonly KnownFact[], all: readonly KnownFact[]): readonly KnownFact[] {
  const targets = new Set(changed.map(({ replaces, withdraws }) => replaces ?? withdraws).filter((id) => id !== undefined))
  if (targets.size === 0) return changed
  return [...changed, ...all.filter(({ eventId, replaces }) => targets.has(eventId) || (replaces !== undefined && targets.has(replaces)))]
}
