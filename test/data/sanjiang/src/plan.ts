import { type AnyCommand, plusDays } from '@rural-tracker/domain'

/** What the history is made of: a command, and the instant at which it became known. */
export type Planned = Readonly<{ at: string; key: string; actor: string; command: AnyCommand }>

/** Collects what was done, in any order; `inOrder` gives it as it became known. */
export class Plan {
  readonly #items: Planned[] = []

  /** `key` becomes the command id: natural, so that leaving one command out changes no other. `date` is the day it became known. */
  add(date: string, key: string, actor: string, command: AnyCommand): void {
    this.#items.push({ at: `${date}T01:00:00.000Z`, key, actor, command })
  }

  inOrder(): readonly Planned[] {
    return this.#items
      .map((item, i) => ({ item, i }))
      .sort((a, b) => (a.item.at < b.item.at ? -1 : a.item.at > b.item.at ? 1 : a.i - b.i))
      .map(({ item }) => item)
  }
}

const counted = new Map<string, string>()

/** The day so many days later. A million times for some thousand days: each is counted once. */
export function later(date: string, days: number): string {
  const key = `${date}+${days}`
  const known = counted.get(key)
  if (known !== undefined) return known
  const day = plusDays(date, days)
  counted.set(key, day)
  return day
}

/** A day between two, both included. */
export function dayBetween(random: () => number, from: string, to: string): string {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
  return later(from, Math.floor(random() * (days + 1)))
}
