import type { Text } from '../../aggregate.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { isAfter } from '../order.ts'
import { defineRule } from '../rule.ts'
import { answerStanding, clausesOf, orAfter, type Signs } from '../sign-answer.ts'
import type { View } from '../view.ts'
import { joined, wordFor } from '../words.ts'

const ID = 'benefits-ended'
type Ended = KnownHouseholdFact<'benefitEnded'>
type Values = Signs<Ended> & Readonly<{ kindOf: ReadonlyMap<string, string> }>

const BENEFITS: Readonly<Record<string, Text>> = {
  livingAllowance: { zh: '低保', en: 'living allowance' },
  destituteSupport: { zh: '特困供养', en: 'support of the destitute' },
  disabilityAllowance: { zh: '残疾人补贴', en: 'disability allowance' },
  pension: { zh: '养老金', en: 'pension' },
  publicWelfarePost: { zh: '公益性岗位', en: 'public welfare post' },
  other: { zh: '其他待遇', en: 'another benefit' },
}
/** Why a benefit may end although the household still needs it: not because its income rose or somebody died. */
const REASONS: Readonly<Record<string, Text>> = {
  reviewed: { zh: '复核', en: 'reviewed' },
  contractEnded: { zh: '合同到期', en: 'contract ended' },
  other: { zh: '其他原因', en: 'another reason' },
}

/** A benefit of the household (低保、特困、公益性岗位 and others) ended, and none of the same kind was granted after it. */
export const benefitsEnded = defineRule<Values>({
  id: ID,
  version: 1,
  title: { zh: '保障待遇停发', en: 'A benefit ended' },
  source: '旺苍县 2021-10-27（scgw.gov.cn，Detail.aspx?id=20211027172648236）',
  kind: 'warning',
  parameters: [],
  facts: ['benefit', 'benefitEnded'],

  check: (view) => {
    const kindOf = new Map(view.of('benefit').map(({ body }) => [body.benefit, body.kind]))
    const { values, ...checked } = answerStanding(view, ID, endedIn(view, kindOf))
    return values === undefined ? checked : { ...checked, values: { ...values, kindOf } }
  },

  tell: (signs, { fired }) => {
    const or = orAfter(signs)
    const benefit = ({ body }: Ended) => wordFor(BENEFITS, signs.kindOf.get(body.benefit) ?? 'other')
    const ends = joined(
      signs.facts.map((end) => {
        const { zh, en } = benefit(end)
        const why = wordFor(REASONS, end.body.reason)
        return { zh: `${end.on} ${zh}停发（${why.zh}）`, en: `${en} ended on ${end.on} (${why.en})` }
      }),
    )
    return {
      message: fired
        ? { zh: `${ends.zh}，未接续`, en: `${ends.en}, not resumed` }
        : { zh: '没有停发后未接续的待遇', en: 'no benefit that ended and was not resumed' },
      clearedBy: fired ? { zh: `重新享受${or.zh}`, en: `granted again${or.en}` } : { zh: '报告待遇停发', en: 'a benefit reported as ended' },
      clauses: clausesOf(signs, benefit),
    }
  },
})

function endedIn(view: View, kindOf: ReadonlyMap<string, string>): readonly Ended[] {
  const resumed = (end: Ended) => view.of('benefit').some((grant) => grant.body.kind === kindOf.get(end.body.benefit) && isAfter(grant, end))
  return view.of('benefitEnded').filter((end) => end.body.reason in REASONS && !resumed(end))
}
