import { type AlertState, type Receiver, receiverStream } from '@rural-tracker/domain'
import { Successors, type SuccessorsOn } from '../alerts/successors.ts'
import type { RowsOfModels } from '../reactions/part.ts'
import type { AddressBook } from './address-book.ts'
import { hears } from './waiting.ts'

type Addresses = Pick<AddressBook, 'get'>

/**
 * Who hears of which alert on a day. Who is registered for a village that was merged away hears of its successor, as far as its wishes go, until it
 * is removed. Who is registered for both at one address is told once.
 */
export class Listeners {
  readonly there: readonly Receiver[]
  readonly #divisions: SuccessorsOn
  readonly #addresses: Addresses

  private constructor(there: readonly Receiver[], divisions: SuccessorsOn, addresses: Addresses) {
    this.there = there
    this.#divisions = divisions
    this.#addresses = addresses
  }

  static async on(
    rows: Pick<RowsOfModels, 'rows'>,
    there: readonly Receiver[],
    { today, addresses }: Readonly<{ today: string; addresses: Addresses }>,
  ): Promise<Listeners> {
    const divisions = there.length === 0 ? new Successors([], []) : await Successors.read(rows)
    return new Listeners(there, divisions.on({ asOf: today }), addresses)
  }

  /** What the division of a receiver is now. */
  placesOf({ division }: Pick<Receiver, 'division'>): readonly string[] {
    return this.#divisions.successorsOf(division)
  }

  hears(receiver: Receiver, alert: AlertState): boolean {
    if (!this.#hears(receiver, alert)) return false
    return !this.#hasMoved(receiver) || !this.sameAddress(receiver).some((other) => this.#isBefore(other, receiver) && this.#hears(other, alert))
  }

  /** Those at the same address, where one of the two has moved with a merger. */
  sameAddress(receiver: Receiver): readonly Receiver[] {
    const candidates = this.there.filter(
      (other) => other !== receiver && other.channel === receiver.channel && (this.#hasMoved(receiver) || this.#hasMoved(other)),
    )
    if (candidates.length === 0) return []
    const address = this.#addressOf(receiver)
    return address === undefined ? [] : candidates.filter((other) => this.#addressOf(other) === address)
  }

  #hears(receiver: Receiver, alert: AlertState): boolean {
    return hears(receiver, alert, (division) => this.#divisions.successorsOf(division))
  }

  #hasMoved({ division }: Receiver): boolean {
    return !this.#divisions.successorsOf(division).includes(division)
  }

  /** Who was registered for the successor itself tells; of others the first. */
  #isBefore(one: Receiver, other: Receiver): boolean {
    return !this.#hasMoved(one) || receiverStream(one) < receiverStream(other)
  }

  #addressOf(receiver: Receiver): string | undefined {
    try {
      return this.#addresses.get(receiverStream(receiver))?.to
    } catch {
      // Who sends says that the addresses cannot be read; whoever is to be told is known all the same.
      return undefined
    }
  }
}
