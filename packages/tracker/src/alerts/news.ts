import { ALERT_ENGINE } from '@rural-tracker/domain'
import type { StoredEvent } from '@rural-tracker/event-store'
import { logEvent, Poison } from '@rural-tracker/projections'
import { alertParameters, alerts, divisionSuccession, monitoringList, villageWatchList } from '@rural-tracker/read-models'
import { townNamedIn } from './successors.ts'

/** Types of events after which an alert may be due. */
export const ALERT_NEWS: readonly string[] = [
  ...new Set([monitoringList, villageWatchList, alerts, alertParameters, divisionSuccession].flatMap(({ types }) => types)),
]

/** Of whom something was said; `towns`: by their own number, or by that of the village in which it was said. */
export type NewsOf = Readonly<{ households: readonly string[]; villages: readonly string[]; towns: readonly string[] }>

const isAboutAlerts = new Set(alerts.types)
const tellsOfHouseholds = new Set(monitoringList.types)
const tellsOfVillages = new Set(villageWatchList.types)

/** Of whom something was said that was not asked about yet. */
export class AlertNews {
  /** A subject, and when it was last heard of: counted, so that what is heard while somebody asks is not forgotten with the answer. */
  readonly #heard = new Map<string, number>()
  readonly #towns = new Map<string, number>()
  /** When something was last heard that is of no subject: a parameter, a merger of villages. */
  #ofNobody = 0
  #sum = 0

  hear(events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.#sum++
      const subjects = subjectsOf(event)
      if (subjects.length === 0 && !isAboutAlerts.has(event.type)) this.#ofNobody = this.#sum
      for (const subject of subjects) (isTown(subject) ? this.#towns : this.#heard).set(subject, this.#sum)
      // The comparison with departments asks for what they pushed.
      if (event.type === 'ClueRegistered') this.#towns.set(event.metadata.division, this.#sum)
    }
  }

  get sum(): number {
    return this.#sum
  }

  get isEmpty(): boolean {
    return this.#heard.size + this.#towns.size + this.#ofNobody === 0
  }

  /** @param towns those that were asked before: of others it is news that they are there. */
  all(towns: ReadonlySet<string>): Readonly<{ told: number; of: NewsOf }> {
    const subjects = [...this.#heard.keys()]
    const villages = subjects.filter((subject) => !subject.startsWith('H'))
    const fresh = villages.map(townNamedIn).filter((town) => !towns.has(town))
    const households = subjects.filter((subject) => subject.startsWith('H'))
    return { told: this.#sum, of: { households, villages, towns: [...new Set([...this.#towns.keys(), ...fresh])] } }
  }

  /** Everything that had been heard when the sum was this has been asked about. */
  forget(sum: number): void {
    if (this.#ofNobody <= sum) this.#ofNobody = 0
    for (const heard of [this.#heard, this.#towns]) for (const [subject, at] of heard) if (at <= sum) heard.delete(subject)
  }
}

/** What the engine itself has said of alerts is no news to it. What cannot be read, no read model has read either. */
function subjectsOf(event: StoredEvent): readonly string[] {
  if (isAboutAlerts.has(event.type)) {
    return event.metadata.actor === ALERT_ENGINE ? [] : [(event.data as { subject: string }).subject]
  }
  const models = [...(tellsOfHouseholds.has(event.type) ? [monitoringList] : []), ...(tellsOfVillages.has(event.type) ? [villageWatchList] : [])]
  try {
    return models.flatMap((model) => {
      const read = logEvent(model.catalogue, event)
      return read ? model.factsOf([read]).map(({ subject }) => subject) : []
    })
  } catch (error) {
    if (error instanceof Poison) return []
    throw error
  }
}

function isTown(subject: string): boolean {
  return !subject.startsWith('H') && subject.endsWith('000')
}
