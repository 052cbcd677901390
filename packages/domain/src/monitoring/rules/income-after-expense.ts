import type { ParameterFact } from '../../parameter/look-up.ts'
import { inYuan } from '../../values/money.ts'
import { evidenceOf, type Income } from '../income.ts'
import { cited, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet, unknown } from '../rule.ts'

type Values = Readonly<{ income: Income; perHead: number; afterExpense: number; line: ParameterFact<'monitoringLine'> }>

/** 突发严重困难: 人均纯收入 reaches the monitoring line, but what is left after compliant self-paid cost and insurance payouts does not. */
export const incomeAfterExpense = defineRule<Values>({
  id: 'income-after-expense',
  version: 1,
  title: { zh: '扣除合规自付后人均低于监测线', en: 'Per head under the line after compliant self-paid cost' },
  source: '中农组发〔2021〕7号；人民日报 2025-07-31（reportify.ai/news/1148548697378918400）',
  kind: 'warning',
  parameters: ['monitoringLine'],
  facts: ['income', 'incomeEntry', 'expenseEntry', 'incomeCollected', 'bill', 'schoolCost', 'payout', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const income = view.income()
    const evidence = income ? view.known([...evidenceOf(income), ...income.costs]) : []
    const set = need(view, { line: 'monitoringLine' })
    if ('missing' in set) return notSet(set.missing, { evidence })
    const grounds = { evidence, parameters: [set.line] }
    if (income === undefined)
      return unknown({ zh: '没有收入记录', en: 'no income reported' }, { zh: '先报告收入', en: 'report the income first' }, grounds)
    const { perHead, afterExpense, compliantSelfPaid } = income
    if (perHead === undefined || afterExpense === undefined) {
      return unknown(
        { zh: '时段最后一天户内没有成员', en: 'no member on the last day of the window' },
        { zh: '先核对户内成员', en: 'check the members first' },
        grounds,
      )
    }
    const line = set.line.body.amount
    const fires = compliantSelfPaid > 0 && perHead >= line && afterExpense < line
    return answer(fires, { income, perHead, afterExpense, line: set.line }, grounds)
  },

  tell: ({ income, perHead, afterExpense, line }, { fired }) => {
    const asked = line.body.amount
    const { net, members, compliantSelfPaid, insurancePayout } = income
    const [has, limit, left] = [inYuan(perHead), inYuan(asked), inYuan(afterExpense)]
    const [paid, payout] = [inYuan(compliantSelfPaid), inYuan(insurancePayout)]
    const [before, after] = [perHead, afterExpense].map((each) => (each < asked ? '<' : '≥'))
    const from = origin(line)
    const short = inYuan(asked * members - (net - compliantSelfPaid + insurancePayout))
    const parameter = cited(line, asked)
    return {
      message: {
        zh: `人均纯收入 ${has.zh} ${before} ${limit.zh}，减合规自付 ${paid.zh}、加理赔 ${payout.zh} 后为 ${left.zh} ${after} ${limit.zh}${from.zh}`,
        en: `net income per head ${has.en} ${before} ${limit.en}; after self-paid ${paid.en} and payout ${payout.en} it is ${left.en} ${after} ${limit.en}${from.en}`,
      },
      clearedBy: fired
        ? { zh: `自付减少、获理赔或收入增加 ${short.zh}`, en: `less self-paid cost, a payout or more income of ${short.en}` }
        : {
            zh: `人均纯收入达到 ${limit.zh} 而扣除自付后低于它`,
            en: `net income per head of ${limit.en} or more that self-paid cost takes under it`,
          },
      clauses: [
        { text: { zh: `合规自付 ${paid.zh}`, en: `self-paid ${paid.en}` }, value: compliantSelfPaid, parameter: null, holds: compliantSelfPaid > 0 },
        {
          text: { zh: `收入 ${has.zh} ${before} ${limit.zh}`, en: `income ${has.en} ${before} ${limit.en}` },
          value: perHead,
          parameter,
          holds: perHead >= asked,
        },
        {
          text: { zh: `扣除后 ${left.zh} ${after} ${limit.zh}`, en: `left ${left.en} ${after} ${limit.en}` },
          value: afterExpense,
          parameter,
          holds: afterExpense < asked,
        },
      ],
    }
  },
})
