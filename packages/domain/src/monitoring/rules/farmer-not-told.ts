import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import { nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, lastDayInTime, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'

type Values = Readonly<{
  rejectedOn: string
  told: KnownHouseholdFact | undefined
  due: string
  limit: ParameterFact<'deadline.explanation'>
}>

/** The county did not take the household in, and nobody has explained it to the farmer in time. A dismissal holds its explanation. */
export const farmerNotTold = defineRule<Values | null>({
  id: 'farmer-not-told',
  version: 1,
  title: { zh: '未予纳入但未向农户说明', en: 'Not taken in, and the farmer was not told' },
  source: '安徽一码申报 2022-03-30（peopleweekly.cn 118341）；区乡村振兴局 2023-08-17（szkingya.com，未注明区名）',
  kind: 'process',
  parameters: ['deadline.explanation'],
  facts: ['case.ClueRegistered', 'case.CountyDecided', 'case.ExplanationGiven', 'case.ClueDismissed'],

  check: (view) => {
    const procedure = view.case().procedures.at(-1)
    const rejected = procedure?.of('case.CountyDecided').at(-1)
    if (procedure === undefined || procedure.purpose === 'elimination' || rejected?.body.outcome !== 'rejected') return answer(false, null)
    const set = need(view, { limit: 'deadline.explanation' })
    if ('missing' in set) return notSet(set.missing, { evidence: [rejected] })
    const last = lastDayInTime(view, rejected.on, set.limit.body)
    if ('missing' in last) return notSet(last.missing, { evidence: [rejected] })
    const told = procedure.of('case.ExplanationGiven').at(-1) ?? procedure.of('case.ClueDismissed').at(-1)
    return answer(
      told === undefined && view.day > last.day,
      { rejectedOn: rejected.on, told, due: last.day, limit: set.limit },
      {
        evidence: told ? [rejected, told] : [rejected],
        parameters: [set.limit],
        nextChangeOn: told ? undefined : nextAfter(view.day, [plusDays(last.day, 1)]),
      },
    )
  },

  tell: (values, { fired }) => {
    if (values === null)
      return {
        message: { zh: '县级没有不予纳入的决定', en: 'the county has rejected nothing' },
        clearedBy: { zh: '县级不同意', en: 'a rejection by the county' },
        clauses: [],
      }
    const { rejectedOn, told, due, limit } = values
    const { zh, en } = origin(limit)
    const state = told
      ? { zh: `${told.on} 已向农户说明`, en: `the farmer was told on ${told.on}` }
      : fired
        ? { zh: `未向农户说明，${due} 已过`, en: `farmer not told, ${due} is past` }
        : { zh: `最迟 ${due} 向农户说明`, en: `farmer to be told until ${due}` }
    const text = { zh: `${rejectedOn} 县级未同意，${state.zh}`, en: `rejected on ${rejectedOn}, ${state.en}` }
    return {
      message: { zh: `${text.zh}${zh}`, en: `${text.en}${en}` },
      clearedBy: fired
        ? { zh: '说明并登记', en: 'the explanation given and recorded' }
        : { zh: `${due} 前没有说明`, en: `no explanation until ${due}` },
      clauses: [{ text, value: due, parameter: cited(limit, `${limit.body.length} ${limit.body.unit}`), holds: fired }],
    }
  },
})
