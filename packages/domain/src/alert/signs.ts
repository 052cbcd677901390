import type { Judged, Judgement } from '../monitoring/judge.ts'
import { type DueStage, dueDays } from '../monitoring/due-days.ts'
import type { KnownHouseholdFact } from '../monitoring/facts.ts'
import type { View } from '../monitoring/view.ts'
import { dueOn as dueAfter, calendarOf } from '../parameter/due.ts'
import type { LeadStage } from '../parameter/families.ts'
import { plusDays } from '../values/calendar.ts'
import type { ValueOf } from './clock.ts'
import type { AlertPhase, AlertSign, AlertStage } from './kinds.ts'

/** One cause that speaks on a day. `evidence`: the events behind it; `firstSignOn`: the earliest of their days. */
export type AlertSpeaks = Readonly<{
  cause: string
  level: number
  sign: AlertSign
  evidence: readonly string[]
  firstSignOn: string
  rule?: Readonly<{ id: string; version: number }>
  dueOn?: string
  phase?: AlertPhase
  /** Who hears it first; the village, unless it concerns many. */
  stage?: AlertStage
}>

/** Everything that speaks for one subject on one day, and what an alert of it has to know. */
export type SubjectOnDay = Readonly<{
  subject: string
  /** Where it was registered: its alerts are in streams of that name. */
  division: string
  /** Where it is on the day. */
  place: string
  helper: string | null
  standing: 'watched' | 'closed' | 'paused'
  /** Of the recognition that stands; none: it is not monitored. */
  recognisedOn?: string
  speaks: readonly AlertSpeaks[]
  /** Due days that are not near: they raise nothing, and an alert that is open of one of them goes on. */
  later?: readonly AlertSpeaks[]
  /** Whether what an event said still stands. */
  stands: (event: string) => boolean
  /** The next day on which time alone may change this. */
  nextChangeOn?: string
}>

/** Rules whose cause is a due day: announced before, and one alert with it when it has passed. */
const OF_DUE_DAYS: ReadonlySet<string> = new Set(['procedure-clock', 'visit-overdue', 'recognised-without-measure'])
const COVERED_BY: Readonly<Record<Exclude<DueStage, 'visitRhythm'>, string>> = {
  visit: 'procedure-clock',
  match: 'procedure-clock',
  review: 'procedure-clock',
  whole: 'procedure-clock',
  entry: 'procedure-clock',
  firstMeasure: 'recognised-without-measure',
}

/** A due day that speaks, or will: `evidence` is what began its time. */
type Due = Readonly<{ stage: LeadStage; on: string; evidence: readonly KnownHouseholdFact[]; rule: string; sign: AlertSign; isBreach: boolean }>

/**
 * What speaks of a household: rules that fire and that nobody has answered, and due days near or past. A rule that looks at a due day is
 * told by the due day, so that the same delay is one alert.
 *
 * @param view the household on the day
 * @param judgement what its rules and people say
 * @param valueOf what alerts go by at its place
 */
export function speaksOf(
  view: View,
  judgement: Judgement,
  valueOf: ValueOf,
): Readonly<{ speaks: readonly AlertSpeaks[]; later: readonly AlertSpeaks[]; nextChangeOn: string | undefined }> {
  const { day } = view
  const fired = judgement.judged.filter(({ outcome }) => outcome === 'fired')
  const dues = duesOf(view, judgement)
  const said = dues.flatMap((due) => spokenBy(view, due, valueOf) ?? [])
  const near = said.flatMap(({ isNear, speaks }) => (isNear ? [speaks] : []))
  const later = said.flatMap(({ isNear, speaks }) => (isNear ? [] : [speaks]))
  const told = new Set(near.map(({ cause }) => cause))
  const byRule = fired.filter(({ rule }) => !OF_DUE_DAYS.has(rule.id) || (rule.id === 'recognised-without-measure' && !told.has('due.firstMeasure')))
  const days = dues.flatMap(({ stage, on }) => [plusDays(on, -(valueOf(`alertLead.${stage}`, day)?.days ?? 0)), plusDays(on, 1)])
  // A released helper answers until the end of the day, and from the next one nobody does.
  const released = view.case().helperLeaves ? plusDays(day, 1) : undefined
  const next = [judgement.nextChangeOn, released, ...days].filter((one): one is string => one !== undefined && one > day).sort()[0]
  return { speaks: [...byRule.map((one) => ruleSpeaks(one, day)), ...near], later, nextChangeOn: next }
}

function ruleSpeaks({ rule, level, sign, checked }: Judged, day: string): AlertSpeaks {
  return {
    cause: `rule.${rule.id}`,
    level: capped(level),
    sign: sign ?? 'process',
    ...rested(checked.evidence, day),
    rule: { id: rule.id, version: rule.version },
  }
}

/** Levels of rules go up to nine; an alert has three. */
function capped(level: number | null | undefined): number {
  return Math.min(3, Math.max(1, level ?? 1))
}

