import { type Finding, ofKind, type Rule } from './rule.ts'

const rule = { rule: 'open-risk', version: 1 }

/** A reported risk of falling back into poverty that has not been cleared (返贫致贫风险, 中农组发〔2021〕7号). */
export const openRisk: Rule = {
  id: rule.rule,
  version: rule.version,
  title: { zh: '有未消除的返贫致贫风险', en: 'A reported risk that is not cleared' },
  source: '中农组发〔2021〕7号',
  evaluate: (facts): Finding => {
    const cleared = new Set(ofKind(facts, 'riskCleared').map((fact) => fact.body.clears))
    const open = ofKind(facts, 'risk').filter((fact) => !cleared.has(fact.eventId))
    const fired = open.length > 0
    const zh = open.map(({ body, on }) => `${RISK_NAMES[body.risk] ?? body.risk}（${on} 起）`).join('、')
    const en = open.map(({ body, on }) => `${body.risk} (since ${on})`).join(', ')
    return {
      ...rule,
      fired,
      message: fired ? { zh: `风险未消除：${zh}`, en: `open risk: ${en}` } : { zh: '没有未消除的风险', en: 'no open risk' },
      clearedBy: fired
        ? { zh: '记录风险消除或撤回', en: 'record that the risk is cleared or withdrawn' }
        : { zh: '报告新的风险', en: 'a new risk reported' },
      clauses: open.map(({ body, on }) => ({
        text: { zh: `${RISK_NAMES[body.risk] ?? body.risk} 自 ${on} 未消除`, en: `${body.risk} open since ${on}` },
        value: body.risk,
        parameter: null,
        holds: true,
      })),
      events: open.map(({ eventId }) => eventId),
    }
  },
}

const RISK_NAMES: Readonly<Record<string, string>> = {
  illness: '因病',
  schooling: '因学',
  flood: '洪涝',
  geological: '地质灾害',
  drought: '旱灾',
  pest: '生物灾害',
  weather: '气象灾害',
  earthquake: '地震',
  otherDisaster: '其他自然灾害',
  disability: '因残',
  labourShortage: '缺劳动力',
  accident: '意外事故',
  businessFailure: '产业失败',
  unstableJob: '务工就业不稳',
  unsafeHouse: '住房不安全',
  unsafeWater: '饮水不安全',
  other: '其他',
}
