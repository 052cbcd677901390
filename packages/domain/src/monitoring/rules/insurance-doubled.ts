import type { KnownHouseholdFact } from '../facts.ts'
import { insuredIn, newYearAfter } from '../insurance.ts'
import { answer, defineRule, unknown } from '../rule.ts'

type Values = Readonly<{ year: number; doubled: readonly KnownHouseholdFact<'insurance'>[] }>

/** A member pays this year for the residents' and for the employees' insurance. */
export const insuranceDoubled = defineRule<Values>({
  id: 'insurance-doubled',
  version: 1,
  title: { zh: '重复参保', en: 'Insured twice' },
  source: '长顺县防返贫监测规则（github.com/Gzuwkj/fuping）',
  kind: 'warning',
  parameters: [],
  facts: ['insurance', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const { year, said } = insuredIn(view)
    const nextChangeOn = newYearAfter(view.day)
    if (said.length === 0) {
      return unknown(
        { zh: `没有 ${year} 年参保记录`, en: `no insurance of ${year} reported` },
        { zh: '先报告参保情况', en: 'report the insurance first' },
        { nextChangeOn },
      )
    }
    const doubled = said.filter(({ body }) => body.basic === 'both')
    return answer(doubled.length > 0, { year, doubled }, { evidence: doubled, nextChangeOn })
  },

  tell: ({ year, doubled }, { fired }) => ({
    message: fired
      ? { zh: `${year} 年 ${doubled.length} 名成员重复参保`, en: `${year}: ${doubled.length} members insured twice` }
      : { zh: `${year} 年没有成员重复参保`, en: `${year}: no member insured twice` },
    clearedBy: fired ? { zh: '退保其一', en: 'one of the two given up' } : { zh: '报告成员重复参保', en: 'a member reported insured twice' },
    clauses: [
      {
        text: { zh: `${year} 年重复参保的成员`, en: `members insured twice in ${year}` },
        value: doubled.length,
        parameter: null,
        holds: fired,
      },
    ],
  }),
})