function rested(evidence: readonly KnownHouseholdFact[], day: string): Pick<AlertSpeaks, 'evidence' | 'firstSignOn'> {
  const ids = [...new Set(evidence.map(({ eventId }) => eventId))]
  const firstSignOn = evidence.reduce((first, { on }) => (on < first ? on : first), day)
  return { evidence: ids.slice(-MOST_EVIDENCE), firstSignOn }
}

/** As many as an event of an alert can hold. */
const MOST_EVIDENCE = 200

type DueSpeaks = Readonly<{ isNear: boolean; speaks: AlertSpeaks }>

function spokenBy(view: View, { stage, on, evidence, rule, sign, isBreach }: Due, valueOf: ValueOf): DueSpeaks | undefined {
  const { day } = view
  const lead = valueOf(`alertLead.${stage}`, day)?.days
  const passed = day > on
  // Somebody reminded of what is no breach wants to be: where nobody said so, it is silent.
  if (!isBreach && lead === undefined) return undefined
  const isNear = passed || (lead !== undefined && day >= plusDays(on, -lead))
  const adopted = view.adoption(rule)?.body
  const speaks: AlertSpeaks = {
    cause: `due.${stage}`,
    level: passed && isBreach ? capped(adopted?.level) : 1,
    sign,
    ...rested(evidence, day),
    dueOn: on,
    phase: passed ? 'passed' : 'approaching',
  }
  return { isNear, speaks }
}

/** A due day of the household that is there on the day, near or not. */
export function dueOf(view: View, judgement: Judgement, stage: string): Due | undefined {
  return duesOf(view, judgement).find((due) => due.stage === stage)
}

function duesOf(view: View, { judged }: Judgement): readonly Due[] {
  const { open, current, monitoring } = view.case()
  const stages = dueDays(view).flatMap(({ stage, on }): Due[] => {
    if (stage === 'visitRhythm') return []
    return [{ stage, on, evidence: beginsOf(view, stage), rule: COVERED_BY[stage], sign: stage === 'entry' ? 'process' : 'strong', isBreach: true }]
  })
  const rhythm = judged.find(({ rule }) => rule.id === 'visit-overdue')
  const due = (rhythm?.checked.values as { due?: string } | null | undefined)?.due
  const speaks = rhythm?.outcome === 'fired' || rhythm?.outcome === 'silent'
  const visits: readonly Due[] =
    rhythm && due !== undefined && speaks
      ? [{ stage: 'visitRhythm', on: due, evidence: rhythm.checked.evidence, rule: 'visit-overdue', sign: 'process', isBreach: true }]
      : []
  const noticed = open?.step === 'noticed' ? open.counting('case.CaseNoticed').at(-1) : undefined
  const over = noticed !== undefined && open?.of('case.NoticeEnded').some(({ on }) => on >= noticed.body.to)
  const notices: readonly Due[] =
    noticed && !over ? [{ stage: 'notice', on: noticed.body.to, evidence: [noticed], rule: 'notice-short', sign: 'process', isBreach: false }] : []
  const term = view.parameter('deadline.elimination', view.day)?.body
  const sixMonths = monitoring === 'monitored' && current && open === undefined && term ? termOf(view, current.recognised.on, term) : undefined
  const eliminations: readonly Due[] =
    current && sixMonths !== undefined
      ? [
          {
            stage: 'elimination',
            on: sixMonths,
            evidence: [current.recognised],
            rule: 'not-eliminated-in-time',
            sign: 'process',
            isBreach: false,
          },
        ]
      : []
  return [...stages, ...visits, ...notices, ...eliminations]
}

function termOf(view: View, from: string, term: Parameters<typeof dueAfter>[2]): string | undefined {
  const due = dueAfter(
    calendarOf((kind, on) => view.parameter(kind, on)?.body),
    from,
    term,
  )
  return 'date' in due ? due.date : undefined
}

/** What the time of a stage runs from. */
function beginsOf(view: View, stage: Exclude<DueStage, 'visitRhythm'>): readonly KnownHouseholdFact[] {
  const { open, current } = view.case()
  if (stage === 'firstMeasure') return current ? [current.recognised] : []
  if (open === undefined) return []
  const [visit, match] = [open.of('case.HomeVerified')[0], open.of('case.DataMatched')[0]]
  switch (stage) {
    case 'match':
      return visit ? [visit] : []
    case 'review':
      return [visit, match].filter((one) => one !== undefined)
    case 'entry':
      return open.of('case.CountyDecided').slice(0, 1)
    case 'visit':
    case 'whole':
      return open.facts.filter(({ kind, on }) => on === open.startsOn && BEGINS.has(kind))
    default: {
      const never: never = stage
      return never
    }
  }
}

const BEGINS: ReadonlySet<string> = new Set(['case.ClueRegistered', 'case.ConsentSigned', 'case.EliminationProposed'])
