import type { ParameterFact } from '../../parameter/look-up.ts'
import { firstDayOf, monthOfNumber } from '../../values/months.ts'
import { nextAfter } from '../days.ts'
import { insuredIn, newYearAfter } from '../insurance.ts'
import { cited, missingIn } from '../parameter.ts'
import { answer, defineRule, unknown } from '../rule.ts'

type Values = Readonly<{
  year: number
  without: number
  /** Members of whom it should have been said by now, and the month that says so. */
  unsaid: number
  expected: ParameterFact<'threshold.insuranceFrom'> | undefined
}>

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
    const { year, said, unsaid: silent } = insuredIn(view)
    const evidence = said.filter(({ body }) => body.basic === 'none' || !body.seriousIllness)
    const expected = view.parameter('threshold.insuranceFrom', view.day)
    const expectedOn = expected && firstDayOf(monthOfNumber(year * 12 + expected.body.value - 1))
    const nextChangeOn = nextAfter(view.day, [newYearAfter(view.day), expectedOn])
    const unsaid = expectedOn !== undefined && view.day >= expectedOn ? silent : 0
    const grounds = {
      evidence,
      parameters: unsaid > 0 && expected ? [expected] : [],
      nextChangeOn,
      missing: silent > 0 && expected === undefined ? [missingIn(view.village, 'threshold.insuranceFrom', view.day)] : [],
    }
    if (evidence.length === 0 && unsaid > 0) {
      return unknown(
        { zh: `${unsaid} 名成员没有 ${year} 年参保记录`, en: `no insurance of ${year} reported for ${unsaid} members` },
        { zh: '先报告参保情况', en: 'report the insurance first' },
        grounds,
      )
    }
    return answer(evidence.length > 0, { year, without: evidence.length, unsaid, expected }, grounds)
  },

  tell: ({ year, without, unsaid, expected }, { fired }) => ({
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
      ...(unsaid > 0 && expected
        ? [
            {
              text: { zh: `${unsaid} 名成员没有 ${year} 年参保记录`, en: `no insurance of ${year} reported for ${unsaid} members` },
              value: unsaid,
              parameter: cited(expected, expected.body.value),
              holds: false,
            },
          ]
        : []),
    ],
  }),
})
