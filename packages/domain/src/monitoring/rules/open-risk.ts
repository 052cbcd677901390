import type { KnownHouseholdFact } from '../facts.ts'
import { answer, defineRule } from '../rule.ts'
import { RISK_WORDS, wordFor } from '../words.ts'

/** A reported risk (返贫致贫风险, 中农组发〔2021〕7号) that has not been cleared. */
export const openRisk = defineRule<readonly KnownHouseholdFact<'risk'>[]>({
  id: 'open-risk',
  version: 1,
  title: { zh: '有未消除的风险', en: 'A reported risk that is not cleared' },
  source: '中农组发〔2021〕7号',
  kind: 'warning',
  always: true,
  parameters: [],
  facts: ['risk', 'riskCleared'],

  check: (view) => {
    const cleared = new Set(view.of('riskCleared').map(({ body }) => body.clears))
    const open = view.of('risk').filter(({ eventId }) => !cleared.has(eventId))
    return answer(open.length > 0, open, { evidence: open })
  },

  tell: (open, { fired }) => {
    const zh = open.map(({ body, on }) => `${wordFor(RISK_WORDS, body.risk).zh}（${on} 起）`).join('、')
    const en = open.map(({ body, on }) => `${body.risk} (since ${on})`).join(', ')
    return {
      message: fired ? { zh: `风险未消除：${zh}`, en: `open risk: ${en}` } : { zh: '没有未消除的风险', en: 'no open risk' },
      clearedBy: fired
        ? { zh: '记录风险消除或撤回', en: 'record that the risk is cleared or withdrawn' }
        : { zh: '报告新的风险', en: 'a new risk reported' },
      clauses: open.map(({ body, on }) => ({
        text: { zh: `${wordFor(RISK_WORDS, body.risk).zh} 自 ${on} 未消除`, en: `${body.risk} open since ${on}` },
        value: body.risk,
        parameter: null,
        holds: true,
      })),
    }
  },
})
