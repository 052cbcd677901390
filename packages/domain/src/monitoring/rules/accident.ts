import { inYuan } from '../../values/money.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { defineRule } from '../rule.ts'
import { answerStanding, clausesOf, orAfter, type Signs } from '../sign-answer.ts'
import { unrecovered } from '../signs.ts'
import { joined } from '../words.ts'

const ID = 'accident'

/** An accident struck the household, and nobody recorded that it has recovered. */
export const accident = defineRule<Signs<KnownHouseholdFact<'accident'>>>({
  id: ID,
  version: 1,
  title: { zh: '意外事故', en: 'Accident' },
  source: '旺苍县 2021-10-27（scgw.gov.cn，Detail.aspx?id=20211027172648236）',
  kind: 'warning',
  parameters: [],
  facts: ['accident', 'recovered'],

  check: (view) => answerStanding(view, ID, unrecovered(view, 'accident')),

  tell: (signs, { fired }) => {
    const or = orAfter(signs)
    const losses = joined(
      signs.facts.map(({ on, body }) => {
        const loss = inYuan(body.amount)
        return { zh: `${on} 意外事故，损失 ${loss.zh}`, en: `accident on ${on}, loss ${loss.en}` }
      }),
    )
    return {
      message: fired
        ? { zh: `${losses.zh}，未恢复`, en: `${losses.en}, not recovered` }
        : { zh: '没有未恢复的意外事故', en: 'no accident that is not recovered' },
      clearedBy: fired ? { zh: `记录恢复${or.zh}`, en: `the recovery recorded${or.en}` } : { zh: '报告意外事故', en: 'an accident reported' },
      clauses: clausesOf(signs, () => ({ zh: '意外事故', en: 'accident' })),
    }
  },
})
