import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { specify } from '../../testing/rule-scenario.ts'
import { openRisk } from './open-risk.ts'

const rule = specify(openRisk)
const risk = said('risk', '2023-02-01', { risk: 'illness' })

describe('rule 2: a reported risk that is not cleared', () => {
  it('fires: a risk was reported', () => {
    rule
      .given(risk)
      .on('2023-02-01')
      .fires({
        events: ['risk 2023-02-01'],
        zh: '风险未消除：因病（2023-02-01 起）',
        en: 'open risk: illness (since 2023-02-01)',
        nextChangeOn: undefined,
      })
  })

  it('is silent: nothing was reported', () => {
    rule.on('2023-02-01').isSilent({ zh: '没有未消除的风险', en: 'no open risk', events: [] })
  })

  it('cleared: from the day on which the cause is gone, and only that risk', () => {
    const cleared = said('riskCleared', '2023-05-01', { clears: 'risk 2023-02-01', risk: 'illness' })
    rule.given(risk, cleared).on('2023-04-30').fires()
    rule.given(risk, cleared).on('2023-05-01').isSilent()
    rule
      .given(risk, cleared, said('risk', '2023-03-01', { risk: 'flood' }))
      .on('2023-05-01')
      .fires({ events: ['risk 2023-03-01'] })
  })

  it('applies where nobody adopted it', () => {
    rule.given(risk).notAdopted().on('2023-02-01').fires()
  })
})
