import { inYuan } from '../../values/money.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { defineRule } from '../rule.ts'
import { answerStanding, clausesOf, orAfter, type Signs } from '../sign-answer.ts'
import { unrecovered } from '../signs.ts'
import { joined, RISK_WORDS, wordFor } from '../words.ts'

const ID = 'disaster'

/** A natural disaster struck the household, and nobody recorded that it has recovered. */
export const disaster = defineRule<Signs<KnownHouseholdFact<'disasterLoss'>>>({
  id: ID,
  version: 1,
  title: { zh: '因灾受损', en: 'Loss by disaster' },
  source: '某县防返贫监测实施办法（xiexiebang.com/a5/c1b3fc008528046d，未注明县名）；临沭县 2022-01-10（xjche365.com/news/20220110/012022_80347）',
  kind: 'warning',
  parameters: [],
  facts: ['disasterLoss', 'recovered'],

  check: (view) => answerStanding(view, ID, unrecovered(view, 'disasterLoss')),

  tell: (signs, { fired }) => {
    const or = orAfter(signs)
    const losses = joined(
      signs.facts.map(({ on, body }) => {
        const { zh, en } = wordFor(RISK_WORDS, body.kind)
        const loss = inYuan(body.amount)
        return { zh: `${on} ${zh}受损 ${loss.zh}`, en: `${en} loss of ${loss.en} on ${on}` }
      }),
    )
    return {
      message: fired
        ? { zh: `${losses.zh}，未恢复`, en: `${losses.en}, not recovered` }
        : { zh: '没有未恢复的因灾受损', en: 'no loss by disaster that is not recovered' },
      clearedBy: fired ? { zh: `记录恢复${or.zh}`, en: `the recovery recorded${or.en}` } : { zh: '报告因灾受损', en: 'a loss by disaster reported' },
      clauses: clausesOf(signs, ({ body }) => wordFor(RISK_WORDS, body.kind)),
    }
  },
})
