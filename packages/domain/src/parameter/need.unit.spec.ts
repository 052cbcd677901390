import { describe, expect, it } from 'vitest'
import type { ParameterFact, ParameterLookUp } from './look-up.ts'
import { isMissing, missing, need, noCalendar, originOf } from './need.ts'

const VILLAGE = '431224105201'
const line: ParameterFact<'monitoringLine'> = {
  subject: '520000000000',
  on: '2023-01-01',
  eventId: '00000000-0000-4000-8000-000000000000',
  kind: 'monitoringLine',
  body: { amount: 730_000, to: '2023-12-31', basis: 'A', assumption: true },
}
const nothing: ParameterLookUp = () => undefined
const lines = ((kind: string) => (kind === 'monitoringLine' ? line : undefined)) as ParameterLookUp

describe('a parameter that a rule cannot do without', () => {
  it('is there with its value and the fact it is from', () => {
    const needed = need(lines, 'monitoringLine', '2023-05-01', VILLAGE)
    expect(isMissing(needed)).toBe(false)
    expect(needed).toEqual({ value: line.body, fact: line })
  })

  it.each([
    ['monitoringLine', '未设定湖南 2024 年的监测线', 'no line set for Hunan 2024'],
    ['deadline.visit', '未设定湖南 2024 年的入户核实时限', 'no time limit of the home visit set for Hunan 2024'],
    [
      'threshold.medicalRegistered',
      '未设定湖南 2024 年的建档立卡户住院自付预警线',
      'no inpatient warning line of registered households set for Hunan 2024',
    ],
    ['visitRhythm.monitored', '未设定湖南 2024 年的监测对象走访频次', 'no visit rhythm of monitored households set for Hunan 2024'],
    ['requiredMeasures', '未设定湖南 2024 年的风险与帮扶措施对应表', 'no table of required measures set for Hunan 2024'],
    ['rule.drop-out', '湖南 2024 年未启用本规则', 'rule not in force in Hunan 2024'],
    ['workingCalendar.2027', '没有 2027 年的工作日历', 'no calendar for 2027'],
  ] as const)('without %s the rule says what is missing, for which region and year', (kind, zh, en) => {
    const needed = need(nothing, kind, '2024-02-01', VILLAGE)
    expect(isMissing(needed) && needed.message).toEqual({ zh, en })
    expect(missing(kind, '2024-02-01', VILLAGE)).toEqual({ missing: kind, message: { zh, en } })
  })

  it('says which year has no calendar', () => {
    expect(noCalendar(2027)).toEqual({ zh: '没有 2027 年的工作日历', en: 'no calendar for 2027' })
  })

  it('is printed with its region, its year and the mark of an assumption', () => {
    expect(originOf(line)).toEqual({ zh: '（贵州 2023；假定）', en: '(Guizhou 2023; assumed)' })
    expect(originOf({ ...line, body: { ...line.body, assumption: false } })).toEqual({ zh: '（贵州 2023）', en: '(Guizhou 2023)' })
  })
})
