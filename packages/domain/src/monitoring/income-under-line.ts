import { DIVISION_NAMES } from '../values/division.ts'
import { formatFen } from '../values/money.ts'
import { type Finding, ofKind, type Rule } from './rule.ts'

const rule = { rule: 'income-under-line', version: 1 }

/** 人均纯收入 below the monitoring line in force on the day, by the latest income window that has ended (中农组发〔2021〕7号). */
export const incomeUnderLine: Rule = {
  id: rule.rule,
  version: rule.version,
  title: { zh: '人均纯收入低于监测线', en: 'Net income per head under the monitoring line' },
  source: '国务院扶贫开发领导小组 2020-03-20；中农组发〔2021〕7号',
  evaluate: (facts, parameter, asOf): Finding => {
    const income = ofKind(facts, 'income').at(-1)
    const line = parameter('monitoringLine', asOf)
    const village = ofKind(facts, 'residence').at(-1)?.body.village ?? ''
    const code = village.slice(0, 2).padEnd(12, '0')
    const province = DIVISION_NAMES[code] ?? { zh: code, en: code }
    const events = [income?.eventId, line?.eventId].filter((id) => id !== undefined)
    if (!line) {
      const message = { zh: `未设定${province.zh} ${asOf.slice(0, 4)} 年的监测线`, en: `no line set for ${province.en} ${asOf.slice(0, 4)}` }
      return { ...rule, fired: false, message, clearedBy: { zh: '先设定监测线', en: 'set the line first' }, clauses: [], events }
    }
    if (!income) {
      const message = { zh: '没有收入记录', en: 'no income reported' }
      return { ...rule, fired: false, message, clearedBy: { zh: '先报告收入', en: 'report the income first' }, clauses: [], events }
    }
    const perHead = Math.floor(income.body.net / income.body.members)
    const fired = perHead < line.body.amount
    const where = DIVISION_NAMES[line.subject] ?? { zh: line.subject, en: line.subject }
    const sign = fired ? '<' : '≥'
    const message = {
      zh: `人均纯收入 ${formatFen(perHead)} ${sign} 监测线 ${formatFen(line.body.amount)}（${where.zh} ${line.on.slice(0, 4)}；${income.body.from} 至 ${income.body.to}）`,
      en: `net income per head ${formatFen(perHead)} ${sign} line ${formatFen(line.body.amount)} (${where.en} ${line.on.slice(0, 4)}; ${income.body.from} to ${income.body.to})`,
    }
    return {
      ...rule,
      fired,
      message,
      clearedBy: {
        zh: `人均纯收入达到 ${formatFen(line.body.amount)}`,
        en: `net income per head of ${formatFen(line.body.amount)} or more`,
      },
      clauses: [
        {
          text: {
            zh: `收入 ${formatFen(perHead)} ${sign} ${formatFen(line.body.amount)}`,
            en: `income ${formatFen(perHead)} ${sign} ${formatFen(line.body.amount)}`,
          },
          value: perHead,
          parameter: `monitoringLine ${line.subject} ${line.on} = ${line.body.amount}`,
          holds: fired,
        },
      ],
      events,
    }
  },
}
