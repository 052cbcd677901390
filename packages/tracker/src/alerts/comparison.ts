import { type AlertSpeaks, plusDays, plusMonths, type SubjectOnDay } from '@rural-tracker/domain'
import { place } from './speaking.ts'
import { type AllParameters, clocksOf, type StandingOn } from './standing.ts'
import type { Successors, SuccessorsOn } from './successors.ts'

/** What departments pushed, where, by day and when it was known. */
export type Push = Readonly<{ division: string; on: string; knownAt: string }>

/** What towns are asked about on a day; `since`: the first day that anybody asked about. */
export type TownsDay = Readonly<{
  day: string
  today: string
  since: string
  pushes: readonly Push[]
  parameters: AllParameters
  successors: Successors
}>

/**
 * The monthly comparison with departments is due in a town on its day of the month, until a push of that month is known. One that was not
 * made stays due over the month's end, until it is made or the next one is announced: each month is a due day of its own.
 *
 * A town that was merged away is not asked from that day on. What it still owed then its successor owes: a push takes in everything up to the
 * month before it, so that one of the successor makes up for it, and one that the successor got while it was another town does not.
 */
export function townOn(town: string, { day, today, since, pushes, parameters, successors }: TownsDay): SubjectOnDay {
  const clocks = clocksOf(day, today)
  const silent: SubjectOnDay = { ...place(town), speaks: [], stands: () => true }
  const now = successors.on(clocks)
  const standing = parameters.on(day)
  const lead = standing.valueOf(town)('alertLead.comparison', day)?.days
  if (lead === undefined || !now.isThere(town)) return silent
  const as = { standing, day, parts: now.partsOf(town), then: (on: string) => successors.on({ ...clocks, asOf: on }) }
  const months = [1, 0, -1].map((more) => plusMonths(`${day.slice(0, 7)}-01`, more))
  const compared = pushes
    .filter(({ on, knownAt }) => on >= (months.at(-1) ?? day) && on <= day && knownAt <= (clocks.knownAt ?? '9'))
    .map(({ division, on }) => ({ on, town: as.then(on).townOf(division) }))
    .filter(({ town: in_ }) => as.parts.includes(in_))
  const later: AlertSpeaks[] = []
  for (const month of months) {
    const ownDay = comparisonDue(standing, town, month, day)
    const dueOn = ownDay === undefined ? undefined : owedFor(town, month, ownDay, compared, as)
    const said = dueOn === undefined ? [] : [speaksFor(dueOn, lead, day)]
    if (ownDay === undefined) continue
    if (day < plusDays(ownDay, -lead)) later.push(...said)
    // What was missing before anybody asked is told by nobody, as every other missed day is.
    else if (dueOn === undefined || (month.slice(0, 7) < day.slice(0, 7) && dueOn < since)) return { ...silent, later }
    else return { ...silent, speaks: said, later }
  }
  return { ...silent, later }
}

function speaksFor(dueOn: string, lead: number, day: string): AlertSpeaks {
  const phase = day > dueOn ? 'passed' : 'approaching'
  return {
    ...{ cause: 'due.comparison', level: 1, sign: 'process', evidence: [], stage: 'town' },
    ...{ firstSignOn: plusDays(dueOn, -lead), dueOn, phase },
  }
}

type TownOnDay = Readonly<{ standing: StandingOn; day: string; parts: readonly string[]; then: (on: string) => SuccessorsOn }>
type Compared = Readonly<{ town: string; on: string }>

/** The day for which the comparison of a month is still owed: the town's own, or the first of those that parts of it owed before they were part. */
function owedFor(town: string, month: string, ownDay: string, compared: readonly Compared[], { standing, day, parts, then }: TownOnDay) {
  const pushed = compared.filter(({ on }) => on >= month)
  // Until it is merged away it owes what is still to come, too.
  const wasThere = ownDay >= day || then(ownDay).isThere(town)
  if (wasThere && !pushed.some((one) => one.town === town)) return ownDay
  const missed = parts.flatMap((part): readonly string[] => {
    if (part === town || pushed.some((one) => one.town === part || (one.town === town && !then(one.on).isThere(part)))) return []
    const isReminded = standing.valueOf(part)('alertLead.comparison', day) !== undefined
    const partsDay = isReminded ? comparisonDue(standing, part, month, day) : undefined
    if (partsDay !== undefined && then(partsDay).isThere(part)) return [partsDay]
    return then(ownDay).isThere(part) ? [] : [ownDay]
  })
  return missed.toSorted()[0]
}

/** The day of a month, or its last one where it has none of that number; a parameter that did not hold on a day that is past set none. */
function comparisonDue(standing: StandingOn, town: string, month: string, day: string): string | undefined {
  const lastDay = plusDays(plusMonths(month, 1), -1)
  const limit = standing.lookUp(town)('deadline.push', lastDay < day ? lastDay : day)?.body
  if (limit === undefined) return undefined
  const named = `${month.slice(0, 8)}${String(limit.length).padStart(2, '0')}`
  return named < lastDay ? named : lastDay
}
