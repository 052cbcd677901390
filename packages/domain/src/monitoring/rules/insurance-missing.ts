import { firstDayOf, monthNumber, monthOfNumber } from '../../values/months.ts'
import { nextAfter } from '../days.ts'
import { insuredIn, newYearAfter } from '../insurance.ts'
import { missingIn } from '../parameter.ts'
import { answer, defineRule, unknown } from '../rule.ts'

type Values = Readonly<{ year: number; without: number; unsaid: number }>

/** A member has no basic medical insurance this year, or no cover of serious illness (大病保险). Who said nothing of it yet is no uninsured one. */
export const insuranceMissing = defineRule<Values>({
  id: 'insurance-missing',
  version: 1,
  title: { zh: '未参加基本医保或大病保险', en: 'No basic medical insurance or no serious-illness cover' },
  source: '基本医疗有保障的判断（mdbkg.com/sheng/pm135）；长顺县防返贫监测规则（github.com/Gzuwkj/fuping）',
  kind: 'warning',
  parameters: ['threshold.insuranceFrom'],
  facts: ['insurance', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const { year, said, unsaid } = insuredIn(view)
    const evidence = said.filter(({ body }) => body.basic === 'none' || !body.seriousIllness)
    const expected = view.parameter('threshold.insuranceFrom', view.day)
    const expectedOn = expected && firstDayOf(monthOfNumber(year * 12 + expected.body.value - 1))
    const nextChangeOn = nextAfter(view.day, [newYearAfter(view.day), expectedOn])
    if (evidence.length > 0) return answer(true, { year, without: evidence.length, unsaid }, { evidence, nextChangeOn })
    const lacking = unsaid > 0 && expected === undefined ? [missingIn(view.village, 'threshold.insuranceFrom', view.day)] : []
    if (unsaid > 0 && expectedOn !== undefined && monthNumber(view.day) >= monthNumber(expectedOn)) {
      return unknown(
        { zh: `${unsaid} 名成员没有 ${year} 年参保记录`, en: `no insurance of ${year} reported for ${unsaid} members` },
        { zh: '先报告参保情况', en: 'report the insurance first' },
        { parameters: expected ? [expected] : [], nextChangeOn },
      )
    }
    return answer(false, { year, without: 0, unsaid }, { evidence: said, nextChangeOn, missing: lacking })
  },

  tell: ({ year, without, unsaid }, { fired }) => ({
    message: fired
      ? { zh: `${year} 年 ${without} 名成员未参保或无大病保险`, en: `${year}: ${without} members without basic or serious-illness insurance` }
      : { zh: `${year} 年没有成员报告未参保或无大病保险`, en: `${year}: no member reported without basic or serious-illness insurance` },
    clearedBy: fired ? { zh: '补办参保', en: 'the insurance taken out' } : { zh: '报告成员未参保', en: 'a member reported without insurance' },
    clauses: [
      {
        text: { zh: `${year} 年未参保或无大病保险的成员`, en: `members without basic or serious-illness insurance in ${year}` },
        value: without,
        parameter: null,
        holds: fired,
      },
      { text: { zh: `没有 ${year} 年参保记录的成员`, en: `members without a report of ${year}` }, value: unsaid, parameter: null, holds: unsaid > 0 },
    ],
  }),
})
