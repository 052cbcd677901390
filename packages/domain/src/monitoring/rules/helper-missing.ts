import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import { NOT_MONITORED } from '../case-told.ts'
import { nextAfter } from '../days.ts'
import { cited, lastDayInTime, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'

type Values = Readonly<{ recognisedOn: string; assigned: boolean; due: string; limit: ParameterFact<'deadline.firstMeasure'> }>

/** A monitored household has nobody who answers for it (帮扶责任人) after the time of the first measure. */
export const helperMissing = defineRule<Values | null>({
  id: 'helper-missing',
  version: 1,
  title: { zh: '没有帮扶责任人', en: 'No responsible helper' },
  source: '长顺县数据规则（github.com/Gzuwkj/fuping 9a6a9ee）',
  kind: 'process',
  parameters: ['deadline.firstMeasure'],
  facts: ['case.HouseholdRecognised', 'case.RiskReMarked', 'case.RiskEliminated', 'case.HelperAssigned', 'case.HelperReleased'],

  check: (view) => {
    const { current: round, monitoring, helper, helperLeaves } = view.case()
    if (round === undefined || monitoring !== 'monitored') return answer(false, null)
    const { recognised } = round
    const set = need(view, { limit: 'deadline.firstMeasure' })
    if ('missing' in set) return notSet(set.missing, { evidence: [recognised] })
    const last = lastDayInTime(view, recognised.on, set.limit.body)
    if ('missing' in last) return notSet(last.missing, { evidence: [recognised] })
    return answer(
      helper === undefined && view.day > last.day,
      { recognisedOn: recognised.on, assigned: helper !== undefined, due: last.day, limit: set.limit },
      {
        evidence: helper ? [recognised, helper] : [recognised],
        parameters: [set.limit],
        nextChangeOn: nextAfter(view.day, [helper ? undefined : plusDays(last.day, 1), helperLeaves ? plusDays(view.day, 1) : undefined]),
      },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_MONITORED
    const { recognisedOn, assigned, due, limit } = values
    const { zh, en } = origin(limit)
    const state = assigned
      ? { zh: '已有帮扶责任人', en: 'a helper is assigned' }
      : fired
        ? { zh: `没有帮扶责任人，${due} 已过`, en: `no helper, ${due} is past` }
        : { zh: `最迟 ${due} 指定责任人`, en: `a helper due ${due}` }
    const text = { zh: `识别于 ${recognisedOn}，${state.zh}`, en: `recognised on ${recognisedOn}, ${state.en}` }
    return {
      message: { zh: `${text.zh}${zh}`, en: `${text.en}${en}` },
      clearedBy: fired ? { zh: '指定责任人', en: 'a helper assigned' } : { zh: `${due} 后没有责任人`, en: `nobody assigned after ${due}` },
      clauses: [{ text, value: due, parameter: cited(limit, `${limit.body.length} ${limit.body.unit}`), holds: fired }],
    }
  },
})
