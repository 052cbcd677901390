import { ALERT_STAGES, initialAlert, monitoringRules } from '@rural-tracker/domain'
import { describe, expect, it } from 'vitest'
import { letterItem, letterOf } from './letter.ts'

const VILLAGE = '431224105201'
const causes = [...monitoringRules.map(({ id }) => `rule.${id}`), 'due.visit', 'due.firstMeasure', 'due.comparison', 'watch.village-watch']
const items = causes.map((cause, n) =>
  letterItem(
    {
      ...initialAlert,
      subject: `H0000${n}`,
      cause,
      place: VILLAGE,
      level: 3,
      assignee: 'helper:zhang',
      respondBy: '2024-05-08',
      stage: ALERT_STAGES[0],
    },
    '石桥村',
    'https://alerts.example/a/token',
  ),
)

describe('a letter', () => {
  it.each(['zh', 'en'] as const)(
    'given every cause there is, in %s, then it names no household, nobody, and no word of health, money or disability',
    (language) => {
      const { subject, text, markdown } = letterOf({ id: 'abc', kind: 'digest', language, days: 7, listed: 12 }, items)
      const all = [subject, text, markdown].join('\n')
      expect(all).not.toMatch(/H0000|helper|zhang/)
      expect(all).not.toMatch(/病|医|残|健康|费|收入|失学|辍学|死|医保|medic|ill|disab|health|income|death|school/i)
      expect(all).not.toMatch(/\d{11}/)
    },
  )

  it('given one alert, then its subject says village, kind, level and deadline, and its text has the link', () => {
    const [one] = items
    if (!one) throw new Error('there is a rule')
    const letter = letterOf({ id: 'abc', kind: 'alert', language: 'zh', days: 7, listed: 0 }, [one])
    expect(letter.subject).toBe('【预警】石桥村 · 农户风险信号 · 3 级 · 2024-05-08 前答复')
    expect(letter.text).toContain('https://alerts.example/a/token')
    expect(letter.markdown).toContain('](https://alerts.example/a/token)')
  })

  it('given several, then its subject says how many and the first deadline', () => {
    expect(letterOf({ id: 'abc', kind: 'daily', language: 'zh', days: 7, listed: 0 }, items).subject).toBe(
      `【预警】今日${items.length} 件待答复，最早 2024-05-08`,
    )
    expect(letterOf({ id: 'abc', kind: 'digest', language: 'en', days: 7, listed: 0 }, items).subject).toBe(
      `[Alerts] ${items.length} to answer, the first by 2024-05-08`,
    )
  })

  it('given weak signs on the weekly list, then one with several alerts says how many, and where they are seen; so does that of the list', () => {
    const many = letterOf({ id: 'abc', kind: 'digest', language: 'zh', days: 7, listed: 12 }, items)
    expect(many.subject).toBe(`【预警】${items.length} 件待答复，最早 2024-05-08`)
    for (const text of [many.text, many.markdown]) expect(text).toContain('周清单上有 12 条弱信号，超出限额，不逐条通知，可向乡镇查看。\n')
    expect(letterOf({ id: 'abc', kind: 'digest', language: 'zh', days: 7, listed: 0 }, items).text).not.toContain('周清单')
    const weekly = letterOf({ id: 'abc', kind: 'weekly', language: 'zh', days: 7, listed: 12 }, [])
    expect(weekly.text).toBe(
      '【预警】周清单：12 条弱信号\n\n周清单上有 12 条弱信号，超出限额，不逐条通知，可向乡镇查看。\ntracker alerts list --weekly',
    )
  })
})
