import { divisionPrefix } from '@rural-tracker/domain'
import type { Clocks, Row, RowStore } from '@rural-tracker/projections'
import { mergersSaid, type Succession, successionOn, villageProfile, villageWatchList } from '@rural-tracker/read-models'

const [, facts, , places] = villageWatchList.tables

/** What villages have become on any day, as known then, and towns with them: a town is there as long as one of its villages is part of it. */
export class Successors {
  readonly #villages: readonly string[]
  readonly #mergers: readonly Row[]
  readonly #since: ReadonlyMap<string, string>
  readonly #on = new Map<string, SuccessorsOn>()

  /** @param since the first day of villages that were not always there */
  constructor(villages: readonly string[], mergers: readonly Row[], since: ReadonlyMap<string, string> = new Map()) {
    this.#villages = [...new Set([...villages, ...mergers.flatMap(({ village, successor }) => [String(village), String(successor)])])]
    this.#mergers = mergers
    this.#since = since
  }

  /** For who asks about today: every village that is known is there. */
  static async read(rows: Pick<RowStore, 'rows'>): Promise<Successors> {
    const mergers = await mergersSaid(rows)
    // Where nothing was merged everything is what it was.
    return new Successors(mergers.length === 0 ? [] : await villagesOf(rows), mergers)
  }

  /** For who asks about other days, too: a village that was made by a merger is not there before it. */
  static async readOfAllDays(rows: Pick<RowStore, 'rows'>): Promise<Successors> {
    const mergers = await mergersSaid(rows)
    if (mergers.length === 0) return new Successors([], [])
    const since = new Map<string, string>()
    for (const { successor, on } of mergers) {
      const village = String(successor)
      if (!since.has(village)) since.set(village, firstOf([String(on), ...(await firstLife(rows, village))]))
    }
    return new Successors(await villagesOf(rows), mergers, since)
  }

  on(clocks: Clocks): SuccessorsOn {
    const key = `${clocks.asOf} ${clocks.knownAt ?? ''}`
    let found = this.#on.get(key)
    if (!found) {
      const there = this.#villages.filter((village) => (this.#since.get(village) ?? '') <= clocks.asOf)
      found = new SuccessorsOn(there, new Set(this.#villages.map(townNamedIn)), successionOn(this.#mergers, clocks))
      this.#on.set(key, found)
    }
    return found
  }
}

/** Those of which anything was said. */
async function villagesOf(rows: Pick<RowStore, 'rows'>): Promise<readonly string[]> {
  const [watched, profiles] = await Promise.all([rows.rows(places), rows.rows(villageProfile.table)])
  const said = [...watched.map(({ subject }) => String(subject)), ...profiles.map(({ key }) => String(key))]
  return said.filter((division) => divisionPrefix(division).length === 12)
}

/** The day on which somebody first lived in a village. */
async function firstLife(rows: Pick<RowStore, 'rows'>, village: string): Promise<readonly string[]> {
  const [first] = await rows.rows(facts, { where: [['subject', '=', village]], order: [['on', 'asc']], page: { limit: 1 } })
  return first === undefined ? [] : [String(first['on'])]
}

function firstOf(days: readonly string[]): string {
  return days.toSorted()[0] ?? ''
}

/** Villages and towns on one day. */
export class SuccessorsOn {
  readonly #villages: readonly string[]
  readonly #known: ReadonlySet<string>
  readonly #present: Succession
  #towns: ReadonlyMap<string, ReadonlySet<string>> | undefined

  /** @param known towns of which anything is known, whatever the day */
  constructor(villages: readonly string[], known: ReadonlySet<string>, present: Succession) {
    this.#villages = villages
    this.#known = known
    this.#present = present
  }

  /** The town of a village, or a town, as it is on the day. */
  townOf(division: string): string {
    return this.#present(townNamedIn(this.#present(division)))
  }

  /** What a division is on the day: itself, or what it was merged into. A town whose villages went to several has become all of those. */
  successorsOf(division: string): readonly string[] {
    const present = this.#present(division)
    if (present !== division || !isTown(division) || this.isThere(division)) return [present]
    const towns = this.#townsNow().get(division)
    return towns === undefined ? [division] : [...towns].sort()
  }

  isThere(town: string): boolean {
    if (this.#present(town) !== town) return false
    return !this.#known.has(town) || [...this.#townsNow().values()].some((towns) => towns.has(town))
  }

  /** The town itself, and those that are no more and have become part of it. */
  partsOf(town: string): readonly string[] {
    const gone = [...this.#townsNow()].filter(([was, now]) => was !== town && now.has(town) && !this.isThere(was))
    return [town, ...gone.map(([was]) => was)]
  }

  /** Every town that villages are named by, with the towns in which those are. */
  #townsNow(): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.#towns) return this.#towns
    const towns = new Map<string, Set<string>>()
    for (const village of this.#villages) {
      const was = townNamedIn(village)
      const now = towns.get(was)
      if (now) now.add(this.townOf(village))
      else towns.set(was, new Set([this.townOf(village)]))
    }
    this.#towns = towns
    return towns
  }
}

/** The town by whose digits a village is named. @example townNamedIn('431224105201') // '431224105000' */
export function townNamedIn(division: string): string {
  return `${division.slice(0, 9)}000`
}

function isTown(division: string): boolean {
  return divisionPrefix(division).length === 9
}
