import type { Text } from '../../aggregate.ts'
import { inYuan } from '../../values/money.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { defineRule } from '../rule.ts'
import { answerStanding, clausesOf, orAfter, type Signs } from '../sign-answer.ts'
import { unrecovered } from '../signs.ts'
import { joined, wordFor } from '../words.ts'

const ID = 'industry-failed'
const BRANCHES: Readonly<Record<string, Text>> = {
  planting: { zh: '种植', en: 'planting' },
  breeding: { zh: '养殖', en: 'breeding' },
  processing: { zh: '加工', en: 'processing' },
  trade: { zh: '商贸', en: 'trade' },
  other: { zh: '其他产业', en: 'another business' },
}

/** The household's own industry (产业) failed, and nobody recorded that it has recovered. */
export const industryFailed = defineRule<Signs<KnownHouseholdFact<'businessFailed'>>>({
  id: ID,
  version: 1,
  title: { zh: '产业失败', en: 'Own industry failed' },
  source: '湖南省某镇工作方案 2023-09-07（52niugu.com，i3093396）',
  kind: 'warning',
  parameters: [],
  facts: ['businessFailed', 'recovered'],

  check: (view) => answerStanding(view, ID, unrecovered(view, 'businessFailed')),

  tell: (signs, { fired }) => {
    const or = orAfter(signs)
    const losses = joined(
      signs.facts.map(({ on, body }) => {
        const { zh, en } = wordFor(BRANCHES, body.branch)
        const loss = inYuan(body.amount)
        return { zh: `${on} ${zh}失败，损失 ${loss.zh}`, en: `${en} failed on ${on}, loss ${loss.en}` }
      }),
    )
    return {
      message: fired
        ? { zh: `${losses.zh}，未恢复`, en: `${losses.en}, not recovered` }
        : { zh: '没有未恢复的产业失败', en: 'no failed industry that is not recovered' },
      clearedBy: fired ? { zh: `记录恢复${or.zh}`, en: `the recovery recorded${or.en}` } : { zh: '报告产业失败', en: 'a failed industry reported' },
      clauses: clausesOf(signs, ({ body }) => wordFor(BRANCHES, body.branch)),
    }
  },
})
