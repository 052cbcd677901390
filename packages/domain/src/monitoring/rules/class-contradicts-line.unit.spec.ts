import { describe, expect, it } from 'vitest'
import { recognised, SNAPSHOT } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import type { MonitoringClass, Scheme } from '../../values/monitoring-classes.ts'
import { classContradictsLine } from './class-contradicts-line.ts'

const parts = { wages: 0, business: 0, property: 0, transfers: 0, businessCost: 0 }
const snapshot = (yuan: number) => {
  const window = { from: '2022-01-01', to: '2022-12-31' }
  const perHead = Math.round(yuan * 100)
  const rest = { compliantSelfPaid: 0, insurancePayout: 0, afterExpense: perHead }
  return { ...SNAPSHOT, income: { window, kind: 'reported' as const, parts, net: perHead * 4, members: 4, perHead, ...rest } }
}
const under = (cls: MonitoringClass, yuan: number, scheme: Scheme = '2021') =>
  recognised('2023-01-31', { scheme, class: cls, snapshot: snapshot(yuan) })
const poor = [said('class', '2019-01-01', { registered: 'registeredPoor' }), said('exitedPoverty', '2019-12-10', {})]
const line = parameter('monitoringLine', { amount: 750_000 }, { from: '2023-01-01' })
const most = parameter('threshold.perHeadAtRecognition', { name: 'perHeadAtRecognition', value: 2_000_000, unit: 'fen' })
const unset = specify(classContradictsLine)
const rule = unset.set(line, most)

describe('rule 38: the class contradicts the income', () => {
  it('fires: 边缘易致贫户 with an income over the line', () => {
    rule
      .given(under('marginal', 8_000))
      .on('2023-03-01')
      .fires({
        events: ['case.HouseholdRecognised 2023-01-31', 'monitoringLine 2023-01-01', 'threshold.perHeadAtRecognition 2019-01-01'],
        zh: '类别 边缘易致贫户 与 识别时人均 8,000元 ≥ 7,500元（全国 2023） 不符',
        en: 'class marginal household contradicts: per head 8,000 yuan ≥ 7,500 yuan at recognition (nation 2023)',
        clearedBy: '更正类别',
        nextChangeOn: undefined,
      })
  })

  it('is silent: the class fits the income and the kind of household, or nobody was recognised', () => {
    rule.given(under('marginal', 7_000)).on('2023-03-01').isSilent({ zh: '类别 边缘易致贫户 没有不符之处' })
    rule
      .given(...poor, under('unstableExit', 7_000))
      .on('2023-03-01')
      .isSilent()
    rule.given(under('suddenHardship', 9_000)).on('2023-03-01').isSilent()
    rule.on('2023-03-01').isSilent({ zh: '没有识别为监测对象' })
  })

  it('fires: a class of former poor households for an ordinary one, and the other way round', () => {
    rule.given(under('unstableExit', 7_000)).on('2023-03-01').fires({ zh: '类别 脱贫不稳定户 与 一般农户身份 不符' })
    rule
      .given(...poor, under('nearPoor', 7_000, '2020'))
      .on('2023-03-01')
      .fires({ zh: '类别 边缘户 与 脱贫户身份 不符' })
  })

  it('boundary: the line itself is no more inside the range, and sudden hardship begins at it', () => {
    rule.given(under('marginal', 7_499.99)).on('2023-03-01').isSilent()
    rule.given(under('marginal', 7_500)).on('2023-03-01').fires()
    rule.given(under('suddenHardship', 7_500)).on('2023-03-01').isSilent()
    rule.given(under('suddenHardship', 7_499.99)).on('2023-03-01').fires()
  })

  it('boundary: more than the highest income fires in every scheme, that income itself does not', () => {
    const both = (yuan: number) =>
      rule.given(recognised('2026-03-01', { scheme: '2026', class: 'preventionObject', snapshot: snapshot(yuan) })).on('2026-03-01')
    both(20_000).isSilent()
    both(20_000.01).fires({ zh: '类别 监测对象 与 识别时人均 20,000.01元 > 20,000元（全国 2019） 不符' })
  })

  it('the line is that of the day of the recognition', () => {
    const later = parameter('monitoringLine', { amount: 900_000 }, { from: '2024-01-01' })
    rule.set(later).given(under('marginal', 8_000)).on('2024-03-01').fires()
  })

  it('not set: a missing line keeps only its own clause from speaking', () => {
    const { finding } = unset.given(under('unstableExit', 9_000)).on('2023-03-01')
    expect(finding.missing.map(({ zh }) => zh)).toEqual(['未设定示范 2023 年的监测线', '未设定示范 2023 年的识别时人均纯收入上限'])
    unset.given(under('unstableExit', 9_000)).on('2023-03-01').fires({ zh: '类别 脱贫不稳定户 与 一般农户身份 不符' })
    unset.given(under('marginal', 9_000)).on('2023-03-01').isSilent()
  })

  it('cleared: by another class', () => {
    const words = (cls: MonitoringClass) => ({ scheme: '2021', class: cls }) as const
    const reassigned = said('case.ClassReassigned', '2023-06-01', {
      round: 1,
      was: words('marginal'),
      is: words('suddenHardship'),
      reason: 'correction',
    })
    rule.given(under('marginal', 8_000), reassigned).on('2023-05-31').fires()
    rule.given(under('marginal', 8_000), reassigned).on('2023-06-01').isSilent()
  })
})
