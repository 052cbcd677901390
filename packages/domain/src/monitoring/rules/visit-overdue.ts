import type { VisitGroup } from '../../parameter/families.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays, plusMonths } from '../../values/calendar.ts'
import { nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet, unknown } from '../rule.ts'
import type { View } from '../view.ts'

type Values = Readonly<{ last: KnownHouseholdFact; due: string; rhythm: ParameterFact<`visitRhythm.${VisitGroup}`> }>

/** Nobody visited the household in the rhythm of its group. Where no visit was reported the time runs from the recognition, or from the exit. */
export const visitOverdue = defineRule<Values | null>({
  id: 'visit-overdue',
  version: 1,
  title: { zh: '走访超期', en: 'No visit in its rhythm' },
  source: '四不摘（newton.com.tw/wiki/四不摘/49811613）：脱贫户每季度至少一次',
  kind: 'process',
  parameters: ['visitRhythm.monitored', 'visitRhythm.formerPoor', 'visitRhythm.registeredPoor'],
  facts: ['visit', 'case.HomeVerified', 'case.HouseholdRecognised', 'case.RiskReMarked', 'case.RiskEliminated', 'class', 'exitedPoverty'],

  check: (view) => {
    const group = groupOf(view)
    if (group === undefined) return answer(false, null)
    const set = need(view, { rhythm: `visitRhythm.${group}` })
    if ('missing' in set) return notSet(set.missing)
    const last = lastVisit(view) ?? beginning(view, group)
    if (last === undefined) {
      return unknown({ zh: '没有走访记录', en: 'no visit reported' }, { zh: '走访', en: 'a visit' }, { parameters: [set.rhythm] })
    }
    const due = plusMonths(last.on, set.rhythm.body.months)
    const over = plusDays(due, 1)
    const grounds = { evidence: [last], parameters: [set.rhythm], nextChangeOn: nextAfter(view.day, [over]) }
    return answer(due < view.day, { last, due, rhythm: set.rhythm }, grounds)
  },

  tell: (values, { fired }) => {
    if (values === null)
      return {
        message: { zh: '不是监测中的户，也不是建档立卡户', en: 'neither monitored nor registered as poor' },
        clearedBy: { zh: '识别为监测对象', en: 'a recognition' },
        clauses: [],
      }
    const { last, due, rhythm } = values
    const { months } = rhythm.body
    const visited = last.kind === 'visit' || last.kind === 'case.HomeVerified'
    const since = visited
      ? { zh: `最近走访 ${last.on}`, en: `last visit ${last.on}` }
      : { zh: `${last.on} 起没有走访`, en: `no visit since ${last.on}` }
    const text = {
      zh: `${since.zh}，应每 ${months} 个月一次，${fired ? `${due} 已过` : `最迟 ${due}`}`,
      en: `${since.en}, rhythm ${months} months, ${fired ? `${due} is past` : `due ${due}`}`,
    }
    const { zh, en } = origin(rhythm)
    return {
      message: { zh: `${text.zh}${zh}`, en: `${text.en}${en}` },
      clearedBy: fired ? { zh: '走访', en: 'a visit' } : { zh: `${due} 前没有走访`, en: `no visit until ${due}` },
      clauses: [{ text, value: due, parameter: cited(rhythm, months), holds: fired }],
    }
  },
})

function groupOf(view: View): VisitGroup | undefined {
  if (view.case().monitoring === 'monitored') return 'monitored'
  const base = view.baseClass()
  return base === 'ordinary' ? undefined : base
}

/** A verification at home is a visit too. */
function lastVisit(view: View): KnownHouseholdFact | undefined {
  const visit = view.last('visit')
  const verified = view.last('case.HomeVerified')
  if (visit === undefined || verified === undefined) return visit ?? verified
  return verified.on > visit.on ? verified : visit
}

function beginning(view: View, group: VisitGroup): KnownHouseholdFact | undefined {
  return group === 'monitored' ? view.case().current?.recognised : view.last('exitedPoverty')
}
