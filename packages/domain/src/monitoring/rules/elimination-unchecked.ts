import type { Text } from '../../aggregate.ts'
import { NOT_ELIMINATED } from '../case-told.ts'
import type { MonitoringParameterKind } from '../../parameter/kinds.ts'
import { missingIn } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'
import type { View } from '../view.ts'
import { listed, wordFor } from '../words.ts'

type Values = Readonly<{ eliminatedOn: string; unchecked: readonly Text[] }>

const UNCHECKED: Readonly<Record<string, Text>> = {
  term: { zh: '最短时间', en: 'the shortest time' },
  line: { zh: '监测线', en: 'the line' },
  income: { zh: '收入', en: 'income' },
  labour: { zh: '劳动能力', en: 'labour' },
  noticeLength: { zh: '公示期', en: 'the length of the notice' },
  scheme: { zh: '分类', en: 'the class scheme' },
  schoolingSafe: { zh: '义务教育', en: 'schooling' },
  houseSafe: { zh: '住房', en: 'the house' },
  insuranceSafe: { zh: '参保', en: 'insurance' },
  waterSafe: { zh: '饮水', en: 'water' },
}

/** What a condition is held against. Where it was not set for the day, nobody could have checked, and nothing reported later mends it. */
const HELD_AGAINST: Readonly<Record<string, readonly MonitoringParameterKind[]>> = {
  term: ['deadline.elimination'],
  line: ['monitoringLine'],
  noticeLength: ['deadline.notice'],
  scheme: ['classScheme'],
}
const SCHOOL_AGE = ['threshold.schoolAgeFrom', 'threshold.schoolAgeTo'] as const

/**
 * The elimination could not check a condition because nothing was reported. What could not be checked because no parameter was in force
 * on that day is told as not set, and lists nobody: there was no six months' rule before April 2022 to have broken.
 */
export const eliminationUnchecked = defineRule<Values | null>({
  id: 'elimination-unchecked',
  version: 1,
  title: { zh: '消除时有条件未能核对', en: 'A condition could not be checked' },
  source: '长顺县数据规则（github.com/Gzuwkj/fuping 9a6a9ee）：消除后各项不能为空',
  kind: 'process',
  parameters: [...SCHOOL_AGE],
  facts: ['case.RiskEliminated', 'case.EliminationRolledBack'],

  check: (view) => {
    const eliminated = view.case().current?.eliminated
    if (eliminated === undefined) return answer(false, null)
    const { snapshot, after } = eliminated.body
    const unknown = Object.entries(after).flatMap(([guarantee, safe]) => (safe === null ? [guarantee] : []))
    const codes = [...snapshot.unchecked, ...unknown].map((code) => ({ code, lacking: lackingOf(view, code, eliminated.on) }))
    const missing = codes.flatMap(({ lacking }) => lacking.map((kind) => missingIn(view.village, kind, eliminated.on)))
    const unchecked = codes.filter(({ lacking }) => lacking.length === 0).map(({ code }) => wordFor(UNCHECKED, code))
    const grounds = { evidence: [eliminated] }
    if (unchecked.length === 0 && missing.length > 0) return notSet(missing, grounds)
    return answer(unchecked.length > 0, { eliminatedOn: eliminated.on, unchecked }, { ...grounds, missing })
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_ELIMINATED
    const { zh, en } = listed(values.unchecked)
    const day = values.eliminatedOn
    const message = fired
      ? { zh: `消除时（${day}）未能核对：${zh}`, en: `could not be checked at elimination (${day}): ${en}` }
      : { zh: `消除时（${day}）各项均已核对`, en: `at elimination (${day}) everything was checked` }
    return {
      message,
      clearedBy: fired
        ? { zh: '补充记录后复核，或回退后重新消除', en: 'what is missing reported, and a review; a roll-back and another elimination' }
        : { zh: '下一次消除', en: 'another elimination' },
      clauses: values.unchecked.map((word) => ({ text: word, value: null, parameter: null, holds: true })),
    }
  },
})

/** The parameters for want of which a condition could not be checked on the day. */
function lackingOf(view: View, code: string, day: string): readonly MonitoringParameterKind[] {
  return code === 'schoolingSafe' ? SCHOOL_AGE.filter((kind) => view.parameter(kind, day) === undefined) : (HELD_AGAINST[code] ?? [])
}
