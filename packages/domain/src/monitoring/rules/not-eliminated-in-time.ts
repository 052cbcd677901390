import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import { NOT_MONITORED } from '../case-told.ts'
import { nextAfter } from '../days.ts'
import { cited, lastDayInTime, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'

type Values = Readonly<{
  recognisedOn: string
  able: number
  due: string
  eliminating: boolean
  backOn: string | undefined
  term: ParameterFact<'deadline.eliminationOverdue'>
}>

/**
 * A household that can work is still monitored after the time in which most are not, and no elimination is under way. The time runs from the
 * recognition of the round, also after a roll-back: a weak elimination was none, and such households are to be looked at first.
 */
export const notEliminatedInTime = defineRule<Values | null>({
  id: 'not-eliminated-in-time',
  version: 1,
  title: { zh: '有劳动力满一年未消除', en: 'Labour, and not eliminated for over a year' },
  source: '张湾区 2022-05-09（zhangwan.gov.cn t20220509_3500302）：有劳动力满一年未消除的先查',
  kind: 'process',
  parameters: ['deadline.eliminationOverdue', 'threshold.workAge'],
  facts: [
    'case.HouseholdRecognised',
    'case.RiskReMarked',
    'case.RiskEliminated',
    'case.EliminationProposed',
    'case.EliminationRolledBack',
    'labour',
    'memberJoined',
    'memberLeft',
    'died',
  ],

  check: (view) => {
    const { current: round, monitoring, open } = view.case()
    if (round === undefined || monitoring !== 'monitored') return answer(false, null)
    const { recognised } = round
    const set = need(view, { term: 'deadline.eliminationOverdue' })
    if ('missing' in set) return notSet(set.missing, { evidence: [recognised] })
    const last = lastDayInTime(view, recognised.on, set.term.body)
    if ('missing' in last) return notSet(last.missing, { evidence: [recognised] })
    const labour = view.labour()
    const eliminating = open?.purpose === 'elimination'
    const back = round.turns.findLast(({ kind }) => kind === 'case.EliminationRolledBack')
    return answer(
      labour.has && !eliminating && view.day > last.day,
      { recognisedOn: recognised.on, able: labour.able, due: last.day, eliminating, backOn: back?.on, term: set.term },
      {
        evidence: [recognised, ...(back ? [back] : []), ...view.known(labour.reports)],
        parameters: [set.term],
        nextChangeOn: labour.has && !eliminating ? nextAfter(view.day, [plusDays(last.day, 1)]) : undefined,
      },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_MONITORED
    const { recognisedOn, able, due, eliminating, backOn, term } = values
    const { zh, en } = origin(term)
    const state = eliminating ? { zh: '，正在办理风险消除', en: ', an elimination is under way' } : { zh: '', en: '' }
    const back = backOn === undefined ? { zh: '', en: '' } : { zh: `，${backOn} 回退`, en: `, rolled back on ${backOn}` }
    const clauses = [
      {
        text: { zh: `识别于 ${recognisedOn}，期限 ${due}`, en: `recognised on ${recognisedOn}, time until ${due}` },
        value: due,
        parameter: cited(term, `${term.body.length} ${term.body.unit}`),
        holds: fired,
      },
    ]
    return {
      message: {
        zh: `识别于 ${recognisedOn}${back.zh}，${able} 人有劳动力，${fired ? `${due} 已过仍未消除` : `期限 ${due}${state.zh}`}${zh}`,
        en: `recognised on ${recognisedOn}${back.en}, ${able} can work, ${fired ? `${due} is past and not eliminated` : `time until ${due}${state.en}`}${en}`,
      },
      clearedBy: fired
        ? { zh: '按程序消除', en: 'an elimination by procedure' }
        : { zh: `有劳动力且 ${due} 后仍未消除`, en: `labour, and not eliminated after ${due}` },
      clauses,
    }
  },
})
