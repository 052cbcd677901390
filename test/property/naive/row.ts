import { eliminationOf, measuresOf, monitoredSince, openProcedureOf, roundOf, stepOf } from './case.ts'
import { due, type Home, isClosed } from './home.ts'
import { nextVisit } from './rules/help-and-elimination.ts'
import { dueIn } from './rules/procedure.ts'
import type { Told, TypeOf } from './told.ts'

/** What the list says of a household besides its reasons; nothing when nobody says anything of it. */
export type Row = Readonly<{ status: string; listed: boolean; deadline: string | null }>
/** A warning or a rule on the procedure that counts, with what speaks for it. */
export type Counting = Readonly<{ rule: string; warning: boolean; evidence: readonly Told[] }>

const ENDED_BY = { WatchPaused: 'PauseEnded', HouseholdIncluded: 'InclusionEnded' } as const satisfies Partial<Record<TypeOf, TypeOf>>
/** What somebody decided until a day that is still to come, unless somebody ended it. */
function holding<Type extends keyof typeof ENDED_BY>(home: Home, type: Type): readonly Told<Type>[] {
  const ended = home.of(ENDED_BY[type]).map(({ data }) => String(data.ends))
  return home.of(type).filter(({ id, data }) => home.day <= data.until && !ended.includes(id))
}

/** A pause hides what was known when it was given; a strong warning that became known after it ends it. */
function isPaused(home: Home, counting: readonly Counting[]): boolean {
  const strong = counting.filter(({ rule, warning }) => warning && home.parameter(`rule.${rule}`, home.day)?.sign === 'strong')
  const known = strong.flatMap(({ evidence }) => evidence.map(({ position }) => position))
  return holding(home, 'WatchPaused').some((pause) => !known.some((position) => position > pause.position))
}

export function rowOf(home: Home, counting: readonly Counting[]): Row | undefined {
  const open = openProcedureOf(home)
  const included = holding(home, 'HouseholdIncluded').length > 0
  const round = roundOf(home)
  if (counting.length === 0 && !open && !round && !included) return undefined
  if (isClosed(home)) return { status: 'closed', listed: false, deadline: null }
  const step = open && (open.elimination ? 'eliminating' : stepOf(open))
  const monitoring = round && (eliminationOf(home) ? 'eliminated' : 'monitored')
  const paused = isPaused(home, counting)
  const status = paused ? 'paused' : (step ?? monitoring ?? (included ? 'included' : 'watch'))
  const reasons = counting.length > 0 || included
  return { status, listed: !paused && (reasons || !['eliminated', 'consentRefused'].includes(status)), deadline: deadlineOf(home) }
}

/** The nearest day by which something is due, days that have passed included. */
function deadlineOf(home: Home): string | null {
  const open = openProcedureOf(home)
  const recognised = monitoredSince(home)
  const days = [
    ...(open && !open.refused ? dueIn(home, open) : []),
    recognised && measuresOf(home).length === 0 ? due(home, 'firstMeasure', recognised.on) : undefined,
    nextVisit(home)?.due,
  ]
  return days.filter((day) => day !== undefined).sort()[0] ?? null
}
