import type { KnownHouseholdFact } from '../facts.ts'
import { NOT_ELIMINATED } from '../case-told.ts'
import { answer, defineRule, unknown } from '../rule.ts'

type Values = Readonly<{ eliminated: KnownHouseholdFact<'case.RiskEliminated'>; members: number; able: number; none: boolean }>

/** 整户无劳动力 is not marked as eliminated, it is kept in view: on the day of the elimination nobody in the household could work. */
export const noLabourEliminated = defineRule<Values | null>({
  id: 'no-labour-eliminated',
  version: 1,
  title: { zh: '整户无劳动力却标注消除', en: 'Eliminated although the whole household is without labour' },
  source: '弋江区 2024-03-15（yjq.gov.cn 39287644）',
  kind: 'process',
  parameters: ['threshold.workAge'],
  facts: ['case.RiskEliminated', 'case.EliminationRolledBack', 'labour', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const eliminated = view.case().current?.eliminated
    if (eliminated === undefined) return answer(false, null)
    const then = view.at(eliminated.on).labour()
    const evidence = [eliminated, ...view.known(then.reports)]
    if (then.able === 0 && then.unknown > 0) {
      const remedy = { zh: '登记劳动能力', en: 'report who can work' }
      return unknown({ zh: '没有劳动能力记录', en: 'no labour capability reported' }, remedy, { evidence })
    }
    return answer(then.none, { eliminated, members: then.members, able: then.able, none: then.none }, { evidence })
  },

  tell: (values) => {
    if (values === null) return NOT_ELIMINATED
    const { eliminated, members, able, none } = values
    const message = none
      ? { zh: `消除时（${eliminated.on}）${members} 名成员均无劳动能力`, en: `at elimination (${eliminated.on}) none of ${members} members can work` }
      : {
          zh: `消除时（${eliminated.on}）${members} 名成员中 ${able} 名有劳动能力`,
          en: `at elimination (${eliminated.on}) of ${members} members ${able} can work`,
        }
    return {
      message,
      clearedBy: none ? { zh: '回退', en: 'a roll-back' } : { zh: '劳动能力更正', en: 'a corrected report of labour' },
      clauses: [{ text: message, value: able, parameter: null, holds: none }],
    }
  },
})
