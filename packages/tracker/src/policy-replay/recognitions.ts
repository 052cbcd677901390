import { caseOn, daysBetween, type CaseKind, type KnownHouseholdFact } from '@rural-tracker/domain'
import { type KnownFact, standing } from '@rural-tracker/projections'

const FOR_EVER = '9999-12-31'

/** When a household was really recognised, and until when it was monitored, as it is known now: recognitions that were revoked are none. */
export type Recognition = Readonly<{ on: string; eliminatedOn: string | null }>

/** How a catch stands to the real recognitions of the household. */
export type Confirmation = Readonly<{
  /** The recognition that it is held against; null: it never was recognised. */
  recognisedOn: string | null
  /** Days from the catch to that recognition: negative when the household was recognised first. */
  daysEarlier: number | null
  /** It was monitored already, so nothing was left to confirm. */
  monitored: boolean
}>

export function recognitionsOf(facts: readonly KnownFact[]): readonly Recognition[] {
  if (!facts.some(isCase)) return []
  const said = standing(facts).filter(isCase) as unknown as readonly KnownHouseholdFact<CaseKind>[]
  return caseOn(said, FOR_EVER).rounds.map(({ recognised, eliminated }) => ({ on: recognised.on, eliminatedOn: eliminated?.on ?? null }))
}

/** Held against the first recognition on the day of the catch or after it; without one, against the last one before it inside the period. */
export function confirmationOf(caughtOn: string, recognitions: readonly Recognition[], from: string): Confirmation {
  const monitored = recognitions.some(({ on, eliminatedOn }) => on < caughtOn && (eliminatedOn === null || eliminatedOn > caughtOn))
  const after = recognitions.map(({ on }) => on).filter((on) => on >= caughtOn)
  const before = recognitions.map(({ on }) => on).filter((on) => on < caughtOn && on >= from)
  const recognisedOn = after.sort()[0] ?? before.sort().at(-1) ?? null
  return { recognisedOn, daysEarlier: recognisedOn === null ? null : daysBetween(caughtOn, recognisedOn), monitored }
}

function isCase({ kind }: KnownFact): boolean {
  return kind.startsWith('case.')
}
