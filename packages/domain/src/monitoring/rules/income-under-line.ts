import type { ParameterFact } from '../../parameter/look-up.ts'
import { regionName } from '../../values/division.ts'
import { inYuan } from '../../values/money.ts'
import { evidenceOf, type Income } from '../income.ts'
import { cited, need } from '../parameter.ts'
import { answer, defineRule, notSet, unknown } from '../rule.ts'

type Values = Readonly<{ income: Income; perHead: number; line: ParameterFact<'monitoringLine'> }>

/** 人均纯收入 below the monitoring line in force on the day, by the latest income window that has ended (中农组发〔2021〕7号). */
export const incomeUnderLine = defineRule<Values>({
  id: 'income-under-line',
  version: 2,
  title: { zh: '人均纯收入低于监测线', en: 'Net income per head under the monitoring line' },
  source: '国务院扶贫开发领导小组 2020-03-20；中农组发〔2021〕7号',
  kind: 'warning',
  always: true,
  parameters: ['monitoringLine'],
  facts: ['income', 'incomeEntry', 'expenseEntry', 'incomeCollected'],

  check: (view) => {
    const income = view.income()
    const evidence = income ? view.known(evidenceOf(income)) : []
    const set = need(view, { line: 'monitoringLine' })
    if ('missing' in set) return notSet(set.missing, { evidence })
    const grounds = { evidence, parameters: [set.line] }
    if (income === undefined)
      return unknown({ zh: '没有收入记录', en: 'no income reported' }, { zh: '先报告收入', en: 'report the income first' }, grounds)
    const { perHead } = income
    if (perHead === undefined) {
      return unknown(
        { zh: '时段最后一天户内没有成员', en: 'no member on the last day of the window' },
        { zh: '先核对户内成员', en: 'check the members first' },
        grounds,
      )
    }
    return answer(perHead < set.line.body.amount, { income, perHead, line: set.line }, grounds)
  },

  tell: ({ income, perHead, line }, { fired }) => {
    const sign = fired ? '<' : '≥'
    const [has, asked] = [inYuan(perHead), inYuan(line.body.amount)]
    const { zh, en } = regionName(line.subject)
    const year = line.on.slice(0, 4)
    const { from, to } = income.window
    return {
      message: {
        zh: `人均纯收入 ${has.zh} ${sign} 监测线 ${asked.zh}（${zh} ${year}；${from} 至 ${to}）`,
        en: `net income per head ${has.en} ${sign} line ${asked.en} (${en} ${year}; ${from} to ${to})`,
      },
      clearedBy: { zh: `人均纯收入达到 ${asked.zh}`, en: `net income per head of ${asked.en} or more` },
      clauses: [
        {
          text: { zh: `收入 ${has.zh} ${sign} ${asked.zh}`, en: `income ${has.en} ${sign} ${asked.en}` },
          value: perHead,
          parameter: cited(line, line.body.amount),
          holds: fired,
        },
      ],
    }
  },
})
