import type { ParameterFact } from '../../parameter/look-up.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'

type Values = Readonly<{ push: KnownHouseholdFact<'case.ClueRegistered'>; limit: ParameterFact<'deadline.push'> }>

/** The last clue that a department pushed into the open procedure came after the day of the month on which departments push. */
export const pushLate = defineRule<Values | null>({
  id: 'push-late',
  version: 1,
  title: { zh: '部门线索推送晚于规定日', en: 'A department push came after the day' },
  source: '某县防返贫监测实施办法（xiexiebang.com/a5/c1b3fc008528046d，未注明县名）：每月5日前',
  kind: 'process',
  parameters: ['deadline.push'],
  facts: ['case.ClueRegistered'],

  check: (view) => {
    const push = view
      .case()
      .open?.of('case.ClueRegistered')
      .findLast(({ body }) => body.source === 'departmentPush')
    if (push === undefined) return answer(false, null)
    const set = need(view, { limit: 'deadline.push' })
    if ('missing' in set) return notSet(set.missing, { evidence: [push] })
    const late = Number(push.on.slice(8)) > set.limit.body.length
    return answer(late, { push, limit: set.limit }, { evidence: [push], parameters: [set.limit] })
  },

  tell: (values, { fired }) => {
    if (values === null)
      return {
        message: { zh: '进行中的程序没有部门推送', en: 'no department push in an open procedure' },
        clearedBy: { zh: '部门晚推送', en: 'a push that comes late' },
        clauses: [],
      }
    const { push, limit } = values
    const day = limit.body.length
    const text = { zh: `部门线索 ${push.on} 到达，应在每月 ${day} 日前`, en: `pushed on ${push.on}, due by day ${day} of the month` }
    const { zh, en } = origin(limit)
    return {
      message: { zh: `${text.zh}${zh}`, en: `${text.en}${en}` },
      clearedBy: fired ? { zh: '下次按时推送', en: 'the next push in time' } : { zh: '部门晚推送', en: 'a push that comes late' },
      clauses: [{ text, value: push.on, parameter: cited(limit, day), holds: fired }],
    }
  },
})
