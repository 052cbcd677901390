import { divisionPrefix } from '@rural-tracker/domain'
import type { Clocks, Row, RowStore } from '@rural-tracker/projections'
import { mergersSaid, type Succession, successionOn, villageProfile, villageWatchList } from '@rural-tracker/read-models'

const places = villageWatchList.tables[3]

/** What villages have become on any day, as known then, and towns with them: a town is there as long as one of its villages is part of it. */
export class Successors {
  readonly #villages: readonly string[]
  readonly #mergers: readonly Row[]
  readonly #on = new Map<string, SuccessorsOn>()

  constructor(villages: readonly string[], mergers: readonly Row[]) {
    this.#villages = [...new Set([...villages, ...mergers.flatMap(({ village, successor }) => [String(village), String(successor)])])]
    this.#mergers = mergers
  }

  static async read(rows: Pick<RowStore, 'rows'>): Promise<Successors> {
    const mergers = await mergersSaid(rows)
    // Where nothing was merged everything is what it was.
    return new Successors(mergers.length === 0 ? [] : await villagesOf(rows), mergers)
  }

  on(clocks: Clocks): SuccessorsOn {
    const key = `${clocks.asOf} ${clocks.knownAt ?? ''}`
    let found = this.#on.get(key)
    if (!found) {
      found = new SuccessorsOn(this.#villages, successionOn(this.#mergers, clocks))
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

/** Villages and towns on one day. */
export class SuccessorsOn {
  readonly #villages: readonly string[]
  readonly #present: Succession
  #towns: ReadonlyMap<string, ReadonlySet<string>> | undefined

  constructor(villages: readonly string[], present: Succession) {
    this.#villages = villages
    this.#present = present
  }

  /** The town of a village, or a town, as it is on the day. */
  townOf(division: string): string {
    return this.#present(townNamedIn(this.#present(division)))
  }

  /** What a division is on the day: itself, or what it was merged into. A town whose villages went to several has become all of those. */
  successorsOf(division: string): readonly string[] {
    const present = this.#present(division)
    if (present !== division || !isTown(division)) return [present]
    const towns = this.#townsNow().get(division)
    return towns === undefined || towns.has(division) ? [division] : [...towns].sort()
  }

  isThere(town: string): boolean {
    return this.successorsOf(town).includes(town)
  }

  /** The town itself, and those that are no more and have become part of it. */
  partsOf(town: string): readonly string[] {
    const gone = [...this.#townsNow()].filter(([was, now]) => was !== town && !now.has(was) && now.has(town))
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
