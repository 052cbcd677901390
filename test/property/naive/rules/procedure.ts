import type { DeadlineStage } from '../../../../packages/domain/src/parameter/deadline-stages.ts'
import { addDays } from '../calendar.ts'
import { openProcedureOf, type Procedure, proceduresOf, roundOf } from '../case.ts'
import { due, type Home, threshold, workingDays } from '../home.ts'
import { any, type Naive, when } from '../rule.ts'
import { inOrder, type Told } from '../told.ts'

type Clock = Readonly<{ stage: DeadlineStage; anchor: Told | undefined; done?: Told | undefined }>

/** Each time limit of an open procedure: the day it runs from, and what ends it. */
function clocksOf({ of, starts }: Procedure): readonly Clock[] {
  const visit = of('HomeVerified')[0]
  const match = of('DataMatched')[0]
  const county = of('CountyDecided')[0]
  const both = visit && match && (visit.on > match.on ? visit : match)
  return [
    { stage: 'visit', anchor: starts, done: visit },
    { stage: 'match', anchor: visit, done: match },
    { stage: 'review', anchor: both, done: of('CaseNoticed')[0] },
    { stage: 'whole', anchor: starts, done: county },
    { stage: 'press', anchor: starts, done: county },
    { stage: 'entry', anchor: county, done: of('NationalEntryRecorded')[0] },
  ]
}

/** Whether a limit is near, past, or was kept too late. Being pressed is no step of its own: it is said once its day is over. */
function speaks(home: Home, { stage, anchor, done }: Clock): boolean {
  const last = due(home, stage, anchor?.on)
  if (!last) return false
  if (done) return stage !== 'press' && done.on > last
  if (home.day > last) return true
  const near = stage === 'press' ? undefined : home.parameter('deadline.near', home.day)
  return near !== undefined && addDays(last, -near.length) <= home.day
}

/** The days by which the steps that are still to come are due; being pressed is no step. */
export function dueIn(home: Home, procedure: Procedure): readonly string[] {
  return clocksOf(procedure).flatMap(({ stage, anchor, done }) => (done || stage === 'press' ? [] : (due(home, stage, anchor?.on) ?? [])))
}

const procedureClock: Naive = (home) => {
  const open = openProcedureOf(home)
  if (!open || open.refused) return undefined
  return any(clocksOf(open).flatMap((clock) => (speaks(home, clock) ? [clock.anchor, clock.done] : [])))
}

const pushLate: Naive = (home) => {
  const day = home.parameter('deadline.push', home.day)?.length
  const push = openProcedureOf(home)
    ?.of('ClueRegistered')
    .findLast(({ data }) => data.source === 'departmentPush')
  return when(day !== undefined && push !== undefined && Number(push.on.slice(8)) > day, push)
}

const noticeShort: Naive = (home) => {
  const least = home.parameter('deadline.notice', home.day)
  const procedure = openProcedureOf(home) ?? proceduresOf(home).at(-1)
  if (!least || !procedure) return undefined
  return any(
    procedure.counting('CaseNoticed').flatMap((notice) => {
      const ended = procedure.of('NoticeEnded').find((end) => inOrder(end, notice) > 0)
      const to = ended && ended.on < notice.data.to ? ended.on : notice.data.to
      const days =
        least.unit === 'workingDay' ? workingDays(home, notice.data.from, to) : (Date.parse(to) - Date.parse(notice.data.from)) / 86_400_000 + 1
      return days !== undefined && days < least.length ? [notice, ended] : []
    }),
  )
}

const BREAKING = ['VillageReviewed', 'CaseNoticed', 'TownChecked', 'CountyDecided', 'HouseholdRecognised', 'RiskReMarked', 'RiskEliminated'] as const

const procedureSkipped: Naive = (home) => {
  const round = roundOf(home)
  const open = openProcedureOf(home)
  const scope = proceduresOf(home).filter(({ number }) => number === open?.number || (round && number >= round.data.procedure))
  const visitors = threshold(home, 'visitors')
  const majority = threshold(home, 'reviewMajority')
  const found: (Told | undefined)[] = []
  for (const { of, counting } of scope) {
    found.push(...of(...BREAKING).filter(({ data }) => data.breaches.length > 0))
    found.push(...of('HomeVerified').filter(({ data }) => visitors !== undefined && data.visitors < visitors))
    for (const review of of('VillageReviewed')) {
      const { attended, agree, disagree, abstain, outcome } = review.data
      const minority = outcome === 'agreed' && majority !== undefined && agree * 100 <= majority * attended
      if (agree + disagree + abstain !== attended || minority) found.push(review)
    }
    const notices = counting('CaseNoticed')
    if (notices.length > 1) found.push(...notices)
  }
  if (round) {
    found.push(...home.of('MeasureStarted').filter(({ data }) => data.round === round.data.round && data.breaches.length > 0))
    const announced = scope.find(({ number }) => number === round.data.procedure)?.of('CountyAnnounced') ?? []
    if (round.data.by === 'report' || announced.length === 0) found.push(round)
  }
  return any(found)
}

const farmerNotTold: Naive = (home) => {
  const last = proceduresOf(home).at(-1)
  const decision = last?.of('CountyDecided').at(-1)
  if (!last || last.elimination || decision?.data.outcome !== 'rejected') return undefined
  const until = due(home, 'explanation', decision.on)
  const told = last.of('ExplanationGiven', 'ClueDismissed').length > 0
  return when(!told && until !== undefined && home.day > until, decision)
}

export const procedure = {
  'procedure-clock': procedureClock,
  'push-late': pushLate,
  'notice-short': noticeShort,
  'procedure-skipped': procedureSkipped,
  'farmer-not-told': farmerNotTold,
} satisfies Record<string, Naive>
