import type { KnownHouseholdFact } from '../facts.ts'
import { answer, defineRule, unknown } from '../rule.ts'

type Values = Readonly<{ graded: KnownHouseholdFact<'house'> | undefined; rehoused: KnownHouseholdFact<'rehoused'> | undefined }>

/** The dwelling was last graded C or D, and the household was neither given a repaired house nor moved since. */
export const houseUnsafe = defineRule<Values>({
  id: 'house-unsafe',
  version: 1,
  title: { zh: '住房 C、D 级', en: 'Dwelling of grade C or D' },
  source: '住房安全有保障的判断（mdbkg.com/sheng/pm135）；危房改造问答（baitahe.net，tid=94209）',
  kind: 'warning',
  parameters: [],
  facts: ['house', 'rehoused'],

  check: (view) => {
    const graded = view.last('house')
    const last = view.last('rehoused')
    const rehoused = last && (graded === undefined || last.on >= graded.on) ? last : undefined
    if (graded === undefined && rehoused === undefined) {
      return unknown(
        { zh: '没有住房鉴定记录', en: 'no grade of the dwelling reported' },
        { zh: '先报告住房鉴定等级', en: 'report the grade of the dwelling first' },
      )
    }
    const unsafe = graded !== undefined && (graded.body.grade === 'C' || graded.body.grade === 'D')
    const evidence = graded ? [graded] : []
    return answer(unsafe && rehoused === undefined, { graded, rehoused }, { evidence })
  },

  tell: ({ graded, rehoused }, { fired }) => {
    const grade = graded?.body.grade
    const clauses =
      graded && grade
        ? [
            {
              text: { zh: `住房 ${grade} 级（${graded.on} 鉴定）`, en: `dwelling graded ${grade} on ${graded.on}` },
              value: grade,
              parameter: null,
              holds: fired,
            },
          ]
        : []
    if (fired) {
      return {
        message: {
          zh: `住房 ${grade} 级（${graded?.on} 鉴定），未改造或搬迁`,
          en: `dwelling graded ${grade} on ${graded?.on}, not renovated or relocated`,
        },
        clearedBy: { zh: '改造、搬迁或重新鉴定为 A/B 级', en: 'renovated, relocated or graded A or B' },
        clauses,
      }
    }
    return {
      message: rehoused
        ? { zh: `${rehoused.on} 已改造或搬迁`, en: `renovated or relocated on ${rehoused.on}` }
        : { zh: `住房 ${grade} 级（${graded?.on} 鉴定）`, en: `dwelling graded ${grade} on ${graded?.on}` },
      clearedBy: { zh: '重新鉴定为 C/D 级', en: 'graded C or D' },
      clauses,
    }
  },
})
