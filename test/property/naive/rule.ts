import type { Home } from './home.ts'
import type { Told } from './told.ts'

/** What speaks for it when the rule fires, and nothing when it does not. */
export type Fires = readonly Told[] | undefined
/** `fires` asks another rule, in force on the day of `home`. */
export type Naive = (home: Home, fires: (rule: string, home: Home) => Fires) => Fires

/** Fires when there is anything to show. */
export const any = (evidence: readonly (Told | undefined)[]): Fires => {
  const there = evidence.filter((told) => told !== undefined)
  return there.length > 0 ? there : undefined
}
export const when = (holds: boolean, ...evidence: readonly (Told | undefined)[]): Fires =>
  holds ? evidence.filter((told) => told !== undefined) : undefined
