import type { DeadlineStage } from '../parameter/deadline-stages.ts'
import { plusMonths } from '../values/calendar.ts'
import type { Procedure } from './case-state.ts'
import { lastDayInTime } from './parameter.ts'
import type { View } from './view.ts'

/** What is to be done next and has a last day. `visitRhythm` is the regular visit, the others are stages of a procedure or of help. */
export type DueStage = Extract<DeadlineStage, 'visit' | 'match' | 'review' | 'whole' | 'entry' | 'firstMeasure'> | 'visitRhythm'
export type DueDay = Readonly<{ stage: DueStage; on: string }>

/**
 * Everything that is still to be done for a household and by when, nearest first; days that have passed stay until it is done. A limit that is
 * not set, or that would need the calendar of a year that has none, gives no day. A household whose consent is refused has no procedure that runs.
 *
 * @example dueDays(view) // [{ stage: 'visit', on: '2023-10-12' }, { stage: 'whole', on: '2023-10-24' }]
 */
export function dueDays(view: View): readonly DueDay[] {
  const { open, current, monitoring, measuresOf } = view.case()
  const due = [
    ...(open === undefined || open.step === 'consentRefused' ? [] : inProcedure(view, open)),
    ...(current !== undefined && monitoring === 'monitored' && measuresOf(current).length === 0
      ? [dueAfter(view, 'firstMeasure', current.recognised.on)]
      : []),
    nextVisit(view),
  ]
  return due.filter((one) => one !== undefined).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

/** Limits of an open procedure run from the clue; the data match from the visit, the review from the later of the two, the entry from the county. */
function inProcedure(view: View, { of, startsOn }: Procedure): readonly (DueDay | undefined)[] {
  const visited = of('case.HomeVerified')[0]?.on
  const matched = of('case.DataMatched')[0]?.on
  const noticed = of('case.CaseNoticed')[0]?.on
  const decided = of('case.CountyDecided')[0]?.on
  const entered = of('case.NationalEntryRecorded')[0]?.on
  return [
    visited === undefined ? dueAfter(view, 'visit', startsOn) : undefined,
    visited !== undefined && matched === undefined ? dueAfter(view, 'match', visited) : undefined,
    visited !== undefined && matched !== undefined && noticed === undefined
      ? dueAfter(view, 'review', visited > matched ? visited : matched)
      : undefined,
    decided === undefined ? dueAfter(view, 'whole', startsOn) : undefined,
    decided !== undefined && entered === undefined ? dueAfter(view, 'entry', decided) : undefined,
  ]
}

function dueAfter(view: View, stage: Exclude<DueStage, 'visitRhythm'>, from: string): DueDay | undefined {
  const limit = view.parameter(`deadline.${stage}`, view.day)
  if (limit === undefined) return undefined
  const last = lastDayInTime(view, from, limit.body)
  return 'day' in last ? { stage, on: last.day } : undefined
}

/** The last visit and the months of the group; who was never visited is counted from the recognition, or from the exit from poverty. */
function nextVisit(view: View): DueDay | undefined {
  const { monitoring, current } = view.case()
  const group = monitoring === 'monitored' ? 'monitored' : view.baseClass()
  if (group === 'ordinary') return undefined
  const rhythm = view.parameter(`visitRhythm.${group}`, view.day)
  const began = group === 'monitored' ? current?.recognised : view.last('exitedPoverty')
  const from = view.last('visit')?.on ?? began?.on
  return rhythm === undefined || from === undefined ? undefined : { stage: 'visitRhythm', on: plusMonths(from, rhythm.body.months) }
}
